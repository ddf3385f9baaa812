//! What all files of a project are, found cheaply: only those whose metadata changed are read again.

use std::collections::{BTreeSet, HashMap};
use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::state::{self, Keep, Name, Rows, State, States};
use super::{Record, Store, shown};
use crate::code::workspace::walk;
use crate::error::Result;
use crate::models::disk::replace;

/// How coarse the clock of a file system may be: a file that is as young as this may change unseen.
const COARSE: Duration = Duration::from_millis(50);

/// All files of a project at a time.
#[derive(Debug)]
pub struct Scan {
    states: States,
    time: SystemTime,
    /// Whether there were more files than are looked at.
    cut: bool,
    /// Files that are too large to keep, or are one too many.
    pub skipped: Vec<String>,
}

/// What became of the files since a scan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files and links that are new, from the root.
    pub added: Vec<String>,
    /// Those that are others now, or have another mode.
    pub modified: Vec<String>,
    /// Those that are gone.
    pub deleted: Vec<String>,
    /// Those among them that cannot be brought back, because they were too large to keep.
    pub lost: Vec<String>,
}

impl Changes {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.modified.is_empty() && self.deleted.is_empty()
    }
}

/// A scan as it is kept while a command runs.
#[derive(Serialize, Deserialize)]
struct Sheet {
    time: SystemTime,
    cut: bool,
    rows: Rows,
}

impl Store {
    /// Keeps all files by the rules of version control, before a command that may touch any. Pass the result
    /// to [`Store::changes`] after it; a process that is killed in between does that when it opens the store
    /// again. Ignored files are not kept.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn scan(&mut self) -> Result<Scan> {
        self.ensure_turn()?;
        let scan = self.look_around();
        let sheet = Sheet { time: scan.time, cut: scan.cut, rows: state::rows(&scan.states) };
        let text = serde_json::to_vec(&sheet).map_err(std::io::Error::other)?;
        let hash = self.blobs.put_bytes(&text)?;
        self.record(Record::Scanned(hash))?;
        Ok(scan)
    }

    /// What changed since the scan; from now on the turn takes that back too.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn changes(&mut self, before: &Scan) -> Result<Changes> {
        let now = self.look_around();
        let strict = before.cut || is_ruled_anew(&before.states, &now.states);
        let (mut changes, mut found) = (Changes::default(), States::new());
        let paths: BTreeSet<&PathBuf> = before.states.keys().chain(now.states.keys()).collect();
        for path in paths {
            let old = before.states.get(path).unwrap_or(&State::Absent);
            let new = match now.states.get(path) {
                Some(state) => state.clone(),
                // It may be there and ignored now.
                None => state::capture(&self.root, path, Keep::No).unwrap_or(State::Absent),
            };
            let ignored = *old == State::Absent && strict && self.is_older(path, before.time);
            if ignored || self.is_same(path, old, &new) {
                continue;
            }
            changes.add(path, old, &new);
            if !matches!(old, State::Large(..) | State::Other) {
                found.insert(path.clone(), old.clone());
            }
        }
        self.keep(found)?;
        let sheet = self.book.scanned.clone();
        self.record(Record::Settled)?;
        sheet.iter().for_each(|hash| self.blobs.remove(hash));
        Ok(changes)
    }

    /// Looks at what a command did whose process was killed.
    pub(super) fn settle(&mut self, sheet: &str) -> Result<()> {
        let read = self.blobs.read(sheet).and_then(|bytes| serde_json::from_slice::<Sheet>(&bytes).ok());
        match read {
            Some(Sheet { time, cut, rows }) => {
                let scan = Scan { states: state::states(rows), time, cut, skipped: Vec::new() };
                self.changes(&scan).map(drop)
            }
            None => self.record(Record::Settled),
        }
    }

    /// Whether both are one, where a file may have been too large for one scan and not for the other.
    fn is_same(&self, path: &Path, old: &State, new: &State) -> bool {
        let path = self.root.join(path);
        match (old, new) {
            (State::Large(size, time), State::File { .. }) => fs::symlink_metadata(path)
                .is_ok_and(|meta| meta.len() == *size && state::nanos(&meta) == *time),
            (State::File { hash, .. }, State::Large(..)) => {
                super::blob::hash(&path).is_ok_and(|now| now == *hash)
            }
            _ => old == new,
        }
    }

    /// Whether a file was there before `time`.
    fn is_older(&self, path: &Path, time: SystemTime) -> bool {
        let meta = fs::symlink_metadata(self.root.join(path));
        meta.and_then(|meta| meta.created()).is_ok_and(|created| created + COARSE < time)
    }

    fn look_around(&mut self) -> Scan {
        let time = SystemTime::now();
        let (mut states, mut skipped, mut room) = (States::new(), Vec::new(), self.limits.all);
        let (mut rows, mut cut) = (HashMap::new(), false);
        for entry in walk::builder(&self.root, &self.root).ignore(false).build().flatten() {
            let Ok(rel) = entry.path().strip_prefix(&self.root) else { continue };
            if rel.as_os_str().is_empty() || entry.path().starts_with(&self.index.dir) {
                continue;
            }
            let Ok(meta) = entry.metadata() else { continue };
            if states.len() == self.limits.entries {
                skipped.push(shown(rel));
                cut = true;
                break;
            }
            let cap = room.min(self.limits.file);
            let known = self.index.hash(rel, &meta).filter(|hash| meta.len() <= cap && self.blobs.has(hash));
            let state = match known {
                Some(hash) => State::File { hash: hash.to_owned(), mode: meta.mode() & 0o7777 },
                None => match state::of(entry.path(), &meta, Keep::Yes(&self.blobs, cap)) {
                    Ok(state) => state,
                    // What cannot be read is not kept, and seldom overwritten.
                    Err(_) => State::Large(meta.len(), state::nanos(&meta)),
                },
            };
            match &state {
                State::File { hash, .. } => {
                    room -= meta.len().min(room);
                    rows.extend(Row::new(&meta, hash, time).map(|row| (rel.to_path_buf(), row)));
                }
                State::Large(..) => skipped.push(shown(rel)),
                _ => {}
            }
            states.insert(rel.to_path_buf(), state);
        }
        self.index.set(rows);
        Scan { states, time, cut, skipped }
    }
}

impl Changes {
    fn add(&mut self, path: &Path, old: &State, new: &State) {
        let is_file = |state: &State| state.holds() || matches!(state, State::Large(..));
        let list = match (is_file(old), is_file(new)) {
            (true, true) => &mut self.modified,
            (true, false) => &mut self.deleted,
            (false, true) => &mut self.added,
            (false, false) => return,
        };
        list.push(shown(path));
        if matches!(old, State::Large(..)) {
            self.lost.push(shown(path));
        }
    }
}

/// Whether the rules changed by which files are left out: then files show up that were there before.
fn is_ruled_anew(old: &States, new: &States) -> bool {
    let rules = |states: &States| -> Vec<(PathBuf, State)> {
        let ruling =
            states.iter().filter(|(path, _)| path.file_name().is_some_and(|name| name == ".gitignore"));
        ruling.map(|(path, state)| (path.clone(), state.clone())).collect()
    };
    rules(old) != rules(new)
}

/// A file whose bytes are known as long as its metadata is this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Row {
    meta: [i64; 5],
    hash: String,
}

impl Row {
    /// `None` if the file is so young that it may still change unseen.
    fn new(meta: &Metadata, hash: &str, now: SystemTime) -> Option<Row> {
        let changed = SystemTime::UNIX_EPOCH
            + Duration::new(u64::try_from(meta.ctime()).ok()?, u32::try_from(meta.ctime_nsec()).ok()?);
        (changed + COARSE < now).then(|| Row { meta: stamp(meta), hash: hash.to_owned() })
    }
}

/// What changes when a file's bytes do. The time of the last change of its metadata cannot be set by programs.
fn stamp(meta: &Metadata) -> [i64; 5] {
    let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    [signed(meta.len()), state::nanos(meta), meta.ctime(), meta.ctime_nsec(), signed(meta.ino())]
}

/// What is known of files from the last scan.
#[derive(Debug)]
pub(super) struct Index {
    /// The store's directory, which is no part of the project.
    dir: PathBuf,
    rows: HashMap<PathBuf, Row>,
}

impl Index {
    /// What the last process knew; nothing if that cannot be read.
    pub fn open(dir: PathBuf) -> Index {
        let bytes = fs::read(dir.join("index")).unwrap_or_default();
        let rows: Vec<(Name, Row)> = serde_json::from_slice(&bytes).unwrap_or_default();
        Index { dir, rows: rows.into_iter().map(|(name, row)| (name.path(), row)).collect() }
    }

    fn hash(&self, rel: &Path, meta: &Metadata) -> Option<&str> {
        let row = self.rows.get(rel).filter(|row| meta.is_file() && row.meta == stamp(meta))?;
        Some(&row.hash)
    }

    fn set(&mut self, rows: HashMap<PathBuf, Row>) {
        if rows == self.rows {
            return;
        }
        self.rows = rows;
        let rows: Vec<(Name, &Row)> =
            self.rows.iter().map(|(path, row)| (path.as_path().into(), row)).collect();
        // Without it the next scan reads everything again, and no more.
        if let Ok(text) = serde_json::to_string(&rows) {
            _ = replace(&self.dir.join("index"), &text);
        }
    }

    /// The hashes of all files of the last scan.
    pub fn hashes(&self) -> impl Iterator<Item = &str> {
        self.rows.values().map(|row| row.hash.as_str())
    }
}

//! What a commit is about to do, written down first, so that it can be undone.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::{Disk, is_free, read};
use super::{damaged, hash, unwritable};
use crate::error::Result;
use crate::models::disk::unique;

/// The ending of a journal whose work may have to be undone.
const OPEN: &str = "open";

/// The ending of one whose work is final.
const DONE: &str = "done";

/// One file of a commit. Hashes are SHA-256 in hex; `None` where there is no file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Step {
    pub(super) target: PathBuf,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    /// Where the new file is written.
    pub(super) next: PathBuf,
    /// Where the old one is kept.
    pub(super) kept: PathBuf,
}

/// A commit.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Journal {
    pub(super) steps: Vec<Step>,
    /// Directories that are made for it, outer ones first.
    pub(super) folders: Vec<PathBuf>,
}

/// A file that could not be brought back, because somebody changed it after the edit was cut off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The file.
    pub path: PathBuf,
    /// What it was before the edit, if it was there.
    pub kept: Option<PathBuf>,
}

impl Journal {
    pub(super) fn new(steps: Vec<Step>, folders: Vec<PathBuf>) -> Journal {
        Journal { steps, folders }
    }

    /// The directories in which something changes.
    pub(super) fn parents(&self) -> impl Iterator<Item = &Path> {
        let files = self.steps.iter().map(|step| &step.target);
        files.chain(&self.folders).filter_map(|path| path.parent()).collect::<BTreeSet<_>>().into_iter()
    }

    /// Writes it to a directory; gives its path.
    pub(super) fn save(&self, dir: &Path, disk: &mut Disk) -> Result<PathBuf> {
        let path = dir.join(unique()).with_extension(OPEN);
        let text = match serde_json::to_string(self) {
            Ok(text) => text,
            Err(error) => return damaged(&path, error).map(|()| path),
        };
        disk.save(&path, &text).map_err(|error| unwritable(&path, &error))?;
        Ok(path)
    }
}

/// Makes what a journal did final.
pub(super) fn settle(path: &Path, disk: &mut Disk) -> Result<()> {
    disk.rename(path, &path.with_extension(DONE)).map_err(|error| unwritable(path, &error))?;
    disk.sync(path.parent().into_iter());
    Ok(())
}

/// Undoes or clears up what the journals of a directory say.
pub(super) fn recover(dir: &Path, disk: &mut Disk) -> Result<Vec<Left>> {
    let entries = fs::read_dir(dir).map_err(|error| unwritable(dir, &error))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let mut left = Vec::new();
    for path in paths {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if ending == "part" {
            disk.remove(&path).map_err(|error| unwritable(&path, &error))?;
        }
        if ![OPEN, DONE].contains(&ending) {
            continue;
        }
        let text = fs::read_to_string(&path).map_err(|error| unwritable(&path, &error))?;
        let journal: Journal = match serde_json::from_str(&text) {
            Ok(journal) => journal,
            Err(error) => return damaged(&path, error).map(|()| left),
        };
        let work = if ending == OPEN { undo(&journal, disk) } else { clear(&journal, disk) };
        left.extend(work.map_err(|error| unwritable(&path, &error))?);
        disk.remove(&path).map_err(|error| unwritable(&path, &error))?;
    }
    Ok(left)
}

/// Removes what was kept.
fn clear(journal: &Journal, disk: &mut Disk) -> std::io::Result<Vec<Left>> {
    for step in &journal.steps {
        for path in [&step.kept, &step.next] {
            if !is_free(path) {
                disk.remove(path)?;
            }
        }
    }
    Ok(Vec::new())
}

/// Brings back what was there.
fn undo(journal: &Journal, disk: &mut Disk) -> std::io::Result<Vec<Left>> {
    let mut left = Vec::new();
    for step in journal.steps.iter().rev() {
        let now = hash(read(&step.target)?.as_deref());
        let ours = now == step.after;
        let held = hash(read(&step.kept)?.as_deref());
        match &step.before {
            // A link that leads nowhere now was put back already, or is not ours.
            Some(_) if ours && held == step.before && (now.is_some() || is_free(&step.target)) => {
                disk.rename(&step.kept, &step.target)?;
            }
            None if ours && is_free(&step.next) => disk.remove(&step.target)?,
            None if ours && same(&step.next, &step.target) => disk.remove(&step.target)?,
            _ if now == step.before || ours => {}
            before => {
                let kept = Some(step.kept.clone()).filter(|_| before.is_some() && held == step.before);
                left.push(Left { path: step.target.clone(), kept });
            }
        }
        let told = left.iter().any(|file| file.kept.as_ref() == Some(&step.kept));
        for path in [Some(&step.next), Some(&step.kept).filter(|_| !told)].into_iter().flatten() {
            if !is_free(path) {
                disk.remove(path)?;
            }
        }
    }
    for folder in journal.folders.iter().rev() {
        if folder.exists() {
            disk.remove_dir(folder)?;
        }
    }
    disk.sync(journal.parents());
    Ok(left)
}

/// Whether two names are of one file.
fn same(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |path: &Path| fs::symlink_metadata(path).ok().map(|meta| (meta.dev(), meta.ino()));
    id(a).is_some_and(|a| Some(a) == id(b))
}

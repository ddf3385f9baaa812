//! The way back: what files were before each turn of an agent, kept beside the project and without git.
//!
//! Before a file is touched, its state is kept ([`Store::save`]); around a command, which may touch anything, all
//! files are ([`Store::scan`], [`Store::changes`]). The journal is written before anything happens, so that a killed
//! process leaves at worst an undo that the next [`Store::open`] finishes.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::error::{Context, Error, Kind, Result};
use crate::models::cache::Lock;
use crate::models::disk::make_dir;
use crate::tell;

mod apply;
mod blob;
mod gc;
mod journal;
mod past;
mod save;
mod scan;
mod state;
mod swap;

pub use past::Stat;
pub use scan::{Changes, Scan};
pub use swap::{Conflict, Undo};

use blob::Blobs;
use journal::{Book, Journal, Record};
use scan::Index;
use state::{Keep, State, States, capture};

/// How much is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file that a scan keeps.
    pub file: u64,
    /// Bytes of all files that a scan, or one call of `save`, keeps.
    pub all: u64,
    /// Files and directories that a scan looks at.
    pub entries: usize,
    /// Bytes of the store; beyond that the oldest turns are let go.
    pub store: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { file: 8 << 20, all: 512 << 20, entries: 100_000, store: 2 << 30 }
    }
}

/// Something an agent did that is undone as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// Its number; later turns have greater ones.
    pub id: u64,
    /// What it is called.
    pub label: String,
    /// When it began, in seconds since 1970.
    pub time: u64,
    before: States,
    after: Option<States>,
}

impl Turn {
    /// Files and links that it touched, from the root.
    pub fn paths(&self) -> Vec<String> {
        let after = self.after.as_ref();
        let holds = |(path, state): &(&PathBuf, &State)| {
            state.holds() || after.and_then(|after| after.get(*path)).is_some_and(State::holds)
        };
        self.before.iter().filter(holds).map(|(path, _)| shown(path)).collect()
    }
}

/// Which way a turn is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Step {
    /// The tree becomes what it was before the turn.
    Undo,
    /// It becomes what it was before that undo.
    Redo,
}

/// The turns of one project, and the bytes that are needed to take them back. One process has it at a time.
#[derive(Debug)]
pub struct Store {
    root: PathBuf,
    blobs: Blobs,
    journal: Journal,
    book: Book,
    index: Index,
    limits: Limits,
    fuse: Fuse,
    _lock: Lock,
}

impl Store {
    /// The store in `dir` for the project below `root`; finishes what a killed process had begun.
    ///
    /// # Errors
    /// Another process has it, or it cannot be written.
    pub fn open(dir: &Path, root: &Path) -> Result<Store> {
        Store::open_with(dir, root, Limits::default())
    }

    /// Like [`Store::open`], with other limits.
    ///
    /// # Errors
    /// Like [`Store::open`].
    pub fn open_with(dir: &Path, root: &Path, limits: Limits) -> Result<Store> {
        let mut store = Store::load(dir, root, limits)?;
        store.recover()?;
        Ok(store)
    }

    fn load(dir: &Path, root: &Path, limits: Limits) -> Result<Store> {
        make_dir(dir)?;
        let Some(lock) = Lock::take(&dir.join("lock"))? else {
            return Err(
                Error::new(Kind::Refused, tell!("checkpoint-busy")).hint(tell!("checkpoint-busy-hint"))
            );
        };
        let what = || tell!("workspace-root", path = &root.display().to_string());
        let root = root.canonicalize().context(Kind::Usage, what())?;
        let (journal, book) = Journal::open(dir.join("journal"))?;
        let index = Index::open(dir.canonicalize()?);
        let blobs = Blobs::open(dir.join("blobs"))?;
        Ok(Store { root, blobs, journal, book, index, limits, fuse: Fuse::default(), _lock: lock })
    }

    /// Begins a turn; gives its number. The one before is over, and what was undone cannot be redone any more.
    /// A turn that changes nothing is forgotten when it is over.
    ///
    /// # Errors
    /// The journal cannot be written.
    pub fn begin(&mut self, label: &str) -> Result<u64> {
        self.recover()?;
        self.end()?;
        let id = self.book.next;
        let time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        self.record(Record::Begin { id, label: label.to_owned(), time })?;
        if id % gc::EVERY == gc::EVERY - 1 {
            self.gc()?;
        }
        Ok(id)
    }

    /// Ends the turn: what its files are now is what it made of them, and later changes are the user's.
    ///
    /// # Errors
    /// The journal cannot be written.
    pub fn end(&mut self) -> Result<()> {
        let Some(turn) = self.book.last().filter(|turn| turn.after.is_none()) else { return Ok(()) };
        let paths: Vec<PathBuf> = turn.before.keys().cloned().collect();
        let mut after = States::new();
        for path in paths {
            // What cannot be read now must not keep the next turn from its beginning.
            let state = capture(&self.root, &path, Keep::No).unwrap_or(State::Other);
            after.insert(path, state);
        }
        self.record(Record::End(state::rows(&after)))
    }

    /// What a file was before a turn; `None` if it was not there, no file, or is not kept any more.
    pub fn original(&self, turn: u64, path: &str) -> Option<Vec<u8>> {
        let turn = self.book.turns.iter().find(|other| other.id == turn)?;
        match turn.before.get(Path::new(path))? {
            State::File { hash, .. } => self.blobs.read(hash),
            _ => None,
        }
    }

    /// The turns that can be undone, oldest first.
    pub fn done(&self) -> &[Turn] {
        &self.book.turns[..self.book.done]
    }

    /// The turns that can be redone, the next one first.
    pub fn undone(&self) -> &[Turn] {
        &self.book.turns[self.book.done..]
    }

    fn record(&mut self, record: Record) -> Result<()> {
        self.fuse.burn()?;
        self.journal.add(&record)?;
        self.book.apply(record);
        self.fuse.burn()
    }
}

/// A path as people and models read it.
fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Stops the work after so many steps, as a kill would; only tests light it.
#[derive(Debug, Default)]
struct Fuse {
    left: Option<u32>,
}

impl Fuse {
    fn burn(&mut self) -> Result<()> {
        match &mut self.left {
            Some(0) => Err(std::io::Error::from(std::io::ErrorKind::Interrupted).into()),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;

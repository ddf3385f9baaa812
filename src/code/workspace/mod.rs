//! The project that an agent works in: its boundary, what is in it, and what was read of it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::error::{Context, Error, Kind, Result};
use crate::tell;

pub mod guard;
mod list;
mod open;
pub mod read;
mod resolve;
pub mod search;
pub mod walk;

pub use guard::Guard;
#[cfg(test)]
pub(in crate::code) use open::TEXT;

/// A project. Paths that a model writes become places inside it, or are refused.
#[derive(Debug)]
pub struct Workspace {
    root: PathBuf,
    /// The root as it was given, which may lead through links: a model may write paths that way too.
    given: PathBuf,
    /// The hashes of files as they were when they were last read or written here.
    seen: Mutex<HashMap<String, [u8; 32]>>,
}

/// A path inside the project, whether something is there or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// From the root, with `/`, all links followed; `.` for the root itself.
    pub rel: String,
    /// The same from `/`. No part of it was a link when it was resolved.
    pub abs: PathBuf,
    /// Whether it needs more care than other files.
    pub guard: Guard,
}

/// What is known of a file's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// They are those that were noted last.
    Same,
    /// Others were noted: somebody changed the file since.
    Changed,
    /// The file was never noted.
    Never,
}

impl Workspace {
    /// The project below `root`.
    ///
    /// # Errors
    /// It is not there, no directory, or its path is no UTF-8.
    pub fn open(root: &Path) -> Result<Workspace> {
        let shown = root.display().to_string();
        let what = || tell!("workspace-root", path = &shown);
        let real = root.canonicalize().context(Kind::Usage, what())?;
        if !real.is_dir() {
            return Err(Error::new(Kind::Usage, what()).why(tell!("workspace-no-dir")));
        }
        if real.to_str().is_none() {
            return Err(Error::new(Kind::Usage, what()).why(tell!("workspace-utf8")));
        }
        Ok(Workspace { root: real, given: root.to_path_buf(), seen: Mutex::default() })
    }

    /// Its directory, without links.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where a path leads that is relative to the root, or absolute and inside it. Nothing needs to be there.
    /// The answer holds as long as nobody puts a link in the way.
    ///
    /// # Errors
    /// [`Kind::Refused`] if it leads out of the project, through links too; if it is empty, starts at `~`, holds
    /// NUL, goes in circles, or leads to what is neither a file nor a directory.
    pub fn resolve(&self, path: &str) -> Result<Place> {
        resolve::resolve(&self.root, &self.given, path)
    }

    /// Remembers that the file has these bytes: call it after reading and after writing.
    pub fn note(&self, place: &Place, bytes: &[u8]) {
        let hash = Sha256::digest(bytes).into();
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(place.rel.clone(), hash);
    }

    /// Forgets a file, which was deleted or moved.
    pub fn forget(&self, place: &Place) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).remove(&place.rel);
    }

    /// The files that are remembered, in the order of their names.
    pub fn noted(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut paths: Vec<String> = seen.keys().cloned().collect();
        paths.sort_unstable();
        paths
    }

    /// Whether the bytes that the file has now are those that were noted.
    pub fn changed(&self, place: &Place, now: &[u8]) -> Seen {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match seen.get(&place.rel) {
            None => Seen::Never,
            Some(hash) if hash[..] == Sha256::digest(now)[..] => Seen::Same,
            Some(_) => Seen::Changed,
        }
    }
}

#[cfg(test)]
mod tests;

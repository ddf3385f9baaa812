//! What is at a path: nothing, a file, a link or a directory; told so that it can be put back.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::blob::{Blobs, unreadable};
use crate::code::workspace::walk::is_git;
use crate::error::Result;

/// What is at a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// Nothing.
    Absent,
    /// A file: the hash of its bytes, and its mode.
    File {
        /// SHA-256 in hexadecimal.
        hash: String,
        /// The twelve mode bits.
        mode: u32,
    },
    /// A symbolic link, and where it leads.
    Link(Name),
    /// A directory and its mode.
    Dir(u32),
    /// A file that is too large to keep: its size, and when it was changed, in nanoseconds.
    Large(u64, i64),
    /// A fifo, a socket or a device.
    Other,
}

impl State {
    /// Whether it is a file or a link, which hold what somebody wrote.
    pub fn holds(&self) -> bool {
        matches!(self, State::File { .. } | State::Link(_))
    }
}

/// A name or path of the file system, which need not be UTF-8.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Name {
    /// One that is.
    Text(String),
    /// One that is not.
    Bytes(Vec<u8>),
}

impl From<&Path> for Name {
    fn from(path: &Path) -> Name {
        match path.to_str() {
            Some(text) => Name::Text(text.to_owned()),
            None => Name::Bytes(path.as_os_str().as_bytes().to_vec()),
        }
    }
}

impl Name {
    /// The path.
    pub fn path(&self) -> PathBuf {
        match self {
            Name::Text(text) => PathBuf::from(text),
            Name::Bytes(bytes) => PathBuf::from(OsStr::from_bytes(bytes)),
        }
    }
}

/// States by path from the root; a directory comes before what is in it.
pub type States = BTreeMap<PathBuf, State>;

/// States as the journal holds them.
pub type Rows = Vec<(Name, State)>;

/// States for the journal.
pub fn rows(states: &States) -> Rows {
    states.iter().map(|(path, state)| (path.as_path().into(), state.clone())).collect()
}

/// What a journal held.
pub fn states(rows: Rows) -> States {
    rows.into_iter().map(|(name, state)| (name.path(), state)).collect()
}

/// What happens to the bytes of a file that is looked at.
#[derive(Clone, Copy)]
pub enum Keep<'a> {
    /// They are only hashed.
    No,
    /// They are kept, unless there are more than so many.
    Yes(&'a Blobs, u64),
}

/// What is at `rel` below `root` now. Behind a link there is nothing.
///
/// # Errors
/// It cannot be read, or its bytes cannot be kept.
pub fn capture(root: &Path, rel: &Path, keep: Keep) -> Result<State> {
    if !is_reached(root, rel) {
        return Ok(State::Absent);
    }
    let path = root.join(rel);
    let meta = match fs::symlink_metadata(&path) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(State::Absent);
        }
        meta => meta.map_err(|error| unreadable(&path, &error))?,
    };
    of(&path, &meta, keep)
}

/// What is at a path that has this metadata.
///
/// # Errors
/// Like [`capture`].
pub fn of(path: &Path, meta: &Metadata, keep: Keep) -> Result<State> {
    let mode = meta.mode() & 0o7777;
    if meta.is_symlink() {
        let to = fs::read_link(path).map_err(|error| unreadable(path, &error))?;
        return Ok(State::Link(to.as_path().into()));
    }
    if meta.is_dir() {
        return Ok(State::Dir(mode));
    }
    if !meta.is_file() {
        return Ok(State::Other);
    }
    let hash = match keep {
        Keep::No => super::blob::hash(path)?,
        Keep::Yes(_, cap) if meta.len() > cap => return Ok(State::Large(meta.len(), nanos(meta))),
        Keep::Yes(blobs, _) => blobs.put(path)?,
    };
    Ok(State::File { hash, mode })
}

/// When a file's bytes were changed, in nanoseconds.
pub fn nanos(meta: &Metadata) -> i64 {
    meta.mtime().saturating_mul(1_000_000_000).saturating_add(meta.mtime_nsec())
}

/// Whether all that is above `rel` is directories, and no links.
pub fn is_reached(root: &Path, rel: &Path) -> bool {
    let above = rel.ancestors().skip(1).filter(|path| !path.as_os_str().is_empty());
    above.into_iter().all(|dir| fs::symlink_metadata(root.join(dir)).is_ok_and(|meta| meta.is_dir()))
}

/// The path from the root without `.`; `None` if it leads out of it or into version control's own.
pub fn clean(root: &Path, path: &Path) -> Option<PathBuf> {
    let rel = path.strip_prefix(root).unwrap_or(path);
    let mut clean = PathBuf::new();
    for part in rel.components() {
        match part {
            Component::CurDir => {}
            Component::Normal(name) if !is_git(name) => clean.push(name),
            _ => return None,
        }
    }
    Some(clean)
}

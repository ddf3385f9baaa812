//! Bytes of files by their hash, each kept once.

use std::fs::{self, File, Permissions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use crate::error::{Error, Kind, Result};
use crate::models::disk::{make_dir, unique, unwritable};
use crate::models::hex::hex;
use crate::tell;

/// How many bytes are read at a time.
const CHUNK: usize = 128 << 10;

/// A directory of files that are named by their hash. What is in it is never changed.
#[derive(Clone, Debug)]
pub struct Blobs {
    dir: PathBuf,
}

/// A kept file: its hash, its size, and when it was kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// SHA-256 in hexadecimal.
    pub hash: String,
    /// Bytes.
    pub size: u64,
    /// When it was kept.
    pub since: SystemTime,
}

impl Blobs {
    /// The blobs in `dir`, which is made.
    ///
    /// # Errors
    /// The directory cannot be made.
    pub fn open(dir: PathBuf) -> Result<Blobs> {
        make_dir(&dir)?;
        Ok(Blobs { dir })
    }

    /// Where the bytes of that hash are, if they are kept.
    pub fn path(&self, hash: &str) -> PathBuf {
        let (head, tail) = hash.split_at_checked(2).unwrap_or(("", hash));
        self.dir.join(head).join(tail)
    }

    /// Whether the bytes of that hash are kept.
    pub fn has(&self, hash: &str) -> bool {
        fs::symlink_metadata(self.path(hash)).is_ok()
    }

    /// Keeps the bytes of a file; gives their hash.
    ///
    /// # Errors
    /// The file cannot be read, or there is no room.
    pub fn put(&self, path: &Path) -> Result<String> {
        let known = hash(path)?;
        if self.has(&known) {
            return Ok(known);
        }
        let next = self.dir.join(format!("{}.new", unique()));
        // The file may change while it is read: what counts is what was copied.
        let copied = File::create(&next).and_then(|mut to| copy(&mut open(path)?, &mut to));
        let kept = copied.and_then(|hash| {
            let at = self.path(&hash);
            at.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::rename(&next, at).map(|()| hash)
        });
        kept.map_err(|error| {
            _ = fs::remove_file(&next);
            unwritable(&next, &error)
        })
    }

    /// Keeps bytes; gives their hash.
    ///
    /// # Errors
    /// There is no room.
    pub fn put_bytes(&self, bytes: &[u8]) -> Result<String> {
        let next = self.dir.join(format!("{}.new", unique()));
        let written = fs::write(&next, bytes).map_err(|error| unwritable(&next, &error));
        let hash = written.and_then(|()| self.put(&next));
        _ = fs::remove_file(&next);
        hash
    }

    /// Writes the bytes of that hash to `to`; `false` if they are not kept, or are not what they were.
    ///
    /// # Errors
    /// `to` cannot be written.
    pub fn get(&self, hash: &str, to: &mut File) -> std::io::Result<bool> {
        let Ok(mut from) = File::open(self.path(hash)) else { return Ok(false) };
        Ok(copy(&mut from, to)? == hash)
    }

    /// The bytes of that hash.
    pub fn read(&self, hash: &str) -> Option<Vec<u8>> {
        let bytes = fs::read(self.path(hash)).ok()?;
        (hex(&Sha256::digest(&bytes)) == hash).then_some(bytes)
    }

    /// All that is kept. Files that a killed process left half written are removed.
    pub fn all(&self) -> Vec<Kept> {
        let mut all = Vec::new();
        for dir in fs::read_dir(&self.dir).into_iter().flatten().flatten() {
            let head = dir.file_name().to_string_lossy().into_owned();
            if head.ends_with(".new") {
                _ = fs::remove_file(dir.path());
            }
            for entry in fs::read_dir(dir.path()).into_iter().flatten().flatten() {
                let Ok(meta) = entry.metadata() else { continue };
                let hash = format!("{head}{}", entry.file_name().to_string_lossy());
                let since = meta.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                all.push(Kept { hash, size: meta.len(), since });
            }
        }
        all
    }

    /// Lets the bytes of that hash go.
    pub fn remove(&self, hash: &str) {
        _ = fs::remove_file(self.path(hash));
    }
}

/// The hash of a file's bytes.
///
/// # Errors
/// It cannot be read.
pub fn hash(path: &Path) -> Result<String> {
    open(path)
        .and_then(|mut file| copy(&mut file, &mut std::io::sink()))
        .map_err(|error| unreadable(path, &error))
}

/// Why a path cannot be looked at.
pub fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    Error::new(Kind::Other, tell!("workspace-read", path = &path.display().to_string())).why(error)
}

/// Opens a file for reading, also one whose mode forbids that to its owner: the mode is what a turn may have changed.
fn open(path: &Path) -> std::io::Result<File> {
    let opened = File::open(path);
    match &opened {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            let mode = fs::symlink_metadata(path)?.permissions();
            fs::set_permissions(path, Permissions::from_mode(mode.mode() | 0o400))?;
            let again = File::open(path);
            fs::set_permissions(path, mode)?;
            again
        }
        _ => opened,
    }
}

/// Copies everything; gives the hash of what was copied.
fn copy(from: &mut File, to: &mut impl Write) -> std::io::Result<String> {
    let (mut hasher, mut bytes) = (Sha256::new(), vec![0; CHUNK]);
    loop {
        let count = from.read(&mut bytes)?;
        if count == 0 {
            return Ok(hex(&hasher.finalize()));
        }
        hasher.update(&bytes[..count]);
        to.write_all(&bytes[..count])?;
    }
}

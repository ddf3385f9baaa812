//! One process at a time for one file: the same locks that the hub's Python library takes.

use std::fs::{self, File, Metadata, OpenOptions};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use crate::error::Result;
use crate::models::disk::unwritable;
use crate::models::meter::{Meter, Step};

/// How often a lock that is deleted under our hands is tried again.
const ATTEMPTS: usize = 5;

/// A lock, until it is dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock at `path`, as soon as nobody else has it; `what` is told to be waited for.
    ///
    /// # Errors
    /// The lock's file cannot be made.
    pub async fn wait(path: &Path, what: &str, meter: &Meter) -> Result<Lock> {
        loop {
            if let Some(lock) = Lock::take(path)? {
                return Ok(lock);
            }
            meter.set(Step::Wait(what.to_owned()));
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// Takes the lock if nobody has it. On file systems without locks everybody gets it.
    ///
    /// # Errors
    /// The lock's file cannot be made.
    pub fn take(path: &Path) -> Result<Option<Lock>> {
        let mut attempts = 0;
        loop {
            let mut options = OpenOptions::new();
            let open = options.read(true).write(true).create(true).truncate(false).open(path);
            let file = open.map_err(|error| unwritable(path, &error))?;
            if let Err(Errno::AGAIN) = flock(&file, FlockOperation::NonBlockingLockExclusive) {
                return Ok(None);
            }
            attempts += 1;
            // Whoever had it last may have deleted it, and then the next one makes another; a file
            // system that numbers its files anew each time must not keep us here.
            if attempts == ATTEMPTS || is_at(&file, path) {
                return Ok(Some(Lock { _file: file }));
            }
        }
    }
}

/// Whether the path leads to this very file.
fn is_at(file: &File, path: &Path) -> bool {
    let same = |a: Metadata, b: Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
    file.metadata().is_ok_and(|open| fs::metadata(path).is_ok_and(|there| same(open, there)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_whose_file_was_deleted_is_not_the_lock_any_more() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.lock");
        let file = File::create(&path).unwrap();
        assert!(is_at(&file, &path));
        fs::remove_file(&path).unwrap();
        assert!(!is_at(&file, &path));
        let _held = Lock::take(&path).unwrap().unwrap();
        assert!(!is_at(&file, &path));
        assert!(Lock::take(&path).unwrap().is_none());
    }
}

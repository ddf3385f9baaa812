//! One process at a time for one file: the same locks that the hub's Python library takes.

use std::fs::{File, OpenOptions};
use std::path::Path;
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use crate::error::Result;
use crate::models::fetch::partial::unwritable;
use crate::models::meter::{Meter, Step};

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
        let mut options = OpenOptions::new();
        let open = options.read(true).write(true).create(true).truncate(false).open(path);
        let file = open.map_err(|error| unwritable(path, &error))?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Err(Errno::AGAIN) => Ok(None),
            _ => Ok(Some(Lock { _file: file })),
        }
    }
}

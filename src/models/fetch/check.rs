//! Hashes a file while it comes, on a thread of its own, from the start as far as it is there.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use sha1::{Digest as _, Sha1};
use sha2::Sha256;
use tokio::sync::oneshot;

use crate::error::{Context, Error, Kind, Result};
use crate::models::aside::aside;
use crate::models::hex::hex;
use crate::models::hub::Digest;
use crate::models::meter::Meter;
use crate::tell;

/// Bytes that are read at once.
const PIECE: usize = 1 << 20;

/// A hash in the making, of the kind that a digest is of.
enum Hash {
    Sha256(Sha256),
    Sha1(Sha1),
}

impl Hash {
    /// For a file of `len` bytes that is to have `digest`.
    fn new(digest: &Digest, len: u64) -> Hash {
        match digest {
            Digest::Git(_) => Hash::Sha1(Sha1::new_with_prefix(format!("blob {len}\0"))),
            _ => Hash::Sha256(Sha256::new()),
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        match self {
            Hash::Sha256(hash) => hash.update(bytes),
            Hash::Sha1(hash) => hash.update(bytes),
        }
    }

    fn hex(self) -> String {
        match self {
            Hash::Sha256(hash) => hex(&hash.finalize()),
            Hash::Sha1(hash) => hex(&hash.finalize()),
        }
    }
}

/// How far the file is there.
#[derive(Debug, Default)]
struct Front {
    upto: u64,
    over: bool,
}

type Shared = Arc<(Mutex<Front>, Condvar)>;

/// The thread that hashes.
#[derive(Debug)]
pub(super) struct Follower {
    shared: Shared,
    result: oneshot::Receiver<std::io::Result<String>>,
}

impl Follower {
    /// Starts to hash `file`, which is to become `len` bytes long and to have `digest`.
    pub(super) fn start(file: File, digest: &Digest, len: u64) -> Follower {
        let (tell, result) = oneshot::channel();
        let shared = Shared::default();
        let (front, mut hash) = (Arc::clone(&shared), Hash::new(digest, len));
        std::thread::spawn(move || {
            let mut buffer = vec![0; PIECE];
            let mut at = 0;
            while at < len {
                let Some(upto) = wait(&front, at) else { return };
                while at < upto {
                    let size = buffer.len().min(usize::try_from(upto - at).unwrap_or(PIECE));
                    if let Err(error) = file.read_exact_at(&mut buffer[..size], at) {
                        _ = tell.send(Err(error));
                        return;
                    }
                    hash.push(&buffer[..size]);
                    at += size as u64;
                }
            }
            _ = tell.send(Ok(hash.hex()));
        });
        Follower { shared, result }
    }

    /// The file is there up to `upto`.
    pub(super) fn advance(&self, upto: u64) {
        let mut front = self.shared.0.lock().unwrap_or_else(PoisonError::into_inner);
        if upto > front.upto {
            front.upto = upto;
            self.shared.1.notify_one();
        }
    }

    /// The hash of the whole file.
    ///
    /// # Errors
    /// The file cannot be read back.
    pub(super) async fn finish(mut self) -> Result<String> {
        let result = (&mut self.result).await;
        let read = result.map_err(|_| Error::new(Kind::Other, tell!("fetch-check")))?;
        read.context(Kind::Other, tell!("fetch-back"))
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner).over = true;
        self.shared.1.notify_one();
    }
}

/// How far the file is there, once that is beyond `at`; `None` when nobody waits for the hash any more.
fn wait(shared: &Shared, at: u64) -> Option<u64> {
    let mut front = shared.0.lock().unwrap_or_else(PoisonError::into_inner);
    while front.upto <= at && !front.over {
        front = shared.1.wait(front).unwrap_or_else(PoisonError::into_inner);
    }
    (!front.over).then_some(front.upto)
}

/// The hash of the file at `path`, of the kind that `digest` is, told to `meter`; it ends early when
/// `stop` is set.
///
/// # Errors
/// The file cannot be read; [`Kind::Interrupted`] when it was stopped.
fn hash(path: &Path, digest: &Digest, meter: &Meter, stop: &AtomicBool) -> Result<String> {
    use std::io::Read;
    let fail = || tell!("disk-unreadable", path = path.display().to_string());
    let mut file = File::open(path).context(Kind::Model, fail())?;
    let len = file.metadata().context(Kind::Model, fail())?.len();
    let mut hash = Hash::new(digest, len);
    let mut buffer = vec![0; PIECE];
    loop {
        if stop.load(Ordering::Relaxed) {
            return Err(Error::new(Kind::Interrupted, tell!("disk-interrupted")));
        }
        let size = file.read(&mut buffer).context(Kind::Model, fail())?;
        if size == 0 {
            return Ok(hash.hex());
        }
        hash.push(&buffer[..size]);
        meter.add(size as u64);
    }
}

/// The same on another thread, which ends soon after nobody waits for it any more.
///
/// # Errors
/// The same.
pub async fn hash_aside(path: &Path, digest: &Digest, meter: &Meter) -> Result<String> {
    let (path, digest, meter) = (path.to_owned(), digest.clone(), meter.clone());
    aside(move |stop| hash(&path, &digest, &meter, stop)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_is_hashed_while_it_comes() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x");
        std::fs::write(&path, "hello\n").unwrap();
        let digest = Digest::Git(String::new());
        let follower = Follower::start(File::open(&path).unwrap(), &digest, 6);
        follower.advance(2);
        follower.advance(1);
        follower.advance(6);
        // What `git hash-object` says.
        assert_eq!(follower.finish().await.unwrap(), "ce013625030ba8dba906f756967f9e9ca394464a");
        let meter = Meter::default();
        let sha = hash_aside(&path, &Digest::Unknown, &meter).await.unwrap();
        assert_eq!(sha, "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03");
        assert_eq!(meter.figures().0, 6);
    }

    #[tokio::test]
    async fn an_empty_file_has_a_hash_too() {
        let file = tempfile::tempfile().unwrap();
        let hash = Follower::start(file, &Digest::Unknown, 0).finish().await.unwrap();
        assert!(hash.starts_with("e3b0c442"), "{hash}");
    }
}

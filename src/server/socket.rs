//! The private socket: who may have it, and what becomes of a stale one.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};
use tokio::net::UnixListener;

use crate::config::SOCKET_MAX;
use crate::error::{Context, Error, Kind, Result};
use crate::tell;

/// The lock file next to the socket, held for as long as the process lives, kill -9 included: that is
/// how a stale socket is told from a live one, and an engine that still finishes an answer from one
/// that has left. Its drop removes the socket.
#[derive(Debug)]
pub(super) struct Claim {
    socket: PathBuf,
    _lock: File,
}

impl Drop for Claim {
    fn drop(&mut self) {
        // The lock file stays: removing it would let two processes hold locks on two files of one name.
        _ = fs::remove_file(&self.socket);
    }
}

/// Binds `path`, replacing what a dead engine of ours left there; the claim is to be dropped last.
///
/// # Errors
/// The path is too long, an engine runs there already, or what is there is not our socket.
pub(super) fn bind(path: &Path) -> Result<(UnixListener, Claim)> {
    let (long, shown) = (path.as_os_str().len(), || path.display().to_string());
    if long > SOCKET_MAX {
        let what = tell!("server-socket-long", long = long, most = SOCKET_MAX);
        return Err(Error::new(Kind::Usage, what).hint(tell!("server-socket-long-hint")));
    }
    let place = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    crate::config::private(place)?;
    let lock = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(path.with_extension("lock"))
        .context(Kind::Refused, tell!("server-socket-lock", path = shown()))?;
    if flock(&lock, FlockOperation::NonBlockingLockExclusive).is_err() {
        let what = tell!("server-socket-taken", path = shown());
        return Err(Error::new(Kind::Refused, what).hint(tell!("server-socket-taken-hint")));
    }
    clear(path)?;
    let listener =
        UnixListener::bind(path).context(Kind::Other, tell!("server-socket-open", path = shown()))?;
    let claim = Claim { socket: path.to_owned(), _lock: lock };
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    Ok((listener, claim))
}

/// Removes a stale socket of ours; anything else is left alone.
fn clear(path: &Path) -> Result<()> {
    let Ok(meta) = fs::symlink_metadata(path) else { return Ok(()) };
    if meta.uid() != rustix::process::getuid().as_raw() || !meta.file_type().is_socket() {
        let what = tell!("server-socket-foreign", path = path.display().to_string());
        return Err(Error::new(Kind::Refused, what).hint(tell!("server-socket-foreign-hint")));
    }
    fs::remove_file(path)
        .context(Kind::Refused, tell!("server-socket-stale", path = path.display().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_stale_socket_is_replaced_and_a_live_one_is_not() {
        let dir = tempfile::tempdir().unwrap();
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o700)).unwrap();
        let path = dir.path().join("engine.sock");
        // A listener that is dropped leaves its socket file behind, as a killed engine does.
        drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
        let (listener, claim) = bind(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        assert!(bind(&path).unwrap_err().to_string().contains("already runs"));
        drop(listener);
        assert!(bind(&path).is_err(), "an engine that finishes an answer still runs");
        drop(claim);
        assert!(!path.exists());
        bind(&path).unwrap();
    }

    #[tokio::test]
    async fn a_file_in_the_socket_s_place_is_refused_and_kept() {
        let dir = tempfile::tempdir().unwrap();
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o700)).unwrap();
        let path = dir.path().join("engine.sock");
        fs::write(&path, "mine").unwrap();
        assert_eq!(bind(&path).unwrap_err().kind(), Kind::Refused);
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    }

    #[tokio::test]
    async fn a_path_too_long_for_a_socket_is_named_as_such() {
        let error = bind(&PathBuf::from(format!("/tmp/{}/engine.sock", "x".repeat(120)))).unwrap_err();
        assert_eq!(error.kind(), Kind::Usage);
    }
}

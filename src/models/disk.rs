//! Writing so that nothing is ever half written, and saying why something cannot be written.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::error::{Error, Kind, Result};
use crate::tell;

/// Makes a directory's new entries last.
pub fn sync_dir(dir: Option<&Path>) {
    // Some file systems cannot; what they lose in a power cut is fetched again.
    _ = dir.and_then(|dir| File::open(dir).ok()).map(|dir| dir.sync_all());
}

/// Writes a small file so that readers see the old or the new text, never a part.
///
/// # Errors
/// The directory cannot be written.
pub fn replace(path: &Path, text: &str) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let next = path.with_file_name(format!(".{name}.{}.new", unique()));
    let write = || {
        let mut file = File::create(&next)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&next, path)
    };
    write().map_err(|error| {
        _ = fs::remove_file(&next);
        unwritable(path, &error)
    })?;
    sync_dir(path.parent());
    Ok(())
}

/// What no other thread or process on this machine is called now, for files that are renamed at once.
pub fn unique() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Why something cannot be written, and what can be done about it.
pub fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    let shown = path.parent().unwrap_or(path).display().to_string();
    let what = Error::new(Kind::Other, tell!("disk-unwritable", path = &shown)).why(error);
    let owner = path.ancestors().find_map(|dir| fs::metadata(dir).ok()).map(|meta| meta.uid());
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            Error::new(Kind::Fit, tell!("disk-full", path = &shown)).hint(tell!("disk-full-hint"))
        }
        ErrorKind::PermissionDenied if owner.is_some_and(|uid| uid != rustix::process::getuid().as_raw()) => {
            what.why(tell!("disk-owner")).hint(tell!("disk-place-hint"))
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => what.hint(tell!("disk-place-hint")),
        _ => what,
    }
}

/// Makes a directory and those above it.
///
/// # Errors
/// It cannot be made.
pub fn make_dir(dir: &Path) -> Result<()> {
    fs::create_dir_all(dir).map_err(|error| unwritable(&dir.join("x"), &error))
}

/// Bytes that are free for this user where `path` is or will be; `None` where that is not told. For a
/// directory that is not there yet the nearest one above it counts.
pub fn free(path: &Path) -> Option<u64> {
    let dir = path.ancestors().find(|dir| dir.exists())?;
    let stat = rustix::fs::statvfs(dir).ok()?;
    Some(stat.f_bavail * stat.f_frsize)
}

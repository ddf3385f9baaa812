//! Every change of the disk that a commit makes, one by one, so that a test can stop it at each.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use crate::models::disk::sync_dir;

/// The disk.
#[derive(Default)]
pub(super) struct Disk {
    /// Where a test makes it stop.
    #[cfg(test)]
    pub(super) stop: super::tests::Stop,
}

/// The bytes of a file; `None` if there is none.
pub(super) fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether nothing is there; a link that leads nowhere is something.
pub(super) fn is_free(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err()
}

impl Disk {
    /// Called before each change.
    #[cfg_attr(not(test), expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "tests use both"))]
    fn step(&mut self) -> io::Result<()> {
        #[cfg(test)]
        self.stop.step()?;
        Ok(())
    }

    /// Makes a directory, if it is not there.
    pub(super) fn make_dir(&mut self, path: &Path) -> io::Result<()> {
        self.step()?;
        match fs::create_dir(path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists || !path.is_dir() => Err(error),
            _ => Ok(()),
        }
    }

    /// Writes a new file, with the owner and the mode of another if there is one.
    pub(super) fn write(&mut self, path: &Path, bytes: &[u8], model: Option<&Path>) -> io::Result<()> {
        self.step()?;
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        let half = bytes.len() / 2;
        file.write_all(&bytes[..half])?;
        self.step()?;
        file.write_all(&bytes[half..])?;
        if let Some(meta) = model.and_then(|model| fs::metadata(model).ok()) {
            // Only the owner of all files may give one away; for others the file becomes theirs.
            _ = std::os::unix::fs::fchown(&file, Some(meta.uid()), Some(meta.gid()));
            file.set_permissions(Permissions::from_mode(meta.mode() & 0o7777))?;
        }
        file.sync_all()
    }

    /// Keeps a file under a second name. Where a file can have only one, a copy is kept.
    pub(super) fn keep(&mut self, path: &Path, kept: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step()?;
        match fs::hard_link(path, kept) {
            Ok(()) => Ok(()),
            Err(_) => self.write(kept, bytes, Some(path)),
        }
    }

    /// Renames a file over another.
    pub(super) fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::rename(from, to)
    }

    /// Renames a file to where none is.
    pub(super) fn put(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        match fs::hard_link(from, to) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
            Err(_) => fs::rename(from, to),
            Ok(()) => {
                self.step()?;
                fs::remove_file(from)
            }
        }
    }

    /// Removes a file, if it is there.
    pub(super) fn remove(&mut self, path: &Path) -> io::Result<()> {
        self.step()?;
        match fs::remove_file(path) {
            Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                Err(error)
            }
            _ => Ok(()),
        }
    }

    /// Removes a directory, if it is empty.
    pub(super) fn remove_dir(&mut self, path: &Path) -> io::Result<()> {
        self.step()?;
        // Somebody may have put something there.
        _ = fs::remove_dir(path);
        Ok(())
    }

    /// Makes what was done in directories last.
    pub(super) fn sync<'a>(&mut self, dirs: impl Iterator<Item = &'a Path>) {
        dirs.for_each(|dir| sync_dir(Some(dir)));
    }

    /// Writes a small file of which a reader sees all or nothing.
    pub(super) fn save(&mut self, path: &Path, text: &str) -> io::Result<()> {
        let next = path.with_extension("part");
        _ = fs::remove_file(&next);
        self.write(&next, text.as_bytes(), None)?;
        self.rename(&next, path)?;
        path.parent().and_then(|dir| File::open(dir).ok()).map_or(Ok(()), |dir| dir.sync_all())
    }
}

//! Opens files of a project so that no link which appears in the meantime leads out of it.

use std::fs::File;
use std::io::{Error, ErrorKind, Read};

use rustix::fs::{Mode, OFlags};

use super::{Place, Workspace};
use crate::error::{self, Kind, Result};
use crate::tell;

/// Bytes of a file that is told whole.
pub(in crate::code) const TEXT: u64 = 1 << 20;

impl Workspace {
    /// Opens a file for reading. What became a link since its place was resolved is refused.
    ///
    /// # Errors
    /// The system's, or that it is no file.
    pub fn open_file(&self, place: &Place) -> std::io::Result<File> {
        // Opening a fifo would wait for a writer.
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let file = File::from(open(self, place, flags)?);
        if file.metadata()?.is_file() { Ok(file) } else { Err(Error::from(ErrorKind::IsADirectory)) }
    }

    /// All bytes of a file.
    ///
    /// # Errors
    /// Like [`Workspace::open_file`].
    pub fn bytes(&self, place: &Place) -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.open_file(place)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// The whole text of a file that is to be told to a model without having been asked for.
    ///
    /// # Errors
    /// It is no file or no text, or has more than 1 MiB; those of [`Workspace::open_file`].
    pub fn text(&self, place: &Place) -> Result<String> {
        let file = self.open_file(place).map_err(|error| match error.kind() {
            ErrorKind::IsADirectory => error::Error::new(Kind::Usage, tell!("file-directory")),
            _ => error.into(),
        })?;
        let mut bytes = Vec::new();
        file.take(TEXT + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > TEXT {
            return Err(error::Error::new(Kind::Fit, tell!("file-large", count = TEXT >> 10)));
        }
        let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
        text.ok_or_else(|| error::Error::new(Kind::Usage, tell!("file-no-text")))
    }
}

#[cfg(target_os = "linux")]
fn open(space: &Workspace, place: &Place, flags: OFlags) -> std::io::Result<rustix::fd::OwnedFd> {
    use rustix::fs::{CWD, ResolveFlags, openat, openat2};
    use rustix::io::Errno;

    let root = openat(CWD, space.root(), OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    let beneath = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
    match openat2(&root, place.rel.as_str(), flags, Mode::empty(), beneath) {
        // Old kernels have no such call, and some sandboxes forbid it.
        Err(Errno::NOSYS | Errno::PERM) => Ok(openat(&root, place.rel.as_str(), flags, Mode::empty())?),
        opened => Ok(opened?),
    }
}

#[cfg(not(target_os = "linux"))]
fn open(_: &Workspace, place: &Place, flags: OFlags) -> std::io::Result<rustix::fd::OwnedFd> {
    Ok(rustix::fs::open(&place.abs, flags, Mode::empty())?)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_link_that_appears_after_the_check_is_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let (root, out) = (dir.path().join("root"), dir.path().join("out"));
        fs::create_dir_all(root.join("a")).unwrap();
        fs::create_dir(&out).unwrap();
        for path in [root.join("a/x"), root.join("y"), out.join("x")] {
            fs::write(path, "1").unwrap();
        }
        let space = Workspace::open(&root).unwrap();
        let (deep, top) = (space.resolve("a/x").unwrap(), space.resolve("y").unwrap());
        assert_eq!(space.bytes(&deep).unwrap(), b"1");
        fs::remove_dir_all(root.join("a")).unwrap();
        symlink(&out, root.join("a")).unwrap();
        fs::remove_file(root.join("y")).unwrap();
        symlink(out.join("x"), root.join("y")).unwrap();
        assert!(space.bytes(&top).is_err());
        #[cfg(target_os = "linux")]
        assert!(space.bytes(&deep).is_err());
    }

    #[test]
    fn what_is_no_file_is_not_opened() {
        let dir = tempfile::tempdir().unwrap();
        let space = Workspace::open(dir.path()).unwrap();
        assert!(space.bytes(&space.resolve(".").unwrap()).is_err());
        assert_eq!(space.bytes(&space.resolve("x").unwrap()).unwrap_err().kind(), ErrorKind::NotFound);
    }
}

//! Makes a tree what it was: first what must go, then what must come, the modes of directories last.

use std::fs::{self, OpenOptions, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::Fuse;
use super::blob::Blobs;
use super::state::{Keep, State, States, capture, is_reached};
use crate::error::Result;
use crate::models::hex::hex;

/// What was done to files and links, from the root.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// They were written, or got another mode.
    pub restored: Vec<PathBuf>,
    /// They were removed.
    pub removed: Vec<PathBuf>,
    /// Something is in their way, or their bytes are not kept any more.
    pub blocked: Vec<PathBuf>,
}

/// Makes the paths below `root` what `target` says; what cannot be done is left and told. Doing it again after it was
/// stopped anywhere finishes it.
///
/// # Errors
/// Only when the fuse is burnt.
pub(super) fn apply(root: &Path, blobs: &Blobs, target: &States, fuse: &mut Fuse) -> Result<Outcome> {
    let mut work = Work { root, blobs, fuse, outcome: Outcome::default() };
    let locked: Vec<_> = target.keys().filter_map(|rel| Some((rel, work.unlock(rel)?))).collect();
    for (rel, want) in target.iter().rev() {
        work.clear(rel, want)?;
    }
    for (rel, want) in target {
        if let Err(Stop::Fuse(error)) = work.write(rel, want) {
            return Err(error);
        }
    }
    for (rel, want) in target.iter().rev() {
        if let State::Dir(mode) = want {
            work.fuse.burn()?;
            work.close(rel, *mode);
        }
    }
    for (rel, mode) in locked {
        if !matches!(target.get(rel), Some(State::Dir(_))) {
            work.close(rel, mode);
        }
    }
    Ok(work.outcome)
}

/// Why a path is not made what it should be.
enum Stop {
    Fuse(crate::error::Error),
    /// It is told with the outcome.
    Blocked,
}

struct Work<'a> {
    root: &'a Path,
    blobs: &'a Blobs,
    fuse: &'a mut Fuse,
    outcome: Outcome,
}

impl Work<'_> {
    /// Makes a directory writable until all is done; gives the mode it had if it was not.
    fn unlock(&self, rel: &Path) -> Option<u32> {
        let Ok(State::Dir(mode)) = capture(self.root, rel, Keep::No) else { return None };
        (mode & 0o700 != 0o700).then(|| {
            self.close(rel, mode | 0o700);
            mode
        })
    }

    /// Gives a directory its mode. Where that fails, it was not ours to give.
    fn close(&self, rel: &Path, mode: u32) {
        if let Ok(State::Dir(now)) = capture(self.root, rel, Keep::No)
            && now != mode
        {
            _ = fs::set_permissions(self.root.join(rel), Permissions::from_mode(mode));
        }
    }

    /// Removes what is of another kind than what is wanted.
    fn clear(&mut self, rel: &Path, want: &State) -> Result<()> {
        let path = self.root.join(rel);
        let Ok(meta) = fs::symlink_metadata(&path) else { return Ok(()) };
        if !is_reached(self.root, rel) {
            return Ok(());
        }
        let holds = meta.is_file() || meta.is_symlink();
        if meta.is_dir() && !matches!(want, State::Dir(_)) {
            self.fuse.burn()?;
            // What is in it and was not the turn's keeps it.
            _ = fs::remove_dir(&path);
        } else if holds && matches!(want, State::Absent | State::Dir(_)) {
            self.fuse.burn()?;
            match fs::remove_file(&path) {
                Ok(()) if *want == State::Absent => self.outcome.removed.push(rel.to_path_buf()),
                Ok(()) => {}
                Err(_) => self.outcome.blocked.push(rel.to_path_buf()),
            }
        }
        Ok(())
    }

    fn write(&mut self, rel: &Path, want: &State) -> std::result::Result<(), Stop> {
        let now = capture(self.root, rel, Keep::No).unwrap_or(State::Other);
        let made = match want {
            _ if now == *want => return Ok(()),
            State::Absent
                if matches!(now, State::Dir(_)) || self.outcome.blocked.iter().any(|it| it == rel) =>
            {
                return Ok(());
            }
            _ if !is_reached(self.root, rel) => Err(Stop::Blocked),
            State::Dir(_) if matches!(now, State::Dir(_)) => return Ok(()),
            State::Dir(mode) if now == State::Absent => self.make_dir(rel, *mode),
            State::File { hash, mode } if now == State::Absent || now.holds() => {
                self.file(rel, &now, hash, *mode)
            }
            State::Link(to) if now == State::Absent || now.holds() => self.link(rel, &to.path()),
            _ => Err(Stop::Blocked),
        };
        match &made {
            Ok(()) if want.holds() => self.outcome.restored.push(rel.to_path_buf()),
            Err(Stop::Blocked) => self.outcome.blocked.push(rel.to_path_buf()),
            _ => {}
        }
        made
    }

    fn make_dir(&mut self, rel: &Path, mode: u32) -> std::result::Result<(), Stop> {
        self.burn()?;
        let path = self.root.join(rel);
        fs::create_dir(&path).map_err(blocked)?;
        fs::set_permissions(path, Permissions::from_mode(mode | 0o700)).map_err(blocked)
    }

    fn file(&mut self, rel: &Path, now: &State, hash: &str, mode: u32) -> std::result::Result<(), Stop> {
        self.burn()?;
        let path = self.root.join(rel);
        if matches!(now, State::File { hash: same, .. } if same == hash) {
            return fs::set_permissions(path, Permissions::from_mode(mode)).map_err(blocked);
        }
        let next = aside(&path)?;
        let mut file =
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(&next).map_err(blocked)?;
        self.burn()?;
        let whole = self.blobs.get(hash, &mut file).unwrap_or(false);
        let ready = whole && file.set_permissions(Permissions::from_mode(mode)).is_ok();
        drop(file);
        self.burn()?;
        if !ready || fs::rename(&next, &path).is_err() {
            _ = fs::remove_file(&next);
            return Err(Stop::Blocked);
        }
        Ok(())
    }

    fn link(&mut self, rel: &Path, to: &Path) -> std::result::Result<(), Stop> {
        self.burn()?;
        let path = self.root.join(rel);
        let next = aside(&path)?;
        symlink(to, &next).map_err(blocked)?;
        self.burn()?;
        fs::rename(&next, &path).map_err(blocked)
    }

    fn burn(&mut self) -> std::result::Result<(), Stop> {
        self.fuse.burn().map_err(Stop::Fuse)
    }
}

fn blocked(_: std::io::Error) -> Stop {
    Stop::Blocked
}

/// Where the new file is written before it takes its place: the same name each time, so that a killed process leaves
/// nothing that is not found again.
fn aside(path: &Path) -> std::result::Result<PathBuf, Stop> {
    let name = path.file_name().unwrap_or_default();
    let sum = hex(&Sha256::digest(name.as_encoded_bytes())[..8]);
    let next = path.with_file_name(format!(".qwill-{sum}.new"));
    match fs::remove_file(&next) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Stop::Blocked),
        _ => Ok(next),
    }
}

//! A view of the files of its own for a command: all is read-only but what may be written, and secrets are covered.
//!
//! Landlock gives rights to a directory and all below it. What it cannot say is said here: that `.git` in a
//! workspace which may be written may not, that `.env` in it may not be read, and that no mode, owner or time of a
//! file outside is changed.

use std::fs;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::io::Errno;
use rustix::mount::{
    MountFlags, MountPropagationFlags, mount, mount_bind, mount_bind_recursive, mount_change, mount_remount,
};
use rustix::thread::{CapabilitySet, UnshareFlags, capabilities};

use super::Rule;
use super::secrets::Guarded;

/// What keeps shared memory.
const SHM: &str = "/dev/shm";

/// Makes the view, and gives what of `guarded` it does not guard.
///
/// # Errors
/// The system's words on why there can be none.
pub(super) fn make(rule: &Rule, guarded: &Guarded) -> Result<Vec<PathBuf>, String> {
    separate().map_err(|error| error.to_string())?;
    apart();
    mount_change("/", MountPropagationFlags::PRIVATE | MountPropagationFlags::REC).map_err(words)?;
    let write = rule.writable();
    for path in &write {
        mount_bind_recursive(path, path).map_err(words)?;
    }
    let shm = Path::new(SHM).is_dir();
    if shm {
        let flags = MountFlags::NOSUID | MountFlags::NODEV;
        mount("tmpfs", SHM, "tmpfs", flags, c"mode=1777,size=1g").map_err(words)?;
    }
    // Nothing is there yet that an earlier command could have put in the way.
    let place = if shm { Path::new(SHM) } else { &rule.temp };
    let mut bare = cover(place, &guarded.hidden, &write);
    for path in &guarded.kept {
        if mount_bind_recursive(path, path).is_err() {
            bare.push(path.clone());
        }
    }
    let open: Vec<PathBuf> = write.into_iter().chain([SHM.into()]).collect();
    bare.extend(freeze(&open, guarded)?);
    Ok(bare)
}

/// Leaves the mounts, and if it takes that the users, of the rest of the system.
#[expect(deprecated, reason = "what could go wrong goes wrong with files alone, which stay shared")]
fn separate() -> std::io::Result<()> {
    let may = capabilities(None).is_ok_and(|sets| sets.effective.contains(CapabilitySet::SYS_ADMIN));
    if may {
        return Ok(rustix::thread::unshare(UnshareFlags::NEWNS)?);
    }
    let (uid, gid) = (rustix::process::geteuid().as_raw(), rustix::process::getegid().as_raw());
    rustix::thread::unshare(UnshareFlags::NEWUSER | UnshareFlags::NEWNS)?;
    fs::write("/proc/self/setgroups", "deny")?;
    fs::write("/proc/self/uid_map", format!("{uid} {uid} 1"))?;
    fs::write("/proc/self/gid_map", format!("{gid} {gid} 1"))
}

/// Leaves the memory and the queues that programs share by number, where the kernel has such.
#[expect(deprecated, reason = "it has nothing to do with files")]
fn apart() {
    _ = rustix::thread::unshare(UnshareFlags::NEWIPC);
}

/// Covers each secret with an empty file, made at `place` for a moment, or an empty directory; gives those that stay bare. A directory that holds what may
/// be written cannot be covered, and Landlock alone keeps it.
fn cover(place: &Path, hidden: &[PathBuf], write: &[PathBuf]) -> Vec<PathBuf> {
    let none = place.join(format!(".none-{}", std::process::id()));
    let file = fs::OpenOptions::new().write(true).create_new(true).mode(0o000).open(&none);
    let file = file.and_then(|file| file.set_permissions(fs::Permissions::from_mode(0o000)));
    let mut bare = Vec::new();
    for path in hidden.iter().filter(|path| !write.iter().any(|dir| dir.starts_with(path))) {
        let flags = MountFlags::NOSUID | MountFlags::NODEV | MountFlags::NOEXEC;
        let done = match path.is_dir() {
            true => mount("tmpfs", path, "tmpfs", flags, c"mode=0,size=4k").is_ok(),
            false => file.is_ok() && mount_bind(&none, path).is_ok(),
        };
        if !done {
            bare.push(path.clone());
        }
    }
    // What was mounted stays.
    _ = fs::remove_file(none);
    bare
}

/// Makes all mounts read-only but those at and below `open`; what is guarded is read-only there too. Gives what
/// is guarded and could not be.
fn freeze(open: &[PathBuf], guarded: &Guarded) -> Result<Vec<PathBuf>, String> {
    let table = fs::read_to_string("/proc/self/mountinfo").map_err(|error| error.to_string())?;
    let mut bare = Vec::new();
    for (path, flags) in table.lines().filter_map(entry) {
        let closed = guarded.kept.iter().chain(&guarded.hidden).any(|kept| path.starts_with(kept));
        let inside = open.iter().any(|dir| path.starts_with(dir));
        if inside && !closed {
            continue;
        }
        match mount_remount(&path, MountFlags::BIND | MountFlags::RDONLY | flags, "") {
            Ok(()) => {}
            // The command cannot go there either.
            Err(Errno::ACCESS | Errno::NOENT | Errno::STALE) if !closed => {}
            Err(_) if closed => bare.push(path),
            Err(error) => return Err(format!("{}: {}", path.display(), words(error))),
        }
    }
    Ok(bare)
}

/// The place of a mount, and those of its flags that must stay when it is mounted again.
fn entry(line: &str) -> Option<(PathBuf, MountFlags)> {
    let mut fields = line.split(' ').skip(4);
    let path = unescape(fields.next()?);
    let options = fields.next()?;
    let mut flags = MountFlags::empty();
    for option in options.split(',') {
        flags |= match option {
            "nosuid" => MountFlags::NOSUID,
            "nodev" => MountFlags::NODEV,
            "noexec" => MountFlags::NOEXEC,
            "noatime" => MountFlags::NOATIME,
            "nodiratime" => MountFlags::NODIRATIME,
            "relatime" => MountFlags::RELATIME,
            "nosymfollow" => MountFlags::NOSYMFOLLOW,
            _ => MountFlags::empty(),
        };
    }
    if !flags.intersects(MountFlags::NOATIME | MountFlags::RELATIME) {
        flags |= MountFlags::STRICTATIME;
    }
    Some((path, flags))
}

/// A path of the kernel's table, where spaces and the like are numbers: `a\040b`.
fn unescape(text: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let number = (first == b'\\')
            .then(|| behind.get(..3))
            .flatten()
            .and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 8).ok());
        bytes.push(number.unwrap_or(first));
        rest = if number.is_some() { &behind[3..] } else { behind };
    }
    std::ffi::OsString::from_vec(bytes).into()
}

fn words(error: Errno) -> String {
    std::io::Error::from(error).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mount_is_read_with_its_flags() {
        let line = "36 35 98:0 / /mnt/a\\040b\\134 rw,nosuid,noatime shared:1 - ext3 /dev/root rw";
        let (path, flags) = entry(line).unwrap();
        assert_eq!(path, Path::new("/mnt/a b\\"));
        assert_eq!(flags, MountFlags::NOSUID | MountFlags::NOATIME);
        assert_eq!(entry("1 2 0:1 / / rw - a b c").unwrap().1, MountFlags::STRICTATIME);
        assert!(entry("broken").is_none());
    }
}

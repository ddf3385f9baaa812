//! What each escape does, from inside; it says with its exit code whether it worked.

use std::fs::{self, File, OpenOptions};
use std::io::{Error as IoError, Read};
use std::os::unix::fs::{FileExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use rustix::mount::{MountFlags, UnmountFlags};
use rustix::process::{Pid, PidfdFlags, PidfdGetfdFlags, Signal, kill_process, pidfd_getfd, pidfd_open};

use crate::error::{Context, Error, Kind, Result};

type Try = fn(&[&str]) -> std::io::Result<()>;

const TRIES: [(&str, Try); 13] = [
    ("write", |args| fs::write(first(args)?, "x")),
    ("truncate", |args| OpenOptions::new().write(true).truncate(true).open(first(args)?).map(drop)),
    ("mode", |args| fs::set_permissions(first(args)?, fs::Permissions::from_mode(0o777))),
    ("read", |args| full(&fs::read(first(args)?)?)),
    ("link", |args| {
        let [from, to] = two(args)?;
        fs::hard_link(from, to)?;
        full(&fs::read(to)?)
    }),
    ("symlink", |args| {
        let [from, to] = two(args)?;
        std::os::unix::fs::symlink(from, to)?;
        fs::write(to, "x")
    }),
    ("connect", |args| {
        let port = first(args)?.parse().map_err(IoError::other)?;
        std::net::TcpStream::connect_timeout(&([127, 0, 0, 1], port).into(), Duration::from_secs(5)).map(drop)
    }),
    ("socket", |args| UnixStream::connect(first(args)?).map(drop)),
    // A signal that does nothing to a process which is not stopped.
    ("signal", |args| Ok(kill_process(process(args)?, Signal::CONT)?)),
    ("files", |args| {
        let process = pidfd_open(process(args)?, PidfdFlags::empty())?;
        Ok(pidfd_getfd(process, 0, PidfdGetfdFlags::empty()).map(drop)?)
    }),
    ("memory", |args| memory(&process(args)?)),
    ("environment", |args| full(&fs::read(format!("/proc/{}/environ", first(args)?))?)),
    ("mount", |args| {
        let path = first(args)?;
        rustix::mount::mount("tmpfs", path, "tmpfs", MountFlags::empty(), None)?;
        // Where it works, it must not stay.
        Ok(rustix::mount::unmount(path, UnmountFlags::DETACH)?)
    }),
];

/// Tries the escape of this name.
///
/// # Errors
/// It did not work, which is what one hopes for.
pub fn attempt(name: &str, args: &[String]) -> Result<()> {
    let row = TRIES.iter().find(|row| row.0 == name).ok_or_else(|| Error::new(Kind::Usage, name))?;
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    (row.1)(&args).context(Kind::Refused, name)
}

fn first<'a>(args: &[&'a str]) -> std::io::Result<&'a str> {
    args.first().copied().ok_or_else(|| std::io::ErrorKind::InvalidInput.into())
}

fn two<'a>(args: &[&'a str]) -> std::io::Result<[&'a str; 2]> {
    args.try_into().map_err(IoError::other)
}

fn process(args: &[&str]) -> std::io::Result<Pid> {
    let id = first(args)?.parse().map_err(IoError::other)?;
    Pid::from_raw(id).ok_or_else(|| std::io::ErrorKind::InvalidInput.into())
}

/// Something that is covered can be read, and is empty.
fn full(bytes: &[u8]) -> std::io::Result<()> {
    if bytes.is_empty() { Err(std::io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
}

/// Reads a byte of the memory of a process.
fn memory(process: &Pid) -> std::io::Result<()> {
    let id = process.as_raw_nonzero();
    let mut maps = String::new();
    File::open(format!("/proc/{id}/maps"))?.read_to_string(&mut maps)?;
    let start = maps.split('-').next().and_then(|start| u64::from_str_radix(start, 16).ok());
    let memory = File::open(format!("/proc/{id}/mem"))?;
    memory.read_exact_at(&mut [0], start.ok_or(std::io::ErrorKind::UnexpectedEof)?)
}

//! Stands between the program and a server that it started: passes nothing on, and ends it with all that it started.
//!
//! It is a process of its own, and the reaper of all below it. The server has its standard input, output and error as
//! they are. When the other end of the input closes, because the program wants it or is no more, the server has a
//! moment to end by itself, and is ended then.

use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, WaitOptions, WaitStatus, wait};

use super::watch::{GRACE, end_all, tell_all};
use crate::error::{Context, Error, Kind, Result};
use crate::tell;

/// How long a server has to end by itself.
const LEAVE: Duration = Duration::from_millis(1500);
/// How often it is looked whether it has.
const TICK: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };

/// How far it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The server runs.
    Runs,
    /// It has until then to end by itself.
    Leaves(Instant),
    /// It was told to end, and has until then.
    Told(Instant),
}

/// Runs a server to its end.
///
/// # Errors
/// It cannot be started, or did not end well.
pub fn host(program: &str, args: &[String]) -> Result<()> {
    _ = rustix::process::setsid();
    #[cfg(target_os = "linux")]
    {
        _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
    }
    let (woken, wake) = UnixStream::pair()?;
    woken.set_nonblocking(true)?;
    wake.set_nonblocking(true)?;
    signal_hook::low_level::pipe::register(signal_hook::consts::SIGCHLD, wake)?;
    let child = Command::new(program).args(args).process_group(0).spawn();
    let child = child.context(Kind::Other, tell!("mcp-start", command = program))?;
    let main = i32::try_from(child.id())
        .ok()
        .and_then(Pid::from_raw)
        .ok_or_else(|| std::io::Error::from(std::io::ErrorKind::NotFound))?;
    let status = watch(main, &woken)?;
    let end = status.map(|status| (status.exit_status(), status.terminating_signal()));
    match end {
        Some((Some(0), _)) | None => Ok(()),
        Some((Some(code), _)) => Err(Error::new(Kind::Other, tell!("mcp-exit", code = code.to_string()))),
        Some((None, signal)) => {
            let signal = signal.unwrap_or_default().to_string();
            Err(Error::new(Kind::Other, tell!("mcp-signal", signal = signal)))
        }
    }
}

/// Waits for the end of all; gives how the server itself ended.
fn watch(main: Pid, woken: &UnixStream) -> std::io::Result<Option<WaitStatus>> {
    let (mut phase, mut status) = (Phase::Runs, None);
    loop {
        // What comes in is the server's: only that nothing more can come is looked for.
        let (stdin, flags) = (rustix::stdio::stdin(), PollFlags::empty());
        let mut files = [PollFd::new(woken, PollFlags::IN), PollFd::new(&stdin, flags)];
        let runs = phase == Phase::Runs;
        let (count, time) = if runs { (2, None) } else { (1, Some(&TICK)) };
        match poll(&mut files[..count], time) {
            Err(rustix::io::Errno::INTR) | Ok(_) => {}
            Err(error) => return Err(error.into()),
        }
        let closed = runs && files[1].revents().intersects(PollFlags::HUP | PollFlags::ERR);
        while let Ok(1..) = rustix::io::read(woken, &mut [0; 64]) {}
        loop {
            match wait(WaitOptions::NOHANG) {
                Ok(Some((id, ended))) if id == main => status = Some(ended),
                Ok(Some(_)) | Err(rustix::io::Errno::INTR) => {}
                Ok(None) => break,
                Err(_) => return Ok(status),
            }
        }
        let now = Instant::now();
        phase = match phase {
            Phase::Runs if status.is_some() => {
                tell_all(main);
                Phase::Told(now + GRACE)
            }
            Phase::Runs if closed => Phase::Leaves(now + LEAVE),
            Phase::Leaves(end) if now >= end => {
                tell_all(main);
                Phase::Told(now + GRACE)
            }
            Phase::Told(end) if now >= end => {
                end_all(main);
                phase
            }
            other => other,
        };
    }
}

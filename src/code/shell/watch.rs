//! Stands between the program and a command: starts it, and ends it with all that it started.
//!
//! It is a process of its own, and the reaper of all below it: what a command starts and leaves, in other groups and
//! sessions too, becomes its child and not that of the system, so that it finds them all. Its standard input is a
//! socket to the program. When that closes, because the program wants it, has dropped it, or is no more, the command
//! has to go. In the end it writes one [`End`] as JSON there.

use std::collections::HashSet;
use std::io::BufReader;
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, WaitOptions, WaitStatus, kill_process, kill_process_group, wait};
use serde::{Deserialize, Serialize};

use super::family::family;
use crate::code::sandbox::{COMMAND, Held, Spec, View, Word, hear, say};
use crate::error::Result;

/// How long a command that must go has for it.
pub(super) const GRACE: Duration = Duration::from_secs(2);
/// How long processes of a command that has ended have to end by themselves.
const QUIET: Duration = Duration::from_millis(150);
/// And how long to end when they are told to.
const BEHIND: Duration = Duration::from_millis(300);
/// How often it is looked whether they have.
const TICK: Timespec = Timespec { tv_sec: 0, tv_nsec: 10_000_000 };

/// How a command ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct End {
    /// The exit code of the shell.
    pub(super) code: Option<i32>,
    /// The signal that ended it.
    pub(super) signal: Option<i32>,
    /// Processes that it left and that were ended.
    pub(super) left: usize,
    /// What held it.
    pub(super) held: Option<Held>,
    /// Why it was not started.
    pub(super) error: Option<String>,
}

/// Hears a [`Spec`] on standard input and runs its command to its end.
///
/// # Errors
/// None so far: what goes wrong is told to whoever started it.
pub fn watch() -> Result<()> {
    // Without a terminal there is nobody to ask for a password; who leads a session already keeps it.
    _ = rustix::process::setsid();
    #[cfg(target_os = "linux")]
    {
        // Only very old kernels refuse, and then the group is what can be found.
        _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
    }
    let end = hear()
        .and_then(|spec| start(&spec))
        .and_then(Watch::run)
        .unwrap_or_else(|error| End { error: Some(error.to_string()), ..End::default() });
    // Whoever dropped the command does not listen any more.
    _ = say(rustix::stdio::stdin(), &end);
    Ok(())
}

/// A running command.
struct Watch {
    main: Pid,
    woken: UnixStream,
    end: End,
    phase: Phase,
}

/// How far it is; each phase but the first has its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The command runs.
    Runs,
    /// It has ended, and what it started may end too.
    Quiet(Instant),
    /// All of it was told to end.
    Told(Instant),
}

/// Starts the shell, with mounts of its own if the system lets it.
fn start(spec: &Spec) -> std::io::Result<Watch> {
    let (woken, wake) = UnixStream::pair()?;
    woken.set_nonblocking(true)?;
    wake.set_nonblocking(true)?;
    signal_hook::low_level::pipe::register(signal_hook::consts::SIGCHLD, wake)?;
    let (main, held) = match enter(spec)? {
        (_, Word::Again(why)) => {
            let mut spec = spec.clone();
            spec.rule.iter_mut().for_each(|rule| rule.view = View::Shared);
            let (main, word) = enter(&spec)?;
            let held = runs(word)?.map(|held| Held { loose: Some(why), ..held });
            (main, held)
        }
        (main, word) => (main, runs(word)?),
    };
    Ok(Watch { main, woken, end: End { held, ..End::default() }, phase: Phase::Runs })
}

fn runs(word: Word) -> std::io::Result<Option<Held>> {
    match word {
        Word::Runs(held) => Ok(held),
        Word::Again(why) | Word::Failed(why) => Err(std::io::Error::other(why)),
    }
}

/// Starts this program once more, which becomes the shell; waits until it has, or has not.
fn enter(spec: &Spec) -> std::io::Result<(Pid, Word)> {
    let (ours, theirs) = UnixStream::pair()?;
    let mut command = Command::new(super::program()?);
    command.args([COMMAND, "enter"]).stdin(Stdio::from(std::os::fd::OwnedFd::from(theirs)));
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let child = command.spawn()?;
    // It has the other end of the socket, which must close with it.
    drop(command);
    say(&ours, spec)?;
    let words = serde_json::Deserializer::from_reader(BufReader::new(ours)).into_iter::<Word>();
    let word = words.last().ok_or(std::io::ErrorKind::UnexpectedEof)??;
    let main = i32::try_from(child.id()).ok().and_then(Pid::from_raw).ok_or(std::io::ErrorKind::NotFound)?;
    Ok((main, word))
}

impl Watch {
    fn run(mut self) -> std::io::Result<End> {
        loop {
            let told = matches!(self.phase, Phase::Told(_));
            let timeout = if self.phase == Phase::Runs { None } else { Some(&TICK) };
            let (stdin, flags) = (rustix::stdio::stdin(), PollFlags::IN);
            let mut files = [PollFd::new(&self.woken, flags), PollFd::new(&stdin, flags)];
            // Once it was told, the closed socket would wake it for ever.
            let count = if told { 1 } else { 2 };
            match poll(&mut files[..count], timeout) {
                Err(rustix::io::Errno::INTR) | Ok(_) => {}
                Err(error) => return Err(error.into()),
            }
            let closed = !told && !files[1].revents().is_empty();
            while let Ok(1..) = rustix::io::read(&self.woken, &mut [0; 64]) {}
            if !self.reap() {
                return Ok(self.end);
            }
            self.step(closed, Instant::now());
        }
    }

    /// Goes on to the next phase when it is time.
    fn step(&mut self, closed: bool, now: Instant) {
        match self.phase {
            _ if closed => {
                tell_all(self.main);
                self.phase = Phase::Told(now + GRACE);
            }
            Phase::Runs if self.has_ended() => self.phase = Phase::Quiet(now + QUIET),
            Phase::Quiet(end) if now >= end => {
                self.end.left = family().len();
                tell_all(self.main);
                self.phase = Phase::Told(now + BEHIND);
            }
            Phase::Told(end) if now >= end => end_all(self.main),
            _ => {}
        }
    }

    fn has_ended(&self) -> bool {
        self.end.code.is_some() || self.end.signal.is_some()
    }

    /// Takes in those that have ended; whether there are more.
    fn reap(&mut self) -> bool {
        loop {
            match wait(WaitOptions::NOHANG) {
                Ok(Some((id, status))) if id == self.main => self.ended(status),
                Ok(Some(_)) | Err(rustix::io::Errno::INTR) => {}
                Ok(None) => return true,
                Err(_) => return false,
            }
        }
    }

    fn ended(&mut self, status: WaitStatus) {
        self.end.code = status.exit_status();
        self.end.signal = status.terminating_signal();
    }
}

/// Asks all below this process to end, and the group of `main`.
pub(super) fn tell_all(main: Pid) {
    // There may be nobody left in the group.
    _ = kill_process_group(main, Signal::TERM);
    for id in family() {
        _ = kill_process(id, Signal::TERM);
        // One that was stopped could not hear it.
        _ = kill_process(id, Signal::CONT);
    }
}

/// Ends all of them. They are stopped first, so that none starts others while it is looked for.
pub(super) fn end_all(main: Pid) {
    let mut seen = HashSet::new();
    for _ in 0..100 {
        let new: Vec<Pid> = family().into_iter().filter(|id| seen.insert(*id)).collect();
        if new.is_empty() {
            break;
        }
        new.iter().for_each(|id| _ = kill_process(*id, Signal::STOP));
    }
    _ = kill_process_group(main, Signal::KILL);
    seen.iter().for_each(|id| _ = kill_process(*id, Signal::KILL));
}

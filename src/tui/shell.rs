//! A command of the shell whose output goes into a message: bounded in time and size, and never left behind.

use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::AsyncReadExt;
use tokio::net::unix::pipe::Receiver;
use tokio::process::{Child, Command};
use tokio::time::{Instant, timeout_at};

use crate::chat::prompt::Block;
use crate::error::{Context, Kind, Result};
use crate::tell;

/// What a command may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long it may run.
    pub time: Duration,
    /// Bytes of its output that are kept: the first half and the last.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { time: Duration::from_secs(60), bytes: 64 << 10 }
    }
}

/// How long output is waited for that commands left behind in the background still hold open.
const AFTER: Duration = Duration::from_millis(200);

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// By itself, with this code.
    Exit(i32),
    /// By this signal.
    Signal(i32),
    /// It ran too long and was killed.
    Late,
}

/// What a command left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// How it ended.
    pub status: Status,
    /// What it wrote to standard output and standard error, in its order. What is no UTF-8 is U+FFFD; a part
    /// that was left out is said in the middle. It is not made harmless for a screen.
    pub text: String,
}

impl Output {
    /// The output as a block of a message, under the command's name.
    pub fn block(&self, command: &str) -> Block {
        let end = match self.status {
            Status::Exit(0) => String::new(),
            Status::Exit(code) => format!(" (exit code {code})"),
            Status::Signal(signal) => format!(" (ended by signal {signal})"),
            Status::Late => " (stopped: it ran too long)".to_owned(),
        };
        let command = command.split_whitespace().collect::<Vec<_>>().join(" ");
        Block { name: format!("Output of `{command}`{end}"), text: self.text.clone() }
    }
}

/// Runs `command` by `sh -c` in `dir`, without input and without colours, in a process group of its own. The
/// group is killed when the time is over, when the future is dropped, and when the shell has ended.
///
/// # Errors
/// No shell, no such directory, or no more processes.
pub async fn run(command: &str, dir: &Path, limits: Limits) -> Result<Output> {
    let wrong = || tell!("shell-failed", command = command);
    let (mut group, mut pipe) = Group::start(command, dir).context(Kind::Other, wrong())?;
    let mut kept = Kept::new(limits.bytes);
    let end = Instant::now() + limits.time;
    let status = tokio::select! {
        status = group.child.wait() => Some(status.context(Kind::Other, wrong())?),
        () = drain(&mut pipe, &mut kept, end) => {
            timeout_at(end, group.child.wait()).await.ok().transpose().context(Kind::Other, wrong())?
        }
    };
    if status.is_none() {
        group.kill();
        _ = group.child.wait().await;
    }
    drain(&mut pipe, &mut kept, Instant::now() + AFTER).await;
    Ok(Output { status: status.map_or(Status::Late, ended), text: kept.text() })
}

fn ended(status: ExitStatus) -> Status {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(code), _) => Status::Exit(code),
        (None, signal) => Status::Signal(signal.unwrap_or_default()),
    }
}

/// Keeps what the pipe gives until its end or until the time is over.
async fn drain(pipe: &mut Receiver, kept: &mut Kept, end: Instant) {
    let mut bytes = [0; 8192];
    while let Ok(Ok(count @ 1..)) = timeout_at(end, pipe.read(&mut bytes)).await {
        kept.push(&bytes[..count]);
        if Instant::now() >= end {
            break;
        }
    }
}

/// A running command and all that it started.
struct Group {
    child: Child,
    id: Option<Pid>,
}

impl Group {
    fn start(command: &str, dir: &Path) -> std::io::Result<(Group, Receiver)> {
        let (from, to) = std::io::pipe()?;
        let child = Command::new("/bin/sh")
            .args(["-c", command])
            .current_dir(dir)
            .envs([("TERM", "dumb"), ("NO_COLOR", "1"), ("PAGER", "cat"), ("GIT_PAGER", "cat")])
            .stdin(Stdio::null())
            .stdout(to.try_clone()?)
            .stderr(to)
            .process_group(0)
            .kill_on_drop(true)
            .spawn()?;
        let id = child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        let group = Group { child, id };
        Ok((group, Receiver::from_owned_fd(from.into())?))
    }

    fn kill(&self) {
        if let Some(id) = self.id {
            // There may be nobody left in it.
            _ = kill_process_group(id, Signal::KILL);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The beginning and the end of an output.
struct Kept {
    half: usize,
    head: Vec<u8>,
    tail: std::collections::VecDeque<u8>,
    lost: usize,
}

impl Kept {
    fn new(bytes: usize) -> Kept {
        Kept { half: bytes / 2, head: Vec::new(), tail: std::collections::VecDeque::new(), lost: 0 }
    }

    fn push(&mut self, bytes: &[u8]) {
        let (head, rest) = bytes.split_at(bytes.len().min(self.half - self.head.len()));
        self.head.extend(head);
        self.tail.extend(rest);
        let over = self.tail.len().saturating_sub(self.half);
        self.tail.drain(..over);
        self.lost += over;
    }

    /// The text, cut between characters.
    fn text(self) -> String {
        let tail: Vec<u8> = self.tail.into();
        if self.lost == 0 {
            return String::from_utf8_lossy(&[self.head, tail].concat()).into_owned();
        }
        let inside = |byte: &&u8| (0x80..0xC0).contains(*byte);
        let skip = tail.iter().take(3).take_while(inside).count();
        let cut = match std::str::from_utf8(&self.head) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => self.head.len(),
        };
        let lost = self.lost + skip + self.head.len() - cut;
        let (head, tail) =
            (String::from_utf8_lossy(&self.head[..cut]), String::from_utf8_lossy(&tail[skip..]));
        format!("{head}\n… {lost} bytes left out …\n{tail}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run_with(command: &str, limits: Limits) -> Output {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(run(command, Path::new("/"), limits)).unwrap()
    }

    fn run_it(command: &str) -> Output {
        run_with(command, Limits::default())
    }

    #[test]
    fn both_outputs_come_in_their_order_and_the_code_is_told() {
        let output = run_it("pwd; echo no >&2; echo yes; exit 3");
        assert_eq!(output, Output { status: Status::Exit(3), text: "/\nno\nyes\n".into() });
        assert_eq!(output.block("x  y\nz").name, "Output of `x y z` (exit code 3)");
    }

    #[test]
    fn there_is_no_input_and_no_colour() {
        assert_eq!(run_it("cat; echo $NO_COLOR $TERM").text, "1 dumb\n");
    }

    #[test]
    fn a_signal_is_told() {
        assert_eq!(run_it("kill -TERM $$").status, Status::Signal(15));
    }

    #[test]
    fn a_command_that_runs_too_long_is_killed_with_its_children() {
        let limits = Limits { time: Duration::from_millis(300), ..Limits::default() };
        let output = run_with("sh -c 'echo $$; exec sleep 1000'; sleep 1000", limits);
        assert_eq!(output.status, Status::Late);
        let child: i32 = output.text.trim().parse().unwrap();
        assert!(gone(child), "{child} still runs");
    }

    #[test]
    fn what_runs_on_in_the_background_holds_nothing_up_and_is_killed() {
        let output = run_it("sleep 1000 & echo $!");
        assert_eq!(output.status, Status::Exit(0));
        assert!(gone(output.text.trim().parse().unwrap()));
    }

    /// Whether the process ends soon; one that nobody waits for yet counts as ended.
    fn gone(id: i32) -> bool {
        let stat = || std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        (0..500).any(|_| {
            let stat = stat();
            let ended = stat.is_empty() || stat.contains(") Z ");
            if !ended {
                std::thread::sleep(Duration::from_millis(10));
            }
            ended
        })
    }

    #[test]
    fn a_dropped_future_leaves_nothing_behind() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("id");
        runtime.block_on(async {
            let work = run("echo $$ > id; sleep 1000", dir.path(), Limits::default());
            let seen = async {
                while std::fs::read_to_string(&file).unwrap_or_default().trim().is_empty() {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            };
            tokio::select! { _ = work => panic!("it ended"), () = seen => {} }
        });
        drop(runtime);
        assert!(gone(std::fs::read_to_string(&file).unwrap().trim().parse().unwrap()));
    }

    #[test]
    fn long_output_is_cut_in_the_middle_between_characters() {
        let output = run_with(
            "printf 'aé%s你b' $(printf '%100s' | tr ' ' x)",
            Limits { bytes: 4, ..Limits::default() },
        );
        assert_eq!(output.text, "a\n… 105 bytes left out …\nb");
        let long = run_it("yes | head -c 1000000");
        assert!(long.text.starts_with("y\ny\n") && long.text.ends_with("y\n"));
        assert!(long.text.len() < (64 << 10) + 64 && long.text.contains("\n… 934464 bytes left out …\n"));
    }

    #[test]
    fn a_missing_directory_is_told() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let error = runtime.block_on(run("true", Path::new("/nowhere"), Limits::default())).unwrap_err();
        assert!(error.to_string().starts_with("cannot run true: "), "{error}");
    }
}

//! Runs a command for the model: held by a rule, bounded in time and output, and never left behind.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::net::unix::pipe::Receiver;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep_until, timeout_at};

use super::sandbox::{COMMAND, Held, Rule, Spec, line};
use crate::config;
use crate::error::{Context, Error, Kind, Result};
use crate::tell;

mod clean;
mod family;
mod host;
mod keep;
mod watch;

pub use clean::clean;
pub use host::host;
pub use keep::FILE_MAX;
pub use watch::watch;

use keep::Kept;
use watch::End as Ending;

/// How long a command may run if nothing else is said.
pub const TIME: Duration = Duration::from_secs(120);
/// Bytes of output that are shown if nothing else is said.
pub const BYTES: usize = 24 << 10;
/// How long a command may run at all.
const LONGEST: Duration = Duration::from_secs(30 * 24 * 3600);
/// How long output is waited for when all that could write it has ended.
const AFTER: Duration = Duration::from_millis(500);
/// How much longer than agreed the watching process may take.
const SLACK: Duration = Duration::from_secs(5);

/// What a command finds in its environment: nobody is there to page, to edit, or to be asked.
const ENV: [(&str, &str); 11] = [
    ("PAGER", "cat"),
    ("GIT_PAGER", "cat"),
    ("MANPAGER", "cat"),
    ("EDITOR", "true"),
    ("VISUAL", "true"),
    ("GIT_EDITOR", "true"),
    ("TERM", "dumb"),
    ("NO_COLOR", "1"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("DEBIAN_FRONTEND", "noninteractive"),
    ("CI", "1"),
];

/// The path by which this program starts itself: where the system has it, that of what runs and not of what lies
/// there by now, which a command may have replaced.
///
/// # Errors
/// The system does not tell.
pub fn program() -> std::io::Result<PathBuf> {
    let own = Path::new("/proc/self/exe");
    if own.exists() { Ok(own.to_owned()) } else { std::env::current_exe() }
}

/// A command and its bounds.
#[derive(Clone, Debug)]
pub struct Request {
    /// This program, by way of which the shell is started: [`program`], but in tests.
    pub program: PathBuf,
    /// What the shell reads; bash if it is there, else sh.
    pub command: String,
    /// Where it starts.
    pub dir: PathBuf,
    /// What holds it; `None` is nothing, for commands that a person has let go.
    pub rule: Option<Rule>,
    /// How long it may run.
    pub time: Duration,
    /// Bytes of its output that are shown: three fifths from the beginning, the rest from the end.
    pub bytes: usize,
    /// Where all of its output goes, up to [`FILE_MAX`]; what is there is replaced. It must lie where the rule lets no
    /// command write.
    pub file: PathBuf,
}

impl Request {
    /// A command in the workspace of a rule, with the usual bounds. `program` is this program's own path.
    pub fn new(program: &Path, command: impl Into<String>, rule: Rule, file: impl Into<PathBuf>) -> Request {
        Request {
            program: program.to_owned(),
            command: command.into(),
            dir: rule.root.clone(),
            rule: Some(rule),
            time: TIME,
            bytes: BYTES,
            file: file.into(),
        }
    }
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By itself, with this code.
    Exit(i32),
    /// By this signal.
    Signal(i32),
    /// It ran too long and was ended.
    Late,
}

/// What a command left.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How it ended.
    pub end: End,
    /// What it wrote to both outputs, in order, without escape sequences, cut in the middle if it was too long.
    pub text: String,
    /// All that it wrote, in bytes.
    pub size: u64,
    /// Whether `text` is cut, so that the file has more.
    pub cut: bool,
    /// Where its output is, as it came.
    pub file: PathBuf,
    /// How long it ran.
    pub time: Duration,
    /// Processes that it had left in the background, and that were ended.
    pub left: usize,
    /// What held it; `None` if there was no rule.
    pub held: Option<Held>,
}

impl Outcome {
    /// What the model reads: the output, and in a last line how it ended if that is not simply well. `file` is what
    /// it calls the file with the whole output.
    pub fn told(&self, file: &str) -> String {
        let mut notes = Vec::new();
        match self.end {
            End::Exit(0) => {}
            End::Exit(code) => notes.push(format!("exit code {code}")),
            End::Signal(signal) => notes.push(format!("ended by signal {signal}")),
            End::Late => notes.push(format!("stopped after {} s: it ran too long", self.time.as_secs())),
        }
        if self.left > 0 {
            notes.push(format!("{} background processes were stopped", self.left));
        }
        if self.cut {
            let part = if self.size > FILE_MAX { "the first 16 MB of it are" } else { "all of it is" };
            notes.push(format!("the output has {} bytes, {part} in {file}", self.size));
        }
        if notes.is_empty() && self.text.is_empty() {
            notes.push("no output".to_owned());
        }
        let gap = if self.text.is_empty() || self.text.ends_with('\n') { "" } else { "\n" };
        match notes.is_empty() {
            true => self.text.clone(),
            false => format!("{}{gap}[{}]", self.text, notes.join("; ")),
        }
    }
}

/// Runs a command in a session of its own, without a terminal and without input. It ends when the shell has ended;
/// what runs on in the background then is ended too. When the time is over, or the future is dropped, or this program
/// dies, the command and all that it started are told to end, and are killed two seconds later.
///
/// # Errors
/// The file cannot be written, or lies where commands can; the program cannot be started; the rule cannot be kept.
pub async fn run(request: &Request) -> Result<Outcome> {
    run_seen(request, &mut |_| {}).await
}

/// The same, and `see` gets each piece of the output when it comes: as it is, cut anywhere, not harmless for a screen.
///
/// # Errors
/// The same.
pub async fn run_seen(request: &Request, see: &mut (dyn FnMut(&[u8]) + Send)) -> Result<Outcome> {
    let wrong = || tell!("sandbox-run-failed", command = short(&request.command));
    if request.rule.as_ref().is_some_and(|rule| rule.reaches(&request.file)) {
        let path = request.file.display().to_string();
        return Err(Error::new(Kind::Usage, wrong()).why(tell!("sandbox-file-inside", path = path)));
    }
    let start = Instant::now();
    let mut kept = Kept::new(request.bytes, &request.file)
        .map_err(|error| crate::models::disk::unwritable(&request.file, &error))?;
    let mut take = |bytes: &[u8]| {
        kept.push(bytes);
        see(bytes);
    };
    let mut running = Running::start(request).context(Kind::Other, wrong())?;
    let spec =
        Spec { command: request.command.clone(), dir: request.dir.clone(), rule: request.rule.clone() };
    let spec = line(&spec).context(Kind::Other, wrong())?;
    // If nobody hears it, there is no ending either.
    _ = running.socket.write_all(&spec).await;
    let (ending, late) = running.ended(&mut take, start + request.time.min(LONGEST)).await;
    let time = start.elapsed();
    running.drain(&mut take).await;
    let ending = ending.ok_or_else(|| Error::new(Kind::Other, wrong()).why(tell!("sandbox-watch-lost")))?;
    if let Some(error) = ending.error {
        return Err(Error::new(Kind::Refused, wrong()).why(error).hint(tell!("sandbox-run-hint")));
    }
    let end = match (late, ending.code, ending.signal) {
        (true, ..) => End::Late,
        (_, Some(code), _) => End::Exit(code),
        (_, None, signal) => End::Signal(signal.unwrap_or_default()),
    };
    Ok(Outcome {
        end,
        text: kept.text(),
        size: kept.size(),
        cut: kept.is_cut(),
        file: request.file.clone(),
        time,
        left: ending.left,
        held: ending.held,
    })
}

/// A text that is no command's, cut in the middle to so many bytes as an output is; all of it goes into the file.
///
/// # Errors
/// The file cannot be written.
pub fn cut(text: &str, bytes: usize, file: &Path) -> Result<String> {
    let kept = Kept::new(bytes, file);
    let mut kept = kept.map_err(|error| crate::models::disk::unwritable(file, &error))?;
    kept.push(text.as_bytes());
    Ok(kept.text())
}

/// The beginning of a command, for a sentence.
fn short(command: &str) -> String {
    let line = command.lines().next().unwrap_or_default();
    let short: String = line.chars().take(60).collect();
    if short.len() < command.trim_end().len() { format!("{short}…") } else { short }
}

/// The process that watches a command. Dropping it closes the socket, on which the process ends the command.
struct Running {
    child: Child,
    socket: UnixStream,
    pipe: Receiver,
    word: Vec<u8>,
}

impl Running {
    fn start(request: &Request) -> std::io::Result<Running> {
        let (from, to) = std::io::pipe()?;
        let (ours, theirs) = std::os::unix::net::UnixStream::pair()?;
        ours.set_nonblocking(true)?;
        let mut command = Command::new(&request.program);
        command.args([COMMAND, "watch"]).envs(ENV).current_dir(&request.dir);
        if let Some(rule) = &request.rule {
            config::secrets().iter().for_each(|name| _ = command.env_remove(name));
            command.envs(["TMPDIR", "TMP", "TEMP"].map(|name| (name, &rule.temp)));
        }
        let child = command
            .stdin(Stdio::from(std::os::fd::OwnedFd::from(theirs)))
            .stdout(to.try_clone()?)
            .stderr(to)
            .spawn()?;
        let pipe = Receiver::from_owned_fd(from.into())?;
        Ok(Running { child, socket: UnixStream::from_std(ours)?, pipe, word: Vec::new() })
    }

    /// Waits until the command has ended, or has been ended after `end`; `take` gets what it writes. Also says whether the
    /// time was over. Without an ending the watching process is gone, or does not answer and was killed.
    async fn ended(
        &mut self,
        take: &mut (dyn FnMut(&[u8]) + Send),
        mut end: Instant,
    ) -> (Option<Ending>, bool) {
        let mut bytes = vec![0; 64 << 10];
        let mut more = [0; 4096];
        let (mut open, mut late) = (true, false);
        loop {
            tokio::select! {
                biased;
                () = sleep_until(end) => {
                    if late {
                        _ = self.child.start_kill();
                        return (None, late);
                    }
                    late = true;
                    end = Instant::now() + watch::GRACE + SLACK;
                    _ = self.socket.shutdown().await;
                }
                count = self.socket.read(&mut more) => match count {
                    Ok(count @ 1..) => self.word.extend(&more[..count]),
                    _ => return (serde_json::from_slice(&self.word).ok(), late),
                },
                count = self.pipe.read(&mut bytes), if open => match count {
                    Ok(count @ 1..) => take(&bytes[..count]),
                    _ => open = false,
                },
            }
        }
    }

    /// Takes what is still in the pipe.
    async fn drain(&mut self, take: &mut (dyn FnMut(&[u8]) + Send)) {
        let end = Instant::now() + AFTER;
        let mut bytes = vec![0; 64 << 10];
        while let Ok(Ok(count @ 1..)) = timeout_at(end, self.pipe.read(&mut bytes)).await {
            take(&bytes[..count]);
        }
        _ = timeout_at(end, self.child.wait()).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome() -> Outcome {
        Outcome {
            end: End::Exit(0),
            text: "out\n".into(),
            size: 4,
            cut: false,
            file: "/tmp/all".into(),
            time: Duration::from_secs(3),
            left: 0,
            held: None,
        }
    }

    #[test]
    fn the_model_is_told_what_went_wrong_and_no_more() {
        assert_eq!(outcome().told("@output/1"), "out\n");
        let silent = Outcome { text: String::new(), ..outcome() };
        assert_eq!(silent.told("@output/1"), "[no output]");
        let wrong = Outcome { end: End::Exit(2), text: "no".into(), left: 1, ..outcome() };
        assert_eq!(wrong.told("@output/1"), "no\n[exit code 2; 1 background processes were stopped]");
        let late = Outcome { end: End::Late, cut: true, size: 99, ..outcome() };
        assert!(late.told("@output/1").ends_with(
            "[stopped after 3 s: it ran too long; the output has 99 bytes, all of it is in @output/1]"
        ));
    }

    #[test]
    fn a_command_is_named_by_its_beginning() {
        assert_eq!(short("ls -l\n"), "ls -l");
        assert_eq!(short("cat <<E\nx\nE"), "cat <<E…");
        assert_eq!(short(&"x".repeat(100)), format!("{}…", "x".repeat(60)));
    }
}

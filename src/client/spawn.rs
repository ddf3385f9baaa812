//! Starts the engine process once, however many shells ask for it, and finds out what it died of.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, flock};
use tokio::net::UnixStream;
use tokio::time::sleep;

use super::Wanted;
use crate::config::Places;
use crate::error::{Context, Error, Kind, Result};
use crate::models::gguf::Header;
use crate::models::name::Model;
use crate::tell;

/// Between two looks at a process that is starting or ending.
const LOOK: Duration = Duration::from_millis(3);

/// An engine opens its socket before it loads the model: this long means that it never will.
const OPEN: Duration = Duration::from_secs(30);

/// How long the engine of somebody else's question may take to finish it.
const PATIENCE: Duration = Duration::from_secs(600);

/// What to start.
pub(super) struct Start<'a> {
    pub(super) places: &'a Places,
    pub(super) model: &'a Model,
    pub(super) wanted: Wanted,
    pub(super) keep_alive: Duration,
}

/// Starts the engine and waits until its socket answers. To be called by the holder of the [`turn`].
///
/// # Errors
/// [`Kind::Model`] for a file that is no usable model, [`Kind::Engine`] when the process ends at once.
pub(super) async fn start(start: &Start<'_>) -> Result<()> {
    if !cfg!(feature = "local") {
        return Err(Error::new(Kind::Engine, tell!("client-without")).hint(tell!("client-without-hint")));
    }
    let socket = start.places.socket();
    if !gone(&socket, PATIENCE).await {
        return Err(Error::new(Kind::Engine, tell!("client-leaving")).hint(tell!("client-leaving-hint")));
    }
    let path = start.model.path(start.places)?;
    // Here, where the reason reaches the user at once, and not only in the engine.
    tokio::task::spawn_blocking(move || Header::open(&path)?.check())
        .await
        .context(Kind::Other, tell!("client-check"))??;
    let tail = Tail::new(&start.places.log());
    let mut child = launch(start, &socket)?;
    let since = Instant::now();
    while UnixStream::connect(&socket).await.is_err() {
        if let Some(status) = child.try_wait()? {
            let what = tell!("client-ended", status = status.to_string());
            return Err(tail.explain(Error::new(Kind::Engine, what)));
        }
        if since.elapsed() > OPEN {
            return Err(tail.explain(Error::new(Kind::Engine, tell!("client-mute"))));
        }
        sleep(LOOK).await;
    }
    Ok(())
}

fn launch(start: &Start<'_>, socket: &Path) -> Result<Child> {
    let program = std::env::current_exe().context(Kind::Engine, tell!("client-program"))?;
    let log = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(start.places.log())
        .context(Kind::Engine, tell!("client-log"))?;
    let mut command = Command::new(&program);
    command
        .arg("serve")
        .arg("--detach")
        .arg("--socket")
        .arg(socket)
        .arg("--model")
        .arg(start.model.argument())
        .arg("--lang")
        .arg(crate::text::lang().code());
    match start.keep_alive {
        Duration::MAX => command.args(["--keep-alive", "forever"]),
        time => command.arg("--keep-alive").arg(format!("{}s", time.as_secs())),
    };
    if let Some(ctx) = start.wanted.ctx {
        command.arg("--ctx").arg(ctx.to_string());
    }
    if let Some(threads) = start.wanted.threads {
        command.arg("--threads").arg(threads.to_string());
    }
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .context(Kind::Engine, tell!("client-start", path = program.display().to_string()))
}

/// Waits until this process alone may start or replace the engine of `socket`; the turn ends with the file.
pub(super) async fn turn(socket: &Path) -> Result<File> {
    let path = socket.with_extension("spawn");
    let wait = move || {
        let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path)?;
        flock(&file, FlockOperation::LockExclusive)?;
        Ok(file)
    };
    let locked: std::io::Result<File> =
        tokio::task::spawn_blocking(wait).await.context(Kind::Other, tell!("client-wait"))?;
    locked.context(Kind::Engine, tell!("client-lock"))
}

/// Waits until the engine of `socket` has ended, at most `patience`; whether it has.
pub(super) async fn gone(socket: &Path, patience: Duration) -> bool {
    let since = Instant::now();
    while alive(socket) {
        if since.elapsed() > patience {
            return false;
        }
        sleep(LOOK).await;
    }
    true
}

/// An engine holds the lock next to its socket for as long as it lives.
fn alive(socket: &Path) -> bool {
    let lock = OpenOptions::new().write(true).open(socket.with_extension("lock"));
    lock.is_ok_and(|file| flock(&file, FlockOperation::NonBlockingLockExclusive).is_err())
}

/// The part of the engine's log that is written from now on.
#[derive(Clone, Debug)]
pub(super) struct Tail {
    path: PathBuf,
    from: u64,
}

/// Words in a log line that tell why a process ended.
const OMENS: [&str; 6] = ["GGML_ASSERT", "ERROR", "terminate called", "what():", "error:", "panicked at"];

/// As much of the log as is read to find them.
const WINDOW: u64 = 64 << 10;

impl Tail {
    pub(super) fn new(path: &Path) -> Tail {
        Tail { path: path.into(), from: fs::metadata(path).map_or(0, |meta| meta.len()) }
    }

    /// Adds the likely cause from the log, and where the log is.
    pub(super) fn explain(&self, error: Error) -> Error {
        let text = self.read().unwrap_or_default();
        let line = text.lines().rev().find(|line| OMENS.iter().any(|omen| line.contains(omen)));
        let error = match line {
            Some(line) => error.why(line.trim_start_matches("ERROR").trim_start_matches("error:").trim()),
            None => error,
        };
        error.hint(tell!("client-log-hint", path = self.path.display().to_string()))
    }

    /// Whether it says anything about an error.
    pub(super) fn ominous(&self) -> bool {
        self.read().is_ok_and(|text| OMENS.iter().any(|omen| text.contains(omen)))
    }

    fn read(&self) -> std::io::Result<String> {
        let mut file = File::open(&self.path)?;
        let len = file.metadata()?.len();
        // A log that was started anew is shorter than where we began.
        let from = if self.from > len { 0 } else { self.from };
        file.seek(SeekFrom::Start(from.max(len.saturating_sub(WINDOW))))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn only_what_was_logged_since_explains_a_death() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("engine.log");
        fs::write(&path, "ERROR an old story\n").unwrap();
        let tail = Tail::new(&path);
        assert!(!tail.ominous());
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        writeln!(file, "INFO  fine\nggml.c:1: GGML_ASSERT(n > 0) failed\nINFO  end").unwrap();
        let error = tail.explain(Error::new(Kind::Engine, "it died"));
        assert_eq!(error.to_string(), "it died: ggml.c:1: GGML_ASSERT(n > 0) failed");
    }

    #[test]
    fn a_socket_without_a_locked_lock_has_no_engine() {
        let dir = tempfile::tempdir().unwrap();
        let socket = dir.path().join("e.sock");
        assert!(!alive(&socket));
        let lock = File::create(socket.with_extension("lock")).unwrap();
        assert!(!alive(&socket));
        flock(&lock, FlockOperation::LockExclusive).unwrap();
        assert!(alive(&socket));
    }
}

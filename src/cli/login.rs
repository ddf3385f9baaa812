//! `qwill login`: keeps the hub's token where all of its tools find it.

use std::fs::{self, OpenOptions};
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use clap::Args;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

use super::bar::Bar;
use super::out::{self, Quiet};
use super::wait;
use crate::config::{Config, Hub, Network, Secret, Service};
use crate::error::{Context, Error, Kind, Result};
use crate::models::hub::Client;
use crate::models::meter::Meter;
use crate::tell;

/// The arguments of `login`. The token is not among them: other users can read those.
#[derive(Clone, Debug, Args)]
pub(super) struct Login {
    #[arg(long)]
    logout: bool,
}

/// Bytes that are read of what may be a token.
const LONGEST: u64 = 4096;

impl Login {
    /// Asks for a token, or takes it from standard input, and keeps it if the hub knows it.
    ///
    /// # Errors
    /// [`Kind::Refused`] offline or to a hub that is not reached privately; [`Kind::Network`] for a wrong
    /// token, and then the one that is kept stays.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let hub = &config.hub;
        if self.logout {
            return logout(hub);
        }
        if hub.network == Network::Off {
            return Err(Error::new(Kind::Refused, tell!("cmd-login-cannot"))
                .why(tell!("cmd-login-offline"))
                .hint(tell!("cmd-login-offline-hint")));
        }
        if hub.usual() == Service::ModelScope {
            return Err(Error::new(Kind::Usage, tell!("cmd-login-modelscope"))
                .why(tell!("cmd-login-modelscope-why"))
                .hint(tell!("cmd-login-modelscope-hint")));
        }
        let meter = Meter::default();
        let client = Client::new(hub, &meter)?;
        client.trusted()?;
        let page = client.tokens_page();
        let token = if io::stdin().is_terminal() { wait(prompt(&page))? } else { first_line()? };
        let token = token_of(&token, &page)?;
        let mut bar = Bar::new(&meter, Quiet::No);
        let name = wait(bar.watch(client.whoami(&token)))?;
        keep(&hub.token_file, &token)?;
        out::notice(&tell!("cmd-login-done", name = name), Quiet::No);
        out::notice(&tell!("cmd-login-where", path = hub.token_file.display().to_string()), Quiet::No);
        if let Some(name) = hub.token_var {
            out::notice(&tell!("cmd-login-before", name = name), Quiet::No);
        }
        Ok(())
    }
}

/// Checks what was given.
fn token_of(text: &str, page: &str) -> Result<Secret> {
    let hint = || tell!("cmd-login-make", page = page);
    let Some(token) = Secret::new(text) else {
        return Err(Error::new(Kind::Usage, tell!("cmd-login-none")).hint(hint()));
    };
    if !is_token(token.reveal()) {
        return Err(Error::new(Kind::Usage, tell!("cmd-login-wrong"))
            .why(tell!("cmd-login-wrong-why"))
            .hint(hint()));
    }
    if !token.reveal().starts_with("hf_") {
        out::notice(&tell!("cmd-login-prefix"), Quiet::No);
    }
    Ok(token)
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The first line of standard input.
fn first_line() -> Result<String> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(LONGEST).read_until(b'\n', &mut bytes);
    read.context(Kind::Usage, tell!("cmd-login-read"))?;
    // What is no text is no token either, and is found out by its characters.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Asks for the token in the terminal.
async fn prompt(page: &str) -> Result<String> {
    out::line(&tell!("cmd-login-enough", page = page));
    // Before the echo goes, so that no signal can end the program without it.
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup = signal(SignalKind::hangup())?;
    let silence = Silence::new()?;
    out::ask(&tell!("cmd-login-prompt"));
    let (tell, line) = oneshot::channel();
    std::thread::spawn(move || _ = tell.send(first_line()));
    let stopped = || Err(Error::new(Kind::Interrupted, tell!("cmd-interrupted")));
    let line = tokio::select! {
        line = line => line.unwrap_or_else(|_| stopped()),
        _ = interrupt.recv() => stopped(),
        _ = terminate.recv() => stopped(),
        _ = hangup.recv() => stopped(),
    };
    drop(silence);
    out::note("\n");
    line
}

/// The terminal without echo, until it is dropped.
struct Silence {
    before: Termios,
}

impl Silence {
    fn new() -> Result<Silence> {
        let failed = || tell!("cmd-login-echo");
        let before = tcgetattr(io::stdin()).context(Kind::Other, failed())?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO | LocalModes::ECHONL);
        tcsetattr(io::stdin(), OptionalActions::Flush, &silent).context(Kind::Other, failed())?;
        Ok(Silence { before })
    }
}

impl Drop for Silence {
    fn drop(&mut self) {
        // What was typed and not read would be shown by the shell.
        _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.before);
    }
}

/// Writes the token so that nobody else can read it at any moment.
fn keep(file: &Path, token: &Secret) -> Result<()> {
    let file = followed(file);
    let next = file.with_file_name(format!(".token.{}", std::process::id()));
    let write = || {
        if let Some(dir) = file.parent() {
            fs::create_dir_all(dir)?;
        }
        let mut new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&next)?;
        new.write_all(token.reveal().as_bytes())?;
        new.sync_all()?;
        fs::rename(&next, &file)
    };
    write().map_err(|error| {
        _ = fs::remove_file(&next);
        Error::new(Kind::Other, tell!("cmd-login-keep", path = file.display().to_string()))
            .why(error)
            .hint(tell!("cmd-login-keep-hint"))
    })
}

/// Forgets the token.
fn logout(hub: &Hub) -> Result<()> {
    let file = &hub.token_file;
    let path = file.display().to_string();
    match fs::read_to_string(file) {
        Ok(text) if is_token(text.trim()) => {
            let removed = fs::remove_file(followed(file));
            removed.context(Kind::Other, tell!("cmd-login-remove", path = path.as_str()))?;
            out::notice(&tell!("cmd-login-out", path = path), Quiet::No);
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(error).context(Kind::Other, tell!("cmd-cannot-read", path = path));
        }
        _ => out::notice(&tell!("cmd-login-not", path = path), Quiet::No),
    }
    if let Some(name) = hub.token_var {
        out::notice(&tell!("cmd-login-still", name = name), Quiet::No);
    }
    Ok(())
}

/// The file that a link leads to: what is replaced or removed is the token, not the link.
fn followed(file: &Path) -> PathBuf {
    fs::canonicalize(file).unwrap_or_else(|_| file.to_owned())
}

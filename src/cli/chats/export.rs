//! `qwill chats export`: a conversation as a file.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::super::out::{self, Output, Quiet};
use super::{Which, titled};
use crate::chat::export;
use crate::chat::tree::Tree;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::tell;

/// The arguments of `chats export`.
#[derive(Clone, Debug, Args)]
pub(super) struct Export {
    #[command(flatten)]
    which: Which,
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Md,
    Jsonl,
}

impl Export {
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let (store, chat) = self.which.open(config)?;
        let tree = Tree::load(store.nodes(&chat.id)?, chat.leaf);
        let text = match self.format() {
            Format::Md => export::markdown(&chat, &tree),
            Format::Jsonl => export::jsonl(&chat, &tree),
        };
        if let Some(path) = self.output.as_deref().filter(|path| *path != Path::new("-")) {
            write(path, &text)?;
            out::notice(
                &tell!("cmd-chats-exported", title = titled(&chat), path = path.display().to_string()),
                Quiet::No,
            );
            return Ok(());
        }
        let mut output = Output::new();
        output.text(&text)?;
        output.end()
    }

    fn format(&self) -> Format {
        let end = self.output.as_deref().and_then(Path::extension);
        let jsonl = end.is_some_and(|end| end.eq_ignore_ascii_case("jsonl"));
        self.format.unwrap_or(if jsonl { Format::Jsonl } else { Format::Md })
    }
}

/// Writes a file that is not there yet.
fn write(path: &Path, text: &str) -> Result<()> {
    let shown = path.display().to_string();
    let said = || Error::new(Kind::Other, tell!("cmd-chats-write", path = &shown));
    let mut file =
        OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => Error::new(Kind::Refused, tell!("cmd-chats-exists", path = &shown))
                .hint(tell!("cmd-chats-exists-hint")),
            _ => said().why(error),
        })?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|error| {
        // Half a conversation is none.
        _ = fs::remove_file(path);
        said().why(error)
    })
}

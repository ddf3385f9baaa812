//! `qwill chats rename`: another title.

use clap::Args;

use super::super::out::{self, Output, Quiet};
use super::{Form, Which, facts};
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::tell;

/// The arguments of `chats rename`.
#[derive(Clone, Debug, Args)]
pub(super) struct Rename {
    #[command(flatten)]
    which: Which,
    #[arg(required = true)]
    title: Vec<String>,
    #[command(flatten)]
    pub(super) form: Form,
}

impl Rename {
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let title = self.title.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
        if title.is_empty() {
            return Err(Error::new(Kind::Usage, tell!("cmd-chats-no-title")));
        }
        let (mut store, mut chat) = self.which.open(config)?;
        store.rename(&chat.id, &title)?;
        chat.title = title;
        if !self.form.json {
            out::notice(&tell!("cmd-chats-renamed", chat = &chat.id.0, title = &chat.title), Quiet::No);
            return Ok(());
        }
        let mut output = Output::new();
        output.text(&facts(&chat).to_string())?;
        output.end()
    }
}

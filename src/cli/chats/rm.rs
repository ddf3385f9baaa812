//! `qwill chats rm`: deletes conversations.

use clap::Args;
use serde_json::Value as Json;

use super::super::out::Output;
use super::super::table;
use super::{Form, facts, nothing, open, titled};
use crate::chat::store::Chat;
use crate::config::Config;
use crate::error::Result;
use crate::tell;

/// The arguments of `chats rm`.
#[derive(Clone, Debug, Args)]
pub(super) struct Rm {
    #[arg(required = true, value_name = "CHAT")]
    chats: Vec<String>,
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    pub(super) form: Form,
}

impl Rm {
    /// Deletes them, after all of them were found.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let Some(mut store) = open(config)? else { return Err(nothing()) };
        let mut chosen: Vec<Chat> = Vec::new();
        for name in &self.chats {
            let chat = store.find(name)?;
            if !chosen.contains(&chat) {
                chosen.push(chat);
            }
        }
        let mut output = Output::new();
        for chat in &chosen {
            if !self.dry_run {
                store.remove(&chat.id)?;
            }
            if !self.form.json {
                let (id, title, count) = (&chat.id.0, titled(chat), chat.messages);
                let line = match self.dry_run {
                    true => tell!("cmd-chats-would", chat = id, title = title, count = count),
                    false => tell!("cmd-chats-deleted", chat = id, title = title, count = count),
                };
                output.text(&(table::cell(&line) + "\n"))?;
            }
        }
        if self.form.json {
            output.text(&chosen.iter().map(facts).collect::<Json>().to_string())?;
        }
        output.end()
    }
}

//! `qwill chats rm`: deletes conversations.

use clap::Args;
use serde_json::Value as Json;

use super::super::out::Output;
use super::super::table;
use super::{BEGIN, Form, NONE, facts, messages, open, titled};
use crate::chat::store::Chat;
use crate::config::Config;
use crate::error::{Error, Kind, Result};

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
        let Some(mut store) = open(config)? else { return Err(Error::new(Kind::Usage, NONE).hint(BEGIN)) };
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
                let verb = if self.dry_run { "would delete" } else { "deleted" };
                let line = format!("{verb} {}  {}, {}", chat.id, titled(chat), messages(chat));
                output.text(&(table::cell(&line) + "\n"))?;
            }
        }
        if self.form.json {
            output.text(&chosen.iter().map(facts).collect::<Json>().to_string())?;
        }
        output.end()
    }
}

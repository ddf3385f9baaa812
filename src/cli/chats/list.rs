//! `qwill chats list`: the conversations, the last used one first.

use std::io;

use clap::Args;
use serde_json::Value as Json;

use super::super::out::{self, Output};
use super::super::table;
use super::{Form, facts, moment, none, open, titled};
use crate::config::Config;
use crate::error::Result;
use crate::tell;

/// The arguments of `chats list`.
#[derive(Clone, Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    pub(super) form: Form,
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<usize>,
}

impl List {
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let store = open(config)?;
        let chats = store.map(|store| store.list(self.limit.unwrap_or(usize::MAX)));
        let chats = chats.transpose()?.unwrap_or_default();
        if chats.is_empty() {
            none();
        }
        let mut output = Output::new();
        if self.form.json {
            output.text(&chats.iter().map(facts).collect::<Json>().to_string())?;
        } else if !chats.is_empty() {
            // Titles come last, because their columns are not those of other scripts.
            let head = vec![
                "ID".to_owned(),
                tell!("cmd-head-used"),
                tell!("cmd-head-messages"),
                tell!("cmd-head-model"),
                tell!("cmd-head-title"),
            ];
            let row = |chat| {
                let chat: &crate::chat::store::Chat = chat;
                let (id, model) = (chat.id.0.clone(), chat.model.clone());
                vec![id, moment(chat.updated), chat.messages.to_string(), model, titled(chat)]
            };
            let rows: Vec<_> = std::iter::once(head).chain(chats.iter().map(row)).collect();
            let lines = table::lines(&rows, &[2], out::columns(io::stdout()));
            output.text(&lines.join("\n"))?;
        }
        output.end()
    }
}

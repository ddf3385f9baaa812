//! `qwill chats search`: conversations by words that were said in them.

use clap::Args;
use serde_json::Value as Json;

use super::super::out::{self, Output, Quiet};
use super::super::table;
use super::{Form, facts, moment, open, titled};
use crate::chat::store::Hit;
use crate::config::Config;
use crate::error::Result;
use crate::tell;

/// The arguments of `chats search`.
#[derive(Clone, Debug, Args)]
pub(super) struct Search {
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    #[command(flatten)]
    pub(super) form: Form,
    #[arg(short = 'n', long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

impl Search {
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let text = self.text.join(" ");
        let hits = open(config)?.map(|store| store.search(&text, self.limit)).transpose()?;
        let hits = hits.unwrap_or_default();
        if hits.is_empty() {
            out::notice(&tell!("cmd-chats-nowhere", text = &text), Quiet::No);
        }
        let mut output = Output::new();
        if self.form.json {
            output.text(&hits.iter().map(json).collect::<Json>().to_string())?;
        } else {
            let lines = hits.iter().map(|hit| {
                let (chat, node) = (&hit.chat, hit.node.0);
                let head = format!("{}  {}  {}", chat.id, moment(chat.updated), titled(chat));
                format!("{}\n    [{node}] {}\n", table::cell(&head), table::cell(&hit.snippet))
            });
            output.text(&lines.collect::<String>())?;
        }
        output.end()
    }
}

fn json(hit: &Hit) -> Json {
    let mut facts = facts(&hit.chat);
    facts["node"] = hit.node.0.into();
    facts["snippet"] = hit.snippet.as_str().into();
    facts
}

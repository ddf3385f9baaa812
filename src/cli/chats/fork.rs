//! `qwill chats fork`: a copy that goes its own way.

use clap::Args;

use super::super::out::{self, Output, Quiet};
use super::{Form, Which, facts, titled};
use crate::chat::store::now;
use crate::chat::tree::NodeId;
use crate::config::Config;
use crate::error::Result;
use crate::tell;

/// The arguments of `chats fork`.
#[derive(Clone, Debug, Args)]
pub(super) struct Fork {
    #[command(flatten)]
    which: Which,
    #[arg(long, value_name = "N")]
    at: Option<u32>,
    #[command(flatten)]
    pub(super) form: Form,
}

impl Fork {
    /// Prints the id of the copy.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let (mut store, chat) = self.which.open(config)?;
        let copy = store.fork(&chat.id, self.at.map(NodeId), now())?;
        let mut output = Output::new();
        if self.form.json {
            output.text(&facts(&copy).to_string())?;
        } else {
            let text = tell!("cmd-chats-forked", title = titled(&copy), count = copy.messages);
            out::notice(&text, Quiet::No);
            output.text(&copy.id.0)?;
        }
        output.end()
    }
}

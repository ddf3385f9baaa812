//! `qwill chats import`: conversations from files.

use std::collections::HashSet;
use std::fs;
use std::io;

use clap::Args;
use serde_json::Value as Json;

use super::super::out::{self, Output, Quiet};
use super::super::table;
use super::{Form, facts, titled};
use crate::chat::import::{self, Talk};
use crate::chat::store::{self, Chat, Store, Write};
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::tell;

/// The arguments of `chats import`.
#[derive(Clone, Debug, Args)]
pub(super) struct Import {
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    #[command(flatten)]
    pub(super) form: Form,
}

impl Import {
    /// Takes over all of them, or nothing when one of the files cannot be read.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let mut talks: Vec<Talk> = Vec::new();
        for name in &self.files {
            talks.extend(import::read(&text(name)?, name)?);
        }
        let mut store = Store::open(&store::path(&config.places))?;
        let (mut writes, mut told) = (Vec::new(), Vec::new());
        let mut seen = HashSet::new();
        for (chat, nodes) in talks {
            let there = !seen.insert(chat.id.clone()) || store.chat(&chat.id)?.is_some();
            if !there {
                writes.push(Write::Chat(chat.clone()));
                writes.extend(nodes.into_iter().map(|node| Write::Node(chat.id.clone(), node)));
            }
            told.push((chat, there));
        }
        store.put(&writes)?;
        let mut output = Output::new();
        if self.form.json {
            output
                .text(&told.iter().map(|(chat, there)| json(chat, *there)).collect::<Json>().to_string())?;
        } else {
            for (chat, there) in &told {
                let line = format!("{}  {}", chat.id, titled(chat));
                match there {
                    true => out::notice(&tell!("cmd-chats-known", chat = line), Quiet::No),
                    false => {
                        let (chat, count) = (table::cell(&line), chat.messages);
                        output.text(&(tell!("cmd-chats-imported", chat = chat, count = count) + "\n"))?;
                    }
                }
            }
        }
        output.end()
    }
}

fn json(chat: &Chat, there: bool) -> Json {
    let mut facts = facts(chat);
    facts["imported"] = (!there).into();
    facts
}

/// All of a file.
fn text(name: &str) -> Result<String> {
    let bytes = match name {
        "-" => io::read_to_string(io::stdin()).map(String::into_bytes),
        name => fs::read(name),
    };
    let bytes =
        bytes.map_err(|error| Error::new(Kind::Usage, tell!("cmd-cannot-read", path = name)).why(error))?;
    String::from_utf8(bytes).map_err(|error| {
        Error::new(Kind::Usage, tell!("cmd-chats-cannot-import", name = name))
            .why(tell!("cmd-chats-no-text", why = error.to_string()))
    })
}

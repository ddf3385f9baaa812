//! `qwill chats`: the conversations that were had.

mod export;
mod fork;
mod import;
mod list;
mod rename;
mod rm;
mod search;
mod show;

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};
use time::{OffsetDateTime, UtcOffset};

use super::out::{self, Quiet};
use crate::chat::store::{self, Chat, Store};
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::tell;

/// The arguments of `chats`.
#[derive(Clone, Debug, Args)]
pub(super) struct Chats {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Clone, Debug, Subcommand)]
enum Verb {
    #[command(alias = "ls")]
    List(list::List),
    Search(search::Search),
    Show(show::Show),
    Rename(rename::Rename),
    Fork(fork::Fork),
    Export(export::Export),
    Import(import::Import),
    Rm(rm::Rm),
}

impl Chats {
    /// Whether the outcome is to be told as JSON.
    pub(super) fn json(&self) -> bool {
        match &self.verb {
            Verb::List(list) => list.form.json,
            Verb::Search(search) => search.form.json,
            Verb::Show(show) => show.form.json,
            Verb::Rename(rename) => rename.form.json,
            Verb::Fork(fork) => fork.form.json,
            Verb::Export(_) => false,
            Verb::Import(import) => import.form.json,
            Verb::Rm(rm) => rm.form.json,
        }
    }

    /// Does it.
    ///
    /// # Errors
    /// [`Kind::Usage`] for a name that means none or several; a database that cannot be read or
    /// written.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        match self.verb {
            Verb::List(list) => list.run(config),
            Verb::Search(search) => search.run(config),
            Verb::Show(show) => show.run(config),
            Verb::Rename(rename) => rename.run(config),
            Verb::Fork(fork) => fork.run(config),
            Verb::Export(export) => export.run(config),
            Verb::Import(import) => import.run(config),
            Verb::Rm(rm) => rm.run(config),
        }
    }
}

/// `--json`, which most verbs have.
#[derive(Clone, Copy, Debug, Args)]
struct Form {
    #[arg(long)]
    json: bool,
}

/// One conversation, as most verbs take it.
#[derive(Clone, Debug, Args)]
struct Which {
    #[arg(value_name = "CHAT")]
    chat: String,
}

impl Which {
    /// The database, and the conversation in it.
    fn open(&self, config: &Config) -> Result<(Store, Chat)> {
        let Some(store) = open(config)? else { return Err(nothing()) };
        let chat = store.find(&self.chat)?;
        Ok((store, chat))
    }
}

/// That there is no conversation to name.
fn nothing() -> Error {
    Error::new(Kind::Usage, tell!("cmd-chats-none")).hint(tell!("cmd-chats-begin"))
}

/// The database, if there is one: who only looks makes none.
fn open(config: &Config) -> Result<Option<Store>> {
    let path = store::path(&config.places);
    if path.exists() { Store::open(&path).map(Some) } else { Ok(None) }
}

/// Tells that there is nothing to show yet.
fn none() {
    out::notice(&tell!("cmd-chats-none-begin"), Quiet::No);
}

/// Everything about a conversation but its messages.
fn facts(chat: &Chat) -> Json {
    json!({
        "id": chat.id.0, "title": chat.title, "model": chat.model, "system": chat.system,
        "dir": chat.dir, "created": chat.created, "updated": chat.updated,
        "messages": chat.messages, "leaf": chat.leaf,
    })
}

/// What a conversation is called where the reader sees its id as well.
fn titled(chat: &Chat) -> String {
    if chat.title.is_empty() { tell!("cmd-chats-untitled") } else { chat.title.clone() }
}

/// A moment as people here read it, to the minute.
fn moment(seconds: i64) -> String {
    let moment = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let offset = UtcOffset::local_offset_at(moment).unwrap_or(UtcOffset::UTC);
    let moment = moment.to_offset(offset);
    format!("{} {:02}:{:02}", moment.date(), moment.hour(), moment.minute())
}

/// `1 message`, `2 messages`.
fn messages(chat: &Chat) -> String {
    tell!("cmd-chats-messages", count = chat.messages)
}

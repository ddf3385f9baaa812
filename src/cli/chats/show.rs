//! `qwill chats show`: what was said, with the numbers that name messages.

use std::fmt::Write;

use clap::Args;
use serde_json::Value as Json;

use super::super::out::Output;
use super::super::table;
use super::{Form, Which, facts, messages, moment, titled};
use crate::chat::store::Chat;
use crate::chat::tree::{Node, State, Tree};
use crate::config::Config;
use crate::error::Result;
use crate::wire::Role;
use crate::{tell, text};

/// The arguments of `chats show`.
#[derive(Clone, Debug, Args)]
pub(super) struct Show {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    pub(super) form: Form,
}

impl Show {
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let (store, chat) = self.which.open(config)?;
        let tree = Tree::load(store.nodes(&chat.id)?, chat.leaf);
        let mut output = Output::new();
        if self.form.json {
            let mut all = facts(&chat);
            all["path"] = tree.path().iter().map(|id| id.0).collect();
            all["nodes"] = tree.nodes().map(|node| serde_json::to_value(node).unwrap_or_default()).collect();
            output.text(&Json::to_string(&all))?;
        } else {
            output.text(&text(&chat, &tree))?;
        }
        output.end()
    }
}

/// The current path to be read.
fn text(chat: &Chat, tree: &Tree) -> String {
    let facts =
        [chat.id.0.clone(), chat.model.clone(), moment(chat.updated), messages(chat), chat.dir.clone()];
    let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    let mut out = format!("{}\n{}\n", table::cell(&titled(chat)), table::cell(&text::list(facts)));
    if !chat.system.is_empty() {
        // Writing to a string cannot fail.
        _ = write!(out, "\n{}\n{}\n", tell!("cmd-chats-system"), chat.system.trim_end());
    }
    for node in tree.path().iter().filter_map(|&id| tree.node(id)) {
        let (at, all) = tree.branches(node.id);
        let branch = (all > 1).then(|| tell!("cmd-chats-branch", at = at + 1, count = all));
        let facts = [Some(speaker(node)), branch, ending(node.state)];
        let head = format!("[{}] {}", node.id.0, text::list(facts.into_iter().flatten()));
        _ = write!(out, "\n{}\n", table::cell(&head));
        for call in &node.calls {
            _ = writeln!(out, "{}({})", call.function.name, call.function.arguments);
        }
        if !node.text.trim().is_empty() {
            _ = writeln!(out, "{}", node.text.trim_end());
        }
        for image in &node.images {
            _ = writeln!(out, "{}", table::cell(image));
        }
    }
    out
}

fn speaker(node: &Node) -> String {
    match node.role {
        _ if node.summary => tell!("cmd-chats-summary"),
        Role::User => tell!("cmd-chats-you"),
        Role::Assistant => node.model.clone().unwrap_or_else(|| tell!("cmd-chats-assistant")),
        Role::System => tell!("cmd-chats-system"),
        Role::Tool => tell!("cmd-chats-tool"),
    }
}

fn ending(state: State) -> Option<String> {
    match state {
        State::Whole => None,
        State::Open => Some(tell!("cmd-chats-open")),
        State::Cut => Some(tell!("cmd-chats-cut")),
        State::Stopped => Some(tell!("cmd-chats-stopped")),
        State::Failed => Some(tell!("cmd-chats-broken")),
    }
}

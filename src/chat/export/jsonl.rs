//! JSON Lines: the conversation, then each of its messages, on all branches, with everything about it.

use serde::{Deserialize, Serialize};

use super::Head;
use crate::chat::store::Chat;
use crate::chat::tree::Tree;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::chat) struct Begin {
    /// The version of the form.
    pub(in crate::chat) qwill: u32,
    /// The conversation.
    pub(in crate::chat) chat: Head,
}

/// The whole tree, one message a line behind a line for the conversation. Read again it is the same.
pub fn jsonl(chat: &Chat, tree: &Tree) -> String {
    let mut head = Head::of(chat);
    head.leaf = tree.leaf();
    let mut lines = vec![serde_json::to_string(&Begin { qwill: 1, chat: head })];
    lines.extend(tree.nodes().map(serde_json::to_string));
    // None of these types has what JSON has not.
    lines.into_iter().flatten().flat_map(|line| [line, "\n".into()]).collect()
}

//! A conversation as a file: Markdown to read, JSON Lines to keep.

mod jsonl;
mod markdown;

use serde::{Deserialize, Serialize};

use super::store::{Chat, ChatId};
use super::tree::NodeId;

pub use jsonl::jsonl;
pub use markdown::markdown;

pub(super) use jsonl::Begin;
pub(super) use markdown::{Speaker, marked};

/// What a file says about the whole conversation.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Head {
    id: String,
    title: String,
    model: String,
    system: String,
    dir: String,
    created: i64,
    updated: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    leaf: Option<NodeId>,
}

impl Head {
    fn of(chat: &Chat) -> Head {
        let Chat { title, model, system, dir, created, updated, leaf, .. } = chat.clone();
        Head { id: chat.id.0.clone(), title, model, system, dir, created, updated, leaf }
    }

    /// The conversation that it is about. One whose name is none gets another.
    pub(super) fn chat(self) -> Chat {
        let Head { title, model, system, dir, created, updated, leaf, .. } = self;
        let id = ChatId::parse(&self.id).unwrap_or_else(ChatId::new);
        Chat { id, title, model, system, dir, created, updated, messages: 0, leaf }
    }
}

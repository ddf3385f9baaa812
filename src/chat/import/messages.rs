//! Messages as OpenAI's protocol has them.

use serde_json::Value;

use super::{Talk, now};
use crate::chat::store::{Chat, ChatId};
use crate::chat::title::title;
use crate::chat::tree::{Node, NodeId};
use crate::tell;
use crate::wire::{Content, Message, Role};

/// One conversation, in the order of the messages; none if there are none. `around` is the object that
/// they stand in, which may tell the model.
pub(super) fn talk(values: &[Value], around: &Value) -> Result<Option<Talk>, String> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut system = String::new();
    let text_of = |name: &str| around[name].as_str().unwrap_or_default();
    let at = around["created"].as_i64().unwrap_or_else(now);
    for (number, value) in values.iter().enumerate() {
        let read: Result<Message, _> = serde_json::from_value(value.clone());
        let message = read.map_err(|error| {
            let number = (number + 1).to_string();
            tell!("chats-import-message", number = number, why = error.to_string())
        })?;
        if message.role == Role::System && nodes.is_empty() && system.is_empty() {
            system = message.text();
            continue;
        }
        let parent = nodes.last().map(|node| node.id);
        let id = NodeId(parent.map_or(1, |last| last.0 + 1));
        let node = Node::new(id, parent, message.role, text(&message), at);
        nodes.push(Node {
            thinking: message.reasoning_content.unwrap_or_default(),
            calls: message.tool_calls.unwrap_or_default(),
            call: message.tool_call_id,
            raw: message.raw,
            ..node
        });
    }
    let Some(first) = nodes.iter().find(|node| node.role == Role::User).or(nodes.first()) else {
        return Ok(None);
    };
    let named = text_of("title");
    let chat = Chat {
        id: ChatId::new(),
        title: if named.is_empty() { title(&first.text) } else { named.to_owned() },
        model: text_of("model").to_owned(),
        system,
        dir: String::new(),
        created: at,
        updated: at,
        messages: nodes.len() as u32,
        leaf: nodes.last().map(|node| node.id),
    };
    Ok(Some((chat, nodes)))
}

/// The text; a part that is none leaves its kind.
fn text(message: &Message) -> String {
    let Some(Content::Parts(parts)) = &message.content else { return message.text() };
    let texts = parts.iter().map(|part| match (&part.text, part.kind.as_str()) {
        (Some(text), _) => text.clone(),
        (None, kind) => format!("[{}]", kind.trim_end_matches("_url").trim_start_matches("input_")),
    });
    texts.collect::<Vec<_>>().join("\n")
}

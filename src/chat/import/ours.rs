//! What `chat::export` wrote.

use serde_json::Value;

use super::Talk;
use crate::chat::export::{Begin, Head, Speaker, marked};
use crate::chat::tree::{Node, NodeId};
use crate::tell;
use crate::wire::Role;

/// The newest version of the form that is known.
const VERSION: u32 = 1;

/// JSON Lines: one conversation or several, one behind the other.
pub(super) fn jsonl(values: &[Value]) -> Result<Vec<Talk>, String> {
    let mut talks: Vec<Talk> = Vec::new();
    for (at, value) in values.iter().enumerate() {
        let wrong = |error: serde_json::Error| {
            tell!("chats-import-value", number = (at + 1).to_string(), why = error.to_string())
        };
        if value.get("qwill").is_some() {
            let begin: Begin = serde_json::from_value(value.clone()).map_err(wrong)?;
            if begin.qwill > VERSION {
                return Err(tell!("chats-import-newer", number = begin.qwill.to_string()));
            }
            talks.push((begin.chat.chat(), Vec::new()));
        } else if let Some((chat, nodes)) = talks.last_mut() {
            nodes.push(serde_json::from_value::<Node>(value.clone()).map_err(wrong)?);
            chat.messages += 1;
        }
    }
    Ok(talks)
}

/// Markdown: one path.
pub(super) fn markdown(text: &str) -> Result<Talk, String> {
    // Some editors end lines their own way.
    let text = &if text.contains("-->\r\n") { text.replace("\r\n", "\n") } else { text.to_owned() };
    let none = || tell!("chats-import-none");
    let word = marked(text).ok_or_else(none)?;
    let (_, rest) = text.split_once(&format!("<!-- {word} chat ")).ok_or_else(none)?;
    let (head, mut rest) = value::<Head>(rest)?;
    let mut chat = head.chat();
    let mut nodes: Vec<Node> = Vec::new();
    let says = format!("<!-- {word} says ");
    while let Some((_, after)) = rest.split_once(&says) {
        let number = nodes.len() as u32 + 1;
        let (speaker, after) = value::<Speaker>(after)?;
        let (before, after) = part(after, word, "text", "end")
            .filter(|(before, (text, _))| !before.contains(&says) && !text.contains(&says))
            .ok_or_else(|| tell!("chats-import-lost", number = number.to_string()))?;
        let Speaker { role, model, images, state, summary, at } = speaker;
        let role = role.unwrap_or(Role::User);
        let text = after.0.to_owned();
        let thinking = part(before, word, "thinks", "thought").map_or("", |(_, found)| found.0).to_owned();
        let parent = chat.leaf.replace(NodeId(number));
        let node = Node::new(NodeId(number), parent, role, text, at);
        nodes.push(Node { thinking, model, images, state, summary, ..node });
        rest = after.1;
    }
    chat.messages = nodes.len() as u32;
    Ok((chat, nodes))
}

/// What a comment holds, and what is behind it.
fn value<T: serde::de::DeserializeOwned>(text: &str) -> Result<(T, &str), String> {
    let (json, rest) = text.split_once(" -->").ok_or_else(|| tell!("chats-import-open"))?;
    Ok((serde_json::from_str(json).map_err(|error| error.to_string())?, rest))
}

/// What is before two comments, between them, and behind them.
fn part<'a>(text: &'a str, word: &str, from: &str, to: &str) -> Option<(&'a str, (&'a str, &'a str))> {
    let (before, rest) = text.split_once(&format!("<!-- {word} {from} -->\n\n"))?;
    let (between, rest) = rest.split_once(&format!("\n\n<!-- {word} {to} -->"))?;
    Some((before, (between, rest)))
}

//! Markdown of the current path, in which comments mark what belongs to whom, so that it can be read back.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Head;
use crate::chat::store::Chat;
use crate::chat::tree::{Node, State, Tree};
use crate::wire::Role;

/// What a comment says about the message behind it.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::chat) struct Speaker {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::chat) role: Option<Role>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::chat) model: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::chat) images: Vec<String>,
    #[serde(skip_serializing_if = "whole")]
    pub(in crate::chat) state: State,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::chat) summary: bool,
    pub(in crate::chat) at: i64,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn whole(state: &State) -> bool {
    *state == State::Whole
}

/// The current path. Thinking is folded away; tool calls are shown as code. Other branches, raw texts
/// and costs are left out.
pub fn markdown(chat: &Chat, tree: &Tree) -> String {
    let nodes: Vec<&Node> = tree.path().iter().filter_map(|&id| tree.node(id)).collect();
    let texts = nodes.iter().flat_map(|node| [&node.text, &node.thinking]);
    let word = word(texts.chain([&chat.system]).map(String::as_str));
    let comment = |kind: &str, value: Value| {
        // Neither a comment's end nor a line's end may come from what it holds.
        let json = if value.is_null() { String::new() } else { value.to_string() };
        format!("<!-- {word} {kind}{} -->", json.replace('<', "\\u003c").replace('>', "\\u003e"))
    };
    let title = chat.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let head = serde_json::to_value(Head { leaf: None, ..Head::of(chat) }).unwrap_or_default();
    let mut out = format!("# {title}\n\n{}", comment("chat ", head));
    out.extend(chat.system.lines().map(|line| format!("\n> {line}")));
    out.push('\n');
    for node in nodes {
        let value = serde_json::to_value(Speaker::of(node)).unwrap_or_default();
        out.push_str(&format!("\n## {} {}\n\n", name(node), comment("says ", value)));
        if !node.thinking.is_empty() {
            out.push_str("<details><summary>Thinking</summary>\n\n");
            out.push_str(&format!("{}\n\n{}\n\n", comment("thinks", Value::Null), node.thinking));
            out.push_str(&format!("{}\n\n</details>\n\n", comment("thought", Value::Null)));
        }
        out.push_str(&format!("{}\n\n{}\n", comment("text", Value::Null), node.text));
        let calls = node.calls.iter().map(|call| {
            format!("\n    {}({})\n", call.function.name, call.function.arguments.replace('\n', "\n    "))
        });
        out.push_str(&format!("\n{}\n", comment("end", Value::Null)));
        out.extend(calls);
    }
    out
}

/// The word that begins our comments in this Markdown, if it is ours.
pub(in crate::chat) fn marked(text: &str) -> Option<&str> {
    let comments = text.lines().filter_map(|line| line.strip_prefix("<!-- "));
    let words = comments.filter_map(|line| line.split_once(" chat {").map(|(word, _)| word));
    words.into_iter().find(|word| word.strip_prefix("qwill").is_some_and(|end| end.chars().all(|c| c == '+')))
}

impl Speaker {
    fn of(node: &Node) -> Speaker {
        let Node { role, model, images, state, summary, at, .. } = node.clone();
        Speaker { role: Some(role), model, images, state, summary, at }
    }
}

/// A beginning for comments that is in none of these texts, so that no text can end itself.
fn word<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> String {
    let mut word = "qwill".to_owned();
    while texts.clone().any(|text| text.contains(&format!("<!-- {word} "))) {
        word.push('+');
    }
    word
}

fn name(node: &Node) -> String {
    match (node.role, &node.model) {
        _ if node.summary => "Summary".into(),
        (Role::User, _) if node.call.is_some() => "Check".into(),
        (Role::User, _) => "You".into(),
        (Role::System, _) => "System".into(),
        (Role::Tool, _) => "Tool".into(),
        (Role::Assistant, None) => "Assistant".into(),
        (Role::Assistant, Some(model)) => format!("Assistant ({})", model.replace(['\n', '\r', '<'], " ")),
    }
}

//! ChatGPT's `conversations.json`: a mapping of nodes, of which only some are messages.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::Talk;
use crate::chat::store::{Chat, ChatId};
use crate::chat::title::title;
use crate::chat::tree::{Node, NodeId};
use crate::wire::Role;

/// The conversation with all its branches; none if nothing was said in it.
pub(super) fn talk(value: &Value) -> Option<Talk> {
    let mapping = value.get("mapping")?.as_object()?;
    let mut walk = Walk::default();
    let known = |id: &&str| mapping.contains_key(*id);
    let roots = mapping.iter().filter(|(_, node)| node["parent"].as_str().filter(known).is_none());
    // What no root leads to comes last, so that nothing is left out.
    let starts = roots.map(|root| root.0).chain(mapping.keys());
    for start in starts {
        walk.down(mapping, start);
    }
    let Walk { nodes, kept, .. } = walk;
    let first = nodes.iter().find(|node| node.role == Role::User).or(nodes.first())?;
    let named = text_of(value, "title");
    let titled = if named.is_empty() { title(&first.text) } else { named };
    let seconds = |name: &str| value[name].as_f64();
    let created = seconds("create_time");
    let name = [text_of(value, "conversation_id"), text_of(value, "id"), titled.clone()];
    let name = name.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    let current = value["current_node"].as_str().and_then(|id| kept.get(id).copied().flatten());
    let chat = Chat {
        id: created.map_or_else(ChatId::new, |created| ChatId::of((created * 1000.0) as u64, &name)),
        title: titled,
        model: text_of(value, "default_model_slug"),
        system: String::new(),
        dir: String::new(),
        created: created.map_or_else(super::now, |at| at as i64),
        updated: seconds("update_time").or(created).map_or_else(super::now, |at| at as i64),
        messages: nodes.len() as u32,
        leaf: current.or(nodes.last().map(|node| node.id)),
    };
    Some((chat, nodes))
}

fn text_of(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

/// The way through the mapping, parents first.
#[derive(Default)]
struct Walk<'a> {
    nodes: Vec<Node>,
    seen: HashSet<&'a str>,
    /// For each node of the mapping the message that it is, or that stands above it.
    kept: HashMap<&'a str, Option<NodeId>>,
}

impl<'a> Walk<'a> {
    /// Takes a node and everything below it.
    fn down(&mut self, mapping: &'a serde_json::Map<String, Value>, start: &'a str) {
        // What is thought stands in nodes of its own, before the answer.
        let mut stack = vec![(start, None, String::new())];
        while let Some((id, parent, mut thinking)) = stack.pop() {
            let Some((id, node)) = mapping.get_key_value(id) else { continue };
            if !self.seen.insert(id) {
                continue;
            }
            let mut above = parent;
            match read(&node["message"]) {
                Some(Found::Thinking(text)) => thinking = [thinking, text].join("\n\n").trim().to_owned(),
                Some(Found::Message(mut message)) => {
                    message.id = NodeId(self.nodes.len() as u32 + 1);
                    message.parent = parent;
                    if message.role == Role::Assistant {
                        message.thinking = std::mem::take(&mut thinking);
                    }
                    above = Some(message.id);
                    self.nodes.push(*message);
                }
                None => {}
            }
            self.kept.insert(id, above);
            let kids = node["children"].as_array().map(Vec::as_slice).unwrap_or_default();
            // The last in is the first out.
            let kids = kids.iter().rev().filter_map(Value::as_str);
            stack.extend(kids.map(|kid| (kid, above, thinking.clone())));
        }
    }
}

enum Found {
    Message(Box<Node>),
    Thinking(String),
}

/// A message that somebody wrote or read, and what was thought before one.
fn read(message: &Value) -> Option<Found> {
    let hidden = message["metadata"]["is_visually_hidden_from_conversation"].as_bool();
    let role = match message["author"]["role"].as_str()? {
        _ if hidden == Some(true) => return None,
        "user" => Role::User,
        "assistant" => Role::Assistant,
        "tool" => Role::Tool,
        "system" => Role::System,
        _ => return None,
    };
    let content = &message["content"];
    let text = match content["content_type"].as_str().unwrap_or("text") {
        "thoughts" => {
            let all = content["thoughts"].as_array()?.iter();
            let texts: Vec<&str> = all.filter_map(|thought| thought["content"].as_str()).collect();
            return Some(Found::Thinking(texts.join("\n\n")));
        }
        "reasoning_recap" | "user_editable_context" | "model_editable_context" => return None,
        "code" => fenced(&text_of(content, "text"), &text_of(content, "language")),
        "execution_output" => fenced(&text_of(content, "text"), ""),
        _ => match content["parts"].as_array() {
            Some(parts) => parts.iter().filter_map(part).collect::<Vec<_>>().join("\n"),
            None => [text_of(content, "text"), text_of(content, "result")].concat(),
        },
    };
    let text = without_citations(&text);
    if text.trim().is_empty() {
        return None;
    }
    let at = message["create_time"].as_f64().unwrap_or_default() as i64;
    let mut node = Node::new(NodeId(0), None, role, text, at);
    node.model =
        message["metadata"]["model_slug"].as_str().filter(|_| role == Role::Assistant).map(Into::into);
    Some(Found::Message(Box::new(node)))
}

/// A piece of a message; what is no text is not in the export.
fn part(part: &Value) -> Option<String> {
    let kind = part["content_type"].as_str().unwrap_or_default();
    match part.as_str().or(part["text"].as_str()) {
        Some(text) => Some(text.to_owned()),
        None if kind.starts_with("image") => Some("[image]".into()),
        None if kind.contains("audio") || kind.contains("video") => Some("[audio or video]".into()),
        None => None,
    }
}

fn fenced(text: &str, language: &str) -> String {
    let language = if language == "unknown" { "" } else { language };
    if text.trim().is_empty() { String::new() } else { format!("```{language}\n{text}\n```") }
}

/// The text without references to sources, which stand between letters of private use.
fn without_citations(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{E200}') {
        let Some((_, after)) = after.split_once('\u{E201}') else { break };
        out.push_str(before);
        rest = after;
    }
    out + rest
}

//! What an engine is sent: the path as messages, and what the user set.

use serde_json::{Map, json};

use super::verbs::is_empty;
use super::{Effect, Session, Think};
use crate::chat::reply;
use crate::chat::tree::{Node, State};
use crate::wire::{ChatRequest, Content, Message, Part, Role};

/// Says before a summary what it is.
const SO_FAR: &str = "What was said so far, in short:";

impl Session {
    /// The request for an answer to the path as it is.
    pub(super) fn request(&self) -> ChatRequest {
        let (summary, nodes) = self.sent();
        let messages = self.messages(summary, nodes.into_iter());
        let mut kwargs = Map::new();
        if self.setup.think != Think::Auto {
            kwargs.insert("enable_thinking".into(), (self.setup.think == Think::On).into());
        }
        ChatRequest {
            messages,
            max_tokens: self.setup.max_tokens.map(i64::from),
            chat_template_kwargs: kwargs,
            sampling: self.setup.sampling,
            tools: self.setup.work.as_ref().map(super::Work::tools).unwrap_or_default(),
            ..ChatRequest::default()
        }
    }

    /// Lets the engine load its model and read what every conversation with this system prompt begins with.
    /// Not the whole conversation: whoever only looks at an old one would have the machine busy for minutes.
    pub fn warm(&self) -> Effect {
        let system = Some(self.chat.system.trim()).filter(|text| !text.is_empty());
        let system = system.map(|text| Message::new(Role::System, text));
        let messages = system.into_iter().chain([Message::new(Role::User, "")]).collect();
        Effect::Warm(Box::new(ChatRequest { messages, ..self.request() }))
    }

    /// The last summary on the path, and the messages behind it: a summary stands for all before it.
    pub(super) fn sent(&self) -> (Option<&Node>, Vec<&Node>) {
        let mut nodes = Vec::new();
        for node in self.path().rev() {
            if node.summary {
                nodes.reverse();
                return (Some(node), nodes);
            }
            nodes.push(node);
        }
        nodes.reverse();
        (None, nodes)
    }

    /// These messages as an engine reads them, behind the system prompt and the summary.
    pub(super) fn messages<'a>(
        &self,
        summary: Option<&Node>,
        nodes: impl Iterator<Item = &'a Node>,
    ) -> Vec<Message> {
        let first = self.opening(summary).map(|text| Message::new(Role::System, text));
        // An answer that never came says nothing, and an open one is the answer that is asked for.
        let said = nodes.filter(|node| node.role != Role::Assistant || !is_empty(node));
        first.into_iter().chain(said.map(|node| self.message(node))).collect()
    }

    /// The system prompt with the summary.
    pub(super) fn opening(&self, summary: Option<&Node>) -> Option<String> {
        let system = self.system();
        let text = match summary {
            None => system.to_owned(),
            Some(node) if system.is_empty() => format!("{SO_FAR}\n\n{}", node.text),
            Some(node) => format!("{system}\n\n{SO_FAR}\n\n{}", node.text),
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// The instructions for the model: the user's own, else the language to answer in. That is decided by how the
    /// conversation began: another beginning would have all of it read again.
    pub(super) fn system(&self) -> &str {
        let own = self.chat.system.trim();
        if !own.is_empty() {
            return own;
        }
        if let Some(work) = &self.setup.work {
            return work.told.to(work.scale);
        }
        let first = self.path().find(|node| node.role == Role::User);
        first.and_then(|node| reply::instruction(&node.text)).unwrap_or_default()
    }

    fn message(&self, node: &Node) -> Message {
        let calls = (!node.calls.is_empty()).then(|| node.calls.clone());
        let thinking = calls.is_some() && !node.thinking.is_empty();
        Message {
            content: Some(content(node)),
            reasoning_content: thinking.then(|| node.thinking.clone()),
            tool_calls: calls,
            tool_call_id: node.call.clone().filter(|_| node.role == Role::Tool),
            raw: self.raw(node),
            ..Message::new(node.role, "")
        }
    }

    /// The answer's exact text, if it was written by the model that reads it now, and all of it came.
    pub(super) fn raw(&self, node: &Node) -> Option<String> {
        let same = node.model.as_deref() == Some(self.chat.model.as_str());
        node.raw.clone().filter(|_| same && matches!(node.state, State::Whole | State::Cut))
    }
}

/// Text, and pictures by their paths, which the driver replaces by what is in them.
fn content(node: &Node) -> Content {
    if node.images.is_empty() {
        return Content::Text(node.text.clone());
    }
    let text = Part { kind: "text".into(), text: Some(node.text.clone()), rest: Map::new() };
    let image = |path: &String| {
        let mut rest = Map::new();
        rest.insert("image_url".into(), json!({ "url": path }));
        Part { kind: "image_url".into(), text: None, rest }
    };
    Content::Parts(std::iter::once(text).chain(node.images.iter().map(image)).collect())
}

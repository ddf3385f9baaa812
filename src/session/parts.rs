//! Where the tokens of the context go.

use super::meter::{AROUND, Exactness};
use super::{Of, Session};
use crate::chat::tree::NodeId;

/// What tokens are spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The system prompt.
    System,
    /// What the model's template puts around everything.
    Template,
    /// The summary of what was said before.
    Summary(NodeId),
    /// The text of a message.
    Message(NodeId),
    /// The thinking of an answer, which stays as long as its exact text is sent back.
    Thinking(NodeId),
    /// What is being typed.
    Draft,
    /// Nothing yet.
    Free,
}

/// One row of where the tokens go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// On what.
    pub slot: Slot,
    /// How many.
    pub tokens: u32,
    /// Whether they were counted.
    pub exact: Exactness,
}

impl Session {
    /// Where the tokens go, in the order in which the model reads them.
    pub fn parts(&self) -> Vec<Part> {
        let (summary, nodes) = self.sent();
        let part = |slot, (tokens, exact)| Part { slot, tokens, exact };
        let mut parts = Vec::new();
        let system = self.system();
        if !system.is_empty() {
            parts.push(part(Slot::System, self.tokens(Of::System, system, None)));
        }
        if let Some(node) = summary {
            parts.push(part(Slot::Summary(node.id), self.tokens(Of::Text(node.id), &node.text, None)));
        }
        for node in &nodes {
            let thinking = self.thinking(node);
            parts.extend((thinking.0 > 0).then(|| part(Slot::Thinking(node.id), thinking)));
            parts.push(part(Slot::Message(node.id), self.text(node)));
        }
        let sum = parts.iter().fold(0_u32, |sum, part| sum.saturating_add(part.tokens));
        let meter = self.meter();
        let around = if nodes.is_empty() { 0 } else { AROUND * (nodes.len() as u32 + 1) };
        let template = match meter.used.checked_sub(sum) {
            Some(rest) if meter.exact == Exactness::Exact => rest,
            _ => around,
        };
        let first = parts.iter().position(|part| part.slot != Slot::System).unwrap_or(parts.len());
        let all_exact = parts.iter().all(|part| part.exact == Exactness::Exact);
        let exact = if all_exact { meter.exact } else { Exactness::About };
        parts.insert(first, part(Slot::Template, (template, exact)));
        if meter.draft > 0 {
            parts.push(part(Slot::Draft, (meter.draft, Exactness::About)));
        }
        let all = sum.saturating_add(template).saturating_add(meter.draft);
        if meter.limit > 0 {
            parts.push(part(Slot::Free, (meter.limit.saturating_sub(all), meter.exact)));
        }
        parts
    }
}

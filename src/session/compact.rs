//! Makes room: a summary, or a note, takes the place of the older messages, as a branch that can be left.

use super::verbs::is_empty;
use super::{Aim, Effect, Phase, Session};
use crate::chat::tree::{Node, NodeId};
use crate::client::Done;
use crate::tell;
use crate::wire::{ChatRequest, Message, Role};

/// Asks the model for a summary.
const PROMPT: &str = include_str!("../../prompts/compact.md");

/// What stands in the place of messages that were dropped.
const DROPPED: &str = "(Earlier messages of this conversation were left out.)";

/// The most tokens a summary may have.
const LONGEST: u32 = 1024;

/// A summary as it is written, and where it goes.
#[derive(Debug)]
pub(super) struct Plan {
    text: String,
    cut: Cut,
    /// Where the path ended.
    old: Option<NodeId>,
    then: Then,
}

/// What comes after a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// The user.
    Rest,
    /// The work that it made room for.
    GoOn,
}

/// What the summary stands behind, and what is kept behind it.
#[derive(Clone, Debug)]
struct Cut {
    parent: NodeId,
    keep: Vec<NodeId>,
}

/// A compaction that nothing was said after.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    leaf: NodeId,
    old: NodeId,
}

impl Plan {
    pub(super) fn text(&self) -> &str {
        self.text.trim_start()
    }

    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }
}

impl Session {
    /// Asks the model for a summary of all but the last exchange. When it has come, it stands as a branch
    /// before a copy of that exchange, and only both are sent from then on. [`Session::undo`] takes it back.
    pub fn compact(&mut self) -> Vec<Effect> {
        if self.is_busy() {
            return vec![Effect::Notice(tell!("session-busy"))];
        }
        let (_, nodes) = self.sent();
        let Some(from) = kept(&nodes) else {
            return vec![Effect::Notice(tell!("session-compact-none"))];
        };
        let (head, tail) = nodes.split_at(from);
        let Some(parent) = head.last().map(|node| node.id) else { return Vec::new() };
        let cut = Cut { parent, keep: tail.iter().map(|node| node.id).collect() };
        let plan = Plan { text: String::new(), cut, old: self.tree.leaf(), then: Then::Rest };
        let (request, left) = self.summary_request(head);
        let mut effects = Vec::new();
        if left > 0 {
            effects.push(Effect::Notice(tell!("session-left-out", count = left)));
        }
        effects.push(self.start(Aim::Compact(plan), Phase::Compacting, request));
        effects
    }

    /// Asks for a summary of everything; nothing is kept behind it.
    pub(super) fn sum_up(&mut self, then: Then) -> Vec<Effect> {
        let Some(parent) = self.tree.leaf() else { return Vec::new() };
        let (_, nodes) = self.sent();
        let (request, left) = self.summary_request(&nodes);
        let left = (left > 0).then(|| Effect::Notice(tell!("session-left-out", count = left)));
        let plan =
            Plan { text: String::new(), cut: Cut { parent, keep: Vec::new() }, old: Some(parent), then };
        left.into_iter().chain([self.start(Aim::Compact(plan), Phase::Compacting, request)]).collect()
    }

    /// Drops the older messages from what is sent, without a summary, so that the context is at most half
    /// full; the last exchange stays. [`Session::undo`] takes it back.
    pub fn shed(&mut self, now: i64) -> Vec<Effect> {
        let mut effects = self.stop();
        let (summary, nodes) = self.sent();
        let Some(last) = kept(&nodes) else {
            effects.push(Effect::Notice(tell!("session-drop-none")));
            return effects;
        };
        let room = u64::from(self.limit() / 2);
        let (mut from, mut sum) = (last, 0);
        for (at, node) in nodes.iter().enumerate().rev() {
            sum += u64::from(self.weight(node));
            if sum > room || at == 0 {
                break;
            }
            if node.role == Role::User && at < from {
                from = at;
            }
        }
        let Some(parent) = nodes.get(from.wrapping_sub(1)).map(|node| node.id) else { return effects };
        let keep = nodes[from..].iter().map(|node| node.id).collect();
        let text = match summary {
            Some(node) if !node.text.contains(DROPPED) => format!("{}\n\n{DROPPED}", node.text),
            Some(node) => node.text.clone(),
            None => DROPPED.to_owned(),
        };
        let old = self.tree.leaf();
        effects.push(self.insert(text, &Cut { parent, keep }, old, now));
        effects
    }

    /// Takes back a compaction, if nothing was said since.
    pub fn uncompact(&mut self) -> Option<Vec<Effect>> {
        let mark = self.compacted.take()?;
        if self.tree.leaf() != Some(mark.leaf) {
            return None;
        }
        self.tree.go(Some(mark.old));
        Some(self.moved().into_iter().collect())
    }

    /// The summary is written.
    pub(super) fn compact_done(&mut self, plan: Plan, done: &Done, now: i64) -> Vec<Effect> {
        let text = plan.text.trim();
        if text.is_empty() {
            let rest = (plan.then == Then::GoOn).then_some(Effect::Rest);
            return std::iter::once(Effect::Notice(tell!("session-no-summary"))).chain(rest).collect();
        }
        let mut effects = vec![self.insert(text.to_owned(), &plan.cut, plan.old, now)];
        if done.finish == "length" {
            effects.push(Effect::Notice(tell!("session-summary-cut")));
        }
        if plan.then == Then::GoOn {
            effects.extend(self.resume_task(now));
        }
        effects
    }

    /// Puts the summary behind the messages it stands for, and a copy of what is kept behind it.
    fn insert(&mut self, text: String, cut: &Cut, old: Option<NodeId>, now: i64) -> Effect {
        let id = self.tree.add(Some(cut.parent), Role::Assistant, text, now);
        let model = Some(self.chat.model.clone()).filter(|name| !name.is_empty());
        if let Some(node) = self.tree.node_mut(id) {
            node.summary = true;
            node.model = model;
        }
        let (mut new, mut leaf) = (vec![id], id);
        for &kept in &cut.keep {
            let Some(node) = self.tree.node(kept).cloned() else { continue };
            leaf = self.tree.add(Some(leaf), node.role, String::new(), node.at);
            if let Some(copy) = self.tree.node_mut(leaf) {
                // Its cost was that of another prompt.
                *copy = Node { id: leaf, parent: copy.parent, cost: None, ..node };
            }
            if let Some(fault) = self.faults.get(&kept).cloned() {
                self.faults.insert(leaf, fault);
            }
            new.push(leaf);
        }
        self.compacted = old.map(|old| Mark { leaf, old });
        let effect = self.save(now, &new);
        self.settle();
        effect
    }

    /// The request for a summary of these messages, and how many of the oldest do not fit.
    fn summary_request(&self, head: &[&Node]) -> (ChatRequest, usize) {
        let limit = self.limit();
        let most = if limit > 0 { LONGEST.min(limit / 4).max(32) } else { LONGEST };
        let (summary, _) = self.sent();
        let opening = self.opening(summary).map_or(0, |text| super::tokens::guess(&text));
        let room = limit.saturating_sub(most + opening + super::tokens::guess(PROMPT) + 32);
        let mut left = 0;
        if limit > 0 {
            let mut sum: u64 = head.iter().map(|node| u64::from(self.weight(node))).sum();
            while sum > u64::from(room) && left + 1 < head.len() {
                sum -= u64::from(self.weight(head[left]));
                left += 1;
            }
            // A template may refuse a conversation that begins with an answer.
            while left > 0 && left + 1 < head.len() && head[left].role != Role::User {
                left += 1;
            }
        }
        let mut messages = self.messages(summary, head[left..].iter().copied());
        messages.push(Message::new(Role::User, PROMPT.trim()));
        let mut request = ChatRequest { messages, ..self.request() };
        request.max_tokens = Some(most.into());
        // A summary needs no thinking, which may take longer than all the rest.
        request.chat_template_kwargs.insert("enable_thinking".into(), false.into());
        (request, left)
    }
}

/// Where what is kept begins: at the last question, or behind the end when there is no other; `None` when
/// there is nothing before it.
fn kept(nodes: &[&Node]) -> Option<usize> {
    let last = nodes.iter().rposition(|node| node.role == Role::User)?;
    let answered = nodes[last..].iter().any(|node| node.role == Role::Assistant && !is_empty(node));
    match last {
        0 if answered => Some(nodes.len()),
        0 => None,
        last => Some(last),
    }
}

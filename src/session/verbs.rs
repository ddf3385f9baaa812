//! What the user does: send, stop, ask anew, edit, take back, switch branches.

use super::{Aim, Effect, Engine, Of, Phase, Queued, Run, Session, Tally, Think, unique};
use crate::chat::store::{Chat, ChatId, Write};
use crate::chat::title::title;
use crate::chat::tree::{Node, NodeId, State, Tree};
use crate::tell;
use crate::wire::{ChatRequest, Role, Sampling};

impl Session {
    /// Sends a message with these pictures (by path), or queues it while an answer is under way or others
    /// wait before it; `now` in seconds since 1970, as everywhere here.
    pub fn send(&mut self, text: String, images: Vec<String>, now: i64) -> Vec<Effect> {
        self.queue.push_back(Queued { text, images });
        self.resume(now)
    }

    /// Sends the next of the queued messages, if there is one and no answer is under way. After an
    /// answer that was stopped or failed, they wait for this.
    pub fn resume(&mut self, now: i64) -> Vec<Effect> {
        if self.is_busy() {
            return Vec::new();
        }
        let Some(Queued { text, images }) = self.queue.pop_front() else { return Vec::new() };
        self.say(self.tree.leaf(), text, images, now)
    }

    /// Takes a queued message back, counted from 0.
    pub fn drop_queued(&mut self, index: usize) -> Option<Queued> {
        self.queue.remove(index)
    }

    /// Ends the answer under way and keeps what came of it; of a summary nothing is kept.
    pub fn stop(&mut self) -> Vec<Effect> {
        let Some(run) = self.run.take() else { return Vec::new() };
        let mut effects = vec![Effect::Stop { generation: run.generation }];
        match run.aim {
            Aim::Answer(id) => {
                self.end(id, State::Stopped, run.tally);
                effects.extend(self.write_node(id));
                effects.extend(self.ask_counts(&[id]));
                effects.extend(self.setup.work.as_ref().map(|_| Effect::Rest));
            }
            Aim::Calls(calls) => effects.extend(self.abandon(calls)),
            Aim::Compact(_) | Aim::Aside(_) => {}
        }
        self.settle();
        effects
    }

    /// Asks for another answer in the place of this one, or of the last one; for a message of the user,
    /// for another answer to it. The answers there are stay as branches.
    pub fn regen(&mut self, id: Option<NodeId>, now: i64) -> Vec<Effect> {
        let last = || self.last(|node| node.role == Role::Assistant && !node.summary);
        let Some(node) = id.or_else(last).and_then(|id| self.tree.node(id)) else {
            return vec![Effect::Notice(tell!("session-no-answer"))];
        };
        if node.summary {
            return vec![Effect::Notice(tell!("session-is-summary"))];
        }
        let from = if node.role == Role::Assistant { node.parent } else { Some(node.id) };
        let mut effects = self.stop();
        self.tree.go(from);
        effects.extend(self.ask(Vec::new(), now));
        effects
    }

    /// Asks again after an answer that failed, was stopped or cut, or never came. An answer of which
    /// nothing came gives its place to the new one.
    pub fn retry(&mut self, now: i64) -> Vec<Effect> {
        let Some(leaf) = self.tree.leaf().filter(|_| !self.is_busy()) else { return Vec::new() };
        self.regen(Some(leaf), now)
    }

    /// Puts another text in the place of a message, as a branch. After a message of the user the model
    /// answers anew.
    pub fn edit(&mut self, id: NodeId, text: String, now: i64) -> Vec<Effect> {
        let Some(node) = self.tree.node(id).cloned() else { return Vec::new() };
        let mut effects = self.stop();
        if node.role == Role::User {
            effects.extend(self.say(node.parent, text, node.images, now));
            return effects;
        }
        let new = self.tree.add(node.parent, node.role, text, now);
        if let Some(copy) = self.tree.node_mut(new) {
            copy.summary = node.summary;
            copy.model = node.model;
        }
        self.settle();
        effects.push(self.save(now, &[new]));
        effects.extend(self.ask_counts(&[new]));
        effects
    }

    /// Takes the last exchange from the path and gives the user's text back; after a compaction takes
    /// that back instead. Nothing is lost: what left the path is a branch.
    pub fn undo(&mut self) -> (Option<String>, Vec<Effect>) {
        let mut effects = self.stop();
        if let Some(undone) = self.uncompact() {
            effects.extend(undone);
            return (None, effects);
        }
        let last = self.last(|node| node.is_question() || node.summary);
        let Some(node) = last.and_then(|id| self.tree.node(id)) else { return (None, effects) };
        // Of a summary that nothing was said after, nothing is the user's.
        let text = (!node.summary).then(|| node.text.clone());
        self.tree.go(node.parent);
        effects.extend(self.moved());
        (text, effects)
    }

    /// Switches from a message to the branch `step` away, such as -1 for the one before.
    pub fn turn(&mut self, id: NodeId, step: isize) -> Vec<Effect> {
        let (at, count) = self.tree.branches(id);
        let there = at.checked_add_signed(step).is_some_and(|at| at < count);
        if !there {
            return Vec::new();
        }
        let mut effects = self.stop();
        self.tree.turn(id, step);
        effects.extend(self.moved());
        effects
    }

    /// Shows the path that ends at this message.
    pub fn go(&mut self, leaf: Option<NodeId>) -> Vec<Effect> {
        let mut effects = self.stop();
        self.tree.go(leaf);
        effects.extend(self.moved());
        effects
    }

    /// Goes on in a new conversation `id` that begins with a copy of the path; the old one stays as it is.
    pub fn fork(&mut self, id: ChatId, now: i64) -> Vec<Effect> {
        let mut effects = self.stop();
        let nodes: Vec<Node> = self.path().cloned().collect();
        let leaf = self.tree.leaf();
        let ids: Vec<NodeId> = nodes.iter().map(|node| node.id).collect();
        self.chat = Chat { id, created: now, ..self.chat.clone() };
        self.tree = Tree::load(nodes, leaf);
        self.compacted = None;
        self.counts.renew();
        self.settle();
        effects.push(self.save(now, &ids));
        effects
    }

    /// Gives the conversation this title.
    pub fn rename(&mut self, title: String) -> Vec<Effect> {
        self.chat.title.clone_from(&title);
        let write = Write::Title(self.chat.id.clone(), title);
        self.stored.then(|| Effect::Write(vec![write])).into_iter().collect()
    }

    /// From the next answer on the model is told this first.
    pub fn set_system(&mut self, system: String) -> Vec<Effect> {
        self.chat.system = system;
        self.counts.outdate(self.tree.nodes().last().map(|node| node.id));
        self.counts.forget(Of::System);
        self.settle();
        let mut effects = self.row();
        effects.extend(self.ask_system());
        effects
    }

    /// From the next answer on this model answers; `None` is the usual one. What is under way goes on.
    pub fn set_model(&mut self, model: Option<String>) -> Vec<Effect> {
        self.setup.model = model;
        self.switch()
    }

    /// From the next answer on the engine holds so many tokens.
    pub fn set_ctx(&mut self, ctx: Option<u32>) -> Vec<Effect> {
        self.setup.ctx = ctx;
        self.switch()
    }

    /// From the next answer on the model thinks, or does not.
    pub fn set_think(&mut self, think: Think) {
        self.setup.think = think;
    }

    /// From the next answer on these numbers hold.
    pub fn set_sampling(&mut self, sampling: Sampling) {
        self.setup.sampling = sampling;
    }

    fn switch(&mut self) -> Vec<Effect> {
        self.engine = Engine::Unknown;
        vec![Effect::Switch { model: self.setup.model.clone(), ctx: self.setup.ctx }, self.warm()]
    }

    /// The user says `text` behind `parent`, and the model is asked.
    fn say(&mut self, parent: Option<NodeId>, text: String, images: Vec<String>, now: i64) -> Vec<Effect> {
        if self.chat.title.is_empty() {
            self.chat.title = title(&text);
        }
        self.past.changed = false;
        if let Some(work) = &mut self.setup.work {
            work.offers.clone_from(&work.coming);
        }
        let id = self.tree.add(parent, Role::User, text, now);
        if let Some(node) = self.tree.node_mut(id) {
            node.images = images;
        }
        let mut effects = self.ask(vec![id], now);
        effects.extend(self.ask_counts(&[id]));
        effects
    }

    /// Asks for an answer to the path as it is, and writes down these new messages with it.
    pub(super) fn ask(&mut self, mut new: Vec<NodeId>, now: i64) -> Vec<Effect> {
        let request = self.request();
        let leaf = self.tree.leaf();
        let spare = leaf.and_then(|leaf| self.spare(leaf));
        let id = spare.unwrap_or_else(|| self.tree.add(leaf, Role::Assistant, String::new(), now));
        if let Some(node) = self.tree.node_mut(id) {
            node.state = State::Open;
            node.at = now;
            node.model = Some(self.chat.model.clone()).filter(|name| !name.is_empty());
        }
        self.tree.go(Some(id));
        self.faults.remove(&id);
        self.compacted = None;
        self.past.spent = false;
        new.push(id);
        let mut effects = vec![self.save(now, &new)];
        effects.push(self.start(Aim::Answer(id), Phase::Starting, request));
        self.settle();
        effects
    }

    /// An answer behind `leaf` of which nothing came.
    fn spare(&self, leaf: NodeId) -> Option<NodeId> {
        let empty = |node: &&Node| {
            let failed = matches!(node.state, State::Failed | State::Stopped);
            node.parent == Some(leaf) && node.role == Role::Assistant && failed && is_empty(node)
        };
        self.tree.nodes().filter(empty).last().map(|node| node.id)
    }

    pub(super) fn start(&mut self, aim: Aim, phase: Phase, request: ChatRequest) -> Effect {
        let generation = unique();
        self.run = Some(Run { generation, aim, phase, tally: Tally::default() });
        Effect::Ask { generation, request: Box::new(request) }
    }

    /// The messages of the path, oldest first.
    pub fn path(&self) -> impl DoubleEndedIterator<Item = &Node> {
        self.tree.path().iter().filter_map(|&id| self.tree.node(id))
    }

    /// The last message of the path that is such a one.
    pub(super) fn last(&self, such: impl Fn(&Node) -> bool) -> Option<NodeId> {
        self.path().rev().find(|node| such(node)).map(|node| node.id)
    }

    /// The path ends elsewhere now.
    pub(super) fn moved(&mut self) -> Option<Effect> {
        self.chat.leaf = self.tree.leaf();
        self.settle();
        let write = Write::Leaf(self.chat.id.clone(), self.chat.leaf);
        self.stored.then(|| Effect::Write(vec![write]))
    }

    /// Writes these messages and the conversation's row.
    pub(super) fn save(&mut self, now: i64, ids: &[NodeId]) -> Effect {
        self.chat.leaf = self.tree.leaf();
        self.chat.updated = now;
        self.stored = true;
        let nodes = ids.iter().filter_map(|&id| self.tree.node(id));
        let nodes = nodes.map(|node| Write::Node(self.chat.id.clone(), node.clone()));
        Effect::Write(std::iter::once(Write::Chat(self.chat.clone())).chain(nodes).collect())
    }

    fn row(&self) -> Vec<Effect> {
        self.stored.then(|| Effect::Write(vec![Write::Chat(self.chat.clone())])).into_iter().collect()
    }

    pub(super) fn write_node(&self, id: NodeId) -> Option<Effect> {
        let node = self.tree.node(id)?;
        Some(Effect::Write(vec![Write::Node(self.chat.id.clone(), node.clone())]))
    }
}

/// Whether a message says nothing.
pub(super) fn is_empty(node: &Node) -> bool {
    node.text.is_empty() && node.thinking.is_empty() && node.calls.is_empty()
}

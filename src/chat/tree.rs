//! A conversation as a tree: every edit and every new answer is a branch, and none is lost.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::wire::{Role, ToolCall};

/// A message of one conversation; given in order, from 1, so that what comes later has a greater one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NodeId(pub u32);

/// How far a message has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// All of it is here.
    #[default]
    Whole,
    /// The model still writes; found in the store, it is what was left when the program died.
    Open,
    /// It ended at a limit.
    Cut,
    /// The user stopped it.
    Stopped,
    /// The engine failed; what came is kept.
    Failed,
}

/// What an answer took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cost {
    /// Tokens of the prompt, reused ones included.
    pub prompt: u32,
    /// Tokens of the prompt that were in the KV cache.
    pub reused: u32,
    /// Tokens generated, thinking included.
    pub answer: u32,
    /// Tokens of thinking, as far as known.
    pub thinking: u32,
    /// Milliseconds of thinking.
    pub thinking_ms: u64,
    /// Generated tokens per second; 0 when unknown.
    #[serde(deserialize_with = "number")]
    pub speed: f32,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// Names it within its conversation.
    pub id: NodeId,
    /// What it follows; `None` at the beginning.
    pub parent: Option<NodeId>,
    /// Who speaks.
    pub role: Role,
    /// The text.
    pub text: String,
    /// What the model thought before.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub thinking: String,
    /// Calls that the model made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<ToolCall>,
    /// For a result: the call that it answers. One in the user's place is of a check that nobody typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
    /// The answer exactly as the model wrote it, for the engine's KV cache.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// The model that wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Pictures that come with it, by path.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<String>,
    /// How far it has come.
    #[serde(default, skip_serializing_if = "State::is_whole")]
    pub state: State,
    /// What it took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
    /// A summary that stands for everything before it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub summary: bool,
    /// Seconds since 1970.
    #[serde(default)]
    pub at: i64,
}

impl Node {
    /// A whole message of text, with everything else empty; `at` in seconds since 1970.
    pub fn new(id: NodeId, parent: Option<NodeId>, role: Role, text: String, at: i64) -> Node {
        Node {
            id,
            parent,
            role,
            text,
            thinking: String::new(),
            calls: Vec::new(),
            call: None,
            raw: None,
            model: None,
            images: Vec::new(),
            state: State::Whole,
            cost: None,
            summary: false,
            at,
        }
    }

    /// Whether the user said it themselves.
    pub fn is_question(&self) -> bool {
        self.role == Role::User && self.call.is_none()
    }
}

impl State {
    /// Every state and its name in files.
    const NAMES: [(State, &str); 5] = [
        (State::Whole, "whole"),
        (State::Open, "open"),
        (State::Cut, "cut"),
        (State::Stopped, "stopped"),
        (State::Failed, "failed"),
    ];

    /// The name that it has in the store and in exports.
    pub fn name(self) -> &'static str {
        State::NAMES.iter().find(|row| row.0 == self).map_or("whole", |row| row.1)
    }

    /// The state of that name; [`State::Whole`] for one that it does not know.
    pub fn named(name: &str) -> State {
        State::NAMES.iter().find(|row| row.1 == name).map_or(State::Whole, |row| row.0)
    }

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    fn is_whole(&self) -> bool {
        *self == State::Whole
    }
}

/// JSON has no word for a number that is none, so that such a speed was written as `null`.
fn number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<f32, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// All messages of one conversation, and the path through them that is shown and sent.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// In the order of their ids; a parent stands before its children.
    nodes: Vec<Node>,
    /// What follows each message, in the order of their ids; `None` is the beginning.
    kids: HashMap<Option<NodeId>, Vec<NodeId>>,
    /// What was last shown after each message.
    used: HashMap<Option<NodeId>, NodeId>,
    path: Vec<NodeId>,
}

impl Tree {
    /// The tree of these messages, with its path ending at `leaf`, or at the newest message if there
    /// is no such leaf. Takes anything: of two messages with one id the later counts, and a message
    /// whose parent is missing or does not come before it begins the conversation anew.
    pub fn load(mut nodes: Vec<Node>, leaf: Option<NodeId>) -> Tree {
        // The id after the last one would not be greater.
        nodes.retain(|node| node.id.0 < u32::MAX);
        nodes.reverse();
        nodes.sort_by_key(|node| node.id);
        nodes.dedup_by_key(|node| node.id);
        let ids: Vec<NodeId> = nodes.iter().map(|node| node.id).collect();
        let known = |parent: NodeId, id: NodeId| parent < id && ids.binary_search(&parent).is_ok();
        let mut tree = Tree::default();
        for mut node in nodes {
            node.parent = node.parent.filter(|&parent| known(parent, node.id));
            tree.push(node);
        }
        let newest = tree.nodes.last().map(|node| node.id);
        tree.go(leaf.filter(|&leaf| tree.node(leaf).is_some()).or(newest));
        tree
    }

    /// From the first message to the current leaf.
    pub fn path(&self) -> &[NodeId] {
        &self.path
    }

    /// The current leaf; `None` when the path is empty.
    pub fn leaf(&self) -> Option<NodeId> {
        self.path.last().copied()
    }

    /// The message of that id.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(self.at(id)?)
    }

    /// The message of that id, to be changed; its id and its parent must stay as they are.
    pub fn node_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        let at = self.at(id)?;
        self.nodes.get_mut(at)
    }

    /// All messages of all branches, in the order of their ids.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter()
    }

    /// Adds a message behind `parent`, or at the beginning, and makes it the leaf; `at` in seconds
    /// since 1970. A parent that is not there counts as none.
    pub fn add(&mut self, parent: Option<NodeId>, role: Role, text: String, at: i64) -> NodeId {
        let parent = parent.filter(|&parent| self.node(parent).is_some());
        let id = NodeId(self.nodes.last().map_or(1, |node| node.id.0.saturating_add(1)));
        self.push(Node::new(id, parent, role, text, at));
        match parent == self.leaf() {
            true => self.step(id),
            false => self.go(Some(id)),
        }
        id
    }

    /// The path ends here from now on; `None` or an unknown id empties it.
    pub fn go(&mut self, leaf: Option<NodeId>) {
        let up = std::iter::successors(leaf.and_then(|id| self.node(id)), |node| self.node(node.parent?));
        let mut path: Vec<NodeId> = up.map(|node| node.id).collect();
        path.reverse();
        self.path.clear();
        path.into_iter().for_each(|id| self.step(id));
    }

    /// Which branch a message is on, from 0, and how many there are: messages with the same parent.
    /// An unknown id is the first of none.
    pub fn branches(&self, id: NodeId) -> (usize, usize) {
        let all = self.siblings(id);
        (all.binary_search(&id).unwrap_or(0), all.len())
    }

    /// Switches from a message to the sibling `step` away, and on to the leaf that was last shown
    /// behind that one, or else to the newest. Gives the sibling; `None`, and no change, where there
    /// is none.
    pub fn turn(&mut self, id: NodeId, step: isize) -> Option<NodeId> {
        let all = self.siblings(id);
        let at = all.binary_search(&id).ok()?.checked_add_signed(step)?;
        let sibling = *all.get(at)?;
        let last = |id: &NodeId| {
            let newest = || self.kids.get(&Some(*id))?.last();
            self.used.get(&Some(*id)).or_else(newest).copied()
        };
        let leaf = std::iter::successors(Some(sibling), last).last();
        self.go(leaf);
        Some(sibling)
    }

    fn at(&self, id: NodeId) -> Option<usize> {
        self.nodes.binary_search_by_key(&id, |node| node.id).ok()
    }

    fn siblings(&self, id: NodeId) -> &[NodeId] {
        let parent = self.node(id).map(|node| node.parent);
        parent.and_then(|parent| self.kids.get(&parent)).map_or(&[], Vec::as_slice)
    }

    /// Takes a node whose id is greater than all others and whose parent is there.
    fn push(&mut self, node: Node) {
        self.kids.entry(node.parent).or_default().push(node.id);
        self.nodes.push(node);
    }

    /// Makes the path one message longer.
    fn step(&mut self, id: NodeId) {
        self.used.insert(self.leaf(), id);
        self.path.push(id);
    }
}

#[cfg(test)]
mod tests;

//! A conversation as a tree: every edit and every new answer is a branch, and none is lost.

use crate::wire::{Role, ToolCall};

/// A message of one conversation; given in order, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// How far a message has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq)]
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
    pub speed: f32,
}

/// One message.
#[derive(Clone, Debug, PartialEq)]
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
    pub thinking: String,
    /// Calls that the model made.
    pub calls: Vec<ToolCall>,
    /// For a result: the call that it answers.
    pub call: Option<String>,
    /// The answer exactly as the model wrote it, for the engine's KV cache.
    pub raw: Option<String>,
    /// The model that wrote it.
    pub model: Option<String>,
    /// Pictures that come with it, by path.
    pub images: Vec<String>,
    /// How far it has come.
    pub state: State,
    /// What it took.
    pub cost: Option<Cost>,
    /// A summary that stands for everything before it.
    pub summary: bool,
    /// Seconds since 1970.
    pub at: i64,
}

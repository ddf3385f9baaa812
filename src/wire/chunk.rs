//! What an engine sends back: one completion, or chunks of it.

use serde::{Deserialize, Serialize};

use super::Message;

/// One server-sent event of a streamed answer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Chunk {
    /// The same in every chunk of an answer.
    #[serde(default)]
    pub id: String,
    /// `chat.completion.chunk`
    #[serde(default)]
    pub object: String,
    /// Seconds since 1970.
    #[serde(default)]
    pub created: u64,
    /// The model that answers.
    #[serde(default)]
    pub model: String,
    /// Empty in chunks that carry only progress or usage.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Token counts, in the last chunk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<Usage>,
    /// Measured times, in the last chunk (llama-server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timings: Option<Timings>,
    /// How far the prompt was read (llama-server), when asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt_progress: Option<Progress>,
    /// How many answers the engine makes first, when progress was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<u32>,
    /// How far the model is loaded, 0 to 1, when progress was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load_progress: Option<f32>,
    /// Something the user should know about how this answer is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
}

/// The one alternative an engine gives.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Choice {
    /// Always 0.
    #[serde(default)]
    pub index: u32,
    /// What is new.
    #[serde(default)]
    pub delta: Delta,
    /// `stop`, `length` or `tool_calls`, once, at the end.
    #[serde(default)]
    pub finish_reason: Option<String>,
}

/// New text, new thinking, new parts of calls.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Delta {
    /// `assistant`, in the first chunk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// New answer text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// New thinking.
    #[serde(default, alias = "reasoning", skip_serializing_if = "Option::is_none")]
    pub reasoning_content: Option<String>,
    /// New parts of calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool_calls: Option<Vec<ToolDelta>>,
    /// The whole answer exactly as the model wrote it, in the last chunk ([`Message::raw`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
}

/// A new part of one call.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ToolDelta {
    /// Which call of the answer, from 0.
    #[serde(default)]
    pub index: u32,
    /// Given once, with the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `function`, given once.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The name, once; then pieces of the arguments.
    #[serde(default)]
    pub function: ToolDeltaFunction,
}

/// Name and argument text of a [`ToolDelta`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ToolDeltaFunction {
    /// Given once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The next piece of the arguments' JSON text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arguments: Option<String>,
}

/// An answer in one object.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Completion {
    /// Names the answer.
    pub id: String,
    /// `chat.completion`
    pub object: String,
    /// Seconds since 1970.
    pub created: u64,
    /// The model that answered.
    pub model: String,
    /// One choice.
    pub choices: Vec<Whole>,
    /// Token counts.
    #[serde(default)]
    pub usage: Option<Usage>,
    /// Measured times (llama-server).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timings: Option<Timings>,
}

/// The choice of a [`Completion`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Whole {
    /// Always 0.
    pub index: u32,
    /// The answer.
    pub message: Message,
    /// `stop`, `length` or `tool_calls`.
    pub finish_reason: Option<String>,
}

/// Token counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens of the prompt, reused ones included.
    pub prompt_tokens: u32,
    /// Tokens generated.
    pub completion_tokens: u32,
    /// Their sum.
    pub total_tokens: u32,
}

/// Measured times in milliseconds, by llama-server's names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Timings {
    /// Prompt tokens taken from the KV cache.
    #[serde(default)]
    pub cache_n: u32,
    /// Prompt tokens evaluated.
    #[serde(default)]
    pub prompt_n: u32,
    /// Time to evaluate them.
    #[serde(default)]
    pub prompt_ms: f64,
    /// Tokens generated.
    #[serde(default)]
    pub predicted_n: u32,
    /// Time to generate them.
    #[serde(default)]
    pub predicted_ms: f64,
}

impl Timings {
    /// Prompt tokens per second; 0 when nothing was measured.
    pub fn prefill(&self) -> f64 {
        rate(self.prompt_n, self.prompt_ms)
    }

    /// Generated tokens per second; 0 when nothing was measured.
    pub fn decode(&self) -> f64 {
        rate(self.predicted_n, self.predicted_ms)
    }
}

fn rate(n: u32, ms: f64) -> f64 {
    if ms > 0.0 { f64::from(n) * 1000.0 / ms } else { 0.0 }
}

/// How far the prompt was read, in tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The whole prompt.
    pub total: u32,
    /// Taken from the KV cache.
    pub cache: u32,
    /// Done so far, reused ones included.
    pub processed: u32,
    /// Milliseconds since the start.
    pub time_ms: u64,
}

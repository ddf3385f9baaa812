//! What a caller sends: messages, tools and sampling.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::guide::Guide;

/// `POST /v1/chat/completions`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ChatRequest {
    /// The model's name; an engine that holds one model takes any.
    #[serde(default)]
    pub model: String,
    /// The whole conversation, oldest first.
    pub messages: Vec<Message>,
    /// Server-sent events instead of one object.
    #[serde(default, deserialize_with = "nullable")]
    pub stream: bool,
    /// At most this many tokens are generated; a negative number is no limit, as in llama-server.
    #[serde(default, alias = "max_completion_tokens", skip_serializing_if = "Option::is_none")]
    pub max_tokens: Option<i64>,
    /// Texts that end the answer and are not part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<Stops>,
    /// Functions that the model may call.
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Vec::is_empty")]
    pub tools: Vec<Tool>,
    /// `"none"`, `"auto"`, or a choice this engine does not enforce.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool_choice: Option<Value>,
    /// Variables for the chat template, such as `enable_thinking` (llama-server, vLLM, SGLang).
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Map::is_empty")]
    pub chat_template_kwargs: Map<String, Value>,
    /// Chunks with `prompt_progress` while the prompt is read (llama-server).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub return_progress: bool,
    /// `{"include_usage": true}` asks for a last chunk with the token counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream_options: Option<Value>,
    /// What keeps calls to files that exist and quotes to their texts (this program's engine).
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Guide::is_empty")]
    pub guide: Guide,
    /// Numbers that shape the choice of each token.
    #[serde(flatten)]
    pub sampling: Sampling,
}

/// Sampling numbers; what is `None` comes from the model's own defaults.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sampling {
    /// 0 is greedy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f32>,
    /// Nucleus: the smallest set of tokens with at least this probability.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top_p: Option<f32>,
    /// The k most probable tokens; 0 is all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top_k: Option<i32>,
    /// Tokens at least this share as probable as the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_p: Option<f32>,
    /// Same seed, same prompt, same machine: same answer. A negative one is random, as in llama-server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<i64>,
    /// Subtracted once from every token already generated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence_penalty: Option<f32>,
    /// Subtracted for every time a token was generated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency_penalty: Option<f32>,
    /// Divides the logits of tokens already generated; 1 is off.
    #[serde(default, alias = "repetition_penalty", skip_serializing_if = "Option::is_none")]
    pub repeat_penalty: Option<f32>,
}

/// One stop text or several.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Stops {
    /// `"stop": "END"`
    One(String),
    /// `"stop": ["END", "###"]`
    Many(Vec<String>),
}

impl Stops {
    /// All stop texts, empty ones left out.
    pub fn list(self) -> Vec<String> {
        let mut all = match self {
            Stops::One(one) => vec![one],
            Stops::Many(many) => many,
        };
        all.retain(|stop| !stop.is_empty());
        all
    }
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Instructions that hold for the conversation (`developer` is its newer name).
    #[serde(alias = "developer")]
    System,
    /// The person.
    User,
    /// The model.
    Assistant,
    /// The result of a call.
    #[serde(alias = "function")]
    Tool,
}

impl Role {
    /// The name that chat templates use.
    pub fn name(self) -> &'static str {
        match self {
            Role::System => "system",
            Role::User => "user",
            Role::Assistant => "assistant",
            Role::Tool => "tool",
        }
    }
}

/// One message of the conversation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Message {
    /// Who speaks.
    pub role: Role,
    /// The text; absent on an assistant message that only calls tools.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
    /// What the model thought before it answered.
    #[serde(default, alias = "reasoning", skip_serializing_if = "Option::is_none")]
    pub reasoning_content: Option<String>,
    /// Calls that the model made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool_calls: Option<Vec<ToolCall>>,
    /// Which call a `tool` message answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool_call_id: Option<String>,
    /// The function's name on a `tool` message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The answer exactly as the model wrote it, from behind the assistant header on. Sent back, it
    /// takes the place of the template's own version, so that the engine's KV cache still fits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
}

impl Message {
    /// A message of plain text.
    pub fn new(role: Role, text: impl Into<String>) -> Message {
        Message {
            role,
            content: Some(Content::Text(text.into())),
            reasoning_content: None,
            tool_calls: None,
            tool_call_id: None,
            name: None,
            raw: None,
        }
    }

    /// Whether it has parts other than text.
    pub fn pictures(&self) -> bool {
        matches!(&self.content, Some(Content::Parts(parts)) if parts.iter().any(|part| part.kind != "text"))
    }

    /// The text, with the text parts of a list joined by newlines; empty without content.
    pub fn text(&self) -> String {
        match &self.content {
            None => String::new(),
            Some(Content::Text(text)) => text.clone(),
            Some(Content::Parts(parts)) => {
                parts.iter().filter_map(|part| part.text.as_deref()).collect::<Vec<_>>().join("\n")
            }
        }
    }
}

/// Message content: a string, or typed parts.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Content {
    /// Plain text.
    Text(String),
    /// `[{"type": "text", "text": "…"}, …]`
    Parts(Vec<Part>),
}

/// One part of a message; kinds other than `text` are kept as they came.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Part {
    /// `text`, `image_url`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// The text of a `text` part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Everything else.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A function offered to the model.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tool {
    /// Always `function`.
    #[serde(rename = "type", default = "function")]
    pub kind: String,
    /// Its signature.
    pub function: Function,
}

/// Name, purpose and JSON Schema of a function's arguments.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Function {
    /// The name the model calls it by.
    pub name: String,
    /// What it does, for the model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// JSON Schema of the arguments.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub parameters: Value,
    /// Everything else.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A call that the model made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToolCall {
    /// Ties the result to the call.
    #[serde(default)]
    pub id: String,
    /// Always `function`.
    #[serde(rename = "type", default = "function")]
    pub kind: String,
    /// What is called.
    pub function: ToolFunction,
}

/// The called function and its arguments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToolFunction {
    /// The function's name.
    pub name: String,
    /// The arguments as JSON text, which is how the protocol carries them.
    #[serde(default)]
    pub arguments: String,
}

fn function() -> String {
    "function".into()
}

/// Clients write `null` for what they leave out.
pub(super) fn nullable<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

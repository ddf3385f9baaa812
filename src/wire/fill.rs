//! Filling a gap in a text, as llama-server has it at `/infill`.

use serde::{Deserialize, Serialize};

use super::chunk::{Choice, Chunk, Delta, Progress, Timings};
use super::request::{Sampling, Stops, nullable};

/// `POST /infill`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Infill {
    /// The text in front of the gap.
    #[serde(default)]
    pub input_prefix: String,
    /// The text behind it.
    #[serde(default)]
    pub input_suffix: String,
    /// Other files that may help.
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Vec::is_empty")]
    pub input_extra: Vec<Extra>,
    /// What was written of the gap already: it follows the text in front.
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "String::is_empty")]
    pub prompt: String,
    /// The file with the gap, from the project's root (this program's engine).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
    /// The project's name (this program's engine).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repo: Option<String>,
    /// At most this many tokens are generated; a negative number is no limit.
    #[serde(default, alias = "max_tokens", skip_serializing_if = "Option::is_none")]
    pub n_predict: Option<i64>,
    /// Texts that end the filling and are not part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<Stops>,
    /// Server-sent events instead of one object.
    #[serde(default, deserialize_with = "nullable")]
    pub stream: bool,
    /// Events with `prompt_progress` while the prompt is read.
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "std::ops::Not::not")]
    pub return_progress: bool,
    /// Numbers that shape the choice of each token.
    #[serde(flatten)]
    pub sampling: Sampling,
}

/// A file beside the one with the gap.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extra {
    /// Its path from the project's root.
    #[serde(default)]
    pub filename: String,
    /// What it says, or a part of that.
    #[serde(default)]
    pub text: String,
}

/// What an engine sends back: all of it, or one event of a stream.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Filled {
    /// New text.
    #[serde(default)]
    pub content: String,
    /// Whether this is the last of it.
    #[serde(default)]
    pub stop: bool,
    /// Why there is no more: `eos`, `word`, or `limit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop_type: Option<String>,
    /// Measured times, at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timings: Option<Timings>,
    /// How far the prompt was read, when asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt_progress: Option<Progress>,
    /// How many answers the engine makes first, when progress was asked for (this program's engine).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<u32>,
    /// How far the model is loaded, 0 to 1, when progress was asked for (this program's engine).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load_progress: Option<f32>,
}

/// The [`Filled::stop_type`] of an end at a limit.
pub const LIMIT: &str = "limit";

impl From<Filled> for Chunk {
    /// The same as a piece of a conversation's answer, so that one reader serves both.
    fn from(filled: Filled) -> Chunk {
        let is_cut = filled.stop_type.as_deref() == Some(LIMIT);
        let finish = if is_cut { "length" } else { "stop" };
        let choice = Choice {
            delta: Delta { content: Some(filled.content), ..Delta::default() },
            finish_reason: filled.stop.then(|| finish.to_owned()),
            ..Choice::default()
        };
        Chunk {
            choices: vec![choice],
            timings: filled.timings,
            prompt_progress: filled.prompt_progress,
            queue: filled.queue,
            load_progress: filled.load_progress,
            ..Chunk::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_send_to_llama_server_is_understood() {
        let text = r#"{"input_prefix": "a\n", "input_suffix": "b", "input_extra": [{"filename": "x.c", "text": "int x;"}],
            "prompt": "  i", "n_predict": 64, "n_indent": 2, "top_k": 40, "stream": false, "samplers": ["top_k"],
            "cache_prompt": true, "t_max_predict_ms": 500, "response_fields": ["content"]}"#;
        let request: Infill = serde_json::from_str(text).unwrap();
        assert_eq!((request.prompt.as_str(), request.n_predict), ("  i", Some(64)));
        assert_eq!(request.input_extra[0].filename, "x.c");
        assert_eq!(request.sampling.top_k, Some(40));
        let request: Infill = serde_json::from_str(r#"{"input_extra": null, "prompt": null}"#).unwrap();
        assert!(request.input_extra.is_empty() && request.input_prefix.is_empty());
    }

    #[test]
    fn the_end_says_whether_there_would_be_more() {
        for (stop_type, finish) in [("eos", "stop"), ("word", "stop"), ("limit", "length")] {
            let text = format!(r#"{{"content": "x", "stop": true, "stop_type": "{stop_type}", "index": 0}}"#);
            let chunk = Chunk::from(serde_json::from_str::<Filled>(&text).unwrap());
            assert_eq!(chunk.choices[0].finish_reason.as_deref(), Some(finish));
            assert_eq!(chunk.choices[0].delta.content.as_deref(), Some("x"));
        }
        let chunk =
            Chunk::from(serde_json::from_str::<Filled>(r#"{"content": "y", "stop": false}"#).unwrap());
        assert_eq!(chunk.choices[0].finish_reason, None);
    }
}

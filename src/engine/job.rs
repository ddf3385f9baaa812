//! What goes into the engine's worker and what comes out: no llama.cpp type crosses here.

use std::path::PathBuf;
use std::sync::Arc;

use super::guide::Plan;
use super::template::Segment;
use super::turn::Model;
use crate::error::Error;
use crate::models::measured::Figures;
use crate::wire::{Progress, Sampling, Timings};

/// Which model to load, and how.
#[derive(Clone, Debug)]
pub struct Spec {
    /// The GGUF file; the first one of a split model.
    pub path: PathBuf,
    /// Context length in tokens; `None` chooses by the model and the memory.
    pub ctx: Option<u32>,
    /// Threads; `None` chooses by the model and the machine.
    pub threads: Option<u32>,
}

/// How far the engine is.
#[derive(Clone, Debug)]
pub enum State {
    /// The model is being read, 0 to 1.
    Loading(f32),
    /// It answers.
    Ready(Loaded),
    /// It never will, for this reason.
    Failed(Error),
}

/// The loaded model.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Context length in tokens.
    pub ctx: u32,
    /// Threads that decode.
    pub threads: u32,
    /// The memory it takes, where llama.cpp told.
    pub took: Option<Figures>,
    /// Its template and defaults.
    pub model: Arc<Model>,
}

/// One answer to make.
#[derive(Clone, Debug)]
pub struct Work {
    /// The rendered conversation.
    pub prompt: Vec<Segment>,
    /// The end of the prompt that belongs to the answer ([`crate::wire::Message::raw`]).
    pub tail: String,
    /// All numbers that are set win over llama.cpp's neutral ones.
    pub sampling: Sampling,
    /// At most this many tokens; `None` is as many as the context holds.
    pub max_tokens: Option<u32>,
    /// Texts that end the answer.
    pub stops: Vec<String>,
    /// What calls must look like; `None` where none are expected.
    pub guide: Option<Plan>,
}

/// What the worker reports while it works.
#[derive(Clone, Debug)]
pub enum Event {
    /// Part of the prompt was read.
    Prefill(Progress),
    /// New text.
    Text(String),
    /// The end of the answer; nothing follows.
    Done(Finish),
    /// The end without an answer; nothing follows.
    Failed(Error),
}

/// How an answer ended.
#[derive(Clone, Debug)]
pub struct Finish {
    /// Why there is no more.
    pub reason: Reason,
    /// Counts and times.
    pub timings: Timings,
    /// Tail and generated text, exactly.
    pub raw: String,
}

/// Why an answer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The model ended its turn, or a stop text was met.
    Stop,
    /// `max_tokens` was reached.
    Length,
    /// The context is full.
    Context,
    /// The answer went round in circles.
    Loop,
    /// Nobody wants it any more.
    Cancelled,
}

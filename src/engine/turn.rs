//! One turn of a conversation: from a request to work for the engine, and from its text to deltas.

use serde_json::Value;

use super::guide::{Dialect, Plan};
use super::job::Work;
use super::parser::{CallPart, CallPiece, Parser, Piece};
use super::profile::{Profile, Regime, Think};
use super::template::{Input, Prompt, Segment, Template, Thinking};
use crate::error::{Error, Kind, Result};
use crate::models::gguf::Header;
use crate::models::middle::Middle;
use crate::tell;
use crate::wire::{ChatRequest, Delta, Sampling, Tool, ToolDelta};

/// What requests need to know of the loaded model.
#[derive(Debug)]
pub struct Model {
    template: Template,
    profile: Profile,
    dialect: Dialect,
    middle: Option<Middle>,
}

/// A request made ready.
#[derive(Debug)]
pub struct Turn {
    /// For the engine.
    pub work: Work,
    /// For the engine's text.
    pub parser: Parser,
    /// What the user should know about how the prompt was made.
    pub notice: Option<String>,
}

/// Texts of tokens that a template needs to know.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The begin-of-text token; empty if there is none.
    pub bos: String,
    /// The end-of-turn token.
    pub eos: String,
    /// Every control and user-defined token, which untrusted text must not produce.
    pub specials: Vec<String>,
}

impl Model {
    /// Template and defaults from the header of a file whose vocabulary has these special words.
    pub fn new(header: &Header, words: Words) -> Model {
        let template = Template::new(header.template(), &words.bos, &words.eos, words.specials);
        let dialect = Dialect::of(header.template().filter(|_| template.fallback().is_none()));
        Model { template, profile: Profile::of(header), dialect, middle: Middle::of(header) }
    }

    /// The tokens for gaps in texts, if it has them.
    pub fn middle(&self) -> Option<Middle> {
        self.middle
    }

    /// A text from outside in pieces that never become special tokens.
    pub fn plain(&self, text: &str) -> Vec<Segment> {
        self.template.plain(text)
    }

    /// The prompt of a request.
    ///
    /// # Errors
    /// [`Kind::Usage`] for a conversation without messages, or with images.
    pub fn prompt(&self, request: &ChatRequest) -> Result<Prompt> {
        if request.messages.is_empty() {
            return Err(Error::new(Kind::Usage, tell!("engine-no-messages")));
        }
        if request.messages.iter().any(|message| message.pictures()) {
            let error = Error::new(Kind::Usage, tell!("engine-text-only"));
            return Err(error.hint(tell!("engine-text-only-hint")));
        }
        let choice = self.profile.kwargs(think(request));
        let mut kwargs = choice.kwargs;
        kwargs.extend(request.chat_template_kwargs.clone());
        let input = Input { messages: &request.messages, tools: tools(request), kwargs: &kwargs };
        let mut prompt = self.template.render(&input);
        if prompt.notice.is_none() {
            prompt.notice = self.template.fallback().map(foreign);
        }
        if prompt.notice.is_none() && !choice.honoured {
            prompt.notice = Some(tell!("engine-think-fixed"));
        }
        Ok(prompt)
    }

    /// The request as work for the engine, whose calls get ids that begin with `prefix`.
    ///
    /// # Errors
    /// The same as [`Model::prompt`].
    pub fn turn(&self, request: &ChatRequest, prefix: &str) -> Result<Turn> {
        let prompt = self.prompt(request)?;
        let defaults = match prompt.thinking {
            Thinking::Closed => self.profile.answer,
            Thinking::Open => self.profile.thinking,
            Thinking::Watch if self.profile.regime == Regime::None => self.profile.answer,
            Thinking::Watch => self.profile.thinking,
        };
        let parser = Parser::new(prompt.thinking, tools(request), prefix);
        let work = Work {
            prompt: prompt.segments,
            tail: prompt.tail,
            sampling: over(request.sampling, defaults),
            max_tokens: request.max_tokens.and_then(|n| u32::try_from(n).ok()),
            stops: request.stop.clone().map(crate::wire::Stops::list).unwrap_or_default(),
            guide: Plan::new(tools(request), self.dialect, &request.guide, prompt.thinking),
        };
        Ok(Turn { work, parser, notice: prompt.notice })
    }
}

/// What the request says about thinking.
fn think(request: &ChatRequest) -> Think {
    match request.chat_template_kwargs.get("enable_thinking").and_then(Value::as_bool) {
        Some(true) => Think::On,
        Some(false) => Think::Off,
        None => Think::Auto,
    }
}

fn foreign(why: &str) -> String {
    tell!("engine-template-foreign", why = why)
}

/// The offered tools; none when the caller forbids calls.
fn tools(request: &ChatRequest) -> &[Tool] {
    let none = request.tool_choice.as_ref().is_some_and(|choice| choice == "none");
    if none { &[] } else { &request.tools }
}

/// What is set in `first`, else in `second`.
fn over(first: Sampling, second: Sampling) -> Sampling {
    Sampling {
        temperature: first.temperature.or(second.temperature),
        top_p: first.top_p.or(second.top_p),
        top_k: first.top_k.or(second.top_k),
        min_p: first.min_p.or(second.min_p),
        seed: first.seed.or(second.seed),
        presence_penalty: first.presence_penalty.or(second.presence_penalty),
        frequency_penalty: first.frequency_penalty.or(second.frequency_penalty),
        repeat_penalty: first.repeat_penalty.or(second.repeat_penalty),
    }
}

/// What a piece of the answer is on the wire; the end of a call is not told there.
pub fn delta(piece: Piece) -> Option<Delta> {
    let mut delta = Delta::default();
    match piece {
        Piece::Text(text) => delta.content = Some(text),
        Piece::Thinking(text) => delta.reasoning_content = Some(text),
        Piece::Call(call) => delta.tool_calls = Some(vec![part(call)?]),
    }
    Some(delta)
}

fn part(call: CallPiece) -> Option<ToolDelta> {
    let mut part = ToolDelta { index: call.index, ..ToolDelta::default() };
    match call.part {
        CallPart::Start { id, name } => {
            (part.id, part.kind) = (Some(id), Some("function".into()));
            part.function.name = Some(name);
            part.function.arguments = Some(String::new());
        }
        CallPart::Args(text) => part.function.arguments = Some(text),
        CallPart::End => return None,
    }
    Some(part)
}

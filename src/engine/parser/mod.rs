//! What a model writes, taken apart as it comes: thinking, text and calls.

mod block;
mod json;
mod schema;
mod xml;

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Map, Value};

use super::template::Thinking;
use crate::wire::Tool;
use block::{Args, Bare, Block, CLOSE, Done, End, FUNCTION, OPEN, Step, Tagged};
use json::{Match, one_of};
use xml::Xml;

const THINK: &str = "<think>";
const THINK_END: &str = "</think>";
/// After so many blocks that turned out to be no calls, the next such block is text at once and
/// not searched for calls inside, which keeps the work linear.
const RETRIES: u32 = 64;

/// A piece of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The next text.
    Text(String),
    /// The next thinking.
    Thinking(String),
    /// The next part of a call.
    Call(CallPiece),
}

/// A part of one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallPiece {
    /// Which call of the answer, from 0.
    pub index: u32,
    /// The part.
    pub part: CallPart,
}

/// The parts of a call, in this order; the arguments come in one piece or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallPart {
    /// It begins.
    Start {
        /// Unique in the conversation if the parser's prefix is.
        id: String,
        /// The function, which may be one that was not offered.
        name: String,
    },
    /// A piece of the arguments' JSON text.
    Args(String),
    /// It is complete.
    End,
}

/// Takes a model's output apart, in whatever pieces it comes.
///
/// It goes character by character, so that the result cannot depend on where the pieces end.
/// Nothing is lost: what is neither thinking nor a call is text, except for the tags and the white
/// space around calls and thinking.
#[derive(Debug)]
pub struct Parser {
    tools: Tools,
    thinking: Thinking,
    mode: Mode,
    phase: Phase,
    debt: Debt,
    /// White space that is text only if text follows.
    gap: String,
    /// The beginning of what may become a tag.
    held: String,
    block: Option<Block>,
    queue: VecDeque<char>,
    retries: u32,
    out: Vec<Piece>,
}

/// The offered functions and the calls made.
#[derive(Debug)]
struct Tools {
    /// Schema of the arguments by function.
    schemas: BTreeMap<String, Value>,
    /// All names, in quotes.
    names: Vec<String>,
    prefix: String,
    count: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Thinking,
    Answer,
}

/// What was read before in this mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Nothing; white space counts.
    Start,
    /// Nothing since a tag; line breaks do not count.
    Lead,
    /// Some text.
    Body,
    /// A call.
    Called,
    /// A call whose closing tag was not read.
    Inside,
}

/// Whether a `</think>` is still to come after a call inside thinking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Debt {
    None,
    Close,
}

/// What the held text turned out to be.
enum Found {
    Nothing,
    More,
    Tag,
    Call(Block),
}

impl Parser {
    /// A parser for one answer that starts as `thinking` says. Calls are looked for only if there
    /// are `tools`. The calls' ids begin with `call_` and `prefix`.
    pub fn new(thinking: Thinking, tools: &[Tool], prefix: &str) -> Parser {
        let schemas: BTreeMap<String, Value> = (tools.iter())
            .map(|tool| (tool.function.name.clone(), tool.function.parameters.clone()))
            .collect();
        let names = schemas.keys().map(|name| format!("\"{name}\"")).collect();
        let (mode, phase) = match thinking {
            Thinking::Open => (Mode::Thinking, Phase::Lead),
            Thinking::Closed | Thinking::Watch => (Mode::Answer, Phase::Start),
        };
        Parser {
            tools: Tools { schemas, names, prefix: prefix.into(), count: 0 },
            thinking,
            mode,
            phase,
            debt: Debt::None,
            gap: String::new(),
            held: String::new(),
            block: None,
            queue: VecDeque::new(),
            retries: 0,
            out: Vec::new(),
        }
    }

    /// Takes the next text and gives what became certain with it.
    pub fn push(&mut self, text: &str) -> Vec<Piece> {
        self.queue.extend(text.chars());
        self.run();
        std::mem::take(&mut self.out)
    }

    /// Ends the answer: calls that can be understood without their closing tags are calls, all
    /// other text that was held back is text.
    pub fn finish(mut self) -> Vec<Piece> {
        loop {
            self.run();
            if let Some(mut block) = self.block.take() {
                match block.finish() {
                    Step::Done(done) => self.done(done),
                    _ => self.fail(block),
                }
            } else if self.held.is_empty() {
                break;
            } else {
                let held = std::mem::take(&mut self.held);
                self.reread(&held);
            }
        }
        let silent = match self.mode {
            Mode::Thinking => self.phase == Phase::Lead,
            Mode::Answer => matches!(self.phase, Phase::Called | Phase::Inside),
        };
        if !silent {
            let gap = std::mem::take(&mut self.gap);
            self.emit(&gap);
        }
        self.out
    }

    fn run(&mut self) {
        while let Some(c) = self.queue.pop_front() {
            let Some(block) = &mut self.block else {
                self.outside(c);
                continue;
            };
            match block.take(c, &self.tools.names) {
                Step::More => {}
                Step::Turn(next) => self.block = Some(next),
                Step::Done(done) => {
                    self.block = None;
                    self.done(done);
                }
                Step::Fail => {
                    if let Some(block) = self.block.take() {
                        self.fail(block);
                    }
                }
            }
        }
    }

    fn outside(&mut self, c: char) {
        if self.held.is_empty() && self.is_gap(c) {
            if self.phase != Phase::Lead || c != '\n' || !self.gap.is_empty() {
                self.gap.push(c);
            }
            return;
        }
        if self.held.is_empty() && !matches!(c, '<' | '{' | '}' | '`') {
            self.text(c.encode_utf8(&mut [0; 4]));
            return;
        }
        self.held.push(c);
        match self.look() {
            Found::More => {}
            Found::Nothing => {
                let held = std::mem::take(&mut self.held);
                self.reread(&held);
            }
            Found::Tag => self.tag(),
            Found::Call(block) => {
                self.held.clear();
                self.block = Some(block);
            }
        }
    }

    /// In thinking only line breaks are held back, in answers all white space.
    fn is_gap(&self, c: char) -> bool {
        match self.mode {
            Mode::Thinking => c == '\n',
            Mode::Answer => c.is_whitespace(),
        }
    }

    fn look(&self) -> Found {
        let held = self.held.as_str();
        let fresh = matches!(self.phase, Phase::Start | Phase::Lead);
        let mut partial = false;
        let mut is = |literal: &str| {
            let found = one_of(held, &[literal]);
            partial |= found == Match::Partial;
            found == Match::Full
        };
        let watched = self.thinking == Thinking::Watch && self.phase == Phase::Start;
        let opened = self.mode == Mode::Thinking && self.phase == Phase::Lead;
        if (watched || opened) && is(THINK) {
            return Found::Tag;
        }
        if (watched || self.mode == Mode::Thinking || self.debt == Debt::Close) && is(THINK_END) {
            return Found::Tag;
        }
        if self.phase == Phase::Inside && (is(CLOSE) || held == "}") {
            return Found::Tag;
        }
        if self.tools.names.is_empty() {
            return if partial { Found::More } else { Found::Nothing };
        }
        if is(OPEN) {
            return Found::Call(Block::Tagged(held.into()));
        }
        if is(FUNCTION) {
            return Found::Call(Block::Xml(Xml::new(held, self.function_tag())));
        }
        if self.mode == Mode::Answer {
            if self.phase == Phase::Inside && held == "{" {
                return Found::Call(Block::Json(Tagged::new(held, '{')));
            }
            let line = self.phase != Phase::Body || self.gap.contains('\n');
            let bare = match held.as_bytes() {
                [b'{', ..] if fresh => json::head(held, &self.tools.names),
                [b'`', ..] if line => json::fence(held, &self.tools.names),
                _ => Match::No,
            };
            match bare {
                Match::Full => return Found::Call(Block::Bare(Bare::new(held))),
                Match::Partial => partial = true,
                Match::No => {}
            }
        }
        if partial { Found::More } else { Found::Nothing }
    }

    /// Whether a function's tag stands inside a `<tool_call>` that is still open.
    fn function_tag(&self) -> End {
        if self.phase == Phase::Inside { End::Open } else { End::Closed }
    }

    /// Goes on behind a tag that is not part of a call.
    fn tag(&mut self) {
        let tag = std::mem::take(&mut self.held);
        match tag.as_str() {
            THINK => {
                (self.mode, self.phase) = (Mode::Thinking, Phase::Lead);
                self.gap.clear();
            }
            THINK_END => {
                (self.mode, self.debt) = (Mode::Answer, Debt::None);
                if !matches!(self.phase, Phase::Called | Phase::Inside) {
                    self.phase = Phase::Lead;
                }
                self.gap.clear();
            }
            CLOSE => self.phase = Phase::Called,
            _ => {}
        }
    }

    /// What was taken for a call is text, and searched for calls inside.
    fn fail(&mut self, block: Block) {
        self.retries += 1;
        let text = block.into_text();
        if self.retries > RETRIES {
            self.text(&text);
        } else {
            self.reread(&text);
        }
    }

    /// The first character of `text` is text; what follows is read again.
    fn reread(&mut self, text: &str) {
        let mut chars = text.chars();
        let Some(first) = chars.next() else { return };
        self.text(first.encode_utf8(&mut [0; 4]));
        chars.rev().for_each(|c| self.queue.push_front(c));
    }

    /// `text` is text (or thinking) for certain, and with it the white space before.
    fn text(&mut self, text: &str) {
        let gap = std::mem::take(&mut self.gap);
        if !matches!(self.phase, Phase::Called | Phase::Inside) {
            self.emit(&gap);
        }
        self.phase = Phase::Body;
        self.emit(text);
    }

    fn emit(&mut self, text: &str) {
        match (self.mode, self.out.last_mut()) {
            _ if text.is_empty() => {}
            (Mode::Thinking, Some(Piece::Thinking(last))) | (Mode::Answer, Some(Piece::Text(last))) => {
                last.push_str(text);
            }
            (Mode::Thinking, _) => self.out.push(Piece::Thinking(text.into())),
            (Mode::Answer, _) => self.out.push(Piece::Text(text.into())),
        }
    }

    fn done(&mut self, done: Done) {
        if self.mode == Mode::Thinking {
            (self.mode, self.debt) = (Mode::Answer, Debt::Close);
        }
        self.gap.clear();
        self.phase = match done.end {
            End::Closed => Phase::Called,
            End::Open => Phase::Inside,
        };
        for (name, args) in done.calls {
            let pieces = self.tools.call(name, args);
            self.out.extend(pieces);
        }
        done.rest.chars().rev().for_each(|c| self.queue.push_front(c));
    }
}

impl Tools {
    fn call(&mut self, name: String, args: Args) -> [Piece; 3] {
        let schema = self.schemas.get(&name).unwrap_or(&Value::Null);
        let args = match args {
            Args::Json(Value::Object(mut map)) => {
                schema::arguments(&mut map, schema);
                Value::Object(map)
            }
            Args::Json(other) => other,
            Args::Texts(texts) => {
                let value = |key: &str, text: &str| schema::value(text, &schema["properties"][key]);
                let map: Map<String, Value> =
                    texts.into_iter().map(|(key, text)| (key.clone(), value(&key, &text))).collect();
                Value::Object(map)
            }
        };
        let index = self.count;
        self.count += 1;
        let id = format!("call_{}{index}", self.prefix);
        let piece = |part| Piece::Call(CallPiece { index, part });
        [piece(CallPart::Start { id, name }), piece(CallPart::Args(args.to_string())), piece(CallPart::End)]
    }
}

#[cfg(test)]
mod tests;

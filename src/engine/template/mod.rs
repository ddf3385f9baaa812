//! The model's chat template: from a conversation to the prompt's text, in pieces ready to tokenise.

mod chatml;
mod clock;
mod json;
mod render;
mod segment;
mod turn;

use std::ops::Range;

use serde_json::{Map, Value};

use crate::tell;
use crate::wire::{Message, Tool};
use render::{Engine, Failure, Header, Hope, Scene};
pub use segment::Segment;
use segment::{Guard, Literals};
use turn::{Late, Turn};

/// Where an answer starts with respect to thinking, seen from the end of its prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thinking {
    /// The prompt ends inside an open `<think>`.
    Open,
    /// The prompt ends behind a closed `</think>`.
    Closed,
    /// The model may open it with a first `<think>`.
    Watch,
}

/// What a prompt is made of.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The conversation, oldest first.
    pub messages: &'a [Message],
    /// Functions offered to the model.
    pub tools: &'a [Tool],
    /// Further template variables, such as `enable_thinking`.
    pub kwargs: &'a Map<String, Value>,
}

/// A rendered prompt that ends with the header of the assistant's next answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// The text in pieces, each tokenised by itself, since none may join with its neighbour.
    pub segments: Vec<Segment>,
    /// Where the answer starts.
    pub thinking: Thinking,
    /// What stands behind the assistant header, such as `<think>\n`: the first part of the
    /// answer's [`Message::raw`].
    pub tail: String,
    /// What the user should know, such as that the model's template failed.
    pub notice: Option<String>,
}

impl Prompt {
    /// The whole text.
    pub fn text(&self) -> String {
        self.segments.iter().map(Segment::text).collect()
    }
}

/// A model's chat template, or the built-in ChatML in its place.
#[derive(Clone, Debug)]
pub struct Template {
    engine: Result<Engine, String>,
    literals: Literals,
}

/// The conversation made ready for a template.
struct Job<'a> {
    guard: Guard<'a>,
    turns: Vec<Turn<'a>>,
    tools: Vec<Value>,
    kwargs: Map<String, Value>,
}

/// What renders messages: the model's template or ChatML.
type Draw<'a> = dyn Fn(&[Value]) -> Result<String, Failure> + 'a;

impl Template {
    /// A template by its jinja `source`, with the texts of the tokens that begin and end a sequence
    /// and of all `specials` that the tokeniser would parse. Without a source, or with one that
    /// cannot be compiled, it is ChatML, and [`Template::fallback`] says why.
    pub fn new(source: Option<&str>, bos: &str, eos: &str, specials: Vec<String>) -> Template {
        let engine = match source {
            None => Err(tell!("engine-template-none")),
            Some(source) => {
                Engine::new(source, bos, eos).map_err(|why| tell!("engine-template-unread", why = why))
            }
        };
        Template { engine, literals: Literals::new(specials) }
    }

    /// Why ChatML stands in for the model's template; `None` when it does not.
    pub fn fallback(&self) -> Option<&str> {
        self.engine.as_ref().err().map(String::as_str)
    }

    /// A text from outside in pieces that never become special tokens.
    pub fn plain(&self, text: &str) -> Vec<Segment> {
        let guard = Guard::new(&self.literals, [Value::from(text)].iter());
        let mut pieces = Vec::new();
        guard.split(&guard.text(text), &mut pieces);
        pieces
    }

    /// The prompt for a conversation. It never fails: when the template refuses, late system
    /// messages become user messages; when that does not help, ChatML takes its place. Either is
    /// told in [`Prompt::notice`].
    pub fn render(&self, input: &Input<'_>) -> Prompt {
        let job = self.job(input);
        let Ok(engine) = &self.engine else {
            return job.chatml(None);
        };
        let header = self.header(engine, &job);
        let mut first = None;
        for attempt in job.attempts() {
            let draw = |messages: &[Value]| engine.render(&job.scene(messages, Header::With));
            match job.prompt(attempt, header.as_deref(), &draw) {
                Ok(mut prompt) => {
                    if attempt.late == Late::User {
                        prompt.notice = Some(tell!("engine-template-late"));
                    }
                    return prompt;
                }
                Err(failure) => {
                    let hope = failure.hope;
                    first.get_or_insert(failure.why);
                    if hope == Hope::None {
                        break;
                    }
                }
            }
        }
        job.chatml(first)
    }

    fn job<'a>(&'a self, input: &Input<'a>) -> Job<'a> {
        let turns = turn::turns(input.messages);
        let tools: Vec<Value> =
            input.tools.iter().filter_map(|tool| serde_json::to_value(tool).ok()).collect();
        let kwargs = Value::Object(input.kwargs.clone());
        let texts = turns.iter().map(|turn| &turn.fields).chain(&tools).chain([&kwargs]);
        let guard = Guard::new(&self.literals, texts);
        let tools = tools.iter().map(|tool| guard.value(tool)).collect();
        let kwargs = guard.map(input.kwargs);
        Job { guard, turns, tools, kwargs }
    }

    /// What the template puts before an answer, without its thinking tags: found on a conversation
    /// of one message, because it does not depend on what was said.
    fn header(&self, engine: &Engine, job: &Job<'_>) -> Option<String> {
        if job.turns.iter().all(|turn| turn.raw.is_none()) {
            return None;
        }
        let messages = [serde_json::json!({ "role": "user", "content": "?" })];
        let render = |header| engine.render(&job.scene(&messages, header)).ok();
        let with = render(Header::With)?;
        let header = with.strip_prefix(render(Header::Without)?.as_str())?;
        let header = &header[..tail(header).0];
        (!header.trim().is_empty()).then(|| header.to_owned())
    }
}

/// One way to render a conversation.
#[derive(Clone, Copy)]
struct Attempt {
    late: Late,
    raws: Raws,
}

/// Whether answers go in as the model wrote them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Raws {
    Used,
    Unused,
}

impl Job<'_> {
    fn scene<'s>(&'s self, messages: &'s [Value], header: Header) -> Scene<'s> {
        Scene { messages, tools: &self.tools, kwargs: &self.kwargs, size: self.guard.size, header }
    }

    fn attempts(&self) -> Vec<Attempt> {
        let late = self.turns.iter().enumerate().any(|(index, turn)| turn.late(index));
        let lates: &[Late] = if late { &[Late::System, Late::User] } else { &[Late::System] };
        let raw = self.turns.iter().any(|turn| turn.raw.is_some());
        let raws: &[Raws] = if raw { &[Raws::Used, Raws::Unused] } else { &[Raws::Unused] };
        raws.iter().flat_map(|&raws| lates.iter().map(move |&late| Attempt { late, raws })).collect()
    }

    /// The prompt by the built-in ChatML; `why` is the failure that led here.
    fn chatml(&self, why: Option<String>) -> Prompt {
        let draw = |messages: &[Value]| Ok(chatml::render(messages, &self.tools, &self.kwargs));
        let attempt = Attempt { late: Late::System, raws: Raws::Used };
        let mut prompt = self.prompt(attempt, Some(chatml::HEADER), &draw).unwrap_or_else(|failure| Prompt {
            segments: Vec::new(),
            thinking: Thinking::Watch,
            tail: String::new(),
            notice: Some(failure.why),
        });
        if let Some(why) = why {
            prompt.notice = Some(tell!("engine-template-failed", why = why));
        }
        prompt
    }

    fn prompt(&self, attempt: Attempt, header: Option<&str>, draw: &Draw<'_>) -> Result<Prompt, Failure> {
        let usable = attempt.raws == Raws::Used && header.is_some();
        let mut raws: Vec<Option<&str>> = self.turns.iter().map(|turn| turn.raw.filter(|_| usable)).collect();
        loop {
            let messages: Vec<Value> = (self.turns.iter().enumerate())
                .map(|(index, turn)| match raws[index] {
                    Some(_) => {
                        serde_json::json!({ "role": "assistant", "content": self.guard.placeholder(index) })
                    }
                    None => self.guard.value(&turn.fields(index, attempt.late)),
                })
                .collect();
            let text = draw(&messages)?;
            let (spans, lost) = self.spans(&text, header.unwrap_or_default(), &raws);
            if lost.is_empty() {
                return Ok(self.finish(&text, &spans));
            }
            lost.into_iter().for_each(|index| raws[index] = None);
        }
    }

    /// Where in `text` each raw answer belongs, and the messages for which that cannot be told:
    /// those whose placeholder is not there exactly once, right behind a header.
    fn spans<'r>(
        &self,
        text: &str,
        header: &str,
        raws: &[Option<&'r str>],
    ) -> (Vec<(Range<usize>, &'r str)>, Vec<usize>) {
        let (mut spans, mut lost, mut from) = (Vec::new(), Vec::new(), 0);
        for (index, raw) in raws.iter().enumerate() {
            let Some(raw) = *raw else { continue };
            let placeholder = self.guard.placeholder(index);
            let mut found = text.match_indices(placeholder.as_str());
            let place = match (found.next(), found.next()) {
                (Some((at, _)), None) if at >= from => {
                    let before = &text[from..at];
                    let start = before.rfind(header).map(|start| from + start + header.len());
                    start.filter(|&start| only_tags(&text[start..at])).map(|start| (start, at))
                }
                _ => None,
            };
            match place {
                Some((start, at)) => {
                    from = at + placeholder.len();
                    spans.push((start..from, raw));
                }
                None => lost.push(index),
            }
        }
        (spans, lost)
    }

    fn finish(&self, text: &str, spans: &[(Range<usize>, &str)]) -> Prompt {
        let mut segments = Vec::new();
        let mut from = 0;
        for (span, raw) in spans {
            self.guard.split(&text[from..span.start], &mut segments);
            if !raw.is_empty() {
                segments.push(Segment::Raw((*raw).to_owned()));
            }
            from = span.end;
        }
        self.guard.split(&text[from..], &mut segments);
        let (at, thinking) = tail(text);
        Prompt { segments, thinking, tail: text[at..].to_owned(), notice: None }
    }
}

/// Where the thinking tags at the end of a prompt begin, and what they mean.
fn tail(text: &str) -> (usize, Thinking) {
    let end = text.trim_end();
    if let Some(open) = end.strip_suffix("<think>") {
        return (open.len(), Thinking::Open);
    }
    let Some(closed) = end.strip_suffix("</think>") else {
        return (text.len(), Thinking::Watch);
    };
    let at = closed.trim_end().strip_suffix("<think>").map_or(closed.len(), str::len);
    (at, Thinking::Closed)
}

fn only_tags(text: &str) -> bool {
    text.replace("<think>", "").replace("</think>", "").trim().is_empty()
}

#[cfg(test)]
mod tests;

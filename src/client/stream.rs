//! An answer as it arrives: server-sent events in, what they mean out.

use eventsource_stream::Eventsource;
use futures_util::stream::{BoxStream, StreamExt};
use reqwest::Response;
use serde_json::Value;

use super::http::Call;
use super::spawn::Tail;
use crate::error::{Error, Kind, Result};
use crate::tell;
use crate::wire::{Chunk, Fault, Filled, Progress, Timings, ToolDelta, Usage, paired};

/// What is new in an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// So many other answers come first.
    Queue(u32),
    /// How far the model is loaded, 0 to 1.
    Load(f32),
    /// How far the prompt is read.
    Prefill(Progress),
    /// Answer text.
    Text(String),
    /// Thinking.
    Thinking(String),
    /// Part of a call.
    Call(ToolDelta),
    /// Something to tell the user.
    Notice(String),
    /// The end.
    Done(Done),
}

/// How an answer ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Done {
    /// `stop`, `length`, `tool_calls`, or another engine's word.
    pub finish: String,
    /// Why it was cut, if our engine had a reason other than the limit.
    pub why: Option<String>,
    /// Token counts, if the engine told them.
    pub usage: Option<Usage>,
    /// Times, if the engine told them.
    pub timings: Option<Timings>,
    /// The exact answer, from our engine.
    pub raw: Option<String>,
}

/// An answer under way; dropping it cancels it.
pub struct Answer {
    events: BoxStream<'static, Result<String, String>>,
    ready: std::collections::VecDeque<Event>,
    done: Option<Done>,
    over: bool,
    chunk: fn(Value) -> serde_json::Result<Chunk>,
    log: Option<Tail>,
}

impl Answer {
    /// Reads the response to a request. `log` is that of our own engine, to find out what it died of.
    pub(super) fn new(response: Response, request: Call<'_>, log: Option<Tail>) -> Answer {
        let chunk = match request {
            Call::Chat(_) => serde_json::from_value,
            Call::Fill(_) => |value| serde_json::from_value::<Filled>(value).map(Chunk::from),
        };
        let events = response.bytes_stream().eventsource();
        let events =
            events.map(|event| event.map(|event| event.data).map_err(|error| error.to_string())).boxed();
        Answer { events, ready: std::collections::VecDeque::new(), done: None, over: false, chunk, log }
    }

    /// The next event; `None` after [`Event::Done`].
    ///
    /// # Errors
    /// The engine's own error, or [`Kind::Engine`] when it died in the middle of the answer.
    pub async fn next(&mut self) -> Result<Option<Event>> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Ok(Some(event));
            }
            if self.over {
                return Ok(None);
            }
            match self.events.next().await {
                Some(Ok(data)) if data == "[DONE]" => self.end()?,
                Some(Ok(data)) => self.read(&data)?,
                Some(Err(why)) => return Err(self.died(Some(why))),
                None => self.end()?,
            }
        }
    }

    /// The stream is over: that is an end only if the engine said how the answer finished.
    fn end(&mut self) -> Result<()> {
        let Some(done) = self.done.take() else { return Err(self.died(None)) };
        self.over = true;
        self.ready.push_back(Event::Done(done));
        Ok(())
    }

    fn read(&mut self, data: &str) -> Result<()> {
        let kind = if self.log.is_some() { Kind::Engine } else { Kind::Network };
        let unreadable = |error| Error::new(kind, tell!("client-unreadable")).why(error);
        let value: Value = serde_json::from_str(&paired(data)).map_err(unreadable)?;
        if value.get("error").is_some_and(|error| !error.is_null()) {
            self.over = true;
            let fault: Fault = serde_json::from_value(value).map_err(unreadable)?;
            return Err(fault.into_error(kind));
        }
        self.add((self.chunk)(value).map_err(unreadable)?);
        Ok(())
    }

    fn add(&mut self, chunk: Chunk) {
        let ready = &mut self.ready;
        ready.extend(chunk.queue.map(Event::Queue));
        ready.extend(chunk.load_progress.map(Event::Load));
        ready.extend(chunk.prompt_progress.map(Event::Prefill));
        let ends = chunk.choices.iter().any(|choice| choice.finish_reason.is_some());
        if ends {
            self.done.get_or_insert_default().why = chunk.notice;
        } else {
            ready.extend(chunk.notice.map(Event::Notice));
        }
        for choice in chunk.choices {
            let delta = choice.delta;
            let some = |text: Option<String>| text.filter(|text| !text.is_empty());
            ready.extend(some(delta.reasoning_content).map(Event::Thinking));
            ready.extend(some(delta.content).map(Event::Text));
            ready.extend(delta.tool_calls.into_iter().flatten().map(Event::Call));
            if let Some(finish) = choice.finish_reason {
                self.done.get_or_insert_default().finish = finish;
            }
            if let Some(raw) = delta.raw {
                self.done.get_or_insert_default().raw = Some(raw);
            }
        }
        // Usage comes with the last choice or, as OpenAI has it, in a chunk of its own behind it.
        if let Some(done) = &mut self.done {
            done.usage = chunk.usage.or(done.usage);
            done.timings = chunk.timings.or(done.timings);
        }
    }

    fn died(&mut self, why: Option<String>) -> Error {
        self.over = true;
        let Some(log) = &self.log else {
            let error = Error::new(Kind::Network, tell!("client-broke"));
            return why.into_iter().fold(error, Error::why);
        };
        let error = Error::new(Kind::Engine, tell!("client-died"));
        if log.ominous() {
            return log.explain(error);
        }
        log.explain(error.why(tell!("client-killed")).hint(tell!("client-killed-hint")))
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer").field("over", &self.over).finish_non_exhaustive()
    }
}

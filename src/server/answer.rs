//! `POST /v1/chat/completions`: from a request to one object or a stream of chunks.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Json;
use axum::http::StatusCode;
use axum::response::sse::{Event as Sse, KeepAlive, Sse as Stream};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio_stream::wrappers::ReceiverStream;

use super::app::App;
use super::life::Busy;
use super::problem::Problem;
use crate::engine::job::{Event, Finish, Reason};
use crate::engine::parser::{Parser, Piece};
use crate::engine::turn::delta;
use crate::error::{Error, Kind, Result};
use crate::tell;
use crate::wire::{
    ChatRequest, Choice, Chunk, Completion, Content, Delta, Fault, Message, Role, Timings, ToolCall,
    ToolDelta, ToolFunction, Usage, Whole,
};

/// Chunks that wait for a slow reader before the reading of events pauses.
pub(super) const QUEUE: usize = 256;

/// Comment lines keep proxies and clients from giving up during a long prefill.
pub(super) const QUIET: Duration = Duration::from_secs(10);

/// Answers the request as it asks: streamed or whole.
///
/// # Errors
/// Everything that fails before the first byte is sent.
pub(super) async fn respond(app: Arc<App>, request: ChatRequest) -> Result<Response, Problem> {
    let Some(busy) = app.life.begin() else {
        // The same as an engine that is another one: front ends start their own.
        let error = Error::new(Kind::Refused, tell!("server-stopping"));
        return Err(Problem::with(StatusCode::CONFLICT, error));
    };
    let stream = request.stream;
    let head = Head::new(&app.name);
    let (sender, chunks) = channel(QUEUE);
    if stream {
        // Outlives this function: the stream is read after the response has begun.
        tokio::spawn(drive(app, request, head, Sink(sender), busy));
        let events = tokio_stream::StreamExt::map(ReceiverStream::new(chunks), |chunk| {
            Ok::<_, Infallible>(sse(&chunk))
        });
        let done = tokio_stream::once(Ok(Sse::default().data("[DONE]")));
        let events = tokio_stream::StreamExt::chain(events, done);
        return Ok(Stream::new(events).keep_alive(KeepAlive::new().interval(QUIET)).into_response());
    }
    // Joined, not spawned: a caller that goes away drops this future and with it the answer.
    let (_, whole) =
        tokio::join!(drive(app, request, head.clone(), Sink(sender), busy), gather(chunks, head));
    Ok(Json(whole?).into_response())
}

/// What the channel carries: chunks, then at most one error.
type Out = Result<Chunk, Error>;

fn sse(out: &Out) -> Sse {
    match out {
        Ok(chunk) => data(chunk),
        Err(error) => data(&Fault::new(error, 500)),
    }
}

/// An event that carries this.
pub(super) fn data(value: &impl Serialize) -> Sse {
    // Our own types always serialise; an empty event would be skipped by every client.
    Sse::default().data(serde_json::to_string(value).unwrap_or_default())
}

/// The fields that all chunks of an answer share.
#[derive(Clone)]
struct Head {
    id: String,
    created: u64,
    model: String,
}

impl Head {
    fn new(model: &str) -> Head {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let id = format!("chatcmpl-{:x}-{}", now.as_micros(), COUNT.fetch_add(1, Relaxed));
        Head { id, created: now.as_secs(), model: model.into() }
    }

    fn chunk(&self) -> Chunk {
        Chunk {
            id: self.id.clone(),
            object: "chat.completion.chunk".into(),
            created: self.created,
            model: self.model.clone(),
            ..Chunk::default()
        }
    }

    fn delta(&self, delta: Delta) -> Chunk {
        Chunk { choices: vec![Choice { delta, ..Choice::default() }], ..self.chunk() }
    }
}

/// The reader of the answer; gone when it does not want more.
struct Sink(Sender<Out>);

impl Sink {
    async fn send(&self, chunk: Chunk) -> Result<(), Gone> {
        self.0.send(Ok(chunk)).await.map_err(|_| Gone)
    }
}

/// The reader went away.
struct Gone;

/// Makes the answer; ends early when the reader goes away, which cancels the work.
async fn drive(app: Arc<App>, request: ChatRequest, head: Head, sink: Sink, busy: Busy) {
    let work = async {
        if let Err(error) = make(&app, request, &head, &sink).await {
            // A reader that has gone needs no error.
            _ = sink.0.send(Err(error)).await;
        }
    };
    tokio::select! {
        () = work => {}
        () = sink.0.closed() => {}
        () = app.life.cut() => {
            let error = Error::new(Kind::Engine, tell!("server-stopped"));
            _ = sink.0.try_send(Err(error.hint(tell!("server-stopped-hint"))));
        }
    }
    // In this order: who sees the engine at rest may take it apart.
    drop(app);
    drop(busy);
}

async fn make(app: &App, request: ChatRequest, head: &Head, sink: &Sink) -> Result<()> {
    let watch = request.return_progress;
    let model = app
        .ready(|part| {
            if watch {
                // Progress is lost rather than waited for.
                _ = sink.0.try_send(Ok(Chunk { load_progress: Some(part), ..head.chunk() }));
            }
        })
        .await?;
    let turn = model.turn(&request, &head.id)?;
    let mut writer = Writer { head, sink, parser: Some(turn.parser), called: false, watch };
    let role = Delta { role: Some("assistant".into()), ..Delta::default() };
    let mut first = head.delta(role);
    first.notice = turn.notice;
    first.queue = Some(app.life.others()).filter(|&others| watch && others > 0);
    let mut running = app.engine.generate(turn.work)?;
    if writer.sink.send(first).await.is_err() {
        return Ok(());
    }
    while let Some(event) = running.next().await {
        match event {
            Event::Failed(error) => return Err(error),
            Event::Done(finish) => {
                _ = writer.finish(finish).await;
                return Ok(());
            }
            event => {
                if writer.event(event).await.is_err() {
                    return Ok(());
                }
            }
        }
    }
    Err(Error::new(Kind::Engine, tell!("server-broke")))
}

/// Turns what the engine says into chunks.
struct Writer<'a> {
    head: &'a Head,
    sink: &'a Sink,
    parser: Option<Parser>,
    called: bool,
    watch: bool,
}

impl Writer<'_> {
    async fn event(&mut self, event: Event) -> Result<(), Gone> {
        match event {
            Event::Prefill(progress) if self.watch => {
                self.sink.send(Chunk { prompt_progress: Some(progress), ..self.head.chunk() }).await
            }
            Event::Text(text) => {
                let pieces = self.parser.as_mut().map(|parser| parser.push(&text)).unwrap_or_default();
                self.pieces(pieces).await
            }
            _ => Ok(()),
        }
    }

    async fn pieces(&mut self, pieces: Vec<Piece>) -> Result<(), Gone> {
        for piece in pieces {
            self.called |= matches!(piece, Piece::Call(_));
            if let Some(delta) = delta(piece) {
                self.sink.send(self.head.delta(delta)).await?;
            }
        }
        Ok(())
    }

    async fn finish(&mut self, finish: Finish) -> Result<(), Gone> {
        let rest = self.parser.take().map(Parser::finish).unwrap_or_default();
        self.pieces(rest).await?;
        let reason = match finish.reason {
            Reason::Stop | Reason::Cancelled if self.called => "tool_calls",
            Reason::Stop | Reason::Cancelled => "stop",
            Reason::Length | Reason::Context | Reason::Loop => "length",
        };
        let mut last = self.head.delta(Delta { raw: Some(finish.raw), ..Delta::default() });
        if let Some(choice) = last.choices.first_mut() {
            choice.finish_reason = Some(reason.into());
        }
        last.notice = match finish.reason {
            Reason::Context => Some(tell!("server-full")),
            Reason::Loop => Some(tell!("server-circles")),
            _ => None,
        };
        last.usage = Some(usage(&finish.timings));
        last.timings = Some(finish.timings);
        self.sink.send(last).await
    }
}

fn usage(timings: &Timings) -> Usage {
    let prompt_tokens = timings.cache_n + timings.prompt_n;
    let completion_tokens = timings.predicted_n;
    Usage { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens }
}

/// All chunks as one object.
async fn gather(mut chunks: Receiver<Out>, head: Head) -> Result<Completion> {
    let mut message = Message::new(Role::Assistant, "");
    let (mut text, mut thinking, mut calls) = (String::new(), String::new(), Vec::new());
    let mut whole = Completion {
        id: head.id,
        object: "chat.completion".into(),
        created: head.created,
        model: head.model,
        choices: Vec::new(),
        usage: None,
        timings: None,
    };
    let mut finish_reason = None;
    while let Some(chunk) = chunks.recv().await {
        let chunk = chunk?;
        whole.usage = chunk.usage.or(whole.usage);
        whole.timings = chunk.timings.or(whole.timings);
        for choice in chunk.choices {
            finish_reason = choice.finish_reason.or(finish_reason);
            text.push_str(&choice.delta.content.unwrap_or_default());
            thinking.push_str(&choice.delta.reasoning_content.unwrap_or_default());
            choice.delta.tool_calls.into_iter().flatten().for_each(|call| add(&mut calls, call));
            message.raw = choice.delta.raw.or(message.raw);
        }
    }
    message.content = Some(Content::Text(text));
    message.reasoning_content = Some(thinking).filter(|text| !text.is_empty());
    message.tool_calls = Some(calls).filter(|calls| !calls.is_empty());
    whole.choices.push(Whole { index: 0, message, finish_reason });
    Ok(whole)
}

/// Adds a new part to the call it belongs to.
fn add(calls: &mut Vec<ToolCall>, part: ToolDelta) {
    let at = part.index as usize;
    if at >= calls.len() {
        let function = ToolFunction { name: String::new(), arguments: String::new() };
        calls.push(ToolCall { id: String::new(), kind: "function".into(), function });
    }
    let Some(call) = calls.get_mut(at) else { return };
    call.id.push_str(&part.id.unwrap_or_default());
    call.function.name.push_str(&part.function.name.unwrap_or_default());
    call.function.arguments.push_str(&part.function.arguments.unwrap_or_default());
}

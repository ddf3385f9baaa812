//! `POST /infill`: from a gap in a text to what fills it, in one object or a stream of pieces.

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use axum::response::sse::{KeepAlive, Sse as Stream};
use axum::response::{IntoResponse, Response};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio_stream::wrappers::ReceiverStream;

use super::answer::{QUEUE, QUIET, data};
use super::app::App;
use super::life::Busy;
use super::problem::Problem;
use crate::engine::fill::Gap;
use crate::engine::job::{Event, Finish, Reason};
use crate::error::{Error, Kind, Result};
use crate::tell;
use crate::wire::{Fault, Filled, Infill};

/// What the channel carries: pieces, then at most one error.
type Out = Result<Filled, Error>;

/// Answers the request as it asks: streamed or whole.
///
/// # Errors
/// Everything that fails before the first byte is sent.
pub(super) async fn respond(app: Arc<App>, request: Infill) -> Result<Response, Problem> {
    let Some(busy) = app.life.begin() else {
        let error = Error::new(Kind::Refused, tell!("server-stopping"));
        return Err(Problem::with(StatusCode::CONFLICT, error));
    };
    let stream = request.stream;
    let (sender, pieces) = channel(QUEUE);
    if stream {
        // Outlives this function: the stream is read after the response has begun.
        tokio::spawn(drive(app, request, sender, busy));
        let events = tokio_stream::StreamExt::map(ReceiverStream::new(pieces), |piece: Out| {
            Ok::<_, std::convert::Infallible>(match &piece {
                Ok(piece) => data(piece),
                Err(error) => data(&Fault::new(error, 500)),
            })
        });
        return Ok(Stream::new(events).keep_alive(KeepAlive::new().interval(QUIET)).into_response());
    }
    // Joined, not spawned: a caller that goes away drops this future and with it the work.
    let (_, whole) = tokio::join!(drive(app, request, sender, busy), gather(pieces));
    Ok(Json(whole?).into_response())
}

/// Fills the gap; ends early when the reader goes away, which cancels the work.
async fn drive(app: Arc<App>, request: Infill, sink: Sender<Out>, busy: Busy) {
    let work = async {
        if let Err(error) = make(&app, request, &sink).await {
            // A reader that has gone needs no error.
            _ = sink.send(Err(error)).await;
        }
    };
    tokio::select! {
        () = work => {}
        () = sink.closed() => {}
        () = app.life.cut() => {
            let error = Error::new(Kind::Engine, tell!("server-stopped"));
            _ = sink.try_send(Err(error.hint(tell!("server-stopped-hint"))));
        }
    }
    // In this order: who sees the engine at rest may take it apart.
    drop(app);
    drop(busy);
}

async fn make(app: &App, request: Infill, sink: &Sender<Out>) -> Result<()> {
    let watch = request.return_progress;
    let model = app
        .ready(|part| {
            if watch {
                // Progress is lost rather than waited for.
                _ = sink.try_send(Ok(Filled { load_progress: Some(part), ..Filled::default() }));
            }
        })
        .await?;
    let gap = Gap::new(model, request)?;
    if let Some(others) = Some(app.life.others()).filter(|&others| watch && others > 0) {
        _ = sink.try_send(Ok(Filled { queue: Some(others), ..Filled::default() }));
    }
    let mut running = app.engine.fill(gap)?;
    while let Some(event) = running.next().await {
        let piece = match event {
            Event::Failed(error) => return Err(error),
            Event::Prefill(_) if !watch => continue,
            Event::Prefill(progress) => Filled { prompt_progress: Some(progress), ..Filled::default() },
            Event::Text(text) => Filled { content: text, ..Filled::default() },
            Event::Done(finish) => {
                _ = sink.send(Ok(last(&finish))).await;
                return Ok(());
            }
        };
        if sink.send(Ok(piece)).await.is_err() {
            return Ok(());
        }
    }
    Err(Error::new(Kind::Engine, tell!("server-broke")))
}

/// The piece that says how it ended.
fn last(finish: &Finish) -> Filled {
    let why = match finish.reason {
        Reason::Stop | Reason::Cancelled => "eos",
        Reason::Length | Reason::Context | Reason::Loop => crate::wire::LIMIT,
    };
    Filled { stop: true, stop_type: Some(why.into()), timings: Some(finish.timings), ..Filled::default() }
}

/// All pieces as one object.
async fn gather(mut pieces: Receiver<Out>) -> Result<Filled> {
    let mut text = String::new();
    while let Some(piece) = pieces.recv().await {
        let piece = piece?;
        text.push_str(&piece.content);
        if piece.stop {
            return Ok(Filled { content: text, ..piece });
        }
    }
    Err(Error::new(Kind::Engine, tell!("server-broke")))
}

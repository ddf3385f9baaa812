//! Which address does what; the shapes are OpenAI's and llama-server's.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer;
use super::app::App;
use super::fill;
use super::life::Stop;
use super::problem::Problem;
use crate::error::{Context, Error, Kind};
use crate::models::tokenizer::Special;
use crate::tell;
use crate::wire::{ChatRequest, Infill};

/// Long conversations with files in them are large, and JSON can make six bytes of one.
const BODY: usize = 128 << 20;

type Shared = State<Arc<App>>;

/// The routes of the private socket: all.
pub(super) fn private(app: &Arc<App>) -> Router {
    common().route("/qwill/status", get(status)).route("/qwill/stop", post(stop)).with_state(Arc::clone(app))
}

/// The routes of the TCP port, which any program of this machine can reach, web pages in a browser
/// included: those are told by the host they ask for.
pub(super) fn public(app: &Arc<App>) -> Router {
    common().layer(middleware::from_fn(local)).with_state(Arc::clone(app))
}

fn common() -> Router<Arc<App>> {
    Router::new()
        .route("/health", get(health))
        .route("/v1/models", get(models))
        .route("/models", get(models))
        .route("/v1/chat/completions", post(chat))
        .route("/chat/completions", post(chat))
        .route("/infill", post(infill))
        .route("/tokenize", post(tokenize))
        .route("/apply-template", post(apply))
        .fallback(unknown)
        .layer(DefaultBodyLimit::max(BODY))
}

/// Lets through only requests that name this machine, so that a web page whose name was pointed at
/// 127.0.0.1 reaches nothing, and only from pages of this machine.
async fn local(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let host = text(header::HOST).is_none_or(here);
    let origin = text(header::ORIGIN)
        .is_none_or(|origin| origin.split_once("://").is_some_and(|(_, host)| here(host)));
    if host && origin {
        next.run(request).await
    } else {
        Problem::from(Error::new(Kind::Refused, tell!("server-foreign"))).into_response()
    }
}

/// Whether `host`, with or without a port, is this machine by address or as `localhost`.
fn here(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

async fn health(State(app): Shared) -> Response {
    if app.loaded() {
        return Json(json!({ "status": "ok" })).into_response();
    }
    let body = json!({ "error": { "code": 503, "message": "Loading model", "type": "unavailable_error" } });
    (StatusCode::SERVICE_UNAVAILABLE, Json(body)).into_response()
}

async fn models(State(app): Shared) -> Json<Value> {
    let model = json!({ "id": app.name, "object": "model", "created": 0, "owned_by": "qwill" });
    Json(json!({ "object": "list", "data": [model] }))
}

async fn status(State(app): Shared) -> Response {
    Json(app.status()).into_response()
}

/// `{"wait": true}` lets answers under way end first: a front end wants another model.
#[derive(Default, Deserialize)]
struct StopRequest {
    #[serde(default)]
    wait: bool,
}

async fn stop(State(app): Shared, body: Bytes) -> Result<Response, Problem> {
    let wait = serde_json::from_slice::<StopRequest>(&body).unwrap_or_default().wait;
    app.leave(if wait { Stop::Gently } else { Stop::Now })?;
    Ok(Json(app.status()).into_response())
}

async fn chat(State(app): Shared, headers: HeaderMap, body: Bytes) -> Result<Response, Problem> {
    app.expected(&headers).map_err(|error| Problem::with(StatusCode::CONFLICT, error))?;
    let request: ChatRequest = read(&body)?;
    answer::respond(app, request).await
}

async fn infill(State(app): Shared, headers: HeaderMap, body: Bytes) -> Result<Response, Problem> {
    app.expected(&headers).map_err(|error| Problem::with(StatusCode::CONFLICT, error))?;
    let request: Infill = read(&body)?;
    fill::respond(app, request).await
}

/// `{"content": "…", "parse_special": true}`
#[derive(Deserialize)]
struct Tokenize {
    content: String,
    #[serde(default = "yes")]
    parse_special: bool,
}

fn yes() -> bool {
    true
}

async fn tokenize(State(app): Shared, body: Bytes) -> Result<Json<Value>, Problem> {
    let request: Tokenize = read(&body)?;
    app.ready(|_| ()).await?;
    let special = if request.parse_special { Special::Parse } else { Special::Plain };
    let tokens = app.engine.tokenize(request.content, special).await?;
    Ok(Json(json!({ "tokens": tokens })))
}

async fn apply(State(app): Shared, body: Bytes) -> Result<Json<Value>, Problem> {
    let request: ChatRequest = read(&body)?;
    let prompt = app.ready(|_| ()).await?.prompt(&request)?;
    Ok(Json(json!({ "prompt": prompt.text() })))
}

async fn unknown(request: Request) -> Problem {
    let what = tell!("server-unknown", method = request.method().as_str(), path = request.uri().path());
    Problem::with(StatusCode::NOT_FOUND, Error::new(Kind::Usage, what))
}

fn read<'a, T: Deserialize<'a>>(body: &'a Bytes) -> Result<T, Error> {
    serde_json::from_slice(body).context(Kind::Usage, tell!("server-unread"))
}

#[cfg(test)]
mod tests {
    use super::here;

    #[test]
    fn only_this_machine_is_here() {
        for host in
            ["localhost", "localhost:80", "127.0.0.1", "127.0.0.1:8080", "127.8.9.1", "[::1]", "[::1]:8080"]
        {
            assert!(here(host), "{host}");
        }
        for host in [
            "",
            "127.evil.example",
            "localhost.evil.example:80",
            "192.168.1.2:80",
            "[::2]:80",
            "null",
            "0.0.0.0",
        ] {
            assert!(!here(host), "{host}");
        }
    }
}

//! Requests to engines: over a private socket without TLS or proxies, or over the network.

use std::path::Path;

use reqwest::{Response, StatusCode};
use serde::Serialize;
use serde_json::json;

use crate::config::Remote;
use crate::error::{Context, Error, Kind, Result};
use crate::net::{self, CONNECT, root};
use crate::tell;
use crate::wire::{ChatRequest, EXPECT, Expect, Fault, Infill, Status};

/// Why a request to our own engine brought no answer.
#[derive(Debug)]
pub(super) enum Miss {
    /// Nobody listens, or it left before it answered.
    Absent,
    /// An engine with another model, version or parameters listens, or one that is stopping.
    Other,
    /// It answered with an error.
    Failed(Error),
}

/// What an engine is asked to do.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Call<'a> {
    /// To answer a conversation.
    Chat(&'a ChatRequest),
    /// To fill a gap in a text.
    Fill(&'a Infill),
}

impl Call<'_> {
    /// Where our engine takes it.
    fn local(self) -> &'static str {
        match self {
            Call::Chat(_) => "http://qwill/v1/chat/completions",
            Call::Fill(_) => "http://qwill/infill",
        }
    }

    /// Where an engine takes it whose addresses begin with `url`. Filling is not OpenAI's, so that it stands beside
    /// what is.
    fn remote(self, url: &str) -> String {
        let url = url.trim_end_matches('/');
        match self {
            Call::Chat(_) => format!("{url}/chat/completions"),
            Call::Fill(_) => format!("{}/infill", url.strip_suffix("/v1").unwrap_or(url)),
        }
    }
}

/// Sends a request to our engine, which must be what is expected.
pub(super) async fn ask(socket: &Path, request: Call<'_>, expect: &Expect) -> Result<Response, Miss> {
    let failed = |error: Error| Miss::Failed(error);
    let expect =
        serde_json::to_string(expect).context(Kind::Other, tell!("client-handshake")).map_err(failed)?;
    let call = unix(socket).map_err(failed)?.post(request.local());
    let response = call.header(EXPECT, expect).json(&request).send().await.map_err(|_| Miss::Absent)?;
    match response.status() {
        StatusCode::CONFLICT => Err(Miss::Other),
        _ => check(response, Kind::Engine).await.map_err(Miss::Failed),
    }
}

/// Asks an engine what it is.
pub(super) async fn status(socket: &Path) -> Result<Status> {
    let call = unix(socket)?.get("http://qwill/qwill/status").timeout(CONNECT);
    let response = call.send().await.context(Kind::Engine, tell!("client-none"))?;
    response.json().await.context(Kind::Engine, tell!("client-garbled"))
}

/// How an engine is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// After the answers under way.
    Gently,
    /// At once.
    Now,
}

/// Tells an engine to leave; returns what it was.
///
/// # Errors
/// [`Kind::Refused`] when it was started by hand and is to make room only; else nobody listens.
pub(super) async fn stop(socket: &Path, how: Stop) -> Result<Status> {
    let call = unix(socket)?.post("http://qwill/qwill/stop").timeout(CONNECT);
    let response = call.json(&json!({ "wait": how == Stop::Gently })).send().await;
    let response = check(response.context(Kind::Engine, tell!("client-none"))?, Kind::Engine).await?;
    response.json().await.context(Kind::Engine, tell!("client-garbled"))
}

/// Sends a request to a configured engine.
///
/// # Errors
/// [`Kind::Network`] with the engine's own words; for a gap, [`Kind::Model`] with them if its model fills none, and
/// what to do if the engine takes none.
pub(super) async fn remote(remote: &Remote, request: Call<'_>) -> Result<Response> {
    let url = request.remote(&remote.url);
    let client = net::builder().build();
    let mut call = client.context(Kind::Network, tell!("client-network"))?.post(&url).json(&request);
    if let Some(key) = &remote.key {
        call = call.bearer_auth(key);
    } else if let Some(name) = &remote.key_env {
        return Err(
            Error::new(Kind::Refused, tell!("client-key-unset", name = name)).hint(tell!("client-key-hint"))
        );
    }
    let response = call.send().await.map_err(|error| {
        Error::new(Kind::Network, tell!("client-reach", url = &url))
            .why(root(&error))
            .hint(tell!("client-reach-hint"))
    })?;
    let fills = matches!(request, Call::Fill(_));
    match response.status() {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED if fills => {
            let error = Error::new(Kind::Network, tell!("client-no-fill", url = &url));
            Err(error.hint(tell!("client-no-fill-hint")))
        }
        StatusCode::NOT_IMPLEMENTED if fills => {
            check(response, Kind::Model).await.map_err(|error| error.hint(tell!("engine-no-middle-hint")))
        }
        _ => check(response, Kind::Network).await,
    }
}

/// An answer that says it succeeded, or its fault as an error of `kind`.
async fn check(response: Response, kind: Kind) -> Result<Response> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let body = response.bytes().await.unwrap_or_default();
    let answers = || Error::new(kind, tell!("client-answers", status = status.to_string()));
    Err(match serde_json::from_slice::<Fault>(&body) {
        Ok(fault) if kind == Kind::Engine => fault.into_error(kind),
        Ok(fault) => answers().why(fault.error.message),
        Err(_) => {
            let text = String::from_utf8_lossy(&body);
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if words.is_empty() {
                answers()
            } else {
                answers().why(words.chars().take(200).collect::<String>())
            }
        }
    })
}

fn unix(socket: &Path) -> Result<reqwest::Client> {
    // No TLS is spoken here: without this, every start would read the system's certificates.
    net::builder()
        .unix_socket(socket)
        .no_proxy()
        .tls_certs_only([])
        .build()
        .context(Kind::Other, tell!("client-connection"))
}

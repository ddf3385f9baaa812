//! One stream of deltas from whatever engine answers: ours, started on demand, or any other.

mod http;
mod local;
mod spawn;
mod stream;

use crate::config::{Config, Remote};
use crate::error::{Error, Kind, Result};
use crate::models::library;
use crate::models::name::Model;
use crate::tell;
use crate::wire::{ChatRequest, Infill, Status};
use http::Call;

pub use local::Local;
pub use stream::{Answer, Done, Event};

/// Where answers come from.
#[derive(Clone, Debug)]
pub enum Client {
    /// Our engine on this machine.
    Local(Local),
    /// A configured engine and the model wanted of it.
    Remote {
        /// Address and key.
        remote: Remote,
        /// The engine's own name for the model.
        model: String,
    },
}

/// Numbers that an engine is started with, when the user named them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Context length in tokens.
    pub ctx: Option<u32>,
    /// Threads.
    pub threads: Option<u32>,
}

impl Client {
    /// The client for `-m NAME`: `ENGINE/MODEL` of a configured engine, else a model on this machine.
    ///
    /// # Errors
    /// No such model.
    pub fn new(name: Option<&str>, wanted: Wanted, config: &Config) -> Result<Client> {
        let name = name.or(config.model.as_deref());
        if let Some((remote, model)) = name.and_then(|name| remote(name, config)) {
            return Ok(Client::Remote { remote: remote.clone(), model: model.into() });
        }
        let model = library::model(name, config)?;
        Ok(Client::Local(Local::new(model, wanted, config)?))
    }

    /// The model's name for people.
    pub fn model(&self) -> String {
        match self {
            Client::Local(local) => local.model().name(),
            Client::Remote { model, .. } => model.clone(),
        }
    }

    /// Whether the built-in starter answers.
    pub fn starter(&self) -> bool {
        matches!(self, Client::Local(local) if *local.model() == Model::Starter)
    }

    /// Sends a conversation; the answer comes as a stream whatever the request says.
    ///
    /// # Errors
    /// No engine can be reached or started, or it refuses the request.
    pub async fn ask(&self, mut request: ChatRequest) -> Result<Answer> {
        request.stream = true;
        request.model = self.model();
        match self {
            Client::Local(local) => {
                request.return_progress = true;
                local.ask(&request).await
            }
            Client::Remote { remote, .. } => {
                // Engines count tokens in a stream only when they are asked to.
                request.stream_options = Some(serde_json::json!({ "include_usage": true }));
                Client::far(remote, Call::Chat(&request)).await
            }
        }
    }

    /// Sends a gap in a text to be filled; what fills it comes as a stream whatever the request says.
    ///
    /// # Errors
    /// The same as [`Client::ask`], and that the engine or its model fills no gaps.
    pub async fn fill(&self, mut request: Infill) -> Result<Answer> {
        request.stream = true;
        match self {
            Client::Local(local) => {
                request.return_progress = true;
                local.fill(&request).await
            }
            Client::Remote { remote, .. } => Client::far(remote, Call::Fill(&request)).await,
        }
    }

    async fn far(remote: &Remote, request: Call<'_>) -> Result<Answer> {
        Ok(Answer::new(http::remote(remote, request).await?, request, None))
    }

    /// Makes our engine load its model, and read this conversation if it was not there yet, without an
    /// answer; `tell` hears how far it is loaded, 0 to 1. Returns what the engine is: its context length,
    /// its threads, where it computes. With another engine nothing is done, and nothing is known.
    ///
    /// # Errors
    /// The engine cannot be started, or the model cannot be loaded.
    pub async fn warm(&self, mut request: ChatRequest, tell: impl FnMut(f32)) -> Result<Option<Status>> {
        let Client::Local(local) = self else { return Ok(None) };
        request.stream = true;
        request.return_progress = true;
        request.model = self.model();
        local.warm(request, tell).await.map(Some)
    }
}

/// The engine and model of `ENGINE/MODEL`, or of a bare model name that one engine says it serves.
pub fn remote<'a>(name: &'a str, config: &'a Config) -> Option<(&'a Remote, &'a str)> {
    if let Some((engine, model)) = name.split_once('/')
        && let Some(remote) = config.engines.get(engine)
    {
        return Some((remote, model));
    }
    let serves = |remote: &&Remote| remote.models.iter().any(|model| model == name);
    config.engines.values().find(serves).map(|remote| (remote, name))
}

/// All running engines of this user, and how to reach them.
///
/// # Errors
/// The run directory is not ours.
pub async fn engines(config: &Config) -> Result<Vec<Status>> {
    let mut all = Vec::new();
    for socket in local::sockets(config)? {
        if let Ok(status) = http::status(&socket).await {
            all.push(status);
        }
    }
    Ok(all)
}

/// Stops all running engines of this user, and waits until they have gone; returns what they were.
///
/// # Errors
/// One does not go.
pub async fn stop(config: &Config) -> Result<Vec<Status>> {
    let mut all = Vec::new();
    for socket in local::sockets(config)? {
        let Ok(status) = http::stop(&socket, http::Stop::Now).await else { continue };
        if !spawn::gone(&socket, std::time::Duration::from_secs(20)).await {
            return Err(Error::new(Kind::Engine, tell!("client-unstopped", pid = status.pid.to_string()))
                .hint(tell!("client-unstopped-hint", pid = status.pid.to_string())));
        }
        all.push(status);
    }
    Ok(all)
}

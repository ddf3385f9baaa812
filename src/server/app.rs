//! What all routes share: the engine, the prepared model, and what this process says of itself.

use std::fs;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::http::HeaderMap;

use super::life::{Life, Stop};
use super::{Options, Owner};
use crate::engine::job::State;
use crate::engine::local::{self, Engine};
use crate::engine::turn::Model;
use crate::error::{Context, Error, Kind, Result};
use crate::tell;
use crate::wire::{EXPECT, Expect, Identity, Status};

/// The state of the server.
#[derive(Debug)]
pub(super) struct App {
    pub(super) engine: Engine,
    pub(super) life: Life,
    /// The model's name for people.
    pub(super) name: String,
    options: Options,
    identity: Identity,
    listen: Option<SocketAddr>,
}

impl App {
    pub(super) fn new(options: &Options, engine: Engine, listen: Option<SocketAddr>) -> Result<App> {
        Ok(App {
            engine,
            life: Life::new(),
            name: options.model.name(),
            identity: options.model.identity()?,
            options: options.clone(),
            listen,
        })
    }

    /// Waits until the model is loaded, telling how far it is.
    ///
    /// # Errors
    /// The reason why it never will be.
    pub(super) async fn ready(&self, mut progress: impl FnMut(f32)) -> Result<Arc<Model>> {
        let mut state = self.engine.state();
        loop {
            match &*state.borrow_and_update() {
                State::Loading(part) => progress(*part),
                State::Ready(loaded) => return Ok(Arc::clone(&loaded.model)),
                State::Failed(error) => {
                    self.life.tell();
                    return Err(error.clone());
                }
            }
            if state.changed().await.is_err() {
                return Err(Error::new(Kind::Engine, tell!("server-unloaded")));
            }
        }
    }

    /// Whether the model is loaded.
    pub(super) fn loaded(&self) -> bool {
        matches!(*self.engine.state().borrow(), State::Ready(_))
    }

    /// Holds the running engine against what a front end expects.
    ///
    /// # Errors
    /// [`Kind::Refused`] when they differ, which the routes answer with 409.
    pub(super) fn expected(&self, headers: &HeaderMap) -> Result<()> {
        let Some(value) = headers.get(EXPECT) else { return Ok(()) };
        // As bytes: the model's path may be in any script, and a header's own text is ASCII only.
        let expect: Expect =
            serde_json::from_slice(value.as_bytes()).context(Kind::Usage, tell!("server-handshake"))?;
        let same = expect.identity == self.identity
            && (expect.ctx.is_none() || expect.ctx == self.options.ctx)
            && (expect.threads.is_none() || expect.threads == self.options.threads);
        if same { Ok(()) } else { Err(Error::new(Kind::Refused, tell!("server-other")).why(&self.name)) }
    }

    /// Makes the engine leave.
    ///
    /// # Errors
    /// [`Kind::Refused`] when it is to make room for another, but a person started it for this model.
    pub(super) fn leave(&self, how: Stop) -> Result<()> {
        if how == Stop::Gently && self.options.owner == Owner::Person {
            let name = &self.name;
            return Err(Error::new(Kind::Refused, tell!("server-by-hand", name = name))
                .hint(tell!("server-by-hand-hint")));
        }
        self.life.stop(how);
        Ok(())
    }

    /// What `qwill ps` shows.
    pub(super) fn status(&self) -> Status {
        let (ctx, threads, loaded) = match &*self.engine.state().borrow() {
            State::Ready(loaded) => (loaded.ctx, loaded.threads, true),
            _ => (0, self.options.threads.unwrap_or(0), false),
        };
        let state = match (self.life.stopping(), loaded, self.life.busy()) {
            (true, ..) => "stopping",
            (_, false, _) => "loading",
            (_, _, true) => "busy",
            _ => "ready",
        };
        Status {
            pid: std::process::id(),
            model: self.name.clone(),
            state: state.into(),
            bytes: resident(),
            uptime: self.life.uptime().as_secs(),
            idle: self.life.resting().as_secs(),
            requests: self.life.requests(),
            ctx,
            threads,
            place: if loaded { place() } else { String::new() },
            listen: self.listen.map(|address| address.to_string()),
            identity: self.identity.clone(),
        }
    }
}

/// Where models are computed here. llama.cpp puts a model on the accelerators whenever it finds any.
fn place() -> String {
    let names: Vec<String> = local::devices().into_iter().map(|device| device.name).collect();
    if names.is_empty() { "CPU".into() } else { names.join(" + ") }
}

/// Resident memory of this process in bytes; 0 where the system does not tell.
fn resident() -> u64 {
    let pages = fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.and_then(|text| text.split(' ').nth(1).and_then(|n| n.parse::<u64>().ok()));
    pages.unwrap_or(0) * rustix::param::page_size() as u64
}

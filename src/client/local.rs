//! Our engine on this machine: found by its socket, started when there is none, replaced when it is another.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use super::Wanted;
use super::http::{self, Call, Miss, Stop};
use super::spawn::{self, Start};
use super::stream::{Answer, Event};
use crate::config::{Config, Places, private};
use crate::error::{Error, Kind, Result};
use crate::models::name::Model;
use crate::tell;
use crate::wire::{ChatRequest, Expect, Infill, Status};

/// An engine may leave, being idle or told to, just when it is asked; after this many rounds
/// something else is wrong.
const ROUNDS: usize = 4;

/// What stands in the place of the engine that is wanted.
enum Found {
    /// None.
    Nobody,
    /// One with another model, version or parameters, or one that is leaving.
    Another,
}

/// The engine that holds one model.
#[derive(Clone, Debug)]
pub struct Local {
    model: Model,
    wanted: Wanted,
    keep_alive: Duration,
    places: Places,
    expect: Expect,
}

impl Local {
    /// The engine for this model with these numbers.
    ///
    /// # Errors
    /// When the model's file has gone.
    pub fn new(model: Model, wanted: Wanted, config: &Config) -> Result<Local> {
        let wanted = Wanted { ctx: wanted.ctx.or(config.ctx), threads: wanted.threads.or(config.threads) };
        let expect = Expect { identity: model.identity()?, ctx: wanted.ctx, threads: wanted.threads };
        Ok(Local { model, wanted, keep_alive: config.keep_alive, places: config.places.clone(), expect })
    }

    /// The model it holds.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Sends a conversation, starting the engine first if need be.
    ///
    /// # Errors
    /// The engine cannot be started, or refuses the request.
    pub async fn ask(&self, request: &ChatRequest) -> Result<Answer> {
        self.send(Call::Chat(request)).await
    }

    /// Sends a gap to be filled, starting the engine first if need be.
    ///
    /// # Errors
    /// The same as [`Local::ask`], and that the model fills none.
    pub async fn fill(&self, request: &Infill) -> Result<Answer> {
        self.send(Call::Fill(request)).await
    }

    async fn send(&self, request: Call<'_>) -> Result<Answer> {
        private(&self.places.run)?;
        if let Ok(answer) = self.attempt(request).await? {
            return Ok(answer);
        }
        // Whoever starts or replaces the engine does so alone, until it has taken the request: else
        // shells that want different models would stop each other's engines for ever.
        let _turn = spawn::turn(&self.places.socket()).await?;
        for _ in 0..ROUNDS {
            match self.attempt(request).await? {
                Ok(answer) => return Ok(answer),
                Err(Found::Nobody) => {}
                Err(Found::Another) => match http::stop(&self.places.socket(), Stop::Gently).await {
                    Err(error) if error.kind() == Kind::Refused => return Err(error),
                    // Stopping, or gone by itself in the meantime.
                    _ => {}
                },
            }
            // Waits until the other one has finished its answers and left.
            spawn::start(&self.start()).await?;
        }
        Err(Error::new(Kind::Engine, tell!("client-restless")).hint(tell!("client-restless-hint")))
    }

    /// Lets the engine read this conversation without answering it, starting the engine first if need be;
    /// `tell` hears how far its model is loaded, 0 to 1. An engine that is there already is left as it is,
    /// since what it holds may be another conversation that goes on. Returns what the engine is.
    ///
    /// # Errors
    /// The same as [`Local::ask`].
    pub async fn warm(&self, mut request: ChatRequest, mut tell: impl FnMut(f32)) -> Result<Status> {
        if let Ok(status) = self.status().await
            && self.is_expected(&status)
        {
            return Ok(status);
        }
        request.max_tokens = Some(0);
        let mut answer = self.ask(&request).await?;
        loop {
            match answer.next().await {
                Ok(Some(Event::Load(part))) => tell(part),
                Ok(Some(_)) => {}
                Ok(None) => break,
                // What is too long for it has made it load even so.
                Err(error) if error.kind() == Kind::Fit => break,
                Err(error) => return Err(error),
            }
        }
        self.status().await
    }

    /// What the running engine says of itself.
    ///
    /// # Errors
    /// None runs.
    pub async fn status(&self) -> Result<Status> {
        http::status(&self.places.socket()).await
    }

    /// Whether this is the engine that is wanted, and its model is loaded.
    fn is_expected(&self, status: &Status) -> bool {
        let Expect { identity, ctx, threads } = &self.expect;
        let ready = matches!(status.state.as_str(), "ready" | "busy") && status.ctx > 0;
        ready
            && status.identity == *identity
            && ctx.is_none_or(|ctx| ctx == status.ctx)
            && threads.is_none_or(|threads| threads == status.threads)
    }

    /// The file of its model, unpacked if need be.
    ///
    /// # Errors
    /// The starter cannot be unpacked.
    pub fn path(&self) -> Result<PathBuf> {
        self.model.path(&self.places)
    }

    /// Asks the engine that is there; without an answer, what is there instead.
    async fn attempt(&self, request: Call<'_>) -> Result<Result<Answer, Found>> {
        let log = spawn::Tail::new(&self.places.log());
        match http::ask(&self.places.socket(), request, &self.expect).await {
            Ok(response) => Ok(Ok(Answer::new(response, request, Some(log)))),
            Err(Miss::Absent) => Ok(Err(Found::Nobody)),
            Err(Miss::Other) => Ok(Err(Found::Another)),
            Err(Miss::Failed(error)) => Err(error),
        }
    }

    fn start(&self) -> Start<'_> {
        Start { places: &self.places, model: &self.model, wanted: self.wanted, keep_alive: self.keep_alive }
    }
}

/// The sockets in the run directory.
pub(super) fn sockets(config: &Config) -> Result<Vec<PathBuf>> {
    private(&config.places.run)?;
    let entries = fs::read_dir(&config.places.run)?;
    let mut all: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    all.retain(|path| path.extension().is_some_and(|end| end == "sock"));
    all.sort();
    Ok(all)
}

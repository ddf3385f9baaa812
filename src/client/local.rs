//! Our engine on this machine: found by its socket, started when there is none, replaced when it is another.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use super::Wanted;
use super::http::{self, Miss, Stop};
use super::spawn::{self, Start};
use super::stream::Answer;
use crate::config::{Config, Places, private};
use crate::error::{Error, Kind, Result};
use crate::models::name::Model;
use crate::wire::{ChatRequest, Expect};

/// Another shell may start its engine between our stopping one and starting ours; after this many
/// rounds something else is wrong.
const ROUNDS: usize = 4;

/// How long the engine of somebody else's question may take to finish it.
const PATIENCE: Duration = Duration::from_secs(600);

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
        private(&self.places.run)?;
        let socket = self.places.socket();
        let mut log = spawn::Tail::new(&self.places.log());
        for _ in 0..ROUNDS {
            match http::ask(&socket, request, &self.expect).await {
                Ok(response) => return Ok(Answer::new(response, Some(log))),
                Err(Miss::Failed(error)) => return Err(error),
                Err(Miss::Absent) => {
                    log = spawn::Tail::new(&self.places.log());
                    spawn::start(&self.start()).await?;
                }
                Err(Miss::Other) => {
                    // It may have left by itself in the meantime.
                    _ = http::stop(&socket, Stop::Gently).await;
                    if !spawn::gone(&socket, PATIENCE).await {
                        return Err(Error::new(
                            Kind::Engine,
                            "the engine with the other model does not finish",
                        )
                        .hint("look at it with `qwill ps`, end it with `qwill stop`"));
                    }
                }
            }
        }
        Err(Error::new(Kind::Engine, "no engine stays long enough to answer")
            .why("other commands keep starting it with another model")
            .hint("use one model at a time, or `qwill serve --listen` for a second one"))
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

//! `qwill stop`: ends the running engines.

use clap::Args;

use super::out;
use crate::client;
use crate::config::Config;
use crate::error::Result;
use crate::tell;

/// `stop` takes no arguments.
#[derive(Clone, Debug, Args)]
pub(super) struct Stop {}

impl Stop {
    /// Stops them, with what they are doing.
    ///
    /// # Errors
    /// One does not go.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let engines = super::wait(client::stop(config))?;
        if engines.is_empty() {
            out::line(&tell!("cmd-stop-none"));
        }
        for engine in &engines {
            out::line(&tell!("cmd-stop-done", model = &engine.model, pid = engine.pid.to_string()));
        }
        Ok(())
    }
}

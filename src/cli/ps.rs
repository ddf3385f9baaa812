//! `qwill ps`: running engines.

use clap::Args;

use super::out::{self, Output};
use super::table;
use crate::client;
use crate::config::Config;
use crate::error::Result;
use crate::tell;
use crate::wire::Status;

/// The arguments of `ps`.
#[derive(Clone, Debug, Args)]
pub(super) struct Ps {
    #[arg(long)]
    pub(super) json: bool,
}

impl Ps {
    /// Prints the engines.
    ///
    /// # Errors
    /// The run directory is not ours.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let engines = super::wait(client::engines(config))?;
        let mut output = Output::new();
        if self.json {
            output.text(&serde_json::json!(engines).to_string())?;
        } else if engines.is_empty() {
            out::line(&tell!("cmd-ps-none"));
        } else {
            output.text(&table(&engines))?;
        }
        output.end()
    }
}

fn table(engines: &[Status]) -> String {
    let head = vec![
        "PID".to_owned(),
        tell!("cmd-head-model"),
        tell!("cmd-head-state"),
        tell!("cmd-head-memory"),
        tell!("cmd-head-context"),
        tell!("cmd-head-threads"),
        tell!("cmd-head-uptime"),
        tell!("cmd-head-idle"),
        tell!("cmd-head-requests"),
        tell!("cmd-head-listens"),
    ];
    let rows = engines.iter().map(|engine| {
        vec![
            engine.pid.to_string(),
            engine.model.clone(),
            state(&engine.state),
            out::bytes(engine.bytes),
            engine.ctx.to_string(),
            engine.threads.to_string(),
            out::time(engine.uptime),
            out::time(engine.idle),
            engine.requests.to_string(),
            engine.listen.clone().unwrap_or_else(|| tell!("cmd-ps-socket")),
        ]
    });
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    table::lines(&rows, &[], None).join("\n")
}

/// The state, which has an English name on the wire.
fn state(name: &str) -> String {
    match name {
        "loading" => tell!("cmd-ps-loading"),
        "ready" => tell!("cmd-ps-ready"),
        "busy" => tell!("cmd-ps-busy"),
        "stopping" => tell!("cmd-ps-stopping"),
        other => other.to_owned(),
    }
}

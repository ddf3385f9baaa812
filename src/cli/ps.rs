//! `qwill ps`: running engines.

use clap::Args;

use super::out::{self, Output};
use super::table;
use crate::client;
use crate::config::Config;
use crate::error::Result;
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
            out::line("no engine runs: the next question starts one");
        } else {
            output.text(&table(&engines))?;
        }
        output.end()
    }
}

fn table(engines: &[Status]) -> String {
    let head =
        ["PID", "MODEL", "STATE", "MEMORY", "CONTEXT", "THREADS", "UPTIME", "IDLE", "REQUESTS", "LISTENS"];
    let rows = engines.iter().map(|engine| {
        vec![
            engine.pid.to_string(),
            engine.model.clone(),
            engine.state.clone(),
            out::bytes(engine.bytes),
            engine.ctx.to_string(),
            engine.threads.to_string(),
            out::time(engine.uptime),
            out::time(engine.idle),
            engine.requests.to_string(),
            engine.listen.clone().unwrap_or_else(|| "socket".into()),
        ]
    });
    let rows: Vec<Vec<String>> = std::iter::once(head.map(String::from).to_vec()).chain(rows).collect();
    table::lines(&rows, &[], None).join("\n")
}

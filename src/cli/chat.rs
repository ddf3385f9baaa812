//! `qwill chat`: the conversation in a terminal.

use std::io::{self, IsTerminal};

use clap::Args;

use super::ModelArg;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::session::Setup;
use crate::tell;
use crate::tui::{self, Start, Which};

/// The arguments of `chat`.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Chat {
    #[command(flatten)]
    pub(super) model: ModelArg,
    #[arg(short = 'c', long = "continue", conflicts_with = "resume")]
    pub(super) last: bool,
    #[arg(short, long, value_name = "CHAT")]
    pub(super) resume: Option<String>,
    #[arg(short, long, value_name = "TEXT")]
    pub(super) system: Option<String>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(256..))]
    pub(super) ctx: Option<u32>,
}

impl Chat {
    /// Talks until the user leaves.
    ///
    /// # Errors
    /// There is no terminal; the conversation cannot be opened.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        terminal(config, [tell!("cmd-chat-terminal-hint"), tell!("cmd-chat-dumb-hint")])?;
        let which = which(self.last, self.resume);
        let setup = Setup {
            model: self.model.model,
            system: self.system.unwrap_or_default(),
            ctx: self.ctx,
            ..Setup::default()
        };
        let advice = Some(super::advise::hint as fn(&Config) -> String);
        super::wait(tui::run(Start { which, setup, advice, ..Start::default() }, config))
    }
}

/// Whether there is a terminal that can show a screen. The hints say what else there is where there is none, and where
/// it cannot.
pub(super) fn terminal(config: &Config, hints: [String; 2]) -> Result<()> {
    let [none, dumb] = hints;
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Error::new(Kind::Usage, tell!("cmd-chat-terminal")).hint(none));
    }
    if config.terminal.dumb {
        return Err(Error::new(Kind::Usage, tell!("cmd-chat-dumb")).hint(dumb));
    }
    Ok(())
}

/// The conversation that the arguments mean.
pub(super) fn which(last: bool, resume: Option<String>) -> Which {
    match (last, resume) {
        (true, _) => Which::Last,
        (false, Some(name)) => Which::Named(name),
        (false, None) => Which::New,
    }
}

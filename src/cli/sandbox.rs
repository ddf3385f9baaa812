//! `qwill sandbox-exec`: a step on the way from this program to a command that is held, or to a server.

use clap::Args;

use crate::code::{sandbox, shell};
use crate::error::{Error, Kind, Result};

/// The arguments of `sandbox-exec`.
#[derive(Clone, Debug, Args)]
pub(super) struct SandboxExec {
    /// Which step.
    #[arg(hide = true)]
    step: String,
    /// What it needs.
    #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

impl SandboxExec {
    /// Goes the step.
    ///
    /// # Errors
    /// It cannot.
    pub(super) fn run(self) -> Result<()> {
        match (self.step.as_str(), self.args.as_slice()) {
            ("watch", []) => shell::watch(),
            ("enter", []) => sandbox::enter(),
            ("serve", [program, args @ ..]) => shell::host(program, args),
            ("try", [name, args @ ..]) => sandbox::attempt(name, args),
            _ => Err(Error::new(Kind::Usage, self.step)),
        }
    }
}

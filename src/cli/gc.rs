//! `qwill gc`: deletes what is left of broken downloads.

use clap::Args;

use super::out::{self, Output};
use super::table;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::models::cache::{self, Waste};
use crate::tell;

/// The arguments of `gc`.
#[derive(Clone, Debug, Args)]
pub(super) struct Gc {
    #[arg(long)]
    dry_run: bool,
}

impl Gc {
    /// Deletes it and says what it was.
    ///
    /// # Errors
    /// Something could not be deleted.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let root = &config.hub.cache;
        cache::unreadable(root).iter().for_each(|notice| out::notice(notice, out::Quiet::No));
        let waste = cache::waste(root);
        if waste.is_empty() {
            out::line(&tell!("cmd-gc-nothing", path = root.display().to_string()));
            return Ok(());
        }
        let mut output = Output::new();
        output.text(&text(&waste))?;
        output.text("\n")?;
        let count = waste.len();
        if self.dry_run {
            let bytes = out::bytes(waste.iter().map(|waste| waste.bytes).sum());
            output.text(&tell!("cmd-gc-would", bytes = bytes, count = count))?;
            return output.end();
        }
        let swept = cache::sweep(root, &waste);
        output.text(&tell!("cmd-gc-freed", bytes = out::bytes(swept.freed), count = count))?;
        output.end()?;
        match swept.left.as_slice() {
            [] => Ok(()),
            [(path, why), ..] => {
                Err(Error::new(Kind::Other, tell!("cmd-gc-failed", path = path.display().to_string()))
                    .why(why))
            }
        }
    }
}

fn text(waste: &[Waste]) -> String {
    let row =
        |waste: &Waste| vec![waste.kind.title(), out::bytes(waste.bytes), waste.path.display().to_string()];
    table::lines(&waste.iter().map(row).collect::<Vec<_>>(), &[1], None).join("\n")
}

//! `qwill gc`: deletes what is left of broken downloads.

use clap::Args;

use super::out::{self, Output};
use super::table;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::models::cache::{self, Waste};

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
            out::line(&format!("nothing to delete in {}", root.display()));
            return Ok(());
        }
        let mut output = Output::new();
        output.text(&text(&waste))?;
        output.text("\n")?;
        let many = if waste.len() == 1 { "1 file".into() } else { format!("{} files", waste.len()) };
        if self.dry_run {
            let bytes = out::bytes(waste.iter().map(|waste| waste.bytes).sum());
            output.text(&format!("{bytes} in {many} would be freed"))?;
            return output.end();
        }
        let swept = cache::sweep(root, &waste);
        output.text(&format!("freed {} of {many}", out::bytes(swept.freed)))?;
        output.end()?;
        match swept.left.as_slice() {
            [] => Ok(()),
            [(path, why), ..] => {
                Err(Error::new(Kind::Other, format!("cannot delete {}", path.display())).why(why))
            }
        }
    }
}

fn text(waste: &[Waste]) -> String {
    let row = |waste: &Waste| {
        vec![waste.kind.title().into(), out::bytes(waste.bytes), waste.path.display().to_string()]
    };
    table::lines(&waste.iter().map(row).collect::<Vec<_>>(), &[1], None).join("\n")
}

//! What commands wrote, kept so that the model can read on.

use std::path::{Path, PathBuf};

use crate::code::workspace::{Place, Workspace};
use crate::error::Result;
use crate::models::disk::make_dir;

/// What commands wrote, as far as the model did not read it at once.
#[derive(Debug)]
pub(super) struct Outputs {
    pub(super) files: Workspace,
    last: usize,
}

impl Outputs {
    /// What the model calls them begins so.
    pub(super) const NAME: &str = "@output/";

    /// Those of earlier work are let go.
    pub(super) fn new(dir: &Path) -> Result<Outputs> {
        _ = std::fs::remove_dir_all(dir);
        make_dir(dir)?;
        Ok(Outputs { files: Workspace::open(dir)?, last: 0 })
    }

    /// The name of the next one, and its file.
    pub(super) fn next(&mut self) -> (String, PathBuf) {
        self.last += 1;
        (format!("{}{}", Outputs::NAME, self.last), self.files.root().join(self.last.to_string()))
    }

    /// The names of all.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        (1..=self.last).map(|number| format!("{}{number}", Outputs::NAME))
    }

    /// The file that the model means, if it means one.
    pub(super) fn place(&self, path: &str) -> Option<Place> {
        let number: usize = path.trim().strip_prefix(Outputs::NAME)?.parse().ok()?;
        self.files.resolve(&number.to_string()).ok()
    }
}

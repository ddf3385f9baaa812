//! Lists the files below a directory, by the rules of version control.

use std::path::Path;

use ignore::WalkBuilder;

use super::{Shared, State};

/// Files handed over at a time.
const BATCH: usize = 1000;

/// Lists the files until all are there, too many are, or nobody wants them any more.
pub(super) fn list(root: &Path, shared: &Shared) {
    let mut batch = Vec::new();
    for entry in WalkBuilder::new(root).require_git(false).follow_links(false).build() {
        // A directory that cannot be read hides its files and no others.
        let Ok(entry) = entry else { continue };
        if entry.file_type().is_some_and(|kind| kind.is_file()) {
            let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
            // What is no UTF-8 cannot be written in a message.
            batch.extend(path.to_str().map(str::to_owned));
        }
        if batch.len() >= BATCH && !shared.add(&mut batch) {
            return;
        }
    }
    if shared.add(&mut batch) {
        shared.close(State::Whole);
    }
}

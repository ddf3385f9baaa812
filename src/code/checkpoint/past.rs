//! What turns changed, and what somebody else did to the same files since.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use similar::{ChangeTag, TextDiff};

use super::state::{Keep, State, States, capture};
use super::{Store, Turn, shown};
use crate::error::Result;

/// Bytes of a file whose lines are compared.
const LARGEST: usize = 1 << 20;
/// How long the lines of one file may take; after that they are counted roughly.
const PATIENCE: Duration = Duration::from_millis(50);

/// What a turn changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stat {
    /// Files and links, from the root.
    pub paths: Vec<String>,
    /// Lines that it wrote.
    pub added: usize,
    /// Lines that it took away.
    pub removed: usize,
}

impl Store {
    /// What a turn changed. The lines of a file whose bytes are not kept, or that is no text, are not counted.
    pub fn stat(&self, turn: &Turn) -> Stat {
        let mut stat = Stat { paths: turn.paths(), ..Stat::default() };
        let Some(after) = &turn.after else { return stat };
        for (path, before) in &turn.before {
            let Some(after) = after.get(path).filter(|after| *after != before) else { continue };
            let (Some(old), Some(new)) = (self.text(path, before), self.text(path, after)) else { continue };
            for change in TextDiff::configure().timeout(PATIENCE).diff_lines(&old, &new).iter_all_changes() {
                match change.tag() {
                    ChangeTag::Insert => stat.added += 1,
                    ChangeTag::Delete => stat.removed += 1,
                    ChangeTag::Equal => {}
                }
            }
        }
        stat
    }

    /// The files that somebody else changed since the turns from `first` on touched them: taking these turns back
    /// would write over what they did.
    ///
    /// # Errors
    /// A file cannot be read, or the store cannot be written.
    pub fn foreign(&mut self, first: u64) -> Result<Vec<String>> {
        self.recover()?;
        self.end()?;
        let (mut now, mut found) = (States::new(), BTreeSet::new());
        for turn in self.done().iter().rev().take_while(|turn| turn.id >= first) {
            for (path, before) in &turn.before {
                let here = match now.get(path) {
                    Some(state) => State::clone(state),
                    None => capture(&self.root, path, Keep::No)?,
                };
                let known = turn.after.as_ref().and_then(|after| after.get(path)).unwrap_or(&here);
                if here != *known && here != *before && (here.holds() || known.holds()) {
                    found.insert(shown(path));
                }
                now.insert(path.clone(), before.clone());
            }
        }
        Ok(found.into_iter().collect())
    }

    /// What these turns and whoever came after made of the files that they touched, as a unified difference.
    pub fn made(&self, such: impl Fn(&Turn) -> bool) -> String {
        let mut first: BTreeMap<&PathBuf, &State> = BTreeMap::new();
        for (path, state) in self.done().iter().filter(|turn| such(turn)).flat_map(|turn| &turn.before) {
            first.entry(path).or_insert(state);
        }
        let mut all = String::new();
        for (path, before) in first {
            let Ok(now) = capture(&self.root, path, Keep::No) else { continue };
            if now == *before || !(now.holds() || before.holds()) {
                continue;
            }
            let name = shown(path);
            let side = |state: &State, sign: &str| {
                if state.holds() { format!("{sign}/{name}") } else { "/dev/null".into() }
            };
            let (from, to) = (side(before, "a"), side(&now, "b"));
            match (self.text(path, before), self.text(path, &now)) {
                (Some(old), Some(new)) => {
                    let diff = TextDiff::from_lines(&old, &new);
                    all += &diff.unified_diff().context_radius(3).header(&from, &to).to_string();
                }
                _ => all += &format!("Binary files {from} and {to} differ\n"),
            }
        }
        all
    }

    /// A file's text in that state; empty if there was none.
    fn text(&self, path: &PathBuf, state: &State) -> Option<String> {
        let State::File { hash, .. } = state else { return Some(String::new()) };
        let bytes = self.blobs.read(hash).or_else(|| {
            // What a turn made is kept only once another one touches it; until then it is where it was made.
            let here = capture(&self.root, path, Keep::No).ok()?;
            let same = matches!(here, State::File { hash: now, .. } if now == *hash);
            same.then(|| std::fs::read(self.root.join(path)).ok()).flatten()
        })?;
        if bytes.len() > LARGEST { None } else { String::from_utf8(bytes).ok() }
    }
}

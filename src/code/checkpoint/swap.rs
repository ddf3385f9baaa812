//! Takes turns back and forth; what the user changed in the meantime is kept first.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::apply::{Outcome, apply};
use super::state::{self, Keep, State, States, capture};
use super::{Record, Step, Store, shown};
use crate::error::Result;

/// What an undo or redo did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undo {
    /// The turns that were taken, in the order in which it was done.
    pub turns: Vec<u64>,
    /// Files and links that were written or got another mode, from the root.
    pub restored: Vec<String>,
    /// Files and links that were removed.
    pub removed: Vec<String>,
    /// Files that somebody else had changed since the turn. The step in the other direction brings them back.
    pub conflicts: Vec<Conflict>,
    /// Paths that are not what they should be, because something is in the way or their bytes are not kept.
    pub blocked: Vec<String>,
}

/// A file that somebody else had changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The file, from the root.
    pub path: String,
    /// Where what they wrote is kept; `None` if they had removed the file, or made a link of it.
    pub copy: Option<PathBuf>,
}

impl Store {
    /// Makes the tree what it was before the last turn; `None` if there is none.
    ///
    /// # Errors
    /// A file cannot be read, or the store cannot be written; then nothing was changed.
    pub fn undo(&mut self) -> Result<Option<Undo>> {
        self.recover()?;
        self.end()?;
        self.swap(Step::Undo)
    }

    /// Makes the tree what it was before the last undo; `None` if nothing was undone, or a turn began since.
    ///
    /// # Errors
    /// Like [`Store::undo`].
    pub fn redo(&mut self) -> Result<Option<Undo>> {
        self.recover()?;
        self.swap(Step::Redo)
    }

    /// Makes the tree what it was before the turn `to`, by taking back that turn and all later ones. Each can be
    /// redone. Without such turns nothing happens.
    ///
    /// # Errors
    /// Like [`Store::undo`]; turns that were taken back before the fault stay so.
    pub fn rewind(&mut self, to: u64) -> Result<Undo> {
        self.recover()?;
        self.end()?;
        let mut all = Undo::default();
        let mut last: BTreeMap<String, bool> = BTreeMap::new();
        while self.done().last().is_some_and(|turn| turn.id >= to) {
            let Some(one) = self.swap(Step::Undo)? else { break };
            last.extend(one.restored.into_iter().map(|path| (path, true)));
            last.extend(one.removed.into_iter().map(|path| (path, false)));
            all.turns.extend(one.turns);
            all.conflicts.extend(one.conflicts);
            all.blocked.extend(one.blocked);
        }
        let (restored, removed): (Vec<_>, Vec<_>) = last.into_iter().partition(|(_, written)| *written);
        all.restored = restored.into_iter().map(|(path, _)| path).collect();
        all.removed = removed.into_iter().map(|(path, _)| path).collect();
        Ok(all)
    }

    fn swap(&mut self, step: Step) -> Result<Option<Undo>> {
        let Some(turn) = self.book.index(step).map(|index| &self.book.turns[index]) else { return Ok(None) };
        let id = turn.id;
        let (before, after) = (turn.before.clone(), turn.after.clone().unwrap_or_default());
        let (mut target, expected) = match step {
            Step::Undo => (before, after),
            Step::Redo => (after, before),
        };
        self.add_parents(&mut target)?;
        let mut now = States::new();
        for path in target.keys() {
            let state = capture(&self.root, path, Keep::Yes(&self.blobs, u64::MAX))?;
            // A directory that forbids its owner to look into it hides what follows.
            if let State::Dir(mode) = state
                && mode & 0o700 != 0o700
            {
                _ = fs::set_permissions(self.root.join(path), Permissions::from_mode(mode | 0o700));
            }
            now.insert(path.clone(), state);
        }
        let foreign = |(path, state): &(&PathBuf, &State)| {
            let known = expected.get(*path).unwrap_or(state);
            known != *state && target.get(*path) != Some(*state) && (known.holds() || state.holds())
        };
        let conflicts = now.iter().filter(foreign).map(|(path, state)| self.conflict(path, state)).collect();
        let (before, after) = match step {
            Step::Undo => (&target, &now),
            Step::Redo => (&now, &target),
        };
        self.record(Record::Swap { step, before: state::rows(before), after: state::rows(after) })?;
        let outcome = apply(&self.root, &self.blobs, &target, &mut self.fuse)?;
        self.record(Record::Swapped)?;
        Ok(Some(Undo { turns: vec![id], conflicts, ..Undo::from(outcome) }))
    }

    /// Finishes what a killed process, or a step that could not write, had begun.
    pub(super) fn recover(&mut self) -> Result<()> {
        if let Some(sheet) = self.book.scanned.clone() {
            self.settle(&sheet)?;
        }
        let Some(step) = self.book.swap else { return Ok(()) };
        let Some(turn) = self.book.index(step).map(|index| &self.book.turns[index]) else { return Ok(()) };
        let (before, after) = (turn.before.clone(), turn.after.clone().unwrap_or_default());
        let (target, mut from) = match step {
            Step::Undo => (before, after),
            Step::Redo => (after, before),
        };
        let mut foreign = false;
        for (path, want) in &target {
            let now = capture(&self.root, path, Keep::Yes(&self.blobs, u64::MAX))?;
            // Only what somebody wrote since: the rest is our own work half done.
            if now.holds() && now != *want && from.get(path) != Some(&now) {
                from.insert(path.clone(), now);
                foreign = true;
            }
        }
        if foreign {
            let (before, after) = match step {
                Step::Undo => (&target, &from),
                Step::Redo => (&from, &target),
            };
            self.record(Record::Swap { step, before: state::rows(before), after: state::rows(after) })?;
        }
        apply(&self.root, &self.blobs, &target, &mut self.fuse)?;
        self.record(Record::Swapped)
    }

    /// Adds the directories that have to be made for what is wanted, so that they go again when it is taken back.
    fn add_parents(&self, target: &mut States) -> Result<()> {
        let mut missing = Vec::new();
        for path in target.iter().filter(|(_, state)| **state != State::Absent).map(|(path, _)| path) {
            for dir in path.ancestors().skip(1).filter(|dir| !dir.as_os_str().is_empty()) {
                if !target.contains_key(dir) && capture(&self.root, dir, Keep::No)? == State::Absent {
                    missing.push(dir.to_path_buf());
                }
            }
        }
        target.extend(missing.into_iter().map(|dir| (dir, State::Dir(0o755))));
        Ok(())
    }

    fn conflict(&self, path: &Path, state: &State) -> Conflict {
        let copy = match state {
            State::File { hash, .. } => Some(self.blobs.path(hash)),
            _ => None,
        };
        Conflict { path: shown(path), copy }
    }
}

impl Undo {
    /// Adds what another step did, after this one.
    pub fn add(&mut self, next: Undo) {
        self.turns.extend(next.turns);
        self.restored.extend(next.restored);
        self.removed.extend(next.removed);
        self.conflicts.extend(next.conflicts);
        self.blocked.extend(next.blocked);
    }
}

impl From<Outcome> for Undo {
    fn from(outcome: Outcome) -> Undo {
        let names = |paths: Vec<PathBuf>| {
            let mut names: Vec<String> = paths.iter().map(|path| shown(path)).collect();
            names.sort();
            names
        };
        Undo {
            restored: names(outcome.restored),
            removed: names(outcome.removed),
            blocked: names(outcome.blocked),
            ..Undo::default()
        }
    }
}

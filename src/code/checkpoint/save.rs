//! Keeps what is at a path before a turn touches it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::state::{self, Keep, State, States, capture, clean};
use super::{Record, Store, shown};
use crate::error::Result;

impl Store {
    /// Keeps what is at these paths before the turn touches them: absolute or from the root; a directory with all
    /// that is in it (a directory that is moved: [`Store::save_move`]). What was kept before in this turn stays as it is. Without a turn one begins. Gives the
    /// paths that cannot be kept: too large, no files, outside, or version control's own.
    ///
    /// # Errors
    /// A file cannot be read, or the store cannot be written.
    pub fn save<P: AsRef<Path>>(&mut self, paths: &[P]) -> Result<Vec<String>> {
        self.ensure_turn()?;
        let (mut found, mut skipped, mut room) = (States::new(), Vec::new(), self.limits.all);
        for path in paths {
            match clean(&self.root, path.as_ref()) {
                Some(rel) => {
                    self.look(&rel, &mut found, &mut skipped, &mut room)?;
                    self.look_above(&rel, &mut found)?;
                }
                None => skipped.push(shown(path.as_ref())),
            }
        }
        self.keep(found)?;
        Ok(skipped)
    }

    /// Like [`Store::save`] before a file or directory is moved: what is at `from`, and what is where it goes.
    ///
    /// # Errors
    /// Like [`Store::save`].
    pub fn save_move(&mut self, from: &Path, to: &Path) -> Result<Vec<String>> {
        let mut skipped = self.save(&[from, to])?;
        let (Some(from), Some(to)) = (clean(&self.root, from), clean(&self.root, to)) else {
            return Ok(skipped);
        };
        let (mut found, mut room) = (States::new(), self.limits.all);
        self.look(&from, &mut found, &mut Vec::new(), &mut room)?;
        let moved = found.keys().filter_map(|path| path.strip_prefix(&from).ok());
        skipped.extend(self.save(&moved.map(|path| to.join(path)).collect::<Vec<_>>())?);
        Ok(skipped)
    }

    pub(super) fn ensure_turn(&mut self) -> Result<()> {
        if self.book.last().is_none_or(|turn| turn.after.is_some()) {
            self.begin("")?;
        }
        Ok(())
    }

    /// Adds what was found and is not kept yet to the turn.
    pub(super) fn keep(&mut self, mut found: States) -> Result<()> {
        if let Some(turn) = self.book.last() {
            found.retain(|path, _| !turn.before.contains_key(path));
        }
        if found.is_empty() { Ok(()) } else { self.record(Record::Saved(state::rows(&found))) }
    }

    fn look(&self, rel: &Path, found: &mut States, skipped: &mut Vec<String>, room: &mut u64) -> Result<()> {
        let state = capture(&self.root, rel, Keep::Yes(&self.blobs, *room))?;
        let path = self.root.join(rel);
        match state {
            State::Large(..) | State::Other => {
                skipped.push(shown(rel));
                return Ok(());
            }
            State::File { .. } => {
                *room = room.saturating_sub(fs::symlink_metadata(&path).map_or(0, |meta| meta.len()));
            }
            State::Dir(_) => {
                let names: std::io::Result<BTreeSet<_>> =
                    fs::read_dir(&path)?.map(|entry| entry.map(|entry| entry.file_name())).collect();
                for name in names? {
                    match clean(&self.root, &rel.join(&name)) {
                        Some(inner) => self.look(&inner, found, skipped, room)?,
                        None => skipped.push(shown(&rel.join(name))),
                    }
                }
            }
            State::Absent | State::Link(_) => {}
        }
        if !rel.as_os_str().is_empty() {
            found.insert(rel.to_path_buf(), state);
        }
        Ok(())
    }

    /// Directories above `rel` that are not there, so that they go again when they are made for it.
    fn look_above(&self, rel: &Path, found: &mut States) -> Result<()> {
        for dir in rel.ancestors().skip(1).filter(|dir| !dir.as_os_str().is_empty()) {
            if !found.contains_key(dir) && capture(&self.root, dir, Keep::No)? == State::Absent {
                found.insert(dir.to_path_buf(), State::Absent);
            }
        }
        Ok(())
    }
}

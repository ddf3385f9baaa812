//! The way back to before a question, over all that was done since.

use super::Project;
use crate::code::checkpoint::{Stat, Turn, Undo};
use crate::error::Result;

/// What was changed for a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// Names the question in its conversation.
    pub question: u32,
    /// Files and lines.
    pub stat: Stat,
}

/// What becomes of what somebody else changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// It stays, and nothing is done: the user is to be asked.
    Ask,
    /// It is kept aside, and goes.
    Force,
}

/// What became of the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Back {
    /// They are what they were.
    Done(Undo),
    /// Nothing was done: somebody else changed these.
    Foreign(Vec<String>),
}

impl Project {
    /// What was changed for the questions of a conversation, in the order of the questions.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn past(&mut self, chat: &str) -> Result<Vec<Past>> {
        self.store.end()?;
        let mut all: Vec<Past> = Vec::new();
        for turn in self.store.done() {
            let Some(question) = asked(turn, chat) else { continue };
            let stat = self.store.stat(turn);
            match all.iter_mut().find(|past| past.question == question) {
                Some(past) => {
                    let new = stat.paths.into_iter().filter(|path| !past.stat.paths.contains(path));
                    let new: Vec<String> = new.collect();
                    past.stat.paths.extend(new);
                    past.stat.added += stat.added;
                    past.stat.removed += stat.removed;
                }
                None => all.push(Past { question, stat }),
            }
        }
        all.sort_by_key(|past| past.question);
        Ok(all)
    }

    /// What became of the files that were changed for a conversation, as a unified difference.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn made(&mut self, chat: &str) -> Result<String> {
        self.store.end()?;
        Ok(self.store.made(|turn| asked(turn, chat).is_some()))
    }

    /// Makes the files what they were before this question of a conversation, whatever was done since, also for
    /// others: later questions have greater numbers.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub fn rewind(&mut self, chat: &str, question: u32, care: Care) -> Result<Back> {
        self.store.end()?;
        let since = |turn: &&Turn| asked(turn, chat).is_some_and(|one| one >= question);
        let Some(first) = self.store.done().iter().find(since).map(|turn| turn.id) else {
            return Ok(Back::Done(Undo::default()));
        };
        if care == Care::Ask {
            let mut foreign = self.store.foreign(first)?;
            let later = self.store.done().iter().filter(|turn| turn.id >= first);
            let others = later.filter(|turn| asked(turn, chat).is_none()).flat_map(Turn::paths);
            foreign.extend(others);
            foreign.sort();
            foreign.dedup();
            if !foreign.is_empty() {
                return Ok(Back::Foreign(foreign));
            }
        }
        self.store.rewind(first).map(Back::Done)
    }

    /// Does these turns again, as far as they were taken back and nothing was done since.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub fn forward(&mut self, turns: &[u64]) -> Result<Undo> {
        self.again(|turn| turns.contains(&turn.id))
    }
}

/// Which question of this conversation a turn was for.
fn asked(turn: &Turn, chat: &str) -> Option<u32> {
    turn.label.strip_prefix(chat)?.strip_prefix(':')?.parse().ok()
}

//! What happened, a line each, so that a process that is killed at any byte loses nothing before it.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::state::{Rows, rows, states};
use super::{Step, Turn};
use crate::error::Result;
use crate::models::disk::{replace, unwritable};
use crate::models::hex::hex;

/// A line of the journal.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Record {
    /// A turn begins; those that were undone can't be redone any more.
    Begin { id: u64, label: String, time: u64 },
    /// What was there before the turn touched it.
    Saved(Rows),
    /// A command is about to run: the blob that lists everything before it.
    Scanned(String),
    /// What the command touched was saved.
    Settled,
    /// The turn is over: what is there now of all that it touched.
    End(Rows),
    /// A turn is about to be undone or redone.
    Swap { step: Step, before: Rows, after: Rows },
    /// It was.
    Swapped,
    /// The next turn's number; stands first in a journal that was made short.
    Next(u64),
    /// A whole turn, in a journal that was made short.
    Whole { id: u64, label: String, time: u64, before: Rows, after: Option<Rows> },
    /// So many turns are done, the others undone.
    Done(usize),
}

/// Everything that the journal says.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// The turns, oldest first.
    pub turns: Vec<Turn>,
    /// How many of them are done; the others were undone.
    pub done: usize,
    /// The next turn's number.
    pub next: u64,
    /// The list of files before a command whose effect was not looked at.
    pub scanned: Option<String>,
    /// An undo or redo that was begun and not finished.
    pub swap: Option<Step>,
}

impl Book {
    pub fn apply(&mut self, record: Record) {
        match record {
            Record::Begin { id, label, time } => {
                self.turns.truncate(self.done);
                self.turns.push(Turn { id, label, time, ..Turn::default() });
                self.done = self.turns.len();
                self.next = self.next.max(id + 1);
            }
            Record::Saved(rows) => {
                let Some(turn) = self.last() else { return };
                for (name, state) in rows {
                    turn.before.entry(name.path()).or_insert(state);
                }
            }
            Record::Scanned(hash) => self.scanned = Some(hash),
            Record::Settled => self.scanned = None,
            Record::End(rows) => {
                let Some(turn) = self.last() else { return };
                turn.after = Some(states(rows));
                if turn.after.as_ref() == Some(&turn.before) {
                    self.turns.pop();
                    self.done = self.turns.len();
                }
            }
            Record::Swap { step, before, after } => {
                let index = self.index(step);
                if let Some(turn) = index.and_then(|index| self.turns.get_mut(index)) {
                    (turn.before, turn.after) = (states(before), Some(states(after)));
                    self.swap = Some(step);
                }
            }
            Record::Swapped => match self.swap.take() {
                Some(Step::Undo) => self.done -= 1,
                Some(Step::Redo) => self.done += 1,
                None => {}
            },
            Record::Next(id) => self.next = id,
            Record::Whole { id, label, time, before, after } => {
                let (before, after) = (states(before), after.map(states));
                self.turns.push(Turn { id, label, time, before, after });
            }
            Record::Done(count) => self.done = count.min(self.turns.len()),
        }
    }

    /// The turn that a step is about.
    pub fn index(&self, step: Step) -> Option<usize> {
        match step {
            Step::Undo => self.done.checked_sub(1),
            Step::Redo => (self.done < self.turns.len()).then_some(self.done),
        }
    }

    /// The turn that was begun last, unless it was undone.
    pub fn last(&mut self) -> Option<&mut Turn> {
        self.turns[..self.done].last_mut()
    }

    /// The records that make this book, and no others.
    fn records(&self) -> Vec<Record> {
        let whole = |turn: &Turn| Record::Whole {
            id: turn.id,
            label: turn.label.clone(),
            time: turn.time,
            before: rows(&turn.before),
            after: turn.after.as_ref().map(rows),
        };
        let mut records = vec![Record::Next(self.next)];
        records.extend(self.turns.iter().map(whole));
        records.push(Record::Done(self.done));
        records
    }
}

/// The journal's file, open at its end.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    /// Reads the journal, and cuts off what a killed process left half written.
    pub fn open(path: PathBuf) -> Result<(Journal, Book)> {
        let wrong = |error| unwritable(&path, &error);
        let file = OpenOptions::new().append(true).create(true).open(&path).map_err(wrong)?;
        let bytes = fs::read(&path).map_err(wrong)?;
        let (mut book, mut good) = (Book::default(), 0);
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let Some(text) = checked(line) else { break };
            // A later version may write what this one does not know.
            if let Ok(record) = serde_json::from_slice(text) {
                book.apply(record);
            }
            good += line.len();
        }
        if good < bytes.len() {
            file.set_len(good as u64).map_err(wrong)?;
        }
        Ok((Journal { path, file }, book))
    }

    /// Adds a record, which is on the disk when this returns.
    pub fn add(&mut self, record: &Record) -> Result<()> {
        let line = line(record)?;
        let start = self.file.metadata()?.len();
        self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data()).map_err(|error| {
            // A half line would hide all that come after it.
            _ = self.file.set_len(start);
            unwritable(&self.path, &error)
        })
    }

    /// Writes the journal anew with no more than the book needs.
    pub fn shorten(&mut self, book: &Book) -> Result<()> {
        let lines: Result<String> = book.records().iter().map(line).collect();
        replace(&self.path, &lines?)?;
        self.file = OpenOptions::new().append(true).open(&self.path)?;
        Ok(())
    }

    /// Bytes of the journal.
    pub fn size(&self) -> u64 {
        self.file.metadata().map_or(0, |meta| meta.len())
    }
}

/// A record as a line, after a part of its hash.
fn line(record: &Record) -> Result<String> {
    let text = serde_json::to_string(record).map_err(std::io::Error::other)?;
    Ok(format!("{} {text}\n", sum(text.as_bytes())))
}

/// The text of a line that is whole.
fn checked(line: &[u8]) -> Option<&[u8]> {
    let line = line.strip_suffix(b"\n")?;
    let (head, text) = (line.get(..16)?, line.get(17..)?);
    (head == sum(text).as_bytes()).then_some(text)
}

fn sum(text: &[u8]) -> String {
    hex(&Sha256::digest(text)[..8])
}

//! Reads the changes out of an answer, whichever of the known forms it has.

mod blocks;
mod fence;
mod hunk;
mod patch;
mod unified;

use super::fault::{Broken, Flaw};
use super::matcher::Grain;

/// What tells places apart that look the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Spot {
    /// Nothing: the place must be the only one.
    #[default]
    Anywhere,
    /// It is below these lines, which stand one behind another, and inside what the last of them begins. With an
    /// empty old text: directly below the last of them.
    Under(Vec<String>),
    /// It is at the end of the file. With an empty old text: behind all that is there.
    End,
}

/// One change of one file. Paths are as the answer has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another text in the place of this one; an empty one makes a new file.
    Replace {
        /// The file.
        path: String,
        /// What is there.
        old: String,
        /// What is to be there.
        new: String,
        /// Whether these are whole lines.
        grain: Grain,
        /// What tells places apart.
        spot: Spot,
    },
    /// Another text in the place of a whole part: a function, a type, or lines.
    Part {
        /// The file.
        path: String,
        /// The part's name, or the numbers of its lines.
        part: String,
        /// All its text; an empty one takes it away.
        text: String,
    },
    /// A whole file, new or not.
    Write {
        /// The file.
        path: String,
        /// All its text.
        text: String,
    },
    /// A new file.
    Add {
        /// The file.
        path: String,
        /// All its text.
        text: String,
    },
    /// A file goes.
    Delete {
        /// The file.
        path: String,
    },
    /// A file gets another path.
    Move {
        /// Its path.
        from: String,
        /// Its new path, where no file is.
        to: String,
    },
}

impl Change {
    /// The file that it is about; of a move, where it comes from.
    pub fn path(&self) -> &str {
        match self {
            Change::Replace { path, .. }
            | Change::Part { path, .. }
            | Change::Write { path, .. }
            | Change::Add { path, .. }
            | Change::Delete { path }
            | Change::Move { from: path, .. } => path,
        }
    }
}

/// What a reader gives: the changes, and the first line behind them.
type Read = Result<(Vec<Change>, usize), Broken>;

/// All changes of an answer, in their order: blocks of old and new text, unified diffs, patches that begin with
/// `*** Begin Patch`, and whole files in fences. None if there is no edit in it.
///
/// # Errors
/// Something begins like an edit and is none; no change of such an answer is to be made.
pub fn parse(text: &str) -> Result<Vec<Change>, Broken> {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<&str> = text.lines().collect();
    let mut changes = Vec::new();
    let mut names = fence::Names::default();
    let mut at = 0;
    while at < lines.len() {
        let (found, next) = if blocks::opens(lines[at]) {
            let path = names.of(&lines, at).ok_or(Broken { line: at + 1, flaw: Flaw::Nameless })?;
            let read = blocks::read(&lines, at, &path)?;
            names.last = Some(path);
            read
        } else if patch::opens(lines[at]) {
            patch::read(&lines, at)?
        } else if unified::opens(&lines, at) {
            unified::read(&lines, at)?
        } else if let Some(fence) = names.fence(lines[at]) {
            names.enter(fence, &lines, at)?
        } else {
            (Vec::new(), at + 1)
        };
        changes.extend(found);
        at = next;
    }
    Ok(changes)
}

/// Whether an edit other than a whole file begins at a line.
fn begins(lines: &[&str], at: usize) -> bool {
    blocks::opens(lines[at]) || patch::opens(lines[at]) || unified::opens(lines, at)
}

/// Lines as the text of a file.
fn join(lines: &[&str]) -> String {
    lines.iter().flat_map(|line| [*line, "\n"]).collect()
}

#[cfg(test)]
mod tests;

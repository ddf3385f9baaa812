//! Blocks of old and new text between lines of `<<<<<<< SEARCH`, `=======` and `>>>>>>> REPLACE`.

use super::{Change, Read, Spot, join};
use crate::code::edit::fault::{Broken, Flaw};
use crate::code::edit::matcher::Grain;

/// How many marks a line has in front, if it may be one of the three lines, and what stands behind them.
fn marks(line: &str, mark: char) -> Option<(usize, &str)> {
    let line = line.trim_end();
    let rest = line.trim_start_matches(mark);
    let count = line.len() - rest.len();
    (5..=9).contains(&count).then(|| (count, rest.trim()))
}

/// Whether a block begins here.
pub(super) fn opens(line: &str) -> bool {
    marks(line, '<').is_some_and(|(_, word)| matches!(word.trim_end_matches(':'), "SEARCH" | "ORIGINAL"))
}

fn closes(line: &str) -> bool {
    marks(line, '>').is_some_and(|(_, word)| matches!(word, "" | "REPLACE" | "UPDATED"))
}

/// Reads the block that begins at this line.
pub(super) fn read(lines: &[&str], at: usize, path: &str) -> Read {
    let broken = |flaw| Broken { line: at + 1, flaw };
    let body = &lines[at + 1..];
    let end = body.iter().position(|line| closes(line)).ok_or(broken(Flaw::Unclosed))?;
    let body = &body[..end];
    if body.iter().any(|line| opens(line)) {
        return Err(broken(Flaw::Unclosed));
    }
    let count = marks(lines[at], '<').map_or(7, |(count, _)| count);
    let dividers = |fits: &dyn Fn(usize) -> bool| -> Vec<usize> {
        let is = |line: &str| marks(line, '=').is_some_and(|(count, word)| fits(count) && word.is_empty());
        (0..body.len()).filter(|&line| is(body[line])).collect()
    };
    let mut found = dividers(&|other| other == count);
    if found.is_empty() {
        found = dividers(&|_| true);
    }
    let [divider] = found[..] else { return Err(broken(Flaw::Divider)) };
    let change = Change::Replace {
        path: path.to_owned(),
        old: join(&body[..divider]),
        new: join(&body[divider + 1..]),
        grain: Grain::Lines,
        spot: Spot::Anywhere,
    };
    Ok((vec![change], at + 1 + end + 1))
}

//! Where one change goes in a text, and which parts of it the change really writes.

use std::ops::Range;

use similar::{Algorithm, capture_diff_slices};

use crate::code::edit::fault::Fault;
use crate::code::edit::format::{Change, Spot};
use crate::code::edit::matcher::{self, Hit, Miss, Rung};
use crate::code::edit::text::{Ending, Lines};

/// The place of a replacement.
pub(super) fn place(text: &str, change: &Change) -> Result<Hit, Miss> {
    let Change::Replace { old, new, grain, spot, .. } = change else { return Err(Miss::Same) };
    let lines = Lines::of(text);
    if old.is_empty() && !text.is_empty() && !new.is_empty() {
        return match spot {
            Spot::Anywhere => Err(Miss::Empty),
            Spot::End => Ok(insert(&lines, lines.len(), new)),
            Spot::Under(headings) => match last(&lines, headings) {
                Some(line) => Ok(insert(&lines, line + 1, new)),
                None => matcher::find(text, &(headings.join("\n") + "\n"), "", *grain).and(Err(Miss::Empty)),
            },
        };
    }
    let within = match spot {
        Spot::Anywhere => None,
        Spot::End => {
            let first = lines.len().saturating_sub(Lines::of(old).len());
            Some(lines.span(first..lines.len()))
        }
        Spot::Under(headings) => last(&lines, headings).map(|line| lines.span(scope(&lines, line))),
    };
    matcher::find_within(text, old, new, *grain, within)
}

/// That a text has no line that only stands for others, but for those that were there.
pub(super) fn whole(path: &str, new: &str, known: &[&str]) -> Result<(), Fault> {
    // Python has dots that mean something.
    let python = [".py", ".pyi"].iter().any(|ending| path.ends_with(ending));
    let lazy = |line: &str| matcher::elides(line) && !(python && line.trim() == "...");
    let there = |line: &str| known.iter().any(|text| text.lines().any(|other| other.trim() == line.trim()));
    match new.lines().position(|line| lazy(line) && !there(line)) {
        Some(line) => Err(Fault::Lazy { line: line + 1 }),
        None => Ok(()),
    }
}

/// New lines before a line.
fn insert(lines: &Lines, line: usize, new: &str) -> Hit {
    let at = lines.span(0..line).end;
    let ending = Ending::near(lines.text(), at..at);
    let before = line.checked_sub(1).map_or("\n", |line| lines.ending(line));
    let close = if before.is_empty() { ending.text() } else { "" };
    Hit { rung: Rung::Exact, range: at..at, line: line + 1, text: [close, &ending.convert(new)].concat() }
}

/// The line of the last heading, if each is there only once below the one before.
fn last(lines: &Lines, headings: &[String]) -> Option<usize> {
    let mut at = None;
    for heading in headings {
        let from = at.map_or(0, |line| line + 1);
        let heading = heading.trim();
        let only = |fits: &dyn Fn(&str) -> bool| {
            let mut found = (from..lines.len()).filter(|&line| fits(lines.body(line).trim()));
            found.next().map(|first| (first, found.next().is_none()))
        };
        let found = only(&|line| line == heading).or_else(|| only(&|line| line.starts_with(heading)))?;
        at = Some(found.0).filter(|_| found.1);
        at?;
    }
    at
}

/// The lines that a heading begins: itself and all that is indented more, with the brackets between.
fn scope(lines: &Lines, heading: usize) -> Range<usize> {
    let margin = |line: &str| line.len() - line.trim_start().len();
    let own = margin(lines.body(heading));
    let outside = |line: &usize| {
        let body = lines.body(*line);
        let bracket = body.trim_start().starts_with(['{', '}', '(', ')', '[', ']']);
        !body.trim().is_empty() && margin(body) <= own && !bracket
    };
    heading..(heading + 1..lines.len()).find(outside).unwrap_or(lines.len())
}

/// The parts of a text that differ from another: their bytes, and the length of what is there instead.
pub(super) fn parts(old: &str, new: &str) -> Vec<(Range<usize>, usize)> {
    let (was, is) = (Lines::of(old), Lines::of(new));
    let full =
        |lines: &Lines<'_>| (0..lines.len()).map(|line| lines.full(line).to_owned()).collect::<Vec<_>>();
    let ops = capture_diff_slices(Algorithm::Myers, &full(&was), &full(&is));
    let changes = ops.iter().filter(|op| !matches!(op, similar::DiffOp::Equal { .. }));
    let part = |op: &similar::DiffOp| {
        let (a, b) = (was.span(op.old_range()), is.span(op.new_range()));
        let (x, y) = (&old[a.clone()], &new[b.clone()]);
        let front = x.bytes().zip(y.bytes()).take_while(|(x, y)| x == y).count();
        let most = x.len().min(y.len()) - front;
        let back = x.bytes().rev().zip(y.bytes().rev()).take(most).take_while(|(x, y)| x == y).count();
        (a.start + front..a.end - back, b.len() - front - back)
    };
    changes.map(part).collect()
}

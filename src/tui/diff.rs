//! A unified difference as rows in colours, one side below the other or beside it.

use std::ops::Range;

use crate::render::bidi::{self, Order};
use crate::render::highlight::Highlighter;
use crate::render::line::Line;
use crate::render::theme::Theme;
use crate::render::wrap::chop;

mod ink;
mod sides;

use ink::{Ink, Painted};

/// How the two sides of a difference stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sides {
    /// Beside each other, where there is room.
    #[default]
    Beside,
    /// One below the other.
    Below,
}

/// How a difference is to be shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way<'a> {
    pub(super) theme: &'a Theme,
    pub(super) code: &'a Highlighter,
    /// The file that it is about, where the difference does not name it.
    pub(super) path: &'a str,
    /// Lines that get the colours of their language, at most.
    pub(super) coloured: usize,
}

/// A difference as rows.
#[derive(Debug, Default)]
pub(super) struct Laid {
    /// The rows.
    pub(super) rows: Vec<Line>,
    /// The rows of each hunk, its heading first.
    pub(super) hunks: Vec<Range<usize>>,
}

/// What a line of a difference is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// It names a file.
    Name,
    /// It begins a hunk.
    Head,
    Same,
    Old,
    New,
    /// It says that a file does not end with a line end.
    Note,
}

/// The rows of a difference, at most `cols` wide. Without a heading of a hunk all lines are taken for those of one.
pub(super) fn lay(diff: &str, way: Way, sides: Sides, cols: usize) -> Laid {
    let cols = cols.max(1);
    // A terminal that orders rows by itself would mix both sides.
    if sides == Sides::Beside && bidi::order() != Order::Terminal {
        return sides::lay(diff, way, cols);
    }
    let (mut laid, mut ink) = (Laid::default(), Ink::new(way));
    for (kind, line) in parse(diff) {
        let painted = ink.paint(kind, line);
        laid.mark(kind);
        laid.rows.extend(painted.rows(cols));
        laid.close(kind);
    }
    laid
}

impl Laid {
    /// A line of this kind comes.
    fn mark(&mut self, kind: Kind) {
        if kind == Kind::Head {
            self.hunks.push(self.rows.len()..self.rows.len());
        }
    }

    /// It has come.
    fn close(&mut self, kind: Kind) {
        if let (Some(hunk), true) = (self.hunks.last_mut(), kind != Kind::Name) {
            hunk.end = self.rows.len();
        }
    }
}

impl Painted {
    /// The line as rows of at most so many columns.
    fn rows(&self, cols: usize) -> Vec<Line> {
        let rows = chop(&self.spans, &[], &[], cols).into_iter();
        rows.map(|line| Line { fill: self.fill, ..line }).collect()
    }
}

/// The lines of a difference with what they are.
fn parse(diff: &str) -> Vec<(Kind, &str)> {
    let hunks = diff.lines().any(|line| hunk(line).is_some());
    let mut left = Left { old: 0, new: 0 };
    let mut all = Vec::new();
    for line in diff.lines() {
        let inside = !hunks || left.old + left.new > 0;
        let kind = match (inside, line.chars().next()) {
            (_, Some('\\')) => Kind::Note,
            (true, Some('+')) => {
                left.new = left.new.saturating_sub(1);
                Kind::New
            }
            (true, Some('-')) => {
                left.old = left.old.saturating_sub(1);
                Kind::Old
            }
            (true, _) => {
                (left.old, left.new) = (left.old.saturating_sub(1), left.new.saturating_sub(1));
                Kind::Same
            }
            (false, _) => match hunk(line) {
                Some(counts) => {
                    left = counts;
                    Kind::Head
                }
                None => Kind::Name,
            },
        };
        all.push((kind, line));
    }
    all
}

/// How many lines of either side a hunk still has.
#[derive(Clone, Copy)]
struct Left {
    old: usize,
    new: usize,
}

/// The counts of a hunk's heading: `@@ -1,3 +1,4 @@`.
fn hunk(line: &str) -> Option<Left> {
    let (old, rest) = line.strip_prefix("@@ -")?.split_once(" +")?;
    let new = rest.split_once(" @@")?.0;
    let count = |side: &str| match side.split_once(',') {
        Some((_, count)) => count.parse().ok(),
        None => Some(1),
    };
    Some(Left { old: count(old)?, new: count(new)? })
}

#[cfg(test)]
mod tests;

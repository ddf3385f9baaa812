//! Parts of a patch: lines that stay, go and come, which together say what is there and what is to be.

use super::{Change, Spot};
use crate::code::edit::matcher::Grain;

/// One part of a patch while it is read.
#[derive(Default)]
pub(super) struct Hunk<'a> {
    /// Each line with its mark: a space, `-` or `+`.
    lines: Vec<(char, &'a str)>,
    /// The marks of last lines without an ending.
    open: Vec<char>,
}

impl<'a> Hunk<'a> {
    /// Takes a line; `false` if it is none of a part. An empty one is an empty line that stays.
    pub(super) fn take(&mut self, line: &'a str) -> bool {
        let mut chars = line.chars();
        match chars.next() {
            None => self.lines.push((' ', "")),
            Some(mark @ (' ' | '-' | '+')) => self.lines.push((mark, chars.as_str())),
            Some('\\') => self.open.extend(self.lines.last().map(|(mark, _)| *mark)),
            Some(_) => return false,
        }
        true
    }

    /// Takes away empty lines at the end that may only stand between two parts.
    pub(super) fn trim(&mut self, source: &[&str]) {
        let blank = source.iter().rev().take_while(|line| line.is_empty()).count();
        let stay = self.lines.len().saturating_sub(blank);
        self.lines.truncate(stay);
    }

    /// Whether nothing was taken.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether no line says where it goes.
    pub(super) fn is_floating(&self) -> bool {
        self.lines.iter().all(|(mark, _)| *mark == '+')
    }

    /// What is to be there.
    pub(super) fn whole(&self) -> String {
        self.side('+')
    }

    fn side(&self, own: char) -> String {
        let mut text = String::new();
        for (_, line) in self.lines.iter().filter(|(mark, _)| *mark == ' ' || *mark == own) {
            text.push_str(line);
            text.push('\n');
        }
        if self.open.iter().any(|mark| *mark == ' ' || *mark == own) {
            text.pop();
        }
        text
    }

    /// The change of a file, below the headings that the part has.
    pub(super) fn change(&self, path: &str, headings: Vec<String>) -> Change {
        let (old, new) = (self.side('-'), self.whole());
        let spot = if headings.is_empty() { Spot::Anywhere } else { Spot::Under(headings) };
        Change::Replace { path: path.to_owned(), old, new, grain: Grain::Lines, spot }
    }
}

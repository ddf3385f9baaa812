//! Finding text in the conversation, and marking it where it shows.

use super::Row;
use crate::chat::tree::Tree;
use crate::render::line::{Line, Span};
use crate::render::look::Look;
use crate::render::theme::Role;
use crate::render::width::graphemes;

/// Where to look next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Towards the beginning.
    Up,
    /// Towards the end.
    Down,
}

/// A search.
#[derive(Debug)]
pub(super) struct Find {
    text: String,
    /// The text as it is compared.
    needle: String,
    way: Way,
    due: bool,
    /// Where the last hit was: message of the path and row.
    at: Option<(usize, usize)>,
    /// Messages of the path that have it.
    messages: Vec<usize>,
}

/// Text as it is compared: without case.
fn fold(text: &str) -> String {
    text.to_lowercase()
}

impl Find {
    /// A search from the end of the screen up, as what was said last is looked for most.
    pub(super) fn new(text: &str) -> Find {
        Find {
            text: text.into(),
            needle: fold(text),
            way: Way::Up,
            due: true,
            at: None,
            messages: Vec::new(),
        }
    }

    pub(super) fn is_for(&self, text: &str) -> bool {
        self.text == text
    }

    pub(super) fn again(&mut self, way: Way) {
        (self.way, self.due) = (way, true);
    }

    pub(super) fn is_due(&self) -> bool {
        self.due
    }

    pub(super) fn done(&mut self) {
        self.due = false;
    }

    /// The text, the place of the message shown, and how many have it.
    pub(super) fn state(&self) -> (&str, usize, usize) {
        let shown = |at: (usize, usize)| self.messages.iter().position(|index| *index == at.0);
        (&self.text, self.at.and_then(shown).map_or(0, |place| place + 1), self.messages.len())
    }

    /// The messages to look into, nearest first, each with the rows between which to look.
    pub(super) fn order(&mut self, tree: &Tree) -> Vec<(usize, usize, usize)> {
        let has = |(index, id): (usize, &_)| {
            let node = tree.node(*id)?;
            (fold(&node.text).contains(&self.needle) || fold(&node.thinking).contains(&self.needle))
                .then_some(index)
        };
        let all: Vec<usize> = tree.path().iter().enumerate().filter_map(has).collect();
        let start = self.at.unwrap_or((tree.path().len(), 0));
        let mut order: Vec<(usize, usize, usize)> = Vec::new();
        match self.way {
            Way::Up => {
                order.extend(
                    all.iter()
                        .rev()
                        .filter(|index| **index <= start.0)
                        .map(|index| (*index, 0, if *index == start.0 { start.1 } else { usize::MAX })),
                );
                // Behind the first one the search goes on from the end.
                order.extend(
                    all.iter().rev().filter(|index| **index >= start.0).map(|index| (*index, 0, usize::MAX)),
                );
            }
            Way::Down => {
                order.extend(
                    all.iter()
                        .filter(|index| **index >= start.0)
                        .map(|index| (*index, if *index == start.0 { start.1 + 1 } else { 0 }, usize::MAX)),
                );
                order.extend(
                    all.iter().filter(|index| **index <= start.0).map(|index| (*index, 0, usize::MAX)),
                );
            }
        }
        if all.is_empty() {
            self.at = None;
        }
        self.messages = all;
        order
    }

    /// The row of message `index` that has the text between two rows, the nearest in the direction of the
    /// search.
    pub(super) fn row(
        &mut self,
        rows: &[Line],
        (index, from, until): (usize, usize, usize),
    ) -> Option<usize> {
        let until = until.min(rows.len());
        let has = |row: &usize| fold(&rows[*row].text()).contains(&self.needle);
        let mut between = from.min(until)..until;
        let row = match self.way {
            Way::Up => between.rev().find(has),
            Way::Down => between.find(has),
        }?;
        self.at = Some((index, row));
        Some(row)
    }

    /// Gives what was found its look.
    pub(super) fn mark(&self, rows: &mut [Row], look: &Look) {
        let style = look.theme.style(Role::Match);
        for row in rows {
            let mut spans = Vec::with_capacity(row.line.spans.len());
            for span in row.line.spans.drain(..) {
                self.split(span, style, &mut spans);
            }
            row.line.spans = spans;
        }
    }

    fn split(&self, span: Span, style: ratatui::style::Style, out: &mut Vec<Span>) {
        let folded = fold(&span.text);
        // Where folding changes lengths, places in the one are none in the other.
        if folded.len() != span.text.len() || !folded.contains(&self.needle) {
            out.push(span);
            return;
        }
        let mut from = 0;
        // Letters that show as one are marked as one.
        let ends: Vec<usize> = graphemes(&span.text).map(|(at, letter, _)| at + letter.len()).collect();
        let begin = |at: usize| ends.iter().copied().rev().find(|&end| end <= at).unwrap_or(0);
        let end = |at: usize| ends.iter().copied().find(|&end| end >= at).unwrap_or(span.text.len());
        for (at, hit) in folded.match_indices(&self.needle) {
            let (at, to) = (begin(at).max(from), end(at + hit.len()));
            if at >= to {
                continue;
            }
            if from < at {
                out.push(span.with(&span.text[from..at]));
            }
            out.push(Span { style: span.style.patch(style), ..span.with(&span.text[at..to]) });
            from = to;
        }
        if from < span.text.len() {
            out.push(span.with(&span.text[from..]));
        }
    }
}

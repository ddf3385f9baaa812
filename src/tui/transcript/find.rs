//! Finding text in the conversation, and marking it where it shows.

use std::ops::Range;

use ratatui::style::Style;

use super::Row;
use crate::chat::fold::{Folded, fold};
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
            let hits = self.hits(&row.line.text());
            if !hits.is_empty() {
                row.line.spans = marked(&row.line.spans, &hits, style);
            }
        }
    }

    /// Where the text is in a row, in whole letters.
    fn hits(&self, text: &str) -> Vec<Range<usize>> {
        let folded = Folded::new(text);
        let mut hits = Vec::new();
        while let Some(hit) = folded.find(&self.needle, hits.last().map_or(0, |hit: &Range<usize>| hit.end)) {
            hits.push(hit);
        }
        // Letters that show as one are marked as one.
        let letters: Vec<usize> = graphemes(text).map(|(at, _, _)| at).chain([text.len()]).collect();
        let begin = |at: usize| letters[letters.partition_point(|&letter| letter <= at) - 1];
        let behind = |at: usize| letters[letters.partition_point(|&letter| letter < at)];
        hits.into_iter().map(|hit| begin(hit.start)..behind(hit.end)).collect()
    }
}

/// Spans of which these parts have this look too.
fn marked(spans: &[Span], hits: &[Range<usize>], style: Style) -> Vec<Span> {
    let mut out = Vec::with_capacity(spans.len() + 2 * hits.len());
    let mut base = 0;
    for span in spans {
        let end = base + span.text.len();
        let mut from = base;
        for hit in hits.iter().filter(|hit| hit.start < end && hit.end > base) {
            let (start, stop) = (hit.start.max(from), hit.end.min(end));
            let part = |from: usize, to: usize| span.with(&span.text[from - base..to - base]);
            out.extend((from < start).then(|| part(from, start)));
            out.extend((start < stop).then(|| Span { style: span.style.patch(style), ..part(start, stop) }));
            from = stop.max(from);
        }
        if from < end {
            out.push(span.with(&span.text[from - base..]));
        }
        base = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(what: &str, parts: &[&str]) -> Vec<String> {
        let spans: Vec<Span> = parts.iter().map(|part| Span::new(*part, Style::new())).collect();
        let hits = Find::new(what).hits(&parts.concat());
        let style = Style::new().bold();
        let shown = marked(&spans, &hits, style);
        assert_eq!(shown.iter().map(|span| span.text.as_str()).collect::<String>(), parts.concat());
        shown.into_iter().filter(|span| span.style == style).map(|span| span.text).collect()
    }

    #[test]
    fn what_is_found_is_marked_across_looks_and_levels() {
        assert_eq!(found("one two", &["a one", " ", "two b"]), ["one", " ", "two"]);
        assert_eq!(found("مرحبا gpt", &["مرحبا ", "gpt-5"]), ["مرحبا ", "gpt"]);
        assert_eq!(found("a", &["banana"]), ["a", "a", "a"]);
        assert_eq!(found("x", &["abc"]), [""; 0]);
    }

    #[test]
    fn letters_that_show_as_one_are_marked_as_one() {
        assert_eq!(found("ل", &["سلام"]), ["لا"]);
        assert_eq!(found("ا", &["سلام"]), ["لا"]);
        assert_eq!(found("ن", &["نَصٌّ"]), ["نَ"]);
    }

    #[test]
    fn what_people_leave_out_when_they_look_is_no_difference() {
        assert_eq!(found("محمد", &["قال مُحَمَّدٌ"]), ["مُحَمَّدٌ"]);
        assert_eq!(found("الان", &["الآن"]), ["الآن"]);
    }

    #[test]
    fn letters_whose_small_form_is_longer_are_found() {
        assert_eq!(found("bul", &["İSTANBUL"]), ["BUL"]);
        assert_eq!(found("ΟΔΟΣ", &["οδός οδοσ ΟΔΟΣ"]), ["οδοσ", "ΟΔΟΣ"]);
    }
}

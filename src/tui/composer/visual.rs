//! The composer's rows as the screen has them: in which column the cursor stands, and what is left and right of it.

use std::ops::Range;

use ratatui::style::Style;

use super::chip::Chips;
use super::rows::Rows;
use super::{Composer, motion, unit};
use crate::render::bidi::{self, Dir};
use crate::render::cells;
use crate::render::line::{Bidi, Line, Span};
use crate::render::width::graphemes;

/// A side of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// A line of the text between line feeds, or a row of a very long one: its direction, and the levels of what it shows.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    pub(super) dir: Dir,
    /// The bytes of the text that are in it.
    place: Range<usize>,
    /// For each unit: where it begins in the text, and its level.
    levels: Vec<(usize, u8)>,
}

/// Bytes of a line above which its rows are ordered each by itself: nobody waits for a key.
const LONG: usize = 16 * 1024;

impl Paragraph {
    /// The line that the row is in.
    pub(super) fn of(text: &str, rows: &Rows, row: usize, chips: &Chips) -> Paragraph {
        let range = rows.range(row);
        let whole = motion::line_start(text, range.start)..motion::line_end(text, range.end);
        let dir = bidi::text_direction(&text[whole.clone()]).unwrap_or_else(bidi::screen);
        let place = if whole.len() > LONG { range } else { whole };
        let line = &text[place.clone()];
        if !bidi::order().ours() || dir == Dir::Ltr && !bidi::matters(line) {
            return Paragraph { dir: Dir::Ltr, place, levels: Vec::new() };
        }
        let (mut shown, mut places) = (String::with_capacity(line.len()), Vec::new());
        for (at, unit) in unit::units(line) {
            places.push((place.start + at, shown.len()));
            match rows.shown(unit, chips) {
                // What stands for something else is one thing in the line, whatever is written on it.
                label if is_label(unit, &label) => shown.push('\u{FFFC}'),
                same => shown.push_str(&same),
            }
        }
        let found = bidi::sentence_levels(&shown, dir);
        let level = |at: usize| found.get(at).copied().unwrap_or(dir.level());
        let levels = places.into_iter().map(|(at, shown)| (at, level(shown))).collect();
        Paragraph { dir, place, levels }
    }

    /// Whether it has the whole of a row.
    pub(super) fn has(&self, row: &Range<usize>) -> bool {
        self.place.start <= row.start && row.end <= self.place.end
    }

    /// The level of the unit at a place of the text.
    fn level(&self, at: usize) -> u8 {
        match self.levels.binary_search_by_key(&at, |unit| unit.0) {
            Ok(index) => self.levels[index].1,
            Err(_) => self.dir.level(),
        }
    }

    /// Adds what a unit at a place of the text shows as.
    fn add(&self, at: usize, unit: &str, shown: &str, style: Style, spans: &mut Vec<Span>) {
        let level = self.level(at);
        if self.levels.is_empty() || !is_label(unit, shown) {
            return Span::add(spans, shown, &Span { bidi: Bidi::Level(level), ..Span::new("", style) });
        }
        // A text by itself, at the level of the line there or the next one of its own direction.
        let own = bidi::text_direction(shown).unwrap_or(self.dir);
        let base = if own == Dir::Ltr { level + level % 2 } else { level - level % 2 };
        let levels = bidi::sentence_levels(shown, own);
        for (at, letter, _) in graphemes(shown) {
            let bidi = Bidi::Level(base + levels.get(at).copied().unwrap_or_default());
            Span::add(spans, letter, &Span { bidi, ..Span::new("", style) });
        }
    }
}

/// Whether what is shown is not the unit itself, and more than blanks.
fn is_label(unit: &str, shown: &str) -> bool {
    shown != unit && !shown.trim().is_empty()
}

/// Where the cursor may stand on a row.
pub(super) struct Slots {
    /// Column and place in the text, from left to right.
    places: Vec<(usize, usize)>,
}

impl Slots {
    /// The column of a cursor at `at`, which stands on this row.
    pub(super) fn column(&self, at: usize) -> usize {
        self.places.iter().find(|slot| slot.1 == at).map_or(0, |slot| slot.0)
    }

    /// The place nearest to a column, not right of it where there is one.
    pub(super) fn place(&self, column: usize) -> usize {
        let before = self.places.iter().rev().find(|slot| slot.0 <= column);
        before.or(self.places.first()).map_or(0, |slot| slot.1)
    }

    /// The place where a cursor comes in that goes to this side.
    fn entered(&self, side: Side) -> usize {
        let edge = if side == Side::Left { self.places.last() } else { self.places.first() };
        edge.map_or(0, |slot| slot.1)
    }

    /// The place beside one, if it is on this row.
    fn beside(&self, at: usize, side: Side) -> Option<usize> {
        let index = self.places.iter().position(|slot| slot.1 == at)?;
        let next = match side {
            Side::Left => index.checked_sub(1)?,
            Side::Right => index + 1,
        };
        self.places.get(next).map(|slot| slot.1)
    }
}

impl Composer {
    /// A row with the look that `style` gives to each of its units, and what the row stands in.
    pub(super) fn styled(&self, rows: &Rows, row: usize, style: impl Fn(usize, &str) -> Style) -> Line {
        let paragraph = rows.paragraph(self.buffer.text(), row, &self.chips);
        let range = rows.range(row);
        let mut spans = Vec::new();
        for (at, unit) in unit::units(&self.buffer.text()[range.clone()]) {
            let at = range.start + at;
            paragraph.add(at, unit, &rows.shown(unit, &self.chips), style(at, unit), &mut spans);
        }
        Line::laid(paragraph.dir, spans)
    }

    /// Where the cursor may stand on a row.
    pub(super) fn slots(&self, rows: &Rows, row: usize) -> Slots {
        let text = self.buffer.text();
        // A selection parts lam from alef, which are one letter otherwise.
        let selection = self.selection().unwrap_or_default();
        let mark = Style::new().underline_color(ratatui::style::Color::Red);
        let style = |at: usize, _: &str| if selection.contains(&at) { mark } else { Style::new() };
        let (line, paragraph) = (self.styled(rows, row, style), rows.paragraph(text, row, &self.chips));
        let placed = cells::place(&line, rows.cols());
        let range = rows.range(row);
        let mut places: Vec<(usize, usize)> = Vec::new();
        let mut shown = 0;
        // What has no cell of its own, such as a lone mark, stands where the next unit does.
        let mut unseen = Vec::new();
        for (at, unit) in unit::units(&text[range.clone()]) {
            let end = shown + rows.shown(unit, &self.chips).len();
            let own = placed.columns().filter(|(_, cell)| cell.at.0 < end && shown < cell.at.1);
            let columns = own.map(|(column, _)| column);
            // Where it begins to be read: a label has many columns.
            let column = match paragraph.level(range.start + at) % 2 {
                1 => columns.max(),
                _ => columns.min(),
            };
            unseen.push(range.start + at);
            if let Some(column) = column {
                places.extend(unseen.drain(..).map(|at| (usize::from(column), at)));
            }
            shown = end;
        }
        let end = (!rows.broken(row)).then_some(range.end);
        places.extend(unseen.into_iter().chain(end).map(|at| (usize::from(placed.end(rows.cols())), at)));
        // Places may share a column, as lam and alef do: they follow each other in the line's direction.
        places
            .sort_by_key(|&(column, at)| (column, if placed.dir == Dir::Rtl { usize::MAX - at } else { at }));
        Slots { places }
    }

    /// The place left or right of the cursor on the screen; at the edge of a row, on the one above or below it.
    pub(super) fn beside(&self, side: Side) -> usize {
        let (text, at) = (self.buffer.text(), self.buffer.cursor());
        let forward = (side == Side::Right) == (self.dir() == Dir::Ltr);
        let step = self.with_rows(None, |rows| {
            let row = rows.row(at);
            if let Some(to) = self.slots(rows, row).beside(at, side) {
                return Ok(to);
            }
            let other = if forward { Some(row) } else { row.checked_sub(1) };
            match other.filter(|&first| rows.broken(first)) {
                // The line goes on at the other side of the screen, whatever letter of it stands there.
                Some(first) => Ok(self.slots(rows, if forward { first + 1 } else { first }).entered(side)),
                None => Err(rows.range(row)),
            }
        });
        match step {
            Ok(to) => to,
            Err(row) if forward => unit::next(text, row.end),
            Err(row) if row.start > 0 => unit::prev(text, row.start),
            Err(_) => at,
        }
    }

    /// The direction of the line that the cursor is in.
    pub fn dir(&self) -> Dir {
        let (text, at) = (self.buffer.text(), self.buffer.cursor());
        self.with_rows(None, |rows| rows.paragraph(text, rows.row(at), &self.chips).dir)
    }

    /// The direction of the letters at the cursor.
    pub fn letters(&self) -> Dir {
        let (text, at) = (self.buffer.text(), self.buffer.cursor());
        self.with_rows(None, |rows| {
            let paragraph = rows.paragraph(text, rows.row(at), &self.chips);
            // What is written next goes on from the letter before the cursor.
            let before = if at > paragraph.place.start { unit::prev(text, at) } else { at };
            match paragraph.level(before) % 2 {
                _ if paragraph.levels.is_empty() => paragraph.dir,
                1 => Dir::Rtl,
                _ => Dir::Ltr,
            }
        })
    }
}

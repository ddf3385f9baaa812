//! The one place where the composer's text becomes rows and columns; all moves over the screen ask here.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use super::chip::Chips;
use super::unit::{chip, units};
use super::visual::Paragraph;
use crate::render::bidi::{Order, order};
use crate::render::sanitize::screen;
use crate::render::width::{fit, width};
use crate::text::{Lang, lang};

/// The columns that moves up and down go by before the first layout.
const COLS: u16 = 80;

/// A tab shows as this.
const TAB: &str = "    ";

/// Where each row of a text begins and ends, laid out for a number of columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    cols: usize,
    /// Columns that text may take: the last is left for the cursor behind it, and for a hanging space.
    limit: usize,
    rows: Vec<Range<usize>>,
    /// The line that was asked for last: its rows are asked for one after the other.
    line: RefCell<Option<Rc<Paragraph>>>,
}

impl Rows {
    /// Lays the text out: at least one row, each of whole units; line feeds end rows and are in none.
    pub(super) fn lay(text: &str, chips: &Chips, cols: u16) -> Rows {
        let cols = usize::from(cols.max(1));
        let mut out = Rows { cols, limit: cols.saturating_sub(1).max(1), ..Rows::default() };
        out.lines(text, 0, chips);
        out
    }

    /// The rows after the text changed from `old`, with only the lines laid out anew that differ. The chips
    /// that both have must be the same.
    pub(super) fn relay(self, old: &str, text: &str, chips: &Chips) -> Rows {
        let same = |(a, b): &(&u8, &u8)| a == b;
        let (before, after) = (old.as_bytes(), text.as_bytes());
        let head = before.iter().zip(after).take_while(same).count();
        let start = before[..head].iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
        let most = before.len().min(after.len()) - start;
        let tail = before.iter().rev().zip(after.iter().rev()).take(most).take_while(same).count();
        let tail = &before[before.len() - tail..];
        // The line feed that ends what differs, and all lines after it.
        let rest = tail.iter().position(|&byte| byte == b'\n').map_or(0, |at| tail.len() - at);
        let (old_end, end) = (before.len() - rest, after.len() - rest);
        let kept = self.rows.partition_point(|row| row.start < start);
        let moved = self.rows.partition_point(|row| row.start <= old_end);
        let mut out =
            Rows { rows: self.rows[..kept].to_vec(), cols: self.cols, limit: self.limit, ..Rows::default() };
        out.lines(&text[start..end], start, chips);
        let shift = |at: usize| at - old_end + end;
        out.rows.extend(self.rows[moved..].iter().map(|row| shift(row.start)..shift(row.end)));
        out
    }

    fn lines(&mut self, text: &str, mut start: usize, chips: &Chips) {
        for line in text.split('\n') {
            self.line(line, start, chips);
            start += line.len() + 1;
        }
    }

    /// Breaks one line at spaces, between ideographs, or where nothing else helps inside a word.
    fn line(&mut self, line: &str, base: usize, chips: &Chips) {
        let (mut start, mut used) = (0, 0);
        let mut stop: Option<(usize, usize)> = None;
        let mut before = "";
        for (at, unit) in units(line) {
            let wide = self.width(unit, chips);
            if at > start && may_break(before, unit) {
                stop = Some((at, used));
            }
            before = unit;
            if unit == " " && used == self.limit && self.cols > self.limit {
                self.rows.push(base + start..base + at + 1);
                (start, used, stop) = (at + 1, 0, None);
                continue;
            }
            while used + wide > self.limit && at > start {
                let (end, gone) = stop.take().unwrap_or((at, used));
                self.rows.push(base + start..base + end);
                (start, used) = (end, used - gone);
            }
            used += wide;
        }
        self.rows.push(base + start..base + line.len());
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The bytes of the text on that row.
    pub(super) fn range(&self, row: usize) -> Range<usize> {
        self.rows.get(row).cloned().unwrap_or_default()
    }

    /// The row that a cursor at `at` stands on; where a row was broken, that is the second one.
    pub(super) fn row(&self, at: usize) -> usize {
        self.rows.partition_point(|row| row.start <= at).saturating_sub(1)
    }

    /// The line that a row of this text is in.
    pub(super) fn paragraph(&self, text: &str, row: usize, chips: &Chips) -> Rc<Paragraph> {
        let mut last = self.line.borrow_mut();
        if let Some(line) = last.as_ref().filter(|line| line.has(&self.range(row))) {
            return Rc::clone(line);
        }
        let line = Rc::new(Paragraph::of(text, self, row, chips));
        *last = Some(Rc::clone(&line));
        line
    }

    /// The columns that it is laid out for.
    pub(super) fn cols(&self) -> u16 {
        u16::try_from(self.cols).unwrap_or(u16::MAX)
    }

    /// Whether the row goes on in the next one, so that a cursor at its end stands there.
    pub(super) fn broken(&self, row: usize) -> bool {
        self.rows.get(row + 1).is_some_and(|next| next.start == self.range(row).end)
    }

    /// What a unit shows as: harmless, on one row, no wider than a row.
    pub(super) fn shown<'a>(&self, unit: &'a str, chips: &Chips) -> Cow<'a, str> {
        let shown = match unit.as_bytes() {
            [b' '..=b'~'] => return Cow::Borrowed(unit),
            b"\t" => Cow::Borrowed(TAB),
            _ => match chip(unit).and_then(|c| chips.get(c)) {
                Some(chip) => Cow::Owned(chip.label()),
                None => screen(unit),
            },
        };
        if width(&shown) > self.limit { Cow::Owned(fit(&shown, self.limit)) } else { shown }
    }

    fn width(&self, unit: &str, chips: &Chips) -> usize {
        let mut letters = unit.chars();
        match (unit.as_bytes(), letters.next(), letters.next()) {
            ([b' '..=b'~'], ..) => 1,
            // A letter shows as it is.
            (_, Some(c), None) if self.limit > 1 && c.is_alphanumeric() => width(unit),
            _ => width(&self.shown(unit, chips)),
        }
    }
}

/// The rows of the last layout, kept for the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Cache {
    /// The columns that were asked for.
    cols: Option<u16>,
    version: u64,
    text: String,
    rows: Rows,
    /// What labels and widths were made for.
    made: (Lang, Order),
}

impl Cache {
    /// The rows of a text in a version of it, for so many columns or for those of the last time.
    pub(super) fn rows(&mut self, text: &str, version: u64, chips: &Chips, cols: Option<u16>) -> &Rows {
        let wanted = cols.or(self.cols).unwrap_or(COLS);
        let made = std::mem::replace(&mut self.made, (lang(), order()));
        let rows = std::mem::take(&mut self.rows);
        self.rows = match self.cols {
            Some(had) if had == wanted && rows.len() > 0 && made == self.made => {
                match self.version == version {
                    true => return self.put(rows),
                    false => rows.relay(&self.text, text, chips),
                }
            }
            _ => Rows::lay(text, chips, wanted),
        };
        (self.cols, self.version) = (Some(wanted), version);
        text.clone_into(&mut self.text);
        &self.rows
    }

    fn put(&mut self, rows: Rows) -> &Rows {
        self.rows = rows;
        &self.rows
    }

    /// Forgets the rows, because chips will mean something else; the columns stay.
    pub(super) fn forget(&mut self) {
        *self = Cache { cols: self.cols, ..Cache::default() };
    }
}

/// Whether a row may end between the two units.
fn may_break(before: &str, after: &str) -> bool {
    if chip(before).is_some() || chip(after).is_some() {
        return true;
    }
    if before == " " || before == "\t" {
        return after != " ";
    }
    // No character of less than three bytes takes two columns.
    let free = |unit: &str| unit.len() > 2 && width(unit) > 1;
    (before.len() > 2 || after.len() > 2) && !closes(after) && !opens(before) && (free(before) || free(after))
}

/// Punctuation that no row begins with, and what follows a word without a break.
fn closes(unit: &str) -> bool {
    let closing = "，。、：；！？）」』】》〉〕”’…—～·,.:;!?)]}%\"' 》";
    unit.chars().next().is_some_and(|c| closing.contains(c))
}

/// Punctuation that no row ends with.
fn opens(unit: &str) -> bool {
    unit.chars().next().is_some_and(|c| "（「『【《〈〔“‘([{\"'".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, cols: u16) -> Vec<&str> {
        let rows = Rows::lay(text, &Chips::default(), cols);
        (0..rows.len()).map(|row| &text[rows.range(row)]).collect()
    }

    #[test]
    fn rows_break_between_words_and_leave_a_column_for_the_cursor() {
        assert_eq!(rows("hello big world", 10), ["hello big ", "world"]);
        assert_eq!(rows("hello brave world", 10), ["hello ", "brave ", "world"]);
        assert_eq!(rows("a\n\nb\n", 10), ["a", "", "b", ""]);
        assert_eq!(rows("abcdefghij", 5), ["abcd", "efgh", "ij"]);
        assert_eq!(rows("", 5), [""]);
    }

    #[test]
    fn ideographs_break_anywhere_but_before_closing_punctuation() {
        assert_eq!(rows("你好世界，再见", 10), ["你好世", "界，再见"]);
        assert_eq!(rows("你好「世界」", 7), ["你好", "「世", "界」"]);
    }

    #[test]
    fn a_space_hangs_and_the_cursor_behind_it_stands_on_the_next_row() {
        let text = "abcd ";
        let rows = Rows::lay(text, &Chips::default(), 5);
        assert_eq!((rows.len(), rows.range(0), rows.row(5), rows.row(4)), (2, 0..5, 1, 0));
        assert!(rows.broken(0) && !rows.broken(1));
    }

    #[test]
    fn the_narrowest_screen_ends() {
        assert_eq!(rows("a 你 b", 1).len(), 5);
        assert_eq!(Rows::lay("你", &Chips::default(), 1).shown("你", &Chips::default()), "…");
        assert_eq!(rows("ab", 0), ["a", "b"]);
    }
}

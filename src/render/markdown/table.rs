//! Lays out tables: light lines, columns as wide as there is room, cells that wrap.

use pulldown_cmark::Alignment;
use ratatui::style::{Modifier, Style};

use super::parse::Table;
use crate::render::bidi::{self, Dir, Order, Parts};
use crate::render::line::{Line, Span};
use crate::render::theme::{Role, Theme};
use crate::render::width::width;
use crate::render::wrap::{wrap, wrap_in};

/// Columns below which a column of the table is no longer readable.
const LEAST: usize = 6;
/// The longest word that a column stays wide enough for.
const WORD: usize = 14;

/// The table in rows of at most `cols` columns. Its direction is that of its first letters, else `dir`.
pub(super) fn lay(table: &Table, theme: &Theme, cols: usize, dir: Dir) -> Vec<Line> {
    let mut cells = table.head.iter().chain(table.rows.iter().flatten());
    let dir = cells.clone().find_map(|cell| bidi::direction(cell)).unwrap_or(dir);
    // A terminal that orders rows by itself would let the cells change their places.
    let torn = bidi::order() == Order::Terminal
        && cells.any(|cell| cell.iter().any(|span| bidi::matters(&span.text)));
    match columns(table, cols).filter(|_| !torn) {
        Some(widths) => Grid { table, widths, line: theme.style(Role::Marker), dir }.lines(),
        None => list(table, theme, cols, dir),
    }
}

/// The columns' widths; `None` if they do not fit in any readable way.
fn columns(table: &Table, cols: usize) -> Option<Vec<usize>> {
    let count = table.head.len();
    let room = cols.checked_sub(3 * count + 1)?;
    let cells = |at: usize| table.rows.iter().filter_map(move |row| row.get(at)).chain(table.head.get(at));
    let natural: Vec<usize> =
        (0..count).map(|at| cells(at).map(|cell| longest(cell, "\n")).max().unwrap_or(0).max(1)).collect();
    if natural.iter().sum::<usize>() <= room {
        return Some(natural);
    }
    let words = |at: usize| cells(at).map(|cell| longest(cell, " \n")).max().unwrap_or(0).min(WORD);
    let least = |at: usize| natural[at].min(words(at).max(LEAST));
    let mut least: Vec<usize> = (0..count).map(least).collect();
    if least.iter().sum::<usize>() > room {
        least = natural.iter().map(|&natural| natural.min(LEAST)).collect();
    }
    if least.iter().sum::<usize>() > room {
        return None;
    }
    // Narrow columns get what they need, the wide ones share the rest.
    let with = |cap: usize| (0..count).map(move |at| (at, cap));
    let sum = |cap: usize| with(cap).map(|(at, cap)| natural[at].min(cap.max(least[at]))).sum::<usize>();
    let cap = (1..=room).rev().find(|&cap| sum(cap) <= room).unwrap_or(1);
    let mut widths: Vec<usize> = with(cap).map(|(at, cap)| natural[at].min(cap.max(least[at]))).collect();
    let mut left = room - widths.iter().sum::<usize>().min(room);
    for (wide, natural) in widths.iter_mut().zip(natural) {
        if left > 0 && *wide < natural {
            *wide += 1;
            left -= 1;
        }
    }
    Some(widths)
}

/// Columns of the longest part of a cell.
fn longest(cell: &[Span], ends: &str) -> usize {
    let text: String = cell.iter().map(|span| span.text.as_str()).collect();
    text.split(|c| ends.contains(c)).map(width).max().unwrap_or(0)
}

struct Grid<'a> {
    table: &'a Table,
    widths: Vec<usize>,
    line: Style,
    dir: Dir,
}

impl Grid<'_> {
    fn lines(&self) -> Vec<Line> {
        let rows: Vec<Vec<Line>> = self.table.rows.iter().map(|row| self.row(row)).collect();
        // Rows of several lines would run into each other.
        let tall = rows.iter().any(|row| row.len() > 1);
        let mut out = vec![self.border(['┌', '┬', '┐'])];
        out.extend(self.row(&self.table.head));
        for (at, row) in rows.into_iter().enumerate() {
            if at == 0 || tall {
                out.push(self.border(['├', '┼', '┤']));
            }
            out.extend(row);
        }
        out.push(self.border(['└', '┴', '┘']));
        out
    }

    /// A line between rows. The corners are those of a table from left to right.
    fn border(&self, [left, middle, right]: [char; 3]) -> Line {
        let (left, right) = if self.dir == Dir::Rtl { (right, left) } else { (left, right) };
        let mut text = String::from(left);
        for (at, wide) in self.widths.iter().enumerate() {
            if at > 0 {
                text.push(middle);
            }
            text.extend(std::iter::repeat_n('─', wide + 2));
        }
        text.push(right);
        self.laid(vec![Span::new(text, self.line)])
    }

    fn laid(&self, spans: Vec<Span>) -> Line {
        Line::laid(self.dir, bidi::resolve(&spans, self.dir, Parts::Apart).into_owned())
    }

    fn row(&self, cells: &[Vec<Span>]) -> Vec<Line> {
        let wrapped: Vec<Vec<Line>> = (self.widths.iter().enumerate())
            .map(|(at, &wide)| wrap(cells.get(at).map_or(&[], Vec::as_slice), &[], &[], wide))
            .collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        (0..height).map(|row| self.across(&wrapped, row)).collect()
    }

    fn across(&self, cells: &[Vec<Line>], row: usize) -> Line {
        let mut spans = vec![Span::new("│ ", self.line)];
        for (at, &wide) in self.widths.iter().enumerate() {
            if at > 0 {
                spans.push(Span::new(" │ ", self.line));
            }
            let empty = Line::laid(self.dir, Vec::new());
            let line = cells[at].get(row).unwrap_or(&empty);
            let free = wide - line.spans.iter().map(|span| width(&span.text)).sum::<usize>().min(wide);
            let (own, cell) = bidi::inside(line, self.dir);
            // Columns before the cell in the table's direction.
            let before = match (self.table.align.get(at), self.dir) {
                (Some(Alignment::Right), Dir::Ltr) | (Some(Alignment::Left), Dir::Rtl) => free,
                (Some(Alignment::Center), _) => free / 2,
                (Some(Alignment::None), dir) if own != dir => free,
                _ => 0,
            };
            spans.push(Span::new(" ".repeat(before), Style::new()));
            spans.extend(cell);
            spans.push(Span::new(" ".repeat(free - before), Style::new()));
        }
        spans.push(Span::new(" │", self.line));
        spans.retain(|span| !span.text.is_empty());
        self.laid(spans)
    }
}

/// A table with no room for columns: each row as a list of what its cells are called and hold.
fn list(table: &Table, theme: &Theme, cols: usize, dir: Dir) -> Vec<Line> {
    let mut out = Vec::new();
    let rule =
        wrap_in(dir, &[Span::new("─".repeat(cols.min(LEAST)), theme.style(Role::Marker))], &[], &[], cols);
    if table.rows.is_empty() {
        return table.head.iter().flat_map(|name| wrap_in(dir, name, &[], &[], cols)).collect();
    }
    for (at, row) in table.rows.iter().enumerate() {
        if at > 0 {
            out.extend(rule.clone());
        }
        for (name, cell) in table.head.iter().zip(row) {
            let mut spans = name.clone();
            if !spans.is_empty() {
                spans.push(Span::new(": ", theme.style(Role::Marker).add_modifier(Modifier::BOLD)));
            }
            spans.extend_from_slice(cell);
            out.extend(wrap_in(dir, &spans, &[], &[Span::new("  ", Style::new())], cols));
        }
    }
    out
}

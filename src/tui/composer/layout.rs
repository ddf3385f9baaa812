//! The composer's rows as the screen takes them.

use std::ops::Range;

use ratatui::style::Style;

use super::rows::Rows;
use super::{Composer, unit};
use crate::render::line::{Line, Span};
use crate::render::theme::{Role, Theme};

/// What is written, in rows, and where the cursor stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The rows, in logical order, none wider than asked for.
    pub lines: Vec<Line>,
    /// Row and column of the cursor, both from 0, always inside.
    pub cursor: (u16, u16),
    /// Rows that are not shown above the first one.
    pub above: usize,
    /// Rows that are not shown below the last one.
    pub below: usize,
}

impl Composer {
    /// All rows for so many columns. Moves up and down go by these rows from now on.
    pub fn layout(&self, cols: u16, theme: &Theme) -> Layout {
        self.window(cols, u16::MAX, theme)
    }

    /// How many rows there are for so many columns.
    pub fn height(&self, cols: u16) -> usize {
        self.with_rows(Some(cols), Rows::len)
    }

    /// No more than `height` rows for so many columns, those around the cursor.
    pub fn window(&self, cols: u16, height: u16, theme: &Theme) -> Layout {
        let (text, at) = (self.buffer.text(), self.buffer.cursor());
        self.with_rows(Some(cols), |rows| {
            let row = rows.row(at);
            let height = usize::from(height.max(1)).min(rows.len());
            let first = row.saturating_sub(height / 2).min(rows.len() - height);
            let lines = (first..first + height).map(|row| self.line(rows, rows.range(row), theme)).collect();
            let column = rows.column(text, &self.chips, row, at);
            let small = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
            let below = rows.len() - first - height;
            Layout { lines, cursor: (small(row - first), small(column)), above: first, below }
        })
    }

    fn line(&self, rows: &Rows, range: Range<usize>, theme: &Theme) -> Line {
        let selection = self.selection().unwrap_or_default();
        let text = theme.style(Role::Composer);
        let mut line = Line { fill: text, ..Line::default() };
        for (at, unit) in unit::units(&self.buffer.text()[range.clone()]) {
            let mut style = text;
            if unit::chip(unit).is_some() {
                style = style.patch(theme.style(Role::Marker));
            }
            if selection.contains(&(range.start + at)) {
                style = style.patch(theme.style(Role::Selected));
            }
            push(&mut line, &rows.shown(unit, &self.chips), style);
        }
        line
    }
}

/// Adds text, to the last span when that looks the same.
fn push(line: &mut Line, text: &str, style: Style) {
    match line.spans.last_mut() {
        Some(last) if last.style == style => last.text.push_str(text),
        _ => line.spans.push(Span::new(text, style)),
    }
}

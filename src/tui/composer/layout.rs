//! The composer's rows as the screen takes them.

use super::rows::Rows;
use super::{Composer, unit};
use crate::render::line::Line;
use crate::render::theme::{Role, Theme};

/// What is written, in rows, and where the cursor stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The rows, in logical order with their levels, none wider than asked for.
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
        let at = self.buffer.cursor();
        self.with_rows(Some(cols), |rows| {
            let row = rows.row(at);
            let height = usize::from(height.max(1)).min(rows.len());
            let first = row.saturating_sub(height / 2).min(rows.len() - height);
            let lines = (first..first + height).map(|row| self.line(rows, row, theme)).collect();
            let column = self.slots(rows, row).column(at);
            let small = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
            let below = rows.len() - first - height;
            Layout { lines, cursor: (small(row - first), small(column)), above: first, below }
        })
    }

    fn line(&self, rows: &Rows, row: usize, theme: &Theme) -> Line {
        let selection = self.selection().unwrap_or_default();
        let text = theme.style(Role::Composer);
        let style = |at: usize, unit: &str| {
            let marker =
                if unit::chip(unit).is_some() { text.patch(theme.style(Role::Marker)) } else { text };
            if selection.contains(&at) { marker.patch(theme.style(Role::Selected)) } else { marker }
        };
        Line { fill: text, ..self.styled(rows, row, style) }
    }
}

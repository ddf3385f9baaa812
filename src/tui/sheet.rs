//! What cells are written on: a terminal that may count the columns of a cluster otherwise than we do.
//!
//! Behind a cluster of two columns the next cell is placed anew by ratatui. Here that is done behind those of one
//! column too of which terminals differ, so that a row goes on where it should, whatever they made of them.
//! A row with marks for a terminal that orders it is written whole: mlterm has places of no width for them, and would
//! put what is written behind one into its place.

use std::collections::BTreeSet;
use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use unicode_width::UnicodeWidthStr;

use crate::render::bidi::is_guide;

/// A terminal behind a writer.
#[derive(Debug)]
pub struct Sheet<W: Write> {
    under: CrosstermBackend<W>,
    /// What is on it, where it was written since it was cleared.
    rows: Vec<Vec<Cell>>,
}

impl<W: Write> Sheet<W> {
    /// The terminal that gets what is written there.
    pub fn new(writer: W) -> Sheet<W> {
        Sheet { under: CrosstermBackend::new(writer), rows: Vec::new() }
    }
}

impl<W: Write> Sheet<W> {
    /// Keeps what is written; gives the rows that are to be written whole, because they have or had marks.
    fn keep(&mut self, cells: &[(u16, u16, &Cell)]) -> BTreeSet<u16> {
        let mut whole = BTreeSet::new();
        for part in cells.chunk_by(|one, next| one.1 == next.1) {
            let at = usize::from(part[0].1);
            self.rows.resize(self.rows.len().max(at + 1), Vec::new());
            let row = &mut self.rows[at];
            let had = row.iter().any(guided);
            for &(x, _, cell) in part {
                let x = usize::from(x);
                row.resize(row.len().max(x + 1), Cell::EMPTY);
                row[x] = cell.clone();
            }
            if had || part.iter().any(|&(_, _, cell)| guided(cell)) {
                whole.insert(part[0].1);
            }
        }
        whole
    }

    fn draw_row(&mut self, y: u16) -> io::Result<()> {
        let Sheet { under, rows } = self;
        under.set_cursor_position(Position { x: 0, y })?;
        under.clear_region(ClearType::UntilNewLine)?;
        let mut next = 0;
        let cells = (0..).zip(&rows[usize::from(y)]).filter(|&(x, cell)| {
            let shows = x >= next;
            next = if shows { x + cell.symbol().width().max(1) } else { next };
            shows
        });
        let cells = cells.filter_map(|(x, cell)| Some((u16::try_from(x).ok()?, y, cell)));
        under.draw(cells)
    }
}

/// Whether a cell has marks behind it.
fn guided(cell: &Cell) -> bool {
    !cell.symbol().is_ascii() && cell.symbol().ends_with(is_guide)
}

/// Whether terminals differ in the columns of a cluster that has one for us.
fn doubtful(cluster: &str) -> bool {
    let mut chars = cluster.chars();
    let Some(first) = chars.next().filter(|c| !c.is_ascii() || cluster.len() > 1) else { return false };
    // Whoever has letters and the lines of frames wider sets `ambiguous_width`; to place each would take more bytes
    // than they have.
    let many = first.is_alphabetic() || ('\u{2500}'..='\u{259F}').contains(&first);
    // Signs that some fonts have as emoji.
    let sign = matches!(first, '\u{2190}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..);
    chars.next().is_some() || !many && (sign || cluster.width() != cluster.width_cjk())
}

impl<W: Write> Backend for Sheet<W> {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        let mut cells: Vec<_> = content.collect();
        let whole = self.keep(&cells);
        for &y in &whole {
            self.draw_row(y)?;
        }
        cells.retain(|cell| !whole.contains(&cell.1));
        // What is drawn by itself begins with its place.
        let parts = cells.chunk_by(|one, next| !(doubtful(one.2.symbol()) && next.1 == one.1));
        parts.into_iter().try_for_each(|part| self.under.draw(part.iter().copied()))
    }

    fn append_lines(&mut self, lines: u16) -> io::Result<()> {
        self.under.append_lines(lines)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.under.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.under.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.under.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.under.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.rows.clear();
        self.under.clear()
    }

    fn clear_region(&mut self, part: ClearType) -> io::Result<()> {
        self.rows.clear();
        self.under.clear_region(part)
    }

    fn size(&self) -> io::Result<Size> {
        self.under.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.under.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.under)
    }
}

impl<W: Write> Write for Sheet<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.under.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Write::flush(&mut self.under)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_are_doubtful_where_terminals_differ() {
        for cluster in ["e\u{301}", "نَ", "☺", "❤", "①", "…", "“", "→"] {
            assert!(doubtful(cluster), "{cluster}");
        }
        for cluster in ["a", " ", "é", "д", "م", "\u{FEE3}", "─", "│", "▌"] {
            assert!(!doubtful(cluster), "{cluster}");
        }
    }
}

//! What cells are written on: a terminal that may count the columns of a cluster otherwise than we do.
//!
//! Behind a cluster of two columns the next cell is placed anew by ratatui. Here that is done behind those of one
//! column too of which terminals differ, so that a row goes on where it should, whatever they made of them.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use unicode_width::UnicodeWidthStr;

/// A terminal behind a writer.
#[derive(Debug)]
pub struct Sheet<W: Write>(CrosstermBackend<W>);

impl<W: Write> Sheet<W> {
    /// The terminal that gets what is written there.
    pub fn new(writer: W) -> Sheet<W> {
        Sheet(CrosstermBackend::new(writer))
    }
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
        let cells: Vec<_> = content.collect();
        // What is drawn by itself begins with its place.
        let parts = cells.chunk_by(|one, next| !(doubtful(one.2.symbol()) && next.1 == one.1));
        parts.into_iter().try_for_each(|part| self.0.draw(part.iter().copied()))
    }

    fn append_lines(&mut self, lines: u16) -> io::Result<()> {
        self.0.append_lines(lines)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.0.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.0.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.0.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.0.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.0.clear()
    }

    fn clear_region(&mut self, part: ClearType) -> io::Result<()> {
        self.0.clear_region(part)
    }

    fn size(&self) -> io::Result<Size> {
        self.0.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.0.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.0)
    }
}

impl<W: Write> Write for Sheet<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Write::flush(&mut self.0)
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

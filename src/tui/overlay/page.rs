//! A text to read and scroll: help, where the tokens go, what a chat holds.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Reply, centred};
use crate::render::line::Line;
use crate::render::theme::Theme;
use crate::tell;
use crate::tui::draw;

/// A box with rows.
#[derive(Debug)]
pub struct Page {
    title: String,
    lines: Vec<Line>,
    top: usize,
}

/// Columns of the box at most.
const WIDTH: u16 = 96;

impl Page {
    /// A page of rows that are at most [`Page::inner`] wide.
    pub fn new(title: impl Into<String>, lines: Vec<Line>) -> Page {
        Page { title: title.into(), lines, top: 0 }
    }

    /// The columns that a row may have on a screen of this width.
    pub fn inner(cols: u16) -> u16 {
        cols.min(WIDTH).saturating_sub(4).max(1)
    }

    /// Whether it is the page of this title.
    pub fn is(&self, title: &str) -> bool {
        self.title == title
    }

    /// Shows other rows.
    pub fn set(&mut self, lines: Vec<Line>) {
        self.lines = lines;
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Reply {
        let last = self.lines.len().saturating_sub(1);
        self.top = match key.code {
            KeyCode::Esc | KeyCode::Enter | KeyCode::Char('q' | 'c') | KeyCode::F(1) => return Reply::Close,
            KeyCode::Up | KeyCode::Char('k') => self.top.saturating_sub(1),
            KeyCode::Down | KeyCode::Char('j') => self.top + 1,
            KeyCode::PageUp => self.top.saturating_sub(10),
            KeyCode::PageDown | KeyCode::Char(' ') => self.top + 10,
            KeyCode::Home | KeyCode::Char('g') => 0,
            KeyCode::End | KeyCode::Char('G') => last,
            _ => self.top,
        }
        .min(last);
        Reply::Taken
    }

    pub(super) fn paint(&self, area: Rect, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
        let rows = u16::try_from(self.lines.len()).unwrap_or(u16::MAX);
        let outer = centred(area, WIDTH, rows.saturating_add(2));
        let inner = draw::frame(outer, &self.title, &tell!("page-foot"), theme, buffer);
        let room = usize::from(inner.height);
        let top = self.top.min(self.lines.len().saturating_sub(room));
        let column = if inner.width > 4 {
            Rect::new(inner.x + 1, inner.y, inner.width - 2, inner.height)
        } else {
            inner
        };
        for (index, line) in self.lines.iter().skip(top).take(room).enumerate() {
            draw::row(line, draw::nth(column, index), buffer);
        }
        None
    }
}

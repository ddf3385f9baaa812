//! Two lines of which one reads correctly, each ordered in its own way: which one, only the user's eyes can tell.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Reply, centred};
use crate::render::bidi::{Order, within};
use crate::render::line::Line;
use crate::render::theme::{Role, Theme};
use crate::render::width::width;
use crate::tell;
use crate::tui::draw;

/// The question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    orders: [Order; 2],
}

/// Columns before a line, for its number.
const NUMBER: u16 = 3;

impl Sample {
    /// A line in each of these orders.
    pub fn new(orders: [Order; 2]) -> Sample {
        Sample { orders }
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Reply {
        match key.code {
            KeyCode::Char('1' | '١' | '۱') => Reply::Ordered(self.orders[0]),
            KeyCode::Char('2' | '٢' | '۲') => Reply::Ordered(self.orders[1]),
            KeyCode::Esc => Reply::Close,
            KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => Reply::Close,
            _ => Reply::Taken,
        }
    }

    pub(super) fn paint(&self, area: Rect, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
        let (title, foot, text) = (tell!("order-ask"), tell!("order-ask-foot"), tell!("order-sample"));
        let widest = [width(&title), width(&foot), width(&text) + usize::from(NUMBER) + 2];
        let cols = widest.into_iter().max().and_then(|cols| u16::try_from(cols + 8).ok());
        let outer = centred(area, cols.unwrap_or(area.width), 7);
        let inner = draw::frame(outer, &title, &foot, theme, buffer);
        let room = inner.width.saturating_sub(2);
        for (index, order) in self.orders.into_iter().enumerate() {
            // Where there is little room the lines stand close.
            let row = draw::nth(inner, if inner.height < 4 { index } else { 1 + 2 * index });
            let number = Line::plain((index + 1).to_string(), theme.style(Role::Key));
            draw::row(&number, Rect { x: row.x + 1, width: 1.min(room), ..row }, buffer);
            within(order, || {
                let line = Line::plain(text.as_str(), theme.style(Role::Text));
                // As wide as its text, so that both begin in the same column.
                let wide = u16::try_from(width(&text)).unwrap_or(room).min(room.saturating_sub(NUMBER));
                draw::row(&line, Rect { x: row.x + 1 + NUMBER, width: wide, ..row }, buffer);
            });
        }
        None
    }
}

//! Painting pieces of text and boxes into cells, by the widths of graphemes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::render::cells;
use crate::render::line::{Line, Span};
use crate::render::sanitize::screen;
use crate::render::theme::{Role, Theme};
use crate::render::width::{fit, width};
use crate::render::wrap::clip;

/// A row at the top of `area`.
pub fn row(line: &Line, area: Rect, buffer: &mut Buffer) {
    if area.width > 0 && area.height > 0 {
        cells::paint(line, Rect { height: 1, ..area }, buffer);
    }
}

/// The row `index` of `area`, when it has one.
pub fn nth(area: Rect, index: usize) -> Rect {
    let index = u16::try_from(index).unwrap_or(u16::MAX);
    if index >= area.height {
        return Rect::new(area.x, area.bottom(), area.width, 0);
    }
    Rect::new(area.x, area.y + index, area.width, 1)
}

/// Fills `area` with blanks of this look.
pub fn fill(area: Rect, style: Style, buffer: &mut Buffer) {
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }
}

/// A box with a title and a foot; returns the room inside. Where there is no room for borders it has none.
pub fn frame(area: Rect, title: &str, foot: &str, theme: &Theme, buffer: &mut Buffer) -> Rect {
    fill(area, theme.style(Role::Screen), buffer);
    if area.width < 4 || area.height < 3 {
        return area;
    }
    let border = theme.style(Role::Border);
    let inner = usize::from(area.width) - 2;
    let edge = |left: &str, text: &str, style: Style, right: &str| {
        let text =
            if text.is_empty() { String::new() } else { format!(" {} ", fit(&screen(text), inner - 2)) };
        let rest = "─".repeat(inner.saturating_sub(width(&text) + 1));
        let lead = if inner > width(&text) { "─" } else { "" };
        Line::new(vec![
            Span::new(format!("{left}{lead}"), border),
            Span::new(text, style),
            Span::new(format!("{rest}{right}"), border),
        ])
    };
    row(&edge("╭", title, theme.style(Role::Title), "╮"), nth(area, 0), buffer);
    row(&edge("╰", foot, theme.style(Role::Muted), "╯"), nth(area, usize::from(area.height) - 1), buffer);
    for y in area.top() + 1..area.bottom() - 1 {
        for x in [area.left(), area.right() - 1] {
            row(&Line::plain("│", border), Rect::new(x, y, 1, 1), buffer);
        }
    }
    Rect::new(area.x + 1, area.y + 1, area.width - 2, area.height - 2)
}

/// `text` at the left and `note` at the right of one row, `text` cut first when both do not fit.
pub fn ends(text: Vec<Span>, note: Span, cols: usize) -> Line {
    let used: usize = text.iter().map(|span| width(&span.text)).sum();
    let room = cols.saturating_sub(used);
    let mut spans = text;
    if room >= 4 && !note.text.is_empty() {
        let note_text = fit(&note.text, room - 2);
        let gap = room.saturating_sub(width(&note_text));
        spans.push(Span::new(" ".repeat(gap), Style::default()));
        spans.push(Span::new(note_text, note.style));
    }
    Line::new(clip(&spans, cols))
}

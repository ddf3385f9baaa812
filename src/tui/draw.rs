//! Painting pieces of text and boxes into cells, by the widths of graphemes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::render::bidi::{self, Dir, Order};
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

/// A part of `area` as it lies when the screen begins at the other side: for languages from right to left.
pub fn sided(area: Rect, part: Rect) -> Rect {
    match bidi::screen() {
        Dir::Ltr => part,
        Dir::Rtl => Rect { x: area.x + area.right().saturating_sub(part.right()), ..part },
    }
}

/// One of two signs: that for a screen that begins at the left, or at the right.
pub fn pointing<'a>(ltr: &'a str, rtl: &'a str) -> &'a str {
    if bidi::screen() == Dir::Ltr { ltr } else { rtl }
}

/// The column in a row of `cols` where the next letter will stand of the text that begins at this byte.
pub fn caret(line: &Line, from: usize, cols: u16) -> u16 {
    let placed = cells::place(line, cols);
    let text = line.text();
    let own = bidi::text_direction(text.get(from..).unwrap_or_default());
    let behind = placed.behind(from, own.filter(|_| bidi::order().ours()).unwrap_or(placed.dir));
    behind.unwrap_or_else(|| placed.end(cols)).min(cols.saturating_sub(1))
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

/// The rows of `area` as wide as they have to be cleared: a terminal that orders rows by itself would put what is left
/// beside a box among its text.
pub fn whole(area: Rect, buffer: &Buffer) -> Rect {
    match bidi::order() {
        Order::Terminal => Rect { x: buffer.area.x, width: buffer.area.width, ..area },
        _ => area,
    }
}

/// A box with a title and a foot; returns the room inside. Where there is no room for borders it has none.
pub fn frame(area: Rect, title: &str, foot: &str, theme: &Theme, buffer: &mut Buffer) -> Rect {
    fill(whole(area, buffer), theme.style(Role::Screen), buffer);
    if area.width < 4 || area.height < 3 {
        return area;
    }
    let border = theme.style(Role::Border);
    let inner = usize::from(area.width) - 2;
    // A terminal that orders rows by itself would move the borders beside Arabic.
    let open = bidi::order() == Order::Terminal;
    let edge = |corners: [&str; 2], text: &str, style: Style| {
        let [left, right] = if open { ["─"; 2] } else { corners };
        let text =
            if text.is_empty() { String::new() } else { format!(" {} ", fit(&screen(text), inner - 2)) };
        let rest = "─".repeat(inner.saturating_sub(width(&text) + 1));
        let lead = if inner > width(&text) { "─" } else { "" };
        Line::chrome(vec![
            Span::new(format!("{left}{lead}"), border),
            Span::new(text, style),
            Span::new(format!("{rest}{right}"), border),
        ])
    };
    let [top, bottom] = match bidi::screen() {
        Dir::Ltr => [["╭", "╮"], ["╰", "╯"]],
        Dir::Rtl => [["╮", "╭"], ["╯", "╰"]],
    };
    row(&edge(top, title, theme.style(Role::Title)), nth(area, 0), buffer);
    row(&edge(bottom, foot, theme.style(Role::Muted)), nth(area, usize::from(area.height) - 1), buffer);
    for y in area.top() + 1..area.bottom() - 1 {
        for x in [area.left(), area.right() - 1].into_iter().filter(|_| !open) {
            row(&Line::plain("│", border), Rect::new(x, y, 1, 1), buffer);
        }
    }
    Rect::new(area.x + 1, area.y + 1, area.width - 2, area.height - 2)
}

/// `lead` and `text` at the beginning and `note` at the end of one row, `note` cut first when not all of them fit.
/// The parts of `text` are one text.
pub fn ends(lead: Span, text: Vec<Span>, note: Span, cols: usize) -> Line {
    let used: usize = text.iter().chain([&lead]).map(|span| width(&span.text)).sum();
    let room = cols.saturating_sub(used);
    let text = bidi::embedded(&text, bidi::screen());
    let mut spans: Vec<Span> = std::iter::once(lead).chain(text).collect();
    if room >= 4 && !note.text.is_empty() {
        let note_text = fit(&note.text, room - 2);
        let gap = room.saturating_sub(width(&note_text));
        spans.push(Span::new(" ".repeat(gap), Style::default()));
        spans.push(Span::new(note_text, note.style));
    }
    Line::chrome(clip(&spans, cols))
}

//! The last step before cells: which grapheme stands in which column.
//!
//! Everything before this file is in logical order; the order on the screen is decided here and nowhere
//! else.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::line::Line;
use super::width::graphemes;

/// One grapheme at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The grapheme.
    pub text: String,
    /// Its look, with what the row has behind it.
    pub style: Style,
    /// Columns that it takes, at least one.
    pub width: u8,
}

/// A row's cells from left to right, as many as fit in `cols` columns. What has no width of its own joins
/// the cell before it, or is left out.
pub fn place(line: &Line, cols: u16) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    let mut left = usize::from(cols);
    for span in &line.spans {
        let style = line.fill.patch(span.style);
        for (_, grapheme, wide) in graphemes(&span.text) {
            match (wide, cells.last_mut()) {
                (0, Some(cell)) if !grapheme.chars().any(silent) => cell.text.push_str(grapheme),
                (0, _) => {}
                _ if wide > left => return cells,
                _ => {
                    left -= wide;
                    // No grapheme is wider than the few columns of a long conjunct.
                    let width = u8::try_from(wide).unwrap_or(u8::MAX);
                    cells.push(Cell { text: grapheme.to_owned(), style, width });
                }
            }
        }
    }
    cells
}

/// Draws a row into the first row of `area`.
pub fn paint(line: &Line, area: Rect, buf: &mut Buffer) {
    let area = area.intersection(*buf.area());
    if area.is_empty() {
        return;
    }
    buf.set_style(Rect { height: 1, ..area }, line.fill);
    let mut x = area.x;
    for cell in place(line, area.width) {
        buf[(x, area.y)].set_symbol(&cell.text).set_style(cell.style);
        let end = x.saturating_add(u16::from(cell.width)).min(area.right());
        for covered in x + 1..end {
            buf[(covered, area.y)].reset();
        }
        x = end;
    }
}

/// Marks of direction, joiners and what controls: alone they show nothing.
fn silent(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200C}'..='\u{200F}' | '\u{61C}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::*;
    use crate::render::line::Span;

    fn texts(line: &Line, cols: u16) -> Vec<String> {
        place(line, cols).into_iter().map(|cell| cell.text).collect()
    }

    #[test]
    fn a_cell_holds_a_whole_grapheme() {
        let line = Line::plain("ae\u{301}你\u{200E}\u{1B}b", Style::new());
        assert_eq!(texts(&line, 80), ["a", "e\u{301}", "你", "b"]);
        assert_eq!(texts(&line, 3), ["a", "e\u{301}"]);
        assert_eq!(texts(&line, 0), [""; 0]);
    }

    #[test]
    fn a_mark_in_a_span_of_its_own_joins_its_letter() {
        let line = Line::new(vec![Span::new("e", Style::new()), Span::new("\u{301}x", Style::new())]);
        assert_eq!(texts(&line, 80), ["e\u{301}", "x"]);
    }

    #[test]
    fn a_background_reaches_the_end_of_the_row_and_arabic_is_whole() {
        let fill = Style::new().bg(Color::Blue);
        let line = Line { fill, ..Line::plain("السلام", Style::new().fg(Color::Red)) };
        let mut buf = Buffer::empty(Rect::new(0, 0, 8, 2));
        paint(&line, Rect::new(0, 0, 8, 2), &mut buf);
        let row: String = (0..8).map(|x| buf[(x, 0)].symbol().to_owned()).collect();
        assert_eq!(row, "السلام  ");
        assert_eq!((buf[(0, 0)].fg, buf[(0, 0)].bg, buf[(7, 0)].bg), (Color::Red, Color::Blue, Color::Blue));
        assert_eq!(buf[(0, 1)].bg, Color::Reset);
    }

    #[test]
    fn painting_outside_the_screen_does_nothing() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 1, 1));
        paint(&Line::plain("你好", Style::new()), Rect::new(0, 0, 9, 9), &mut buf);
        paint(&Line::plain("x", Style::new()), Rect::new(5, 5, 9, 9), &mut buf);
        assert_eq!(buf[(0, 0)].symbol(), " ");
    }
}

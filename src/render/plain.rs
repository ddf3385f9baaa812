//! Lines of plain text for a terminal that is written to line by line, in the order in which it shows them.

use std::borrow::Cow;

use ratatui::style::Style;

use super::bidi::{self, Dir};
use super::cells::place;
use super::line::{Line, Span};
use super::width::width;
use super::wrap::wrap_in;

/// Rows longer than this are hard to read, however wide the terminal is.
const WIDEST: usize = 120;

/// The text as a terminal of so many columns gets it. Where nothing in it is written from right to left, and the
/// interface is not, that is the text; otherwise its lines are broken and ordered here, and end at the right edge
/// when the interface's language does. Parts of a line that two spaces keep apart, as in tables, stay in their
/// columns.
pub fn ordered(text: &str, cols: usize) -> Cow<'_, str> {
    if !ours(text) {
        return Cow::Borrowed(text);
    }
    let cols = cols.clamp(1, WIDEST);
    let line = |line: &str| -> String {
        let (body, end) = line.strip_suffix('\n').map_or((line, ""), |body| (body, "\n"));
        if !ours(body) {
            return line.to_owned();
        }
        let rows: Vec<String> = rows(body, cols).iter().map(|row| written(row, cols)).collect();
        rows.join("\n") + end
    };
    Cow::Owned(text.split_inclusive('\n').map(line).collect())
}

/// [`ordered`] for text that arrives in pieces: from the first letter on that is to be put in order, a line waits for
/// its end.
#[derive(Debug, Default)]
pub struct Pieces {
    held: String,
}

impl Pieces {
    /// Takes the next piece, and gives what can be written by now.
    pub fn push(&mut self, piece: &str, cols: usize) -> String {
        if self.held.is_empty() && !ours(piece) {
            return piece.to_owned();
        }
        let before = self.held.len();
        self.held.push_str(piece);
        // What is held has no line end: a long line is not looked through again for each piece.
        let whole = piece.rfind('\n').map_or(0, |end| before + end + 1);
        let lines: String = self.held.drain(..whole).collect();
        ordered(&lines, cols).into_owned()
    }

    /// Gives what was held back, as nothing follows.
    pub fn finish(&mut self, cols: usize) -> String {
        ordered(&std::mem::take(&mut self.held), cols).into_owned()
    }
}

/// The text on one row that goes on behind it, such as a question or what is being waited for.
pub fn inline(text: &str) -> Cow<'_, str> {
    if !ours(text) {
        return Cow::Borrowed(text);
    }
    let line = Line::chrome(vec![Span::new(text, Style::new())]);
    Cow::Owned(place(&line, u16::MAX).sent().iter().map(|cell| cell.text.as_str()).collect())
}

/// Whether the text is to be ordered here.
fn ours(text: &str) -> bool {
    bidi::order().ours() && (bidi::screen() == Dir::Rtl || bidi::matters(text))
}

fn rows(line: &str, cols: usize) -> Vec<Line> {
    let parts = columns(line);
    if width(line) > cols || parts.len() == 1 {
        return wrap_in(bidi::screen(), &[Span::new(line, Style::new())], &[], &[], cols);
    }
    vec![Line::chrome(parts.into_iter().map(|part| Span::new(part, Style::new())).collect())]
}

/// A line's parts, and the gaps of two spaces and more between them.
fn columns(line: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find("  ") {
        let gap = rest[at..].find(|c| c != ' ').unwrap_or(rest.len() - at);
        parts.extend([&rest[..at], &rest[at..at + gap]].into_iter().filter(|part| !part.is_empty()));
        rest = &rest[at + gap..];
    }
    if !rest.is_empty() || parts.is_empty() {
        parts.push(rest);
    }
    parts
}

fn written(row: &Line, cols: usize) -> String {
    let placed = place(row, u16::try_from(cols).unwrap_or(u16::MAX));
    let (left, cells) = (usize::from(placed.left), placed.sent());
    let cells = cells.iter().map(|cell| cell.text.as_str());
    let text: String = std::iter::repeat_n(" ", left).chain(cells).collect();
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::bidi::{Order, set_order_here};
    use crate::text::{Lang, speak_here};

    #[test]
    fn latin_text_is_borrowed_and_terminals_that_order_get_what_is_written() {
        assert!(matches!(ordered("a  b\nc\n", 80), Cow::Borrowed("a  b\nc\n")));
        set_order_here(Some(Order::Terminal));
        assert!(matches!(ordered("مرحبا", 80), Cow::Borrowed("مرحبا")));
        set_order_here(None);
    }

    #[test]
    fn an_arabic_title_stays_in_its_column_of_an_english_table() {
        assert_eq!(
            ordered("1  مرحبا  2 days\n", 80),
            "1  \u{FE8E}\u{FE92}\u{FEA3}\u{FEAE}\u{FEE3}  2 days\n"
        );
    }

    #[test]
    fn an_arabic_interface_has_its_columns_from_the_right() {
        speak_here(Some(Lang::Ar));
        assert_eq!(
            ordered("اسم  10\nqwen3:4b  7\n", 16),
            format!("         10  {}\n     7  qwen3:4b\n", "\u{FEE2}\u{FEB3}\u{FE8D}")
        );
        assert_eq!(inline("متأكد؟ [y/N] "), " [y/N] ؟\u{FEAA}\u{FEDB}\u{FE84}\u{FE98}\u{FEE3}");
        speak_here(None);
    }

    #[test]
    fn pieces_wait_only_where_there_is_something_to_order() {
        let mut pieces = Pieces::default();
        assert_eq!(pieces.push("ab", 80), "ab");
        assert_eq!(pieces.push("c مر", 80), "");
        assert_eq!(pieces.push("حبا\nd", 80), ordered("c مرحبا\n", 80));
        assert_eq!(pieces.finish(80), "d");
    }

    #[test]
    fn long_lines_are_broken_before_they_are_ordered() {
        let shown = ordered("واحد اثنان ثلاثة أربعة", 12);
        assert_eq!(shown.lines().count(), 2);
        assert!(shown.lines().all(|line| width(line) <= 12));
    }
}

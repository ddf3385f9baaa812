//! The last step before cells: which grapheme stands in which column.
//!
//! Everything before this file is in logical order; the order on the screen is decided here and nowhere
//! else.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::bidi::{self, Dir, Guide, Guides, Letter, Order};
use super::line::{Bidi, Line, Span};
use super::width::graphemes;
use unicode_segmentation::UnicodeSegmentation;

/// The most characters of a cell: a letter under a heap of marks is cut there.
const MARKS: usize = 24;

/// One grapheme at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The grapheme, in the form in which it shows.
    pub text: String,
    /// Its look, with what the row has behind it.
    pub style: Style,
    /// Columns that it takes, at least one.
    pub width: u8,
    /// Where it is in the row's text: its first byte, and the one behind it.
    pub at: (usize, usize),
    level: u8,
}

impl Letter for Cell {
    fn text(&self) -> &str {
        &self.text
    }

    fn text_mut(&mut self) -> &mut String {
        &mut self.text
    }
}

/// A row as the screen has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    /// Its cells from left to right as they are seen.
    pub cells: Vec<Cell>,
    /// Columns left free before them: a row from right to left ends at the right edge.
    pub left: u16,
    /// The direction of the row.
    pub dir: Dir,
    /// Marks in front of the first cell, for a terminal that orders the row.
    pub lead: String,
}

impl Placed {
    /// The column behind the row's text in its direction, among `cols`.
    pub fn end(&self, cols: u16) -> u16 {
        let used: u16 = self.cells.iter().map(|cell| u16::from(cell.width)).sum();
        match self.dir {
            Dir::Ltr => used.min(cols.saturating_sub(1)),
            Dir::Rtl => self.left.saturating_sub(1),
        }
    }

    /// The cells from left to right as the terminal gets them: one that orders letters itself gets those of each word
    /// in their logical order.
    pub fn sent(mut self) -> Vec<Cell> {
        let mut at = 0;
        while bidi::order() == Order::Word && at < self.cells.len() {
            let letters = |cell: &&Cell| cell.text.starts_with(bidi::is_rtl);
            let run = self.cells[at..].iter().take_while(letters).count();
            self.cells[at..at + run].reverse();
            at += run.max(1);
        }
        self.cells
    }

    /// The column of each cell, and the cell.
    pub fn columns(&self) -> impl Iterator<Item = (u16, &Cell)> {
        self.cells.iter().scan(self.left, |next, cell| {
            let column = *next;
            *next += u16::from(cell.width);
            Some((column, cell))
        })
    }

    /// The column behind the text that begins at this byte of the row and has this direction: where the next letter
    /// will stand. `None` while there is no such text.
    pub fn behind(&self, byte: usize, dir: Dir) -> Option<u16> {
        let own = self.columns().filter(|(_, cell)| cell.at.0 >= byte);
        match dir {
            Dir::Ltr => own.map(|(column, cell)| column + u16::from(cell.width)).max(),
            Dir::Rtl => own.map(|(column, _)| column.saturating_sub(1)).min(),
        }
    }
}

/// A row's cells in the order of the screen, as many as fit in `cols` columns. What has no width of its own joins
/// the cell before it, or is left out.
pub fn place(line: &Line, cols: u16) -> Placed {
    let (dir, spans) = line.resolved();
    let (mut cells, used) = logical(&spans, line.fill, cols);
    if cells.iter().all(|cell| cell.level == 0) && dir == Dir::Ltr {
        return Placed { cells, dir, ..Placed::default() };
    }
    // Rule L1: spaces at the end of a row stand at its end.
    for cell in cells.iter_mut().rev().take_while(|cell| cell.text.trim().is_empty()) {
        cell.level = dir.level();
    }
    let order = bidi::order();
    if order == Order::Terminal {
        return guided(cells, dir, bidi::guides());
    }
    if order == Order::App {
        bidi::shape(&mut cells);
    }
    mirror(&mut cells);
    let levels: Vec<u8> = cells.iter().map(|cell| cell.level).collect();
    let places = bidi::visual(&levels);
    let mut cells: Vec<Option<Cell>> = cells.into_iter().map(Some).collect();
    let cells = places.into_iter().filter_map(|place| cells[place].take()).collect();
    let left = if dir == Dir::Rtl { cols.saturating_sub(used) } else { 0 };
    Placed { cells, left, dir, lead: String::new() }
}

/// Cells for a terminal that orders them by itself.
fn guided(mut cells: Vec<Cell>, dir: Dir, guides: Guides) -> Placed {
    match guides {
        Guides::Kept => return Placed { cells, ..Placed::default() },
        Guides::Turned => {
            mirror(&mut cells);
            join(&mut cells);
        }
        Guides::Sent => {}
    }
    let levels: Vec<u8> = cells.iter().map(|cell| cell.level).collect();
    let guide = Guide::of(&levels, dir).unwrap_or_default();
    for (cell, marks) in cells.iter_mut().zip(guide.after) {
        cell.text.push_str(&marks);
    }
    Placed { cells, lead: guide.lead, ..Placed::default() }
}

/// The cells in logical order, and the columns that they take.
fn logical(spans: &[Span], fill: Style, cols: u16) -> (Vec<Cell>, u16) {
    let mut cells: Vec<Cell> = Vec::new();
    let mut left = usize::from(cols);
    let mut start = 0;
    'row: for span in spans {
        let style = fill.patch(span.style);
        let level = if let Bidi::Level(level) = span.bidi { level } else { 0 };
        for (at, grapheme, wide) in graphemes(&span.text) {
            let end = start + at + grapheme.len();
            match (wide, cells.last_mut()) {
                // A joiner acts on the letter before it.
                (0, Some(cell))
                    if !grapheme.chars().any(silent) || matches!(grapheme, "\u{200C}" | "\u{200D}") =>
                {
                    let room = MARKS.saturating_sub(cell.text.chars().count());
                    cell.text.extend(grapheme.chars().take(room));
                    cell.at.1 = end;
                }
                (0, _) => {}
                _ if wide > left => break 'row,
                _ => {
                    left -= wide;
                    // No grapheme is wider than the few columns of a long conjunct.
                    let width = u8::try_from(wide).unwrap_or(u8::MAX);
                    let text = cut(grapheme).to_owned();
                    cells.push(Cell { text, style, width, at: (start + at, end), level });
                }
            }
        }
        start += span.text.len();
    }
    (cells, cols - u16::try_from(left).unwrap_or(0))
}

/// A grapheme without the marks that are too many.
fn cut(grapheme: &str) -> &str {
    if grapheme.len() <= MARKS {
        return grapheme;
    }
    grapheme.char_indices().nth(MARKS).map_or(grapheme, |(end, _)| &grapheme[..end])
}

/// Lam and alef that are one cell get the form in which they are one letter; all others are left to the terminal.
fn join(cells: &mut [Cell]) {
    let mut formed = cells.to_vec();
    bidi::shape(&mut formed);
    for (cell, formed) in cells.iter_mut().zip(formed) {
        let mut parts = cell.text.graphemes(true);
        if let (Some(lam), Some(alef)) = (parts.next(), parts.next())
            && bidi::joins(lam, alef)
        {
            cell.text = formed.text;
        }
    }
}

/// A bracket on a level from right to left opens to the other side.
fn mirror(cells: &mut [Cell]) {
    // Most of what stands there are letters, which have no other side.
    let sides = |c: &char| !bidi::shapes(*c) && !c.is_whitespace();
    for cell in cells.iter_mut().filter(|cell| cell.level % 2 == 1) {
        let mut chars = cell.text.chars();
        if let Some(other) = chars.next().filter(sides).and_then(bidi::mirrored) {
            cell.text = std::iter::once(other).chain(chars).collect();
        }
    }
}

/// Draws a row into the first row of `area`.
pub fn paint(line: &Line, area: Rect, buf: &mut Buffer) {
    let area = area.intersection(*buf.area());
    if area.is_empty() {
        return;
    }
    buf.set_style(Rect { height: 1, ..area }, line.fill);
    let placed = place(line, area.width);
    let mut x = area.x + placed.left;
    // A terminal takes marks with the cell before them. The first of a screen has none: its own text goes before them.
    let mut lead = placed.lead.clone();
    if let Some(before) = x.checked_sub(1).filter(|_| !lead.is_empty()) {
        let before = &mut buf[(before, area.y)];
        let text = before.symbol().to_owned() + &std::mem::take(&mut lead);
        before.set_symbol(&text);
    }
    for mut cell in placed.sent() {
        if !lead.is_empty() {
            let end = cell.text.find(bidi::is_guide).unwrap_or(cell.text.len());
            cell.text.insert_str(end, &std::mem::take(&mut lead));
        }
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
        place(line, cols).sent().into_iter().map(|cell| cell.text).collect()
    }

    #[test]
    fn a_cell_holds_a_whole_grapheme() {
        let line = Line::plain("ae\u{301}你\u{200E}\u{1B}b", Style::new());
        assert_eq!(texts(&line, 80), ["a", "e\u{301}", "你", "b"]);
        assert_eq!(texts(&line, 3), ["a", "e\u{301}"]);
        assert_eq!(texts(&line, 0), [""; 0]);
    }

    #[test]
    fn ratatui_lost_the_last_letter_of_right_aligned_arabic() {
        use ratatui::text::Line as Theirs;
        use ratatui::widgets::Widget;
        let (text, area) = ("السلام", Rect::new(0, 0, 10, 1));
        let mut theirs = Buffer::empty(area);
        Theirs::from(text).right_aligned().render(area, &mut theirs);
        let letters = |buf: &Buffer| (0..10).map(|x| buf[(x, 0)].symbol().to_owned()).collect::<String>();
        // The defect that this file does not have: their width is of the whole, their cells are of the letters.
        assert!(!letters(&theirs).contains('م'));
        bidi::set_order_here(Some(Order::Terminal));
        let sent = texts(&Line::plain(text, Style::new()), 10).concat();
        assert_eq!(sent.trim_end_matches(bidi::is_guide), text);
        bidi::set_order_here(None);
        let mut ours = Buffer::empty(area);
        paint(&Line::plain(text, Style::new()), area, &mut ours);
        assert_eq!(letters(&ours).trim_start(), "\u{FEE1}\u{FEFC}\u{FEB4}\u{FEDF}\u{FE8D}");
    }

    #[test]
    fn the_golden_rows_are_those_of_fribidi() {
        for (text, row) in [
            (
                "السلام عليكم",
                "\u{FEE2}\u{FEDC}\u{FEF4}\u{FEE0}\u{FECB} \u{FEE1}\u{FEFC}\u{FEB4}\u{FEDF}\u{FE8D}",
            ),
            ("مرحبا gpt-5", "gpt-5 \u{FE8E}\u{FE92}\u{FEA3}\u{FEAE}\u{FEE3}"),
            ("a لا b", "a \u{FEFB} b"),
            ("مرحبا 你好 世界 hello", "你好 世界 hello \u{FE8E}\u{FE92}\u{FEA3}\u{FEAE}\u{FEE3}"),
        ] {
            assert_eq!(texts(&Line::plain(text, Style::new()), 80).concat(), row, "{text}");
        }
    }

    #[test]
    fn technical_words_are_whole_in_arabic() {
        for word in bidi::TECHNICAL {
            let row = texts(&Line::plain(format!("انظر {word} هنا"), Style::new()), 80).concat();
            assert!(row.contains(&format!(" {word} ")), "{word} shows as {row}");
        }
    }

    #[test]
    fn a_heap_of_marks_is_cut_and_controls_do_not_reach_the_screen() {
        let heap = format!("ا{}ب", "\u{64E}".repeat(10_000));
        let cells = texts(&Line::plain(heap, Style::new()), 80);
        assert_eq!(cells.len(), 2);
        assert!(cells.iter().all(|cell| cell.chars().count() <= MARKS));
        // They have no width, but are no marks of the letter before them.
        for other in ['\u{FFF0}', '\u{1BCA0}', '\u{1D173}'] {
            let heap = format!("a{}", other.to_string().repeat(10_000));
            assert!(texts(&Line::plain(heap, Style::new()), 80)[0].chars().count() <= MARKS);
        }
        let marks = texts(&Line::plain("ا\u{200F}ب\u{200E}\u{61C}", Style::new()), 80).concat();
        assert!(!marks.contains(silent), "{marks:?}");
    }

    #[test]
    fn kitty_gets_words_in_our_order_and_letters_in_theirs() {
        bidi::set_order_here(Some(Order::Word));
        assert_eq!(texts(&Line::plain("مرحبا gpt-5 يا", Style::new()), 80).concat(), "يا gpt-5 مرحبا");
        bidi::set_order_here(None);
    }

    #[test]
    fn konsole_showed_brackets_and_quotation_marks_the_wrong_way_round() {
        let cells = |guides| {
            let line = Line::plain("قل «نعم» (a (1)) ثم [لا]", Style::new());
            let (dir, spans) = line.resolved();
            let (cells, _) = logical(&spans, Style::new(), 80);
            let sent: String = guided(cells, dir, guides).cells.into_iter().map(|cell| cell.text).collect();
            sent.replace(bidi::is_guide, "")
        };
        assert_eq!(cells(Guides::Sent), "قل «نعم» (a (1)) ثم [لا]");
        assert_eq!(cells(Guides::Turned), "قل »نعم« )a (1)( ثم ]\u{FEFB}[");
    }

    #[test]
    fn konsole_set_lam_and_alef_apart_from_what_follows() {
        let pair =
            |text: &str| Cell { text: text.into(), style: Style::new(), width: 1, at: (0, 0), level: 1 };
        let mut cells = ["ا", "لا", "خ", "م", "لَأ", "ل", "ا"].map(pair);
        join(&mut cells);
        let texts = cells.map(|cell| cell.text);
        assert_eq!(texts, ["ا", "\u{FEFB}", "خ", "م", "\u{FEF8}\u{64E}", "ل", "ا"]);
    }

    #[test]
    fn brackets_are_mirrored_and_code_stays_from_left_to_right() {
        assert_eq!(
            texts(&Line::plain("قل (نعم) ثم", Style::new()), 80)
                .concat()
                .chars()
                .filter(|c| "()".contains(*c))
                .collect::<String>(),
            "()"
        );
        let code = Line {
            flow: crate::render::line::Flow::Code,
            ..Line::plain("let a = \"سلام\" + \"عليكم\"; // نعم", Style::new())
        };
        let row = texts(&code, 80).concat();
        assert!(row.starts_with("let a = \"\u{FEE1}\u{FEFC}\u{FEB3}\" + \""), "{row}");
    }

    #[test]
    fn a_mark_in_a_span_of_its_own_joins_its_letter() {
        let line = Line::new(vec![Span::new("e", Style::new()), Span::new("\u{301}x", Style::new())]);
        assert_eq!(texts(&line, 80), ["e\u{301}", "x"]);
    }

    #[test]
    fn a_background_fills_the_row_and_arabic_is_whole_at_its_right_end() {
        let fill = Style::new().bg(Color::Blue);
        let line = Line { fill, ..Line::plain("السلام", Style::new().fg(Color::Red)) };
        let mut buf = Buffer::empty(Rect::new(0, 0, 8, 2));
        paint(&line, Rect::new(0, 0, 8, 2), &mut buf);
        let row: String = (0..8).map(|x| buf[(x, 0)].symbol().to_owned()).collect();
        assert_eq!(row, "   \u{FEE1}\u{FEFC}\u{FEB4}\u{FEDF}\u{FE8D}");
        assert_eq!((buf[(7, 0)].fg, buf[(7, 0)].bg, buf[(0, 0)].bg), (Color::Red, Color::Blue, Color::Blue));
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

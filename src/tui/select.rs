//! A part of the conversation that the mouse has marked.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::transcript::Row;
use crate::render::bidi::{self, Dir};
use crate::render::cells::{Cell, place};
use crate::render::line::Line;

/// From where to where: columns of the text and rows of the screen, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    from: (u16, u16),
    to: (u16, u16),
}

impl Selection {
    /// Begins at a cell.
    pub fn new(col: u16, row: u16) -> Selection {
        Selection { from: (col, row), to: (col, row) }
    }

    /// Goes on to a cell, which is part of it.
    pub fn extend(&mut self, col: u16, row: u16) {
        self.to = (col, row);
    }

    /// Whether there is nothing in it: the mouse was only clicked.
    pub fn is_empty(&self) -> bool {
        self.from == self.to
    }

    /// The columns that it has of a row of this direction, from the first to behind the last: what lies between its
    /// ends in reading order.
    fn columns(&self, row: u16, dir: Dir) -> Option<(u16, u16)> {
        let key = |(col, row): (u16, u16)| (row, col);
        let (first, last) =
            if key(self.from) <= key(self.to) { (self.from, self.to) } else { (self.to, self.from) };
        if !(first.1..=last.1).contains(&row) {
            return None;
        }
        let end = if row == first.1 { first.0 } else { last.0 };
        Some(match (row == first.1, row == last.1) {
            (true, true) => (first.0, last.0.saturating_add(1)),
            (false, false) => (0, u16::MAX),
            // From the end of the selection to the row's right edge, or from its left one.
            (begins, _) if begins == (dir == Dir::Ltr) => (end, u16::MAX),
            _ => (0, end.saturating_add(1)),
        })
    }

    /// Its text of these rows of `cols` columns, in reading order whatever the cells' order.
    pub fn text(&self, rows: &[Row], cols: u16) -> String {
        let mut text = String::new();
        for (index, row) in (0u16..).zip(rows) {
            let Some((from, to)) = self.columns(index, row.line.dir()) else { continue };
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(part(&row.line, cols, from, to).trim_end());
        }
        text
    }

    /// Shows it on these rows.
    pub fn paint(&self, rows: &[Row], area: Rect, style: Style, buffer: &mut Buffer) {
        for row in 0..area.height {
            let dir = rows.get(usize::from(row)).map_or_else(bidi::screen, |row| row.line.dir());
            let Some((from, to)) = self.columns(row, dir) else { continue };
            for col in from..to.min(area.width) {
                if let Some(cell) = buffer.cell_mut((area.x + col, area.y + row)) {
                    cell.set_style(style);
                }
            }
        }
    }
}

/// The graphemes of a row that have a cell from one column on and before another.
fn part(line: &Line, cols: u16, from: u16, to: u16) -> String {
    let placed = place(line, cols);
    let inside = |(column, cell): &(u16, &Cell)| column + u16::from(cell.width) > from && *column < to;
    let mut parts: Vec<(usize, usize)> = placed.columns().filter(inside).map(|(_, cell)| cell.at).collect();
    parts.sort_unstable();
    let text = line.text();
    parts.into_iter().map(|(begin, end)| &text[begin..end]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::tree::NodeId;
    use crate::wire::Role;

    fn rows(texts: &[&str]) -> Vec<Row> {
        let row =
            |text: &&str| Row { node: NodeId(1), role: Role::User, line: Line::plain(*text, Style::new()) };
        texts.iter().map(row).collect()
    }

    fn marked(texts: &[&str], from: (u16, u16), to: (u16, u16)) -> String {
        let mut selection = Selection::new(from.0, from.1);
        selection.extend(to.0, to.1);
        selection.text(&rows(texts), 40)
    }

    #[test]
    fn words_and_rows_are_marked_in_either_direction() {
        let texts = ["one two", "three", "four five"];
        assert_eq!(marked(&texts, (4, 0), (6, 0)), "two");
        assert_eq!(marked(&texts, (6, 0), (4, 0)), "two");
        assert_eq!(marked(&texts, (4, 0), (3, 2)), "two\nthree\nfour");
        assert_eq!(marked(&texts, (3, 2), (4, 0)), "two\nthree\nfour");
        assert_eq!(marked(&texts, (50, 1), (60, 1)), "");
        assert_eq!(marked(&texts, (0, 0), (60, 9)), "one two\nthree\nfour five");
    }

    #[test]
    fn rows_from_right_to_left_are_marked_from_their_beginning() {
        // `واحد اثنان` ends at column 39 and begins to be read there; `و` is the letter before the space.
        let texts = ["واحد اثنان", "ثلاثة أربعة", "one two"];
        assert_eq!(marked(&texts, (34, 0), (35, 1)), "اثنان\nثلاثة");
        assert_eq!(marked(&texts, (35, 1), (34, 0)), "اثنان\nثلاثة");
        assert_eq!(marked(&texts, (34, 1), (2, 2)), "أربعة\none");
    }

    #[test]
    fn letters_of_two_cells_and_of_several_characters_stay_whole() {
        assert_eq!(marked(&["你好吗"], (1, 0), (2, 0)), "你好");
        // Arabic ends at the right edge, where it begins to be read.
        assert_eq!(marked(&["نَصٌّ عربي"], (38, 0), (39, 0)), "نَصٌّ");
        assert_eq!(marked(&["نصّ عربي"], (0, 0), (39, 0)), "نصّ عربي");
        assert_eq!(marked(&["قل hello له"], (32, 0), (36, 0)), "hello");
    }
}

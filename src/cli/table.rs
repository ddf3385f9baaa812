//! Cells in aligned columns.

use crate::render::sanitize;
use crate::render::width::{pad, width};

/// Lines of a table, the first row its head. Columns in `right` end together instead of beginning so.
/// Where the first cell of a row leaves no room for the others within `columns`, it gets a line of its
/// own.
pub(super) fn lines(rows: &[Vec<String>], right: &[usize], columns: Option<usize>) -> Vec<String> {
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|text| cell(text)).collect()).collect();
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |at: usize, most: usize| {
        let lengths = rows.iter().filter_map(|row| row.get(at)).map(|cell| width(cell));
        lengths.filter(|&length| length <= most).max().unwrap_or(0)
    };
    let mut widths: Vec<usize> = (0..count).map(|at| widest(at, usize::MAX)).collect();
    let rest: usize = widths.iter().skip(1).map(|width| width + 2).sum();
    let room = columns.map_or(usize::MAX, |columns| columns.saturating_sub(rest));
    if let Some(first) = widths.first_mut() {
        *first = widest(0, room);
    }
    let line = |row: &Vec<String>| {
        let mut cells = Vec::new();
        let mut own = String::new();
        for (at, (cell, &columns)) in row.iter().zip(&widths).enumerate() {
            cells.push(match at {
                0 if width(cell) > columns => {
                    own = format!("{cell}\n");
                    " ".repeat(columns)
                }
                _ if right.contains(&at) => " ".repeat(columns - width(cell)) + cell,
                _ => pad(cell, columns),
            });
        }
        own + cells.join("  ").trim_end()
    };
    rows.iter().map(line).collect()
}

/// One cell: names of files may hold anything, also what would begin another row.
pub(super) fn cell(text: &str) -> String {
    sanitize::screen(text).replace('\n', "␊").replace('\t', "␉")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn columns_are_aligned_and_a_cell_cannot_make_rows() {
        let rows = rows(&[&["NAME", "SIZE", "X"], &["a\nb", "10", "✓"], &["long", "7", ""]]);
        assert_eq!(lines(&rows, &[1], None), ["NAME  SIZE  X", "a␊b     10  ✓", "long     7"]);
    }

    #[test]
    fn a_name_that_is_too_long_stands_above_its_row() {
        let rows = rows(&[&["NAME", "SIZE"], &["short", "1 B"], &["a-very-long-name", "2 B"]]);
        assert_eq!(
            lines(&rows, &[], Some(16)),
            ["NAME   SIZE", "short  1 B", "a-very-long-name\n       2 B"]
        );
    }
}

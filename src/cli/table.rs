//! Tables whose columns are as wide as their widest cell.

/// The head and the rows below it, one a line; the last column has no space behind it.
pub(super) fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let head = head.map(String::from);
    let all: Vec<&[String; N]> = std::iter::once(&head).chain(rows).collect();
    let widths = widths(&all);
    let line = |row: &&[String; N]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    all.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Columns of the screen that each column takes.
pub(super) fn widths<const N: usize>(rows: &[&[String; N]]) -> [usize; N] {
    std::array::from_fn(|at| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_each_other() {
        let rows = [["a".to_owned(), "✓ b".to_owned()], ["long".to_owned(), String::new()]];
        assert_eq!(table(["X", "Y"], &rows), "X     Y\na     ✓ b\nlong");
    }
}

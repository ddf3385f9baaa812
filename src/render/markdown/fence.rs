//! A code block that is still open: tells its lines from the one that ends it.

use std::borrow::Cow;

/// Columns from one tab stop to the next, by CommonMark.
const TAB: usize = 4;

/// The line that opened it.
#[derive(Clone, Debug)]
pub(super) struct Opening {
    mark: u8,
    count: usize,
    indent: usize,
}

/// What a line inside is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inside<'a> {
    /// Code, without the indentation that the fence itself has.
    Line(Cow<'a, str>),
    /// The end of the block.
    End,
}

impl Opening {
    /// The opening that a line without its end is, if it is one.
    pub(super) fn of(line: &str) -> Option<Opening> {
        let text = line.trim_start_matches(' ');
        let indent = line.len() - text.len();
        let mark = *text.as_bytes().first().filter(|mark| matches!(mark, b'`' | b'~'))?;
        let count = text.bytes().take_while(|&byte| byte == mark).count();
        let info = text[count..].trim();
        let fits = indent < 4 && count >= 3 && (mark == b'~' || !info.contains('`'));
        fits.then_some(Opening { mark, count, indent })
    }

    /// What a line without its end is inside the block.
    pub(super) fn line<'a>(&self, line: &'a str) -> Inside<'a> {
        let text = line.trim_start_matches(' ');
        let spaces = line.len() - text.len();
        let count = text.bytes().take_while(|&byte| byte == self.mark).count();
        if spaces < 4 && count >= self.count && text[count..].trim_matches([' ', '\t']).is_empty() {
            return Inside::End;
        }
        Inside::Line(outdented(line, self.indent))
    }

    /// Whether a line that is not whole yet may become the end of the block.
    pub(super) fn ending(&self, line: &str) -> bool {
        let text = line.trim_matches(' ');
        !text.is_empty() && text.bytes().all(|byte| byte == self.mark)
    }
}

/// The line without so many columns of its indentation. What is left of a tab becomes spaces.
fn outdented(line: &str, columns: usize) -> Cow<'_, str> {
    let mut column = 0;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b' ' if column < columns => column += 1,
            b'\t' if column < columns => {
                let stop = (column / TAB + 1) * TAB;
                if stop > columns {
                    return Cow::Owned(" ".repeat(stop - columns) + &line[at + 1..]);
                }
                column = stop;
            }
            _ => return Cow::Borrowed(&line[at..]),
        }
    }
    Cow::Borrowed("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_are_told_from_text() {
        assert!(Opening::of("```rust").is_some() && Opening::of("  ~~~~ a `b`").is_some());
        for text in ["``", "    ```", "``` a`", "x```", "", "\t```"] {
            assert!(Opening::of(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn a_block_ends_at_marks_as_long_as_those_it_began_with() {
        let open = Opening::of("  ````").unwrap();
        assert_eq!(open.line("    code"), Inside::Line("  code".into()));
        assert_eq!(open.line(" code"), Inside::Line("code".into()));
        assert_eq!(open.line("\tcode"), Inside::Line("  code".into()));
        assert_eq!(open.line(" \t\tcode"), Inside::Line("  \tcode".into()));
        assert_eq!(open.line("```"), Inside::Line("```".into()));
        assert_eq!(open.line("````` "), Inside::End);
        assert_eq!(open.line("```` x"), Inside::Line("```` x".into()));
        assert_eq!(open.line("     ````"), Inside::Line("   ````".into()));
        assert!(open.ending("``") && !open.ending("x`") && !open.ending(""));
    }
}

//! The place of a gap: `FILE:LINE` or `FILE:LINE:COL`.

use crate::code::edit::text::Ending;
use crate::error::{Error, Kind, Result};
use crate::tell;

/// The mark that some editors put in front of UTF-8.
const MARK: char = '\u{feff}';

/// Where something is to be inserted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The file, as it was named.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The character that stands behind it, from 1; without one it is the line's end.
    pub column: Option<usize>,
}

/// A text on both sides of a gap, with lines that end in a line feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Halves {
    /// What stands before it.
    pub before: String,
    /// What stands behind it.
    pub after: String,
    /// How lines end in the file around the gap.
    pub ending: Ending,
}

impl Spot {
    /// The place that a text names; `None` if it names none. Numbers at the end are line and column, so that the
    /// file's name may hold colons.
    pub fn read(text: &str) -> Option<Spot> {
        let number = |text: &str| text.parse::<usize>().ok().filter(|&number| number > 0);
        let (rest, last) = text.rsplit_once(':')?;
        let last = number(last)?;
        let (path, line, column) = match rest.rsplit_once(':').map(|(path, line)| (path, number(line))) {
            Some((path, Some(line))) => (path, line, Some(last)),
            _ => (rest, last, None),
        };
        (!path.is_empty()).then(|| Spot { path: path.to_owned(), line, column })
    }

    /// A file's text before and behind this place.
    ///
    /// # Errors
    /// [`Kind::Usage`] if the text has no such line, or the line no such character.
    pub fn split(&self, text: &str) -> Result<Halves> {
        let text = text.strip_prefix(MARK).unwrap_or(text);
        let plain = Ending::Lf.convert(text);
        let (at, line) = self.line(&plain)?;
        let at = at + self.offset(line)?;
        let given = text.split_inclusive('\n').take(self.line - 1).map(str::len).sum::<usize>();
        let (before, after) = plain.split_at(at);
        let ending = Ending::near(text, given..given);
        Ok(Halves { before: before.to_owned(), after: after.to_owned(), ending })
    }

    /// Where the line begins, and the line.
    fn line<'a>(&self, text: &'a str) -> Result<(usize, &'a str)> {
        let mut at = 0;
        for (number, line) in (1..).zip(text.split('\n')) {
            if number == self.line {
                return Ok((at, line));
            }
            at += line.len() + 1;
        }
        let count = text.split('\n').count();
        Err(Error::new(
            Kind::Usage,
            tell!("fill-no-line", path = &self.path, line = self.line, count = count),
        ))
    }

    /// Where the gap is in the line.
    fn offset(&self, line: &str) -> Result<usize> {
        let Some(column) = self.column else { return Ok(line.len()) };
        let mut places = line.char_indices().map(|(at, _)| at).chain([line.len()]);
        places.nth(column - 1).ok_or_else(|| {
            let (count, line) = (line.chars().count() + 1, self.line);
            let what =
                tell!("fill-no-column", path = &self.path, line = line, column = column, count = count);
            Error::new(Kind::Usage, what)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spot(text: &str) -> (String, usize, Option<usize>) {
        let spot = Spot::read(text).unwrap();
        (spot.path, spot.line, spot.column)
    }

    fn halves(place: &str, text: &str) -> (String, String) {
        let halves = Spot::read(place).unwrap().split(text).unwrap();
        (halves.before, halves.after)
    }

    #[test]
    fn the_numbers_at_the_end_are_line_and_column() {
        assert_eq!(spot("src/a.rs:12"), ("src/a.rs".into(), 12, None));
        assert_eq!(spot("src/a.rs:12:3"), ("src/a.rs".into(), 12, Some(3)));
        assert_eq!(spot("a:b:7"), ("a:b".into(), 7, None));
        assert_eq!(spot("C:x:1:2"), ("C:x".into(), 1, Some(2)));
        for text in ["", "a.rs", "a.rs:", "a.rs:0", "a.rs:-1", "a.rs:1:0", ":3", "a.rs:x"] {
            assert_eq!(Spot::read(text), None, "{text}");
        }
    }

    #[test]
    fn without_a_column_it_is_the_end_of_the_line_behind_its_indentation() {
        let text = "if x:\n    \nend";
        assert_eq!(halves("f:1", text), ("if x:".into(), "\n    \nend".into()));
        assert_eq!(halves("f:2", text), ("if x:\n    ".into(), "\nend".into()));
        assert_eq!(halves("f:3", text), (text.into(), "".into()));
        assert_eq!(halves("f:2", "a\n"), ("a\n".into(), "".into()));
        assert_eq!(halves("f:1", ""), ("".into(), "".into()));
    }

    #[test]
    fn columns_are_characters() {
        assert_eq!(halves("f:1:1", "سلام"), ("".into(), "سلام".into()));
        assert_eq!(halves("f:1:3", "سلام"), ("سل".into(), "ام".into()));
        assert_eq!(halves("f:1:5", "سلام\n"), ("سلام".into(), "\n".into()));
        assert_eq!(halves("f:1:2", "\u{feff}ab"), ("a".into(), "b".into()), "the mark is no character");
    }

    #[test]
    fn what_is_not_there_is_told_with_what_is() {
        for (place, says) in [("f:4", ["4", "is 3"]), ("f:1:4", ["4", "at 3"])] {
            let error = Spot::read(place).unwrap().split("ab\nc\n").unwrap_err();
            assert_eq!(error.kind(), Kind::Usage);
            assert!(says.iter().all(|says| error.to_string().contains(says)), "{error}");
        }
    }

    #[test]
    fn lines_of_either_ending_are_known() {
        let split = |text: &str| Spot::read("f:2:2").unwrap().split(text).unwrap();
        let dos = split("ab\r\ncd\r\nef");
        assert_eq!((dos.before.as_str(), dos.after.as_str(), dos.ending), ("ab\nc", "d\nef", Ending::Crlf));
        assert_eq!(split("ab\ncd\r\n").ending, Ending::Crlf, "as the line itself");
        assert_eq!(split("ab\r\ncd\nef\r\n").ending, Ending::Lf);
    }

    proptest! {
        #[test]
        fn every_place_parts_the_text_and_loses_nothing(text in "[aب你 \n]{0,60}", line in 1usize..12, column in 1usize..12) {
            let spot = Spot { path: "f".into(), line, column: Some(column) };
            let Some(there) = text.split('\n').nth(line - 1) else {
                prop_assert!(spot.split(&text).is_err());
                return Ok(());
            };
            match spot.split(&text) {
                Ok(halves) => {
                    let last = halves.before.rsplit('\n').next().unwrap_or_default();
                    prop_assert_eq!((halves.before.matches('\n').count(), last.chars().count()), (line - 1, column - 1));
                    prop_assert_eq!(halves.before + &halves.after, text);
                }
                Err(_) => prop_assert!(column > there.chars().count() + 1),
            }
        }
    }
}

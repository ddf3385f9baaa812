//! The text of a file, kept byte for byte: its mark at the front, its line endings, its last line.

use super::fault::Fault;

/// Bytes at the front of a file in which a zero byte says that it is no text.
const HEAD: usize = 8 << 10;

/// The byte order mark that some editors put in front of UTF-8.
const MARK: &str = "\u{feff}";

/// The text of a file without its byte order mark, and whether it has one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    marked: bool,
    /// What the file says, without the mark; line endings are as they are in the file.
    pub body: String,
}

impl Text {
    /// The text of these bytes.
    ///
    /// # Errors
    /// [`Fault::Binary`] if there is a zero byte near the front, [`Fault::Encoding`] if it is no UTF-8.
    pub fn read(bytes: &[u8]) -> Result<Text, Fault> {
        if bytes[..bytes.len().min(HEAD)].contains(&0) {
            return Err(Fault::Binary);
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let before = &bytes[..error.valid_up_to()];
            Fault::Encoding { line: 1 + before.iter().filter(|byte| **byte == b'\n').count() }
        })?;
        let body = text.strip_prefix(MARK);
        Ok(Text { marked: body.is_some(), body: body.unwrap_or(text).to_owned() })
    }

    /// A new file's text. Its lines end as they do in what is given.
    pub fn new(text: &str) -> Text {
        let body = text.strip_prefix(MARK);
        Text { marked: body.is_some(), body: body.unwrap_or(text).to_owned() }
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        let mark = if self.marked { MARK } else { "" };
        [mark.as_bytes(), self.body.as_bytes()].concat()
    }

    /// The same file with another text, written in its way: the mark stays, lines that stay keep their endings,
    /// and the others end as most of the file does.
    pub fn rewrite(&self, text: &str) -> Text {
        let text = text.strip_prefix(MARK).unwrap_or(text);
        let (old, new) = (Lines::of(&self.body), Lines::of(text));
        let crlf = (0..old.len()).filter(|&line| old.ending(line) == Ending::Crlf.text()).count();
        let lf = (0..old.len()).filter(|&line| old.ending(line) == Ending::Lf.text()).count();
        if crlf == 0 || text.contains('\r') {
            return Text { marked: self.marked, body: text.to_owned() };
        }
        let usual = if crlf >= lf { Ending::Crlf } else { Ending::Lf };
        let mut endings = vec![usual.text(); new.len()];
        if lf > 0 {
            keep(&old, &new, &mut endings);
        }
        let lines = (0..new.len()).map(|line| {
            let ending = if new.ending(line).is_empty() { "" } else { endings[line] };
            [new.body(line), ending].concat()
        });
        Text { marked: self.marked, body: lines.collect() }
    }
}

/// Gives lines that stay the endings that they have.
fn keep(old: &Lines, new: &Lines, endings: &mut [&'static str]) {
    let (was, is) = (old.bodies(), new.bodies());
    for op in similar::capture_diff_slices(similar::Algorithm::Patience, &was, &is) {
        if let similar::DiffOp::Equal { old_index, new_index, len } = op {
            for step in 0..len {
                endings[new_index + step] = match old.ending(old_index + step) {
                    "\r\n" => Ending::Crlf.text(),
                    _ => Ending::Lf.text(),
                };
            }
        }
    }
}

/// How a line ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ending {
    /// A line feed.
    #[default]
    Lf,
    /// A carriage return and a line feed.
    Crlf,
}

impl Ending {
    /// Its characters.
    pub fn text(self) -> &'static str {
        match self {
            Ending::Lf => "\n",
            Ending::Crlf => "\r\n",
        }
    }

    /// How the lines of a part of a text end: as the first in it does, else as the next behind it, else as the one
    /// before it.
    pub fn near(text: &str, part: std::ops::Range<usize>) -> Ending {
        let feed = text[part.start..].find('\n').map(|at| part.start + at);
        let feed = feed.or_else(|| text[..part.start].rfind('\n'));
        match feed {
            Some(at) if text[..at].ends_with('\r') => Ending::Crlf,
            _ => Ending::Lf,
        }
    }

    /// The text with all its lines ended this way.
    pub fn convert(self, text: &str) -> String {
        let plain = text.replace("\r\n", "\n");
        if self == Ending::Lf { plain } else { plain.replace('\n', self.text()) }
    }
}

/// A text by its lines, from 0. A text that ends with a line ending has no empty line behind it.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    /// Where each line begins, and the end of the text.
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// The lines of a text.
    pub fn of(text: &'a str) -> Lines<'a> {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1));
        if starts.last() != Some(&text.len()) {
            starts.push(text.len());
        }
        Lines { text, starts }
    }

    /// The whole text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there is no line.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A line with its ending.
    pub fn full(&self, line: usize) -> &'a str {
        &self.text[self.starts[line]..self.starts[line + 1]]
    }

    /// A line without its ending.
    pub fn body(&self, line: usize) -> &'a str {
        body(self.full(line))
    }

    /// A line's ending: empty for a last line without one.
    pub fn ending(&self, line: usize) -> &'a str {
        let full = self.full(line);
        &full[body(full).len()..]
    }

    /// All lines without their endings.
    pub fn bodies(&self) -> Vec<&'a str> {
        (0..self.len()).map(|line| self.body(line)).collect()
    }

    /// The bytes of some lines.
    pub fn span(&self, lines: std::ops::Range<usize>) -> std::ops::Range<usize> {
        self.starts[lines.start]..self.starts[lines.end]
    }

    /// The line that the byte at this place is in.
    pub fn at(&self, byte: usize) -> usize {
        self.starts
            .partition_point(|start| *start <= byte)
            .saturating_sub(1)
            .min(self.len().saturating_sub(1))
    }
}

/// A line without its ending.
fn body(full: &str) -> &str {
    match full.strip_suffix('\n') {
        Some(body) => body.strip_suffix('\r').unwrap_or(body),
        None => full,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_byte_for_byte() {
        for bytes in [&b""[..], b"a", b"a\n", b"\xEF\xBB\xBFa\r\nb\n\r\n", b"\r\r\n", "سلام 你好".as_bytes()]
        {
            assert_eq!(Text::read(bytes).unwrap().bytes(), bytes);
        }
        assert_eq!(Text::read(b"\xEF\xBB\xBFa").unwrap().body, "a");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(Text::read(b"a\0b"), Err(Fault::Binary));
        assert_eq!(Text::read(b"a\nb\xFFc"), Err(Fault::Encoding { line: 2 }));
    }

    #[test]
    fn lines_and_their_endings() {
        let lines = Lines::of("a\r\n\nb");
        assert_eq!((lines.len(), lines.bodies()), (3, vec!["a", "", "b"]));
        assert_eq!((lines.ending(0), lines.ending(1), lines.ending(2)), ("\r\n", "\n", ""));
        assert_eq!([lines.at(0), lines.at(2), lines.at(3), lines.at(4), lines.at(9)], [0, 0, 1, 2, 2]);
        assert!(Lines::of("").is_empty());
    }

    #[test]
    fn a_file_is_rewritten_in_its_own_way() {
        let windows = Text::read(b"\xEF\xBB\xBFa\r\nb\r\n").unwrap();
        assert_eq!(windows.rewrite("a\nc").bytes(), b"\xEF\xBB\xBFa\r\nc");
        let mixed = Text::read(b"a\r\nb\nc\r\n").unwrap();
        assert_eq!(mixed.rewrite("a\nb\nx\n").body, "a\r\nb\nx\r\n");
        assert_eq!(Text::read(b"a\n").unwrap().rewrite("b").body, "b");
    }
}

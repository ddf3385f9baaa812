//! Shows a part of a file to a model: numbered lines, and where to read on.

use std::io::ErrorKind;

use super::{Place, Workspace};
use crate::error::{Error, Kind, Result};
use crate::tell;

/// Bytes of a file that can be read.
const WHOLE: u64 = 64 << 20;

/// Bytes of text that are shown at a time.
const SHOWN: usize = 16 << 10;

/// Characters of a line that are shown.
const LINE: usize = 2000;

/// Bytes in which a NUL makes a file binary.
const HEAD: usize = 8 << 10;

/// Files that are looked through for one of the same name.
const LOOKED: usize = 20_000;

/// Which lines of a file are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first one, from 1.
    pub from: usize,
    /// How many at most.
    pub lines: usize,
}

impl Default for Span {
    fn default() -> Span {
        Span { from: 1, lines: 400 }
    }
}

/// Lines of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Each after its number and a tab; then notes for a model, in square brackets.
    pub text: String,
    /// The first line's number; 0 if there is none.
    pub from: usize,
    /// The last one's.
    pub to: usize,
    /// Lines of the whole file.
    pub total: usize,
}

impl Workspace {
    /// Reads lines of a text file, as many as are wanted and fit, and notes the file as seen.
    ///
    /// # Errors
    /// It is not there (with files of the same name as a hint), a directory, binary, or too large.
    pub fn read(&self, place: &Place, span: Span) -> Result<Excerpt> {
        let path = place.rel.as_str();
        let wrong = |error: &std::io::Error| match error.kind() {
            ErrorKind::NotFound => self.missing(place),
            _ if place.abs.is_dir() => {
                Error::new(Kind::Usage, tell!("workspace-dir", path = path)).hint(tell!("workspace-dir-hint"))
            }
            _ => Error::new(Kind::Other, tell!("workspace-read", path = path)).why(error),
        };
        let file = self.open_file(place).map_err(|error| wrong(&error))?;
        let size = file.metadata().map_or(0, |meta| meta.len());
        if size > WHOLE {
            return Err(Error::new(Kind::Usage, tell!("workspace-large", path = path, size = &weigh(size))));
        }
        let bytes = self.bytes(place).map_err(|error| wrong(&error))?;
        if bytes.iter().take(HEAD).any(|byte| *byte == 0) {
            return Err(Error::new(Kind::Usage, tell!("workspace-binary", path = path, size = &weigh(size))));
        }
        self.note(place, &bytes);
        Ok(excerpt(&bytes, span))
    }

    /// That a file is not there, and which ones have its name.
    pub(super) fn missing(&self, place: &Place) -> Error {
        let error = Error::new(Kind::Usage, tell!("workspace-missing", path = place.rel.as_str()));
        let Ok(root) = self.resolve(".") else { return error };
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_lowercase();
        let wanted = name(&place.rel);
        let mut near = self.files(&root, LOOKED).paths;
        near.retain(|path| name(path) == wanted);
        near.truncate(5);
        if near.is_empty() { error } else { error.hint(tell!("workspace-near", names = &near.join(", "))) }
    }
}

fn excerpt(bytes: &[u8], span: Span) -> Excerpt {
    let whole = String::from_utf8_lossy(bytes);
    let body = whole.strip_prefix('\u{feff}').unwrap_or(&whole);
    let total = body.lines().count();
    let first = span.from.max(1);
    let (mut text, mut to, mut cut) = (String::new(), 0, false);
    for (index, line) in body.lines().enumerate().skip(first - 1).take(span.lines.max(1)) {
        let end = line.char_indices().nth(LINE).map_or(line.len(), |(at, _)| at);
        if !text.is_empty() && text.len() + end > SHOWN {
            break;
        }
        to = index + 1;
        cut |= end < line.len();
        text.push_str(&format!("{to}\t{}{}\n", &line[..end], if end < line.len() { "…" } else { "" }));
    }
    if cut {
        text.push_str(&format!("[lines that end with … are cut at {LINE} characters]\n"));
    }
    if matches!(whole, std::borrow::Cow::Owned(_)) {
        text.push_str("[the file is not UTF-8: \u{fffd} stands for what cannot be shown]\n");
    }
    if body.contains("\r\n") {
        text.push_str("[lines end in CRLF]\n");
    }
    match to {
        0 if total == 0 => text.push_str("[the file is empty]\n"),
        0 => text.push_str(&format!("[the file has only {total} lines]\n")),
        _ if to < total => {
            text.push_str(&format!("[lines {first}-{to} of {total}; read with from={} for more]\n", to + 1));
        }
        _ if first > 1 => text.push_str(&format!("[lines {first}-{to} of {total}]\n")),
        _ => {}
    }
    Excerpt { text, from: if to == 0 { 0 } else { first }, to, total }
}

/// A size in the unit that fits.
pub(super) fn weigh(bytes: u64) -> String {
    let units = ["KB", "MB", "GB", "TB"];
    let mut tenths = bytes.saturating_mul(10) >> 10;
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    let mut unit = 0;
    while tenths >= 10_240 && unit + 1 < units.len() {
        tenths >>= 10;
        unit += 1;
    }
    if tenths < 100 {
        return format!("{}.{} {}", tenths / 10, tenths % 10, units[unit]);
    }
    format!("{} {}", tenths / 10, units[unit])
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn room(files: &[(&str, &[u8])]) -> (tempfile::TempDir, Workspace) {
        let dir = tempfile::tempdir().unwrap();
        for (path, bytes) in files {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let space = Workspace::open(dir.path()).unwrap();
        (dir, space)
    }

    fn read(bytes: &[u8], from: usize, lines: usize) -> String {
        let (_dir, space) = room(&[("x", bytes)]);
        space.read(&space.resolve("x").unwrap(), Span { from, lines }).unwrap().text
    }

    #[test]
    fn lines_have_numbers_and_the_rest_is_told() {
        assert_eq!(read(b"a\nb\n", 1, 400), "1\ta\n2\tb\n");
        assert_eq!(read(b"a\n\nc", 1, 400), "1\ta\n2\t\n3\tc\n");
        assert_eq!(read(b"a\nb\nc\n", 1, 2), "1\ta\n2\tb\n[lines 1-2 of 3; read with from=3 for more]\n");
        assert_eq!(read(b"a\nb\nc\n", 3, 2), "3\tc\n[lines 3-3 of 3]\n");
        assert_eq!(read(b"a\nb\n", 0, 0), "1\ta\n[lines 1-1 of 2; read with from=2 for more]\n");
        assert_eq!(read(b"", 1, 9), "[the file is empty]\n");
        assert_eq!(read(b"a\n", 7, 9), "[the file has only 1 lines]\n");
    }

    #[test]
    fn strange_text_is_shown_and_told() {
        assert_eq!(read(b"\xef\xbb\xbfa\r\nb\r\n", 1, 9), "1\ta\n2\tb\n[lines end in CRLF]\n");
        assert!(read(b"a\xffb\n", 1, 9).starts_with("1\ta\u{fffd}b\n[the file is not UTF-8"));
        let long = read("é".repeat(2001).as_bytes(), 1, 9);
        assert!(long.starts_with(&format!("1\t{}…\n[lines that end", "é".repeat(2000))), "{long}");
    }

    #[test]
    fn no_more_is_shown_than_fits() {
        let text = read("0123456789\n".repeat(5000).as_bytes(), 1, 5000);
        assert!(text.len() < SHOWN + 100 && text.len() > SHOWN - 100);
        let to: usize = text.rsplit("from=").next().unwrap().split(' ').next().unwrap().parse().unwrap();
        let lines = text.lines().count();
        assert_eq!(to, lines);
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let (_dir, space) = room(&[("src/deep/Name.rs", b"x"), ("bin", b"a\0b")]);
        let error = |path: &str| space.read(&space.resolve(path).unwrap(), Span::default()).unwrap_err();
        assert_eq!(error("name.rs").remedy(), Some("did you mean src/deep/Name.rs?"));
        assert_eq!(error("none").remedy(), None);
        assert_eq!(error("bin").to_string(), "bin is a binary file (3 B)");
        assert_eq!(error("src").to_string(), "src is a directory");
    }

    #[test]
    fn a_file_that_was_read_counts_as_seen() {
        let (dir, space) = room(&[("x", b"1\n2\n")]);
        let place = space.resolve("x").unwrap();
        space.read(&place, Span { from: 2, lines: 1 }).unwrap();
        assert_eq!(space.changed(&place, b"1\n2\n"), super::super::Seen::Same);
        fs::write(dir.path().join("x"), "3").unwrap();
        assert_eq!(space.changed(&place, b"3"), super::super::Seen::Changed);
    }

    #[test]
    fn sizes_have_the_unit_that_fits() {
        let sizes =
            [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 KB"), (10_240, "10 KB"), (1_572_864, "1.5 MB")];
        for (bytes, text) in sizes {
            assert_eq!(weigh(bytes), text);
        }
        assert!(weigh(u64::MAX).ends_with(" TB"));
    }
}

//! The files that calls may name and quote.

use std::sync::OnceLock;

use super::quote::Index;
use super::trie::{ROOT, Trie};

/// No file.
pub const NONE: u32 = u32::MAX;
/// A path that is none of the known ones.
pub const LOST: u32 = u32::MAX;
/// Behind a leading `.` where no path begins with one.
const DOT: u32 = u32::MAX - 1;
/// Behind a leading `./`.
const BARE: u32 = u32::MAX - 2;

/// Longer texts are not quoted from, because their index takes too long.
const LARGEST: usize = 1 << 20;

/// Paths as a tree, and the texts of some of them.
#[derive(Debug, Default)]
pub struct Files {
    paths: Trie,
    dot: Option<u32>,
    texts: Vec<Text>,
}

/// A text whose index is made when it is first quoted.
#[derive(Debug)]
pub struct Text {
    text: String,
    index: OnceLock<Index>,
}

impl Files {
    /// These files; texts that are empty or longer than a megabyte cannot be held against a quote.
    pub fn new<'a>(
        paths: impl Iterator<Item = &'a str>,
        texts: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Files {
        let mut entries: Vec<(&str, u32)> = paths.map(|path| (plain(path), NONE)).collect();
        let mut kept = Vec::new();
        for (path, text) in texts {
            let usable = !text.is_empty() && text.len() <= LARGEST;
            entries.push((plain(path), if usable { kept.len() as u32 } else { NONE }));
            if usable {
                kept.push(Text { text: text.to_owned(), index: OnceLock::new() });
            }
        }
        entries.retain(|entry| !entry.0.is_empty());
        let paths = Trie::new(entries);
        Files { dot: paths.child(ROOT, b'.'), paths, texts: kept }
    }

    /// Whether no path is known.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    /// The place behind one more byte of a path, from the root of the tree on.
    pub fn step(&self, place: u32, byte: u8) -> Option<u32> {
        match place {
            LOST => None,
            ROOT | BARE if byte == b'.' => Some(self.dot.unwrap_or(DOT)),
            BARE => self.paths.child(ROOT, byte),
            _ if byte == b'/' && (place == DOT || self.dot == Some(place)) => Some(BARE),
            DOT => self.dot.and_then(|dot| self.paths.child(dot, byte)),
            _ => self.paths.child(place, byte),
        }
    }

    /// Whether a path ends here.
    pub fn ends(&self, place: u32) -> bool {
        !self.paths.ends(place).is_empty()
    }

    /// The number of the text whose path ends here, or [`NONE`].
    pub fn text_at(&self, place: u32) -> u32 {
        self.paths.ends(place).iter().copied().find(|&text| text != NONE).unwrap_or(NONE)
    }

    /// The text of this number.
    pub fn text(&self, number: u32) -> Option<&Text> {
        self.texts.get(number as usize)
    }
}

impl Text {
    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Its index, made now if it was not made before.
    pub fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(self.text.as_bytes()))
    }
}

/// A path without `./` before it.
fn plain(path: &str) -> &str {
    path.strip_prefix("./").unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(files: &Files, path: &str) -> Option<u32> {
        path.bytes().try_fold(ROOT, |place, byte| files.step(place, byte)).filter(|&place| files.ends(place))
    }

    #[test]
    fn a_leading_dot_is_tolerated() {
        let files = Files::new(["src/a.rs", "./b"].into_iter(), [("c", "text")].into_iter());
        for path in ["src/a.rs", "./src/a.rs", "b", "./b", "./c"] {
            assert!(walk(&files, path).is_some(), "{path}");
        }
        for path in ["src", "d", "../b", ".b", "/b"] {
            assert!(walk(&files, path).is_none(), "{path}");
        }
        let files = Files::new([".git/x", "y"].into_iter(), std::iter::empty());
        for path in [".git/x", "./.git/x", "./y"] {
            assert!(walk(&files, path).is_some(), "{path}");
        }
        assert!(walk(&files, "./git/x").is_none());
    }

    #[test]
    fn texts_are_found_by_path() {
        let files = Files::new(["a"].into_iter(), [("a", "one"), ("e", "")].into_iter());
        let text = |path| walk(&files, path).and_then(|place| files.text(files.text_at(place)));
        assert_eq!(text("./a").map(Text::bytes), Some(b"one".as_slice()));
        assert!(text("e").is_none());
    }
}

//! Where in a string a call is, and what the string may go on with.

use super::Rules;
use super::files::{LOST, NONE};
use super::quote::Span;
use super::trie::ROOT;

/// Which strings a place takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// All.
    #[default]
    Free,
    /// One of a list.
    Choice(u16),
    /// The path of a file.
    Path(Must, Role),
    /// What is exactly once in the file that the call named.
    Quote,
}

/// Whether a path must be a known one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Must {
    /// It must.
    Exist,
    /// It may be new.
    Nothing,
}

/// What a path is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It names the file that is quoted in the same call.
    Source,
    /// Nothing else depends on it.
    Other,
}

/// A place in a string.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cursor {
    pub(super) kind: Kind,
    /// The node of a list or the place in a path.
    pub(super) node: u32,
    span: Span,
    file: u32,
    utf8: Utf8,
}

/// What is still to come of a character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Utf8 {
    left: u8,
    /// The range of the next byte.
    low: u8,
    high: u8,
}

impl Utf8 {
    fn step(self, byte: u8) -> Option<Utf8> {
        let more = |left, low, high| Some(Utf8 { left, low, high });
        if self.left > 0 {
            let fits = (self.low..=self.high).contains(&byte);
            return if fits { more(self.left - 1, 0x80, 0xbf) } else { None };
        }
        match byte {
            0..=0x7f => Some(Utf8::default()),
            0xc2..=0xdf => more(1, 0x80, 0xbf),
            0xe0 => more(2, 0xa0, 0xbf),
            0xed => more(2, 0x80, 0x9f),
            0xe1..=0xef => more(2, 0x80, 0xbf),
            0xf0 => more(3, 0x90, 0xbf),
            0xf4 => more(3, 0x80, 0x8f),
            0xf1..=0xf3 => more(3, 0x80, 0xbf),
            _ => None,
        }
    }
}

impl Cursor {
    /// Whether not every string is possible, so that an escape has to be looked at before it begins.
    pub(super) fn strict(&self) -> bool {
        !matches!(self.kind, Kind::Free | Kind::Path(Must::Nothing, _))
    }

    /// Whether any text may follow.
    pub(super) fn loose(&self) -> bool {
        self.whole() && !self.strict()
    }

    /// Whether no character has begun.
    pub(super) fn whole(&self) -> bool {
        self.utf8.left == 0
    }
}

impl Rules {
    /// The beginning of a string in a call that named `file`.
    pub(super) fn begin(&self, kind: Kind, file: u32) -> Cursor {
        let mut cursor = Cursor { kind, node: ROOT, file, ..Cursor::default() };
        if kind == Kind::Quote {
            match self.files.text(file) {
                Some(text) => cursor.span = text.index().start(),
                None => cursor.kind = Kind::Free,
            }
        }
        cursor
    }

    /// Takes the next byte of the string itself, which is unescaped.
    pub(super) fn feed(&self, cursor: &mut Cursor, byte: u8) -> Option<()> {
        cursor.utf8 = cursor.utf8.step(byte)?;
        match cursor.kind {
            Kind::Free => {}
            Kind::Choice(list) => {
                cursor.node = self.schemas.choices[list as usize].child(cursor.node, byte)?
            }
            Kind::Path(Must::Exist, _) => cursor.node = self.files.step(cursor.node, byte)?,
            Kind::Path(Must::Nothing, _) => {
                cursor.node = self.files.step(cursor.node, byte).unwrap_or(LOST);
            }
            Kind::Quote => {
                let text = self.files.text(cursor.file)?;
                cursor.span = text.index().step(text.bytes(), cursor.span, byte)?;
            }
        }
        Some(())
    }

    /// Whether the string may end here.
    pub(super) fn ends(&self, cursor: &Cursor) -> bool {
        cursor.whole()
            && match cursor.kind {
                Kind::Free | Kind::Path(Must::Nothing, _) => true,
                Kind::Choice(list) => !self.schemas.choices[list as usize].ends(cursor.node).is_empty(),
                Kind::Path(Must::Exist, _) => self.files.ends(cursor.node),
                Kind::Quote => cursor.span.unique(),
            }
    }

    /// The file that a string names which ended at `node`; `before` if it is no such string.
    pub(super) fn named(&self, kind: Kind, node: u32, before: u32) -> u32 {
        match kind {
            Kind::Path(_, Role::Source) if node == LOST => NONE,
            Kind::Path(_, Role::Source) => self.files.text_at(node),
            _ => before,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_characters_pass() {
        let passes = |bytes: &[u8]| {
            let end = bytes.iter().try_fold(Utf8::default(), |utf8, byte| utf8.step(*byte));
            end.is_some_and(|utf8| utf8.left == 0)
        };
        for first in 0..=u8::MAX {
            for second in 0..=u8::MAX {
                for rest in [&[][..], &[0x80], &[0x80, 0x80], &[0xbf, 0xbf]] {
                    let bytes = [&[first, second], rest].concat();
                    assert_eq!(passes(&bytes), std::str::from_utf8(&bytes).is_ok(), "{bytes:x?}");
                }
            }
        }
    }
}

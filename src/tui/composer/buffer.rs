//! The text being written with its cursor, and every change to it so that it can be taken back.

use std::ops::Range;

use super::unit;

/// How many changes can be taken back.
const DEPTH: usize = 1000;

/// What kind of change it is: changes of a kind that follow each other are taken back together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Typing, taken back by words.
    Type,
    /// Taking away units, backwards or forwards.
    Erase,
    /// Anything that stands alone.
    Whole,
}

#[derive(Clone, Debug)]
struct Edit {
    kind: Kind,
    at: usize,
    removed: String,
    inserted: String,
    /// The cursor before it and after it.
    cursor: (usize, usize),
}

impl Edit {
    /// Takes in a change that came right after this one; otherwise gives it back.
    fn join(&mut self, next: Edit) -> Option<Edit> {
        let follows = self.kind == next.kind && self.cursor.1 == next.cursor.0;
        match self.kind {
            Kind::Type if follows && next.removed.is_empty() && self.at + self.inserted.len() == next.at => {
                let word_begins = self.inserted.ends_with(char::is_whitespace)
                    && !next.inserted.starts_with(char::is_whitespace);
                if word_begins || next.inserted.contains('\n') {
                    return Some(next);
                }
                self.inserted.push_str(&next.inserted);
            }
            Kind::Erase if follows && next.at + next.removed.len() == self.at => {
                self.removed.insert_str(0, &next.removed);
                self.at = next.at;
            }
            Kind::Erase if follows && next.at == self.at => self.removed.push_str(&next.removed),
            _ => return Some(next),
        }
        self.cursor.1 = next.cursor.1;
        None
    }
}

/// A text, a cursor in it that always stands between units, and what was done to it.
#[derive(Clone, Debug, Default)]
pub(super) struct Buffer {
    text: String,
    cursor: usize,
    done: Vec<Edit>,
    undone: Vec<Edit>,
    /// Whether the next change may join the last one.
    open: bool,
    version: u64,
}

impl Buffer {
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn cursor(&self) -> usize {
        self.cursor
    }

    /// A number that changes with the text.
    pub(super) fn version(&self) -> u64 {
        self.version
    }

    /// Puts the cursor to the first place at or after `at`; says whether it moved.
    pub(super) fn go(&mut self, at: usize) -> bool {
        let at = unit::ceil(&self.text, at);
        self.open = false;
        std::mem::replace(&mut self.cursor, at) != at
    }

    /// Puts `text` in the place of `range`, the cursor behind it; says whether anything changed.
    pub(super) fn replace(&mut self, range: Range<usize>, text: &str, kind: Kind) -> bool {
        if self.text[range.clone()] == *text {
            return false;
        }
        let before = self.cursor;
        let removed = self.text[range.clone()].to_owned();
        self.text.replace_range(range.clone(), text);
        self.version += 1;
        self.cursor = unit::ceil(&self.text, range.start + text.len());
        let cursor = (before, self.cursor);
        let edit = Edit { kind, at: range.start, removed, inserted: text.to_owned(), cursor };
        self.undone.clear();
        self.record(edit);
        true
    }

    fn record(&mut self, edit: Edit) {
        let edit = match self.done.last_mut() {
            Some(last) if self.open => last.join(edit),
            _ => Some(edit),
        };
        self.open = true;
        self.done.extend(edit);
        if self.done.len() > DEPTH {
            self.done.remove(0);
        }
    }

    /// Takes the last change back; says whether there was one.
    pub(super) fn undo(&mut self) -> bool {
        let Some(edit) = self.done.pop() else { return false };
        self.text.replace_range(edit.at..edit.at + edit.inserted.len(), &edit.removed);
        self.cursor = edit.cursor.0;
        self.undone.push(edit);
        self.version += 1;
        self.open = false;
        true
    }

    /// Does again what was taken back last; says whether there was something.
    pub(super) fn redo(&mut self) -> bool {
        let Some(edit) = self.undone.pop() else { return false };
        self.text.replace_range(edit.at..edit.at + edit.removed.len(), &edit.inserted);
        self.cursor = edit.cursor.1;
        self.done.push(edit);
        self.version += 1;
        self.open = false;
        true
    }

    /// Forgets the text and all changes.
    pub(super) fn clear(&mut self) {
        *self = Buffer { version: self.version + 1, ..Buffer::default() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Buffer {
        let mut buffer = Buffer::default();
        for c in text.chars() {
            let at = buffer.cursor();
            buffer.replace(at..at, c.encode_utf8(&mut [0; 4]), Kind::Type);
        }
        buffer
    }

    #[test]
    fn typing_is_taken_back_by_words() {
        let mut buffer = typed("one two  three");
        let mut seen = Vec::new();
        while buffer.undo() {
            seen.push(buffer.text().to_owned());
        }
        assert_eq!(seen, ["one two  ", "one ", ""]);
        while buffer.redo() {}
        assert_eq!((buffer.text(), buffer.cursor()), ("one two  three", 14));
    }

    #[test]
    fn erasing_is_taken_back_at_once_until_the_cursor_moves() {
        let mut buffer = typed("abcdef");
        for _ in 0..2 {
            let at = buffer.cursor();
            buffer.replace(at - 1..at, "", Kind::Erase);
        }
        buffer.go(1);
        buffer.replace(1..2, "", Kind::Erase);
        buffer.replace(1..2, "", Kind::Erase);
        assert_eq!(buffer.text(), "ad");
        buffer.undo();
        assert_eq!((buffer.text(), buffer.cursor()), ("abcd", 1));
        buffer.undo();
        assert_eq!((buffer.text(), buffer.cursor()), ("abcdef", 6));
    }

    #[test]
    fn the_cursor_does_not_stay_inside_a_grapheme_that_an_edit_made() {
        let mut buffer = typed("a\n\u{301}");
        buffer.go(2);
        buffer.replace(1..2, "", Kind::Erase);
        assert_eq!((buffer.text(), buffer.cursor()), ("a\u{301}", 3));
    }
}

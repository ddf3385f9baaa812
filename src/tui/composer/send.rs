//! What the text means: a message, a block in quotes, a command, a mention of a file.

use std::ops::Range;

use super::buffer::Kind;
use super::unit::{self, is_chip};
use super::{Composer, Draft, Reply, motion};

/// Opens and closes a block in which Enter begins a new line.
const QUOTES: &str = "\"\"\"";

/// The mention that is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    /// Where its `@` stands.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What stands between the `@` and the cursor, without quotation marks.
    pub text: String,
}

impl At {
    /// All of it, for [`Composer::fill`].
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

impl Composer {
    /// The mention of a file that the cursor is in: an `@` at the start of a word, or `@"` up to a quotation
    /// mark.
    pub fn at(&self) -> Option<At> {
        let (text, cursor) = (self.buffer.text(), self.buffer.cursor());
        let line = motion::line_start(text, cursor);
        let begins = |at: usize| {
            text[line..at]
                .chars()
                .next_back()
                .is_none_or(|c| c.is_whitespace() || is_chip(c) || "([{<\"'".contains(c))
        };
        let quoted = text[line..cursor].rfind("@\"").map(|at| line + at);
        let open =
            quoted.filter(|&at| begins(at) && !text[at + 2..cursor].contains(|c| c == '"' || is_chip(c)));
        if let Some(start) = open {
            let rest = &text[cursor..motion::line_end(text, cursor)];
            let end = rest.find('"').map_or(cursor, |at| cursor + at + 1);
            return Some(At { start, end, text: text[start + 2..cursor].to_owned() });
        }
        let start = text[line..cursor].char_indices().rfind(|&(_, c)| c == '@').map(|(at, _)| line + at);
        let start = start.filter(|&at| begins(at))?;
        let ends = |c: char| c.is_whitespace() || is_chip(c);
        if text[start..cursor].contains(ends) {
            return None;
        }
        let end = text[cursor..].find(ends).map_or(text.len(), |at| cursor + at);
        Some(At { start, end, text: text[start + 1..cursor].to_owned() })
    }

    /// What follows the `/` that the text begins with, while it is one line: a command being written.
    /// A chip in it is one private character.
    pub fn slash(&self) -> Option<&str> {
        self.buffer.text().strip_prefix('/').filter(|rest| !rest.contains('\n'))
    }

    /// What follows the `!` that the text begins with: a command for the shell.
    pub fn bang(&self) -> Option<String> {
        Some(self.chips.expand(self.buffer.text().strip_prefix('!')?))
    }

    /// The word before the cursor up to the last space, for completion of a command's values.
    pub fn word_before_cursor(&self) -> &str {
        let before = &self.buffer.text()[..self.buffer.cursor()];
        let start = before.char_indices().rfind(|&(_, c)| c.is_whitespace() || is_chip(c));
        start.map_or(before, |(at, c)| &before[at + c.len_utf8()..])
    }

    /// Whether a block in `"""` is open, so that Enter begins a new line.
    pub fn is_quoting(&self) -> bool {
        self.buffer.text().trim_start().strip_prefix(QUOTES).is_some_and(|inner| !inner.contains(QUOTES))
    }

    /// The message as it would be sent now.
    pub fn draft(&self) -> Draft {
        let text = self.buffer.text();
        let inner = text.trim().strip_prefix(QUOTES).and_then(|inner| inner.strip_suffix(QUOTES));
        let inner = match inner.filter(|inner| !inner.contains(QUOTES)) {
            Some(inner) => {
                let inner = inner.strip_prefix('\n').unwrap_or(inner);
                inner.strip_suffix('\n').unwrap_or(inner)
            }
            None => text.trim_end().trim_start_matches('\n'),
        };
        Draft {
            text: self.chips.expand(inner),
            images: self.chips.images(inner),
            typed: inner.replace(is_chip, " "),
        }
    }

    /// Enter: a new line inside quotes or behind a backslash, otherwise the message goes.
    pub(super) fn enter(&mut self) -> Reply {
        let (text, at) = (self.buffer.text(), self.buffer.cursor());
        if text[..at].ends_with('\\') && at == motion::line_end(text, at) {
            return self.change(unit::prev(text, at)..at, "\n", Kind::Whole);
        }
        if self.is_quoting() {
            return self.put("\n", Kind::Type);
        }
        let draft = self.draft();
        if draft.text.trim().is_empty() {
            return Reply::Ignored;
        }
        self.clear();
        self.history.push(&draft.text);
        if let Some(vim) = &mut self.vim {
            vim.insert();
        }
        Reply::Send(draft)
    }
}

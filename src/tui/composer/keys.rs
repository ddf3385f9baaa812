//! The keys of the composer while letters are written.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::buffer::Kind;
use super::history::Step;
use super::visual::Side;
use super::{Composer, Reply, motion, unit, vim};
use crate::render::bidi::Dir;

/// A direction on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
}

/// Whether the key walks through the history when it cannot move.
pub(super) fn is_vertical(key: &KeyEvent, mode: Option<&str>) -> bool {
    let letters = mode == Some(vim::NORMAL) && matches!(key.code, KeyCode::Char('j' | 'k'));
    letters || matches!(key.code, KeyCode::Up | KeyCode::Down)
}

impl Composer {
    /// A key while letters are written.
    pub(super) fn edit(&mut self, key: KeyEvent) -> Reply {
        let (ctrl, alt) =
            (key.modifiers.contains(KeyModifiers::CONTROL), key.modifiers.contains(KeyModifiers::ALT));
        let shift = key.modifiers.contains(KeyModifiers::SHIFT);
        match key.code {
            KeyCode::Enter if shift || alt || ctrl => self.put("\n", Kind::Type),
            KeyCode::Enter => self.enter(),
            KeyCode::Esc if self.vim.is_some() => self.escape(),
            KeyCode::Char(c) if ctrl && !alt => self.control(c.to_ascii_lowercase(), key.modifiers),
            KeyCode::Char(c) if alt && !ctrl => self.meta(c),
            // Esc and Ctrl+D pressed fast are Ctrl+Alt+D, which is no letter.
            KeyCode::Char(c) if !ctrl && !alt && !has_other(key.modifiers) => self.write(c),
            KeyCode::Backspace | KeyCode::Delete => self.erase(key.code, ctrl || alt),
            _ => self.travel(key),
        }
    }

    fn write(&mut self, c: char) -> Reply {
        if c.is_control() {
            return Reply::Ignored;
        }
        let text = self.chips.take_in(c.encode_utf8(&mut [0; 4])).into_owned();
        self.put(&text, Kind::Type)
    }

    /// Backspace and Delete, by units or by words.
    fn erase(&mut self, code: KeyCode, words: bool) -> Reply {
        if let Some(selection) = self.selection() {
            return self.change(selection, "", Kind::Whole);
        }
        let (text, at) = (self.buffer.text(), self.buffer.cursor());
        let range = match (code, words) {
            (KeyCode::Backspace, true) => return self.kill(motion::word_left(text, at)..at),
            (KeyCode::Backspace, false) => match text[..at].chars().next_back() {
                Some(c) if unit::is_point(c) => at - c.len_utf8()..at,
                _ => unit::prev(text, at)..at,
            },
            (_, true) => return self.kill(at..motion::word_right(text, at)),
            (_, false) => at..unit::next(text, at),
        };
        self.change(range, "", Kind::Erase)
    }

    /// Cuts a part of the text, so that yank can put it somewhere.
    pub(super) fn kill(&mut self, range: std::ops::Range<usize>) -> Reply {
        if range.is_empty() {
            return Reply::Ignored;
        }
        self.cut = self.buffer.text()[range.clone()].to_owned();
        self.change(range, "", Kind::Whole)
    }

    fn control(&mut self, c: char, mods: KeyModifiers) -> Reply {
        let (text, at) = (self.buffer.text(), self.buffer.cursor());
        match c {
            'j' => self.put("\n", Kind::Type),
            'a' => self.move_to(motion::line_start(text, at)),
            'e' => self.move_to(motion::line_end(text, at)),
            'b' => self.move_to(unit::prev(text, at)),
            'f' => self.move_to(unit::next(text, at)),
            'h' => self.erase(KeyCode::Backspace, false),
            'd' => self.erase(KeyCode::Delete, false),
            'w' => self.erase(KeyCode::Backspace, true),
            'u' => match motion::line_start(text, at) {
                // At the start of a line, its end goes, as an editor's users know it from Backspace.
                start if start == at => self.kill(unit::prev(text, at)..at),
                start => self.kill(start..at),
            },
            'k' => match motion::line_end(text, at) {
                end if end == at => self.kill(at..unit::next(text, at)),
                end => self.kill(at..end),
            },
            'y' => {
                let cut = self.cut.clone();
                self.put(&cut, Kind::Whole)
            }
            'x' => self.unfold(),
            'z' if mods.contains(KeyModifiers::SHIFT) => self.redo(),
            // A terminal without the newer key protocol sends Ctrl+_ and Ctrl+/ as Ctrl+7.
            'z' | '_' | '7' | '/' => self.undo(),
            _ => Reply::Ignored,
        }
    }

    fn meta(&mut self, c: char) -> Reply {
        let (text, at) = (self.buffer.text(), self.buffer.cursor());
        match c {
            'b' => self.move_to(motion::word_left(text, at)),
            'f' => self.move_to(motion::word_right(text, at)),
            'd' => self.erase(KeyCode::Delete, true),
            '_' => self.redo(),
            _ => Reply::Ignored,
        }
    }

    /// Keys that move, and with Shift select.
    pub(super) fn travel(&mut self, key: KeyEvent) -> Reply {
        let words = key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        let shift = key.modifiers.contains(KeyModifiers::SHIFT);
        let (text, at) = (self.buffer.text(), self.buffer.cursor());
        let selection = self.selection().filter(|_| !shift);
        let side = if key.code == KeyCode::Left { Side::Left } else { Side::Right };
        // To the end of the text that lies on that side.
        let forward = (side == Side::Right) == (self.dir() == Dir::Ltr);
        let target = match (key.code, selection) {
            (KeyCode::Left | KeyCode::Right, _) if words && forward => motion::word_right(text, at),
            (KeyCode::Left | KeyCode::Right, _) if words => motion::word_left(text, at),
            (KeyCode::Left | KeyCode::Right, Some(selection)) if forward => selection.end,
            (KeyCode::Left | KeyCode::Right, Some(selection)) => selection.start,
            // A selection is one part of the text: it grows along the line.
            (KeyCode::Left | KeyCode::Right, None) if shift && forward => unit::next(text, at),
            (KeyCode::Left | KeyCode::Right, None) if shift => unit::prev(text, at),
            (KeyCode::Left | KeyCode::Right, None) => self.beside(side),
            (code, _) => match code {
                KeyCode::Home if words => 0,
                KeyCode::End if words => text.len(),
                KeyCode::Home => motion::line_start(text, at),
                KeyCode::End => motion::line_end(text, at),
                KeyCode::Up if !words => return self.vertical(Way::Up, shift),
                KeyCode::Down if !words => return self.vertical(Way::Down, shift),
                _ => return Reply::Ignored,
            },
        };
        self.select(shift);
        self.move_to_with(target)
    }

    /// Begins a selection at the cursor, keeps the one there is, or drops it.
    fn select(&mut self, shift: bool) {
        self.anchor = shift.then(|| self.anchor.unwrap_or(self.buffer.cursor()));
    }

    /// Moves without a selection.
    pub(super) fn move_to(&mut self, at: usize) -> Reply {
        self.anchor = None;
        self.move_to_with(at)
    }

    fn move_to_with(&mut self, at: usize) -> Reply {
        self.goal = None;
        self.buffer.go(at);
        Reply::Moved
    }

    /// Up or down by a row; at the edge into the history.
    pub(super) fn vertical(&mut self, way: Way, shift: bool) -> Reply {
        if self.history.is_browsing() && !shift {
            return self.recall(way);
        }
        let at = self.buffer.cursor();
        let goal = self.goal;
        let found = self.with_rows(None, |rows| {
            let row = rows.row(at);
            let column = goal.unwrap_or_else(|| self.slots(rows, row).column(at));
            let target = match way {
                Way::Up => row.checked_sub(1)?,
                Way::Down => Some(row + 1).filter(|&row| row < rows.len())?,
            };
            Some((self.slots(rows, target).place(column), column))
        });
        match found {
            Some((target, column)) => {
                self.select(shift);
                self.buffer.go(target);
                self.goal = Some(column);
                Reply::Moved
            }
            None if shift => Reply::Ignored,
            None => self.recall(way),
        }
    }

    /// A step through the history; where it ends, to the end of the text, and then nobody's key.
    fn recall(&mut self, way: Way) -> Reply {
        let text = match way {
            Way::Up => self.history.older(self.buffer.text()).map(Step::Entry),
            Way::Down => self.history.newer(),
        };
        match text {
            Some(Step::Entry(entry)) => self.set(&entry),
            Some(Step::Draft(draft)) => self.swap(&draft),
            None if self.history.is_browsing() => return Reply::Moved,
            None => {
                let end = if way == Way::Up { 0 } else { self.buffer.text().len() };
                if self.buffer.cursor() == end {
                    return Reply::Ignored;
                }
                return self.move_to(end);
            }
        }
        Reply::Changed
    }
}

/// Whether a modifier is held that makes no letter.
fn has_other(mods: KeyModifiers) -> bool {
    mods.intersects(KeyModifiers::SUPER | KeyModifiers::HYPER | KeyModifiers::META)
}

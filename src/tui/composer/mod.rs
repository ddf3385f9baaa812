//! The composer: what the user is writing, from keys to a message.

mod buffer;
mod chip;
mod history;
mod keys;
mod layout;
mod motion;
mod rows;
mod send;
mod unit;
mod vim;
mod visual;

#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::ops::Range;

use crossterm::event::{KeyEvent, KeyEventKind};

use buffer::{Buffer, Kind};
use chip::{Chip, Chips};
pub use history::History;
pub use layout::Layout;
use rows::{Cache, Rows};
pub use send::At;

/// Whether keys are those of vi.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Vim {
    /// Every letter is written.
    #[default]
    Off,
    /// Letters are commands after Esc.
    On,
}

/// A message ready to go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its text, with folded pastes unfolded. An image stands in it as a mention, `@name.png`.
    pub text: String,
    /// Paths of the images that were put in, in their order.
    pub images: Vec<String>,
    /// The text without what was pasted and folded, in which mentions of files are meant as such: a log that
    /// has `@/etc/hosts` in it attaches nothing.
    pub typed: String,
}

/// What a key did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Nothing: the key is somebody else's.
    Ignored,
    /// The text is another.
    Changed,
    /// The text is the same, the cursor, the selection or the mode is another.
    Moved,
    /// The message goes; the composer is empty again and keeps it in its history.
    Send(Draft),
}

/// What is being written, and how the keys change it. Places in its text are bytes of a form in which a
/// chip is one character; [`Composer::at`] gives them and [`Composer::fill`] takes them.
#[derive(Clone, Debug, Default)]
pub struct Composer {
    buffer: Buffer,
    chips: Chips,
    history: History,
    /// What was cut last, for yank and put.
    cut: String,
    /// Where the selection began; it ends at the cursor.
    anchor: Option<usize>,
    /// The column that moves up and down keep to.
    goal: Option<usize>,
    vim: Option<vim::State>,
    rows: RefCell<Cache>,
}

impl Composer {
    /// An empty composer.
    pub fn new(vim: Vim) -> Composer {
        let mut composer = Composer::default();
        composer.set_vim(vim);
        composer
    }

    /// Turns the keys of vi on or off.
    pub fn set_vim(&mut self, vim: Vim) {
        self.vim = (vim == Vim::On).then(vim::State::default);
    }

    /// The mode of vi that the keys are in, for the status line; `None` without vi.
    pub fn mode(&self) -> Option<&'static str> {
        self.vim.as_ref().map(vim::State::name)
    }

    /// Takes a key.
    pub fn key(&mut self, key: KeyEvent) -> Reply {
        if key.kind == KeyEventKind::Release {
            return Reply::Ignored;
        }
        let browsing = self.history.is_browsing();
        let reply = if self.mode() == Some(vim::NORMAL) { self.command(key) } else { self.edit(key) };
        // Any other key than Up and Down makes what was recalled a text of its own.
        if browsing && reply != Reply::Ignored && !keys::is_vertical(&key, self.mode()) {
            self.history.settle();
        }
        reply
    }

    /// The whole text, chips unfolded.
    pub fn text(&self) -> String {
        self.chips.expand(self.buffer.text())
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        self.buffer.text().is_empty()
    }

    /// Puts `text` in the place of all that is written; undo brings that back. The cursor stands at its end.
    pub fn set(&mut self, text: &str) {
        let text = self.chips.take_in(&clean(text)).into_owned();
        self.swap(&text);
    }

    /// Takes the message out, as sending it does, without a note in the history.
    pub fn take(&mut self) -> Draft {
        let draft = self.draft();
        self.clear();
        draft
    }

    /// Takes a paste: line ends become line feeds, control characters go, and a long one folds to a chip.
    pub fn paste(&mut self, text: &str) {
        let text = clean(text);
        let folded = chip::long(&text).then(|| self.chips.add(Chip::Text(text.clone()))).flatten();
        let text = match folded {
            Some(c) => c.to_string(),
            None => self.chips.take_in(&text).into_owned(),
        };
        self.put(&text, Kind::Whole);
    }

    /// Puts text in at the cursor as it is, in the place of the selection if there is one.
    pub fn insert(&mut self, text: &str) {
        let text = self.chips.take_in(&clean(text)).into_owned();
        self.put(&text, Kind::Whole);
    }

    /// Puts an image in at the cursor, shown as a chip with its name.
    pub fn image(&mut self, path: &str) {
        let text = match self.chips.add(Chip::Image(path.to_owned())) {
            Some(c) => c.to_string(),
            None => crate::tui::files::mention(path),
        };
        self.put(&text, Kind::Whole);
    }

    /// Puts text in the place of `range`, as completion does; the cursor stands behind it.
    pub fn fill(&mut self, range: Range<usize>, text: &str) {
        let own = self.buffer.text();
        let start = unit::floor(own, range.start);
        let end = unit::ceil(own, range.end.max(start));
        let text = self.chips.take_in(&clean(text)).into_owned();
        self.change(start..end, &text, Kind::Whole);
    }

    /// Unfolds the chip of pasted text before the cursor, or else the one behind it.
    pub fn unfold(&mut self) -> Reply {
        let (text, at) = (self.buffer.text(), self.buffer.cursor());
        let sides = [unit::prev(text, at)..at, at..unit::next(text, at)];
        let found = sides.into_iter().find_map(|side| {
            let chip = self.chips.get(unit::chip(&text[side.clone()])?)?;
            if let Chip::Text(inner) = chip { Some((side, inner.clone())) } else { None }
        });
        let Some((range, inner)) = found else { return Reply::Ignored };
        let inner = self.chips.take_in(&inner).into_owned();
        self.change(range, &inner, Kind::Whole)
    }

    /// Takes the last change back.
    pub fn undo(&mut self) -> Reply {
        (self.anchor, self.goal) = (None, None);
        if self.buffer.undo() { Reply::Changed } else { Reply::Ignored }
    }

    /// Does again what was taken back.
    pub fn redo(&mut self) -> Reply {
        (self.anchor, self.goal) = (None, None);
        if self.buffer.redo() { Reply::Changed } else { Reply::Ignored }
    }

    /// The selected text, chips unfolded; `None` when nothing is selected.
    pub fn selected(&self) -> Option<String> {
        Some(self.chips.expand(&self.buffer.text()[self.selection()?]))
    }

    /// What was sent before, for Up, Down and search.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Gives what was sent before, newest first.
    pub fn set_history(&mut self, sent: Vec<String>) {
        self.history = History::new(sent);
    }

    fn selection(&self) -> Option<Range<usize>> {
        let (anchor, at) = (self.anchor?, self.buffer.cursor());
        (anchor != at).then(|| anchor.min(at)..anchor.max(at))
    }

    /// Puts text of the inner form at the cursor or over the selection.
    fn put(&mut self, text: &str, kind: Kind) -> Reply {
        let at = self.buffer.cursor();
        let range = self.selection().unwrap_or(at..at);
        self.change(range, text, kind)
    }

    fn change(&mut self, range: Range<usize>, text: &str, kind: Kind) -> Reply {
        (self.anchor, self.goal) = (None, None);
        if self.buffer.replace(range, text, kind) { Reply::Changed } else { Reply::Ignored }
    }

    /// Puts text of the inner form in the place of everything.
    fn swap(&mut self, text: &str) {
        let all = 0..self.buffer.text().len();
        self.change(all, text, Kind::Whole);
        self.buffer.go(text.len());
    }

    fn clear(&mut self) {
        self.cut = self.chips.expand(&self.cut);
        self.buffer.clear();
        self.chips.clear();
        self.rows.get_mut().forget();
        self.cut = self.chips.take_in(&self.cut).into_owned();
        (self.anchor, self.goal) = (None, None);
        self.history.leave();
    }

    /// The rows for a number of columns, or for those of the last layout.
    fn with_rows<T>(&self, cols: Option<u16>, use_them: impl FnOnce(&Rows) -> T) -> T {
        let mut cache = self.rows.borrow_mut();
        use_them(cache.rows(self.buffer.text(), self.buffer.version(), &self.chips, cols))
    }
}

/// Text from outside: line ends as line feeds, no control characters but those and tabs.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|&c| !c.is_control() || c == '\n' || c == '\t').collect()
}

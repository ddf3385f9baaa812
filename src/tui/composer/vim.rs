//! The keys of vi: commands after Esc.

use crossterm::event::KeyEvent;

use super::{Composer, Reply};

/// The name of the mode in which letters are commands.
pub(super) const NORMAL: &str = "NORMAL";

/// Where the commands stand.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    normal: bool,
}

impl State {
    /// The mode's name.
    pub(super) fn name(&self) -> &'static str {
        if self.normal { NORMAL } else { "INSERT" }
    }

    /// Letters are written from now on.
    pub(super) fn insert(&mut self) {
        *self = State::default();
    }
}

impl Composer {
    pub(super) fn escape(&mut self) -> Reply {
        Reply::Moved
    }

    pub(super) fn command(&mut self, key: KeyEvent) -> Reply {
        self.edit(key)
    }
}

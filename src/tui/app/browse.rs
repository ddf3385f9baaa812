//! Choosing an earlier message, and going from place to place of a search.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::App;
use crate::chat::tree::NodeId;
use crate::tui::action::{self, Action};
use crate::tui::call;
use crate::tui::chord::Chord;
use crate::tui::command;
use crate::tui::event::Effect;
use crate::tui::transcript::Way;

impl App {
    /// Keys while a message is chosen.
    pub(super) fn browse(&mut self, key: KeyEvent) -> Vec<Effect> {
        let plain = key.modifiers.is_empty() || key.modifiers == KeyModifiers::SHIFT;
        match key.code {
            KeyCode::Esc => self.transcript.choose(None, &self.session.tree),
            KeyCode::Up if plain => self.choose(-1),
            KeyCode::Down if plain => self.choose(1),
            KeyCode::Left if plain => return command::run(self, Action::Older, ""),
            KeyCode::Right if plain => return command::run(self, Action::Newer, ""),
            KeyCode::Enter => self.transcript.fold(self.transcript.chosen()),
            KeyCode::Char('n') if plain => self.find_again(Way::Up),
            KeyCode::Char('N') if plain => self.find_again(Way::Down),
            KeyCode::Char(letter) if plain => {
                if let Some(row) = action::lettered(letter) {
                    return command::run(self, row.action, "");
                }
            }
            _ => {
                if let Some(action) = Chord::of(key).and_then(|chord| self.keys.action(chord)) {
                    return command::run(self, action, "");
                }
            }
        }
        Vec::new()
    }

    /// Chooses the message `step` away; below the last one it is back to writing.
    pub(in crate::tui) fn choose(&mut self, step: isize) {
        let tree = &self.session.tree;
        // What has no rows cannot be seen to be chosen.
        let seen = |id: &NodeId| tree.node(*id).is_none_or(|node| !call::is_bare(node));
        let path: Vec<NodeId> = tree.path().iter().copied().filter(seen).collect();
        let at = self.transcript.chosen().and_then(|id| path.iter().position(|one| *one == id));
        let to = at.map_or(path.len().checked_sub(1), |at| at.checked_add_signed(step).or(Some(0)));
        let node = to.and_then(|to| path.get(to)).copied();
        self.transcript.choose(node, &self.session.tree);
        if node.is_none() {
            self.transcript.end();
        }
    }

    pub(super) fn find_again(&mut self, way: Way) {
        if let Some((text, ..)) = self.transcript.found() {
            let text = text.to_owned();
            self.transcript.find(&text, way);
        }
    }
}

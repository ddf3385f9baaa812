//! To whom a key goes: the layer above, the completions, a chosen message, an action, or the composer.

use crossterm::event::{
    KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use super::{App, Armed};
use crate::render::theme::Role;
use crate::tell;
use crate::tui::action::Action;
use crate::tui::chord::Chord;
use crate::tui::event::Effect;
use crate::tui::select::Selection;
use crate::tui::transcript::Way;
use crate::tui::{agent, choice, command, view};

/// Milliseconds in which a key pressed again does more.
const AGAIN: u64 = 1500;

impl App {
    fn armed(&mut self, what: Armed) -> bool {
        let again = self.armed.is_some_and(|(armed, until)| armed == what && self.now.ms <= until);
        self.armed = if again { None } else { Some((what, self.now.ms + AGAIN)) };
        again
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Vec<Effect> {
        if key.kind == KeyEventKind::Release {
            return Vec::new();
        }
        self.selection = None;
        let is_control = |c: char| key.code == KeyCode::Char(c) && key.modifiers == KeyModifiers::CONTROL;
        if let Some(effects) = agent::aside(self, key) {
            return effects;
        }
        if let Some(overlay) = self.overlays.last_mut() {
            let reply = overlay.key(key);
            return choice::replied(self, reply);
        }
        if is_control('c') {
            return self.interrupt();
        }
        if let Some(effects) = self.completing(key) {
            return effects;
        }
        if self.transcript.chosen().is_some() {
            return self.browse(key);
        }
        if key.code == KeyCode::Esc {
            // With vim's keys it ends writing first.
            let done = self.composer.mode().is_none_or(|mode| mode == "NORMAL");
            return if done { self.escape() } else { self.write(key) };
        }
        if is_control('d') && !self.composer.is_empty() {
            return self.write(key);
        }
        if key.code == KeyCode::Char('?') && key.modifiers.is_empty() && self.composer.is_empty() {
            return command::run(self, Action::Help, "");
        }
        match Chord::of(key).and_then(|chord| self.keys.action(chord)) {
            // Esc was looked at above; what else stops an answer is the user's own key.
            Some(Action::Stop) => self.stop(),
            Some(action) => command::run(self, action, ""),
            None => self.write(key),
        }
    }

    /// Ctrl+C: stops the answer, else clears the message, else leaves at the second time.
    fn interrupt(&mut self) -> Vec<Effect> {
        self.complete = None;
        if self.busy() {
            return self.stop();
        }
        if !self.composer.is_empty() {
            self.composer.set("");
            self.editing = None;
            self.say(Role::Muted, tell!("screen-cleared"));
            return self.offer();
        }
        self.transcript.choose(None, &self.session.tree);
        if self.armed(Armed::Quit) {
            return vec![Effect::Quit];
        }
        self.say(Role::Muted, tell!("screen-leave"));
        Vec::new()
    }

    /// Esc: stops the answer, ends a search or an edit, and chooses a message at the second time.
    fn escape(&mut self) -> Vec<Effect> {
        if self.busy() {
            return self.stop();
        }
        if self.transcript.found().is_some() {
            self.transcript.find("", Way::Up);
            return Vec::new();
        }
        if self.editing.take().is_some() {
            self.composer.set("");
            self.say(Role::Muted, tell!("screen-left"));
            return Vec::new();
        }
        // What is being written is not left by a key too many.
        if !self.composer.is_empty() {
            return Vec::new();
        }
        let works = self.agent.mode().is_some();
        if self.armed(Armed::Browse) {
            return command::run(self, if works { Action::Rewind } else { Action::Browse }, "");
        }
        if !self.session.tree.path().is_empty() {
            self.say(Role::Muted, if works { tell!("screen-rewind") } else { tell!("screen-choose") });
        }
        Vec::new()
    }

    /// The mouse's button: marks a part of the conversation, and copies it when it is let go.
    fn mark(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        let cell = view::cell(self, mouse.column, mouse.row);
        match (mouse.kind, cell) {
            (MouseEventKind::Down(MouseButton::Left), Some((col, row))) if self.overlays.is_empty() => {
                self.selection = Some(Selection::new(col, row));
            }
            (MouseEventKind::Drag(MouseButton::Left), Some((col, row))) => {
                if let Some(selection) = &mut self.selection {
                    selection.extend(col, row);
                }
            }
            (MouseEventKind::Up(MouseButton::Left), _) => {
                // A click marks nothing.
                self.selection.take_if(|selection| selection.is_empty());
                let text = self
                    .selection
                    .map(|selection| selection.text(self.transcript.rows(), self.screen.look.width));
                return text.filter(|text| !text.trim().is_empty()).map(Effect::Copy).into_iter().collect();
            }
            _ => {}
        }
        Vec::new()
    }

    /// Stops the answer; what came stays.
    pub(in crate::tui) fn stop(&mut self) -> Vec<Effect> {
        if !self.busy() {
            return Vec::new();
        }
        self.say(Role::Muted, tell!("screen-stopped"));
        let done = self.session.stop();
        self.wants(done)
    }

    pub(super) fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        let step = match mouse.kind {
            MouseEventKind::ScrollUp => -3,
            MouseEventKind::ScrollDown => 3,
            _ => return self.mark(mouse),
        };
        self.selection = None;
        if self.overlays.is_empty() {
            self.transcript.scroll(step);
            return Vec::new();
        }
        let code = if step < 0 { KeyCode::Up } else { KeyCode::Down };
        self.key(KeyEvent::new(code, KeyModifiers::NONE))
    }
}

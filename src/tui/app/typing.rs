//! The message that is written, and what completes the word at its caret.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::App;
use crate::chat::script;
use crate::render::width::fit;
use crate::tell;
use crate::tui::action::Action;
use crate::tui::complete::{Complete, What};
use crate::tui::composer::Reply;
use crate::tui::event::{Effect, Want};
use crate::tui::overlay::{Ask, Overlay, Question};
use crate::tui::transcript::Way;
use crate::tui::{action, choice, command, files};

/// Columns of a paste that a question about it shows.
const SHOWN: usize = 300;

impl App {
    /// Keys while completions are shown; `None` when the key is for somebody else.
    pub(super) fn completing(&mut self, key: KeyEvent) -> Option<Vec<Effect>> {
        let complete = self.complete.as_mut()?;
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Up => complete.step(-1),
            KeyCode::Down => complete.step(1),
            KeyCode::Char('p') if control => complete.step(-1),
            KeyCode::Char('n') if control => complete.step(1),
            KeyCode::Esc => self.complete = None,
            KeyCode::Tab => return Some(self.accept()),
            KeyCode::Enter if key.modifiers.is_empty() => {
                let written = match complete.what {
                    What::Command => self.composer.text().trim().to_owned(),
                    What::Path => self.composer.word_before_cursor().to_owned(),
                    What::File => String::new(),
                };
                let whole = complete.chosen() == written;
                // What is written out is done at once.
                if whole {
                    self.complete = None;
                    return None;
                }
                let command = complete.what == What::Command;
                let row = action::named(complete.chosen().trim_start_matches('/'));
                let effects = self.accept();
                let alone =
                    command && row.is_some_and(|row| row.args.is_empty() || row.args.starts_with('['));
                if alone {
                    self.complete = None;
                    return Some(self.write(key));
                }
                return Some(effects);
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    /// Puts the completion in the word's place.
    fn accept(&mut self) -> Vec<Effect> {
        let Some(complete) = self.complete.take() else { return Vec::new() };
        match complete.what {
            What::Command => self.composer.set(&format!("{} ", complete.chosen())),
            What::Path => {
                let (text, word) = (self.composer.text(), self.composer.word_before_cursor());
                if let Some(before) = text.strip_suffix(word) {
                    let text = format!("{before}{} ", complete.chosen());
                    self.composer.set(&text);
                }
            }
            What::File => {
                let (path, at) = (complete.chosen(), self.composer.at());
                match at {
                    Some(at) if files::is_image(path) => {
                        self.composer.fill(at.range(), "");
                        self.composer.image(path);
                    }
                    Some(at) => self.composer.fill(at.range(), &format!("{} ", files::mention(path))),
                    None => {}
                }
            }
        }
        Vec::new()
    }

    /// Counts the message's tokens when it is another than before, whoever changed it.
    pub(super) fn count(&mut self) -> Vec<Effect> {
        // A command is not sent.
        let text = if self.composer.slash().is_some() { String::new() } else { self.composer.text() };
        if text == self.counted {
            return Vec::new();
        }
        let done = self.session.set_draft(&text);
        self.counted = text;
        self.wants(done)
    }

    /// Looks what the word at the caret may be completed to.
    pub(super) fn offer(&mut self) -> Vec<Effect> {
        // What was offered for another word is none of this one.
        self.complete = None;
        self.complete = match (self.composer.slash(), self.composer.at()) {
            (Some(typed), _) => match typed.split_once(' ').and_then(|(name, _)| action::named(name)) {
                Some(row) if row.action == Action::Drop => {
                    Complete::among(self.composer.word_before_cursor(), &self.agent.added)
                }
                Some(row) if matches!(row.action, Action::Add | Action::Read) => match &self.here.files {
                    Some(files) => Complete::paths(self.composer.word_before_cursor(), files),
                    None => return vec![Effect::Get(Want::Files)],
                },
                _ => Complete::commands(typed, &self.here.own),
            },
            (None, Some(at)) => match &self.here.files {
                Some(files) => Complete::files(&at.text, files),
                None => return vec![Effect::Get(Want::Files)],
            },
            _ => None,
        };
        Vec::new()
    }

    /// The completions again, as the files have come.
    pub(in crate::tui) fn refresh(&mut self) {
        if self.overlays.is_empty() {
            self.offer();
        }
    }

    /// Keys for the composer.
    pub(in crate::tui) fn write(&mut self, key: KeyEvent) -> Vec<Effect> {
        self.agent.typed = self.now.ms;
        let found = self.transcript.found().is_some() && self.composer.is_empty();
        if found && matches!(key.code, KeyCode::Enter | KeyCode::Up | KeyCode::Down) {
            self.find_again(if key.code == KeyCode::Down { Way::Down } else { Way::Up });
            return Vec::new();
        }
        match self.composer.key(key) {
            Reply::Send(draft) => command::submit(self, draft),
            Reply::Changed => self.offer(),
            // Messages wait after an answer that was stopped; an empty line lets them go.
            Reply::Ignored if key.code == KeyCode::Enter => {
                let done = self.session.resume(self.now.unix);
                self.wants(done)
            }
            Reply::Moved | Reply::Ignored => Vec::new(),
        }
    }

    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        if let Some(overlay) = self.overlays.last_mut().filter(|overlay| overlay.writes()) {
            let reply = overlay.paste(text);
            return choice::replied(self, reply);
        }
        self.transcript.choose(None, &self.session.tree);
        self.composer.paste(text);
        if script::presentation(text) {
            let (title, about) = (tell!("ask-plain"), Question::Plain(text.to_owned()));
            let shown = fit(script::plain(text).trim(), SHOWN);
            self.open(Overlay::Ask(Ask::confirm(about, &title, &shown, String::new())));
        }
        self.offer()
    }
}

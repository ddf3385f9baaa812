//! What may stand for the word at the caret: slash commands and files.

use super::action::ROWS;
use super::event::Entry;
use super::files::Files;
use super::words;
use crate::chat::preset::Preset;
use crate::render::sanitize::screen;

/// Rows offered at most.
const ROWS_MAX: usize = 8;

/// What a word is completed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A slash command, at the beginning of the message.
    Command,
    /// A file behind `@`.
    File,
    /// A file behind a command that takes some.
    Path,
}

/// An open list of completions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complete {
    /// What they are.
    pub what: What,
    /// The rows, best first: the key is the text that takes the word's place.
    pub entries: Vec<Entry>,
    /// The row pointed at.
    pub at: usize,
}

impl Complete {
    /// Commands whose name begins with or resembles what is typed behind the slash; none once it is whole
    /// and an argument follows.
    pub fn commands(typed: &str, own: &[Preset]) -> Option<Complete> {
        if typed.contains(char::is_whitespace) {
            return None;
        }
        let entry = |index: usize| {
            let row = &ROWS[index];
            let text = format!("/{} {}", row.name, row.args);
            Entry { key: format!("/{}", row.name), text: text.trim_end().into(), note: row.help() }
        };
        let low = typed.to_lowercase();
        let begins = |index: &usize| {
            ROWS[*index].name.starts_with(&low) || ROWS[*index].also.iter().any(|also| also.starts_with(&low))
        };
        let mut found: Vec<usize> = (0..ROWS.len()).filter(begins).collect();
        let mine = own.iter().filter(|preset| preset.name.to_lowercase().starts_with(&low));
        let mine: Vec<Entry> = mine.map(entry_own).collect();
        if found.is_empty() && mine.is_empty() {
            let names: Vec<&str> = ROWS.iter().map(|row| row.name).collect();
            found = words::rank(typed, &names).into_iter().map(|row| row.0).collect();
        }
        Complete::new(What::Command, found.into_iter().map(entry).chain(mine).collect())
    }

    /// Files that resemble what is typed behind the `@`.
    pub fn files(typed: &str, files: &Files) -> Option<Complete> {
        let hits = files.rank(typed, ROWS_MAX);
        let entries =
            hits.into_iter().map(|hit| Entry { key: hit.path.clone(), text: hit.path, note: String::new() });
        Complete::new(What::File, entries.collect())
    }

    /// Files that resemble the word behind a command; none before it begins.
    pub fn paths(word: &str, files: &Files) -> Option<Complete> {
        let all = if word.is_empty() { None } else { Complete::files(word, files) };
        all.map(|all| Complete { what: What::Path, ..all })
    }

    /// Of these names those that begin with the word behind a command.
    pub fn among(word: &str, names: &[String]) -> Option<Complete> {
        let found = names.iter().filter(|name| name.contains(word));
        let entry = |name: &String| Entry { key: name.clone(), text: name.clone(), note: String::new() };
        Complete::new(What::Path, found.map(entry).collect())
    }

    fn new(what: What, entries: Vec<Entry>) -> Option<Complete> {
        (!entries.is_empty()).then_some(Complete { what, entries, at: 0 })
    }

    /// Points at the row `step` away, round the ends.
    pub fn step(&mut self, step: isize) {
        let count = isize::try_from(self.entries.len()).unwrap_or(1).max(1);
        let at = isize::try_from(self.at).unwrap_or(0);
        self.at = usize::try_from((at + step).rem_euclid(count)).unwrap_or(0);
    }

    /// The rows to show, and which of them is pointed at.
    pub fn window(&self) -> (&[Entry], usize) {
        let top = (self.at + 1).saturating_sub(ROWS_MAX);
        let end = (top + ROWS_MAX).min(self.entries.len());
        (&self.entries[top..end], self.at - top)
    }

    /// The text that the row pointed at stands for.
    pub fn chosen(&self) -> &str {
        self.entries.get(self.at).map_or("", |entry| entry.key.as_str())
    }
}

/// A prompt as a command.
fn entry_own(preset: &Preset) -> Entry {
    let key = format!("/{}", preset.name);
    Entry { text: screen(&key).into_owned(), note: screen(&preset.description).into_owned(), key }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_completed_from_their_beginning_then_by_resemblance() {
        let names = |typed: &str| -> Vec<String> {
            Complete::commands(typed, &[])
                .map_or_else(Vec::new, |all| all.entries.into_iter().map(|e| e.key).collect())
        };
        assert!(names("mo").contains(&"/model".to_owned()));
        assert_eq!(names("bye"), ["/quit"]);
        assert!(names("cmpct").contains(&"/compact".to_owned()));
        assert!(names("model qwen").is_empty());
        assert!(names("").len() > 30);
    }

    #[test]
    fn the_row_pointed_at_is_always_in_the_window() {
        let mut all = Complete::commands("", &[]).unwrap();
        for step in [1, 1, -3, 20, -7, 100] {
            all.step(step);
            let (rows, at) = all.window();
            assert_eq!(rows[at].key, all.chosen());
        }
    }
}

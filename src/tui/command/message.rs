//! Commands about the message that is written, and sending it.

use crate::chat::preset;
use crate::chat::prompt::{Block, compose};
use crate::render::theme::Role;
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::composer::Draft;
use crate::tui::event::{Effect, Entry, Want};
use crate::tui::files;
use crate::tui::overlay::{Ask, Kind, Overlay, Picker, Question};

pub(super) fn run(app: &mut App, action: Action, args: &str) -> Vec<Effect> {
    match action {
        Action::Read | Action::Image if args.is_empty() => {
            app.composer.insert("@");
            if app.here.files.is_some() {
                app.refresh();
                return Vec::new();
            }
            return vec![Effect::Get(Want::Files)];
        }
        Action::Image => app.composer.image(args),
        Action::Read => app.composer.insert(&format!("{} ", files::mention(args))),
        Action::Shell if args.is_empty() => app.composer.set("!"),
        Action::Shell => app.open(Overlay::Ask(Ask::confirm(
            Question::Shell,
            "Run this, and add what it writes to the message?",
            &format!("$ {args}"),
            args.into(),
        ))),
        Action::Prompt => return prompt(app, args),
        Action::Editor => return vec![Effect::Editor(app.composer.text())],
        Action::History => {
            let entry = |text: &String| Entry { key: text.clone(), text: text.replace('\n', " ⏎ "), note: String::new() };
            let entries = app.composer.history().entries().iter().map(entry).collect();
            let picker = Picker::new(Kind::History, "Earlier messages", entries, "none yet in this project");
            app.open(Overlay::Picker(picker.typed(app.composer.text().trim())));
        }
        Action::Expand => {
            app.composer.unfold();
        }
        Action::Unqueue => match app.session.drop_queued(app.session.queued().len().saturating_sub(1)) {
            Some(queued) if app.composer.is_empty() => app.composer.set(&queued.text),
            Some(queued) => app.composer.insert(&format!("\n{}", queued.text)),
            None => app.say(Role::Muted, "nothing is queued"),
        },
        _ => {}
    }
    Vec::new()
}

fn prompt(app: &mut App, name: &str) -> Vec<Effect> {
    let presets = preset::all(&app.here.presets);
    if let Some(preset) = presets.iter().find(|preset| preset.name == name) {
        app.composer.set(&preset.fill(""));
        return Vec::new();
    }
    let entry = |preset: &preset::Preset| Entry {
        key: preset.name.clone(),
        text: preset.name.clone(),
        note: preset.description.clone(),
    };
    let picker = Picker::new(Kind::Prompts, "Presets", presets.iter().map(entry).collect(), "none");
    app.open(Overlay::Picker(picker.typed(name)));
    Vec::new()
}

/// Sends a message; files that it names with `@` are read first.
pub(in crate::tui) fn send(app: &mut App, draft: Draft) -> Vec<Effect> {
    let names = named(&draft.text);
    if names.is_empty() {
        return arrived(app, draft, Vec::new(), Vec::new());
    }
    app.waiting = Some(draft);
    vec![Effect::Get(Want::Blocks(names))]
}

/// Sends a message whose files have come.
pub(in crate::tui) fn arrived(app: &mut App, draft: Draft, blocks: Vec<Block>, images: Vec<String>) -> Vec<Effect> {
    let text = if blocks.is_empty() { draft.text } else { compose(&draft.text, &blocks) };
    let images = [draft.images, images].concat();
    app.transcript.end();
    app.transcript.choose(None, &app.session.tree);
    let now = app.now.unix;
    let done = match app.editing.take() {
        Some(node) => app.session.edit(node, text, now),
        None => app.session.send(text, images, now),
    };
    app.wants(done)
}

/// The files that a text names: `@path`, `@"path with blanks"`, at the beginning of a word.
fn named(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        let begins = before.is_none_or(|before: char| before.is_whitespace() || before == '(');
        before = Some(c);
        if c != '@' || !begins {
            continue;
        }
        let rest = &text[at + 1..];
        let name = match rest.strip_prefix('"') {
            Some(rest) => rest.split('"').next().unwrap_or_default(),
            None => rest.split(char::is_whitespace).next().unwrap_or_default(),
        };
        if !name.is_empty() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_at_the_beginning_of_a_word() {
        assert_eq!(named("see @src/a.rs and (@b.md and @\"my notes.txt\" now"), ["src/a.rs", "b.md", "my notes.txt"]);
        assert!(named("me@example.org is no file, nor is @ alone").is_empty());
        assert_eq!(named("@a @a"), ["a"]);
    }
}

//! Commands about the message that is written, and sending it.

use std::collections::HashSet;

use super::carry::fresh;
use crate::chat::preset;
use crate::chat::prompt::{Block, compose};
use crate::render::theme::Role;
use crate::tell;
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::composer::Draft;
use crate::tui::event::{Effect, Entry, Want};
use crate::tui::files;
use crate::tui::order;
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
            &tell!("ask-shell"),
            &format!("$ {args}"),
            args.into(),
        ))),
        Action::Prompt => return prompt(app, args),
        Action::Editor => return vec![Effect::Editor(app.composer.text())],
        Action::History => {
            let entry = |text: &String| Entry {
                key: text.clone(),
                text: text.replace('\n', " ⏎ "),
                note: String::new(),
            };
            let entries = app.composer.history().entries().iter().map(entry).collect();
            let picker =
                Picker::new(Kind::History, tell!("pick-history"), entries, tell!("pick-history-none"));
            app.open(Overlay::Picker(picker.typed(app.composer.text().trim())));
        }
        Action::Expand => {
            app.composer.unfold();
        }
        Action::Unqueue => match app.session.drop_queued(app.session.queued().len().saturating_sub(1)) {
            Some(queued) if app.composer.is_empty() => app.composer.set(&queued.text),
            Some(queued) => app.composer.insert(&format!("\n{}", queued.text)),
            None => app.say(Role::Muted, tell!("message-no-queue")),
        },
        _ => {}
    }
    Vec::new()
}

fn prompt(app: &mut App, name: &str) -> Vec<Effect> {
    let mut presets = preset::all(&app.here.presets);
    let more: Vec<_> =
        app.here.own.iter().filter(|own| presets.iter().all(|had| had.name != own.name)).cloned().collect();
    presets.extend(more);
    if let Some(preset) = presets.iter().find(|preset| preset.name == name) {
        app.composer.set(&preset.fill(""));
        return Vec::new();
    }
    let entry = |preset: &preset::Preset| Entry {
        key: preset.name.clone(),
        text: preset.name.clone(),
        note: preset.description.clone(),
    };
    let entries = presets.iter().map(entry).collect();
    let picker = Picker::new(Kind::Prompts, tell!("pick-presets"), entries, tell!("pick-none"));
    app.open(Overlay::Picker(picker.typed(name)));
    Vec::new()
}

/// Sends a message; files that it names with `@` are read first.
pub(in crate::tui) fn send(app: &mut App, draft: Draft) -> Vec<Effect> {
    if !draft.typed.contains('@') && draft.images.is_empty() && app.agent.added.is_empty() {
        return arrived(app, draft, Vec::new(), Vec::new());
    }
    let want = Want::Blocks(draft.typed.clone(), draft.images.clone(), app.agent.added.clone());
    app.waiting = Some(draft);
    vec![Effect::Get(want)]
}

/// Sends a message whose files have come.
pub(in crate::tui) fn arrived(
    app: &mut App,
    draft: Draft,
    blocks: Vec<Block>,
    images: Vec<String>,
) -> Vec<Effect> {
    let blocks = fresh(app, blocks);
    let text = if blocks.is_empty() { draft.text } else { compose(&draft.text, &blocks) };
    let mut all = draft.images;
    all.extend(images);
    let mut seen = HashSet::new();
    all.retain(|image| seen.insert(image.clone()));
    order::wonder(app, &text);
    app.transcript.end();
    app.transcript.choose(None, &app.session.tree);
    let now = app.now.unix;
    let done = match app.editing.take() {
        Some(node) => app.session.edit(node, text, now),
        None => app.session.send(text, all, now),
    };
    app.wants(done)
}

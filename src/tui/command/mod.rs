//! What each action does, whether by key, slash command or palette.

mod answer;
mod carry;
mod chat;
mod code;
mod context;
mod git;
mod message;
mod model;
mod own;
mod pages;
mod rewind;
mod screen;
mod servers;

use super::action::{Action, ROWS, named};
use super::app::{App, Said};
use super::composer::Draft;
use super::event::Effect;
use crate::render::theme::Role;
use crate::tell;

pub(super) use answer::{find, save};
pub(super) use carry::carried;
pub(super) use chat::rename;
pub(super) use code::{mend, swapped, tested};
pub(super) use git::{changes, committed, staged, written};
pub(super) use message::{arrived, send};
pub(super) use model::{switch, system};
pub(super) use own::own;
pub(super) use pages::context;
pub(super) use rewind::{asked, past, rewound, sure, taken};
pub(super) use screen::wear;
pub(super) use servers::served;

/// Does an action. `args` is what stood behind a slash command's name; keys have none.
pub(super) fn run(app: &mut App, action: Action, args: &str) -> Vec<Effect> {
    use Action as A;
    let args = args.trim();
    app.said = Said::default();
    match action {
        A::Help | A::Keys | A::Context | A::Stats => pages::open(app, action),
        A::Palette | A::Theme | A::Mouse | A::Vim | A::Bidi | A::Lang => screen::run(app, action, args),
        A::LineUp
        | A::LineDown
        | A::PageUp
        | A::PageDown
        | A::MessageUp
        | A::MessageDown
        | A::Top
        | A::Bottom
        | A::Redraw
        | A::Suspend
        | A::Quit => screen::run(app, action, args),
        A::New | A::Clear | A::Chats | A::Search | A::Rename | A::Fork | A::Export => {
            chat::run(app, action, args)
        }
        A::Model | A::System | A::Set | A::Think | A::Compact => model::run(app, action, args),
        A::Read | A::Image | A::Shell | A::Prompt | A::Editor | A::History | A::Expand | A::Unqueue => {
            message::run(app, action, args)
        }
        A::Mode | A::Mcp | A::Undo | A::Redo => code::run(app, action, args),
        A::Rewind => rewind::open(app),
        A::Add => carry::add(app, args),
        A::Drop => carry::drop(app, args),
        A::Commit => git::commit(app, args),
        A::Review => git::review(app, args),
        A::Test => code::test(app),
        A::Regen
        | A::Retry
        | A::Edit
        | A::Older
        | A::Newer
        | A::Browse
        | A::Stop
        | A::Reasoning
        | A::Copy
        | A::CopyCode
        | A::SaveCode
        | A::Save
        | A::Find => answer::run(app, action, args),
    }
}

/// Takes a message: a command, or something to send.
pub(super) fn submit(app: &mut App, draft: Draft) -> Vec<Effect> {
    let text = draft.text.trim().to_owned();
    let text = text.as_str();
    if text.is_empty() && draft.images.is_empty() {
        return Vec::new();
    }
    app.complete = None;
    app.said = Said::default();
    if matches!(text, "exit" | "quit" | ":q") {
        return run(app, Action::Quit, "");
    }
    // Two slashes send one.
    if let Some(rest) = text.strip_prefix("//") {
        return send(app, Draft { text: format!("/{rest}"), ..draft });
    }
    if let Some(command) = text.strip_prefix('!').map(str::trim).filter(|_| !text.contains('\n')) {
        return run(app, Action::Shell, command);
    }
    let Some(line) = text.strip_prefix('/').filter(|line| !is_path(line)) else { return send(app, draft) };
    let (name, args) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let Some(row) = named(name) else {
        if let Some(preset) = app.here.own.iter().find(|preset| preset.name == name).cloned() {
            return own::run(app, &preset, args, draft);
        }
        // Nothing that was written is lost by a typing mistake.
        app.composer.set(&draft.text);
        app.say(Role::Error, unknown(name));
        return Vec::new();
    };
    let args = if name == "nothink" { "off" } else { args };
    run(app, row.action, args)
}

/// `/etc/hosts says …` is no command.
fn is_path(line: &str) -> bool {
    line.split_whitespace().next().is_some_and(|word| word.contains('/'))
}

fn unknown(name: &str) -> String {
    let names = ROWS.iter().flat_map(|row| [row.name].into_iter().chain(row.also.iter().copied()));
    // Of two that are as near, two letters that changed places are likelier than one too many.
    let apart = |known: &str| (strsim::damerau_levenshtein(known, name), known.len().abs_diff(name.len()));
    let near = names.map(|known| (apart(known), known)).min();
    match near {
        Some(((distance, _), known)) if distance <= 2 => {
            tell!("screen-no-command-near", name = name, known = known)
        }
        _ => tell!("screen-no-command", name = name),
    }
}

//! Going back to before a question: the chat, the files, or both.

use super::code::said;
use crate::chat::tree::{Node, NodeId};
use crate::code::project::{Back, Care, Past};
use crate::render::theme::Role;
use crate::tell;
use crate::text;
use crate::tui::agent::{Goal, Undone, Way};
use crate::tui::app::App;
use crate::tui::event::{Effect, Entry};
use crate::tui::overlay::{Ask, Kind, Overlay, Picker, Question};

/// Shows the questions so far, the last one first; what each changed comes later.
pub(super) fn open(app: &mut App) -> Vec<Effect> {
    if app.busy() {
        app.say(Role::Muted, tell!("answer-busy"));
        return Vec::new();
    }
    let entries = entries(app, &[]);
    if entries.is_empty() {
        app.say(Role::Muted, tell!("answer-edit-none"));
        return Vec::new();
    }
    let picker = Picker::new(Kind::Questions, tell!("rewind-title"), entries, tell!("pick-none"));
    app.open(Overlay::Picker(picker));
    let works = app.agent.mode().is_some();
    works.then(|| Effect::Past(app.session.chat.id.0.clone())).into_iter().collect()
}

fn entries(app: &App, past: &[Past]) -> Vec<Entry> {
    let entry = |node: &Node| {
        let first = node.text.trim().lines().next().unwrap_or_default();
        let stat = past.iter().find(|past| past.question == node.id.0).map(|past| &past.stat);
        let note = stat.filter(|stat| !stat.paths.is_empty()).map(|stat| {
            let paths = match stat.paths.as_slice() {
                [path] => path.clone(),
                paths => tell!("rewind-files", count = paths.len()),
            };
            tell!("rewind-note", files = paths, added = stat.added, removed = stat.removed)
        });
        Entry { key: node.id.0.to_string(), text: first.to_owned(), note: note.unwrap_or_default() }
    };
    app.session.path().rev().filter(|node| node.is_question()).map(entry).collect()
}

/// What each question changed is known now.
pub(in crate::tui) fn past(app: &mut App, past: &[Past]) {
    let entries = entries(app, past);
    if let Some(Overlay::Picker(picker)) = app.overlays.last_mut()
        && picker.kind() == Kind::Questions
    {
        picker.set(entries, tell!("pick-none"));
    }
}

fn node(key: &str) -> Option<NodeId> {
    key.parse().ok().map(NodeId)
}

/// A question was chosen: what is to go back is asked, where there are files.
pub(in crate::tui) fn asked(app: &mut App, key: &str) -> Vec<Effect> {
    let Some(node) = node(key) else { return Vec::new() };
    if app.agent.mode().is_none() {
        return leave(app, node, Vec::new());
    }
    let row =
        |way: Way, text: String| Entry { key: format!("{}:{key}", way.name()), text, ..Entry::default() };
    let entries = vec![
        row(Way::Both, tell!("rewind-both")),
        row(Way::Chat, tell!("rewind-chat")),
        row(Way::Files, tell!("rewind-files-only")),
    ];
    app.open(Overlay::Picker(Picker::new(Kind::Ways, tell!("rewind-way"), entries, tell!("pick-none"))));
    Vec::new()
}

/// It was chosen what goes back.
pub(in crate::tui) fn taken(app: &mut App, key: &str) -> Vec<Effect> {
    let chosen = key.split_once(':').and_then(|(way, key)| Some((Way::named(way)?, node(key)?)));
    let Some((way, node)) = chosen else { return Vec::new() };
    if app.busy() {
        app.say(Role::Muted, tell!("answer-busy"));
        return Vec::new();
    }
    if way == Way::Chat {
        return leave(app, node, Vec::new());
    }
    app.agent.goal = Some(Goal { node, way });
    vec![Effect::Rewind(app.session.chat.id.0.clone(), node, Care::Ask)]
}

/// The user wants it though it takes what somebody else did.
pub(in crate::tui) fn sure(app: &mut App) -> Vec<Effect> {
    let Some(goal) = app.agent.goal.filter(|_| !app.busy()) else { return Vec::new() };
    vec![Effect::Rewind(app.session.chat.id.0.clone(), goal.node, Care::Force)]
}

/// The files are back, or the user is asked.
pub(in crate::tui) fn rewound(app: &mut App, back: Back) -> Vec<Effect> {
    let undo = match back {
        Back::Done(undo) => undo,
        Back::Foreign(paths) => {
            let text = tell!("rewind-foreign", paths = text::list(paths.iter().map(String::as_str)));
            let title = tell!("rewind-foreign-title");
            app.open(Overlay::Ask(Ask::confirm(Question::Rewind, &title, &text, String::new())));
            return Vec::new();
        }
    };
    let Some(goal) = app.agent.goal.take() else { return Vec::new() };
    let effects = match goal.way {
        Way::Both => leave(app, goal.node, undo.turns.clone()),
        _ => {
            let (leaf, text) = (app.session.tree.leaf(), String::new());
            remember(
                app,
                Undone { from: leaf, to: leaf, label: String::new(), text, turns: undo.turns.clone() },
            );
            Vec::new()
        }
    };
    said(app, tell!("rewind-done"), &undo);
    effects
}

/// The chat goes back to before a question, whose text stands ready to be sent again. What left the path is a branch.
fn leave(app: &mut App, node: NodeId, turns: Vec<u64>) -> Vec<Effect> {
    let Some((parent, text)) = app.session.tree.node(node).map(|node| (node.parent, node.text.clone()))
    else {
        return Vec::new();
    };
    let from = app.session.tree.leaf();
    let done = app.session.go(parent);
    let to = app.session.tree.leaf();
    if app.composer.is_empty() {
        app.composer.set(&text);
    }
    remember(app, Undone { from, to, label: String::new(), text, turns });
    app.transcript.choose(None, &app.session.tree);
    app.transcript.end();
    app.editing = None;
    app.say(Role::Good, tell!("answer-undone-branch"));
    app.wants(done)
}

fn remember(app: &mut App, undone: Undone) {
    let label = format!("{}:", app.session.chat.id.0);
    app.agent.undone.push(Undone { label, ..undone });
}

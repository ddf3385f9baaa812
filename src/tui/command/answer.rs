//! Commands about answers: again, edit, undo, branches, copy, find.

use std::path::PathBuf;

use crate::chat::fold::fold;
use crate::chat::tree::{Node, NodeId, State};
use crate::render::markdown;
use crate::render::theme::Role;
use crate::tell;
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::event::{Effect, Entry, Old};
use crate::tui::overlay::{Kind, Overlay, Picker, Question};
use crate::tui::transcript::Way;
use crate::wire;

pub(super) fn run(app: &mut App, action: Action, args: &str) -> Vec<Effect> {
    let now = app.now.unix;
    match action {
        Action::Regen => {
            let chosen = app.transcript.chosen().or_else(|| app.session.tree.leaf());
            let failed = chosen.is_some_and(|id| {
                app.session.tree.leaf() == Some(id)
                    && app.session.tree.node(id).is_some_and(|node| node.state == State::Failed)
            });
            let done =
                if failed { app.session.retry(now) } else { app.session.regen(app.transcript.chosen(), now) };
            return after(app, done, tell!("answer-none"));
        }
        Action::Retry => {
            let done = app.session.retry(now);
            return after(app, done, tell!("answer-no-failure"));
        }
        Action::Edit => edit(app),
        Action::Older => return turn(app, -1),
        Action::Newer => return turn(app, 1),
        Action::Browse => {
            if app.session.tree.path().is_empty() {
                app.say(Role::Muted, tell!("answer-no-words"));
            }
            app.choose(0);
        }
        Action::Stop => return app.stop(),
        Action::Reasoning => app.transcript.fold(app.transcript.chosen()),
        Action::Find if args.is_empty() => app.ask(Question::Find, &tell!("ask-find"), String::new()),
        Action::Find => find(app, args),
        Action::Copy => return copy(app, args),
        Action::CopyCode => codes(app),
        Action::SaveCode => return save_code(app, args),
        Action::Save if args.is_empty() => app.ask(Question::Save, &tell!("ask-save"), "answer.md".into()),
        Action::Save => return save(app, args),
        _ => {}
    }
    Vec::new()
}

/// After an answer was begun the choice is over; `why` is said when none was.
fn after(app: &mut App, done: Vec<crate::session::Effect>, why: String) -> Vec<Effect> {
    if done.is_empty() {
        let why = if app.busy() { tell!("answer-busy") } else { why };
        app.say(Role::Muted, why);
        return Vec::new();
    }
    app.transcript.choose(None, &app.session.tree);
    app.transcript.end();
    app.wants(done)
}

/// The chosen message, else the last answer.
fn subject(app: &App) -> Option<&Node> {
    let tree = &app.session.tree;
    let answers = |id: &&NodeId| tree.node(**id).is_some_and(|node| node.role == wire::Role::Assistant);
    let id = app.transcript.chosen().or_else(|| tree.path().iter().rev().find(answers).copied())?;
    tree.node(id)
}

fn edit(app: &mut App) {
    let tree = &app.session.tree;
    let asked = |id: &&NodeId| tree.node(**id).is_some_and(Node::is_question);
    let upto = app.transcript.chosen().and_then(|chosen| tree.path().iter().position(|id| *id == chosen));
    let path = &tree.path()[..upto.map_or(tree.path().len(), |at| at + 1)];
    let Some(id) = path.iter().rev().find(asked).copied() else {
        app.say(Role::Muted, tell!("answer-edit-none"));
        return;
    };
    let text = tree.node(id).map(|node| node.text.clone()).unwrap_or_default();
    app.transcript.choose(None, &app.session.tree);
    app.editing = Some(id);
    app.composer.set(&text);
    app.say(Role::Muted, tell!("answer-edit"));
}

fn turn(app: &mut App, step: isize) -> Vec<Effect> {
    let tree = &app.session.tree;
    let branches = |id: &NodeId| tree.branches(*id).1 > 1;
    let node = app.transcript.chosen().or_else(|| tree.path().iter().rev().copied().find(branches));
    let Some(node) = node.filter(branches) else {
        app.say(Role::Muted, tell!("answer-branch-none"));
        return Vec::new();
    };
    let chosen = app.transcript.chosen().is_some();
    let done = app.session.turn(node, step);
    if chosen {
        let place = app.session.tree.path().iter().position(|id| *id == node);
        let parent = app.session.tree.node(node).and_then(|node| node.parent);
        let path = app.session.tree.path();
        let next = match parent.and_then(|parent| path.iter().position(|id| *id == parent)) {
            Some(at) => path.get(at + 1),
            None => path.first(),
        };
        let next = if place.is_some() { Some(node) } else { next.copied() };
        app.transcript.choose(next, &app.session.tree);
    }
    if done.is_empty() {
        app.say(Role::Muted, tell!("answer-branch-last"));
    }
    app.wants(done)
}

/// Looks for a text in the conversation.
pub(in crate::tui) fn find(app: &mut App, text: &str) {
    app.transcript.find(text, Way::Up);
    let wanted = fold(text);
    let many = app.session.tree.nodes().any(|node| fold(&node.text).contains(&wanted));
    if !text.is_empty() && !many {
        app.transcript.find("", Way::Up);
        app.say(Role::Warning, tell!("answer-not-found", text = text));
    }
}

fn copy(app: &mut App, args: &str) -> Vec<Effect> {
    let Some(node) = subject(app) else {
        app.say(Role::Muted, tell!("answer-none"));
        return Vec::new();
    };
    if args.is_empty() {
        return vec![Effect::Copy(node.text.clone())];
    }
    match code(node, args) {
        Ok(text) => vec![Effect::Copy(text)],
        Err(why) => {
            app.say(Role::Error, why);
            Vec::new()
        }
    }
}

/// The code block with this number.
fn code(node: &Node, number: &str) -> Result<String, String> {
    let codes = markdown::codes(&node.text);
    let at = number.parse::<usize>().map_err(|_| tell!("answer-code-number", number = number))?;
    let code = at.checked_sub(1).and_then(|at| codes.get(at));
    code.map(|code| code.text.clone()).ok_or_else(|| match codes.len() {
        0 => tell!("answer-code-none"),
        count => tell!("answer-code-count", count = count, number = number),
    })
}

fn codes(app: &mut App) {
    let codes = subject(app).map(|node| markdown::codes(&node.text)).unwrap_or_default();
    let entry = |(index, code): (usize, &markdown::Code)| {
        let first = code.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        Entry {
            key: code.text.clone(),
            text: format!("{} {}", index + 1, first.trim()),
            note: tell!("pick-code-lines", lang = &code.lang, count = code.text.lines().count()),
        }
    };
    let entries: Vec<Entry> = codes.iter().enumerate().map(entry).collect();
    if entries.is_empty() {
        app.say(Role::Muted, tell!("answer-code-none"));
        return;
    }
    app.open(Overlay::Picker(Picker::new(Kind::Codes, tell!("pick-codes"), entries, String::new())));
}

fn save_code(app: &mut App, args: &str) -> Vec<Effect> {
    let (number, file) = args.split_once(char::is_whitespace).unwrap_or((args, ""));
    if number.is_empty() || file.trim().is_empty() {
        app.composer.set("/write 1 ");
        app.say(Role::Muted, "/write NUMBER FILE");
        return Vec::new();
    }
    let text = subject(app).ok_or_else(|| tell!("answer-none")).and_then(|node| code(node, number));
    match text {
        Ok(text) => vec![Effect::Save(PathBuf::from(file.trim()), text, Old::Stays)],
        Err(why) => {
            app.say(Role::Error, why);
            Vec::new()
        }
    }
}

/// Writes the chosen message or the last answer into a file.
pub(in crate::tui) fn save(app: &mut App, file: &str) -> Vec<Effect> {
    match subject(app) {
        Some(node) => vec![Effect::Save(PathBuf::from(file), node.text.clone(), Old::Stays)],
        None => {
            app.say(Role::Muted, tell!("answer-none"));
            Vec::new()
        }
    }
}

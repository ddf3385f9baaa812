//! Commands about the work by tools: its mode, and the way back, which a chat has too.

use super::servers;
use crate::chat::tree::NodeId;
use crate::code::check::ran;
use crate::code::checkpoint::{Step, Undo};
use crate::code::policy::Mode;
use crate::code::project::{Ended, Output};
use crate::render::theme::Role;
use crate::session::task;
use crate::tell;
use crate::tui::action::Action;
use crate::tui::agent::Undone;
use crate::tui::app::App;
use crate::tui::event::Effect;
use crate::tui::overlay::{Ask, Overlay, Question};
use crate::wire;

pub(super) fn run(app: &mut App, action: Action, args: &str) -> Vec<Effect> {
    match action {
        Action::Mode => {
            mode(app, args);
            Vec::new()
        }
        Action::Mcp => servers::run(app, args),
        Action::Undo => undo(app),
        _ => redo(app),
    }
}

fn mode(app: &mut App, name: &str) {
    let Some(now) = app.agent.mode() else {
        app.say(Role::Muted, tell!("mode-none"));
        return;
    };
    let wanted = if name.is_empty() { Some(now.next()) } else { Mode::named(&name.to_ascii_lowercase()) };
    let Some(mode) = wanted else {
        let names: Vec<&str> = Mode::ALL.into_iter().map(Mode::name).collect();
        app.say(Role::Error, tell!("mode-unknown", name = name, names = names.join(", ")));
        return;
    };
    app.agent.set(mode);
    match mode {
        Mode::Plan => app.say(Role::Muted, tell!("mode-plan-said")),
        Mode::Ask => app.say(Role::Muted, tell!("mode-ask-said")),
        Mode::Edit => app.say(Role::Muted, tell!("mode-edit-said")),
        Mode::Auto => app.say(Role::Warning, tell!("mode-auto-said")),
    }
}

/// Runs the project's check now.
pub(super) fn test(app: &mut App) -> Vec<Effect> {
    let said = match app.agent.mode() {
        _ if app.busy() => tell!("answer-busy"),
        None => tell!("code-only"),
        Some(Mode::Plan) => tell!("test-plan"),
        Some(_) if check(app).is_empty() => tell!("test-none"),
        Some(_) => {
            let done = app.session.test();
            return app.wants(done);
        }
    };
    app.say(Role::Muted, said);
    Vec::new()
}

fn check(app: &App) -> String {
    app.session.setup.work.as_ref().and_then(|work| work.check.clone()).unwrap_or_default()
}

/// Says how the check ended; the model may mend what is wrong.
pub(in crate::tui) fn tested(app: &mut App, output: &Output) {
    let command = check(app);
    match output.ended {
        Ended::Well => app.say(Role::Good, tell!("session-check-well", command = command)),
        Ended::Badly if !ran(&output.text) => {
            app.say(Role::Warning, tell!("session-check-none", command = command));
        }
        Ended::Badly => {
            let title = tell!("test-failed", command = command);
            app.open(Overlay::Ask(Ask::confirm(Question::Mend, &title, &output.text, output.text.clone())));
        }
        // The user knows.
        Ended::Refused => {}
    }
}

/// Gives the model the check's output.
pub(in crate::tui) fn mend(app: &mut App, output: &str) -> Vec<Effect> {
    let text = task(&check(app), output);
    app.transcript.end();
    let done = app.session.send(text, Vec::new(), app.now.unix);
    app.wants(done)
}

fn undo(app: &mut App) -> Vec<Effect> {
    if app.busy() {
        app.say(Role::Muted, tell!("answer-busy"));
        return Vec::new();
    }
    let (label, from, worked) = (app.session.question(), app.session.tree.leaf(), worked(app));
    let (text, done) = app.session.undo();
    if done.is_empty() {
        app.say(Role::Muted, tell!("answer-undo-none"));
        return Vec::new();
    }
    app.transcript.choose(None, &app.session.tree);
    app.transcript.end();
    let mut files = None;
    match text {
        Some(text) => {
            files = worked.then(|| Effect::Swap(Step::Undo, label.clone()));
            let to = app.session.tree.leaf();
            app.agent.undone.push(Undone { from, to, label, text: text.clone(), turns: Vec::new() });
            if app.composer.is_empty() {
                app.composer.set(&text);
                app.say(Role::Good, tell!("answer-undone-branch"));
            } else {
                app.say(Role::Good, tell!("answer-undone"));
            }
        }
        None => app.say(Role::Good, tell!("answer-undone")),
    }
    let mut all = app.wants(done);
    all.extend(files);
    all
}

/// Whether calls were carried out for the last question.
fn worked(app: &App) -> bool {
    let mut since = app.session.path().rev().take_while(|node| !node.is_question());
    app.agent.mode().is_some() && since.any(|node| node.role == wire::Role::Tool)
}

fn redo(app: &mut App) -> Vec<Effect> {
    if app.busy() {
        app.say(Role::Muted, tell!("answer-busy"));
        return Vec::new();
    }
    let leaf: Option<NodeId> = app.session.tree.leaf();
    let chat = format!("{}:", app.session.chat.id.0);
    // After anything else was said there is nothing to go forward to.
    let last = app.agent.undone.pop().filter(|last| last.to == leaf && last.label.starts_with(&chat));
    let Some(Undone { from, label, text, turns, .. }) = last else {
        app.agent.undone.clear();
        app.say(Role::Muted, tell!("answer-redo-none"));
        return Vec::new();
    };
    let done = app.session.go(from);
    if app.composer.text() == text {
        app.composer.set("");
    }
    app.transcript.choose(None, &app.session.tree);
    app.transcript.end();
    app.say(Role::Good, tell!("answer-redone"));
    let files = match turns.is_empty() {
        false => Some(Effect::Forward(turns)),
        // Of a chat that went back alone the files stayed.
        true => (worked(app) && !label.ends_with(':')).then_some(Effect::Swap(Step::Redo, label)),
    };
    let mut all = app.wants(done);
    all.extend(files);
    all
}

/// Says what became of the files.
pub(in crate::tui) fn swapped(app: &mut App, way: Step, undo: &Undo) {
    let first = match way {
        Step::Undo => tell!("answer-undone"),
        Step::Redo => tell!("answer-redone"),
    };
    said(app, first, undo);
}

/// Says `first`, and what became of the files.
pub(super) fn said(app: &mut App, first: String, undo: &Undo) {
    let mut said = vec![first];
    let names = |paths: &[String]| paths.join(", ");
    if !undo.restored.is_empty() {
        said.push(tell!("undo-restored", paths = names(&undo.restored)));
    }
    if !undo.removed.is_empty() {
        said.push(tell!("undo-removed", paths = names(&undo.removed)));
    }
    for conflict in &undo.conflicts {
        said.push(match &conflict.copy {
            Some(copy) => {
                tell!("undo-conflict-kept", path = &conflict.path, copy = copy.display().to_string())
            }
            None => tell!("undo-conflict", path = &conflict.path),
        });
    }
    if !undo.blocked.is_empty() {
        said.push(tell!("undo-blocked", paths = names(&undo.blocked)));
    }
    if said.len() == 1 {
        said.push(tell!("undo-no-files"));
    }
    let troubled = !undo.conflicts.is_empty() || !undo.blocked.is_empty();
    app.say(if troubled { Role::Warning } else { Role::Good }, said.join(" · "));
}

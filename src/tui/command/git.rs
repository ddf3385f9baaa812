//! Commands about changes: a commit and its message, a review.

use crate::chat::preset;
use crate::code::git::{Commit, Staged, cut};
use crate::code::policy::Mode;
use crate::render::line::{Line, Span};
use crate::render::sanitize::screen;
use crate::render::theme::Role;
use crate::render::wrap::wrap;
use crate::tell;
use crate::tui::app::App;
use crate::tui::event::{Effect, Want};
use crate::tui::overlay::{Overlay, Page};

/// Asks for the message of a commit.
const MESSAGE: &str = include_str!("../../../prompts/commit.md");
/// Asks for a review of changes.
const REVIEW: &str = include_str!("../../../prompts/changes.md");

/// Whether there is work in a project and nothing under way; says why not.
fn free(app: &mut App) -> bool {
    if app.agent.mode().is_none() {
        app.say(Role::Muted, tell!("code-only"));
        return false;
    }
    if app.busy() {
        app.say(Role::Muted, tell!("answer-busy"));
    }
    !app.busy()
}

/// Commits with this message, or has the model write one.
pub(super) fn commit(app: &mut App, message: &str) -> Vec<Effect> {
    if !free(app) {
        return Vec::new();
    }
    match message {
        "" => vec![Effect::Get(Want::Staged)],
        message => {
            app.say(Role::Muted, tell!("commit-runs"));
            vec![Effect::Commit(message.to_owned())]
        }
    }
}

/// It is known what is staged: the model is asked for a message.
pub(in crate::tui) fn staged(app: &mut App, staged: &Staged) -> Vec<Effect> {
    if staged.diff.trim().is_empty() {
        app.say(Role::Warning, tell!("commit-nothing"));
        return Vec::new();
    }
    if app.busy() {
        app.say(Role::Muted, tell!("answer-busy"));
        return Vec::new();
    }
    app.say(Role::Muted, tell!("commit-asks"));
    let done = app.session.aside(&message(staged, app.session.spare_bytes()));
    app.wants(done)
}

/// The question for a message, with as much of the changes as there is room for.
fn message(staged: &Staged, bytes: usize) -> String {
    let subjects: Vec<String> = staged.subjects.iter().map(|subject| format!("- {subject}")).collect();
    let about = |part: &&str| !staged.subjects.is_empty() || !part.contains("{subjects}");
    let text: Vec<&str> = MESSAGE.trim().split("\n\n").filter(about).collect();
    let room = bytes.saturating_sub(MESSAGE.len()).max(bytes / 2);
    let text = text.join("\n\n").replace("{subjects}", &subjects.join("\n"));
    text.replace("{changes}", &cut(&staged.diff, room))
}

/// The message is written: it stands ready to be changed and sent.
pub(in crate::tui) fn written(app: &mut App, text: &str) {
    let text = text.trim().trim_matches('`').trim();
    app.composer.set(&format!("/commit {text}"));
    app.say(Role::Good, tell!("commit-ready"));
}

/// Says what became of a commit; a message that was not used comes back.
pub(in crate::tui) fn committed(app: &mut App, commit: &Commit, message: &str) {
    match commit {
        Commit::Made(said) => app.say(Role::Good, screen(said.lines().next().unwrap_or_default())),
        Commit::Failed(said) => {
            if app.composer.is_empty() {
                app.composer.set(&format!("/commit {message}"));
            }
            let cols = usize::from(Page::inner(app.screen.cols));
            let style = app.screen.look.theme.style(Role::Text);
            let row = |line: &str| wrap(&[Span::new(line, style)], &[], &[], cols);
            let lines: Vec<Line> = screen(said).split('\n').flat_map(row).collect();
            app.open(Overlay::Page(Page::new(tell!("commit-failed"), lines)));
        }
    }
}

/// Has the model review what was changed; in a chat, what the user puts in.
pub(super) fn review(app: &mut App, range: &str) -> Vec<Effect> {
    if app.agent.mode().is_none() {
        let presets = preset::all(&app.here.presets);
        if let Some(preset) = presets.iter().find(|preset| preset.name == "review") {
            app.composer.set(&preset.fill(range));
        }
        return Vec::new();
    }
    if !free(app) {
        return Vec::new();
    }
    vec![Effect::Changes(app.session.chat.id.0.clone(), range.to_owned())]
}

/// The changes are here: the model reads them, and changes nothing until it has answered.
pub(in crate::tui) fn changes(app: &mut App, changes: &str) -> Vec<Effect> {
    if changes.trim().is_empty() {
        app.say(Role::Muted, tell!("review-nothing"));
        return Vec::new();
    }
    if !free(app) {
        return Vec::new();
    }
    let bytes = app.session.spare_bytes();
    let room = bytes.saturating_sub(REVIEW.len()).max(bytes / 2);
    let text = REVIEW.trim().replace("{changes}", &cut(changes, room));
    app.agent.lend(Mode::Plan);
    app.transcript.end();
    app.transcript.choose(None, &app.session.tree);
    let done = app.session.send(text, Vec::new(), app.now.unix);
    app.say(Role::Muted, tell!("review-plan"));
    app.wants(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staged(subjects: &[&str]) -> Staged {
        let diff: String = (0..1000).map(|n| format!("+line {n}\n")).collect();
        Staged { diff, subjects: subjects.iter().map(ToString::to_string).collect() }
    }

    #[test]
    fn the_model_sees_how_commits_are_called_here_and_what_there_is_room_for() {
        let text = message(&staged(&["Add x", "أضف ي"]), 4000);
        assert!(
            text.contains("- Add x\n- أضف ي") && text.contains("+line 0\n") && text.contains("+line 999")
        );
        assert!(
            text.contains("lines left out") && text.len() < 4100 && !text.contains('{'),
            "{}",
            text.len()
        );
    }

    #[test]
    fn before_the_first_commit_nothing_is_said_of_earlier_ones() {
        let text = message(&staged(&[]), 4000);
        assert!(!text.contains("last commits") && !text.contains('{') && text.contains("+line 0\n"));
    }
}

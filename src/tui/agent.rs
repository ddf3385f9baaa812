//! What the chat knows of the work by tools: the mode, the call under way, what was asked, what was taken back.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::action::Action;
use super::app::App;
use super::chord::Chord;
use super::command;
use super::diff::Sides;
use super::event::Effect;
use super::overlay::{Overlay, Permit};
use crate::chat::tree::NodeId;
use crate::code::hands::Reply;
use crate::code::policy::{Freedom, Mode};
use crate::code::tool::Reach;
use crate::render::theme::Role;
use crate::session::Phase;
use crate::tell;

/// Milliseconds without a key after which the next letter is no longer part of the message that is being typed.
const PAUSE: u64 = 600;

/// Milliseconds that a mode has to hold before it answers a question: the key for it goes through all of them.
const HOLDS: u64 = 700;

/// What is known of the work by tools.
#[derive(Debug, Default)]
pub struct Agent {
    /// How free the model is; `None` in a chat.
    freedom: Option<Freedom>,
    /// The mode that holds again when the model has answered.
    lent: Option<Mode>,
    /// The call under way, and when it began, in milliseconds since the start.
    began: Option<(String, u64)>,
    /// The mode at the last look, and since when.
    since: (Option<Mode>, u64),
    /// How both sides of a change stand in a wide terminal.
    pub(in crate::tui) sides: Sides,
    /// When a key went to the message.
    pub(in crate::tui) typed: u64,
    /// What was taken back, the last one last.
    pub(in crate::tui) undone: Vec<Undone>,
    /// The task that the program was started with, until it is sent.
    pub errand: Option<Errand>,
    /// Files whose text goes along with messages, each once as it is.
    pub(in crate::tui) added: Vec<String>,
    /// Where the user goes back to, while the files are on their way.
    pub(in crate::tui) goal: Option<Goal>,
}

/// A task that is sent by itself as soon as the model that gets it is known, and what it is told of the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errand {
    /// The task, as it stands in the composer meanwhile.
    pub text: String,
    /// Whether the project was looked at.
    pub project: Project,
}

/// Whether a project was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Project {
    /// Not yet.
    #[default]
    Unseen,
    /// It was.
    Seen,
}

/// An exchange that was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tui) struct Undone {
    /// Where the path ended before.
    pub(in crate::tui) from: Option<NodeId>,
    /// Where it ended afterwards.
    pub(in crate::tui) to: Option<NodeId>,
    /// The conversation and question that files were changed for.
    pub(in crate::tui) label: String,
    /// The question.
    pub(in crate::tui) text: String,
    /// The turns of files that were taken back over several questions.
    pub(in crate::tui) turns: Vec<u64>,
}

/// A question that the user goes back to, and with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) struct Goal {
    /// The question.
    pub(in crate::tui) node: NodeId,
    /// What goes back.
    pub(in crate::tui) way: Way,
}

/// What goes back to before a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Way {
    /// Files and chat.
    Both,
    /// The chat.
    Chat,
    /// Files.
    Files,
}

impl Way {
    /// Its name in a list.
    pub(in crate::tui) fn name(self) -> &'static str {
        match self {
            Way::Both => "both",
            Way::Chat => "chat",
            Way::Files => "files",
        }
    }

    /// The way of that name.
    pub(in crate::tui) fn named(name: &str) -> Option<Way> {
        [Way::Both, Way::Chat, Way::Files].into_iter().find(|way| way.name() == name)
    }
}

impl Agent {
    /// Work with this freedom, or a chat.
    pub fn new(freedom: Option<Freedom>) -> Agent {
        Agent { freedom, ..Agent::default() }
    }

    /// How free the model is; `None` in a chat.
    pub fn mode(&self) -> Option<Mode> {
        self.freedom.as_ref().map(Freedom::get)
    }

    /// This mode holds until the model has answered.
    pub(in crate::tui) fn lend(&mut self, mode: Mode) {
        let before = self.lent.or(self.mode());
        self.set(mode);
        self.lent = before;
    }

    /// From now on this mode holds, where there is work.
    pub(in crate::tui) fn set(&mut self, mode: Mode) {
        self.lent = None;
        if let Some(freedom) = &self.freedom {
            freedom.set(mode);
        }
    }

    /// Milliseconds that the call under way has taken.
    pub(in crate::tui) fn since(&self, now: u64) -> u64 {
        self.began.as_ref().map_or(0, |began| now.saturating_sub(began.1))
    }
}

/// A mode's name for people.
pub(super) fn named(mode: Mode) -> String {
    match mode {
        Mode::Plan => tell!("mode-plan"),
        Mode::Ask => tell!("mode-ask"),
        Mode::Edit => tell!("mode-edit"),
        Mode::Auto => tell!("mode-auto"),
    }
}

/// The look of its name.
pub(super) fn role(mode: Mode) -> Role {
    match mode {
        Mode::Plan => Role::Muted,
        Mode::Ask => Role::Key,
        Mode::Edit => Role::Good,
        Mode::Auto => Role::Warning,
    }
}

/// Brings the question about a call on the screen, or takes it away, as the work goes on.
pub(super) fn watch(app: &mut App) -> Vec<Effect> {
    if !app.busy()
        && let Some(mode) = app.agent.lent
    {
        app.agent.set(mode);
    }
    let done = settle(app);
    let call = app.session.call().filter(|_| app.session.phase() == Phase::Working);
    let call = call.map(|call| call.id.clone());
    if call.as_ref() != app.agent.began.as_ref().map(|began| &began.0) {
        app.agent.began = call.map(|call| (call, app.now.ms));
    }
    let shown = app.overlays.iter().position(|overlay| matches!(overlay, Overlay::Permit(_)));
    match (app.session.asked(), shown) {
        (Some(ask), None) => {
            let permit = Overlay::Permit(Box::new(Permit::new(
                ask.clone(),
                app.screen.look.code.clone(),
                app.agent.sides,
            )));
            app.complete = None;
            // What the user has open stays on top until it is closed.
            app.overlays.insert(0, permit);
        }
        (None, Some(at)) => _ = app.overlays.remove(at),
        _ => {}
    }
    done
}

/// Answers the question about a call as the mode does that the user went over to, where that needs no question and
/// the user did not begin to answer.
fn settle(app: &mut App) -> Vec<Effect> {
    let mode = app.agent.mode();
    if mode != app.agent.since.0 {
        app.agent.since = (mode, app.now.ms);
    }
    let (Some(mode), Some(ask)) = (mode, app.session.asked()) else { return Vec::new() };
    let settles = match mode {
        Mode::Plan => ask.call.reach() != Reach::Look,
        mode => ask.free.is_some_and(|free| mode >= free),
    };
    let begun = |overlay: &Overlay| match overlay {
        Overlay::Permit(permit) if mode == Mode::Plan => permit.writes(),
        Overlay::Permit(permit) => permit.is_begun(),
        _ => false,
    };
    if !settles || app.now.ms < app.agent.since.1 + HOLDS || app.overlays.iter().any(begun) {
        return Vec::new();
    }
    let done = app.session.reply(Reply::Mode);
    app.wants(done)
}

/// Sends the task that the program was started with, when nothing is missing. What the user changes, they send.
pub(super) fn begin(app: &mut App) -> Vec<Effect> {
    let Some(errand) = &app.agent.errand else { return Vec::new() };
    let same = app.composer.draft().text == errand.text;
    if same && (app.here.model.is_none() || errand.project == Project::Unseen || !app.overlays.is_empty()) {
        return Vec::new();
    }
    app.agent.errand = None;
    if same { app.write(KeyCode::Enter.into()) } else { Vec::new() }
}

/// Keys that are not for the question about a call though it is on top: the rest of a word that was being typed when
/// it came, and the mode. `None` where the key is for whoever is on top.
pub(super) fn aside(app: &mut App, key: KeyEvent) -> Option<Vec<Effect>> {
    let Some(Overlay::Permit(permit)) = app.overlays.last() else { return None };
    if Chord::of(key).and_then(|chord| app.keys.action(chord)) == Some(Action::Mode) {
        return Some(command::run(app, Action::Mode, ""));
    }
    let writes = matches!(key.code, KeyCode::Char(_) | KeyCode::Backspace | KeyCode::Enter)
        && !key.modifiers.contains(KeyModifiers::CONTROL);
    let typing = !app.composer.is_empty() && app.now.ms < app.agent.typed + PAUSE;
    (writes && typing && !permit.writes()).then(|| app.write(key))
}

//! The chat's state, and what each event does to it; nothing here reads, writes or waits.

use std::path::PathBuf;
use std::sync::Arc;

use super::action::Action;
use super::agent::{self, Agent};
use super::command;
use super::complete::Complete;
use super::composer::{Composer, Draft};
use super::event::{Effect, Event};
use super::files::Files;
use super::guard::Mouse;
use super::keymap::Keymap;
use super::order::{self, Bidi};
use super::overlay::{self, Overlay, Question};
use super::select::Selection;
use super::transcript::Transcript;
use super::{arrival, view};
use crate::chat::preset::Preset;
use crate::chat::tree::{NodeId, State};
use crate::error::Error;
use crate::render::look::Look;
use crate::render::theme::{Depth, Role, Theme};
use crate::session::{self, Session};
use crate::tell;

mod browse;
mod keys;
mod pace;
mod typing;

use pace::Pace;

/// A moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// Seconds since 1970.
    pub unix: i64,
    /// Milliseconds since the start.
    pub ms: u64,
}

/// One line that is said below the conversation for a while.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The line; empty when there is none.
    pub text: String,
    /// What it is.
    pub role: Option<Role>,
    /// When it goes, in milliseconds since the start.
    until: u64,
}

/// The screen.
#[derive(Debug)]
pub struct Screen {
    /// Columns.
    pub cols: u16,
    /// Rows.
    pub rows: u16,
    /// Theme, width of the text, syntax colours.
    pub look: Look,
    /// Colours that the terminal has.
    pub depth: Depth,
    /// Who has the mouse.
    pub mouse: Mouse,
    /// The theme to go back to when the choice of another is given up.
    pub before: Option<Arc<Theme>>,
}

/// What is known of the surroundings.
#[derive(Debug, Default)]
pub struct Here {
    /// The project's directory.
    pub dir: String,
    /// Where the user's themes are.
    pub themes: PathBuf,
    /// Where the user's presets are.
    pub presets: PathBuf,
    /// Prompts that are commands: the user's and the project's own.
    pub own: Vec<Preset>,
    /// The model that answers; `None` while it is looked for.
    pub model: Option<session::Model>,
    /// What a user of the starter is told of other models.
    pub advice: String,
    /// The project's files, once they were asked for.
    pub files: Option<Files>,
    /// The language of the environment.
    pub locale: String,
    /// The text that the list of conversations was last asked for.
    pub searched: String,
    /// What decides who orders right-to-left text.
    pub bidi: Bidi,
}

/// A key that does more when it is pressed again at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Armed {
    /// Ctrl+C leaves.
    Quit,
    /// Esc chooses a message.
    Browse,
}

/// The chat.
#[derive(Debug)]
pub struct App {
    /// The conversation.
    pub session: Session,
    /// The message that is written.
    pub composer: Composer,
    /// What has been said, as rows.
    pub transcript: Transcript,
    /// What the mouse has marked of it.
    pub selection: Option<Selection>,
    /// What lies over it; the last has the keys.
    pub overlays: Vec<Overlay>,
    /// Completions of the word at the caret.
    pub complete: Option<Complete>,
    /// What is said for a while.
    pub said: Said,
    /// The screen.
    pub screen: Screen,
    /// The keys.
    pub keys: Keymap,
    /// What is known of the surroundings.
    pub here: Here,
    /// What is known of the work by tools.
    pub agent: Agent,
    /// How fast the answer comes.
    pub pace: Pace,
    /// The moment of the last event.
    pub now: Now,
    /// The message that is written anew, when one is.
    pub editing: Option<NodeId>,
    /// The message that waits for its files.
    pub(in crate::tui) waiting: Option<Draft>,
    /// The text whose tokens were counted last, as it was when it was written.
    counted: String,
    armed: Option<(Armed, u64)>,
}

/// Milliseconds that a line is said for, and more for each of its bytes.
const SAID: (u64, u64) = (2500, 40);

impl App {
    /// A chat at its beginning.
    pub fn new(session: Session, screen: Screen, keys: Keymap, here: Here, composer: Composer) -> App {
        App {
            session,
            composer,
            transcript: Transcript::default(),
            selection: None,
            overlays: Vec::new(),
            complete: None,
            said: Said::default(),
            screen,
            keys,
            here,
            agent: Agent::default(),
            pace: Pace::default(),
            now: Now::default(),
            editing: None,
            waiting: None,
            counted: String::new(),
            armed: None,
        }
    }

    /// What an event does, and what is to be done because of it.
    pub fn update(&mut self, event: Event, now: Now) -> Vec<Effect> {
        self.now = now;
        // Only these change the message: an answer that streams in need not look at it.
        let writes = matches!(event, Event::Key(_) | Event::Paste(_) | Event::Got(_));
        let mut done = self.take(event);
        done.extend(agent::begin(self));
        done.extend(agent::watch(self));
        if writes {
            done.extend(self.count());
            // Another language of the interface may just have been chosen.
            if self.overlays.is_empty() {
                order::wonder(self, "");
            }
        }
        done
    }

    fn take(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => self.key(key),
            Event::Paste(text) => self.paste(&text),
            Event::Mouse(mouse) => self.mouse(mouse),
            Event::Resize(cols, rows) => {
                self.screen.resize(cols, rows);
                // The terminal may have lost cells on the way to a size that is the same again.
                vec![Effect::Redraw]
            }
            Event::Tick => {
                if self.said.until <= self.now.ms {
                    self.said = Said::default();
                }
                Vec::new()
            }
            Event::Session(event) => arrival::session(self, event),
            Event::Got(got) => arrival::got(self, got),
            Event::Leave => vec![Effect::Quit],
            Event::Pause => vec![Effect::Suspend],
            Event::Goes => vec![Effect::Resume],
        }
    }

    /// Makes the rows of the next frame.
    pub fn lay(&mut self) {
        let height = view::transcript_height(self);
        self.transcript.lay(&self.session, &self.screen.look, height);
    }

    /// Whether something on the screen moves by itself.
    pub fn moves(&self) -> bool {
        self.busy() || !self.said.text.is_empty()
    }

    /// Says a line for a while.
    pub fn say(&mut self, role: Role, text: impl Into<String>) {
        let text = text.into();
        let until = self.now.ms + SAID.0 + SAID.1 * text.len() as u64;
        self.said = Said { text, role: Some(role), until };
    }

    /// Says what went wrong.
    pub fn fail(&mut self, error: &Error) {
        let hint = error.remedy().map(|hint| format!(" · {hint}")).unwrap_or_default();
        self.say(Role::Error, format!("{error}{hint}"));
    }

    /// Whether an answer that failed stands at the end of the screen, and says itself why.
    pub(in crate::tui) fn shows_failure(&self) -> bool {
        let leaf = self.session.tree.leaf().and_then(|leaf| self.session.tree.node(leaf));
        self.transcript.at_end() && leaf.is_some_and(|node| node.state == State::Failed)
    }

    /// Whether an answer is being made.
    pub fn busy(&self) -> bool {
        self.session.is_busy()
    }

    /// What the conversation wants done, among the chat's own; what it has to say is said.
    pub(in crate::tui) fn wants(&mut self, effects: Vec<session::Effect>) -> Vec<Effect> {
        let mut all = Vec::with_capacity(effects.len());
        for effect in effects {
            match effect {
                session::Effect::Notice(text) => self.say(Role::Warning, text),
                session::Effect::Drifted(why) => {
                    let keys = self.keys.keys(Action::Regen);
                    self.say(Role::Warning, tell!("answer-drifted", why = why, keys = keys));
                }
                session::Effect::Aside(text) => command::written(self, &text),
                session::Effect::Tested(output) => command::tested(self, &output),
                effect => all.push(Effect::Session(effect)),
            }
        }
        all
    }

    /// Opens a layer.
    pub(in crate::tui) fn open(&mut self, overlay: Overlay) {
        self.complete = None;
        self.overlays.push(overlay);
    }

    /// Asks something by a line.
    pub(in crate::tui) fn ask(&mut self, question: Question, title: &str, line: String) {
        self.open(Overlay::Ask(overlay::Ask::line(question, title, line)));
    }
}

impl Screen {
    /// Takes another size.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        (self.cols, self.rows) = (cols, rows);
        self.look.width = view::text_width(cols);
    }
}

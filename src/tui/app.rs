//! The chat's state, and what each event does to it; nothing here reads, writes or waits.

use std::path::PathBuf;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseEvent, MouseEventKind};

use super::action::{self, Action};
use super::chord::Chord;
use super::command;
use super::complete::{Complete, What};
use super::composer::{Composer, Draft, Reply};
use super::event::{Effect, Event, Want};
use super::files::{self, Files};
use super::guard::Mouse;
use super::keymap::Keymap;
use super::overlay::{Overlay, Question};
use super::transcript::{Transcript, Way};
use super::{arrival, choice};
use crate::chat::tree::NodeId;
use crate::error::Error;
use crate::render::look::Look;
use crate::render::theme::{Depth, Role, Theme};
use crate::session::{self, Session};

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
    /// The model that answers; `None` while it is looked for.
    pub model: Option<session::Model>,
    /// What a user of the starter is told of other models.
    pub advice: String,
    /// The project's files, once they were asked for.
    pub files: Option<Files>,
    /// The text that the list of conversations was last asked for.
    pub searched: String,
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
    /// How fast the answer comes.
    pub pace: Pace,
    /// The moment of the last event.
    pub now: Now,
    /// The message that is written anew, when one is.
    pub editing: Option<NodeId>,
    /// The message that waits for its files.
    pub(super) waiting: Option<Draft>,
    armed: Option<(Armed, u64)>,
}

/// Milliseconds in which a key pressed again does more.
const AGAIN: u64 = 1500;
/// Milliseconds that a line is said for, and more for each of its bytes.
const SAID: (u64, u64) = (2500, 40);

impl App {
    /// A chat at its beginning.
    pub fn new(session: Session, screen: Screen, keys: Keymap, here: Here, composer: Composer) -> App {
        App {
            session,
            composer,
            transcript: Transcript::default(),
            overlays: Vec::new(),
            complete: None,
            said: Said::default(),
            screen,
            keys,
            here,
            pace: Pace::default(),
            now: Now::default(),
            editing: None,
            waiting: None,
            armed: None,
        }
    }

    /// What an event does, and what is to be done because of it.
    pub fn update(&mut self, event: Event, now: Now) -> Vec<Effect> {
        self.now = now;
        match event {
            Event::Key(key) => self.key(key),
            Event::Paste(text) => self.paste(&text),
            Event::Mouse(mouse) => self.mouse(mouse),
            Event::Resize(cols, rows) => {
                self.screen.resize(cols, rows);
                Vec::new()
            }
            Event::Tick => {
                if self.said.until <= now.ms {
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
        let height = super::view::transcript_height(self);
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

    /// Whether an answer is being made.
    pub fn busy(&self) -> bool {
        self.session.is_busy()
    }

    fn armed(&mut self, what: Armed) -> bool {
        let again = self.armed.is_some_and(|(armed, until)| armed == what && self.now.ms <= until);
        self.armed = if again { None } else { Some((what, self.now.ms + AGAIN)) };
        again
    }

    fn key(&mut self, key: KeyEvent) -> Vec<Effect> {
        if key.kind == crossterm::event::KeyEventKind::Release {
            return Vec::new();
        }
        let is_control = |c: char| key.code == KeyCode::Char(c) && key.modifiers == KeyModifiers::CONTROL;
        if let Some(overlay) = self.overlays.last_mut() {
            let reply = overlay.key(key);
            return choice::replied(self, reply);
        }
        if is_control('c') {
            return self.interrupt();
        }
        if let Some(effects) = self.completing(key) {
            return effects;
        }
        if self.transcript.chosen().is_some() {
            return self.browse(key);
        }
        if key.code == KeyCode::Esc && self.composer.mode().is_none_or(|mode| mode == "NORMAL") {
            return self.escape();
        }
        if is_control('d') && !self.composer.is_empty() {
            return self.write(key);
        }
        if key.code == KeyCode::Char('?') && key.modifiers.is_empty() && self.composer.is_empty() {
            return command::run(self, Action::Help, "");
        }
        match Chord::of(key).and_then(|chord| self.keys.action(chord)) {
            // Esc was looked at above; what else stops an answer is the user's own key.
            Some(Action::Stop) => self.stop(),
            Some(action) => command::run(self, action, ""),
            None => self.write(key),
        }
    }

    /// Ctrl+C: stops the answer, else clears the message, else leaves at the second time.
    fn interrupt(&mut self) -> Vec<Effect> {
        self.complete = None;
        if self.busy() {
            return self.stop();
        }
        if !self.composer.is_empty() {
            self.composer.set("");
            self.editing = None;
            self.say(Role::Muted, "cleared; Ctrl+_ brings it back");
            return self.changed();
        }
        self.transcript.choose(None, &self.session.tree);
        if self.armed(Armed::Quit) {
            return vec![Effect::Quit];
        }
        self.say(Role::Muted, "Ctrl+C again leaves");
        Vec::new()
    }

    /// Esc: stops the answer, ends a search or an edit, and chooses a message at the second time.
    fn escape(&mut self) -> Vec<Effect> {
        if self.busy() {
            return self.stop();
        }
        if self.transcript.found().is_some() {
            self.transcript.find("", Way::Up);
            return Vec::new();
        }
        if self.editing.take().is_some() {
            self.composer.set("");
            self.say(Role::Muted, "left as it was");
            return Vec::new();
        }
        // What is being written is not left by a key too many.
        if !self.composer.is_empty() {
            return Vec::new();
        }
        if self.armed(Armed::Browse) {
            return command::run(self, Action::Browse, "");
        }
        if !self.session.tree.path().is_empty() {
            self.say(Role::Muted, "Esc again chooses an earlier message");
        }
        Vec::new()
    }

    /// Stops the answer; what came stays.
    pub(super) fn stop(&mut self) -> Vec<Effect> {
        if !self.busy() {
            return Vec::new();
        }
        self.say(Role::Muted, "stopped; /regen answers again");
        let done = self.session.stop();
        self.wants(done)
    }

    /// Keys while completions are shown; `None` when the key is for somebody else.
    fn completing(&mut self, key: KeyEvent) -> Option<Vec<Effect>> {
        let complete = self.complete.as_mut()?;
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Up => complete.step(-1),
            KeyCode::Down => complete.step(1),
            KeyCode::Char('p') if control => complete.step(-1),
            KeyCode::Char('n') if control => complete.step(1),
            KeyCode::Esc => self.complete = None,
            KeyCode::Tab => return Some(self.accept()),
            KeyCode::Enter if key.modifiers.is_empty() => {
                let whole =
                    complete.what == What::Command && complete.chosen() == self.composer.text().trim();
                // A command that is written out is done at once.
                if whole {
                    self.complete = None;
                    return None;
                }
                let command = complete.what == What::Command;
                let row = action::named(complete.chosen().trim_start_matches('/'));
                let effects = self.accept();
                let alone =
                    command && row.is_some_and(|row| row.args.is_empty() || row.args.starts_with('['));
                if alone {
                    self.complete = None;
                    return Some(self.write(key));
                }
                return Some(effects);
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    /// Puts the completion in the word's place.
    fn accept(&mut self) -> Vec<Effect> {
        let Some(complete) = self.complete.take() else { return Vec::new() };
        match complete.what {
            What::Command => self.composer.set(&format!("{} ", complete.chosen())),
            What::File => {
                let (path, at) = (complete.chosen(), self.composer.at());
                match at {
                    Some(at) if files::is_image(path) => {
                        self.composer.fill(at.range(), "");
                        self.composer.image(path);
                    }
                    Some(at) => self.composer.fill(at.range(), &format!("{} ", files::mention(path))),
                    None => {}
                }
            }
        }
        Vec::new()
    }

    /// After the message changed: its tokens are counted, and what may complete it is looked for.
    fn changed(&mut self) -> Vec<Effect> {
        let counted = self.session.set_draft(&self.composer.text());
        let mut done = self.wants(counted);
        done.extend(self.offer());
        done
    }

    /// Looks what the word at the caret may be completed to.
    fn offer(&mut self) -> Vec<Effect> {
        self.complete = match (self.composer.slash(), self.composer.at()) {
            (Some(typed), _) => Complete::commands(typed),
            (None, Some(at)) => match &self.here.files {
                Some(files) => Complete::files(&at.text, files),
                None => return vec![Effect::Get(Want::Files)],
            },
            _ => None,
        };
        Vec::new()
    }

    /// The completions again, as the files have come.
    pub(super) fn refresh(&mut self) {
        if self.overlays.is_empty() {
            self.offer();
        }
    }

    /// Keys while a message is chosen.
    fn browse(&mut self, key: KeyEvent) -> Vec<Effect> {
        let plain = key.modifiers.is_empty() || key.modifiers == KeyModifiers::SHIFT;
        match key.code {
            KeyCode::Esc => self.transcript.choose(None, &self.session.tree),
            KeyCode::Up if plain => self.choose(-1),
            KeyCode::Down if plain => self.choose(1),
            KeyCode::Left if plain => return command::run(self, Action::Older, ""),
            KeyCode::Right if plain => return command::run(self, Action::Newer, ""),
            KeyCode::Enter => self.transcript.fold(self.transcript.chosen()),
            KeyCode::Char('n') if plain => self.find_again(Way::Up),
            KeyCode::Char('N') if plain => self.find_again(Way::Down),
            KeyCode::Char(letter) if plain => {
                if let Some(row) = action::lettered(letter) {
                    return command::run(self, row.action, "");
                }
            }
            _ => {
                if let Some(action) = Chord::of(key).and_then(|chord| self.keys.action(chord)) {
                    return command::run(self, action, "");
                }
            }
        }
        Vec::new()
    }

    /// Chooses the message `step` away; below the last one it is back to writing.
    pub(super) fn choose(&mut self, step: isize) {
        let path = self.session.tree.path();
        let at = self.transcript.chosen().and_then(|id| path.iter().position(|one| *one == id));
        let to = at.map_or(path.len().checked_sub(1), |at| at.checked_add_signed(step).or(Some(0)));
        let node = to.and_then(|to| path.get(to)).copied();
        self.transcript.choose(node, &self.session.tree);
        if node.is_none() {
            self.transcript.end();
        }
    }

    fn find_again(&mut self, way: Way) {
        if let Some((text, ..)) = self.transcript.found() {
            let text = text.to_owned();
            self.transcript.find(&text, way);
        }
    }

    /// Keys for the composer.
    fn write(&mut self, key: KeyEvent) -> Vec<Effect> {
        let found = self.transcript.found().is_some() && self.composer.is_empty();
        if found && matches!(key.code, KeyCode::Enter | KeyCode::Up | KeyCode::Down) {
            self.find_again(if key.code == KeyCode::Down { Way::Down } else { Way::Up });
            return Vec::new();
        }
        match self.composer.key(key) {
            Reply::Send(draft) => command::submit(self, draft),
            Reply::Changed => self.changed(),
            // Messages wait after an answer that was stopped; an empty line lets them go.
            Reply::Ignored if key.code == KeyCode::Enter => {
                let done = self.session.resume(self.now.unix);
                self.wants(done)
            }
            Reply::Moved | Reply::Ignored => Vec::new(),
        }
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        if let Some(overlay) = self.overlays.last_mut() {
            let reply = overlay.paste(text);
            return choice::replied(self, reply);
        }
        self.transcript.choose(None, &self.session.tree);
        self.composer.paste(text);
        self.changed()
    }

    fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        let step = match mouse.kind {
            MouseEventKind::ScrollUp => -3,
            MouseEventKind::ScrollDown => 3,
            _ => return Vec::new(),
        };
        if self.overlays.is_empty() {
            self.transcript.scroll(step);
            return Vec::new();
        }
        let code = if step < 0 { KeyCode::Up } else { KeyCode::Down };
        self.key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    /// What the conversation wants done, among the chat's own; what it has to say is said.
    pub(super) fn wants(&mut self, effects: Vec<session::Effect>) -> Vec<Effect> {
        let mut all = Vec::with_capacity(effects.len());
        for effect in effects {
            match effect {
                session::Effect::Notice(text) => self.say(Role::Warning, text),
                effect => all.push(Effect::Session(effect)),
            }
        }
        all
    }

    /// Opens a layer.
    pub(super) fn open(&mut self, overlay: Overlay) {
        self.complete = None;
        self.overlays.push(overlay);
    }

    /// Asks something by a line.
    pub(super) fn ask(&mut self, question: Question, title: &str, line: String) {
        self.open(Overlay::Ask(super::overlay::Ask::line(question, title, line)));
    }
}

/// How fast an answer comes, from the pieces of it that came so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pace {
    /// When counting began, in milliseconds since the start, and how many there were then.
    from: Option<(u64, u32)>,
    /// Pieces a second; 0 while that is not known.
    pub speed: f64,
}

impl Pace {
    /// So many pieces have come by now; 0 ends the count.
    pub(super) fn count(&mut self, pieces: u32, ms: u64) {
        let Some((began, had)) = self.from.filter(|from| from.1 <= pieces && pieces > 0) else {
            *self = Pace { from: (pieces > 0).then_some((ms, pieces)), speed: 0.0 };
            return;
        };
        let passed = ms.saturating_sub(began);
        if passed >= 300 {
            self.speed = f64::from(pieces - had) * 1000.0 / passed as f64;
        }
    }
}

impl Screen {
    /// Takes another size.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        (self.cols, self.rows) = (cols, rows);
        self.look.width = super::view::text_width(cols);
    }
}

//! The terminal's side of the loop: what happens comes in, frames go out, both at their own pace.

use std::time::{Duration, Instant};

use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use ratatui::Terminal;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::app::{App, Now};
use super::editor;
use super::event::{Effect, Event, Got};
use super::guard::{self, Guard, Options, Out, Signal, Signals, Suspended};
use super::probe::{Heard, Late, PATIENCE, Question};
use super::runner::Runner;
use super::sheet::Sheet;
use super::start::{self, Start};
use super::view::view;
use crate::chat::store;
use crate::config::Config;
use crate::error::Result;
use crate::render::bidi;
use crate::render::theme::{Role, Shade, Theme};
use crate::session;
use crate::tell;
use crate::text;

/// Between two frames while an answer streams. A key is answered at once.
const FRAME: Duration = Duration::from_millis(25);
/// Between two steps of what moves by itself.
const TICK: Duration = Duration::from_millis(100);
/// Events that are taken before a frame is drawn, so that no flood holds the screen back.
const BATCH: usize = 2000;

/// Runs the chat until the user leaves it.
///
/// # Errors
/// The terminal cannot be used, or the conversation that is wanted cannot be opened.
pub async fn run(start: Start, config: &Config) -> Result<()> {
    let (session_in, session_out) = unbounded_channel();
    let (got_in, got_out) = unbounded_channel();
    let (mut app, runner) = start::open(start, config, session_in, got_in)?;
    let signals = Signals::new()?;
    let order = app.here.bidi.choice().explicit;
    let guard = Guard::enter(Options { order, ..Options::of(&config.terminal, app.screen.mouse) })?;
    let mut terminal = Terminal::new(Sheet::new(Out::new()))?;
    draw(&mut app, &mut terminal)?;
    let mut events = Vec::new();
    let mut late = Late::default();
    if config.ui.theme == start::AUTO {
        let answer = Question::ask(&config.terminal).wait(PATIENCE);
        wear(&mut app, answer.shade);
        (events, late) = (answer.events, answer.late);
    }
    let mut screen = Loop {
        app,
        runner,
        guard,
        terminal,
        // What was typed meanwhile comes first.
        input: guard::keys(events)?,
        session: session_out,
        got: got_out,
        signals,
        late,
        began: Instant::now(),
    };
    let end = screen.turn(config).await;
    let Loop { runner, guard, .. } = screen;
    drop(guard);
    end.and(runner.close())
}

/// Everything that the loop holds.
struct Loop {
    app: App,
    runner: Runner,
    guard: Guard,
    terminal: Terminal<Sheet<Out>>,
    input: UnboundedReceiver<crossterm::event::Event>,
    session: UnboundedReceiver<session::Event>,
    got: UnboundedReceiver<Got>,
    signals: Signals,
    /// Finds the terminal's answer about its background when it comes late.
    late: Late,
    began: Instant,
}

/// Whether the chat goes on.
#[derive(PartialEq, Eq)]
enum Flow {
    On,
    End,
}

/// How soon what happened is to be seen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Never,
    Soon,
    Now,
}

impl Loop {
    async fn turn(&mut self, config: &Config) -> Result<()> {
        let mut due = Due::Now;
        let mut drawn = Instant::now();
        loop {
            let since = drawn.elapsed();
            if due == Due::Now || (due == Due::Soon && since >= FRAME) {
                draw(&mut self.app, &mut self.terminal)?;
                (due, drawn) = (Due::Never, Instant::now());
            }
            let wait = match due {
                Due::Soon => Some(FRAME.saturating_sub(drawn.elapsed())),
                _ if self.app.moves() => Some(TICK),
                _ => None,
            };
            let (events, how) = self.next(wait).await;
            due = due.max(how);
            for event in events {
                let now = self.now();
                for effect in self.app.update(event, now) {
                    if self.does(effect, config).await? == Flow::End {
                        return Ok(());
                    }
                }
            }
        }
    }

    fn now(&self) -> Now {
        Now { unix: store::now(), ms: u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX) }
    }

    /// Waits until something happens, then takes all that has happened.
    async fn next(&mut self, wait: Option<Duration>) -> (Vec<Event>, Due) {
        let (mut events, mut due, mut raw) = (Vec::new(), Due::Now, Vec::new());
        let sleep = tokio::time::sleep(wait.unwrap_or(Duration::from_secs(3600)));
        tokio::select! {
            biased;
            signal = self.signals.next() => events.push(self.signalled(signal)),
            key = self.input.recv() => match key {
                Some(event) => raw.push(event),
                // The terminal is gone.
                None => events.push(Event::Leave),
            },
            Some(event) = self.session.recv() => {
                events.push(Event::Session(event));
                due = Due::Soon;
            }
            Some(got) = self.got.recv() => events.push(Event::Got(got)),
            () = sleep => {
                events.push(Event::Tick);
                due = Due::Soon;
            }
        };
        while events.len() + raw.len() < BATCH {
            if let Ok(event) = self.input.try_recv() {
                raw.push(event);
                due = Due::Now;
            } else if let Ok(event) = self.session.try_recv() {
                events.push(Event::Session(event));
            } else if let Ok(got) = self.got.try_recv() {
                events.push(Event::Got(got));
                due = Due::Now;
            } else {
                break;
            }
        }
        for event in raw {
            events.extend(self.hear(event));
        }
        (events, due)
    }

    /// What a signal is for the chat.
    fn signalled(&self, signal: Signal) -> Event {
        match signal {
            Signal::End | Signal::Gone => Event::Leave,
            Signal::Pause => Event::Pause,
            Signal::Goes => Event::Goes,
            Signal::Size => {
                self.terminal.size().map_or(Event::Tick, |size| Event::Resize(size.width, size.height))
            }
        }
    }

    /// What a terminal's event is, after a late answer of the terminal was taken out of the keys.
    fn hear(&mut self, event: crossterm::event::Event) -> Vec<Event> {
        let crossterm::event::Event::Key(key) = event else { return read(event).into_iter().collect() };
        match self.late.hear(key) {
            Heard::Keys(keys) => keys.into_iter().map(Event::Key).collect(),
            Heard::Part => Vec::new(),
            Heard::Shade(shade) => {
                wear(&mut self.app, shade);
                Vec::new()
            }
        }
    }

    /// Does what concerns the terminal; the rest is the runner's.
    async fn does(&mut self, effect: Effect, config: &Config) -> Result<Flow> {
        match effect {
            Effect::Quit => return Ok(Flow::End),
            Effect::Redraw => self.clear()?,
            Effect::Mouse(mouse) => self.guard.mouse(mouse)?,
            Effect::Speak(lang) => {
                text::speak(lang);
                self.clear()?;
            }
            Effect::Order(choice) => {
                bidi::set_order(choice.order, choice.guides);
                self.guard.order(choice.explicit)?;
                self.clear()?;
            }
            Effect::Suspend => {
                if self.guard.suspend()? == Suspended::Nowhere {
                    self.app.say(Role::Muted, tell!("screen-no-shell"));
                }
                self.clear()?;
            }
            Effect::Resume => {
                self.guard.resume()?;
                self.clear()?;
            }
            Effect::Editor(text) => self.edits(|| editor::message(&text, config).map(Got::Edited))?,
            Effect::Review(path, text) => {
                self.edits(|| Ok(Got::Reviewed(path.clone(), editor::file(&path, &text, config)?)))?;
            }
            effect => self.runner.run(effect),
        }
        Ok(Flow::On)
    }

    /// Leaves the terminal to an editor, and takes what it made.
    fn edits(&mut self, edit: impl FnOnce() -> Result<Got>) -> Result<()> {
        let edited = self.guard.aside(edit);
        self.clear()?;
        let got = edited.and_then(|edited| edited).unwrap_or_else(Got::Failed);
        let now = self.now();
        self.app.update(Event::Got(got), now);
        Ok(())
    }

    /// Has the next frame drawn whole, and nothing seen of that before it. The terminal's own way to clear
    /// asks where the cursor is, and waits for an answer among the keys.
    fn clear(&mut self) -> Result<()> {
        crossterm::queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate, Clear(ClearType::All))?;
        self.terminal.swap_buffers();
        Ok(())
    }
}

/// Puts on the theme for that background, where it is another than was thought.
fn wear(app: &mut App, shade: Shade) {
    if shade != app.screen.look.theme.shade {
        app.screen.look.theme = Theme::auto(shade).at(app.screen.depth).into();
    }
}

fn draw(app: &mut App, terminal: &mut Terminal<Sheet<Out>>) -> Result<()> {
    let size = terminal.size()?;
    if (size.width, size.height) != (app.screen.cols, app.screen.rows) {
        app.screen.resize(size.width, size.height);
    }
    app.lay();
    crossterm::queue!(terminal.backend_mut(), BeginSynchronizedUpdate)?;
    terminal.draw(|frame| view(frame, app))?;
    crossterm::execute!(terminal.backend_mut(), EndSynchronizedUpdate)?;
    Ok(())
}

/// What a terminal's event is for the chat.
fn read(event: crossterm::event::Event) -> Option<Event> {
    use crossterm::event::Event as Raw;
    match event {
        Raw::Key(key) => Some(Event::Key(key)),
        Raw::Paste(text) => Some(Event::Paste(text)),
        Raw::Mouse(mouse) => Some(Event::Mouse(mouse)),
        // A new size was told by a signal already.
        Raw::Resize(..) | Raw::FocusGained | Raw::FocusLost => None,
    }
}

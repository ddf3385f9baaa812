//! The terminal's side of the loop: what happens comes in, frames go out, both at their own pace.

use std::future::poll_fn;
use std::task::Poll;
use std::time::{Duration, Instant};

use crossterm::event::EventStream;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use futures_util::StreamExt;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::app::{App, Now};
use super::editor;
use super::event::{Effect, Event, Got};
use super::guard::{Guard, Options, Out, Signal, Signals, Suspended};
use super::probe::{Answer, Heard, Late, PATIENCE, Question};
use super::runner::Runner;
use super::start::{self, Start};
use super::view::view;
use crate::config::Config;
use crate::error::Result;
use crate::render::theme::{Role, Shade, Theme};
use crate::session;

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
    let guard = Guard::enter(Options::of(&config.terminal, app.screen.mouse))?;
    let terminal = Terminal::new(CrosstermBackend::new(Out::new()))?;
    let size = terminal.size()?;
    app.screen.resize(size.width, size.height);
    let mut screen = Loop {
        app,
        runner,
        guard,
        terminal,
        input: None,
        session: session_out,
        got: got_out,
        signals,
        late: Late::default(),
        began: Instant::now(),
    };
    screen.draw()?;
    screen.probe(config)?;
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
    terminal: Terminal<CrosstermBackend<Out>>,
    /// Keys; `None` while somebody else has the terminal.
    input: Option<EventStream>,
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
                self.draw()?;
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
        let unix = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Now {
            unix: i64::try_from(unix.as_secs()).unwrap_or(0),
            ms: u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// Waits until something happens, then takes all that has happened.
    async fn next(&mut self, wait: Option<Duration>) -> (Vec<Event>, Due) {
        let (mut events, mut due, mut raw) = (Vec::new(), Due::Now, Vec::new());
        let input = self.input.get_or_insert_with(EventStream::new);
        let sleep = tokio::time::sleep(wait.unwrap_or(Duration::from_secs(3600)));
        tokio::select! {
            biased;
            signal = self.signals.next() => events.push(signalled(signal)),
            key = input.next() => match key {
                Some(Ok(event)) => raw.push(event),
                // The terminal is gone.
                Some(Err(_)) | None => events.push(Event::Leave),
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
            if let Some(event) = ready(input).await {
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

    /// What a terminal's event is, after a late answer of the terminal was taken out of the keys.
    fn hear(&mut self, event: crossterm::event::Event) -> Vec<Event> {
        let crossterm::event::Event::Key(key) = event else { return read(event).into_iter().collect() };
        match self.late.hear(key) {
            Heard::Keys(keys) => keys.into_iter().map(Event::Key).collect(),
            Heard::Part => Vec::new(),
            Heard::Shade(shade) => {
                self.shade(shade);
                Vec::new()
            }
        }
    }

    /// Does what concerns the terminal; the rest is the runner's.
    async fn does(&mut self, effect: Effect, config: &Config) -> Result<Flow> {
        match effect {
            Effect::Quit => return Ok(Flow::End),
            Effect::Redraw => self.terminal.clear()?,
            Effect::Mouse(mouse) => self.guard.mouse(mouse)?,
            Effect::Suspend => {
                // The reader of keys must be gone before the shell reads them.
                self.input = None;
                if self.guard.suspend()? == Suspended::Nowhere {
                    self.app.say(Role::Muted, "there is no shell to go back to");
                }
                self.terminal.clear()?;
            }
            Effect::Resume => {
                self.input = None;
                self.guard.resume()?;
                self.terminal.clear()?;
            }
            Effect::Editor(text) => {
                self.input = None;
                let edited = self.guard.aside(|| editor::edit(&text, config));
                self.terminal.clear()?;
                let got = edited.and_then(|edited| edited).map_or_else(Got::Failed, Got::Edited);
                let now = self.now();
                self.app.update(Event::Got(got), now);
            }
            effect => self.runner.run(effect),
        }
        Ok(Flow::On)
    }

    /// Asks the terminal whether it is dark or light, when the theme is to follow it, and draws anew when it
    /// is another than was thought.
    fn probe(&mut self, config: &Config) -> Result<()> {
        if config.ui.theme != start::AUTO {
            return Ok(());
        }
        let Answer { shade, events, late } = Question::ask(&config.terminal).wait(PATIENCE);
        self.late = late;
        self.shade(shade);
        let now = self.now();
        for event in events.into_iter().filter_map(read) {
            // Nothing that is typed in the first moment asks for more than the state.
            for effect in self.app.update(event, now) {
                self.runner.run(effect);
            }
        }
        Ok(())
    }

    fn shade(&mut self, shade: Shade) {
        if self.app.screen.look.theme.shade != shade {
            self.app.screen.look.theme = Theme::auto(shade).at(self.app.screen.depth).into();
        }
    }

    fn draw(&mut self) -> Result<()> {
        let size = self.terminal.size()?;
        if (size.width, size.height) != (self.app.screen.cols, self.app.screen.rows) {
            self.app.screen.resize(size.width, size.height);
        }
        self.app.lay();
        crossterm::queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| view(frame, &self.app))?;
        crossterm::execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        Ok(())
    }
}

/// A key that is there already. It is asked for with the loop's own waker: the stream tells only the first
/// who asks after a key, and one that wakes nobody would leave the loop asleep.
async fn ready(input: &mut EventStream) -> Option<crossterm::event::Event> {
    poll_fn(|context| match input.poll_next_unpin(context) {
        Poll::Ready(Some(Ok(event))) => Poll::Ready(Some(event)),
        _ => Poll::Ready(None),
    })
    .await
}

/// What a signal is for the chat.
fn signalled(signal: Signal) -> Event {
    match signal {
        Signal::End | Signal::Gone => Event::Leave,
        Signal::Pause => Event::Pause,
        Signal::Goes => Event::Goes,
    }
}

/// What a terminal's event is for the chat.
fn read(event: crossterm::event::Event) -> Option<Event> {
    use crossterm::event::Event as Raw;
    match event {
        Raw::Key(key) => Some(Event::Key(key)),
        Raw::Paste(text) => Some(Event::Paste(text)),
        Raw::Mouse(mouse) => Some(Event::Mouse(mouse)),
        Raw::Resize(cols, rows) => Some(Event::Resize(cols, rows)),
        Raw::FocusGained | Raw::FocusLost => None,
    }
}

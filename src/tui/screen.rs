//! The terminal's side of the loop: what happens comes in, frames go out, both at their own pace.

use std::io::{self, BufWriter, Stdout};
use std::time::{Duration, Instant};

use crossterm::event::EventStream;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use futures_util::{FutureExt, StreamExt};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::app::{App, Now};
use super::editor;
use super::event::{Effect, Event, Got};
use super::guard::{Guard, Options};
use super::runner::Runner;
use super::start::{self, Start};
use super::view::view;
use crate::config::Config;
use crate::error::Result;
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
    let guard = Guard::enter(Options { mouse: app.screen.mouse == super::event::Mouse::Chat })?;
    let terminal = Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout())))?;
    let size = terminal.size()?;
    app.screen.resize(size.width, size.height);
    let signals = Signals { term: signal(SignalKind::terminate())?, hup: signal(SignalKind::hangup())? };
    let mut screen = Loop {
        app,
        runner,
        guard,
        terminal,
        input: None,
        session: session_out,
        got: got_out,
        signals,
        began: Instant::now(),
    };
    screen.draw()?;
    // SHADE
    let end = screen.turn(config).await;
    let Loop { runner, guard, .. } = screen;
    drop(guard);
    end.and(runner.close())
}

struct Signals {
    term: Signal,
    hup: Signal,
}

/// Everything that the loop holds.
struct Loop {
    app: App,
    runner: Runner,
    guard: Guard,
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    /// Keys; `None` while somebody else has the terminal.
    input: Option<EventStream>,
    session: UnboundedReceiver<session::Event>,
    got: UnboundedReceiver<Got>,
    signals: Signals,
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
        let input = self.input.get_or_insert_with(EventStream::new);
        let sleep = tokio::time::sleep(wait.unwrap_or(Duration::from_secs(3600)));
        let (first, due) = tokio::select! {
            biased;
            _ = self.signals.term.recv() => (Some(Event::Leave), Due::Now),
            _ = self.signals.hup.recv() => (Some(Event::Leave), Due::Now),
            key = input.next() => match key {
                Some(Ok(event)) => (read(event), Due::Now),
                // The terminal is gone.
                Some(Err(_)) | None => (Some(Event::Leave), Due::Now),
            },
            Some(event) = self.session.recv() => (Some(Event::Session(event)), Due::Soon),
            Some(got) = self.got.recv() => (Some(Event::Got(got)), Due::Now),
            () = sleep => (Some(Event::Tick), Due::Soon),
        };
        let (mut events, mut due) = (Vec::from_iter(first), due);
        while events.len() < BATCH {
            if let Some(Some(Ok(event))) = input.next().now_or_never() {
                events.extend(read(event));
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
        (events, due)
    }

    /// Does what concerns the terminal; the rest is the runner's.
    async fn does(&mut self, effect: Effect, config: &Config) -> Result<Flow> {
        match effect {
            Effect::Quit => return Ok(Flow::End),
            Effect::Redraw => self.terminal.clear()?,
            Effect::Mouse(mouse) => self.guard.mouse(mouse == super::event::Mouse::Chat)?,
            Effect::Suspend => {
                // The reader of keys must be gone before the shell reads them.
                self.input = None;
                self.guard.suspend()?;
                self.terminal.clear()?;
            }
            Effect::Editor(text) => {
                self.input = None;
                let edited = self.guard.with(|| editor::edit(&text, config));
                self.terminal.clear()?;
                let got = edited.and_then(|edited| edited).map_or_else(Got::Failed, Got::Edited);
                let now = self.now();
                self.app.update(Event::Got(got), now);
            }
            effect => self.runner.run(effect),
        }
        Ok(Flow::On)
    }

    fn draw(&mut self) -> Result<()> {
        let size = self.terminal.size()?;
        if (size.width, size.height) != (self.app.screen.cols, self.app.screen.rows) {
            self.app.screen.resize(size.width, size.height);
        }
        self.app.lay();
        crossterm::queue!(io::stdout(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| view(frame, &self.app))?;
        crossterm::execute!(io::stdout(), EndSynchronizedUpdate)?;
        Ok(())
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

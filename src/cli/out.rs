//! Standard output for answers, standard error for everything else.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::page::Page;
use crate::config::Terminal;
use crate::error::{Error, Kind, Result};
use crate::render::plain::{self, Pieces};
use crate::render::sanitize::Screen;
use crate::tell;

/// Standard output: bytes as they are into a file or pipe; on a terminal made harmless, and laid out if it is
/// Markdown.
pub(super) struct Output {
    form: Form,
    /// Whether the last thing written was a line's end.
    fresh: bool,
}

enum Form {
    Exact,
    Harmless(Screen, Pieces),
    Page(Box<Page>),
}

impl Output {
    /// Standard output for text that is no Markdown.
    pub(super) fn new() -> Output {
        let form = if io::stdout().is_terminal() {
            Form::Harmless(Screen::new(), Pieces::default())
        } else {
            Form::Exact
        };
        Output { form, fresh: true }
    }

    /// Standard output for an answer.
    pub(super) fn page(terminal: &Terminal) -> Output {
        if terminal.dumb || !io::stdout().is_terminal() {
            return Output::new();
        }
        Output { form: Form::Page(Box::new(Page::new(terminal))), fresh: true }
    }

    /// Writes text now.
    ///
    /// # Errors
    /// [`Kind::Pipe`] when the reader has gone; a full disk and the like.
    pub(super) fn text(&mut self, text: &str) -> Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        let shown = match &mut self.form {
            Form::Page(page) => return told(page.push(text, &mut io::stdout().lock())),
            Form::Harmless(screen, pieces) => Cow::Owned(pieces.push(&screen.push(text), wide(io::stdout()))),
            Form::Exact => Cow::Borrowed(text),
        };
        self.fresh = shown.ends_with('\n') || shown.is_empty() && self.fresh;
        put(&shown)
    }

    /// To be called every now and then: draws what came since the last drawing.
    ///
    /// # Errors
    /// The same as [`Output::text`].
    pub(super) fn tick(&mut self) -> Result<()> {
        match &mut self.form {
            Form::Page(page) => told(page.tick(&mut io::stdout().lock())),
            Form::Harmless(..) | Form::Exact => Ok(()),
        }
    }

    /// Something else is about to be written to the terminal.
    pub(super) fn hide(&mut self) {
        if let Form::Page(page) = &mut self.form {
            // The next piece of the answer tells what is wrong.
            _ = page.hide(&mut io::stdout().lock());
        }
    }

    /// Writes what is still held back, and nothing else into a file or pipe.
    ///
    /// # Errors
    /// The same as [`Output::text`].
    pub(super) fn stop(&mut self) -> Result<()> {
        if let Form::Exact = self.form { Ok(()) } else { self.end() }
    }

    /// Writes what is still held back, and the last line's end if there is none.
    ///
    /// # Errors
    /// The same as [`Output::text`].
    pub(super) fn end(&mut self) -> Result<()> {
        match &mut self.form {
            Form::Page(page) => return told(page.end(&mut io::stdout().lock())),
            Form::Harmless(screen, pieces) => {
                let cols = wide(io::stdout());
                let rest = pieces.push(&screen.finish(), cols) + &pieces.finish(cols);
                self.fresh &= rest.is_empty();
                put(&rest)?;
            }
            Form::Exact => {}
        }
        if std::mem::replace(&mut self.fresh, true) { Ok(()) } else { put("\n") }
    }
}

/// Whether somebody can still read standard output: false once the other end of a pipe is closed.
pub(super) fn is_read() -> bool {
    let stdout = io::stdout();
    let mut ends = [PollFd::new(&stdout, PollFlags::empty())];
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    _ = poll(&mut ends, Some(&now));
    !ends[0].revents().intersects(PollFlags::ERR | PollFlags::HUP)
}

/// Columns of a terminal, or what is usual.
fn wide(stream: impl AsFd) -> usize {
    columns(stream).unwrap_or(80)
}

/// Text for standard error that comes in pieces, harmless.
#[derive(Default)]
pub(super) struct Notes {
    screen: Screen,
    pieces: Pieces,
}

impl Notes {
    /// Writes the next piece.
    pub(super) fn push(&mut self, text: &str) {
        let text = self.screen.push(text);
        note(&if io::stderr().is_terminal() {
            self.pieces.push(&text, wide(io::stderr()))
        } else {
            text.into_owned()
        });
    }

    /// Writes what was held back.
    pub(super) fn end(&mut self) {
        let rest = self.screen.finish();
        self.push(&rest);
        note(&self.pieces.finish(wide(io::stderr())));
    }
}

fn put(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    told(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

fn told(result: io::Result<()>) -> Result<()> {
    result.map_err(|error| {
        let error = Error::from(error);
        match error.kind() {
            Kind::Pipe => error,
            _ => Error::new(Kind::Other, tell!("cmd-write")).why(error),
        }
    })
}

/// One line of standard error that is written over again and again: what is being waited for.
pub(super) struct Status {
    on: bool,
    text: String,
    /// What stands on the screen.
    drawn: String,
    since: Instant,
}

/// What takes less is not worth a flicker.
const PATIENCE: Duration = Duration::from_millis(300);

impl Status {
    /// A status line if standard error is a terminal and the user did not ask for quiet.
    pub(super) fn new(quiet: Quiet) -> Status {
        let on = quiet == Quiet::No && io::stderr().is_terminal();
        Status { on, text: String::new(), drawn: String::new(), since: Instant::now() }
    }

    /// This is being waited for from now on; [`Status::tick`] shows it if it takes long.
    pub(super) fn set(&mut self, text: String) {
        self.text = text;
    }

    /// To be called every now and then.
    pub(super) fn tick(&mut self) {
        if self.on && self.text != self.drawn && self.since.elapsed() > PATIENCE {
            self.drawn.clone_from(&self.text);
            note(&format!("\r\x1b[K{}", plain::inline(&self.text)));
        }
    }

    /// Nothing is waited for: takes the line away.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        if !std::mem::take(&mut self.drawn).is_empty() {
            note("\r\x1b[K");
        }
    }
}

/// Whether the user wants to read only the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quiet {
    /// Notices are welcome.
    No,
    /// `-q`
    Yes,
}

/// Writes to standard error as it is.
pub(super) fn note(text: &str) {
    // There is nobody left to tell when standard error is closed.
    _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Asks on standard error: what is answered stands behind it.
pub(super) fn ask(text: &str) {
    let text = format!("{text} ");
    note(&if io::stderr().is_terminal() { plain::inline(&text) } else { Cow::Borrowed(text.as_str()) });
}

/// Writes one line to standard error, harmless for a terminal.
pub(super) fn line(text: &str) {
    let text = format!("{}\n", crate::render::sanitize::screen(text));
    note(&if io::stderr().is_terminal() {
        plain::ordered(&text, wide(io::stderr()))
    } else {
        Cow::Borrowed(text.as_str())
    });
}

/// Tells the user something about how the answer was made.
pub(super) fn notice(text: &str, quiet: Quiet) {
    if quiet == Quiet::No {
        line(&format!("qwill: {text}"));
    }
}

/// Tells an error: a sentence and a hint, or one JSON object.
pub(super) fn fail(error: &Error, json: bool) {
    if error.kind() == Kind::Pipe {
        return;
    }
    if json {
        return line(&error.json().to_string());
    }
    if error.kind() == Kind::Interrupted {
        return;
    }
    line(&format!("qwill: {error}"));
    if let Some(hint) = error.remedy() {
        self::hint(hint);
    }
}

/// Tells what to do next.
pub(super) fn hint(text: &str) {
    line(&tell!("cmd-hint", hint = text));
}

/// Bytes as people read them: 1.5 GB.
pub(super) fn bytes(n: u64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"];
    let power = (n.max(1).ilog10() as usize / 3).min(units.len() - 1);
    let value = n as f64 / 1000f64.powi(power as i32);
    match power {
        0 => format!("{n} B"),
        _ if value < 10.0 => format!("{value:.1} {}", units[power]),
        _ => format!("{value:.0} {}", units[power]),
    }
}

/// Parameters as lists count them: 4.0B.
pub(super) fn count(n: u64) -> String {
    match n {
        1_000_000_000.. => format!("{:.1}B", n as f64 / 1e9),
        1_000_000.. => format!("{:.0}M", n as f64 / 1e6),
        1000.. => format!("{}k", n / 1000),
        _ => n.to_string(),
    }
}

/// Columns of a stream, if that is a terminal.
pub(super) fn columns(stream: impl AsFd) -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(stream).ok()?;
    Some(usize::from(size.ws_col)).filter(|&columns| columns > 0)
}

/// A length of time as people read it: 45s, 3m 20s, 2h 5m.
pub(super) fn time(seconds: u64) -> String {
    match seconds {
        0..60 => tell!("cmd-time-seconds", seconds = seconds),
        60..3600 => tell!("cmd-time-minutes", minutes = seconds / 60, seconds = seconds % 60),
        _ => tell!("cmd-time-hours", hours = seconds / 3600, minutes = seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times_read_as_people_write_them() {
        assert_eq!(
            [0, 999, 1000, 3_093_248, 45_000_000_000].map(bytes),
            ["0 B", "999 B", "1.0 kB", "3.1 MB", "45 GB"]
        );
        assert_eq!([999, 1500, 3_093_248, 4_022_468_096].map(count), ["999", "1k", "3M", "4.0B"]);
        assert_eq!([5, 65, 7260].map(time), ["5s", "1m 5s", "2h 1m"]);
    }
}

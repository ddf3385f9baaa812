//! Shows how far a transfer is: one line that is written over in a terminal, a line now and then in a
//! pipe.

use std::collections::VecDeque;
use std::future::Future;
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use tokio::signal::unix::{SignalKind, signal};

use super::out::{self, Quiet};
use crate::error::{Error, Kind, Result};
use crate::models::meter::{Meter, Step};
use crate::render::width::{graphemes, width};
use crate::tell;

/// How often the line is written over.
const TICK: Duration = Duration::from_millis(125);
/// How often there is a line in a pipe.
const PIPE: Duration = Duration::from_secs(5);
/// The rate is that of this long.
const WINDOW: Duration = Duration::from_secs(8);
/// Cells of the bar.
const CELLS: usize = 20;

/// Where the line goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Terminal,
    Pipe,
    Nowhere,
}

/// The display of one transfer.
pub(super) struct Bar {
    meter: Meter,
    place: Place,
    /// Bytes done at moments of the last seconds.
    past: VecDeque<(Instant, u64)>,
    /// The largest part that was shown, in thousandths: a bar never goes back.
    shown: u64,
    drawn: String,
    /// When there was a line in a pipe, and which.
    said: (Instant, String),
}

impl Bar {
    /// A display of `meter` on standard error.
    pub(super) fn new(meter: &Meter, quiet: Quiet) -> Bar {
        let place = match quiet {
            Quiet::Yes => Place::Nowhere,
            Quiet::No if io::stderr().is_terminal() => Place::Terminal,
            Quiet::No => Place::Pipe,
        };
        let (past, meter) = (VecDeque::new(), meter.clone());
        Bar { meter, place, past, shown: 0, drawn: String::new(), said: (Instant::now(), String::new()) }
    }

    /// Waits for `work` and shows it, until it ends or the user ends it.
    ///
    /// # Errors
    /// What `work` could not do; [`Kind::Interrupted`].
    pub(super) async fn watch<T>(&mut self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        let mut tick = tokio::time::interval(TICK);
        tokio::pin!(work);
        let result = loop {
            tokio::select! {
                result = &mut work => break result,
                _ = interrupt.recv() => break Err(Error::new(Kind::Interrupted, tell!("cmd-interrupted"))),
                _ = terminate.recv() => break Err(Error::new(Kind::Interrupted, tell!("cmd-interrupted"))),
                _ = tick.tick() => self.draw(),
            }
        };
        self.clear();
        result
    }

    /// Takes the line away.
    pub(super) fn clear(&mut self) {
        if !std::mem::take(&mut self.drawn).is_empty() {
            out::note("\r\x1b[K");
        }
    }

    fn draw(&mut self) {
        let now = Instant::now();
        self.past.push_back((now, self.meter.received()));
        while self.past.front().is_some_and(|first| now - first.0 > WINDOW) {
            self.past.pop_front();
        }
        let columns = out::columns(io::stderr()).unwrap_or(80);
        let text = self.text(now, columns);
        match self.place {
            Place::Nowhere => {}
            Place::Terminal => {
                let text = cut(&crate::render::sanitize::screen(&text), columns);
                if text != self.drawn {
                    out::note(&format!("\r\x1b[K{}", crate::render::plain::inline(&text)));
                    self.drawn = text;
                }
            }
            Place::Pipe => {
                let (last, said) = &self.said;
                let due = match self.meter.step() {
                    Step::Idle | Step::Ask(_) => false,
                    Step::Fetch(_) | Step::Check(_) | Step::Copy(_) => now - *last >= PIPE,
                    // What nothing is fetched for is said at once, but a countdown not every second.
                    Step::Wait(_) | Step::Retry(..) | Step::Limit(_) => {
                        said.is_empty() || now - *last >= PIPE
                    }
                };
                if due && *said != text {
                    out::line(&text);
                    self.said = (now, text);
                }
            }
        }
    }

    /// What is going on, in so many columns if that is possible.
    fn text(&mut self, now: Instant, columns: usize) -> String {
        let until = |at: Instant| out::time(at.saturating_duration_since(now).as_secs() + 1);
        match self.meter.step() {
            Step::Idle => String::new(),
            Step::Ask(host) => tell!("cmd-bar-asking", host = host),
            Step::Wait(file) => tell!("cmd-bar-wait", file = file),
            Step::Retry(at, why) => tell!("cmd-bar-again", why = why.to_string(), time = until(at)),
            Step::Limit(at) => tell!("cmd-bar-limit", time = until(at)),
            Step::Copy(file) => self.progress(&tell!("cmd-bar-copying", file = name(&file)), None, columns),
            Step::Check(file) => self.progress(&tell!("cmd-bar-checking", file = name(&file)), None, columns),
            Step::Fetch(file) => self.progress(name(&file), self.rate(), columns),
        }
    }

    /// `file ██████······ 43 %  1.1 GB of 2.5 GB  38 MB/s  36s left`; a narrow terminal gets no bar.
    fn progress(&mut self, label: &str, rate: Option<u64>, columns: usize) -> String {
        let (done, total) = self.meter.figures();
        let part = done.min(total) * 1000 / total.max(1);
        self.shown = self.shown.max(part);
        let full = usize::try_from(self.shown).unwrap_or(0) * CELLS / 1000;
        let bar = "█".repeat(full) + &"·".repeat(CELLS - full);
        let bytes = tell!("cmd-bar-done", done = out::bytes(done.min(total)), total = out::bytes(total));
        let mut figures = vec![format!("{:>3} %", self.shown / 10), bytes];
        if let Some(rate) = rate {
            figures.push(tell!("cmd-bar-rate", bytes = out::bytes(rate)));
            let left = total.saturating_sub(done).checked_div(rate);
            figures.extend(left.map(|left| tell!("cmd-bar-left", time = out::time(left))));
        }
        let figures = figures.join("  ");
        let text = format!("{label} {bar} {figures}");
        if width(&text) < columns { text } else { format!("{label} {figures}") }
    }

    /// Bytes a second over the last seconds; `None` before there is enough to tell.
    fn rate(&self) -> Option<u64> {
        let (first, last) = (self.past.front()?, self.past.back()?);
        let time = (last.0 - first.0).as_millis();
        let bytes = u128::from(last.1.saturating_sub(first.1));
        (time >= 500).then(|| u64::try_from(bytes * 1000 / time).unwrap_or(u64::MAX))
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.clear();
    }
}

/// As much of `text` as stays on one line of so many columns; a longer line would wrap and could not be
/// written over.
fn cut(text: &str, columns: usize) -> String {
    if width(text) < columns {
        return text.to_owned();
    }
    // The figures at the end are worth more than the start of a file's name.
    let mut room = columns.max(2) - 2;
    let fits = |&(_, _, wide): &(usize, &str, usize)| {
        let fits = wide <= room;
        room = room.saturating_sub(wide);
        fits
    };
    let all: Vec<_> = graphemes(text).collect();
    let from = all.into_iter().rev().take_while(fits).last().map_or(text.len(), |(at, ..)| at);
    format!("…{}", &text[from..])
}

/// A file's name without its folders.
fn name(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_never_longer_than_the_terminal_and_keeps_its_end() {
        assert_eq!(cut("model.gguf 43 %", 80), "model.gguf 43 %");
        let short = cut("a-long-name-of-a-model.gguf 43 %", 20);
        assert!(short.chars().count() < 20 && short.ends_with("43 %") && short.starts_with('…'), "{short}");
        assert!(cut("abc", 0).chars().count() <= 3);
    }

    #[test]
    fn the_bar_never_goes_back() {
        let meter = Meter::default();
        meter.start(0, 1000);
        meter.set(Step::Fetch("x.gguf".into()));
        let mut bar = Bar::new(&meter, Quiet::Yes);
        meter.receive(800);
        assert!(bar.text(Instant::now(), 80).contains(" 80 %"));
        meter.lose(1000);
        assert!(bar.text(Instant::now(), 80).contains(" 80 %"));
        meter.receive(1200);
        assert!(bar.text(Instant::now(), 80).contains("100 %"));
    }
}

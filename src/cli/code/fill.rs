//! `qwill code --fill`: what an editor is to insert at a place of a file, and nothing else, on standard output.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};

use crate::cli::input::{self, Wish};
use crate::cli::out::{self, Output, Quiet, Status};
use crate::client::{Answer, Client, Event, Wanted};
use crate::code::fill::near::Home;
use crate::code::fill::spot::{Halves, Spot};
use crate::code::fill::trim::{End, Flow, Trim};
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::tell;
use crate::wire::Infill;

/// Tokens that fill a gap unless others are wanted: an editor waits for them.
pub(super) const TOKENS: u32 = 128;

/// Between two looks at whether anybody still waits.
const TICK: Duration = Duration::from_millis(40);

/// What is to be filled, and how.
pub(super) struct Fill {
    pub(super) spot: Spot,
    /// Where the file's text comes from.
    pub(super) wish: Wish,
    /// The project, if it was named.
    pub(super) dir: Option<PathBuf>,
    pub(super) model: Option<String>,
    pub(super) wanted: Wanted,
    pub(super) tokens: u32,
    pub(super) quiet: Quiet,
}

impl Fill {
    /// Fills the gap.
    ///
    /// # Errors
    /// No such file or place, no model, one that fills no gaps; [`Kind::Cut`] when there would have been more.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let file = input::unsaved(&self.spot.path, self.wish)?;
        file.notices.iter().for_each(|notice| out::notice(notice, self.quiet));
        let halves = self.spot.split(&file.text)?;
        let client = Client::new(self.model.as_deref(), self.wanted, config)?;
        let request = self.request(&halves, &file.text);
        let mut filler = Filler { output: Output::new(), status: Status::new(self.quiet), halves };
        let end = crate::cli::wait(async {
            let mut interrupt = signal(SignalKind::interrupt())?;
            tokio::select! {
                end = filler.fill(&client, request) => end,
                () = abandoned() => Err(Error::new(Kind::Pipe, tell!("cmd-write"))),
                _ = interrupt.recv() => Err(Error::new(Kind::Interrupted, tell!("cmd-interrupted"))),
            }
        });
        filler.status.clear();
        end
    }

    fn request(&self, halves: &Halves, text: &str) -> Infill {
        let home = Home::of(Path::new(&self.spot.path), self.dir.as_deref());
        Infill {
            input_prefix: halves.before.clone(),
            input_suffix: halves.after.clone(),
            input_extra: home.as_ref().map(|home| home.extra(text)).unwrap_or_default(),
            filename: home.as_ref().map(|home| home.path().to_owned()),
            repo: home.as_ref().and_then(|home| home.name().map(str::to_owned)),
            n_predict: Some(self.tokens.into()),
            sampling: crate::wire::Sampling { temperature: Some(0.0), ..Default::default() },
            ..Infill::default()
        }
    }
}

/// Resolves when nobody reads standard output any more.
async fn abandoned() {
    while out::is_read() {
        tokio::time::sleep(TICK).await;
    }
}

/// Takes what comes and writes what belongs into the gap.
struct Filler {
    output: Output,
    status: Status,
    halves: Halves,
}

impl Filler {
    async fn fill(&mut self, client: &Client, request: Infill) -> Result<()> {
        let mut tick = tokio::time::interval(TICK);
        self.status.set(tell!("cmd-ask-starting"));
        let mut asking = std::pin::pin!(client.fill(request));
        let answer = loop {
            tokio::select! {
                answer = &mut asking => break answer?,
                _ = tick.tick() => self.status.tick(),
            }
        };
        self.take(answer, &client.model(), &mut tick).await
    }

    async fn take(
        &mut self,
        mut answer: Answer,
        model: &str,
        tick: &mut tokio::time::Interval,
    ) -> Result<()> {
        let mut trim = Trim::new(&self.halves);
        loop {
            let event = tokio::select! {
                event = answer.next() => event?,
                _ = tick.tick() => {
                    self.status.tick();
                    continue;
                }
            };
            match event {
                None => return Err(Error::new(Kind::Engine, tell!("cmd-ask-no-end"))),
                Some(Event::Text(text)) => {
                    let (text, flow) = trim.push(&text);
                    self.write(&text)?;
                    if flow == Flow::Done {
                        // Dropping the answer stops the engine.
                        return self.output.stop();
                    }
                }
                Some(Event::Done(done)) => {
                    let is_cut = done.finish == "length";
                    self.write(&trim.finish(if is_cut { End::Cut } else { End::Natural }))?;
                    self.output.stop()?;
                    let cut = || Error::new(Kind::Cut, tell!("cmd-ask-cut")).hint(tell!("fill-cut-hint"));
                    return if is_cut { Err(cut()) } else { Ok(()) };
                }
                Some(Event::Load(part)) => {
                    let part = format!("{:.0}", part * 100.0);
                    self.status.set(tell!("cmd-ask-loading", model = model, part = part));
                }
                Some(Event::Queue(before)) => self.status.set(tell!("cmd-ask-queue", count = before)),
                Some(Event::Prefill(progress)) => {
                    let (done, total) = (progress.processed, progress.total);
                    self.status.set(tell!("cmd-ask-reading", done = done, total = total));
                }
                Some(_) => {}
            }
        }
    }

    fn write(&mut self, text: &str) -> Result<()> {
        if !text.is_empty() {
            self.status.clear();
        }
        self.output.text(&self.halves.ending.convert(text))
    }
}

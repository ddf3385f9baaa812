//! `qwill code`: an agent works in a project.

mod events;
mod fill;
mod notes;
mod run;
mod servers;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::ModelArg;
use super::chat::{terminal, which};
use super::input::{Source, Wish};
use super::out::{self, Output, Quiet};
use crate::client::Wanted;
use crate::code::checkpoint::Undo;
use crate::code::fill::spot::Spot;
use crate::code::mention::{self, attach};
use crate::code::policy::Mode;
use crate::code::project::Project;
use crate::code::sandbox;
use crate::code::start::{about, start};
use crate::code::trust;
use crate::code::workspace::Workspace;
use crate::config::{self, Config};
use crate::error::{Context, Error, Kind, Result};
use crate::models::disk::make_dir;
use crate::session::{Setup, Work};
use crate::tell;
use crate::tui::{self, Start};

/// The arguments of `code`.
#[derive(Clone, Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Code {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    model: ModelArg,
    #[arg(short = 'c', long = "continue", conflicts_with = "resume")]
    last: bool,
    #[arg(short, long, value_name = "CHAT")]
    resume: Option<String>,
    #[arg(long, value_name = "MODE", value_parser = mode)]
    mode: Option<Mode>,
    #[arg(short = 'C', long, value_name = "DIR")]
    dir: Option<PathBuf>,
    #[arg(long)]
    print: bool,
    #[arg(long)]
    pub(super) json: bool,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_turns: Option<u32>,
    #[arg(long, value_name = "TIME", value_parser = time)]
    max_time: Option<Duration>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(256..))]
    ctx: Option<u32>,
    #[arg(long, conflicts_with_all = ["print", "redo", "sandbox_test", "text"])]
    undo: bool,
    #[arg(long, conflicts_with_all = ["print", "sandbox_test", "text"])]
    redo: bool,
    #[arg(long, conflicts_with_all = ["print", "text"])]
    sandbox_test: bool,
    #[arg(long, conflicts_with_all = ["print", "text", "undo", "redo", "sandbox_test"])]
    mcp: bool,
    #[arg(long, conflicts_with_all = ["print", "text", "distrust"])]
    trust: bool,
    #[arg(long, conflicts_with_all = ["print", "text"])]
    distrust: bool,
    #[arg(long, value_name = "FILE:LINE[:COL]", value_parser = spot, conflicts_with_all = NOT_FILLED)]
    fill: Option<Spot>,
    #[arg(short = 'n', long, value_name = "N", requires = "fill", value_parser = clap::value_parser!(u32).range(1..))]
    max_tokens: Option<u32>,
    #[arg(short, long)]
    quiet: bool,
}

/// How work without a screen is asked for.
const HEADLESS: &str = "qwill code --print";

/// What makes no sense when a gap is filled.
const NOT_FILLED: [&str; 12] = [
    "print",
    "json",
    "undo",
    "redo",
    "sandbox_test",
    "trust",
    "distrust",
    "mode",
    "max_turns",
    "max_time",
    "last",
    "resume",
];

fn spot(text: &str) -> Result<Spot, String> {
    Spot::read(text).ok_or_else(|| tell!("fill-form"))
}

fn mode(text: &str) -> Result<Mode, String> {
    let names = || Mode::ALL.map(Mode::name).join(", ");
    Mode::named(text).ok_or_else(|| tell!("code-no-mode", names = names()))
}

fn time(text: &str) -> Result<Duration, String> {
    config::duration(text).map_err(|error| error.to_string())
}

impl Code {
    /// Works, or does what else was asked for.
    ///
    /// # Errors
    /// The project cannot be opened, no model, no answer; [`Kind::Refused`] when something needed a yes that nobody
    /// was there to give, [`Kind::Cut`] when a limit ended the work.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        if let Some(spot) = self.fill.clone() {
            return self.insert(spot, config);
        }
        let root = self.dir.clone().unwrap_or_else(|| PathBuf::from("."));
        if self.sandbox_test {
            return test(config);
        }
        if self.trust || self.distrust {
            let space = Workspace::open(&root)?;
            let does = if self.trust { trust::trust } else { trust::forget };
            return does(&config.places, space.root());
        }
        if self.mcp {
            return super::wait(servers::list(&root, config));
        }
        if self.undo || self.redo {
            return back(&root, config, self.undo);
        }
        if !self.print && !self.json {
            return self.show(&root, config);
        }
        let input = self.source.question(HEADLESS)?;
        let quiet = if self.quiet { Quiet::Yes } else { Quiet::No };
        input.notices.iter().for_each(|notice| out::notice(notice, quiet));
        let start = start(&root, config, self.mode)?;
        start.notices.iter().for_each(|notice| out::notice(notice, quiet));
        let task = attach(start.hands.project.workspace(), &input.text, mention::TOKENS, about);
        task.notices.iter().for_each(|notice| out::notice(notice, quiet));
        let work = Work { turns: self.max_turns, check: start.check, told: start.told, ..Work::default() };
        let setup =
            Setup { model: self.model.model.clone(), ctx: self.ctx, work: Some(work), ..Setup::default() };
        let hands = start.hands;
        let which = which(self.last, self.resume);
        let form = if self.json { run::Form::Json } else { run::Form::Text(quiet) };
        let wanted = Wanted { ctx: self.ctx, threads: None };
        let job = run::Job { setup, which, hands, wanted, task: task.text, form, time: self.max_time };
        super::wait(run::run(config, job))
    }
}

impl Code {
    /// Says what belongs at a place of a file.
    fn insert(self, spot: Spot, config: &Config) -> Result<()> {
        let wish = if self.source.is_stdin() { Wish::Stdin } else { Wish::Either };
        if wish == Wish::Either && !self.source.is_empty() {
            return Err(Error::new(Kind::Usage, tell!("fill-source")).hint(tell!("fill-source-hint")));
        }
        let quiet = if self.quiet { Quiet::Yes } else { Quiet::No };
        let wanted = Wanted { ctx: self.ctx, threads: None };
        let tokens = self.max_tokens.unwrap_or(fill::TOKENS);
        let (dir, model) = (self.dir, self.model.model);
        fill::Fill { spot, wish, dir, model, wanted, tokens, quiet }.run(config)
    }

    /// Works on the screen; a task is sent as soon as it can be.
    fn show(self, root: &Path, config: &Config) -> Result<()> {
        terminal(config, [tell!("code-screen-hint"), tell!("code-screen-hint")])?;
        let text = if self.source.is_empty() { String::new() } else { self.source.question(HEADLESS)?.text };
        let work = Some(Work { turns: self.max_turns, ..Work::default() });
        let setup = Setup { model: self.model.model, ctx: self.ctx, work, ..Setup::default() };
        let code = Some(tui::Code { root: root.to_owned(), mode: self.mode });
        let advice = Some(super::advise::hint as fn(&Config) -> String);
        let which = which(self.last, self.resume);
        super::wait(tui::run(Start { which, setup, code, text, advice }, config))
    }
}

/// Takes back what was done last, or does it again.
fn back(root: &Path, config: &Config, undo: bool) -> Result<()> {
    let mut project = Project::open(root, &config.places)?;
    let done = if undo { project.undo()? } else { project.redo()? };
    let Some(done) = done else {
        let what = if undo { tell!("code-undo-none") } else { tell!("code-redo-none") };
        return Err(Error::new(Kind::Other, what));
    };
    let mut output = Output::new();
    output.text(&told(&done))?;
    output.end()
}

/// What became of the files, a line each.
pub(super) fn told(undo: &Undo) -> String {
    let restored = undo.restored.iter().map(|path| tell!("code-restored", path = path));
    let removed = undo.removed.iter().map(|path| tell!("code-removed", path = path));
    let conflicts = undo.conflicts.iter().map(|conflict| match &conflict.copy {
        Some(copy) => {
            tell!("code-conflict-copy", path = &conflict.path, copy = copy.display().to_string())
        }
        None => tell!("code-conflict", path = &conflict.path),
    });
    let blocked = undo.blocked.iter().map(|path| tell!("code-blocked", path = path));
    restored.chain(removed).chain(conflicts).chain(blocked).map(|line| line + "\n").collect()
}

/// Tries what holds commands on this machine.
fn test(config: &Config) -> Result<()> {
    let scratch = config.places.cache.join("sandbox-test");
    make_dir(&scratch)?;
    // By its name in the file system, as the attempts are made by shells that start it.
    let program = std::env::current_exe().context(Kind::Other, tell!("code-program"))?;
    let (report, attempts) = super::wait(async {
        let report = sandbox::report(&program, &scratch.join("report")).await?;
        Ok((report, sandbox::attempts(&program, &scratch).await?))
    })?;
    let mut output = Output::new();
    for line in report.lines() {
        output.text(&(line + "\n"))?;
    }
    output.text("\n")?;
    for attempt in &attempts {
        output.text(&format!("{}  {}\n", attempt.verdict.name(), attempt.title))?;
    }
    output.end()?;
    _ = std::fs::remove_dir_all(&scratch);
    let open = attempts.iter().filter(|attempt| attempt.verdict == sandbox::Verdict::Open).count();
    match report.holds() && open == 0 {
        true => Ok(()),
        false => Err(Error::new(Kind::Refused, tell!("code-sandbox-open"))),
    }
}

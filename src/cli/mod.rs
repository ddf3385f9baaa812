//! The command line: one file a command.

mod advise;
mod ask;
mod bar;
mod chat;
mod chats;
mod code;
mod doctor;
mod fault;
mod gc;
mod help;
mod import;
mod input;
mod lang;
mod list;
mod login;
mod out;
mod outdated;
mod page;
mod ps;
mod pull;
mod rm;
mod sandbox;
mod search;
#[cfg(feature = "local")]
mod serve;
mod show;
mod stop;
mod table;
mod tell;
mod tokens;
mod verify;

use std::ffi::OsString;
use std::future::Future;
use std::path::Path;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::config::{self, Config, Hub, Network};
use crate::error::{Context, Error, Kind, Result};
use crate::models::fit::{Fit, Machine, Place};
use crate::{tell, text};

/// The whole command line; what its help says is in `locales/`.
#[derive(Debug, Parser)]
#[command(name = "qwill", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[arg(short = 'c', long = "continue", conflicts_with = "resume")]
    last: bool,
    #[arg(short, long, value_name = "CHAT")]
    resume: Option<String>,
    // Without a command and without a question: the chat; with one: the same as `qwill ask`.
    #[command(flatten)]
    ask: ask::Ask,
}

#[derive(Debug, Subcommand)]
enum Command {
    Chat(chat::Chat),
    Ask(ask::Ask),
    Code(code::Code),
    Pull(pull::Pull),
    #[command(alias = "ls")]
    List(list::List),
    Show(show::Show),
    Search(search::Search),
    Outdated(outdated::Outdated),
    Verify(verify::Verify),
    Rm(rm::Rm),
    Gc(gc::Gc),
    Import(import::Import),
    Login(login::Login),
    Chats(chats::Chats),
    Ps(ps::Ps),
    Stop(stop::Stop),
    #[cfg(feature = "local")]
    Serve(serve::Serve),
    Tokens(tokens::Tokens),
    Doctor(doctor::Doctor),
    // How this program starts commands; nobody types it.
    #[command(hide = true)]
    SandboxExec(sandbox::SandboxExec),
}

/// `-m`, which most commands have.
#[derive(Clone, Debug, Default, Args)]
struct ModelArg {
    #[arg(short, long, value_name = "MODEL")]
    model: Option<String>,
}

/// `--offline`, for the commands that would otherwise use the network.
#[derive(Clone, Copy, Debug, Default, Args)]
struct NetworkArg {
    #[arg(long)]
    offline: bool,
}

impl NetworkArg {
    /// The settings with what the flag says.
    fn apply(self, hub: &Hub) -> Hub {
        let network = if self.offline { Network::Off } else { hub.network };
        Hub { network, ..hub.clone() }
    }
}

/// A command line that was understood.
#[derive(Debug)]
pub struct Run {
    command: Command,
    json: bool,
    /// What `--lang` says.
    lang: Option<String>,
}

/// How the program ends, when not with success: an error, and the form it is to be told in.
#[derive(Debug)]
pub enum Failure {
    /// What the user is to read.
    Error {
        /// What went wrong.
        error: Error,
        /// As one JSON object.
        json: bool,
    },
    /// Help, version or a usage error in clap's own words.
    Clap(clap::Error),
}

/// Understands the arguments, and touches nothing else.
///
/// # Errors
/// Help and version too, which are not run but printed.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Run, Failure> {
    let (args, lang) = lang::take(args);
    text::speak(lang::chosen(lang.as_deref().unwrap_or(lang::AUTO), &config::locale()));
    let matches = match command().try_get_matches_from(&args) {
        Ok(matches) => matches,
        // Only now the texts are needed.
        Err(_) => help::told(called(&args)).try_get_matches_from(&args).map_err(Failure::Clap)?,
    };
    let cli = Cli::from_arg_matches(&matches).map_err(Failure::Clap)?;
    let command = match cli.command {
        Some(command) => command,
        None if cli.last || cli.resume.is_some() || cli.ask.is_bare() => {
            Command::Chat(chat::Chat { last: cli.last, resume: cli.resume, ..cli.ask.chat() })
        }
        None => Command::Ask(cli.ask),
    };
    let json = match &command {
        Command::Ask(ask) => ask.json(),
        Command::Code(code) => code.json,
        Command::List(list) => list.json,
        Command::Verify(verify) => verify.json,
        Command::Search(search) => search.json,
        Command::Outdated(outdated) => outdated.json,
        Command::Chats(chats) => chats.json(),
        Command::Ps(ps) => ps.json,
        Command::Show(show) => show.json,
        Command::Tokens(tokens) => tokens.json,
        Command::Doctor(doctor) => doctor.json,
        _ => false,
    };
    Ok(Run { command, json, lang })
}

/// The command line as clap knows it.
fn command() -> clap::Command {
    Cli::command().arg(lang::flag())
}

/// The same by the name that the program was called by.
fn called(args: &[OsString]) -> clap::Command {
    let name = args.first().and_then(|path| Path::new(path).file_name()?.to_str());
    name.into_iter().fold(command(), |command, name| command.bin_name(name))
}

impl Run {
    /// Does it.
    ///
    /// # Errors
    /// Whatever the command could not do.
    pub fn run(self) -> Result<(), Failure> {
        let json = self.json;
        // A command must not wait for settings, nor fail because they are wrong.
        if let Command::SandboxExec(exec) = self.command {
            return exec.run().map_err(|error| Failure::Error { error, json });
        }
        let run = || {
            let config = Config::load()?;
            let lang = self.lang.as_deref().unwrap_or(&config.ui.lang);
            text::speak(lang::chosen(lang, &config.terminal.lang));
            self.command.run(&config)
        };
        run().map_err(|error| Failure::Error { error, json })
    }
}

impl Command {
    fn run(self, config: &Config) -> Result<()> {
        crate::tui::order::lines(config);
        match self {
            Command::Chat(chat) => chat.run(config),
            Command::Ask(ask) => ask.run(config),
            Command::Code(code) => code.run(config),
            Command::Pull(pull) => pull.run(config),
            Command::List(list) => list.run(config),
            Command::Rm(rm) => rm.run(config),
            Command::Gc(gc) => gc.run(config),
            Command::Verify(verify) => verify.run(config),
            Command::Search(search) => search.run(config),
            Command::Outdated(outdated) => outdated.run(config),
            Command::Import(import) => import.run(config),
            Command::Login(login) => login.run(config),
            Command::Chats(chats) => chats.run(config),
            Command::Ps(ps) => ps.run(config),
            Command::Stop(stop) => stop.run(config),
            #[cfg(feature = "local")]
            Command::Serve(serve) => serve.run(config),
            Command::Show(show) => show.run(config),
            Command::Tokens(tokens) => tokens.run(config),
            Command::Doctor(doctor) => doctor.run(config),
            Command::SandboxExec(exec) => exec.run(),
        }
    }
}

/// Prints what there is to print and gives the exit code.
pub fn exit(outcome: Result<(), Failure>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Clap(error)) => {
            complain(&error);
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        }
        Err(Failure::Error { error, json }) => {
            out::fail(&error, json);
            ExitCode::from(error.kind().code())
        }
    }
}

/// Prints what clap has to say: help and errors.
fn complain(error: &clap::Error) {
    crate::tui::order::early();
    let help = [
        ErrorKind::DisplayHelp,
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand,
        ErrorKind::DisplayVersion,
    ];
    if text::lang() == text::Lang::En || help.contains(&error.kind()) {
        complain_as_is(error);
    } else {
        fault::text(error).lines().for_each(out::line);
    }
}

/// Prints as clap does, in colour; Arabic plain, in the order in which the terminal shows it. Help that nobody reads
/// any more is no failure.
fn complain_as_is(error: &clap::Error) {
    if text::lang().is_rtl() && !error.use_stderr() {
        let mut output = out::Output::new();
        _ = output.text(&error.render().to_string()).and_then(|()| output.end());
    } else {
        _ = error.print();
    }
}

/// Runs a future on this thread.
fn wait<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().build().context(Kind::Other, tell!("cmd-start"))?;
    let result = runtime.block_on(future);
    // Threads that still wait for a lock or a file must not hold up the end.
    runtime.shutdown_background();
    result
}

/// This machine, with the devices that the engine can use.
fn machine() -> Machine {
    #[cfg(feature = "local")]
    return Machine::here(crate::engine::local::devices());
    #[cfg(not(feature = "local"))]
    Machine::here(Vec::new())
}

/// `✓ fits: 3.4 of 20 GB free memory with 8192 tokens of context`
fn fit_line(fit: &Fit, ctx: u64) -> String {
    let (place, device) = match &fit.place {
        Place::Device(name) => ("device", name.as_str()),
        Place::Memory => ("memory", ""),
        Place::Split => ("split", ""),
    };
    tell!(
        "cmd-fit",
        mark = fit.verdict.mark(),
        verdict = fit.verdict.name(),
        need = out::bytes(fit.need.total()),
        free = out::bytes(fit.free),
        place = place,
        device = device,
        ctx = ctx,
    )
}

//! The command line: one file a command.

mod advise;
mod ask;
mod bar;
mod chat;
mod chats;
mod gc;
mod import;
mod input;
mod list;
mod login;
mod out;
mod outdated;
mod page;
mod ps;
mod pull;
mod rm;
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
use std::process::ExitCode;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::config::{Config, Hub, Network};
use crate::error::{Context, Error, Kind, Result};
use crate::models::fit::{Fit, Machine, Place};

/// Chat and code with local Qwen models in the terminal, offline and private.
#[derive(Debug, Parser)]
#[command(name = "qwill", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    /// Go on with the last conversation in this terminal
    #[arg(short = 'c', long = "continue", conflicts_with = "resume")]
    last: bool,
    /// Go on with this conversation in this terminal
    #[arg(short, long, value_name = "CHAT")]
    resume: Option<String>,
    /// Without a command and without a question: the chat; with one: the same as `qwill ask`.
    #[command(flatten)]
    ask: ask::Ask,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Talk with a model in this terminal; conversations are saved
    Chat(chat::Chat),
    /// Answer one question on standard output; standard input and files become part of it
    Ask(ask::Ask),
    /// Fetch a model from the hub; without a name, the ones that are right for this machine
    Pull(pull::Pull),
    /// Show the models on this machine, wherever they come from
    #[command(visible_alias = "ls")]
    List(list::List),
    /// Show what a model is, from its headers alone
    Show(show::Show),
    /// Find models on the hub, and say which of their files fit this machine
    Search(search::Search),
    /// Ask the hub which of the fetched models have changed there
    Outdated(outdated::Outdated),
    /// Check the contents of models against their checksums
    Verify(verify::Verify),
    /// Delete models that qwill fetched or imported
    Rm(rm::Rm),
    /// Delete what is left of broken downloads
    Gc(gc::Gc),
    /// Use a model file that is on this machine already, by a name of its own
    Import(import::Import),
    /// Keep the hub's token, for models that are gated or private
    Login(login::Login),
    /// List, search, show, rename, fork, export, import and delete conversations
    Chats(chats::Chats),
    /// Show running engines
    Ps(ps::Ps),
    /// Stop the running engines
    Stop(stop::Stop),
    /// Run an engine in the foreground, also for other programs (OpenAI's protocol)
    #[cfg(feature = "local")]
    Serve(serve::Serve),
    /// Count or list the tokens of a text, without loading a model
    Tokens(tokens::Tokens),
}

/// `-m`, which most commands have.
#[derive(Clone, Debug, Default, Args)]
struct ModelArg {
    /// An alias (`qwen3:4b`), `org/repo[:QUANT]`, a GGUF file, `starter`, or ENGINE/MODEL of a configured
    /// engine
    #[arg(short, long, value_name = "MODEL")]
    model: Option<String>,
}

/// `--offline`, for the commands that would otherwise use the network.
#[derive(Clone, Copy, Debug, Default, Args)]
struct NetworkArg {
    /// Open no connection: use only what is here
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
    let matches = Cli::command().try_get_matches_from(args).map_err(Failure::Clap)?;
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
        Command::List(list) => list.json,
        Command::Verify(verify) => verify.json,
        Command::Search(search) => search.json,
        Command::Outdated(outdated) => outdated.json,
        Command::Chats(chats) => chats.json(),
        Command::Ps(ps) => ps.json,
        Command::Show(show) => show.json,
        Command::Tokens(tokens) => tokens.json,
        _ => false,
    };
    Ok(Run { command, json })
}

impl Run {
    /// Does it.
    ///
    /// # Errors
    /// Whatever the command could not do.
    pub fn run(self) -> Result<(), Failure> {
        let json = self.json;
        let config = Config::load();
        config.and_then(|config| self.command.run(&config)).map_err(|error| Failure::Error { error, json })
    }
}

impl Command {
    fn run(self, config: &Config) -> Result<()> {
        match self {
            Command::Chat(chat) => chat.run(config),
            Command::Ask(ask) => ask.run(config),
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
        }
    }
}

/// Prints what there is to print and gives the exit code.
pub fn exit(outcome: Result<(), Failure>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Clap(error)) => {
            // Help that nobody reads any more is no failure.
            _ = error.print();
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        }
        Err(Failure::Error { error, json }) => {
            out::fail(&error, json);
            ExitCode::from(error.kind().code())
        }
    }
}

/// Runs a future on this thread.
fn wait<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().build().context(Kind::Other, "cannot start")?;
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
    let place = match &fit.place {
        Place::Device(name) => format!("free on {name}"),
        Place::Memory => "free memory".into(),
        Place::Split => "free memory and devices".into(),
    };
    let (mark, name) = (fit.verdict.mark(), fit.verdict.name());
    let (need, free) = (out::bytes(fit.need.total()), out::bytes(fit.free));
    format!("{mark} {name}: {need} of {free} {place} with {ctx} tokens of context")
}

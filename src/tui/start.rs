//! How the chat begins: which conversation, which colours, which keys.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;

use super::agent::{Agent, Errand, Project};
use super::app::{App, Here, Screen};
use super::command;
use super::composer::{Composer, Vim};
use super::event::Got;
use super::guard::Mouse;
use super::keymap::Keymap;
use super::order;
use super::runner::{Runner, store};
use crate::client::Wanted;
use crate::code;
use crate::code::mcp::{SOON, Servers};
use crate::code::policy::Mode;
use crate::code::workspace::Workspace;
use crate::config::Config;
use crate::error::Result;
use crate::render::highlight::Highlighter;
use crate::render::look::Look;
use crate::render::theme::{Role, Shade, Theme};
use crate::session::driver::Driver;
use crate::session::{self, Session, Setup, Work};

/// Which conversation the chat begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// A new one.
    #[default]
    New,
    /// The last one.
    Last,
    /// The one of this name, title or beginning of a name.
    Named(String),
}

impl Which {
    /// Its name in the store; `None` is a new one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Which::New => None,
            Which::Last => Some("last"),
            Which::Named(name) => Some(name),
        }
    }
}

/// What the chat begins with.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// The conversation.
    pub which: Which,
    /// What the user set for it.
    pub setup: Setup,
    /// The project to work in by tools; `None` is a chat.
    pub code: Option<Code>,
    /// What is sent at first, or nothing.
    pub text: String,
    /// Says which models are right for this machine, for users of the starter.
    pub advice: Option<fn(&Config) -> String>,
}

/// The model works in a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// The project's directory.
    pub root: PathBuf,
    /// How free the model is; `None` is as the settings say.
    pub mode: Option<Mode>,
}

/// The theme that follows the terminal.
pub(super) const AUTO: &str = "auto";
/// Earlier messages that can be recalled.
const INPUTS: usize = 500;

/// The chat at its beginning, and who does what it asks for.
pub(super) fn open(
    mut start: Start,
    config: &Config,
    events: UnboundedSender<session::Event>,
    got: UnboundedSender<Got>,
) -> Result<(App, Runner)> {
    let mut dir = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
    let mut code =
        start.code.take().map(|code| code::start::start(&code.root, config, code.mode)).transpose()?;
    if let Some(code) = &code {
        code.hands.root().clone_into(&mut dir);
        let (check, told) = (code.check.clone(), code.told.clone());
        let work = start.setup.work.take().unwrap_or_default();
        start.setup.work = Some(Work { check, told, ..work });
    }
    let (advice, text) = (start.advice, std::mem::take(&mut start.text));
    let session = Session::named(start.which.name(), &config.places, &dir, start.setup)?;
    let keys = Keymap::new(&config.ui.keys)?;
    let (themes, presets) = (config.places.config.join("themes"), config.places.config.join("prompts"));
    let depth = config.terminal.depth;
    // Until the terminal has said whether it is dark, it is taken for dark, as most are.
    let theme = match config.ui.theme.as_str() {
        AUTO => Theme::auto(Shade::Dark),
        name => Theme::named(name, &themes)?,
    };
    let theme = theme.at(depth);
    let look = Look { theme: theme.into(), width: 80, code: Highlighter::new() };
    look.code.warm();
    let mouse = if config.ui.mouse { Mouse::Program } else { Mouse::Terminal };
    let screen = Screen { cols: 80, rows: 24, look, depth, mouse, before: None };
    let mut composer = Composer::new(if config.ui.vim { Vim::On } else { Vim::Off });
    composer.set(&text);
    let text = composer.draft().text;
    let prompts = code.as_mut().map(|code| std::mem::take(&mut code.prompts)).unwrap_or_default();
    let here = Here {
        own: command::own(&presets, prompts),
        dir: dir.display().to_string(),
        themes,
        presets,
        bidi: order::settle(config),
        locale: config.terminal.lang.clone(),
        ..Here::default()
    };
    let wanted = Wanted { ctx: session.setup.ctx, threads: None };
    let mut driver = Driver::new(config, session.setup.model.as_deref(), wanted, events)?;
    let (mut freedom, mut notices) = (None, Vec::new());
    if let Some(code) = code {
        (freedom, notices) = (Some(code.freedom), code.notices);
        driver.employ(code.hands);
        // A task that waits to be sent finds the tools of servers that are there soon.
        let wait = if text.is_empty() { Duration::ZERO } else { SOON };
        survey(&dir, driver.servers(), wait, got.clone());
    }
    driver.run(session.warm());
    recall(config, &here.dir, advice, got.clone());
    let mut app = App::new(session, screen, keys, here, composer);
    app.agent = Agent::new(freedom);
    let seen = if app.agent.mode().is_some() { Project::Unseen } else { Project::Seen };
    app.agent.errand = Some(Errand { text, project: seen }).filter(|errand| !errand.text.is_empty());
    notices.into_iter().for_each(|notice| app.say(Role::Warning, notice));
    order::look(&mut app);
    Ok((app, Runner::new(config, driver, got, dir)))
}

/// Draws the map of a project, beside everything else; it is told after the servers are there, or after so long.
fn survey(root: &Path, servers: Servers, wait: Duration, got: UnboundedSender<Got>) {
    let root = root.to_owned();
    let map = move || Workspace::open(&root).map(|space| code::start::survey(&space));
    tokio::spawn(async move {
        let map = tokio::task::spawn_blocking(map).await;
        servers.settle(wait).await;
        _ = got.send(Got::Survey(map.ok().and_then(Result::ok).unwrap_or_default()));
    });
}

/// Reads what was sent from this directory before, beside everything else.
fn recall(config: &Config, dir: &str, advice: Option<fn(&Config) -> String>, got: UnboundedSender<Got>) {
    let (config, dir) = (config.clone(), dir.to_owned());
    tokio::task::spawn_blocking(move || {
        // Without a database there is nothing to recall, which the first message will tell of.
        if let Ok(inputs) = store(&config).and_then(|store| store.inputs(&dir, INPUTS)) {
            _ = got.send(Got::Inputs(inputs));
        }
        if let Some(advice) = advice {
            _ = got.send(Got::Advice(advice(&config)));
        }
    });
}

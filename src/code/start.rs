//! How work in a project begins: what holds for it, and what the model is told first.

use std::path::Path;

use super::check;
use super::hands::Hands;
use super::map::{Focus, Map};
use super::mcp::{Place, Servers};
use super::notes;
use super::policy::{Freedom, Mode};
use super::project::Project;
use super::prompt;
use super::settings::settings;
use super::tool::Scale;
use super::workspace::Workspace;
use crate::chat::preset::Preset;
use crate::config::Config;
use crate::error::Result;

/// Tokens of the map of the project.
const MAP: usize = 400;
/// Files of a project up to which its map is drawn: more would keep the user waiting.
const FILES: usize = 2_000;

/// Work that can begin.
#[derive(Debug)]
pub struct Start {
    /// Who carries calls out.
    pub hands: Hands,
    /// How free the agent is; the hands know of each change.
    pub freedom: Freedom,
    /// The command that checks the project after changes, if there is one.
    pub check: Option<String>,
    /// What the model is told first.
    pub told: Told,
    /// The project's own prompts, if the user trusts them.
    pub prompts: Vec<Preset>,
    /// What the user is told.
    pub notices: Vec<String>,
}

/// What a model is told before it works, by the room that it has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    all: String,
    few: String,
    /// Bytes of `all` that are the project's own notes, and its map.
    parts: (usize, usize),
}

impl Told {
    /// For a model with this much room.
    pub fn to(&self, scale: Scale) -> &str {
        match scale {
            Scale::All | Scale::Whole => &self.all,
            Scale::Few => &self.few,
        }
    }

    /// How many bytes of it are the project's own notes, and how many its map.
    pub fn parts(&self, scale: Scale) -> (usize, usize) {
        match scale {
            Scale::All | Scale::Whole => self.parts,
            Scale::Few => (0, 0),
        }
    }

    /// Adds what [`survey`] gave, for models that have room.
    pub fn add(&mut self, map: &str) {
        if !map.is_empty() {
            let map = format!("\n\nWhat is where in the project, by file and line:\n{map}");
            self.parts.1 += map.len();
            self.all.push_str(&map);
        }
    }
}

/// Opens the project below `root`. `mode` is what the command line says, which stands above the settings.
///
/// # Errors
/// The project cannot be opened, or its settings or the user's make no sense.
pub fn start(root: &Path, config: &Config, mode: Option<Mode>) -> Result<Start> {
    let mut project = Project::open(root, &config.places)?;
    let settings = settings(project.workspace(), &config.places, &config.code)?;
    let mut notices = settings.notices;
    if let Some(time) = settings.time {
        project.limit(time);
    }
    let notes = match notes::find(project.workspace(), notes::TOKENS, about) {
        Ok(notes) => notes,
        Err(error) => {
            notices.push(error.to_string());
            None
        }
    };
    notices.extend(notes.as_ref().and_then(notes::Notes::notice));
    let (all, few) = (prompt::system(Scale::All, notes.as_ref()), prompt::system(Scale::Few, None));
    let told = Told { all, few, parts: (notes.as_ref().map_or(0, |notes| notes.section().len()), 0) };
    let check = check::find(project.workspace(), settings.check.as_ref()).map(|check| check.command);
    let freedom = Freedom::new(mode.unwrap_or(settings.mode));
    let place = Place::new(project.root(), &config.places)?;
    let mut hands = Hands::new(project, freedom.clone(), settings.rules);
    hands.servers = Servers::new(settings.servers, place);
    Ok(Start { hands, freedom, check, told, prompts: settings.prompts, notices })
}

/// What is where in a project; empty if it is too large, or nothing is known of its languages. It may take seconds.
pub fn survey(space: &Workspace) -> String {
    let Ok(root) = space.resolve(".") else { return String::new() };
    if space.files(&root, FILES).more {
        return String::new();
    }
    let mut map = Map::default();
    map.refresh(space);
    map.text(Focus::default(), MAP, about)
}

/// About how many tokens a text has, before it is known whose.
pub fn about(text: &str) -> usize {
    text.len().div_ceil(3)
}

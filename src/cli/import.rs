//! `qwill import`: a model file of this machine gets a name of its own.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::Args;

use super::bar::Bar;
use super::out::{self, Output, Quiet};
use super::wait;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::models::found::Store;
use crate::models::id::Name;
use crate::models::import;
use crate::models::library::{self, Library};
use crate::models::meter::Meter;
use crate::tell;

/// The arguments of `import`.
#[derive(Clone, Debug, Args)]
pub(super) struct Import {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, conflicts_with = "copy")]
    link: bool,
    #[arg(long)]
    copy: bool,
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

/// What becomes of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Link,
    Copy,
}

impl Import {
    /// Imports the model and prints the path of its first file. The file itself stays as it is.
    ///
    /// # Errors
    /// [`Kind::Model`] for a file that is no model, [`Kind::Usage`] for a name that does not do,
    /// [`Kind::Fit`] without room for a copy.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        self.named(config)?;
        let catalog = library::catalog(config)?;
        let dir = library::imports(&config.places);
        let import = import::Import::new(&self.file, self.name.as_deref(), &dir, &catalog)?;
        let way = match (self.link, self.copy) {
            (true, _) => Way::Link,
            (_, true) => Way::Copy,
            _ if io::stdin().is_terminal() && io::stderr().is_terminal() => ask(import.bytes)?,
            _ => Way::Link,
        };
        let path = match way {
            Way::Link => import.link()?,
            Way::Copy => {
                import.room(out::bytes)?;
                let meter = Meter::default();
                wait(Bar::new(&meter, Quiet::No).watch(import.copy(&meter)))?
            }
        };
        // As a check that the name is one by which the file is found.
        let name = Library::open(config).find(&import.name, config)?.name.clone();
        out::notice(&tell!("cmd-ready", name = name), Quiet::No);
        let mut output = Output::new();
        output.text(&path.display().to_string())?;
        output.end()
    }

    /// Refuses names of models, which are no files.
    fn named(&self, config: &Config) -> Result<()> {
        let Some(text) = self.file.to_str().filter(|_| !self.file.exists()) else { return Ok(()) };
        let store = [Store::Ollama, Store::LmStudio, Store::LlamaCpp]
            .into_iter()
            .find(|store| text.split_once('/').is_some_and(|(first, _)| first == store.name()));
        if let Some(store) = store {
            return Err(Error::new(Kind::Usage, tell!("cmd-import-needless", name = text))
                .why(tell!("cmd-import-needless-why", store = store.title()))
                .hint(format!("qwill -m {text} \"…\"")));
        }
        let name = Name::parse(text, &config.hub.endpoint);
        if !matches!(name, Ok(Name::Alias { .. } | Name::Id(_) | Name::Starter)) {
            return Ok(());
        }
        let error = Error::new(Kind::Model, tell!("cmd-import-missing", name = text));
        Err(match Library::open(config).find(text, config) {
            Ok(found) => error.hint(tell!("cmd-import-here", name = &found.name)),
            Err(_) => error.hint(tell!("cmd-import-pull", name = text)),
        })
    }
}

/// Asks what is to be done.
fn ask(bytes: u64) -> Result<Way> {
    loop {
        out::ask(&tell!("cmd-import-ask", bytes = out::bytes(bytes)));
        let mut line = String::new();
        if io::stdin().read_line(&mut line)? == 0 {
            out::note("\n");
            return Err(Error::new(Kind::Interrupted, tell!("cmd-interrupted")));
        }
        match line.trim().to_ascii_lowercase().as_str() {
            "" | "l" | "link" => return Ok(Way::Link),
            "c" | "copy" => return Ok(Way::Copy),
            _ => {}
        }
    }
}

//! From the name a user gives to a model file.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::starter;
use crate::config::{Config, Places};
use crate::error::{Context, Error, Kind, Result};
use crate::wire::Identity;

/// A model on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Model {
    /// The one inside the program.
    Starter,
    /// A GGUF file, by its absolute path.
    File(PathBuf),
}

impl Model {
    /// The model of that name; without one the configured model, and else the starter.
    ///
    /// # Errors
    /// [`Kind::Model`] when there is no such file, or the name is of a kind that is not supported.
    pub fn find(name: Option<&str>, config: &Config) -> Result<Model> {
        match name.or(config.model.as_deref()) {
            None | Some("starter") => Ok(Model::Starter),
            Some(name) => file(name),
        }
    }

    /// The name shown to people.
    pub fn name(&self) -> String {
        match self {
            Model::Starter => "starter".into(),
            Model::File(path) => path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        }
    }

    /// The file, unpacked if need be.
    ///
    /// # Errors
    /// When the starter cannot be unpacked.
    pub fn path(&self, places: &Places) -> Result<PathBuf> {
        match self {
            Model::Starter => starter::unpack(places),
            Model::File(path) => Ok(path.clone()),
        }
    }

    /// What `-m` takes to mean this model, whatever the working directory.
    pub fn argument(&self) -> PathBuf {
        match self {
            Model::Starter => "starter".into(),
            Model::File(path) => path.clone(),
        }
    }

    /// What an engine of this very program with this very model is called in the handshake.
    ///
    /// # Errors
    /// When the file has gone.
    pub fn identity(&self) -> Result<Identity> {
        Ok(Identity { version: env!("CARGO_PKG_VERSION").into(), build: build(), model: self.stamp()? })
    }

    /// What tells this file from any other, and from itself after a change.
    ///
    /// # Errors
    /// When the file has gone.
    pub fn stamp(&self) -> Result<String> {
        let Model::File(path) = self else { return Ok(format!("starter {}", starter::SHA256)) };
        let meta = fs::metadata(path).context(Kind::Model, format!("cannot read {}", path.display()))?;
        Ok(format!("{} {}", path.display(), stamp(&meta)))
    }
}

/// Size and time of the program's own file, so that a rebuilt program does not talk to its elder;
/// empty where the system does not tell.
fn build() -> String {
    std::env::current_exe().and_then(|path| path.metadata()).map(|meta| stamp(&meta)).unwrap_or_default()
}

fn stamp(meta: &Metadata) -> String {
    let time = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    format!("{}-{:x}", meta.len(), time.as_nanos())
}

fn file(name: &str) -> Result<Model> {
    let path = Path::new(name);
    match fs::canonicalize(path) {
        Ok(path) if path.is_dir() => Err(Error::new(Kind::Model, format!("{name} is a directory"))
            .hint("name the GGUF file in it; of a split model, the first part")),
        Ok(path) => Ok(Model::File(path)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let error = Error::new(Kind::Model, format!("there is no model {name}"));
            if name.to_ascii_lowercase().ends_with(".gguf") || path.is_absolute() {
                Err(error.why("no such file").hint("check the path"))
            } else {
                Err(error
                    .hint("give the path of a GGUF file, `starter`, or ENGINE/MODEL of a configured engine"))
            }
        }
        Err(error) => Err(error).context(Kind::Model, format!("cannot read {name}")),
    }
}

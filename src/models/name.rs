//! A model that can be run: what it is called, where its file is, what tells it from others.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::found::{Found, Store};
use super::id::Name;
use super::starter;
use crate::config::{Config, Places};
use crate::error::{Context, Error, Kind, Result};
use crate::tell;
use crate::wire::Identity;

/// A model on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Model {
    /// The one inside the program.
    Starter,
    /// A GGUF file, by its absolute path.
    File(PathBuf),
    /// A file that has a name of its own.
    Named {
        /// Such as `org/repo:QUANT`.
        name: String,
        /// Its first part, by its absolute path.
        path: PathBuf,
    },
}

impl Model {
    /// The model that a name means by itself, as a path and `starter` do; `None` for a name that only
    /// the library knows.
    ///
    /// # Errors
    /// [`Kind::Model`] for a path without a file.
    pub fn plain(name: &str, config: &Config) -> Result<Option<Model>> {
        if Path::new(name).is_file() {
            return file(name).map(Some);
        }
        match Name::parse(name, &config.hub.endpoint) {
            Ok(Name::Starter) => Ok(Some(Model::Starter)),
            Ok(Name::Path) => file(name).map(Some),
            // What is no name for a hub may still be what another program calls its model.
            Ok(Name::Alias { .. } | Name::Id(_)) | Err(_) => Ok(None),
        }
    }

    /// A model that was found on this machine.
    pub fn of(found: &Found) -> Model {
        match found.store {
            Store::Starter => Model::Starter,
            _ => Model::Named { name: found.name.clone(), path: place(found.path()) },
        }
    }

    /// The name shown to people.
    pub fn name(&self) -> String {
        match self {
            Model::Starter => "starter".into(),
            Model::File(path) => path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            Model::Named { name, .. } => name.clone(),
        }
    }

    /// The file, unpacked if need be.
    ///
    /// # Errors
    /// When the starter cannot be unpacked.
    pub fn path(&self, places: &Places) -> Result<PathBuf> {
        match self {
            Model::Starter => starter::unpack(places),
            Model::File(path) | Model::Named { path, .. } => Ok(path.clone()),
        }
    }

    /// What `-m` takes to mean this model, whatever the working directory.
    pub fn argument(&self) -> PathBuf {
        match self {
            Model::Starter => "starter".into(),
            Model::File(path) | Model::Named { path, .. } => path.clone(),
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
        let (Model::File(path) | Model::Named { path, .. }) = self else {
            return Ok(format!("starter {}", starter::SHA256));
        };
        let meta = fs::metadata(path)
            .context(Kind::Model, tell!("disk-unreadable", path = path.display().to_string()))?;
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

/// The path with the links of its directory followed, and no others: the parts of a split model lie
/// next to each other as links, and what those lead to has other names.
fn place(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let dir = absolute.parent().and_then(|dir| fs::canonicalize(dir).ok());
    match (dir, absolute.file_name()) {
        (Some(dir), Some(name)) => dir.join(name),
        _ => absolute,
    }
}

fn file(name: &str) -> Result<Model> {
    let path = Path::new(name);
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => {
            Err(Error::new(Kind::Model, tell!("name-directory", name = name))
                .hint(tell!("name-directory-hint")))
        }
        Ok(_) => Ok(Model::File(place(path))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(Error::new(Kind::Model, tell!("name-none", name = name))
                .why(tell!("disk-none"))
                .hint(tell!("name-path-hint")))
        }
        Err(error) => Err(error).context(Kind::Model, tell!("disk-unreadable", path = name)),
    }
}

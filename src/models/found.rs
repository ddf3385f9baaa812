//! A model on this machine, and whose it is.

use std::fs;
use std::path::{Path, PathBuf};

use super::files::{self, Shard};
use crate::error::{Context, Kind, Result};
use crate::tell;

/// Who fetched a model, and so who may change or delete it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Store {
    /// The hub's cache, which qwill shares with llama.cpp and Python.
    Hub,
    /// Brought in by `qwill import`.
    Imported,
    /// Ollama's.
    Ollama,
    /// LM Studio's.
    LmStudio,
    /// llama.cpp's old cache.
    LlamaCpp,
    /// Nobody's: it is inside the program.
    Starter,
    /// The user's: a file that was named by its path.
    File,
}

impl Store {
    /// For people.
    pub fn title(self) -> String {
        match self {
            Store::Hub => tell!("store-hub"),
            Store::Imported => tell!("store-imported"),
            Store::Ollama => "Ollama".into(),
            Store::LmStudio => "LM Studio".into(),
            Store::LlamaCpp => "llama.cpp".into(),
            Store::Starter => tell!("store-starter"),
            Store::File => tell!("store-file"),
        }
    }

    /// In JSON, and before the `/` in the names of models that are not in the hub's cache.
    pub fn name(self) -> &'static str {
        match self {
            Store::Hub => "hub",
            Store::Imported => "imported",
            Store::Ollama => "ollama",
            Store::LmStudio => "lmstudio",
            Store::LlamaCpp => "llamacpp",
            Store::Starter => "starter",
            Store::File => "file",
        }
    }
}

/// One file of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it lies, links not resolved.
    pub path: PathBuf,
    /// Its length in bytes.
    pub bytes: u64,
    /// The SHA-256 it should have, in hexadecimal, where its store tells.
    pub sha256: Option<String>,
}

/// A model on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What `-m` takes to mean it: `org/repo:QUANT`, or `ollama/qwen3:8b` and the like.
    pub name: String,
    /// Whose it is.
    pub store: Store,
    /// Its files in order; the engine is given the first.
    pub parts: Vec<Part>,
    /// The file of its eyes (`mmproj`), if it has one.
    pub projector: Option<Part>,
    /// The quantisation, as the file's name says.
    pub quant: Option<String>,
    /// The commit of its repository, where known.
    pub commit: Option<String>,
}

impl Found {
    /// The file at an absolute path that lies in no store; the first of a split model stands for all of
    /// them, if all are there.
    ///
    /// # Errors
    /// The file has gone.
    pub fn file(path: &Path) -> Result<Found> {
        let part = |path: PathBuf| -> Result<Part> {
            let meta = fs::metadata(&path)
                .context(Kind::Model, tell!("disk-unreadable", path = path.display().to_string()))?;
            Ok(Part { path, bytes: meta.len(), sha256: None })
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let shard = Shard::read(&name).filter(|shard| shard.number == 1);
        let rest = shard.and_then(|shard| {
            (2..=shard.count).map(|number| part(path.with_file_name(shard.path(number))).ok()).collect()
        });
        let mut parts = vec![part(path.to_owned())?];
        parts.extend::<Vec<Part>>(rest.unwrap_or_default());
        let (stem, quant) = (files::stem(&name).to_owned(), files::quant(&*name));
        Ok(Found { name: stem, store: Store::File, parts, projector: None, quant, commit: None })
    }

    /// The repository it was fetched from, as far as its name tells.
    pub fn repo(&self) -> Option<&str> {
        match self.store {
            Store::Hub => self.name.split(':').next(),
            Store::LmStudio => {
                let rest = self.name.strip_prefix("lmstudio/")?;
                rest.match_indices('/').nth(1).map(|(end, _)| &rest[..end])
            }
            _ => None,
        }
    }

    /// The file the engine is given.
    pub fn path(&self) -> &Path {
        self.parts.first().map_or(Path::new(""), |part| &part.path)
    }

    /// Bytes of all its files, without the projector.
    pub fn bytes(&self) -> u64 {
        self.parts.iter().fold(0, |sum, part| sum.saturating_add(part.bytes))
    }
}

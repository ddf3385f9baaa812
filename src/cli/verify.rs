//! `qwill verify`: checks the contents of models against their checksums.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::mem::{Discriminant, discriminant};
use std::os::unix::fs::MetadataExt;

use clap::Args;
use serde_json::{Value as Json, json};

use super::bar::Bar;
use super::out::{self, Output, Quiet};
use super::{table, wait};
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::models::fetch::hash_aside;
use crate::models::found::{Found, Store};
use crate::models::hub::Digest;
use crate::models::library::{self, Library};
use crate::models::meter::{Meter, Step};
use crate::models::verify::{Item, Outcome, items};
use crate::render::width::{pad, width};
use crate::tell;

/// The arguments of `verify`.
#[derive(Clone, Debug, Args)]
pub(super) struct Verify {
    #[arg(value_name = "MODEL")]
    model: Option<String>,
    #[arg(long)]
    pub(super) json: bool,
}

/// What became of a file.
struct Checked<'a> {
    item: &'a Item,
    /// What it hashes to, or why that cannot be told.
    hash: Result<String>,
}

impl Verify {
    /// Hashes every file and says whether it is what it should be.
    ///
    /// # Errors
    /// [`Kind::Model`] when one is not or cannot be read, [`Kind::Interrupted`].
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let catalog = library::catalog(config)?;
        let library = Library::open(config);
        let found: Vec<Found> = match &self.model {
            Some(name) => vec![library.named(name, config)?],
            None => library.found.clone(),
        };
        if found.is_empty() {
            out::line(&tell!("cmd-no-model"));
        }
        let mut items: Vec<Item> = found.iter().flat_map(|found| items(found, &catalog)).collect();
        // Models of one repository share their projector.
        let mut paths = HashSet::new();
        items.retain(|item| paths.insert(item.path.clone()));
        let meter = Meter::default();
        meter.start(0, bytes(&items));
        let mut bar = Bar::new(&meter, Quiet::No);
        let mut output = Output::new();
        let mut all = Vec::new();
        let mut known: HashMap<Place, String> = HashMap::new();
        wait(async {
            for item in &items {
                let place = place(item);
                let hash = match place.and_then(|place| known.get(&place)) {
                    Some(hash) => Ok(hash.clone()),
                    None => {
                        meter.set(Step::Check(item.path.to_string_lossy().into_owned()));
                        bar.watch(hash_aside(&item.path, item.claim.digest(), &meter)).await
                    }
                };
                if hash.as_ref().is_err_and(|error| error.kind() == Kind::Interrupted) {
                    return hash.map(|_| ());
                }
                known.extend(place.zip(hash.as_ref().ok().cloned()));
                let checked = Checked { item, hash };
                if !self.json {
                    output.text(&(checked.text() + "\n"))?;
                }
                all.push(checked);
            }
            Ok(())
        })?;
        if self.json {
            output.text(&all.iter().map(Checked::json).collect::<Json>().to_string())?;
        }
        output.end()?;
        verdict(&all)
    }
}

/// Which file it is, whatever its name, and which kind of hash it needs.
type Place = (u64, u64, Discriminant<Digest>);

/// A file may have several names: it is hashed once.
fn place(item: &Item) -> Option<Place> {
    let meta = fs::metadata(&item.path).ok()?;
    Some((meta.dev(), meta.ino(), discriminant(item.claim.digest())))
}

/// Bytes to be hashed.
fn bytes(items: &[Item]) -> u64 {
    let mut seen = HashSet::new();
    let new = items.iter().filter(|item| place(item).is_none_or(|place| seen.insert(place)));
    new.map(|item| item.bytes).sum()
}

impl Checked<'_> {
    fn outcome(&self) -> Outcome {
        self.hash.as_ref().map_or(Outcome::Wrong, |hash| self.item.claim.judge(hash))
    }

    fn wanted(&self) -> Option<&str> {
        self.item.claim.digest().hex()
    }

    fn text(&self) -> String {
        let path = self.item.path.display().to_string();
        let what = match (&self.hash, self.outcome(), self.wanted()) {
            (Err(error), _, _) => error.to_string(),
            (Ok(hash), Outcome::Wrong, wanted) => {
                let wanted = wanted.unwrap_or_default();
                tell!("cmd-verify-instead", path = path, hash = hash, wanted = wanted)
            }
            (Ok(_), Outcome::Right, _) => path,
            (Ok(hash), Outcome::Unknown, Some(known)) => {
                tell!("cmd-verify-other", path = path, hash = hash, known = known)
            }
            (Ok(hash), Outcome::Unknown, None) => tell!("cmd-verify-unclaimed", path = path, hash = hash),
        };
        let line = format!("{}  {}  {what}", word(self.outcome()), self.item.model);
        table::cell(&line)
    }

    fn json(&self) -> Json {
        json!({
            "name": self.item.model,
            "store": self.item.store.name(),
            "path": self.item.path.to_string_lossy(),
            "bytes": self.item.bytes,
            "status": self.outcome().name(),
            "expected": self.wanted(),
            "hash": self.hash.as_ref().ok(),
            "problem": self.hash.as_ref().err().map(ToString::to_string),
        })
    }
}

/// An outcome in a column as wide as the widest.
fn word(outcome: Outcome) -> String {
    let [ok, wrong, unknown] =
        [tell!("cmd-verify-ok"), tell!("cmd-verify-wrong"), tell!("cmd-verify-unknown")];
    let columns = [&ok, &wrong, &unknown].map(|word| width(word)).into_iter().max().unwrap_or(0);
    let word = match outcome {
        Outcome::Right => ok,
        Outcome::Wrong => wrong,
        Outcome::Unknown => unknown,
    };
    pad(&word, columns)
}

/// The end: an error if anything is wrong.
fn verdict(all: &[Checked<'_>]) -> Result<()> {
    let mut wrong = all.iter().filter(|checked| checked.outcome() == Outcome::Wrong);
    let count = wrong.clone().count();
    let Some(first) = wrong.next() else { return Ok(()) };
    let (name, total) = (&first.item.model, all.len());
    let hint = match first.item.store {
        Store::Hub => tell!("cmd-verify-again", name = name),
        store => tell!("cmd-verify-store", store = store.title()),
    };
    Err(Error::new(Kind::Model, tell!("cmd-verify-files", count = count, total = total)).hint(hint))
}

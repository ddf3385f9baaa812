//! `qwill list`: the models on this machine.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value as Json, json};

use super::out::{self, Output, Quiet};
use super::{machine, table};
use crate::client;
use crate::config::Config;
use crate::error::Result;
use crate::models::cache::{self, WasteKind};
use crate::models::card::{Card, Cards};
use crate::models::fit::{Fit, Machine};
use crate::models::found::{Found, Store};
use crate::models::library::{self, CONTEXT, Library};
use crate::models::measured::Measured;
use crate::models::name::Model;
use crate::models::starter;
use crate::tell;

/// The arguments of `list`.
#[derive(Clone, Debug, Args)]
pub(super) struct List {
    #[arg(long)]
    pub(super) json: bool,
}

/// A model as it is listed.
struct Row {
    name: String,
    store: Store,
    /// `None` for the starter, which has no file before it is used.
    found: Option<Found>,
    /// Of all its files.
    bytes: u64,
    /// What its headers say, or why they say nothing.
    card: Result<Card>,
    fit: Option<Fit>,
    usual: Usual,
}

/// Whether a question goes to this model when none is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Usual {
    Yes,
    No,
}

impl Usual {
    fn of(path: &std::path::Path, chosen: Option<&PathBuf>) -> Usual {
        if chosen.is_some_and(|chosen| chosen == path) { Usual::Yes } else { Usual::No }
    }
}

impl List {
    /// Prints the models.
    ///
    /// # Errors
    /// The user's catalog is broken.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let library = Library::open(config);
        library.notices.iter().for_each(|notice| out::notice(notice, Quiet::No));
        unfinished(config);
        let mut output = Output::new();
        if library.found.is_empty() {
            out::notice(&tell!("cmd-no-model"), Quiet::No);
            out::hint(&tell!("cmd-list-hint"));
            output.text(if self.json { "[]" } else { "" })?;
            return output.end();
        }
        let rows = rows(&library, config)?;
        if self.json {
            output.text(&rows.iter().map(Row::json).collect::<Json>().to_string())?;
        } else {
            output.text(&text(&rows))?;
        }
        output.end()
    }
}

/// Tells of downloads that were broken off.
fn unfinished(config: &Config) {
    let waste = cache::waste(&config.hub.cache);
    let partial = waste.iter().filter(|waste| waste.kind == WasteKind::Partial);
    let bytes: u64 = partial.clone().map(|waste| waste.bytes).sum();
    if partial.count() > 0 {
        out::notice(&tell!("cmd-list-unfinished", bytes = out::bytes(bytes)), Quiet::No);
    }
}

fn rows(library: &Library, config: &Config) -> Result<Vec<Row>> {
    let catalog = library::catalog(config)?;
    let usual = usual(library, config);
    let (machine, measured) = (machine(), Measured::load(&config.places));
    let mut cards = Cards::load(&config.places);
    let row = |found: &Found| {
        let card = cards.of(found);
        Row {
            name: library.short(found, &catalog, config),
            store: found.store,
            fit: fit(&card, &machine, &measured),
            card,
            usual: Usual::of(&Model::of(found).argument(), usual.as_ref()),
            bytes: found.bytes(),
            found: Some(found.clone()),
        }
    };
    let mut rows: Vec<Row> = library.found.iter().map(row).collect();
    cards.save();
    rows.sort_by(|a, b| (a.store, &a.name).cmp(&(b.store, &b.name)));
    let header = starter::header()?;
    let bytes = header.file_len();
    let card = Ok(Card::of(Model::Starter.stamp()?, &[header]));
    let (name, store) = ("starter".into(), Store::Starter);
    let usual = Usual::of(&Model::Starter.argument(), usual.as_ref());
    let fit = fit(&card, &machine, &measured);
    rows.push(Row { name, store, found: None, bytes, card, fit, usual });
    Ok(rows)
}

fn fit(card: &Result<Card>, machine: &Machine, measured: &Measured) -> Option<Fit> {
    let card = card.as_ref().ok().filter(|card| card.problem.is_none())?;
    card.fit(CONTEXT, machine, measured)
}

/// What `-m` would have to name to mean the model that is asked when it names none; `None` when that is
/// a model of an engine elsewhere, or is not here.
fn usual(library: &Library, config: &Config) -> Option<PathBuf> {
    let model = match config.model.as_deref() {
        Some(name) if client::remote(name, config).is_some() => return None,
        Some(name) => {
            let plain = Model::plain(name, config).transpose();
            plain.unwrap_or_else(|| library.find(name, config).map(Model::of))
        }
        None => Ok(library.best(config).map_or(Model::Starter, Model::of)),
    };
    match model {
        Ok(model) => Some(model.argument()),
        Err(error) => {
            out::notice(&tell!("cmd-list-configured", why = error.to_string()), Quiet::No);
            None
        }
    }
}

impl Row {
    /// Why it cannot be run, if so.
    fn problem(&self) -> Option<String> {
        match &self.card {
            Ok(card) => card.problem.clone(),
            Err(error) => Some(error.to_string()),
        }
    }

    fn quant(&self) -> String {
        let named = self.found.as_ref().and_then(|found| found.quant.clone());
        named.unwrap_or_else(|| self.card.as_ref().map(|card| card.quant.clone()).unwrap_or_default())
    }

    fn json(&self) -> Json {
        let (found, card) = (self.found.as_ref(), self.card.as_ref().ok());
        let hashes = found.map(|found| found.parts.iter().map(|part| &part.sha256).collect::<Vec<_>>());
        let fit = self.fit.as_ref();
        json!({
            "name": self.name,
            "store": self.store.name(),
            "path": found.map(|found| found.path().to_string_lossy()),
            "bytes": self.bytes,
            "parameters": card.map(|card| card.parameters),
            "quant": self.quant(),
            "arch": card.map(|card| &card.arch),
            "commit": found.and_then(|found| found.commit.as_ref()),
            "sha256": hashes.map_or_else(|| json!([starter::SHA256]), |hashes| json!(hashes)),
            "fit": fit.map(|fit| json!({
                "verdict": fit.verdict, "need": fit.need.total(), "free": fit.free
            })),
            "problem": self.problem(),
            "default": self.usual == Usual::Yes,
        })
    }

    fn cells(&self) -> Vec<String> {
        let mark = if self.usual == Usual::Yes { '*' } else { ' ' };
        let need = |fit: &Fit| format!("{} {}", fit.verdict.mark(), out::bytes(fit.need.total()));
        let fit = match (&self.fit, self.problem()) {
            (_, Some(_)) => tell!("cmd-list-cannot"),
            (Some(fit), None) => need(fit),
            (None, None) => "?".into(),
        };
        vec![
            format!("{mark} {}", self.name),
            out::bytes(self.bytes),
            self.card.as_ref().map(|card| out::count(card.parameters)).unwrap_or_default(),
            self.quant(),
            fit,
            if self.store == Store::Hub { tell!("cmd-list-hub") } else { self.store.title() },
        ]
    }
}

fn text(rows: &[Row]) -> String {
    let head = vec![
        format!("  {}", tell!("cmd-head-name")),
        tell!("cmd-head-size"),
        tell!("cmd-head-params"),
        tell!("cmd-head-quant"),
        tell!("cmd-head-fit"),
        tell!("cmd-head-from"),
    ];
    let cells: Vec<Vec<String>> = std::iter::once(head).chain(rows.iter().map(Row::cells)).collect();
    let mut lines = table::lines(&cells, &[1, 2], out::columns(std::io::stdout()));
    for (line, row) in lines.iter_mut().skip(1).zip(rows) {
        if let Some(problem) = row.problem() {
            line.push_str(&format!("\n    {}", table::cell(&problem)));
        }
    }
    lines.join("\n")
}

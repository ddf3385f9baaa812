//! `qwill show`: what a model is, from its headers alone.

use clap::Args;
use serde_json::{Value as Json, json};

use super::out::{self, Output};
use super::{fit_line, machine};
use crate::config::Config;
use crate::engine::profile::{Profile, Regime};
use crate::error::Result;
use crate::models::card::{self, Card};
use crate::models::fit::{self, Fit, KvType, Setup};
use crate::models::found::{Found, Store};
use crate::models::gguf::{Header, Tensor};
use crate::models::library::{self, CONTEXT, Library};
use crate::models::measured::Measured;
use crate::models::name::Model;
use crate::render::width::pad;
use crate::{tell, text};

/// The arguments of `show`.
#[derive(Clone, Debug, Args)]
pub(super) struct Show {
    #[arg(value_name = "MODEL")]
    model: String,
    #[arg(long)]
    pub(super) json: bool,
    #[arg(long, conflicts_with = "json")]
    template: bool,
}

impl Show {
    /// Prints the facts.
    ///
    /// # Errors
    /// No such model, or no GGUF file. A file that llama.cpp cannot load is shown all the same, with
    /// the reason.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let found = Library::open(config).named(&self.model, config)?;
        let mut output = Output::new();
        if self.template {
            let header = Header::open(found.path())?;
            output.text(header.template().unwrap_or_default())?;
            return output.end();
        }
        let headers = card::headers(&found)?;
        let Some(first) = headers.first() else { return Ok(()) };
        let card = Card::of(Model::of(&found).stamp()?, &headers);
        let measured = Measured::load(&config.places);
        let fits = fits(&card, &measured);
        let mut facts =
            Facts { found: &found, header: first, headers: &headers, card: &card }.rows(config)?;
        facts.push(("measured", json!(measured.get(&card.stamp).is_some())));
        if self.json {
            facts.push(("fit", fits.iter().map(Room::json).collect()));
            let shown = facts.into_iter().filter(|row| !row.1.is_null());
            output
                .text(&shown.map(|(name, value)| (name.to_owned(), value)).collect::<Json>().to_string())?;
        } else {
            output.text(&lines(&facts, found.store, &fits))?;
        }
        output.end()
    }
}

/// Whether the model fits, run in one way.
struct Room {
    setup: Setup,
    fit: Fit,
}

/// The ways that matter: a usual context and the whole one, with either kind of cache.
fn fits(card: &Card, measured: &Measured) -> Vec<Room> {
    let trained = card.shape.as_ref().map_or(0, |shape| shape.trained);
    let contexts = match trained {
        0 => vec![CONTEXT],
        1..=CONTEXT => vec![trained],
        _ => vec![CONTEXT, trained],
    };
    let machine = machine();
    let setups = contexts
        .into_iter()
        .flat_map(|ctx| [KvType::F16, KvType::Q8_0].map(|kv| Setup { kv, ..Setup::new(ctx) }));
    let room = |setup| Some(Room { setup, fit: fit::judge(card.need(setup, measured)?, &machine) });
    setups.filter_map(room).collect()
}

impl Room {
    fn json(&self) -> Json {
        let (setup, fit) = (&self.setup, &self.fit);
        json!({
            "context": setup.ctx,
            "kv": setup.kv,
            "verdict": fit.verdict,
            "need": fit.need.total(),
            "free": fit.free,
        })
    }

    fn line(&self) -> String {
        let kv = json!(self.setup.kv);
        let fit = fit_line(&self.fit, self.setup.ctx);
        tell!("cmd-show-room", fit = fit, kind = kv.as_str().unwrap_or_default())
    }
}

/// Where the facts come from.
struct Facts<'a> {
    found: &'a Found,
    header: &'a Header,
    headers: &'a [Header],
    card: &'a Card,
}

impl Facts<'_> {
    /// Names and values in the order they are shown; null for what is not known.
    fn rows(&self, config: &Config) -> Result<Vec<(&'static str, Json)>> {
        let Facts { found, header, card, .. } = self;
        let profile = Profile::of(header);
        let (count, split) = (found.parts.len(), header.split().filter(|_| found.parts.len() == 1));
        let hashes: Vec<&String> = found.parts.iter().filter_map(|part| part.sha256.as_ref()).collect();
        let store = (found.store != Store::File).then_some(titled(found.store));
        Ok(vec![
            ("path", json!(found.path())),
            ("name", json!(header.name())),
            ("architecture", json!(header.arch())),
            ("parameters", json!(card.parameters)),
            ("active", json!(self.active())),
            ("quantisation", json!(header.quant())),
            ("bytes", json!(found.bytes())),
            ("weights", json!(card.weights)),
            ("parts", json!((count > 1).then_some(count))),
            ("context", json!(header.context_length())),
            ("layers", json!(header.block_count())),
            ("vocabulary", json!(header.tokens().len())),
            ("tokenizer", json!(header.str("tokenizer.ggml.pre"))),
            ("template", json!(header.template().is_some())),
            ("tools", json!(profile.dialect.name())),
            ("thinking", json!(profile.regime.name())),
            ("licence", json!(self.licence(config)?)),
            ("store", json!(store)),
            ("repository", json!(found.repo())),
            ("commit", json!(found.commit)),
            ("sha256", json!((!hashes.is_empty()).then_some(hashes))),
            ("projector", json!(found.projector.as_ref().map(|part| &part.path))),
            ("part", json!(split.map(|(number, all)| format!("{} of {all}", number.saturating_add(1))))),
            ("problem", json!(card.problem)),
        ])
    }

    /// Parameters that work on one token, of a mixture of experts.
    fn active(&self) -> Option<u64> {
        let active = card::active(self.headers, Tensor::elements);
        (active < self.card.parameters).then_some(active)
    }

    /// As the file says, else as the catalog knows of its repository.
    fn licence(&self, config: &Config) -> Result<Option<String>> {
        let own = self.header.str("general.license").map(str::to_owned);
        let (None, Some(repo)) = (&own, self.found.repo()) else { return Ok(own) };
        let catalog = library::catalog(config)?;
        Ok(catalog.of_repo(repo).map(|model| model.licence.tag().to_owned()))
    }
}

/// What brought the model here, as JSON names it in every language.
fn titled(store: Store) -> &'static str {
    match store {
        Store::Hub => "hub cache",
        Store::Ollama => "Ollama",
        Store::LmStudio => "LM Studio",
        Store::LlamaCpp => "llama.cpp",
        Store::Starter => "built in",
        Store::Imported | Store::File => store.name(),
    }
}

/// Columns for the names of facts.
const LABEL: usize = 13;

fn lines(facts: &[(&'static str, Json)], store: Store, fits: &[Room]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (name, value) in facts {
        let texts = match (*name, value) {
            (_, Json::Null) => continue,
            ("thinking", Json::String(name)) => vec![Regime::say(name)],
            ("bytes" | "weights", Json::Number(n)) => vec![out::bytes(n.as_u64().unwrap_or(0))],
            ("parameters" | "active", Json::Number(n)) => vec![count(n.as_u64().unwrap_or(0))],
            ("measured", Json::Bool(true)) => vec![tell!("cmd-show-measured")],
            ("measured", _) => vec![tell!("cmd-show-estimated")],
            ("store", _) => vec![store.title().to_string()],
            ("part", Json::String(text)) => vec![part(text)],
            (_, Json::Array(all)) => all.iter().map(word).collect(),
            (_, value) => vec![word(value)],
        };
        for (at, text) in texts.iter().enumerate() {
            let label = if at == 0 { label(name) } else { String::new() };
            lines.push(format!("{} {text}", pad(&label, LABEL)));
        }
    }
    lines.extend(fits.iter().map(Room::line));
    lines.join("\n")
}

/// What a fact is called.
fn label(name: &str) -> String {
    text::get(&format!("cmd-fact-{name}"))
}

/// Which of several files it is: two numbers in JSON's text.
fn part(text: &str) -> String {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    let mut next = || numbers.next().unwrap_or_default();
    let number = next();
    tell!("cmd-show-part", number = number, all = next())
}

fn word(value: &Json) -> String {
    match value {
        Json::Bool(true) => tell!("cmd-yes"),
        Json::Bool(false) => tell!("cmd-no"),
        Json::String(text) => super::table::cell(text),
        other => other.to_string(),
    }
}

/// Parameters as people count them: 4.0 billion.
fn count(n: u64) -> String {
    match n {
        1_000_000_000.. => tell!("cmd-show-billion", count = format!("{:.1}", n as f64 / 1e9)),
        1_000_000.. => tell!("cmd-show-million", count = format!("{:.1}", n as f64 / 1e6)),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::width::width;
    use crate::text::Lang;

    const NAMES: &str = "path name architecture parameters active quantisation bytes weights parts context layers \
        vocabulary tokenizer template tools thinking licence store repository commit sha256 projector part problem \
        measured";

    #[test]
    fn every_fact_has_a_name_that_fits_its_column() {
        for lang in Lang::ALL {
            text::speak_here(Some(lang));
            for name in NAMES.split(' ') {
                let key = format!("cmd-fact-{name}");
                let label = text::find(&key);
                assert!(label.is_some_and(|label| width(&label) <= LABEL), "{lang:?}: {key}");
            }
            assert_eq!(part("1 of 3").chars().filter(char::is_ascii_digit).collect::<String>(), "13");
        }
        text::speak_here(None);
    }
}

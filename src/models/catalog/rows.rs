//! The rows of a catalog as they are written: families, models, and the files known of them.

use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize};

use super::sampling::{Dialect, Row};
use crate::models::id::Repo;
use crate::{tell, text};

/// Models that were published together and behave alike.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// What the aliases of its models begin with, in lower case.
    #[serde(deserialize_with = "word")]
    pub name: String,
    /// For people.
    pub title: String,
    /// Day or month of publication: `2025-04-29` or `2025-03`.
    #[serde(default)]
    pub released: Option<String>,
    /// `general.architecture` of its GGUF files.
    pub archs: Vec<String>,
    /// For models that do not say otherwise.
    pub context: Window,
    /// How its models think, call and sample.
    pub manner: Manner,
    /// For models that do not say otherwise.
    pub licence: Licence,
    /// What its models are good for.
    #[serde(default)]
    pub good: Vec<Use>,
    /// The size that the bare name means.
    #[serde(default)]
    pub default: Option<String>,
    /// Whether it is shown among the choices; it can be named all the same.
    #[serde(default = "yes")]
    pub listed: bool,
    /// What a user should know: the name of a message, or in a user's own file the phrase itself.
    #[serde(default)]
    pub(super) note: Option<String>,
}

impl Family {
    /// What a user should know, as a phrase.
    pub fn note(&self) -> Option<String> {
        let note = self.note.as_ref()?;
        text::find(&format!("catalog-note-{note}")).or_else(|| Some(note.clone()))
    }
}

/// Context length in tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// What the model was trained for.
    pub native: u32,
    /// How far YaRN stretches that; the same where it does not.
    pub max: u32,
}

/// How models think, call and sample.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manner {
    /// Whether they think, and what switches it.
    pub thinking: Thinking,
    /// How they were taught to write calls.
    pub dialect: Dialect,
    /// The name of a row of sampling numbers.
    #[serde(deserialize_with = "row")]
    sampling: String,
    /// The presence penalty that their makers advise, which the engine does not apply by itself.
    #[serde(default)]
    pub presence: Option<Presence>,
}

impl Manner {
    /// The sampling numbers, which are also what the engine uses for the family's files.
    pub fn sampling(&self) -> Option<&'static Row> {
        Row::named(&self.sampling)
    }
}

/// Presence penalties.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Presence {
    /// For answers with thinking.
    pub thinking: f32,
    /// For answers without.
    pub answer: f32,
}

/// Whether a model thinks, and what switches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Thinking {
    /// It does not.
    Never,
    /// It cannot be stopped.
    Always,
    /// `enable_thinking`, and `/think` or `/no_think` in a message.
    SwitchSoft,
    /// `enable_thinking` alone.
    SwitchFlag,
    /// `reasoning_effort`.
    Effort,
}

/// What a model is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Use {
    /// Conversation.
    Chat,
    /// Writing code and working with tools.
    Code,
    /// Filling in the middle of a file.
    Fim,
    /// Problems that take thought.
    Reasoning,
    /// Machines with little memory.
    Small,
    /// Pictures.
    Vision,
    /// Arabic, as its makers say.
    Arabic,
}

/// The tag of a licence, as hubs write it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Licence(String);

/// What a licence allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terms {
    /// Any use.
    Free,
    /// Uses that keep its conditions.
    Conditions,
    /// Research and private use.
    NonCommercial,
}

impl Licence {
    /// The tag: `apache-2.0`, `qwen-research`.
    pub fn tag(&self) -> &str {
        &self.0
    }

    /// What it allows; of a licence that is not known, not more than its conditions.
    pub fn terms(&self) -> Terms {
        match self.0.as_str() {
            "apache-2.0" | "mit" => Terms::Free,
            "qwen-research" => Terms::NonCommercial,
            _ => Terms::Conditions,
        }
    }
}

/// A model that has a short name.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// `family:size`, in lower case.
    #[serde(deserialize_with = "alias")]
    pub alias: String,
    /// Further names, in lower case.
    #[serde(default, deserialize_with = "aliases")]
    pub aliases: Vec<String>,
    /// Where it is fetched from.
    #[serde(deserialize_with = "repo")]
    pub repo: Repo,
    /// Other repositories with the same model.
    #[serde(default, deserialize_with = "repos")]
    pub also: Vec<Repo>,
    /// The usual quantisation of `repo`.
    pub quant: String,
    /// The family's where the row has none.
    #[serde(default)]
    pub licence: Licence,
    /// The family's where the row has none.
    #[serde(default)]
    pub context: Window,
    /// For planning memory and time.
    pub shape: Shape,
    /// Files known of `repo`, and of others where they say so.
    #[serde(default)]
    pub files: Vec<File>,
    /// What it is good for: the family's uses, then its own.
    #[serde(default)]
    pub good: Vec<Use>,
    /// Gigabytes of free memory that it is a good choice for, if it is one.
    #[serde(default)]
    pub suggest: Option<u32>,
}

impl Model {
    /// The name of its family.
    pub fn family(&self) -> &str {
        self.alias.split_once(':').map_or("", |parts| parts.0)
    }

    /// Its size as the alias says it: `4b`, `30b-a3b`.
    pub fn size(&self) -> &str {
        self.alias.split_once(':').map_or("", |parts| parts.1)
    }

    /// The weights of that quantisation in `repo`, in any case.
    pub fn file(&self, quant: &str) -> Option<&File> {
        self.files.iter().find(|file| {
            file.holds == Holds::Weights && file.repo.is_none() && file.quant.eq_ignore_ascii_case(quant)
        })
    }

    /// Its names: the alias and the further ones.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.alias).chain(&self.aliases).map(String::as_str)
    }

    /// Its repositories: where it is fetched from, then the others.
    pub fn repos(&self) -> impl Iterator<Item = &Repo> {
        let others = self.files.iter().filter_map(|file| file.repo.as_ref());
        std::iter::once(&self.repo).chain(&self.also).chain(others)
    }

    /// Takes from its family what the row does not say.
    pub(super) fn inherit(&mut self, family: &Family) {
        if self.licence == Licence::default() {
            self.licence = family.licence.clone();
        }
        if self.context == Window::default() {
            self.context = family.context;
        }
        let own = std::mem::replace(&mut self.good, family.good.clone());
        self.good.extend(own.into_iter().filter(|tag| !family.good.contains(tag)));
    }
}

/// What a model costs in memory and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    /// All parameters.
    pub parameters: u64,
    /// Those that work on one token, of a mixture of experts.
    #[serde(default)]
    active: Option<u64>,
    /// Bytes of KV cache for each token in f16.
    #[serde(default)]
    pub kv: Option<u64>,
    /// Bytes of recurrent state, whatever the context.
    #[serde(default)]
    pub state: Option<u64>,
    /// Entries of the vocabulary.
    #[serde(default)]
    pub vocab: Option<u32>,
    /// Whether numbers are rounded, or taken from another model of the same design.
    #[serde(default)]
    pub about: bool,
}

impl Shape {
    /// Parameters that work on one token.
    pub fn active(&self) -> u64 {
        self.active.unwrap_or(self.parameters)
    }
}

/// What is known of a file without asking a hub.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// The quantisation, in upper case.
    pub quant: String,
    /// Bytes of all its parts together.
    pub bytes: u64,
    /// Whether `bytes` is an estimate.
    #[serde(default)]
    pub about: bool,
    /// Its path in the repository, where it was seen.
    #[serde(default)]
    pub name: Option<String>,
    /// In lower-case hexadecimal.
    #[serde(default, deserialize_with = "sha256")]
    pub sha256: Option<String>,
    /// The commit that size and hash are of.
    #[serde(default, deserialize_with = "commit")]
    pub commit: Option<String>,
    /// Its repository, where that is not the model's own.
    #[serde(default, deserialize_with = "other_repo")]
    pub repo: Option<Repo>,
    /// What is in it.
    #[serde(default)]
    pub holds: Holds,
}

/// What is in a file of a model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Holds {
    /// The model.
    #[default]
    Weights,
    /// Its eyes (`mmproj`).
    Projector,
}

impl File {
    /// Whether this is the file at `path` of its repository; where no name was seen, whether the name
    /// ends in the quantisation, as the names of files that are not split do.
    pub(super) fn is(&self, path: &str) -> bool {
        if let Some(name) = &self.name {
            return name.eq_ignore_ascii_case(path);
        }
        let path = path.to_ascii_lowercase();
        let name = path.rsplit('/').next().unwrap_or_default();
        let before = name
            .strip_suffix(".gguf")
            .and_then(|stem| stem.strip_suffix(&self.quant.to_ascii_lowercase()))
            .and_then(|stem| stem.strip_suffix(['-', '.']));
        let projector = name.starts_with("mmproj");
        // `UD-Q4_K_XL` and `Q4_K_XL` are two quantisations.
        before.is_some_and(|stem| !stem.ends_with("-ud")) && projector == (self.holds == Holds::Projector)
    }

    /// Whether size or hash can be held against a file.
    pub(super) fn is_seed(&self) -> bool {
        !self.about || self.sha256.is_some()
    }
}

fn yes() -> bool {
    true
}

fn is_word(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
    !text.is_empty() && text.chars().all(letter)
}

fn is_alias(text: &str) -> bool {
    text.split_once(':').is_some_and(|(family, size)| is_word(family) && is_word(size))
}

fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// A text that passes a test; `bad` says what it should have been.
fn checked<'de, D: Deserializer<'de>>(
    from: D,
    good: fn(&str) -> bool,
    bad: fn(&str) -> String,
) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    if good(&text) { Ok(text) } else { Err(D::Error::custom(bad(&text))) }
}

fn word<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    checked(from, is_word, |text| tell!("catalog-no-word", text = text))
}

fn alias<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    checked(from, is_alias, |text| tell!("catalog-no-alias", text = text))
}

fn aliases<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    match texts.iter().find(|text| !is_alias(text) && !is_word(text)) {
        Some(bad) => Err(D::Error::custom(tell!("catalog-no-name", text = bad))),
        None => Ok(texts),
    }
}

fn row<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    checked(from, |name| Row::named(name).is_some(), |text| tell!("catalog-no-row", text = text))
}

fn sha256<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    checked(from, |text| is_hex(text, 64), |text| tell!("catalog-no-hash", text = text)).map(Some)
}

fn commit<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    checked(from, |text| is_hex(text, 40), |text| tell!("catalog-no-commit", text = text)).map(Some)
}

fn repo<'de, D: Deserializer<'de>>(from: D) -> Result<Repo, D::Error> {
    let text = String::deserialize(from)?;
    Repo::new(&text).ok_or_else(|| D::Error::custom(tell!("catalog-no-repo", text = &text)))
}

fn other_repo<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Repo>, D::Error> {
    repo(from).map(Some)
}

fn repos<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Repo>, D::Error> {
    let read = |text: String| {
        Repo::new(&text).ok_or_else(|| D::Error::custom(tell!("catalog-no-repo", text = &text)))
    };
    Vec::<String>::deserialize(from)?.into_iter().map(read).collect()
}

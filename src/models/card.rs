//! What is worth knowing of a model on this machine, read from its headers once and then remembered.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::disk::{make_dir, replace};
use super::fit::{self, Fit, Machine, Need, Setup, Shape};
use super::found::Found;
use super::gguf::{Header, Tensor};
use super::measured::Measured;
use super::name::Model;
use crate::config::Places;
use crate::error::Result;
use crate::text;

/// What a model's headers say, all its parts together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Tells the files from others and from themselves after a change.
    pub stamp: String,
    /// `general.architecture`.
    pub arch: String,
    /// Weights.
    pub parameters: u64,
    /// Bytes of the weights.
    pub weights: u64,
    /// Bytes of the weights that work on one token: of a mixture of experts, those that are chosen.
    pub active: u64,
    /// The quantisation, as the header says.
    pub quant: String,
    /// What decides how much memory it takes.
    pub shape: Option<Shape>,
    /// Why the engine cannot run it, if so.
    pub problem: Option<String>,
    /// The language that says so.
    #[serde(default)]
    lang: String,
}

impl Card {
    /// Reads the headers of all parts of a model.
    ///
    /// # Errors
    /// A part is no GGUF file.
    pub fn read(found: &Found) -> Result<Card> {
        Ok(Card::of(stamp(found)?, &headers(found)?))
    }

    /// The card of a model whose headers were read; `stamp` is that of its first file.
    pub fn of(stamp: String, headers: &[Header]) -> Card {
        let sum = |of: fn(&Header) -> u64| headers.iter().map(of).fold(0, u64::saturating_add);
        let first = headers.first();
        let problem = first.and_then(|header| header.check().err()).map(|error| error.to_string());
        Card {
            stamp,
            arch: first.map(|header| header.arch().to_owned()).unwrap_or_default(),
            parameters: sum(Header::parameters),
            weights: sum(|header| header.tensors().iter().map(|tensor| tensor.bytes()).sum()),
            active: active(headers, Tensor::bytes),
            quant: first.map(|header| header.quant().to_owned()).unwrap_or_default(),
            shape: first.and_then(|header| fit::shape(header)),
            problem,
            lang: text::lang().code().to_owned(),
        }
    }

    /// Whether all that it tells is in the language of today.
    fn is_told(&self) -> bool {
        self.problem.is_none() || self.lang == text::lang().code()
    }

    /// What the model needs when it is run like this: as it was measured, else as estimated.
    pub fn need(&self, setup: Setup, measured: &Measured) -> Option<Need> {
        if let Some(figures) = measured.get(&self.stamp) {
            return Some(figures.need(setup));
        }
        Some(fit::need(self.shape.as_ref()?, self.weights, setup))
    }

    /// Whether it fits this machine with a context of `ctx` tokens, or fewer if it was trained for fewer.
    pub fn fit(&self, ctx: u64, machine: &Machine, measured: &Measured) -> Option<Fit> {
        let trained = self.shape.as_ref().map_or(0, |shape| shape.trained);
        let ctx = if trained > 0 { ctx.min(trained) } else { ctx };
        Some(fit::judge(self.need(Setup::new(ctx), measured)?, machine))
    }
}

/// The stamp under which the engine measures a model: that of its first file.
fn stamp(found: &Found) -> Result<String> {
    Model::of(found).stamp()
}

/// The headers of all parts of a model, the first one's with the vocabulary.
///
/// # Errors
/// A part is no GGUF file.
pub fn headers(found: &Found) -> Result<Vec<Header>> {
    found.parts.iter().map(|part| Header::open(&part.path)).collect()
}

/// Of all tensors, the part that works on one token, counted by `count`: bytes or elements.
pub fn active(headers: &[Header], count: fn(&Tensor) -> u64) -> u64 {
    let number = |key: &str| headers.first()?.arch_u64(key).filter(|&number| number > 0);
    let (used, all) = (number("expert_used_count").unwrap_or(1), number("expert_count").unwrap_or(1));
    let tensors = headers.iter().flat_map(Header::tensors);
    let counts = tensors.map(|tensor| {
        if tensor.name().contains("_exps") {
            fit::scale(count(tensor), used.min(all), all)
        } else {
            count(tensor)
        }
    });
    counts.fold(0, u64::saturating_add)
}

/// The cards of all models that were looked at, by the path of their first file.
#[derive(Clone, Debug)]
pub struct Cards {
    path: PathBuf,
    all: BTreeMap<String, Card>,
    changed: bool,
}

/// Cards that are kept; more come from files that are gone.
const MOST: usize = 2000;

impl Cards {
    /// Reads what is remembered; a damaged file counts as empty.
    pub fn load(places: &Places) -> Cards {
        let path = places.cache.join("cards.json");
        let all = fs::read(&path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Cards { path, all: all.unwrap_or_default(), changed: false }
    }

    /// The card of a model; its headers are read only when they are not known or have changed.
    ///
    /// # Errors
    /// The same as [`Card::read`].
    pub fn of(&mut self, found: &Found) -> Result<Card> {
        let key = found.path().to_string_lossy().into_owned();
        let stamp = stamp(found)?;
        if let Some(card) = self.all.get(&key).filter(|card| card.stamp == stamp && card.is_told()) {
            return Ok(card.clone());
        }
        let card = Card::read(found)?;
        self.all.insert(key, card.clone());
        self.changed = true;
        Ok(card)
    }

    /// Remembers what is new; when that is not possible, the headers are read again the next time.
    pub fn save(&mut self) {
        if !std::mem::take(&mut self.changed) {
            return;
        }
        if self.all.len() > MOST {
            self.all.retain(|path, _| fs::symlink_metadata(path).is_ok());
        }
        let Some(dir) = self.path.parent() else { return };
        let text = serde_json::to_string(&self.all).unwrap_or_default();
        _ = make_dir(dir).and_then(|()| replace(&self.path, &text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_told_in_another_language_is_looked_for_again() {
        let card = Card::of(String::new(), &[]);
        let told = Card { problem: Some("it has no tokenizer".into()), ..card.clone() };
        assert!(card.is_told() && told.is_told());
        text::speak_here(Some(text::Lang::Ar));
        assert!(card.is_told() && !told.is_told());
        text::speak_here(None);
    }
}

//! Which models of the catalog are right for this machine: one to talk to, one for code, a small one.

use super::catalog::{Catalog, Model, Use};
use super::fit::{self, Fit, Machine, Need, Setup, Verdict};
use super::library::{CONTEXT, is_brisk};
use crate::tell;

/// A recommended model, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice<'a> {
    /// What it is for.
    pub purpose: Purpose,
    /// The model.
    pub model: &'a Model,
    /// Bytes to fetch.
    pub bytes: u64,
    /// Whether and where it fits.
    pub fit: Fit,
    /// Whether it answers faster than one reads.
    pub pace: Pace,
}

/// What a model is recommended for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Conversation.
    Chat,
    /// Code.
    Code,
    /// Quick answers, and machines that have other work.
    Small,
}

impl Purpose {
    /// For people.
    pub fn name(self) -> String {
        match self {
            Purpose::Chat => tell!("fit-chat"),
            Purpose::Code => tell!("fit-code"),
            Purpose::Small => tell!("fit-small"),
        }
    }

    fn is_for(self, model: &Model) -> bool {
        match self {
            Purpose::Chat => model.good.contains(&Use::Chat),
            Purpose::Code => model.good.contains(&Use::Code),
            Purpose::Small => model.good.contains(&Use::Chat) && model.shape.parameters <= SMALL,
        }
    }
}

/// How fast a model answers on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pace {
    /// Slower than one reads.
    Slow,
    /// At least as fast.
    Brisk,
}

/// The most parameters of a small model.
const SMALL: u64 = 2_500_000_000;

/// One model for each purpose, as far as any fits: of those that answer briskly the newest
/// recommended generation's largest.
pub fn recommend<'a>(catalog: &'a Catalog, machine: &Machine) -> Vec<Advice<'a>> {
    let mut all: Vec<Advice<'a>> = Vec::new();
    for purpose in [Purpose::Chat, Purpose::Code, Purpose::Small] {
        let candidates = catalog.models().filter(|model| listed(catalog, model) && purpose.is_for(model));
        let candidates = candidates.filter(|model| all.iter().all(|other| other.model.alias != model.alias));
        let best = candidates.filter_map(|model| advice(purpose, model, machine)).max_by_key(|advice| {
            let suggested = advice.model.suggest.is_some();
            (advice.fit.verdict == Verdict::Fits, advice.pace, suggested, advice.model.shape.parameters)
        });
        all.extend(best);
    }
    all
}

fn listed(catalog: &Catalog, model: &Model) -> bool {
    catalog.family(model.family()).is_none_or(|family| family.listed)
}

/// `None` when its size is unknown or it does not fit.
fn advice<'a>(purpose: Purpose, model: &'a Model, machine: &Machine) -> Option<Advice<'a>> {
    let (bytes, fit) = judge(model, &model.quant, machine)?;
    let active = fit::scale(bytes, model.shape.active(), model.shape.parameters);
    let pace = if is_brisk(active, &fit) { Pace::Brisk } else { Pace::Slow };
    (fit.verdict != Verdict::No).then_some(Advice { purpose, model, bytes, fit, pace })
}

/// Bytes of a model in this quantisation, and whether it fits; from the catalog alone.
pub fn judge(model: &Model, quant: &str, machine: &Machine) -> Option<(u64, Fit)> {
    let known = model.file(quant).map(|file| file.bytes);
    let bytes = known.or_else(|| Some(fit::estimate(model.shape.parameters, super::files::bits(quant)?)))?;
    let setup = Setup::new(CONTEXT.min(u64::from(model.context.native)));
    let vocab = u64::from(model.shape.vocab.unwrap_or(150_000));
    let need = Need {
        weights: bytes,
        // Where the cache's size is not known, that of a dense model of the same size is more than enough.
        kv: model.shape.kv.unwrap_or(200_000).saturating_mul(setup.ctx),
        state: model.shape.state.unwrap_or(0),
        compute: setup.batch * vocab * 4,
    };
    Some((bytes, fit::judge(need, machine)))
}

/// The same of a model that the catalog does not know: from how many weights it has, and the context it
/// was trained for.
pub fn guess(parameters: u64, trained: Option<u64>, quant: &str, machine: &Machine) -> Option<(u64, Fit)> {
    let bytes = fit::estimate(parameters, super::files::bits(quant)?);
    let ctx = trained.filter(|&trained| trained > 0).map_or(CONTEXT, |trained| trained.min(CONTEXT));
    let setup = Setup::new(ctx);
    // Keys and values of a token take more in larger models, but much less than in proportion: this
    // is at least what the dense models with grouped heads take, from 0.6 to 32 billion weights.
    let kv = 130_000 + parameters / 160_000;
    let need = Need {
        weights: bytes,
        kv: kv.saturating_mul(setup.ctx),
        state: 0,
        compute: setup.batch * 150_000 * 4,
    };
    Some((bytes, fit::judge(need, machine)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(megabytes: u64) -> Machine {
        let bytes = megabytes * 1_000_000;
        Machine { memory: bytes, total: bytes, devices: Vec::new() }
    }

    #[test]
    fn every_machine_gets_models_that_fit_and_answer_briskly() {
        let catalog = Catalog::builtin().unwrap();
        for gigabytes in [3, 4, 6, 8, 12, 16, 24, 32, 64, 128] {
            let all = recommend(&catalog, &machine(gigabytes * 1000));
            assert!(!all.is_empty(), "{gigabytes} GB");
            for advice in &all {
                assert!(advice.fit.need.total() <= gigabytes * 1_000_000_000, "{gigabytes} GB {advice:?}");
                assert_eq!(advice.pace, Pace::Brisk, "{gigabytes} GB {advice:?}");
            }
            let mut names: Vec<&str> = all.iter().map(|advice| advice.model.alias.as_str()).collect();
            names.dedup();
            assert_eq!(names.len(), all.len(), "{names:?}");
        }
    }

    #[test]
    fn a_guess_is_at_least_what_the_catalog_knows_of_a_dense_model() {
        let catalog = Catalog::builtin().unwrap();
        for name in ["qwen3:0.6b", "qwen3:4b", "qwen3:8b", "qwen3:14b", "qwen3:32b"] {
            let model = catalog.find(name).unwrap();
            let (_, known) = judge(model, "Q4_K_M", &machine(64_000)).unwrap();
            let (_, guess) = guess(model.shape.parameters, None, "Q4_K_M", &machine(64_000)).unwrap();
            let (known, guess) = (known.need, guess.need);
            assert!(
                guess.kv >= known.kv && guess.total() < known.total() * 3 / 2,
                "{name} {guess:?} {known:?}"
            );
        }
        let (_, short) = guess(1_000_000_000, Some(512), "Q8_0", &machine(64_000)).unwrap();
        assert!(short.need.kv < 100_000_000, "a model for short texts keeps few tokens: {short:?}");
        assert_eq!(super::guess(1, None, "no such", &machine(1000)), None);
    }

    #[test]
    fn nothing_is_recommended_to_a_machine_that_is_too_small() {
        assert_eq!(recommend(&Catalog::builtin().unwrap(), &machine(100)).len(), 0);
    }
}

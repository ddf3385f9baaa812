//! The sampler: from logits to one token.

use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::sampling::LlamaSampler;
use llama_cpp_2::token::LlamaToken;
use llama_cpp_2::token::data::LlamaTokenData;
use llama_cpp_2::token::data_array::LlamaTokenDataArray;

use crate::engine::guide::{Guide, Mask};
use crate::error::{Error, Kind, Result};
use crate::tell;
use crate::wire::Sampling;

/// Tokens that the penalties look back on: a whole usual answer, because presence penalties are
/// documented by model makers for whole answers and llama.cpp's 64 defeats them.
const WINDOW: i32 = 4096;

/// A chain built for one answer. Its order is llama.cpp's own: penalties, the cuts, temperature, choice.
pub(super) struct Chain {
    sampler: LlamaSampler,
    candidates: LlamaTokenDataArray,
    /// Room for the tokens that a guide allows.
    mask: Mask,
}

impl Chain {
    /// The chain for these numbers over a vocabulary of `n_vocab` tokens. What is unset is neutral,
    /// an unset temperature 0.8, an unset seed random.
    pub(super) fn new(numbers: &Sampling, n_vocab: i32) -> Chain {
        let mut parts = Vec::new();
        let repeat = numbers.repeat_penalty.filter(|p| *p > 0.0).unwrap_or(1.0);
        let frequency = finite(numbers.frequency_penalty);
        let presence = finite(numbers.presence_penalty);
        if repeat != 1.0 || frequency != 0.0 || presence != 0.0 {
            parts.push(LlamaSampler::penalties(n_vocab, WINDOW, repeat, frequency, presence));
        }
        let temperature = numbers.temperature.filter(|t| t.is_finite()).unwrap_or(0.8);
        if temperature <= 0.0 {
            parts.push(LlamaSampler::greedy());
        } else {
            if let Some(k) = numbers.top_k.filter(|&k| k > 0) {
                parts.push(LlamaSampler::top_k(k));
            }
            if let Some(p) = numbers.top_p.filter(|&p| p < 1.0) {
                parts.push(LlamaSampler::top_p(p.max(0.0), 1));
            }
            if let Some(p) = numbers.min_p.filter(|&p| p > 0.0) {
                parts.push(LlamaSampler::min_p(p.min(1.0), 1));
            }
            parts.push(LlamaSampler::temp(temperature));
            parts.push(LlamaSampler::dist(seed(numbers.seed)));
        }
        Chain {
            sampler: LlamaSampler::chain_simple(parts),
            candidates: LlamaTokenDataArray::new(Vec::new(), false),
            mask: Mask::default(),
        }
    }

    /// Chooses the token that follows batch row `row` of the last decode, and that `guide` allows. `sample` and
    /// `accept` of the binding are not used: they abort the process on a grammar's error and accept twice.
    ///
    /// Nearly always the first choice is allowed, so that the guide has to look at that one token only. If it is
    /// not, another is chosen among all that are. As choosing draws one random number and changes nothing else, a
    /// seed still leads to one answer, and what is allowed keeps its probabilities among itself.
    ///
    /// # Errors
    /// When no token is possible (all logits are NaN or minus infinity: a damaged model).
    pub(super) fn choose(
        &mut self,
        ctx: &LlamaContext<'_>,
        row: i32,
        guide: Option<&mut Guide>,
    ) -> Result<LlamaToken> {
        self.fill(ctx, row, None);
        let mut token = self.pick()?;
        if let Some(guide) = guide.filter(|guide| !guide.allow(token.0 as u32)) {
            let mut mask = std::mem::take(&mut self.mask);
            guide.mask(&mut mask);
            self.fill(ctx, row, Some(&mask));
            self.mask = mask;
            token = self.pick()?;
        }
        self.sampler
            .try_accept(token)
            .map_err(|error| Error::new(Kind::Engine, tell!("engine-sampler")).why(error))?;
        Ok(token)
    }

    /// Takes the logits of a row as candidates, only those of the tokens in `mask` if there is one.
    fn fill(&mut self, ctx: &LlamaContext<'_>, row: i32, mask: Option<&Mask>) {
        let array = &mut self.candidates;
        array.data.clear();
        match mask {
            None => array.data.extend(ctx.candidates_ith(row)),
            Some(mask) => {
                let allowed = |candidate: &LlamaTokenData| mask.contains(candidate.id().0 as u32);
                array.data.extend(ctx.candidates_ith(row).filter(allowed));
            }
        }
        (array.selected, array.sorted) = (None, false);
    }

    /// Chooses one of the candidates, of which there are fewer afterwards.
    fn pick(&mut self) -> Result<LlamaToken> {
        let array = &mut self.candidates;
        // Without candidates some samplers abort the process.
        if !array.data.is_empty() {
            self.sampler.apply(array);
        }
        let logit = array.selected.and_then(|at| array.data.get(at)).map(|candidate| candidate.logit());
        let token = array.selected_token().filter(|_| logit.is_some_and(|l| l > f32::NEG_INFINITY));
        token.ok_or_else(|| {
            Error::new(Kind::Engine, tell!("engine-no-token")).hint(tell!("engine-no-token-hint"))
        })
    }
}

fn finite(value: Option<f32>) -> f32 {
    value.filter(|v| v.is_finite()).unwrap_or(0.0)
}

/// The given seed, or one from the clock: nothing depends on it being unpredictable.
fn seed(given: Option<i64>) -> u32 {
    if let Some(seed) = given.filter(|&seed| seed >= 0) {
        return seed as u32;
    }
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    now.subsec_nanos() ^ (now.as_secs() as u32).rotate_left(16)
}

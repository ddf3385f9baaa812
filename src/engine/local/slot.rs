//! One context with one sequence: the tokens its KV cache holds, and feeding it more.

use llama_cpp_2::DecodeError;
use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::llama_batch::LlamaBatch;
use llama_cpp_2::token::LlamaToken;

use crate::engine::prefix;
use crate::error::{Error, Kind, Result};
use crate::tell;

/// Tokens in one decode; more would abort llama.cpp, whose context is made with the same number.
pub(super) const BATCH: usize = 512;

/// The sequence; a context made for one sequence has no other.
const SEQ: i32 = 0;

/// A context and what is in it. `cached` always equals the tokens in the KV cache.
pub(super) struct Slot<'m> {
    ctx: LlamaContext<'m>,
    cached: Vec<LlamaToken>,
    batch: LlamaBatch<'static>,
}

/// How feeding ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fed {
    /// All tokens are in the cache.
    All,
    /// Stopped from outside; the cache holds what was finished.
    Aborted,
    /// No room was left in the cache.
    Full,
}

impl<'m> Slot<'m> {
    pub(super) fn new(ctx: LlamaContext<'m>) -> Slot<'m> {
        Slot { ctx, cached: Vec::new(), batch: LlamaBatch::new(BATCH, 1) }
    }

    /// Context length in tokens.
    pub(super) fn ctx(&self) -> usize {
        self.ctx.n_ctx() as usize
    }

    /// Tokens in the cache.
    pub(super) fn len(&self) -> usize {
        self.cached.len()
    }

    /// The context, to read logits from.
    pub(super) fn context(&self) -> &LlamaContext<'m> {
        &self.ctx
    }

    /// The row of the last fed token, whose logits choose the next one.
    pub(super) fn row(&self) -> i32 {
        self.batch.n_tokens() - 1
    }

    /// Cuts the cache to what it has in common with `prompt`; returns how many tokens remain.
    /// Models with recurrent state cannot forget a part: they start from nothing.
    pub(super) fn rewind(&mut self, prompt: &[LlamaToken]) -> usize {
        let keep = prefix::keep(&self.cached, prompt);
        if keep < self.cached.len() {
            let cut = self.ctx.clear_kv_cache_seq(Some(SEQ as u32), Some(keep as u32), None);
            if matches!(cut, Ok(true)) {
                self.cached.truncate(keep);
            } else {
                self.clear();
            }
        }
        self.cached.len()
    }

    /// Decodes up to [`BATCH`] tokens behind what is cached.
    ///
    /// # Errors
    /// [`Kind::Engine`] when llama.cpp fails; the cache is then cut to what is certain.
    pub(super) fn feed(&mut self, tokens: &[LlamaToken]) -> Result<Fed> {
        self.batch.clear();
        for (at, token) in tokens.iter().enumerate() {
            let position = (self.cached.len() + at) as i32;
            self.batch
                .add(*token, position, &[SEQ], at + 1 == tokens.len())
                .map_err(|error| Error::new(Kind::Engine, tell!("engine-batch")).why(error))?;
        }
        match self.ctx.decode(&mut self.batch) {
            Ok(()) => {
                self.cached.extend_from_slice(tokens);
                Ok(Fed::All)
            }
            Err(DecodeError::NoKvCacheSlot) => Ok(Fed::Full),
            Err(DecodeError::Unknown(2)) => {
                self.sync(tokens);
                Ok(Fed::Aborted)
            }
            Err(error) => {
                self.clear();
                Err(Error::new(Kind::Engine, tell!("engine-decode")).why(error))
            }
        }
    }

    /// After an interrupted decode of `tokens`: takes the truth from llama.cpp, which keeps whole
    /// micro-batches.
    fn sync(&mut self, tokens: &[LlamaToken]) {
        let held = usize::try_from(self.ctx.kv_cache_seq_pos_max(SEQ) + 1).unwrap_or(0);
        self.cached.extend_from_slice(tokens);
        if held <= self.cached.len() && held + tokens.len() >= self.cached.len() {
            self.cached.truncate(held);
        } else {
            self.clear();
        }
    }

    fn clear(&mut self) {
        self.ctx.clear_kv_cache();
        self.cached.clear();
    }
}

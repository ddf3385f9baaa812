//! The tokens by which a model is asked to fill a gap in a text.

use super::gguf::{Header, until_zero};

/// The keys by which a header names such a token, and the texts that it may have otherwise.
type Row = (&'static [&'static str], &'static [&'static str]);

const PREFIX: Row =
    (&["fim_pre", "prefix"], &["<|fim_prefix|>", "<fim-prefix>", "<fim_prefix>", "<｜fim▁begin｜>", "<PRE>"]);
const SUFFIX: Row =
    (&["fim_suf", "suffix"], &["<|fim_suffix|>", "<fim-suffix>", "<fim_suffix>", "<｜fim▁hole｜>", "<SUF>"]);
const MIDDLE: Row =
    (&["fim_mid", "middle"], &["<|fim_middle|>", "<fim-middle>", "<fim_middle>", "<｜fim▁end｜>", "<MID>"]);
const PAD: Row = (&["fim_pad"], &["<|fim_pad|>", "<fim-pad>", "<fim_pad>", "<PAD>", "[PAD]"]);
const REPO: Row = (&["fim_rep"], &["<|fim_repo|>", "<|repo_name|>", "<fim-repo>", "<REPO>", "<reponame>"]);
const FILE: Row = (&["fim_sep"], &["<|file_sep|>"]);

/// Texts that llama.cpp takes for these tokens in a file with this header: those of tokens that the header itself
/// does not name.
pub(super) fn texts(header: &Header) -> Vec<&'static str> {
    let unnamed = [PREFIX, SUFFIX, MIDDLE, PAD, REPO, FILE].into_iter();
    unnamed.filter(|row| named(header, row.0).is_none()).flat_map(|row| row.1.iter().copied()).collect()
}

/// The token that one of these keys names.
fn named(header: &Header, keys: &[&str]) -> Option<u32> {
    let ids = keys.iter().filter_map(|key| header.u64(&format!("tokenizer.ggml.{key}_token_id")));
    let mut known = ids.filter(|&id| id < header.tokens().len() as u64);
    known.next().and_then(|id| u32::try_from(id).ok())
}

/// The tokens of a model that was trained to fill gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Middle {
    /// Stands before the text in front of the gap.
    pub prefix: u32,
    /// Stands before the text behind it.
    pub suffix: u32,
    /// Stands before what fills it.
    pub middle: u32,
    /// Stands where nothing follows.
    pub pad: Option<u32>,
    /// Stands before the name of a project.
    pub repo: Option<u32>,
    /// Stands before the name of a file.
    pub file: Option<u32>,
}

impl Middle {
    /// The tokens that a header names, or else those with the usual texts; `None` if one of the three is missing
    /// that are needed.
    pub fn of(header: &Header) -> Option<Middle> {
        let find = |row: Row| {
            named(header, row.0).or_else(|| {
                let is_one = |token: &str| row.1.contains(&until_zero(token));
                header.tokens().iter().position(is_one).and_then(|id| u32::try_from(id).ok())
            })
        };
        Some(Middle {
            prefix: find(PREFIX)?,
            suffix: find(SUFFIX)?,
            middle: find(MIDDLE)?,
            pad: find(PAD),
            repo: find(REPO),
            file: find(FILE),
        })
    }

    /// All of them: none belongs into what fills the gap.
    pub fn all(&self) -> Vec<u32> {
        let Middle { prefix, suffix, middle, pad, repo, file } = *self;
        [Some(prefix), Some(suffix), Some(middle), pad, repo, file].into_iter().flatten().collect()
    }
}

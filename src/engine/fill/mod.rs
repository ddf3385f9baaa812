//! A gap in a text: from a request to the prompt of a model that was trained to fill gaps.

mod cut;

use std::sync::Arc;

use super::job::Work;
use super::template::Segment;
use super::turn::Model;
use crate::error::{Error, Kind, Result};
use crate::models::middle::Middle;
use crate::tell;
use crate::wire::{Extra, Infill, Sampling, Stops};

/// Tokens of an answer without a limit for which room is kept.
const ANSWER: usize = 256;

/// Tokens kept for those that stand between the texts, and for what texts cut in two have more than whole ones.
const SPARE: usize = 32;

/// A gap and the model that is to fill it.
#[derive(Debug)]
pub struct Gap {
    model: Arc<Model>,
    middle: Middle,
    request: Infill,
}

impl Gap {
    /// The gap of a request.
    ///
    /// # Errors
    /// [`Kind::Model`] when the model has no tokens for gaps.
    pub fn new(model: Arc<Model>, mut request: Infill) -> Result<Gap> {
        let Some(middle) = model.middle() else {
            return Err(
                Error::new(Kind::Model, tell!("engine-no-middle")).hint(tell!("engine-no-middle-hint"))
            );
        };
        let prompt = std::mem::take(&mut request.prompt);
        request.input_prefix.push_str(&prompt);
        Ok(Gap { model, middle, request })
    }

    /// Tokens that end what fills it, besides those of the vocabulary.
    pub fn ends(&self) -> Vec<u32> {
        self.middle.all()
    }

    /// The prompt and the numbers for a context of `ctx` tokens; `count` says how many tokens a text has.
    ///
    /// What does not fit is left out: first other files, which get a quarter of the room, then what is far from the
    /// gap. The text in front of it stands before the text behind it, so that while somebody types, only the latter
    /// is read again.
    pub fn work(&self, ctx: usize, count: &dyn Fn(&str) -> usize) -> Work {
        let limit = self.request.n_predict.and_then(|n| u32::try_from(n).ok());
        let answer = limit.map_or(ANSWER, |n| n as usize).min(ctx / 4);
        let room = ctx.saturating_sub(answer + SPARE);
        let (mut prompt, used) = self.files(room / 4, count);
        let room = room.saturating_sub(used);
        let after = cut::head(&self.request.input_suffix, room / 4, count);
        let before = cut::tail(&self.request.input_prefix, room.saturating_sub(count(after)), count);
        prompt.push(Segment::Token(self.middle.prefix));
        prompt.extend(self.model.plain(before));
        prompt.push(Segment::Token(self.middle.suffix));
        prompt.extend(self.model.plain(after));
        prompt.push(Segment::Token(self.middle.middle));
        Work {
            prompt,
            tail: String::new(),
            // The most probable text, unless the request wants another.
            sampling: Sampling {
                temperature: self.request.sampling.temperature.or(Some(0.0)),
                ..self.request.sampling
            },
            max_tokens: limit,
            stops: self.request.stop.clone().map(Stops::list).unwrap_or_default(),
            guide: None,
        }
    }

    /// Other files and the name of this one, as far as they fit, and how many tokens they take. A model without
    /// a token for files gets none.
    fn files(&self, budget: usize, count: &dyn Fn(&str) -> usize) -> (Vec<Segment>, usize) {
        let (Some(token), false) = (self.middle.file, self.request.input_extra.is_empty()) else {
            return (Vec::new(), 0);
        };
        let mut prompt = Vec::new();
        let mut left = budget;
        if let (Some(token), Some(repo)) = (self.middle.repo, &self.request.repo) {
            let name = format!("{repo}\n");
            left = left.saturating_sub(count(&name) + 1);
            prompt.push(Segment::Token(token));
            prompt.extend(self.model.plain(&name));
        }
        let own = format!("{}\n", self.request.filename.as_deref().unwrap_or("file"));
        left = left.saturating_sub(count(&own) + 1);
        for Extra { filename, text } in &self.request.input_extra {
            let name = format!("{filename}\n");
            let Some(rest) = left.checked_sub(count(&name) + 2) else { break };
            let text = cut::head(text, rest, count);
            left = rest - count(text);
            prompt.push(Segment::Token(token));
            prompt.extend(self.model.plain(&name));
            prompt.extend(self.model.plain(text));
            if !text.ends_with('\n') {
                prompt.push(Segment::Markup("\n".into()));
            }
        }
        prompt.push(Segment::Token(token));
        prompt.extend(self.model.plain(&own));
        (prompt, budget - left)
    }
}

//! How full the context is, with what, and when to warn.

use super::{Engine, Of, Session};
use crate::chat::tree::{Node, State};
use crate::error::Kind;
use crate::wire::Progress;

/// About what a template puts around a message.
pub(super) const AROUND: u32 = 5;

/// Whether a number was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exactness {
    /// By the engine or by its tokenizer.
    Exact,
    /// It is an estimate.
    About,
}

impl Exactness {
    pub(super) fn and(self, other: Exactness) -> Exactness {
        if other == Exactness::Exact { self } else { other }
    }
}

/// How full the context is, in tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meter {
    /// The conversation so far.
    pub used: u32,
    /// What is being typed.
    pub draft: u32,
    /// What the context holds; 0 when nobody knows.
    pub limit: u32,
    /// Whether `used` was counted.
    pub exact: Exactness,
}

impl Meter {
    /// The conversation with what is being typed.
    pub fn total(&self) -> u32 {
        self.used.saturating_add(self.draft)
    }

    /// How full the context is, from 0; 0 when nobody knows what it holds.
    pub fn share(&self) -> f32 {
        if self.limit == 0 { 0.0 } else { self.total() as f32 / self.limit as f32 }
    }
}

/// The context runs out: compact, drop messages, or raise it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Four fifths are used.
    Near(Meter),
    /// The last answer was cut by it, or the next one would be.
    Full(Meter),
}

impl Session {
    /// How full the context is.
    pub fn meter(&self) -> Meter {
        let counts = &self.counts;
        let limit = self.limit();
        let (used, exact) = match &self.run {
            None => (counts.used, counts.exact),
            Some(run) if run.tally.prompt > 0 => {
                (run.tally.prompt.saturating_add(run.tally.tokens()), Exactness::About)
            }
            Some(run) => (counts.used.saturating_add(run.tally.tokens()), Exactness::About),
        };
        Meter { used, draft: counts.draft, limit, exact }
    }

    /// Whether the context runs out.
    pub fn warning(&self) -> Option<Warning> {
        let meter = self.meter();
        let leaf = self.tree.leaf();
        let refused = leaf.and_then(|id| self.faults.get(&id)).is_some_and(|error| error.kind() == Kind::Fit);
        if refused {
            return Some(Warning::Full(meter));
        }
        if meter.limit == 0 {
            return None;
        }
        // Less than this is no room for an answer.
        let least = (meter.limit / 16).clamp(16, 512);
        if meter.total().saturating_add(least) > meter.limit {
            return Some(Warning::Full(meter));
        }
        let near = u64::from(meter.total()) * 5 >= u64::from(meter.limit) * 4;
        near.then_some(Warning::Near(meter))
    }

    /// What the context holds; 0 when nobody knows.
    pub(super) fn limit(&self) -> u32 {
        match &self.engine {
            Engine::Ready(status) if status.ctx > 0 => status.ctx,
            Engine::Remote => 0,
            _ => self.setup.ctx.unwrap_or(0),
        }
    }

    /// Adds up the path as it is now; to be called after every change of it.
    pub(super) fn settle(&mut self) {
        let live = self.live();
        let (mut used, mut exact) = (0_u32, Exactness::Exact);
        let mut whole = true;
        let (summary, nodes) = self.sent();
        for node in nodes.iter().rev().filter(|node| Some(node.id) != live) {
            if let Some((tokens, how)) = self.basis(node) {
                (used, exact, whole) = (used.saturating_add(tokens), exact.and(how), false);
                break;
            }
            used = used.saturating_add(self.weight(node));
            exact = Exactness::About;
        }
        if whole {
            let system = self.system();
            if !system.is_empty() {
                used = used.saturating_add(self.tokens(Of::System, system, None).0.saturating_add(AROUND));
            }
            if let Some(node) = summary {
                used = used.saturating_add(self.weight(node));
            }
            exact = if used == 0 { Exactness::Exact } else { Exactness::About };
        }
        (self.counts.used, self.counts.exact) = (used, exact);
    }

    /// The tokens of everything up to an answer, as its engine counted them.
    fn basis(&self, node: &Node) -> Option<(u32, Exactness)> {
        let cost = node.cost.filter(|cost| cost.prompt > 0 && self.counts.stale < Some(node.id))?;
        (node.model.as_deref() == Some(self.chat.model.as_str())).then_some(())?;
        let all = cost.prompt.saturating_add(cost.answer);
        match node.state {
            State::Whole | State::Cut if node.raw.is_some() => Some((all, Exactness::Exact)),
            // Without its exact text the thinking is not sent back.
            _ => Some((all.saturating_sub(cost.thinking), Exactness::About)),
        }
    }

    /// About what a message takes, with what the template puts around it.
    pub(super) fn weight(&self, node: &Node) -> u32 {
        self.text(node).0.saturating_add(self.thinking(node).0).saturating_add(AROUND)
    }
}

/// How long the rest of the prompt takes at the pace so far, in milliseconds; `None` before there is one.
pub fn eta(progress: &Progress) -> Option<u64> {
    let read = u64::from(progress.processed.checked_sub(progress.cache).filter(|&read| read > 0)?);
    let rest = u64::from(progress.total.saturating_sub(progress.processed));
    Some(rest * progress.time_ms / read)
}

//! How full the context is, with what, and when to warn.

use std::collections::HashMap;

use super::{Effect, Engine, Key, Of, Session, unique};
use crate::chat::tree::{Cost, Node, NodeId, State};
use crate::error::Kind;
use crate::wire::{Progress, Role};

/// About what a template puts around a message.
const AROUND: u32 = 5;

/// Texts longer than this, in bytes, are estimated and never counted.
const LONG: usize = 2 << 20;

/// Whether a number was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exactness {
    /// By the engine or by its tokenizer.
    Exact,
    /// It is an estimate.
    About,
}

impl Exactness {
    fn and(self, other: Exactness) -> Exactness {
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

/// What tokens are spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The system prompt.
    System,
    /// What the model's template puts around everything.
    Template,
    /// The summary of what was said before.
    Summary(NodeId),
    /// The text of a message.
    Message(NodeId),
    /// The thinking of an answer, which stays as long as its exact text is sent back.
    Thinking(NodeId),
    /// What is being typed.
    Draft,
    /// Nothing yet.
    Free,
}

/// One row of where the tokens go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// On what.
    pub slot: Slot,
    /// How many.
    pub tokens: u32,
    /// Whether they were counted.
    pub exact: Exactness,
}

/// What is known of tokens.
#[derive(Debug)]
pub(super) struct Counts {
    epoch: u64,
    known: HashMap<Of, u32>,
    /// The conversation as of the last change of the path.
    used: u32,
    exact: Exactness,
    draft: u32,
    /// Costs of messages up to this one were those of another system prompt.
    stale: Option<NodeId>,
}

impl Default for Counts {
    fn default() -> Counts {
        Counts {
            epoch: unique(),
            known: HashMap::new(),
            used: 0,
            exact: Exactness::About,
            draft: 0,
            stale: None,
        }
    }
}

impl Counts {
    /// Forgets everything: another tokenizer or other messages.
    pub(super) fn renew(&mut self) {
        *self = Counts { draft: self.draft, stale: self.stale, ..Counts::default() };
    }

    pub(super) fn outdate(&mut self, last: Option<NodeId>) {
        self.stale = last;
    }

    pub(super) fn forget_system(&mut self) {
        self.known.remove(&Of::System);
    }

    pub(super) fn learn(&mut self, counts: Vec<(Key, u32)>) {
        for (key, count) in counts.into_iter().filter(|(key, _)| key.epoch == self.epoch) {
            match key.of {
                Of::Draft => self.draft = count,
                of => _ = self.known.insert(of, count),
            }
        }
    }
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

    /// What is being typed has changed; counts it.
    pub fn set_draft(&mut self, text: &str) -> Vec<Effect> {
        self.counts.draft = if text.is_empty() { 0 } else { guess(text) };
        let key = Key { epoch: self.counts.epoch, of: Of::Draft };
        // Of an empty one too, so that the count of what was there before does not come later.
        let count = text.len() <= LONG && !matches!(self.engine, Engine::Remote);
        count.then(|| Effect::Count(vec![(key, text.to_owned())])).into_iter().collect()
    }

    /// Counts what is only estimated so far, for [`Session::parts`].
    pub fn count(&self) -> Vec<Effect> {
        let ids: Vec<NodeId> = self.sent().1.iter().map(|node| node.id).collect();
        self.ask_system().into_iter().chain(self.ask_counts(&ids)).collect()
    }

    /// Where the tokens go, in the order in which the model reads them.
    pub fn parts(&self) -> Vec<Part> {
        let (summary, nodes) = self.sent();
        let part = |slot, (tokens, exact)| Part { slot, tokens, exact };
        let mut parts = Vec::new();
        let system = self.chat.system.trim();
        if !system.is_empty() {
            parts.push(part(Slot::System, self.tokens(Of::System, system, None)));
        }
        if let Some(node) = summary {
            parts.push(part(Slot::Summary(node.id), self.tokens(Of::Text(node.id), &node.text, None)));
        }
        for node in &nodes {
            let thinking = self.thinking(node);
            parts.extend((thinking.0 > 0).then(|| part(Slot::Thinking(node.id), thinking)));
            parts.push(part(Slot::Message(node.id), self.text(node)));
        }
        let sum = parts.iter().fold(0_u32, |sum, part| sum.saturating_add(part.tokens));
        let meter = self.meter();
        let around = if nodes.is_empty() { 0 } else { AROUND * (nodes.len() as u32 + 1) };
        let template = match meter.used.checked_sub(sum) {
            Some(rest) if meter.exact == Exactness::Exact => rest,
            _ => around,
        };
        let first = parts.iter().position(|part| part.slot != Slot::System).unwrap_or(parts.len());
        let all_exact = parts.iter().all(|part| part.exact == Exactness::Exact);
        let exact = if all_exact { meter.exact } else { Exactness::About };
        parts.insert(first, part(Slot::Template, (template, exact)));
        if meter.draft > 0 {
            parts.push(part(Slot::Draft, (meter.draft, Exactness::About)));
        }
        let all = sum.saturating_add(template).saturating_add(meter.draft);
        if meter.limit > 0 {
            parts.push(part(Slot::Free, (meter.limit.saturating_sub(all), meter.exact)));
        }
        parts
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
            let system = self.chat.system.trim();
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

    fn text(&self, node: &Node) -> (u32, Exactness) {
        let own = node.role == Role::Assistant && node.model.as_deref() == Some(self.chat.model.as_str());
        let cost = node.cost.filter(|_| own).map(|cost: Cost| cost.answer.saturating_sub(cost.thinking));
        self.tokens(Of::Text(node.id), &node.text, cost)
    }

    fn thinking(&self, node: &Node) -> (u32, Exactness) {
        if node.thinking.is_empty() || self.raw(node).is_none() {
            return (0, Exactness::Exact);
        }
        self.tokens(Of::Thinking(node.id), &node.thinking, node.cost.map(|cost| cost.thinking))
    }

    /// The tokens of a text: counted, else as its cost says, else estimated.
    fn tokens(&self, of: Of, text: &str, cost: Option<u32>) -> (u32, Exactness) {
        match self.counts.known.get(&of) {
            Some(&count) => (count, Exactness::Exact),
            None => (cost.unwrap_or_else(|| guess(text)), Exactness::About),
        }
    }

    /// Asks for the counts of these messages that are not known yet.
    pub(super) fn ask_counts(&self, ids: &[NodeId]) -> Option<Effect> {
        if matches!(self.engine, Engine::Remote) {
            return None;
        }
        let nodes = ids.iter().filter_map(|&id| self.tree.node(id));
        let texts =
            nodes.flat_map(|node| [(Of::Text(node.id), &node.text), (Of::Thinking(node.id), &node.thinking)]);
        let new = texts.filter(|(of, text)| {
            !text.is_empty() && text.len() <= LONG && !self.counts.known.contains_key(of)
        });
        let epoch = self.counts.epoch;
        let all: Vec<(Key, String)> = new.map(|(of, text)| (Key { epoch, of }, text.clone())).collect();
        (!all.is_empty()).then_some(Effect::Count(all))
    }

    pub(super) fn ask_system(&self) -> Option<Effect> {
        let text = self.chat.system.trim();
        let known = self.counts.known.contains_key(&Of::System) || matches!(self.engine, Engine::Remote);
        if known || text.is_empty() || text.len() > LONG {
            return None;
        }
        Some(Effect::Count(vec![(Key { epoch: self.counts.epoch, of: Of::System }, text.to_owned())]))
    }
}

/// How long the rest of the prompt takes at the pace so far, in milliseconds; `None` before there is one.
pub fn eta(progress: &Progress) -> Option<u64> {
    let read = u64::from(progress.processed.checked_sub(progress.cache).filter(|&read| read > 0)?);
    let rest = u64::from(progress.total.saturating_sub(progress.processed));
    Some(rest * progress.time_ms / read)
}

/// About how many tokens a text has: letters of the Latin alphabet share a token by four, others by fewer.
pub(super) fn guess(text: &str) -> u32 {
    let cost = |c: char| match c {
        '\0'..='\u{7f}' => 27,
        '\u{80}'..='\u{7ff}' => 45,
        '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' => 70,
        _ => 100,
    };
    let sum: u64 = text.chars().map(cost).sum();
    u32::try_from(sum.div_ceil(100)).unwrap_or(u32::MAX)
}

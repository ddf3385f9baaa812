//! How many tokens texts have: counted, told by an engine, or estimated.

use std::collections::HashMap;

use super::{Effect, Engine, Exactness, Key, Of, Session, unique};
use crate::chat::tree::{Cost, Node, NodeId};
use crate::wire::Role;

/// Texts longer than this, in bytes, are estimated and never counted.
const LONG: usize = 2 << 20;

/// What is known of tokens.
#[derive(Debug)]
pub(super) struct Counts {
    epoch: u64,
    known: HashMap<Of, u32>,
    /// The conversation as of the last change of the path.
    pub(super) used: u32,
    pub(super) exact: Exactness,
    pub(super) draft: u32,
    /// Costs of messages up to this one were those of another system prompt.
    pub(super) stale: Option<NodeId>,
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

    pub(super) fn forget(&mut self, of: Of) {
        self.known.remove(&of);
    }

    /// Takes in counts; whether any of them is not that of the draft.
    pub(super) fn learn(&mut self, counts: Vec<(Key, u32)>) -> bool {
        let before = self.known.len();
        for (key, count) in counts.into_iter().filter(|(key, _)| key.epoch == self.epoch) {
            match key.of {
                Of::Draft => self.draft = count,
                of => _ = self.known.insert(of, count),
            }
        }
        self.known.len() > before
    }
}

impl Session {
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

    pub(super) fn text(&self, node: &Node) -> (u32, Exactness) {
        let own = node.role == Role::Assistant && node.model.as_deref() == Some(self.chat.model.as_str());
        let cost = node.cost.filter(|_| own).map(|cost: Cost| cost.answer.saturating_sub(cost.thinking));
        self.tokens(Of::Text(node.id), &node.text, cost)
    }

    pub(super) fn thinking(&self, node: &Node) -> (u32, Exactness) {
        if node.thinking.is_empty() || self.raw(node).is_none() {
            return (0, Exactness::Exact);
        }
        self.tokens(Of::Thinking(node.id), &node.thinking, node.cost.map(|cost| cost.thinking))
    }

    /// The tokens of a text: counted, else as its cost says, else estimated.
    pub(super) fn tokens(&self, of: Of, text: &str, cost: Option<u32>) -> (u32, Exactness) {
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
        let text = self.system();
        let known = self.counts.known.contains_key(&Of::System) || matches!(self.engine, Engine::Remote);
        if known || text.is_empty() || text.len() > LONG {
            return None;
        }
        Some(Effect::Count(vec![(Key { epoch: self.counts.epoch, of: Of::System }, text.to_owned())]))
    }
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

//! Makes room while an agent works: what was done is summed up, and the task is given again.

use std::collections::BTreeSet;

use super::compact::Then;
use super::meter::Warning;
use super::{Effect, Session};
use crate::chat::tree::NodeId;
use crate::code::tool::{self, Call};
use crate::tell;
use crate::wire::Role;

/// Messages since the question from which on summing them up is worth it.
const LEAST: usize = 6;
/// Begins what is added to a task that is given again.
const AGAIN: &str = "\n\n(You are at work on this already: the summary says what was done.";

/// Marks a task that was given again, so that it is not taken for a question of the user's.
const MARK: &str = "again";

impl Session {
    /// The model goes on with its work: at once, or after a summary when the context is nearly full.
    pub(super) fn go_on(&mut self, now: i64) -> Vec<Effect> {
        self.settle();
        let since = self.path().rev().take_while(|node| node.role != Role::User && !node.summary).count();
        if since < LEAST || !matches!(self.warning(), Some(Warning::Near(_) | Warning::Full(_))) {
            return self.ask(Vec::new(), now);
        }
        let mut effects = vec![Effect::Notice(tell!("session-room"))];
        effects.extend(self.sum_up(Then::GoOn));
        effects
    }

    /// Gives the task again, behind a summary of what was done for it.
    pub(super) fn resume_task(&mut self, now: i64) -> Vec<Effect> {
        let text = self.task();
        let id: NodeId = self.tree.add(self.tree.leaf(), Role::User, text, now);
        if let Some(node) = self.tree.node_mut(id) {
            node.call = Some(MARK.into());
        }
        let mut effects = self.ask(vec![id], now);
        effects.extend(self.ask_counts(&[id]));
        effects
    }

    /// The task with its steps and the files that were changed.
    fn task(&self) -> String {
        let question = self.path().rev().find(|node| node.is_question());
        let mut text = question.map(|node| node.text.clone()).unwrap_or_default();
        let since = self.path().rev().take_while(|node| !node.is_question());
        let calls: Vec<Call> =
            since.flat_map(|node| node.calls.iter().rev()).filter_map(|call| tool::read(call).ok()).collect();
        text.push_str(AGAIN);
        let changed: BTreeSet<&str> = calls.iter().filter_map(changes).collect();
        if !changed.is_empty() {
            let changed: Vec<&str> = changed.into_iter().collect();
            text.push_str(&format!(" Files you changed: {}.", changed.join(", ")));
        }
        if let Some(Call::Todo { items }) = calls.iter().find(|call| matches!(call, Call::Todo { .. })) {
            text.push_str(&format!(" Your steps:\n{}\n", items.trim()));
        }
        text + " Go on.)"
    }
}

fn changes(call: &Call) -> Option<&str> {
    match call {
        Call::Edit { path, .. } | Call::Part { path, .. } | Call::Write { path, .. } => Some(path),
        _ => None,
    }
}

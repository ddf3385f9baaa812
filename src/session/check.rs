//! The project is checked when the model says that it is done, and hears of it if the check fails.

use std::collections::VecDeque;

use super::work::Caller;
use super::{Effect, Session, unique};
use crate::chat::prompt::{Block, framed};
use crate::chat::tree::{NodeId, State};
use crate::code::check;
use crate::code::project::{Ended, Output};
use crate::tell;
use crate::wire::{Role, ToolCall, ToolFunction};

/// How often the model hears that the check failed, for one question.
const TOLD: usize = 2;

impl Session {
    /// The model has no more calls: what it changed is checked where that is wanted; else its work is over.
    pub(super) fn finish(&mut self, id: NodeId) -> Option<Effect> {
        let check = self.setup.work.as_ref()?.check.clone();
        let whole = self.tree.node(id).is_some_and(|node| node.state == State::Whole);
        let Some(command) = check.filter(|_| whole && self.past.changed) else { return Some(Effect::Rest) };
        self.past.changed = false;
        Some(self.check(&command, Caller::Check))
    }

    /// Checks the project because the user wants to know, told as [`Effect::Tested`]; nothing where there is no check,
    /// or while an answer is under way.
    pub fn test(&mut self) -> Vec<Effect> {
        let command = self.setup.work.as_ref().and_then(|work| work.check.clone());
        let command = command.filter(|_| !self.is_busy());
        command.map(|command| self.check(&command, Caller::User)).into_iter().collect()
    }

    fn check(&mut self, command: &str, caller: Caller) -> Effect {
        let arguments = serde_json::json!({ "command": command }).to_string();
        let function = ToolFunction { name: "shell".into(), arguments };
        let call = ToolCall { id: format!("check_{}", unique()), kind: "function".into(), function };
        self.start_call(call, VecDeque::new(), caller)
    }

    /// The check is over: the model goes on if it failed, and the user hears of it else.
    pub(super) fn checked(&mut self, call: &ToolCall, output: &Output, now: i64) -> Vec<Effect> {
        let command = self.setup.work.as_ref().and_then(|work| work.check.clone()).unwrap_or_default();
        let since = self.path().rev().take_while(|node| !node.is_question());
        let told = since.filter(|node| node.role == Role::User).count();
        let notice = match output.ended {
            Ended::Badly if !check::ran(&output.text) => {
                Some(tell!("session-check-none", command = &command))
            }
            Ended::Badly if told < TOLD && self.most().is_none() => {
                return self.mend(&command, call, output, now);
            }
            Ended::Badly => Some(tell!("session-check-badly", command = &command)),
            Ended::Well => Some(tell!("session-check-well", command = &command)),
            // The user knows.
            Ended::Refused => None,
        };
        let mut effects: Vec<Effect> = notice.map(Effect::Notice).into_iter().collect();
        effects.push(Effect::Rest);
        self.settle();
        effects.extend(self.resume(now));
        effects
    }

    fn mend(&mut self, command: &str, call: &ToolCall, output: &Output, now: i64) -> Vec<Effect> {
        let text = task(command, &output.text);
        let id = self.tree.add(self.tree.leaf(), Role::User, text, now);
        if let Some(node) = self.tree.node_mut(id) {
            node.call = Some(call.id.clone());
        }
        let mut effects = self.ask(vec![id], now);
        effects.extend(self.ask_counts(&[id]));
        effects
    }
}

/// What the model is told of a check that failed.
pub fn task(command: &str, output: &str) -> String {
    let output = framed(&Block { name: "Its output".into(), text: output.to_owned() });
    format!("The check `{command}` failed. {output}\n\nMend it.")
}

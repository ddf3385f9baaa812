//! An agent's work: the calls of an answer are carried out one after the other, their results are said, and the model
//! goes on.

use std::collections::VecDeque;

use super::{Aim, Effect, Phase, Run, Session, Tally, unique};
use crate::chat::tree::{Node, NodeId, State};
use crate::code::edit::format;
use crate::code::hands::{Ask, Reply};
use crate::code::mcp::Offer;
use crate::code::policy::Why;
use crate::code::project::{Ended, Output};
use crate::code::start::Told;
use crate::code::tool::{self, Scale};
use crate::engine::parser::{CallPart, Parser, Piece};
use crate::engine::template::Thinking;
use crate::tell;
use crate::wire::{Role, Tool, ToolCall, ToolFunction};

/// The same call so often in a row is going round in circles.
const CIRCLES: usize = 3;
/// What the model is told of calls that the user stopped.
const STOPPED: &str = "error: the user stopped this";

/// That the model works by tools, and how far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Which tools it is offered.
    pub scale: Scale,
    /// Answers to one question at most; `None` is as many as it takes.
    pub turns: Option<u32>,
    /// The command that checks the project after changes; `None` is none.
    pub check: Option<String>,
    /// What the model is told first.
    pub told: Told,
    /// The tools of servers that it is offered. They stay the same for a question: what was read stays read.
    pub offers: Vec<Offer>,
    /// The same from the next question on.
    pub coming: Vec<Offer>,
}

impl Work {
    /// All tools that the model is offered, always in the same order. One that hardly has room gets none of servers.
    pub fn tools(&self) -> Vec<Tool> {
        let more = self.offers.iter().filter(|_| self.scale != Scale::Few);
        tool::offer(self.scale).into_iter().chain(more.map(|offer| offer.tool.clone())).collect()
    }
}

/// What came of the work so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Past {
    /// Whether the last work ended because its answers were used up.
    pub(super) spent: bool,
    /// Whether calls for the last question changed files that were not checked since.
    pub(super) changed: bool,
}

/// The calls of an answer that are not carried out yet.
#[derive(Debug)]
pub struct Calls {
    /// The one under way.
    now: ToolCall,
    left: VecDeque<ToolCall>,
    /// What the user is asked about it.
    ask: Option<Box<Ask>>,
    pub(super) caller: Caller,
}

/// Who makes calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    /// The model, which hears what came of it.
    Model,
    /// We do, to check what the model did.
    Check,
    /// The user, who wants to know how the check ends.
    User,
}

impl Session {
    /// The call under way.
    pub fn call(&self) -> Option<&ToolCall> {
        match &self.run.as_ref()?.aim {
            Aim::Calls(calls) => Some(&calls.now),
            _ => None,
        }
    }

    /// The tool of a server that a call means; `None` for our own.
    pub fn offer(&self, call: &ToolCall) -> Option<&Offer> {
        let offers = &self.setup.work.as_ref()?.offers;
        offers.iter().find(|offer| offer.tool.function.name == call.function.name)
    }

    /// The servers offer these tools: at once where nothing was said yet, else from the next question on.
    pub(super) fn served(&mut self, offers: Vec<Offer>, notices: Vec<String>) -> Vec<Effect> {
        let begins = !self.is_busy() && self.tree.path().is_empty();
        if let Some(work) = &mut self.setup.work {
            if begins {
                work.offers.clone_from(&offers);
            }
            work.coming = offers;
        }
        notices.into_iter().map(Effect::Notice).collect()
    }

    /// Whether the call under way is the project's check, which no model asked for.
    pub fn checks(&self) -> bool {
        let run = self.run.as_ref();
        matches!(run.map(|run| &run.aim), Some(Aim::Calls(calls)) if calls.caller != Caller::Model)
    }

    /// What the user is asked, until [`Session::reply`].
    pub fn asked(&self) -> Option<&Ask> {
        match &self.run.as_ref()?.aim {
            Aim::Calls(calls) => calls.ask.as_deref(),
            _ => None,
        }
    }

    /// Answers what was asked.
    pub fn reply(&mut self, reply: Reply) -> Vec<Effect> {
        let Some(run) = &mut self.run else { return Vec::new() };
        let Aim::Calls(calls) = &mut run.aim else { return Vec::new() };
        if calls.ask.take().is_none() {
            return Vec::new();
        }
        run.phase = Phase::Working;
        vec![Effect::Reply { generation: run.generation, reply }]
    }

    /// An answer is whole: the calls in it are carried out. `None` if there are none.
    pub(super) fn work(&mut self, id: NodeId, now: i64) -> Option<Vec<Effect>> {
        let work = self.setup.work.as_ref()?;
        let node = self.tree.node_mut(id).filter(|node| node.state == State::Whole)?;
        if node.calls.is_empty() {
            written(node, &work.tools());
        }
        name(node);
        let mut calls: VecDeque<ToolCall> = node.calls.clone().into();
        let first = calls.pop_front()?;
        let mut effects = vec![self.save(now, &[id])];
        if self.circles() {
            effects.push(Effect::Notice(tell!("session-circles", tool = &first.function.name)));
            calls.push_front(first);
            effects.extend(self.close(calls, now));
            effects.push(Effect::Rest);
            return Some(effects);
        }
        effects.push(self.start_call(first, calls, Caller::Model));
        Some(effects)
    }

    pub(super) fn start_call(&mut self, now: ToolCall, left: VecDeque<ToolCall>, caller: Caller) -> Effect {
        let generation = unique();
        let call = Box::new(now.clone());
        let aim = Aim::Calls(Calls { now, left, ask: None, caller });
        self.run = Some(Run { generation, aim, phase: Phase::Working, tally: Tally::default() });
        let scale = self.setup.work.as_ref().map(|work| work.scale).unwrap_or_default();
        Effect::Call { generation, turn: self.question(), call, scale }
    }

    /// What the work is done for: names the last question of the path, among all conversations.
    pub fn question(&self) -> String {
        let last = self.last(Node::is_question);
        format!("{}:{}", self.chat.id.0, last.map_or(0, |id| id.0))
    }

    /// The user is to decide about the call under way.
    pub(super) fn asks(&mut self, ask: Box<Ask>) -> Vec<Effect> {
        if let Some(run) = &mut self.run
            && let Aim::Calls(calls) = &mut run.aim
        {
            // Who wants it done need not say so twice.
            if calls.caller == Caller::User && ask.why == Some(Why::Mode) {
                return vec![Effect::Reply { generation: run.generation, reply: Reply::Once }];
            }
            calls.ask = Some(ask);
            run.phase = Phase::Asking;
        }
        Vec::new()
    }

    /// The call under way was carried out, or not: the model hears of it, after the last one of its answer.
    pub(super) fn called(&mut self, output: &Output, now: i64) -> Vec<Effect> {
        let Some(Run { aim: Aim::Calls(mut calls), .. }) = self.run.take() else { return Vec::new() };
        let mut effects: Vec<Effect> = output.notices.iter().cloned().map(Effect::Notice).collect();
        if calls.caller == Caller::Check {
            effects.extend(self.checked(&calls.now, output, now));
            return effects;
        }
        if calls.caller == Caller::User {
            effects.extend([Effect::Tested(Box::new(output.clone())), Effect::Rest]);
            self.settle();
            effects.extend(self.resume(now));
            return effects;
        }
        self.past.changed |= !output.changed.is_empty();
        effects.extend(self.result(&calls.now, output, now));
        if let Some(next) = calls.left.pop_front() {
            effects.push(self.start_call(next, calls.left, Caller::Model));
            return effects;
        }
        if let Some(most) = self.most() {
            effects.push(Effect::Notice(tell!("session-turns", count = most)));
            effects.push(Effect::Rest);
            self.past.spent = true;
            self.settle();
            return effects;
        }
        effects.extend(self.go_on(now));
        effects
    }

    /// How many answers to the question may be, once there are so many.
    pub(super) fn most(&self) -> Option<u32> {
        self.setup.work.as_ref().and_then(|work| work.turns).filter(|&most| self.turns() >= most)
    }

    /// Calls that will not be carried out are answered all the same: a template wants a result for each.
    pub(super) fn close(&mut self, calls: impl IntoIterator<Item = ToolCall>, now: i64) -> Vec<Effect> {
        let stopped = Output { ended: Ended::Refused, ..Output::badly(STOPPED) };
        calls.into_iter().flat_map(|call| self.result(&call, &stopped, now)).collect()
    }

    /// The same for the calls under way, after the user stopped them.
    pub(super) fn abandon(&mut self, calls: Calls) -> Vec<Effect> {
        let now = self.tree.leaf().and_then(|id| self.tree.node(id)).map_or(0, |node| node.at);
        let mut effects = match calls.caller {
            Caller::Model => self.close(std::iter::once(calls.now).chain(calls.left), now),
            Caller::Check | Caller::User => Vec::new(),
        };
        effects.push(Effect::Rest);
        effects
    }

    fn result(&mut self, call: &ToolCall, output: &Output, now: i64) -> Vec<Effect> {
        let id = self.tree.add(self.tree.leaf(), Role::Tool, output.text.clone(), now);
        if let Some(node) = self.tree.node_mut(id) {
            node.call = Some(call.id.clone());
            if output.ended != Ended::Well {
                node.state = State::Failed;
            }
        }
        let mut effects = vec![self.save(now, &[id])];
        effects.extend(self.ask_counts(&[id]));
        effects
    }

    /// Answers since the question.
    fn turns(&self) -> u32 {
        let since = self.path().rev().take_while(|node| !node.is_question());
        u32::try_from(since.filter(|node| node.role == Role::Assistant && !node.summary).count())
            .unwrap_or(u32::MAX)
    }

    /// Whether the last answers to the question are one call, again and again.
    fn circles(&self) -> bool {
        let since = self.path().rev().take_while(|node| !node.is_question());
        let answers: Vec<&Node> = since.filter(|node| node.role == Role::Assistant).take(CIRCLES).collect();
        let called = |node: &Node| node.calls.iter().map(|call| call.function.clone()).collect::<Vec<_>>();
        answers.len() == CIRCLES && answers.windows(2).all(|pair| called(pair[0]) == called(pair[1]))
    }
}

/// Every call has a name of its own, whatever the engine gave.
fn name(node: &mut Node) {
    let mut known: Vec<String> = Vec::new();
    for (at, call) in node.calls.iter_mut().enumerate() {
        if call.id.is_empty() || known.contains(&call.id) {
            call.id = format!("call_{}_{at}", node.id.0);
        }
        known.push(call.id.clone());
    }
}

/// Takes thoughts and calls out of a text whose engine took them for text, or else the edits that are written in it.
fn written(node: &mut Node, tools: &[Tool]) {
    let mut parser = Parser::new(Thinking::Watch, tools, &format!("{}_", node.id.0));
    let mut pieces = parser.push(&node.text);
    pieces.extend(parser.finish());
    let (mut text, mut thinking) = (String::new(), String::new());
    let mut calls: Vec<ToolCall> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(part) => text.push_str(&part),
            Piece::Call(piece) => match (piece.part, calls.last_mut()) {
                (CallPart::Start { id, name }, _) => {
                    let function = ToolFunction { name, arguments: String::new() };
                    calls.push(ToolCall { id, kind: "function".into(), function });
                }
                (CallPart::Args(part), Some(call)) => call.function.arguments.push_str(&part),
                _ => {}
            },
            Piece::Thinking(part) => thinking.push_str(&part),
        }
    }
    node.text = text;
    node.thinking.push_str(&thinking);
    if !calls.is_empty() {
        node.calls = calls;
        return;
    }
    // What cannot be read is an edit too: the model hears what is wrong with it.
    if format::parse(&node.text).is_ok_and(|changes| changes.is_empty()) {
        return;
    }
    let arguments = serde_json::json!({ "text": node.text }).to_string();
    let function = ToolFunction { name: tool::PATCH.into(), arguments };
    node.calls = vec![ToolCall { id: String::new(), kind: "function".into(), function }];
}

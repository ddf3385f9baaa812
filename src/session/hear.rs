//! What the world says: pieces of an answer, its end or failure, the engine, counts.

use super::{Aim, Effect, Engine, Event, Model, Phase, Place, Session, Tally};
use crate::chat::reply;
use crate::chat::store::Write;
use crate::chat::tree::{Cost, NodeId, State};
use crate::client::{self, Done};
use crate::code::tool::Scale;
use crate::error::{Error, Kind};
use crate::tell;
use crate::wire::{ToolCall, ToolDelta, ToolFunction};

/// Weights from which a model loses nothing by edits that quote what they replace.
const SMALL: u64 = 8_000_000_000;

impl Session {
    /// Takes in what happened at `now`, in seconds since 1970. Late events of an answer that is not
    /// wanted any more change nothing.
    pub fn hear(&mut self, event: Event, now: i64) -> Vec<Effect> {
        match event {
            Event::Answer(generation, event) if self.is_current(generation) => self.piece(event, now),
            Event::Failed(generation, error) if self.is_current(generation) => self.failed(error),
            Event::Asks(generation, ask) if self.is_current(generation) => self.asks(ask),
            Event::Called(generation, output) if self.is_current(generation) => self.called(&output, now),
            Event::Answer(..) | Event::Failed(..) | Event::Asks(..) | Event::Called(..) => Vec::new(),
            Event::Model(model) => {
                if model.name != self.chat.model {
                    self.chat.model = model.name;
                    self.counts.renew();
                }
                if let Some(work) = &mut self.setup.work {
                    work.scale = match model {
                        Model { place: Place::Starter, .. } => Scale::Few,
                        Model { parameters: Some(..SMALL), .. } => Scale::Whole,
                        _ => Scale::All,
                    };
                }
                if matches!(model.place, Place::Remote(_)) {
                    self.engine = Engine::Remote;
                }
                self.settle();
                self.ask_system().into_iter().collect()
            }
            Event::Loading(part) => {
                self.engine = Engine::Loading(part);
                Vec::new()
            }
            Event::Engine(status) => {
                self.engine = Engine::Ready(status);
                Vec::new()
            }
            Event::Gone => {
                self.engine = Engine::Gone;
                Vec::new()
            }
            Event::Down(error) => {
                self.engine = Engine::Down(error);
                Vec::new()
            }
            Event::Servers(offers, notices) => self.served(offers, notices),
            Event::Counted(counts) => {
                if self.counts.learn(counts) {
                    self.settle();
                }
                Vec::new()
            }
            Event::Unsaved(error) => {
                self.unsaved = Some(error);
                Vec::new()
            }
            Event::Saved => {
                self.unsaved = None;
                Vec::new()
            }
        }
    }

    fn is_current(&self, generation: u64) -> bool {
        self.run.as_ref().is_some_and(|run| run.generation == generation)
    }

    fn piece(&mut self, event: client::Event, now: i64) -> Vec<Effect> {
        let Some(run) = &mut self.run else { return Vec::new() };
        let busy = |phase| if matches!(run.aim, Aim::Compact(_)) { Phase::Compacting } else { phase };
        match event {
            client::Event::Queue(others) => run.phase = busy(Phase::Queued(others)),
            client::Event::Load(part) => {
                run.phase = busy(Phase::Loading(part));
                self.engine = Engine::Loading(part);
            }
            client::Event::Prefill(progress) => {
                run.tally.prompt = progress.total;
                run.phase = busy(Phase::Reading(progress));
            }
            client::Event::Thinking(text) => {
                run.phase = busy(Phase::Thinking);
                run.tally.think(now);
                return self.append(String::new(), text);
            }
            client::Event::Text(text) => {
                run.phase = busy(Phase::Writing);
                run.tally.write(now);
                return self.append(text, String::new());
            }
            client::Event::Call(part) => {
                if let Aim::Answer(id) = run.aim
                    && let Some(node) = self.tree.node_mut(id)
                {
                    add(&mut node.calls, part);
                }
            }
            client::Event::Notice(text) => return vec![Effect::Notice(text)],
            client::Event::Done(done) => return self.done(done, now),
        }
        Vec::new()
    }

    /// More text or thinking of the answer, or of the summary, whose thinking nobody needs.
    fn append(&mut self, text: String, thinking: String) -> Vec<Effect> {
        let id = match self.run.as_mut().map(|run| &mut run.aim) {
            Some(Aim::Answer(id)) => *id,
            Some(Aim::Compact(plan)) => {
                plan.push(&text);
                return Vec::new();
            }
            Some(Aim::Aside(all)) => {
                all.push_str(&text);
                return Vec::new();
            }
            Some(Aim::Calls(_)) | None => return Vec::new(),
        };
        let Some(node) = self.tree.node_mut(id) else { return Vec::new() };
        node.text.push_str(&text);
        node.thinking.push_str(&thinking);
        vec![Effect::Write(vec![Write::Append { chat: self.chat.id.clone(), node: id, text, thinking }])]
    }

    /// Whether the answer fell into another script than its question gave reason for.
    fn drift(&self, id: NodeId) -> Option<Effect> {
        let answer = self.tree.node(id)?;
        let question = self.tree.node(answer.parent?).filter(|node| node.is_question())?;
        // With instructions of their own users may have asked for any language.
        let free = self.chat.system.trim().is_empty();
        reply::fault(&question.text, &answer.text).filter(|_| free).map(Effect::Drifted)
    }

    fn done(&mut self, done: Done, now: i64) -> Vec<Effect> {
        let Some(run) = self.run.take() else { return Vec::new() };
        let mut effects = Vec::new();
        match run.aim {
            Aim::Calls(_) => return effects,
            Aim::Compact(plan) => effects.extend(self.compact_done(plan, &done, now)),
            Aim::Aside(text) => effects.push(Session::aside_done(&text)),
            Aim::Answer(id) => {
                let state = if done.finish == "length" { State::Cut } else { State::Whole };
                self.end(id, state, run.tally);
                if let Some(node) = self.tree.node_mut(id) {
                    node.cost = cost(&done, run.tally).or(node.cost);
                    node.raw = done.raw;
                }
                effects.extend(done.why.map(|why| Effect::Notice(tell!("session-cut", why = why))));
                effects.extend(self.drift(id));
                effects.push(self.save(now, &[id]));
                effects.extend(self.ask_counts(&[id]));
                match self.work(id, now) {
                    Some(more) => effects.extend(more),
                    None => effects.extend(self.finish(id)),
                }
            }
        }
        self.settle();
        effects.extend(self.resume(now));
        effects
    }

    fn failed(&mut self, error: Error) -> Vec<Effect> {
        let Some(run) = self.run.take() else { return Vec::new() };
        if error.kind() == Kind::Engine {
            self.engine = Engine::Down(error.clone());
        }
        let effects = match run.aim {
            Aim::Calls(calls) => self.abandon(calls),
            Aim::Aside(_) => vec![Effect::Notice(error.to_string())],
            Aim::Compact(_) => {
                vec![Effect::Notice(tell!("session-compact-failed", why = error.to_string()))]
            }
            Aim::Answer(id) => {
                self.end(id, State::Failed, run.tally);
                self.faults.insert(id, error);
                self.write_node(id).into_iter().chain(self.ask_counts(&[id])).collect()
            }
        };
        self.settle();
        effects
    }

    /// The answer comes to its end, whatever that is. What it took is as far as it was seen.
    pub(super) fn end(&mut self, id: NodeId, state: State, tally: Tally) {
        let Some(node) = self.tree.node_mut(id) else { return };
        node.state = state;
        let seen = Cost {
            prompt: tally.prompt,
            answer: tally.tokens(),
            thinking: tally.thinking,
            thinking_ms: tally.thinking_ms(),
            ..Cost::default()
        };
        node.cost = Some(seen).filter(|cost| cost.answer > 0);
    }
}

impl Tally {
    /// Pieces of text and thinking, which is about as many tokens.
    pub fn tokens(&self) -> u32 {
        self.thinking + self.text
    }

    fn think(&mut self, now: i64) {
        self.thinking += 1;
        self.took = now - *self.since.get_or_insert(now);
    }

    fn write(&mut self, now: i64) {
        if self.text == 0
            && let Some(since) = self.since
        {
            self.took = now - since;
        }
        self.text += 1;
    }

    fn thinking_ms(&self) -> u64 {
        u64::try_from(self.took).unwrap_or(0) * 1000
    }
}

/// What the engine says an answer took; `None` if it does not count tokens.
fn cost(done: &Done, tally: Tally) -> Option<Cost> {
    let timings = done.timings.unwrap_or_default();
    let usage = match (done.usage, done.timings) {
        (Some(usage), _) => (usage.prompt_tokens, usage.completion_tokens),
        (None, Some(timings)) => (timings.cache_n + timings.prompt_n, timings.predicted_n),
        (None, None) => return None,
    };
    // Pieces are about tokens: their share is right even where their number is not.
    let share = f64::from(tally.thinking) / f64::from(tally.tokens().max(1));
    let measured = (timings.predicted_ms * share) as u64;
    Some(Cost {
        prompt: usage.0,
        reused: timings.cache_n,
        answer: usage.1,
        thinking: (f64::from(usage.1) * share).round() as u32,
        thinking_ms: if measured > 0 { measured } else { tally.thinking_ms() },
        speed: timings.decode() as f32,
    })
}

/// The calls that an answer can have, far beyond what a model makes: an engine that is not ours may say
/// any number.
const CALLS: usize = 256;

/// Adds a new part to the call it belongs to.
fn add(calls: &mut Vec<ToolCall>, part: ToolDelta) {
    let at = part.index as usize;
    if at >= CALLS {
        return;
    }
    while calls.len() <= at {
        let function = ToolFunction { name: String::new(), arguments: String::new() };
        calls.push(ToolCall { id: String::new(), kind: "function".into(), function });
    }
    let call = &mut calls[at];
    call.id.push_str(&part.id.unwrap_or_default());
    call.function.name.push_str(&part.function.name.unwrap_or_default());
    call.function.arguments.push_str(&part.function.arguments.unwrap_or_default());
}

//! One conversation as it goes on: what is asked, what comes back, what is written down; no input or output.
//!
//! Verbs and events go in, and [`Effect`]s come out, which the [`driver::Driver`] carries out.

mod aside;
mod check;
mod compact;
pub mod count;
pub mod driver;
mod event;
mod files;
mod hear;
mod meter;
mod parts;
mod picture;
mod request;
mod room;
pub mod saver;
#[cfg(test)]
mod tests;
mod tokens;
mod verbs;
mod work;

use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::chat::store::{self, Chat, Store};
use crate::chat::tree::{Node, NodeId, State, Tree};
use crate::config::Places;
use crate::error::{Error, Kind, Result};
use crate::tell;
use crate::wire::{Progress, Sampling};

pub use check::task;
pub use event::{Effect, Engine, Event, Key, Model, Of, Place, Queued};
pub use meter::{Exactness, Meter, Warning, eta};
pub use parts::{Part, Slot};
pub use work::{Calls, Work};

/// What the user set for the conversation.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// The model as it was named; `None` is the usual one.
    pub model: Option<String>,
    /// The system prompt; empty leaves that of the conversation.
    pub system: String,
    /// Whether the model thinks.
    pub think: Think,
    /// Numbers that win over the model's own.
    pub sampling: Sampling,
    /// At most this many tokens an answer.
    pub max_tokens: Option<u32>,
    /// Context length in tokens, when the user named one.
    pub ctx: Option<u32>,
    /// Whether the model works by tools.
    pub work: Option<Work>,
}

/// Whether the model thinks before it answers, if it can be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Think {
    /// As the model is used to.
    #[default]
    Auto,
    /// It does.
    On,
    /// It does not.
    Off,
}

/// How far the answer under way is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Phase {
    /// There is none.
    Idle,
    /// It was asked for, and the engine has not said anything yet.
    Starting,
    /// The model is loaded, 0 to 1.
    Loading(f32),
    /// So many other answers come first.
    Queued(u32),
    /// The prompt is read.
    Reading(Progress),
    /// The model thinks.
    Thinking,
    /// The model answers.
    Writing,
    /// The model summarises the conversation.
    Compacting,
    /// A call is carried out.
    Working,
    /// The user is asked about a call.
    Asking,
}

/// A conversation, what was set for it, and the answer under way.
#[derive(Debug)]
pub struct Session {
    /// Its messages.
    pub tree: Tree,
    /// What is stored of it besides its messages.
    pub chat: Chat,
    /// What the user set.
    pub setup: Setup,
    run: Option<Run>,
    queue: VecDeque<Queued>,
    engine: Engine,
    counts: tokens::Counts,
    faults: HashMap<NodeId, Error>,
    compacted: Option<compact::Mark>,
    unsaved: Option<Error>,
    /// Whether the store has it: conversations without a message are not stored.
    stored: bool,
    past: work::Past,
}

/// The answer under way.
#[derive(Debug)]
struct Run {
    generation: u64,
    aim: Aim,
    phase: Phase,
    tally: Tally,
}

/// What the answer under way is for.
#[derive(Debug)]
enum Aim {
    /// It becomes this message.
    Answer(NodeId),
    /// It is a summary.
    Compact(compact::Plan),
    /// It is a text for the user, of which this much came.
    Aside(String),
    /// There is none: calls are carried out.
    Calls(work::Calls),
}

/// What came of an answer so far. An engine sends about one piece for each token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tokens of its prompt, once the engine said so.
    pub prompt: u32,
    /// Pieces of thinking.
    pub thinking: u32,
    /// Pieces of text.
    pub text: u32,
    /// When the thinking began, in seconds since 1970.
    since: Option<i64>,
    /// How long it took, in seconds.
    took: i64,
}

/// A number that nothing else in this process has.
fn unique() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Relaxed)
}

impl Session {
    /// A conversation that begins. It is stored with its first message.
    pub fn new(chat: Chat, setup: Setup) -> Session {
        Session::with(chat, Tree::default(), setup)
    }

    /// A stored conversation with its messages. An answer that was being written when the program died
    /// counts as failed, and what came of it stays.
    pub fn open(chat: Chat, nodes: Vec<Node>, setup: Setup) -> Session {
        let open: Vec<NodeId> =
            nodes.iter().filter(|node| node.state == State::Open).map(|node| node.id).collect();
        let mut session = Session::with(chat.clone(), Tree::load(nodes, chat.leaf), setup);
        session.stored = true;
        for id in open {
            if let Some(node) = session.tree.node_mut(id) {
                node.state = State::Failed;
            }
            let error = Error::new(Kind::Interrupted, tell!("session-ended"));
            session.faults.insert(id, error.hint(tell!("session-ask-again")));
        }
        session.settle();
        session
    }

    /// The stored conversation that people name so, or `last`; without a name one that begins in a project's directory.
    ///
    /// # Errors
    /// There is no such conversation, or several; the database cannot be read.
    pub fn named(name: Option<&str>, places: &Places, dir: &Path, setup: Setup) -> Result<Session> {
        let Some(name) = name else { return Ok(Session::new(Chat::fresh(dir), setup)) };
        let store = Store::open(&store::path(places))?;
        let chat = store.find(name)?;
        let nodes = store.nodes(&chat.id)?;
        Ok(Session::open(chat, nodes, setup))
    }

    /// Another conversation takes the place of this one, which is stopped and stays stored; the model, its
    /// engine and what was set for it stay. Without messages it begins.
    pub fn restart(&mut self, chat: Chat, nodes: Vec<Node>) -> Vec<Effect> {
        let mut effects = self.stop();
        let engine = std::mem::take(&mut self.engine);
        let setup = Setup { system: String::new(), ..std::mem::take(&mut self.setup) };
        *self = if nodes.is_empty() { Session::new(chat, setup) } else { Session::open(chat, nodes, setup) };
        self.engine = engine;
        effects.extend(self.count());
        effects
    }

    fn with(mut chat: Chat, tree: Tree, setup: Setup) -> Session {
        if !setup.system.is_empty() {
            chat.system.clone_from(&setup.system);
        }
        let mut session = Session {
            tree,
            chat,
            setup,
            run: None,
            queue: VecDeque::new(),
            engine: Engine::Unknown,
            counts: tokens::Counts::default(),
            faults: HashMap::new(),
            compacted: None,
            unsaved: None,
            stored: false,
            past: work::Past::default(),
        };
        session.settle();
        session
    }

    /// How far the answer under way is.
    pub fn phase(&self) -> Phase {
        self.run.as_ref().map_or(Phase::Idle, |run| run.phase)
    }

    /// Whether an answer or a summary is under way.
    pub fn is_busy(&self) -> bool {
        self.run.is_some()
    }

    /// The message being written.
    pub fn live(&self) -> Option<NodeId> {
        match self.run.as_ref()?.aim {
            Aim::Answer(id) => Some(id),
            Aim::Compact(_) | Aim::Calls(_) | Aim::Aside(_) => None,
        }
    }

    /// What came of the answer under way so far.
    pub fn tally(&self) -> Option<Tally> {
        self.run.as_ref().map(|run| run.tally)
    }

    /// The summary as far as it is written, while it is.
    pub fn summary(&self) -> Option<&str> {
        match &self.run.as_ref()?.aim {
            Aim::Answer(_) | Aim::Calls(_) | Aim::Aside(_) => None,
            Aim::Compact(plan) => Some(plan.text()),
        }
    }

    /// Whether the last work ended because its answers were used up.
    pub fn is_spent(&self) -> bool {
        self.past.spent
    }

    /// The messages that wait for their turn, the next one first.
    pub fn queued(&self) -> &VecDeque<Queued> {
        &self.queue
    }

    /// The engine, as far as it was heard of.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Why this answer failed, if it did since the conversation was opened.
    pub fn fault(&self, id: NodeId) -> Option<&Error> {
        self.faults.get(&id)
    }

    /// Why the conversation cannot be written down at the moment.
    pub fn unsaved(&self) -> Option<&Error> {
        self.unsaved.as_ref()
    }
}

//! What a session wants done in the world, and what the world tells it.

use crate::chat::store::Write;
use crate::chat::tree::NodeId;
use crate::client;
use crate::code::hands::{Ask, Reply};
use crate::code::mcp::Offer;
use crate::code::project::Output;
use crate::code::tool::Scale;
use crate::error::Error;
use crate::wire::{ChatRequest, Status, ToolCall};

/// The engine, as far as it was heard of.
#[derive(Clone, Debug, Default)]
pub enum Engine {
    /// Nothing is known yet.
    #[default]
    Unknown,
    /// It loads the model, 0 to 1.
    Loading(f32),
    /// It said this of itself.
    Ready(Box<Status>),
    /// It cannot be had, or it died.
    Down(Error),
    /// None runs: the next question starts one.
    Gone,
    /// It is another program's.
    Remote,
}

/// Which model answers, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// Its name for people.
    pub name: String,
    /// Where it is.
    pub place: Place,
    /// How many weights it has, where its file says so.
    pub parameters: Option<u64>,
}

/// Where a model is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// It is the one inside the program.
    Starter,
    /// Its file is on this machine.
    Here,
    /// A configured engine holds it, at this address.
    Remote(String),
}

/// A message that waits for its turn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queued {
    /// Its text.
    pub text: String,
    /// Its pictures, by path.
    pub images: Vec<String>,
}

/// Names a text whose tokens are counted. Counts for another model or conversation have another epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Of which model and conversation.
    pub epoch: u64,
    /// Which text.
    pub of: Of,
}

/// The texts whose tokens are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Of {
    /// The system prompt.
    System,
    /// A message.
    Text(NodeId),
    /// The thinking of a message.
    Thinking(NodeId),
    /// What is being typed.
    Draft,
}

/// What is to be done in the world.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Ask for an answer. Pictures are in the request by their paths.
    Ask {
        /// Names the answer in the events that follow.
        generation: u64,
        /// The conversation.
        request: Box<ChatRequest>,
    },
    /// Nobody wants that answer any more.
    Stop {
        /// Which answer.
        generation: u64,
    },
    /// Write this down.
    Write(Vec<Write>),
    /// Count the tokens of these texts.
    Count(Vec<(Key, String)>),
    /// From now on another model or another context length.
    Switch {
        /// The model as it is named; `None` is the usual one.
        model: Option<String>,
        /// Context length in tokens, when the user named one.
        ctx: Option<u32>,
    },
    /// Load the model and read this, without an answer.
    Warm(Box<ChatRequest>),
    /// Carry out this call. The answer to it is [`Event::Called`], after [`Event::Asks`] where the user decides.
    Call {
        /// Names the call in the events that follow.
        generation: u64,
        /// What it is done for: it is taken back with all that has the same name.
        turn: String,
        /// The call.
        call: Box<ToolCall>,
        /// How much room the model has for what comes of it.
        scale: Scale,
    },
    /// The user decided about a call.
    Reply {
        /// Which call.
        generation: u64,
        /// What they said.
        reply: Reply,
    },
    /// The work for a question is over.
    Rest,
    /// Tell the user.
    Notice(String),
    /// Give the user the text that was written for them.
    Aside(String),
    /// Tell the user what came of the check that they wanted.
    Tested(Box<Output>),
    /// Tell the user that the answer went over into another script.
    Drifted(String),
}

/// What happened in the world.
#[derive(Clone, Debug)]
pub enum Event {
    /// It is known now which model answers.
    Model(Model),
    /// The engine loads its model without having been asked anything, 0 to 1.
    Loading(f32),
    /// The engine is there.
    Engine(Box<Status>),
    /// No engine runs any more.
    Gone,
    /// There is no such model, or its engine cannot be had.
    Down(Error),
    /// More of an answer.
    Answer(u64, client::Event),
    /// An answer failed.
    Failed(u64, Error),
    /// The user is to decide about a call.
    Asks(u64, Box<Ask>),
    /// A call was carried out, or not.
    Called(u64, Box<Output>),
    /// The servers offer these tools from now on, and the user should know this of them.
    Servers(Vec<Offer>, Vec<String>),
    /// Tokens were counted.
    Counted(Vec<(Key, u32)>),
    /// What was to be written down could not be, and is tried again.
    Unsaved(Error),
    /// All that could not be written down before now is.
    Saved,
}

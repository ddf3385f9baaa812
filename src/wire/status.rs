//! What our engine says of itself, and what a front end expects of it before it sends a request.

use serde::{Deserialize, Serialize};

/// Header that carries an [`Expect`] as JSON with a request.
pub const EXPECT: &str = "x-qwill-expect";

/// `GET /qwill/status`: one running engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// The process.
    pub pid: u32,
    /// The name the model was asked for by.
    pub model: String,
    /// `loading`, `ready`, `busy` or `stopping`.
    pub state: String,
    /// Resident memory, in bytes.
    pub bytes: u64,
    /// Seconds since the start.
    pub uptime: u64,
    /// Seconds since the last request ended.
    pub idle: u64,
    /// Requests for an answer since the start.
    pub requests: u64,
    /// Context length in tokens; 0 while loading.
    pub ctx: u32,
    /// Threads that decode.
    pub threads: u32,
    /// Where it computes: `CPU`, or the names of its accelerators; empty while loading.
    #[serde(default)]
    pub place: String,
    /// Where it listens besides its socket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listen: Option<String>,
    /// What this engine is, for the handshake.
    pub identity: Identity,
}

/// What must be equal for a running engine to be the one a front end wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Version of the program.
    pub version: String,
    /// Size and time of the program's file, so that a rebuilt program does not talk to its elder.
    pub build: String,
    /// The model's file: its path, size and time.
    pub model: String,
}

/// The handshake: the engine answers 409 if it is not this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expect {
    /// What it must be.
    pub identity: Identity,
    /// The context length it must have been started for, when the user named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ctx: Option<u32>,
    /// The same for threads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threads: Option<u32>,
}

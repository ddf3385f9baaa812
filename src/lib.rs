//! qwill: local Qwen models in the terminal, to chat with, to pipe through and to code with.
//!
//! The modules stand lowest first; each may use those above it here and none below (`tests/layers.rs`).

pub mod text;
pub mod error;
pub mod config;
pub mod net;
pub mod wire;
pub mod chat;
pub mod models;
pub mod render;
pub mod engine;
pub mod client;
pub mod code;
#[cfg(feature = "local")]
pub mod server;
pub mod session;
pub mod tui;
pub mod cli;

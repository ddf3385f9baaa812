//! qwill: local Qwen models in the terminal, to chat with, to pipe through and to code with.
//!
//! The modules stand lowest first; each may use those above it here and none below (`tests/layers.rs`).

pub mod chat;
pub mod cli;
pub mod client;
pub mod config;
pub mod engine;
pub mod error;
pub mod models;
pub mod render;
#[cfg(feature = "local")]
pub mod server;
pub mod wire;

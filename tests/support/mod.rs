//! What the integration tests share: model files made on the spot, a home of its own, a scripted engine.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a fixture that fails fails its test")]
#![allow(dead_code, reason = "every test binary uses its own part of this")]

pub mod broken;
pub mod gguf;
pub mod home;
pub mod hub;
pub mod mcp;
pub mod middle;
pub mod remote;
pub mod screen;
pub mod script;
pub mod shelf;
pub mod stage;

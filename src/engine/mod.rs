//! The engine: what stands between an OpenAI request and llama.cpp.

pub mod figures;
pub mod fill;
pub mod guide;
pub mod job;
#[cfg(feature = "local")]
pub mod local;
pub mod loops;
pub mod parser;
pub mod prefix;
pub mod profile;
pub mod stops;
pub mod template;
pub mod threads;
pub mod turn;
pub mod utf8;

//! Messages, and prompts composed from what the user gave.

pub mod prompt;
pub mod tree;

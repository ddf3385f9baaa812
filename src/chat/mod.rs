//! Conversations: their messages as a tree, where they are kept, and prompts from what the user gave.

pub mod export;
pub mod fold;
pub mod import;
pub mod mention;
pub mod preset;
pub mod prompt;
pub mod reply;
pub mod script;
pub mod store;
pub mod title;
pub mod tree;

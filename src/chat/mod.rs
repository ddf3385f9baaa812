//! Conversations: their messages as a tree, where they are kept, and prompts from what the user gave.

pub mod export;
pub mod import;
pub mod prompt;
pub mod store;
pub mod title;
pub mod tree;

//! The chat on the screen.

pub mod composer;
pub mod files;
pub mod shell;
pub mod words;

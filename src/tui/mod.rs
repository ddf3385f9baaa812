//! The chat on the screen.

pub mod chord;
pub mod clipboard;
pub mod guard;
pub mod probe;

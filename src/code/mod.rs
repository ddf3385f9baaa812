//! What an agent does to a project: its tools, edits, commands, what it may do, and the way back.

pub mod edit;
pub mod sandbox;
pub mod shell;
pub mod checkpoint;
pub mod workspace;

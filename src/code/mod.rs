//! What an agent does to a project: its tools, edits, commands, what it may do, and the way back.

pub mod checkpoint;
pub mod grammar;
pub mod map;
pub mod syntax;
pub mod workspace;

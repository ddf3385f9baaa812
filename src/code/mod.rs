//! What an agent does to a project: its tools, edits, commands, what it may do, and the way back.

pub mod checkpoint;
pub mod edit;
pub mod grammar;
pub mod hands;
pub mod lead;
pub mod map;
pub mod policy;
pub mod project;
pub mod sandbox;
pub mod shell;
pub mod syntax;
pub mod tool;
pub mod workspace;

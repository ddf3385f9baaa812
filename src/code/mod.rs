//! What an agent does to a project: its tools, edits, commands, what it may do, and the way back.

pub mod check;
pub mod checkpoint;
pub mod edit;
pub mod fill;
pub mod git;
pub mod grammar;
pub mod hands;
pub mod lead;
pub mod map;
pub mod mcp;
pub mod mention;
pub mod notes;
pub mod own;
pub mod policy;
pub mod project;
pub mod prompt;
pub mod sandbox;
pub mod settings;
pub mod shell;
pub mod start;
pub mod syntax;
pub mod tool;
pub mod trust;
pub mod workspace;

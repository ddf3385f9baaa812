//! Edits that never guess: what a model answered becomes changes, changes a plan, and a plan files, all or none.
//!
//! [`format::parse`] reads the changes, [`plan::plan`] finds where they go without touching a file, and
//! [`commit::commit`] writes them. What cannot be placed for certain is a [`fault::Fault`] that says why.

pub mod text;
pub mod matcher;
pub mod fault;
pub mod format;
pub mod plan;
pub mod pick;
pub mod commit;

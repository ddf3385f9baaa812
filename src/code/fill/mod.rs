//! Filling a gap in a file for an editor: where the gap is, what may help, and how much of an answer belongs into it.

pub mod near;
pub mod spot;
pub mod trim;

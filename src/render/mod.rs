//! Text on its way to the screen.

pub mod sanitize;

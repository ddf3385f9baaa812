//! Text on its way to the screen.

pub mod line;
pub mod sanitize;
pub mod theme;
pub mod width;

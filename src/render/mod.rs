//! Text on its way to the screen.

pub mod ansi;
pub mod bidi;
pub mod cells;
pub mod highlight;
pub mod line;
pub mod look;
pub mod markdown;
pub mod plain;
pub mod sanitize;
pub mod stream;
pub mod theme;
pub mod width;
pub mod wrap;

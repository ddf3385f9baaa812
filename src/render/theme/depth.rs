//! How many colours a terminal has.

use ratatui::style::Style;

/// The colours that may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// None, only bold and the like.
    None,
    /// The sixteen with names.
    Ansi16,
    /// The palette of 256.
    Ansi256,
    /// Red, green and blue.
    True,
}

impl Depth {
    /// The look with colours that the terminal has.
    pub fn apply(self, style: Style) -> Style {
        match self {
            Depth::None => Style { fg: None, bg: None, ..style },
            _ => style,
        }
    }
}

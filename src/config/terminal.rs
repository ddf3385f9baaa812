//! What the environment says about the terminal.

use super::var;

/// How many colours there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Depth {
    /// None: only bold, italic, underlined and the like.
    None,
    /// The sixteen that the terminal's own palette names.
    Ansi16,
    /// The cube and the greys.
    Ansi256,
    /// Any red, green and blue.
    #[default]
    True,
}

/// The terminal as the environment describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terminal {
    /// Its colours, [`Depth::None`] when the user wants none.
    pub depth: Depth,
    /// Whether it understands no sequences at all.
    pub dumb: bool,
}

impl Terminal {
    /// Reads the environment.
    pub(super) fn find() -> Terminal {
        let dumb = var("TERM").is_none_or(|kind| kind == "dumb");
        let depth = if dumb || var("NO_COLOR").is_some() { Depth::None } else { Depth::Ansi16 };
        Terminal { depth, dumb }
    }
}

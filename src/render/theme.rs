//! What each role of text looks like.

use ratatui::style::Style;

pub use crate::config::Depth;

/// What a piece of text is; a theme says how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Prose.
    Text,
    /// What matters less.
    Muted,
    /// What the user wrote.
    User,
    /// The mark at the model's side.
    Model,
    /// Headings, the first level stronger than the others.
    Title,
    /// The other headings.
    Heading,
    /// Inline code.
    Code,
    /// A code block: its background, and text without syntax colours.
    Block,
    /// A quotation.
    Quote,
    /// A link's text.
    Link,
    /// Bullets, numbers, rules, borders of tables.
    Marker,
    /// Thinking.
    Thinking,
    /// Calls and their results.
    Tool,
    /// Something went wrong.
    Error,
    /// Something to mind.
    Warning,
    /// Something went well.
    Good,
    /// The status line.
    Status,
    /// Keys in the status line and in help.
    Key,
    /// Borders of boxes.
    Border,
    /// The row or text that is chosen.
    Selected,
    /// What a search found.
    Match,
    /// Text in the composer.
    Composer,
    /// What the composer shows while it is empty.
    Hint,
    /// The whole screen.
    Screen,
}

/// Looks by role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// Name of the syntax theme that goes with it.
    pub syntax: String,
    styles: Vec<Style>,
}

impl Theme {
    /// A role's look.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }

    /// A look from elsewhere, as this theme may show it.
    pub fn fit(&self, style: Style) -> Style {
        style
    }

    /// No colours at all.
    pub fn plain() -> Theme {
        Theme { name: "plain".into(), syntax: String::new(), styles: Vec::new() }
    }
}

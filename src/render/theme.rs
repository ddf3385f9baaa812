//! What each role of text looks like.

mod depth;
mod file;

use std::path::Path;

use ratatui::style::{Color, Style};

use crate::error::Result;
use depth::Weight;

pub use crate::config::Depth;
pub(super) use depth::NAMED;

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

impl Role {
    /// All of them, in the order of the enum.
    pub const ALL: [Role; 24] = [
        Role::Text,
        Role::Muted,
        Role::User,
        Role::Model,
        Role::Title,
        Role::Heading,
        Role::Code,
        Role::Block,
        Role::Quote,
        Role::Link,
        Role::Marker,
        Role::Thinking,
        Role::Tool,
        Role::Error,
        Role::Warning,
        Role::Good,
        Role::Status,
        Role::Key,
        Role::Border,
        Role::Selected,
        Role::Match,
        Role::Composer,
        Role::Hint,
        Role::Screen,
    ];

    /// Its name in a theme's file.
    pub fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// What a theme is made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shade {
    /// Light text on a dark screen.
    #[default]
    Dark,
    /// Dark text on a light screen.
    Light,
}

/// Parts of a role's colour in its faint shade, of a hundred.
const TINT: u16 = 14;

/// Looks by role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// Name of the syntax theme that goes with it; empty for code without colours.
    pub syntax: String,
    /// What it is made for.
    pub shade: Shade,
    /// The colours it keeps to.
    pub depth: Depth,
    styles: Vec<Style>,
}

impl Theme {
    /// The theme of that name: a file in `user_dir`, else one of the program's own. It has all colours;
    /// [`Theme::at`] brings it down to what the terminal shows.
    ///
    /// # Errors
    /// No such theme, with the names there are; a file with a fault, by the name of the fault.
    pub fn named(name: &str, user_dir: &Path) -> Result<Theme> {
        file::load(name, user_dir)
    }

    /// The program's own theme for a terminal of that shade, which leaves the terminal its background.
    pub fn auto(shade: Shade) -> Theme {
        let name = match shade {
            Shade::Dark => "dark",
            Shade::Light => "light",
        };
        // The program's own themes are read by a test; without colours everything is still there.
        let mut theme = Theme::named(name, Path::new("")).unwrap_or_else(|_| Theme::plain());
        if let Some(screen) = theme.styles.get_mut(Role::Screen as usize) {
            *screen = Style::default();
        }
        theme
    }

    /// No colours at all.
    pub fn plain() -> Theme {
        Theme {
            name: "plain".into(),
            syntax: String::new(),
            shade: Shade::Dark,
            depth: Depth::None,
            styles: Vec::new(),
        }
    }

    /// A role's look.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }

    /// The theme in the colours of `depth`, so that every role stays readable on its background.
    pub fn at(mut self, depth: Depth) -> Theme {
        let ground = self.style(Role::Screen).bg;
        self.depth = depth;
        for (style, role) in self.styles.iter_mut().zip(Role::ALL) {
            let weight = match role {
                Role::Selected | Role::Match => Weight::Loud,
                _ => Weight::Quiet,
            };
            *style = depth::role(*style, weight, ground, depth, self.shade);
        }
        if depth == Depth::None {
            self.syntax.clear();
        }
        self
    }

    /// A look from elsewhere, such as a syntax theme's, in this theme's colours.
    pub fn fit(&self, style: Style) -> Style {
        let style = depth::fit(style, self.depth, self.shade);
        let ground = [self.style(Role::Block).bg, self.style(Role::Screen).bg].into_iter().flatten().next();
        match (style.fg, style.bg) {
            (Some(fg), None) if Some(fg) == ground => Style { fg: None, ..style },
            _ => style,
        }
    }

    /// A ground in a faint shade of a role's colour; no look where the terminal has too few colours for it.
    pub fn tint(&self, role: Role) -> Style {
        let ground = [Role::Screen, Role::Block].into_iter().find_map(|role| self.style(role).bg);
        let (Depth::True, Some(Color::Rgb(r, g, b)), Some(Color::Rgb(under_r, under_g, under_b))) =
            (self.depth, self.style(role).fg, ground)
        else {
            return Style::default();
        };
        let mix = |ink: u8, under: u8| {
            let sum = u16::from(ink) * TINT + u16::from(under) * (100 - TINT);
            u8::try_from(sum / 100).unwrap_or(u8::MAX)
        };
        Style::new().bg(Color::Rgb(mix(r, under_r), mix(g, under_g), mix(b, under_b)))
    }

    /// Whether the theme says what is behind the text.
    pub fn covers(&self) -> bool {
        self.style(Role::Screen).bg.is_some_and(|bg| bg != Color::Reset)
    }
}

/// The names of the program's own themes, in the order in which they are offered.
pub fn builtin() -> &'static [&'static str] {
    &file::NAMES
}

/// The themes there are, the program's own first, with what they are made for; the user's that have a
/// fault are left out, as [`Theme::named`] says which.
pub fn list(user_dir: &Path) -> Vec<(String, Shade)> {
    file::list(user_dir)
}

#[cfg(test)]
mod tests;

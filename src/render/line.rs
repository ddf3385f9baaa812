//! Rows of styled text, as layout makes them and as the screen, a pipe or a test takes them.

use ratatui::style::Style;

/// A run of text with one look. The text is logical and harmless: it went through the sanitiser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The text, without line ends.
    pub text: String,
    /// Its look.
    pub style: Style,
}

impl Span {
    /// Text with a look.
    pub fn new(text: impl Into<String>, style: Style) -> Span {
        Span { text: text.into(), style }
    }
}

/// What a row holds, which decides how it is ordered and aligned when it becomes cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flow {
    /// Sentences: their direction is that of their letters.
    #[default]
    Prose,
    /// Code, diffs, output of tools, tables: always from left to right.
    Code,
}

/// One row, not wider than what it was laid out for, in logical order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its parts, in logical order.
    pub spans: Vec<Span>,
    /// How it is ordered when it becomes cells.
    pub flow: Flow,
    /// The look of the cells behind its text up to the full width, such as a code block's background.
    pub fill: Style,
}

impl Line {
    /// A row of prose.
    pub fn new(spans: Vec<Span>) -> Line {
        Line { spans, ..Line::default() }
    }

    /// A row with one look.
    pub fn plain(text: impl Into<String>, style: Style) -> Line {
        Line::new(vec![Span::new(text, style)])
    }

    /// Its text without looks.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}

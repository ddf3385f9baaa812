//! Rows of styled text, as layout makes them and as the screen, a pipe or a test takes them.

use std::borrow::Cow;

use ratatui::style::Style;

use super::bidi::{self, Dir, Parts};

/// A run of text with one look. The text is logical and harmless: it went through the sanitiser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The text, without line ends.
    pub text: String,
    /// Its look.
    pub style: Style,
    /// What it is to the order of the text around it.
    pub bidi: Bidi,
}

/// What a run of text is to the order of its paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bidi {
    /// A part of the sentence.
    #[default]
    Open,
    /// Code, an address: from left to right by itself, and no sign of the paragraph's direction.
    Apart,
    /// What a link is called: a text by itself, and no sign of the paragraph's direction.
    Aside,
    /// Its order is known: the level of UAX #9, odd from right to left.
    Level(u8),
}

impl Span {
    /// Text with a look.
    pub fn new(text: impl Into<String>, style: Style) -> Span {
        Span { text: text.into(), style, bidi: Bidi::Open }
    }

    /// Other text that is otherwise the same.
    pub fn with(&self, text: impl Into<String>) -> Span {
        Span { text: text.into(), ..*self }
    }

    /// Whether text of both may be one span.
    pub fn is_like(&self, other: &Span) -> bool {
        self.style == other.style && self.bidi == other.bidi
    }

    /// Adds text that looks like `like` to spans.
    pub fn add(spans: &mut Vec<Span>, text: &str, like: &Span) {
        match spans.last_mut() {
            Some(last) if last.is_like(like) => last.text.push_str(text),
            _ => spans.push(like.with(text)),
        }
    }
}

/// What a row holds, which decides how it is ordered and aligned when it becomes cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flow {
    /// Sentences: their direction is that of their letters.
    #[default]
    Prose,
    /// Code, diffs, output of tools: always from left to right.
    Code,
    /// Parts of the screen beside each other, from the side where the interface's language begins.
    Chrome,
    /// A part of a paragraph of this direction, whose spans have their levels.
    Laid(Dir),
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

    /// A row of separate texts, which begins where the interface's language does.
    pub fn chrome(spans: Vec<Span>) -> Line {
        Line { spans, flow: Flow::Chrome, ..Line::default() }
    }

    /// A part of a paragraph of this direction.
    pub fn laid(dir: Dir, spans: Vec<Span>) -> Line {
        Line { spans, flow: Flow::Laid(dir), ..Line::default() }
    }

    /// The direction of the row on the screen: where a terminal orders it, its cells are sent from left to right.
    pub fn dir(&self) -> Dir {
        if bidi::order().ours() { self.own() } else { Dir::Ltr }
    }

    /// The direction of its text.
    fn own(&self) -> Dir {
        match self.flow {
            _ if !bidi::order().any() => Dir::Ltr,
            Flow::Laid(dir) => dir,
            Flow::Prose => bidi::direction(&self.spans).unwrap_or_else(bidi::screen),
            Flow::Code => Dir::Ltr,
            Flow::Chrome => bidi::screen(),
        }
    }

    /// The direction of its text, and its spans with their levels.
    pub fn resolved(&self) -> (Dir, Cow<'_, [Span]>) {
        let parts = match self.flow {
            Flow::Laid(_) | Flow::Prose => Parts::Sentence,
            Flow::Code => Parts::Code,
            Flow::Chrome => Parts::Apart,
        };
        let dir = self.own();
        (dir, bidi::resolve(&self.spans, dir, parts))
    }

    /// Its text without looks.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}

//! Text that arrives in pieces: finished rows are laid out once, the open end each time it is looked at.

use super::bidi::{Order, order};
use super::line::Line;
use super::look::Look;
use super::markdown::{Ending, Flow};
use super::sanitize::Screen;
use crate::text::{Lang, lang};

/// A Markdown text that grows.
#[derive(Debug, Default)]
pub struct Stream {
    text: String,
    /// The text made harmless.
    safe: String,
    screen: Screen,
    flow: Flow,
    done: Vec<Line>,
    tail: Vec<Line>,
    /// What the rows are laid out for; `None` before the first time.
    made: Option<(Look, Order, Lang)>,
    /// Bytes of `safe` that the rows show.
    shown: usize,
    end: End,
}

/// Whether the text has ended, and the rows know it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum End {
    #[default]
    Open,
    /// It has ended since the rows were laid out.
    Fresh,
    Laid,
}

impl Stream {
    /// A stream that has no text yet.
    pub fn new() -> Stream {
        Stream::default()
    }

    /// Takes the next piece, which need not be harmless.
    pub fn push(&mut self, piece: &str) {
        self.text.push_str(piece);
        self.safe.push_str(&self.screen.push(piece));
    }

    /// The text so far, exactly as it came.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text has ended: all of it is finished from now on.
    pub fn finish(&mut self) {
        if self.end == End::Open {
            self.safe.push_str(&self.screen.finish());
            self.end = End::Fresh;
        }
    }

    /// The rows for a look: those that will stay as they are, and those of the open end. With another look than
    /// last time, another order of text or another language, everything is laid out anew.
    pub fn lines(&mut self, look: &Look) -> (&[Line], &[Line]) {
        let now = (order(), lang());
        let same = |made: &(Look, Order, Lang)| made.0.same(look) && (made.1, made.2) == now;
        if !self.made.as_ref().is_some_and(same) {
            self.made = Some((look.clone(), now.0, now.1));
            self.flow = Flow::default();
            self.done.clear();
            self.tail.clear();
            self.shown = 0;
            self.end = if self.end == End::Laid { End::Fresh } else { self.end };
        }
        if self.shown < self.safe.len() || self.end == End::Fresh {
            self.lay(look);
        }
        (&self.done, &self.tail)
    }

    fn lay(&mut self, look: &Look) {
        let ending = if self.end == End::Open { Ending::Open } else { Ending::Whole };
        self.flow.advance(&self.safe, ending, look, &mut self.done);
        self.tail = match ending {
            Ending::Open => self.flow.tail(&self.safe, look),
            Ending::Whole => Vec::new(),
        };
        self.shown = self.safe.len();
        if ending == Ending::Whole {
            self.end = End::Laid;
        }
    }
}

#[cfg(test)]
mod tests;

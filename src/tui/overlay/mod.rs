//! What lies over the conversation: a stack, of which the top one gets the keys.

mod ask;
mod page;
mod permit;
mod picker;
mod sample;

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::code::hands;
use crate::render::bidi::Order;
use crate::render::theme::Theme;
use crate::tui::diff::Sides;

pub use ask::{Ask, Question};
pub use page::Page;
pub use permit::Permit;
pub use picker::{Kind, Picker};
pub use sample::Sample;

/// One layer.
#[derive(Debug)]
pub enum Overlay {
    /// A list to choose from.
    Picker(Picker),
    /// A text to read.
    Page(Page),
    /// A question to answer by a key or a line.
    Ask(Ask),
    /// A call of the model that the user decides about.
    Permit(Box<Permit>),
    /// Two lines of which one reads correctly.
    Sample(Sample),
}

/// What became of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It is done with.
    Taken,
    /// The layer is to go.
    Close,
    /// This row was chosen: of which list, its key. The layer goes.
    Chosen(Kind, String),
    /// This row is to be deleted; the layer stays.
    Delete(Kind, String),
    /// Another row is pointed at, or another text searched for: what is shown beside it is out of date.
    Pointed(Kind),
    /// The question was answered. The layer goes.
    Answered(Question, String),
    /// The call was decided about. The layer goes.
    Decided(hands::Reply),
    /// Both sides of a change stand like this from now on.
    Turned(Sides),
    /// The user's editor is to change the text of the file at this path; the layer stays.
    Edit(String, String),
    /// The work is to stop.
    Stop,
    /// The line in this order reads correctly. The layer goes.
    Ordered(Order),
}

impl Overlay {
    /// Gives it a key.
    pub fn key(&mut self, key: KeyEvent) -> Reply {
        match self {
            Overlay::Picker(picker) => picker.key(key),
            Overlay::Page(page) => page.key(key),
            Overlay::Ask(ask) => ask.key(key),
            Overlay::Permit(permit) => permit.key(key),
            Overlay::Sample(sample) => sample.key(key),
        }
    }

    /// Gives it pasted text.
    pub fn paste(&mut self, text: &str) -> Reply {
        let line = text.replace(['\n', '\r'], " ");
        match self {
            Overlay::Picker(picker) => picker.paste(&line),
            Overlay::Page(_) | Overlay::Sample(_) => Reply::Taken,
            Overlay::Ask(ask) => ask.paste(&line),
            Overlay::Permit(permit) => permit.paste(text),
        }
    }

    /// Whether pasted text is for it, and not for the message below.
    pub fn writes(&self) -> bool {
        if let Overlay::Permit(permit) = self { permit.writes() } else { true }
    }

    /// Paints it over `area`, and says where the caret is.
    pub fn paint(&self, area: Rect, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
        match self {
            Overlay::Picker(picker) => picker.paint(area, theme, buffer),
            Overlay::Page(page) => page.paint(area, theme, buffer),
            Overlay::Ask(ask) => ask.paint(area, theme, buffer),
            Overlay::Permit(permit) => permit.paint(area, theme, buffer),
            Overlay::Sample(sample) => sample.paint(area, theme, buffer),
        }
    }
}

/// A box of at most this size in the middle of `area`, with room around it where there is some.
fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect::new(area.x + (area.width - width) / 2, area.y + (area.height - height) / 3, width, height)
}

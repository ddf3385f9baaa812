//! A call of the model that the user decides about by a key, or by what they write.

use std::cell::{Cell, RefCell};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::Reply;
use crate::code::hands::{self, Ask};
use crate::code::tool::Call;
use crate::render::highlight::Highlighter;
use crate::tui::composer::{self, Composer, Vim};
use crate::tui::diff::Sides;

mod review;
mod rows;
mod show;

use review::Review;
use rows::Rows;

/// The question about a call.
#[derive(Debug)]
pub struct Permit {
    ask: Ask,
    stage: Stage,
    /// What is taken of a change.
    review: Review,
    sides: Sides,
    code: Highlighter,
    /// The first row of what the call would do, and the rows of it that are seen.
    view: Cell<(usize, usize)>,
    /// Columns of the screen when it was shown last.
    wide: Cell<u16>,
    /// What the call would do, as it was laid out last.
    rows: RefCell<Rows>,
}

/// What the keys do.
#[derive(Debug)]
enum Stage {
    Choose,
    Write(Aim, Box<Composer>),
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aim {
    /// What the model is to do instead.
    Reason,
    /// The answer to its question.
    Answer,
    /// The call as it is to be.
    Change,
}

impl Permit {
    /// The question; both sides of a change stand like this where there is room.
    pub fn new(mut ask: Ask, code: Highlighter, sides: Sides) -> Permit {
        let stage = match ask.call {
            Call::Ask { .. } => Stage::Write(Aim::Answer, field("")),
            _ => Stage::Choose,
        };
        let review = Review::new(std::mem::take(&mut ask.plan));
        let (view, wide, rows) = (Cell::default(), Cell::default(), RefCell::default());
        Permit { ask, stage, review, sides, code, view, wide, rows }
    }

    /// The user gave a file of the change another text.
    pub fn revise(&mut self, path: &str, text: &str) {
        self.review.revise(path, text);
        self.ask.diff = self.review.difference();
        self.rows = RefCell::default();
        self.view.set((0, self.view.get().1));
    }

    /// Whether keys write in it.
    pub fn writes(&self) -> bool {
        matches!(self.stage, Stage::Write(..))
    }

    /// Whether the user began to answer, so that nothing else may.
    pub fn is_begun(&self) -> bool {
        self.writes() || self.review.is_touched()
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Reply {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        if control && key.code == KeyCode::Char('c') {
            return Reply::Stop;
        }
        if self.scroll(key.code) {
            return Reply::Taken;
        }
        match &mut self.stage {
            Stage::Choose if !control => self.choose(key.code),
            Stage::Choose => Reply::Taken,
            Stage::Write(aim, field) => {
                let aim = *aim;
                if key.code == KeyCode::Esc {
                    return self.leave(aim);
                }
                match field.key(key) {
                    composer::Reply::Send(draft) => self.written(aim, draft.text),
                    composer::Reply::Ignored if key.code == KeyCode::Enter && aim == Aim::Reason => {
                        self.leave(aim)
                    }
                    _ => Reply::Taken,
                }
            }
        }
    }

    pub(super) fn paste(&mut self, text: &str) -> Reply {
        if let Stage::Write(_, field) = &mut self.stage {
            field.paste(text);
        }
        Reply::Taken
    }

    fn choose(&mut self, code: KeyCode) -> Reply {
        let KeyCode::Char(letter) = code else {
            if code == KeyCode::Esc {
                self.stage = Stage::Write(Aim::Reason, field(""));
            }
            return Reply::Taken;
        };
        match letter.to_ascii_lowercase() {
            'y' => Reply::Decided(self.review.yes()),
            ' ' if self.review.has_parts() => {
                self.review.turn();
                Reply::Taken
            }
            's' if self.turns() => {
                self.sides = if self.sides == Sides::Beside { Sides::Below } else { Sides::Beside };
                Reply::Turned(self.sides)
            }
            'a' if self.keeps() => Reply::Decided(hands::Reply::Always),
            'p' => match self.ask.prefix.clone() {
                Some(prefix) => Reply::Decided(hands::Reply::Prefix(prefix)),
                None => Reply::Taken,
            },
            'e' => {
                if self.review.has_text() {
                    let text = self.review.text();
                    return text.map_or(Reply::Taken, |(path, text)| Reply::Edit(path, text));
                }
                if let Some(text) = own(&self.ask.call) {
                    self.stage = Stage::Write(Aim::Change, field(text));
                }
                Reply::Taken
            }
            'n' => {
                self.stage = Stage::Write(Aim::Reason, field(""));
                Reply::Taken
            }
            _ => Reply::Taken,
        }
    }

    fn leave(&mut self, aim: Aim) -> Reply {
        if aim == Aim::Change {
            self.stage = Stage::Choose;
            return Reply::Taken;
        }
        Reply::Decided(hands::Reply::No(String::new()))
    }

    fn written(&self, aim: Aim, text: String) -> Reply {
        Reply::Decided(match aim {
            Aim::Reason => hands::Reply::No(text),
            Aim::Answer => hands::Reply::Answer(text),
            Aim::Change if own(&self.ask.call) == Some(text.as_str()) => hands::Reply::Once,
            Aim::Change => hands::Reply::Instead(Box::new(with(&self.ask.call, text))),
        })
    }

    /// Whether a yes can hold for the conversation.
    fn keeps(&self) -> bool {
        let lasts = matches!(
            self.ask.call,
            Call::Shell { .. }
                | Call::Edit { .. }
                | Call::Part { .. }
                | Call::Write { .. }
                | Call::Read { .. }
                | Call::Mcp { .. }
        );
        lasts && !self.review.is_touched()
    }
}

fn field(text: &str) -> Box<Composer> {
    let mut field = Composer::new(Vim::Off);
    field.set(text);
    Box::new(field)
}

/// The part of a call that the user may change before it is done.
fn own(call: &Call) -> Option<&str> {
    match call {
        Call::Shell { command, .. } => Some(command),
        Call::Edit { new, .. } => Some(new),
        Call::Write { text, .. } | Call::Part { text, .. } => Some(text),
        _ => None,
    }
}

/// The call with another text in that part.
fn with(call: &Call, text: String) -> Call {
    let mut call = call.clone();
    match &mut call {
        Call::Shell { command, .. } => *command = text,
        Call::Edit { new, .. } => *new = text,
        Call::Write { text: old, .. } | Call::Part { text: old, .. } => *old = text,
        _ => {}
    }
    call
}

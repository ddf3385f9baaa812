//! How far a model's output is, small enough to be copied for every byte that is tried.

use super::files::NONE;
use super::tag::Tag;
use super::text::Cursor;
use crate::engine::template::Thinking;

/// Brackets inside each other; deeper ones are refused.
pub const DEPTH: usize = 10;
/// White space in a row where none is needed, which some models would write for ever.
const SPACES: u8 = 64;

/// What is expected next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Thinking, up to its end.
    Think,
    /// Behind `<tool_call>` in thinking: a word, unless a call follows, which then ends the thinking.
    Thought,
    /// Text, in which a call may open.
    Free(Lead),
    /// Behind `<tool_call>`.
    Opened,
    /// Inside a tag that alone may stand here.
    Tag,
    /// A piece of the object around the arguments, and how much of it came.
    Piece(u8, u8),
    /// The function's name.
    Name(u32),
    /// The end of the call.
    CallEnd,
    /// A JSON value.
    Value,
    /// Behind the opening bracket of a list.
    Items,
    /// A name, or the end of an object that just began.
    First,
    /// A name behind a comma.
    Key,
    /// Inside a name that is one of several.
    Known(u32),
    /// Inside a name that may be any.
    Open,
    /// The colon behind a name.
    Colon,
    /// Inside a string.
    Text,
    /// Inside a word such as `true`.
    Word(u32),
    /// Inside a number, and its digits in this part.
    Number(Part, u8),
    /// Behind a value in brackets.
    After,
    /// Between the parts of an XML call.
    Between,
    /// Inside the name of a parameter.
    Param(u32),
    /// Right behind the tag that begins a parameter.
    Start,
    /// Inside a value without quotes.
    Raw,
    /// Behind a JSON value of the XML dialect.
    Ended,
}

/// What stood before in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// Nothing at all, so that thinking may begin.
    Start,
    /// Nothing in this line.
    Line,
    /// Something.
    Body,
}

/// The parts of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A sign.
    Sign,
    /// A zero, behind which no digit may come.
    Zero,
    /// Digits before the point.
    Whole,
    /// The point, or digits behind it.
    Fraction,
    /// An `e`.
    Exponent,
    /// The sign of the exponent, or its digits.
    Power,
}

/// The dialect of the call that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// JSON in tags.
    Json,
    /// XML in tags.
    Xml,
    /// XML without the outer tags.
    Bare,
}

/// An escape in a string.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Escape {
    /// None.
    #[default]
    None,
    /// Behind the backslash.
    Slash,
    /// Digits of a character, how many came, and their value.
    Hex(u8, u16),
    /// The backslash that must follow the first half of a character.
    LowSlash(u16),
    /// The `u` behind that.
    LowLetter(u16),
    /// The first half, digits of the second one, and their value.
    Low(u16, u8, u16),
}

/// Brackets that are open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Frame {
    /// What is inside.
    pub shape: u16,
    /// A bit for each name that came.
    pub seen: u32,
}

/// A place at which a value without quotes could end.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stop {
    /// Whether it is complete there.
    pub fits: bool,
    /// The place in a path there.
    pub node: u32,
}

/// A value without quotes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Raw {
    /// Which tag was read that ends it if the right one follows: 0, `PARAMETER_END` or `FUNCTION_END`.
    pub behind: u8,
    /// Where it ends if that was its end.
    pub end: Stop,
    /// Where it ends if the tag that has begun is its end.
    pub next: Stop,
    /// Before a line break that was the last byte.
    pub line: Option<Stop>,
    /// Whether the value itself cannot go on, only its end.
    pub over: bool,
}

/// How far the output is.
#[derive(Clone, Copy, Debug)]
pub struct State {
    /// What is expected.
    pub at: At,
    /// The dialect.
    pub mode: Mode,
    /// White space in a row.
    pub spaces: u8,
    /// The tag that has begun.
    pub tag: Tag,
    /// The value that is expected, or the arguments.
    pub value: u16,
    /// How many brackets are open.
    pub depth: u8,
    /// The brackets.
    pub frames: [Frame; DEPTH],
    /// The place in a string.
    pub text: Cursor,
    /// The escape in it.
    pub escape: Escape,
    /// The place in a value without quotes.
    pub raw: Raw,
    /// The file that the call named.
    pub file: u32,
}

impl State {
    /// The beginning of an answer that starts as `thinking` says.
    pub fn new(thinking: Thinking) -> State {
        let at = match thinking {
            Thinking::Open => At::Think,
            Thinking::Closed => At::Free(Lead::Line),
            Thinking::Watch => At::Free(Lead::Start),
        };
        State {
            at,
            mode: Mode::Json,
            spaces: 0,
            tag: Tag::default(),
            value: 0,
            depth: 0,
            frames: [Frame::default(); DEPTH],
            text: Cursor::default(),
            escape: Escape::None,
            raw: Raw::default(),
            file: NONE,
        }
    }

    /// Whether a call is open.
    pub fn armed(&self) -> bool {
        !matches!(self.at, At::Think | At::Thought | At::Free(_))
    }

    /// Whether a string is open, in which tags are text.
    pub fn inside(&self) -> bool {
        matches!(self.at, At::Text | At::Open | At::Start | At::Raw)
    }

    /// Whether any text may follow that has no byte of a meaning.
    pub fn loose(&self) -> bool {
        match self.at {
            At::Think | At::Free(_) => self.tag.len == 0,
            At::Text | At::Open => self.escape == Escape::None && self.text.loose(),
            At::Raw => self.tag.len == 0 && !self.raw.over && self.text.loose(),
            _ => false,
        }
    }

    /// The innermost brackets.
    pub fn frame(&mut self) -> Option<&mut Frame> {
        self.frames.get_mut((self.depth as usize).checked_sub(1)?)
    }

    /// Opens brackets with this shape inside.
    pub fn push(&mut self, shape: u16) -> Option<()> {
        *self.frames.get_mut(self.depth as usize)? = Frame { shape, seen: 0 };
        self.depth += 1;
        Some(())
    }

    /// Takes white space where any may stand: `Some(true)` if the byte is some, `None` if it is too much.
    pub fn space(&mut self, byte: u8) -> Option<bool> {
        if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
            self.spaces = 0;
            return Some(false);
        }
        self.spaces += 1;
        (self.spaces <= SPACES).then_some(true)
    }

    /// Expects the rest of one of these tags, of which the first byte came.
    pub fn tag(&mut self, mask: u8) {
        (self.at, self.tag) = (At::Tag, Tag { mask, len: 1 });
    }

    /// Goes back to text.
    pub fn close(&mut self, lead: Lead) {
        (self.at, self.tag, self.file, self.depth) = (At::Free(lead), Tag::default(), NONE, 0);
    }
}

//! Calls and values in JSON, byte by byte.

use super::Rules;
use super::quoted::End;
use super::schema::{Fields, Number, Shape};
use super::state::{At, Escape, Mode, Part, State};
use super::text::Kind;
use super::trie::ROOT;

/// The object around the arguments. The function's name and the arguments stand between these.
const PIECES: [&str; 8] = ["{", "\"name\"", ":", "\"", ",", "\"arguments\"", ":", "}"];
const BEFORE_NAME: u8 = 3;
/// The piece behind the function's name and its quote.
pub const BEHIND_NAME: u8 = 4;
const BEFORE_ARGUMENTS: u8 = 6;
const LAST: u8 = 7;

/// Digits of a number, of which no parser loses any.
const DIGITS: u8 = 15;
/// Digits of an exponent.
const POWER: u8 = 2;

impl Rules {
    pub(super) fn piece(&self, state: &mut State, piece: u8, read: u8, byte: u8) -> Option<()> {
        if read == 0 && state.space(byte)? {
            return Some(());
        }
        let text = PIECES[piece as usize].as_bytes();
        if text[read as usize] != byte {
            return None;
        }
        let whole = read as usize + 1 == text.len();
        state.at = match piece {
            _ if !whole => At::Piece(piece, read + 1),
            BEFORE_NAME => At::Name(ROOT),
            BEFORE_ARGUMENTS => At::Value,
            LAST => At::CallEnd,
            _ => At::Piece(piece + 1, 0),
        };
        Some(())
    }

    pub(super) fn json(&self, state: &mut State, byte: u8) -> Option<()> {
        let at = state.at;
        match at {
            At::Value | At::Items | At::First | At::Key | At::Colon | At::After if state.space(byte)? => {}
            At::Value => self.value(state, byte)?,
            At::Items if byte == b']' => self.pop(state),
            At::Items => self.value(state, byte)?,
            At::First | At::Key => self.key(state, byte)?,
            At::Known(node) => self.known(state, node, byte)?,
            At::Colon => (byte == b':').then(|| state.at = At::Value)?,
            At::Open => {
                if self.quoted(state, byte)? == End::Done {
                    state.value = self.fields(state)?.open?;
                    state.at = At::Colon;
                }
            }
            At::Text => {
                if self.quoted(state, byte)? == End::Done {
                    state.file = self.named(state.text.kind, state.text.node, state.file);
                    self.done(state);
                }
            }
            At::Word(node) => {
                let words = &self.schemas.values[state.value as usize].words;
                match words.child(node, byte) {
                    Some(next) => state.at = At::Word(next),
                    None if words.ends(node).is_empty() => return None,
                    None => return self.again(state, byte),
                }
            }
            At::Number(part, digits) => match self.digit(state, part, digits, byte) {
                Some((part, digits)) => state.at = At::Number(part, digits),
                None => return self.number_end(state, part, digits, byte),
            },
            At::After => self.after(state, byte)?,
            _ => return None,
        }
        Some(())
    }

    /// The names of the innermost brackets.
    pub(super) fn fields(&self, state: &mut State) -> Option<&Fields> {
        match &self.schemas.shapes[state.frame()?.shape as usize] {
            Shape::Map(fields) => Some(fields),
            Shape::List(_) => None,
        }
    }

    fn value(&self, state: &mut State, byte: u8) -> Option<()> {
        let value = &self.schemas.values[state.value as usize];
        state.at = match byte {
            b'"' => {
                state.text = self.begin(value.text?, state.file);
                state.escape = Escape::None;
                At::Text
            }
            b'{' => {
                state.push(value.map?)?;
                At::First
            }
            b'[' => {
                let list = value.list?;
                state.push(list)?;
                let Shape::List(item) = &self.schemas.shapes[list as usize] else { return None };
                state.value = *item;
                At::Items
            }
            b'-' if value.number != Number::None => At::Number(Part::Sign, 0),
            b'0' if value.number != Number::None => At::Number(Part::Zero, 1),
            b'1'..=b'9' if value.number != Number::None => At::Number(Part::Whole, 1),
            // Python's words are read in the XML dialect, where templates write them.
            b'A'..=b'Z' if state.mode == Mode::Json => return None,
            _ => At::Word(value.words.child(ROOT, byte)?),
        };
        Some(())
    }

    fn key(&self, state: &mut State, byte: u8) -> Option<()> {
        let seen = state.frame()?.seen;
        let fields = self.fields(state)?;
        match byte {
            b'"' if fields.open.is_some() => {
                state.text = self.begin(Kind::Free, state.file);
                state.escape = Escape::None;
                state.at = At::Open;
            }
            b'"' if fields.more(seen) => state.at = At::Known(ROOT),
            b'}' if state.at == At::First && fields.complete(seen) => self.pop(state),
            _ => return None,
        }
        Some(())
    }

    fn known(&self, state: &mut State, node: u32, byte: u8) -> Option<()> {
        let seen = state.frame()?.seen;
        let fields = self.fields(state)?;
        if byte != b'"' {
            let next = fields.keys.child(node, byte).filter(|&next| fields.fresh(next, seen))?;
            state.at = At::Known(next);
            return Some(());
        }
        let key = *fields.keys.ends(node).first().filter(|&&key| seen >> key & 1 == 0)?;
        state.value = fields.values[key as usize];
        state.frame()?.seen |= 1 << key;
        state.at = At::Colon;
        Some(())
    }

    /// Goes on behind a value.
    fn done(&self, state: &mut State) {
        state.at = match (state.mode, state.depth) {
            (Mode::Json, 0) => At::Piece(LAST, 0),
            (Mode::Xml | Mode::Bare, 1) => At::Ended,
            _ => At::After,
        };
    }

    fn pop(&self, state: &mut State) {
        state.depth = state.depth.saturating_sub(1);
        self.done(state);
    }

    /// Goes on behind a value that only this next byte ended.
    fn again(&self, state: &mut State, byte: u8) -> Option<()> {
        self.done(state);
        self.step(state, byte)
    }

    fn after(&self, state: &mut State, byte: u8) -> Option<()> {
        let frame = *state.frame()?;
        match (&self.schemas.shapes[frame.shape as usize], byte) {
            (Shape::Map(fields), b',') if fields.more(frame.seen) => state.at = At::Key,
            (Shape::Map(fields), b'}') if fields.complete(frame.seen) => self.pop(state),
            (Shape::List(item), b',') => (state.at, state.value) = (At::Value, *item),
            (Shape::List(_), b']') => self.pop(state),
            _ => return None,
        }
        Some(())
    }

    /// The number with one more byte.
    fn digit(&self, state: &State, part: Part, digits: u8, byte: u8) -> Option<(Part, u8)> {
        let any = self.schemas.values[state.value as usize].number == Number::Any;
        let limit = if part == Part::Power { POWER } else { DIGITS };
        match (part, byte) {
            (Part::Sign, b'0') if any => Some((Part::Zero, 1)),
            (Part::Sign, b'1'..=b'9') => Some((Part::Whole, 1)),
            (Part::Whole | Part::Fraction | Part::Power, b'0'..=b'9') => {
                (digits < limit).then_some((part, digits + 1))
            }
            (Part::Zero | Part::Whole, b'.') if any => Some((Part::Fraction, 0)),
            (Part::Zero | Part::Whole, b'e' | b'E') if any => Some((Part::Exponent, 0)),
            (Part::Fraction, b'e' | b'E') if digits > 0 => Some((Part::Exponent, 0)),
            (Part::Exponent, b'+' | b'-') => Some((Part::Power, 0)),
            (Part::Exponent, b'0'..=b'9') => Some((Part::Power, 1)),
            _ => None,
        }
    }

    fn number_end(&self, state: &mut State, part: Part, digits: u8, byte: u8) -> Option<()> {
        let whole = match part {
            Part::Sign | Part::Exponent => false,
            Part::Zero | Part::Whole => true,
            Part::Fraction | Part::Power => digits > 0,
        };
        if whole && !byte.is_ascii_digit() { self.again(state, byte) } else { None }
    }
}

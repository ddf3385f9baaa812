//! Strings in quotes: escapes are undone, so that what they stand for is held against what may come.

use super::Rules;
use super::state::{Escape, State};
use super::text::Cursor;

/// Characters by the letter of their escape.
const SHORT: [(u8, u8); 8] = [
    (b'"', b'"'),
    (b'\\', b'\\'),
    (b'/', b'/'),
    (b'b', 8),
    (b'f', 12),
    (b'n', b'\n'),
    (b'r', b'\r'),
    (b't', b'\t'),
];

/// Whether a string has ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It goes on.
    More,
    /// Its last quote was read.
    Done,
}

impl Rules {
    /// Takes the next byte of a string in quotes.
    pub(super) fn quoted(&self, state: &mut State, byte: u8) -> Option<End> {
        match state.escape {
            Escape::None => match byte {
                b'"' if self.ends(&state.text) => return Some(End::Done),
                b'\\' if state.text.whole() && self.escapable(&state.text) => state.escape = Escape::Slash,
                b'"' | b'\\' | 0..=0x1f => return None,
                _ => self.feed(&mut state.text, byte)?,
            },
            Escape::Slash if byte == b'u' => {
                (!state.text.strict() || self.control(&state.text, 0, 0)).then_some(())?;
                state.escape = Escape::Hex(0, 0);
            }
            Escape::Slash => {
                let (_, plain) = *SHORT.iter().find(|row| row.0 == byte)?;
                self.feed(&mut state.text, plain)?;
                state.escape = Escape::None;
            }
            Escape::Hex(count, code) => self.hex(state, count, code << 4 | digit(byte)?)?,
            Escape::LowSlash(high) => (byte == b'\\').then(|| state.escape = Escape::LowLetter(high))?,
            Escape::LowLetter(high) => (byte == b'u').then(|| state.escape = Escape::Low(high, 0, 0))?,
            Escape::Low(high, count, code) => {
                let code = code << 4 | digit(byte)?;
                let fits = match count {
                    0 => code == 0xd,
                    1 => code >= 0xdc,
                    _ => true,
                };
                state.escape = match count {
                    _ if !fits => return None,
                    3 => {
                        self.code(state, high, code)?;
                        Escape::None
                    }
                    _ => Escape::Low(high, count + 1, code),
                };
            }
        }
        Some(End::More)
    }

    fn hex(&self, state: &mut State, count: u8, code: u16) -> Option<()> {
        // The second half of a character cannot come first.
        let second = count == 1 && (0xdc..=0xdf).contains(&code);
        if second || (state.text.strict() && !self.control(&state.text, count + 1, code)) {
            return None;
        }
        state.escape = match (count, code) {
            (3, 0xd800..=0xdbff) => Escape::LowSlash(code),
            (3, _) => {
                self.code(state, 0, code)?;
                Escape::None
            }
            _ => Escape::Hex(count + 1, code),
        };
        Some(())
    }

    /// Takes a character that came as one or two numbers.
    fn code(&self, state: &mut State, high: u16, low: u16) -> Option<()> {
        let units = [high, low];
        let units = if high == 0 { &units[1..] } else { &units[..] };
        let character = char::decode_utf16(units.iter().copied()).next()?.ok()?;
        let mut bytes = [0; 4];
        character.encode_utf8(&mut bytes).bytes().try_for_each(|byte| self.feed(&mut state.text, byte))
    }

    /// Whether an escape can lead on: in a string of which not every one is possible, escapes are
    /// only for characters that need them.
    fn escapable(&self, text: &Cursor) -> bool {
        !text.strict()
            || SHORT.iter().any(|row| self.feed(&mut text.clone(), row.1).is_some())
            || self.control(text, 0, 0)
    }

    /// Whether the string goes on with a control character whose number begins with these digits.
    fn control(&self, text: &Cursor, count: u8, code: u16) -> bool {
        let begins = |control: u16| control >> (4 * (4 - u16::from(count))) == code;
        (0..0x20u16).any(|control| {
            (count == 0 || begins(control)) && self.feed(&mut text.clone(), control as u8).is_some()
        })
    }
}

fn digit(byte: u8) -> Option<u16> {
    char::from(byte).to_digit(16).map(|digit| digit as u16)
}

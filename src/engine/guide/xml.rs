//! Calls in the XML dialect, whose strings stand without quotes, byte by byte.

use super::Rules;
use super::files::LOST;
use super::state::{At, Lead, Mode, Raw, State, Stop};
use super::tag::{CLOSE, FUNCTION_END, PARAMETER, PARAMETER_END, Tag};
use super::trie::ROOT;

/// The tags that mean something in a value.
const INSIDE: u8 = PARAMETER_END | FUNCTION_END | CLOSE | PARAMETER;
/// Bytes of a tag from which on one that would end the value wrongly is refused. Earlier ones may be
/// text, later ones leave the model no way back.
const PLAIN: u8 = 4;
/// The longest name of a parameter where any name is possible.
const NAME: u32 = 64;

impl Rules {
    pub(super) fn xml(&self, state: &mut State, byte: u8) -> Option<()> {
        let at = state.at;
        match at {
            At::Between | At::Ended if state.space(byte)? => {}
            At::Between | At::Ended if byte != b'<' => return None,
            At::Between => {
                let next = self.next(state)?;
                state.tag(next);
            }
            At::Ended => state.tag(PARAMETER_END),
            At::Param(node) => self.param(state, node, byte)?,
            At::Start => {
                state.tag = Tag::default();
                let Some(kind) = self.schemas.values[state.value as usize].raw else {
                    state.at = At::Value;
                    return self.step(state, byte);
                };
                (state.at, state.raw) = (At::Raw, Raw::default());
                state.text = self.begin(kind, state.file);
                if byte != b'\n' {
                    return self.raw(state, byte);
                }
            }
            _ => return self.raw(state, byte),
        }
        Some(())
    }

    /// Goes on behind a tag between the parts of a call.
    pub(super) fn parted(&self, state: &mut State, tag: u8) -> Option<()> {
        state.tag = Tag::default();
        state.spaces = 0;
        match (tag, state.mode) {
            (PARAMETER_END, _) => state.at = At::Between,
            (PARAMETER, _) => state.at = At::Param(ROOT),
            (FUNCTION_END, Mode::Bare) => state.close(Lead::Body),
            (FUNCTION_END, _) => state.at = At::CallEnd,
            _ => return None,
        }
        Some(())
    }

    /// The tags that may follow a complete parameter.
    fn next(&self, state: &mut State) -> Option<u8> {
        let seen = state.frame()?.seen;
        let fields = self.fields(state)?;
        let more = if fields.more(seen) { PARAMETER } else { 0 };
        let end = if fields.complete(seen) { FUNCTION_END } else { 0 };
        Some(more | end)
    }

    fn param(&self, state: &mut State, node: u32, byte: u8) -> Option<()> {
        let seen = state.frame()?.seen;
        let fields = self.fields(state)?;
        if let Some(value) = fields.open {
            state.at = match byte {
                b'>' if node > 0 => At::Start,
                b'!'..=b'~' if !matches!(byte, b'<' | b'>' | b'"') && node < NAME => At::Param(node + 1),
                _ => return None,
            };
            state.value = value;
            return Some(());
        }
        if byte != b'>' {
            let next = fields.keys.child(node, byte).filter(|&next| fields.fresh(next, seen))?;
            state.at = At::Param(next);
            return Some(());
        }
        let key = *fields.keys.ends(node).first().filter(|&&key| seen >> key & 1 == 0)?;
        state.value = fields.values[key as usize];
        state.frame()?.seen |= 1 << key;
        state.at = At::Start;
        Some(())
    }

    /// Takes the next byte of a value that goes up to its closing tag. That tag is only one if what
    /// follows it belongs to a call; until then the value goes on beside it.
    fn raw(&self, state: &mut State, byte: u8) -> Option<()> {
        let here = match state.raw.over {
            true => Stop { fits: false, node: LOST },
            false => Stop { fits: self.ends(&state.text), node: state.text.node },
        };
        let begun = state.tag.len;
        state.tag = state.tag.step(byte, INSIDE);
        if state.tag.len == 1 {
            state.raw.next = state.raw.line.unwrap_or(here);
        }
        state.raw.line = (byte == b'\n').then_some(here);
        state.raw.over = state.raw.over || self.feed(&mut state.text, byte).is_none();
        let follows = match state.raw.behind {
            PARAMETER_END => PARAMETER | FUNCTION_END | CLOSE,
            _ => CLOSE,
        };
        let blank = begun == 0 && byte.is_ascii_whitespace();
        let begins = begun == 0 && state.tag.len == 1;
        let goes = state.tag.len > 1 && state.tag.mask & follows != 0;
        if !(blank || begins || goes) {
            state.raw.behind = 0;
        }
        self.ended(state)
    }

    /// Looks at a tag that is complete or nearly so, and whether the value can still come to an end.
    fn ended(&self, state: &mut State) -> Option<()> {
        let next = if state.raw.end.fits { self.next(state)? } else { 0 };
        let closes = state.raw.behind == PARAMETER_END;
        match state.tag.full() {
            0 => {}
            PARAMETER_END => {
                (state.raw.behind, state.raw.end) = (PARAMETER_END, state.raw.next);
                state.tag = Tag::default();
            }
            tag @ (PARAMETER | FUNCTION_END) if closes => {
                if next & tag == 0 {
                    return None;
                }
                state.file = self.named(state.text.kind, state.raw.end.node, state.file);
                return self.parted(state, tag);
            }
            FUNCTION_END => {
                state.raw.behind = FUNCTION_END;
                state.tag = Tag::default();
            }
            CLOSE if state.raw.behind != 0 => return None,
            _ => state.tag = Tag::default(),
        }
        let wrong = (FUNCTION_END | CLOSE) & !next;
        if closes && state.tag.len >= PLAIN && state.tag.mask & wrong != 0 {
            return None;
        }
        if !state.raw.over {
            return Some(());
        }
        // Only an end is left: the one that was read, or the one that has begun.
        let closed = state.raw.behind == PARAMETER_END && state.raw.end.fits;
        if state.tag.len == 0 {
            return (closed || state.raw.line.is_some_and(|line| line.fits)).then_some(());
        }
        let next = if closed { self.next(state)? } else { 0 };
        state.tag.mask &= next | if state.raw.next.fits { PARAMETER_END } else { 0 };
        (state.tag.mask != 0).then_some(())
    }
}

//! One byte further: text, thinking, and the tags and names that open a call.

use super::Rules;
use super::files::NONE;
use super::state::{At, Lead, Mode, State};
use super::tag::{CLOSE, FUNCTION, OPEN, THINK, THINK_END, Tag};
use super::trie::ROOT;

impl Rules {
    /// Takes the next byte; `None` if it cannot come here, and then the state is worth nothing.
    pub(super) fn step(&self, state: &mut State, byte: u8) -> Option<()> {
        match state.at {
            At::Think | At::Thought => self.think(state, byte),
            At::Free(lead) => {
                self.free(state, lead, byte);
                Some(())
            }
            At::Opened => match byte {
                _ if state.space(byte)? => Some(()),
                b'{' if self.dialect.json() => self.piece(state, 0, 0, byte),
                b'<' if self.dialect.xml() => {
                    state.tag(FUNCTION);
                    Some(())
                }
                _ => None,
            },
            At::Tag => {
                state.tag = state.tag.step(byte, 0);
                match state.tag.full() {
                    0 => (state.tag.mask != 0).then_some(()),
                    FUNCTION => {
                        state.at = At::Name(ROOT);
                        state.mode = Mode::Xml;
                        Some(())
                    }
                    CLOSE => {
                        state.close(Lead::Body);
                        Some(())
                    }
                    tag => self.parted(state, tag),
                }
            }
            At::CallEnd => match byte {
                _ if state.space(byte)? => Some(()),
                b'<' => {
                    state.tag(CLOSE);
                    Some(())
                }
                _ => None,
            },
            At::Name(node) => self.name(state, node, byte),
            At::Piece(piece, read) => self.piece(state, piece, read, byte),
            At::Between | At::Param(_) | At::Start | At::Raw | At::Ended => self.xml(state, byte),
            _ => self.json(state, byte),
        }
    }

    fn think(&self, state: &mut State, byte: u8) -> Option<()> {
        match byte {
            b' ' | b'\n' | b'\r' | b'\t' if state.at == At::Thought => return Some(()),
            b'{' if state.at == At::Thought && self.dialect.json() => {
                state.mode = Mode::Json;
                return self.piece(state, 0, 0, byte);
            }
            _ => {}
        }
        let function = if state.at == At::Thought && self.dialect.xml() { FUNCTION } else { 0 };
        state.tag = state.tag.step(byte, THINK_END | OPEN | function);
        match state.tag.full() {
            THINK_END => state.close(Lead::Line),
            OPEN => (state.at, state.tag, state.spaces) = (At::Thought, Tag::default(), 0),
            FUNCTION => (state.at, state.mode) = (At::Name(ROOT), Mode::Xml),
            _ => state.at = At::Think,
        }
        Some(())
    }

    fn free(&self, state: &mut State, lead: Lead, byte: u8) {
        let begin = match lead {
            Lead::Start => OPEN | FUNCTION | THINK,
            Lead::Line => OPEN | FUNCTION,
            Lead::Body => OPEN,
        };
        let begin = if self.dialect.xml() { begin } else { begin & !FUNCTION };
        let before = state.tag.len;
        state.tag = state.tag.step(byte, if before == 0 { begin } else { OPEN });
        match state.tag.full() {
            OPEN => (state.at, state.mode, state.spaces) = (At::Opened, Mode::Json, 0),
            FUNCTION => (state.at, state.mode) = (At::Name(ROOT), Mode::Bare),
            THINK => (state.at, state.tag) = (At::Think, Tag::default()),
            _ => {
                let lead = match byte {
                    _ if state.tag.len > before => lead,
                    b'\n' if lead == Lead::Start && before == 0 => lead,
                    b'\n' => Lead::Line,
                    b' ' | b'\t' | b'\r' if before == 0 => lead,
                    _ => Lead::Body,
                };
                state.at = At::Free(lead);
            }
        }
    }

    fn name(&self, state: &mut State, node: u32, byte: u8) -> Option<()> {
        let end = if state.mode == Mode::Json { b'"' } else { b'>' };
        if byte != end {
            state.at = At::Name(self.names.child(node, byte)?);
            return Some(());
        }
        let tool = *self.names.ends(node).first()?;
        state.value = self.tools[tool as usize];
        (state.depth, state.spaces, state.file) = (0, 0, NONE);
        if state.mode == Mode::Json {
            state.at = At::Piece(super::json::BEHIND_NAME, 0);
            return Some(());
        }
        (state.at, state.tag) = (At::Between, Tag::default());
        state.push(self.schemas.values[state.value as usize].map?)
    }
}

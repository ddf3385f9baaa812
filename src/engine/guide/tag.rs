//! The tags around calls and thinking, matched byte by byte.

/// The tags, each with a bit in [`Tag`]. They begin with `<` and hold no other.
const TAGS: [(u8, &[u8]); 8] = [
    (PARAMETER_END, b"</parameter>"),
    (FUNCTION_END, b"</function>"),
    (CLOSE, b"</tool_call>"),
    (PARAMETER, b"<parameter="),
    (OPEN, b"<tool_call>"),
    (FUNCTION, b"<function="),
    (THINK, b"<think>"),
    (THINK_END, b"</think>"),
];
/// Ends a value.
pub const PARAMETER_END: u8 = 1;
/// Ends the parameters.
pub const FUNCTION_END: u8 = 2;
/// Ends a call.
pub const CLOSE: u8 = 4;
/// Begins a parameter.
pub const PARAMETER: u8 = 8;
/// Begins a call.
pub const OPEN: u8 = 16;
/// Begins a call of the XML dialect.
pub const FUNCTION: u8 = 32;
/// Begins thinking.
pub const THINK: u8 = 64;
/// Ends thinking.
pub const THINK_END: u8 = 128;

/// The beginning of a tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// The tags that it may become.
    pub mask: u8,
    /// Bytes read.
    pub len: u8,
}

impl Tag {
    /// What the next byte makes of it, where one of the tags in `start` may begin.
    pub fn step(self, byte: u8, start: u8) -> Tag {
        let mask = (TAGS.iter())
            .filter(|(bit, text)| {
                self.len > 0 && self.mask & bit != 0 && text.get(self.len as usize) == Some(&byte)
            })
            .fold(0, |mask, (bit, _)| mask | bit);
        if mask != 0 {
            Tag { mask, len: self.len + 1 }
        } else if byte == b'<' && start != 0 {
            Tag { mask: start, len: 1 }
        } else {
            Tag::default()
        }
    }

    /// The tag that it became, or 0.
    pub fn full(self) -> u8 {
        let whole = |row: &&(u8, &[u8])| self.mask & row.0 != 0 && row.1.len() == self.len as usize;
        TAGS.iter().find(whole).map_or(0, |row| row.0)
    }
}

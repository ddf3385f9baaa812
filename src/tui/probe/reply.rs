//! A terminal's answers among what is typed.

/// The longest answer that is waited for, in characters without its frame.
const LONGEST: usize = 32;

/// What came so far.
#[derive(Debug, Default)]
pub struct Reply {
    /// The background, when it was told.
    pub ground: Option<(u8, u8, u8)>,
    /// Whether the last answer came, behind which there is no more.
    pub done: bool,
    /// What cannot be told yet.
    bytes: Vec<u8>,
    typed: Vec<u8>,
}

impl Reply {
    /// Takes what was read.
    pub fn take(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        while !self.bytes.is_empty() {
            let Some((answer, length)) = part(&self.bytes) else { return };
            match answer {
                Part::Ground(text) => self.ground = colour(&text).or(self.ground),
                Part::Attributes => self.done = true,
                Part::Typed => self.typed.extend_from_slice(&self.bytes[..length]),
            }
            self.bytes.drain(..length);
        }
    }

    /// Whether an answer has begun and not ended.
    pub fn begun(&self) -> bool {
        self.bytes.len() > 2
    }

    /// What was typed meanwhile. An answer that was broken off is not part of it.
    pub fn rest(mut self) -> Vec<u8> {
        if !self.bytes.starts_with(b"\x1b]") && !self.bytes.starts_with(b"\x1b[?") {
            self.typed.append(&mut self.bytes);
        }
        self.typed
    }
}

enum Part {
    /// OSC 11's answer, without its frame.
    Ground(String),
    /// The answer about what the terminal is.
    Attributes,
    Typed,
}

/// The first part and its length; nothing while it is open what it is.
fn part(bytes: &[u8]) -> Option<(Part, usize)> {
    match bytes {
        [0x1b] | [0x1b, b'['] => None,
        [0x1b, b']', inside @ ..] => {
            let end = inside.iter().position(|byte| matches!(byte, 0x07 | 0x1b));
            match end {
                Some(at) if inside[at] == 0x07 => Some((Part::Ground(text(&inside[..at])), at + 3)),
                Some(at) if inside.get(at + 1) == Some(&b'\\') => {
                    Some((Part::Ground(text(&inside[..at])), at + 4))
                }
                Some(at) if inside.len() > at + 1 => Some((Part::Typed, 2)),
                // Somebody typed Alt+] and goes on typing.
                None if inside.len() > LONGEST => Some((Part::Typed, 2)),
                _ => None,
            }
        }
        [0x1b, b'[', b'?', inside @ ..] => {
            let end = inside.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b';'));
            match end {
                Some(at) if inside[at] == b'c' => Some((Part::Attributes, at + 4)),
                Some(_) => Some((Part::Typed, 3)),
                None if inside.len() > LONGEST => Some((Part::Typed, 3)),
                None => None,
            }
        }
        [0x1b, _, ..] => Some((Part::Typed, 2)),
        _ => Some((Part::Typed, bytes.iter().position(|byte| *byte == 0x1b).unwrap_or(bytes.len()))),
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The colour in `11;rgb:RRRR/GGGG/BBBB`, with one to four digits each, and an alpha that is ignored.
pub fn colour(text: &str) -> Option<(u8, u8, u8)> {
    let colour = text.strip_prefix("11;rgb")?;
    let mut parts =
        colour.strip_prefix("a:").or_else(|| colour.strip_prefix(':'))?.split('/').map(|digits| {
            if digits.len() > 4 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                return None;
            }
            let value = u32::from_str_radix(digits, 16).ok()?;
            let most = (1 << (4 * digits.len())) - 1;
            u8::try_from((value * 255 + most / 2) / most).ok()
        });
    Some((parts.next()??, parts.next()??, parts.next()??))
}

/// Whether such a text may begin that way.
pub fn may_be(text: &str) -> bool {
    let frame = "11;rgb";
    let rest = match text.strip_prefix(frame) {
        None => return frame.starts_with(text),
        Some(rest) => rest,
    };
    let rest = rest.strip_prefix('a').unwrap_or(rest);
    let hex = rest.strip_prefix(':').unwrap_or(rest);
    (rest.is_empty() || rest.starts_with(':'))
        && text.len() <= LONGEST
        && hex.chars().all(|c| c.is_ascii_hexdigit() || c == '/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_found_at_every_split() {
        let all = b"ab\x1b]11;rgb:ffff/8080/0000\x1b\\c\x1b[?62;4cd\x1b[A";
        for first in 0..=all.len() {
            for second in first..=all.len() {
                let mut reply = Reply::default();
                for piece in [&all[..first], &all[first..second], &all[second..]] {
                    reply.take(piece);
                }
                assert_eq!((reply.ground, reply.done), (Some((255, 128, 0)), true), "{first} {second}");
                assert_eq!(reply.rest(), b"abcd\x1b[A", "{first} {second}");
            }
        }
    }

    #[test]
    fn what_is_typed_is_kept_whatever_it_looks_like() {
        let keys: [&[u8]; 6] =
            [b"\x1b", b"\x1b[", b"\x1b\x1b[A", b"\x1bOP", "\u{1b}é🙂".as_bytes(), b"\x1b[200~x\x1b[201~"];
        for typed in keys {
            let mut reply = Reply::default();
            typed.iter().for_each(|byte| reply.take(&[*byte]));
            assert!(!reply.done);
            assert_eq!(reply.rest(), typed, "{typed:?}");
        }
    }

    #[test]
    fn an_answer_that_is_broken_off_is_not_typed() {
        let mut reply = Reply::default();
        reply.take(b"x\x1b]11;rgb:ff");
        assert!(reply.begun());
        assert_eq!(reply.rest(), b"x");
    }

    #[test]
    fn colours_have_one_to_four_digits() {
        assert_eq!(colour("11;rgb:f/0/8"), Some((255, 0, 136)));
        assert_eq!(colour("11;rgb:ff/00/80"), Some((255, 0, 128)));
        assert_eq!(colour("11;rgba:ffff/0000/8080/ffff"), Some((255, 0, 128)));
        for bad in [
            "",
            "10;rgb:ff/ff/ff",
            "11;rgb:ff/ff",
            "11;rgb:/ff/ff",
            "11;rgb:fffff/0/0",
            "11;#ffffff",
            "11;rgb:+1/1/1",
        ] {
            assert_eq!(colour(bad), None, "{bad}");
        }
    }
}

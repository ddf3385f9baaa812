//! Text from token pieces: a token may end in the middle of a character.

/// Bytes in, whole characters out.
#[derive(Debug, Default)]
pub struct Utf8 {
    /// The start of a character whose rest is still to come; at most 3 bytes.
    tail: Vec<u8>,
}

impl Utf8 {
    /// Adds a piece; returns all characters that are now whole. What can never become a character is
    /// replaced by U+FFFD, once for each maximal broken part.
    pub fn push(&mut self, piece: &[u8]) -> String {
        self.tail.extend_from_slice(piece);
        let mut text = String::with_capacity(self.tail.len());
        let mut keep = self.tail.len();
        let mut chunks = self.tail.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            text.push_str(chunk.valid());
            let broken = chunk.invalid();
            if broken.is_empty() {
                continue;
            }
            if chunks.peek().is_none() && unfinished(broken) {
                keep = broken.len();
                self.tail.drain(..self.tail.len() - keep);
                return text;
            }
            text.push(char::REPLACEMENT_CHARACTER);
        }
        self.tail.drain(..keep);
        text
    }

    /// What remains at the end: U+FFFD if the last character never became whole.
    pub fn finish(&mut self) -> String {
        if std::mem::take(&mut self.tail).is_empty() { String::new() } else { "\u{FFFD}".into() }
    }
}

/// Whether more bytes could still make these a character.
fn unfinished(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn run(pieces: &[&[u8]]) -> String {
        let mut utf8 = Utf8::default();
        let mut text: String = pieces.iter().map(|piece| utf8.push(piece)).collect();
        text.push_str(&utf8.finish());
        text
    }

    #[test]
    fn every_split_of_mixed_text_gives_the_text() {
        let text = "héllo السلام 你好 👨‍👩‍👧 end";
        for at in 0..=text.len() {
            assert_eq!(run(&[&text.as_bytes()[..at], &text.as_bytes()[at..]]), text);
        }
        let bytes: Vec<&[u8]> = text.as_bytes().chunks(1).collect();
        assert_eq!(run(&bytes), text);
    }

    #[test]
    fn a_character_comes_out_as_soon_as_it_is_whole() {
        let mut utf8 = Utf8::default();
        assert_eq!(utf8.push(&[b'a', 0xE4, 0xBD]), "a");
        assert_eq!(utf8.push(&[0xA0, b'b']), "你b");
    }

    proptest! {
        #[test]
        fn any_bytes_at_any_split_equal_the_lossy_whole(bytes: Vec<u8>, cut in 0usize..64) {
            let cut = cut.min(bytes.len());
            prop_assert_eq!(run(&[&bytes[..cut], &bytes[cut..]]), String::from_utf8_lossy(&bytes));
        }
    }
}

//! Which direction a paragraph has: that of its first letter that counts.
//!
//! While an answer arrives, what is found stays: what may turn out to be code, an address, a tag or a formula says
//! nothing before it has ended.

use unicode_bidi::{BidiClass, bidi_class};

use super::Dir;
use super::island::technical;
use crate::render::line::{Bidi, Span};

/// The direction of a paragraph: that of its first strong letter outside code, links, options and paths. `None` when
/// it has none. What is decided by its beginning stays, however it goes on.
pub fn direction(spans: &[Span]) -> Option<Dir> {
    let mut inside = Inside::Sentence;
    spans.iter().filter(|span| span.bidi == Bidi::Open).find_map(|span| first_strong(&span.text, &mut inside))
}

/// The direction of a text by itself, like [`direction`].
pub fn text_direction(text: &str) -> Option<Dir> {
    first_strong(text, &mut Inside::Sentence)
}

/// What a word stands in.
#[derive(Clone, Copy)]
enum Inside {
    Sentence,
    Tag,
    /// A formula, or what may be one, up to this mark.
    Formula(&'static str),
}

fn first_strong(text: &str, inside: &mut Inside) -> Option<Dir> {
    text.split_inclusive(char::is_whitespace).find_map(|word| match *inside {
        Inside::Sentence => opened(word, inside),
        Inside::Tag => closed(word, inside),
        Inside::Formula(mark) if word.contains(mark) => {
            *inside = Inside::Sentence;
            None
        }
        // Formulas have few words, and none from right to left.
        Inside::Formula(_) if word.contains(super::is_rtl) => Some(Dir::Rtl),
        Inside::Formula(_) => {
            let letters = word.trim_end();
            let prose = letters.len() > 1 && letters.len() < word.len();
            (prose && letters.bytes().all(|byte| byte.is_ascii_alphabetic())).then_some(Dir::Ltr)
        }
    })
}

fn opened(word: &str, inside: &mut Inside) -> Option<Dir> {
    let bare = word.trim_start_matches(['(', '"', '\'', '«', '“', '*']);
    let tag = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
    let opens = |at: &usize| word[*at..].starts_with('$') || tag(&word[at + 1..]);
    let mark = word.match_indices(['$', '<']).map(|(at, _)| at).find(opens);
    // The beginning of an address may go on.
    let address = !bare.is_empty() && ["http://", "https://"].iter().any(|scheme| scheme.starts_with(bare));
    let before = &word[..mark.unwrap_or(word.len())];
    if let Some(dir) = strong(before).filter(|_| !address && !technical(bare)) {
        return Some(dir);
    }
    let rest = &word[mark?..];
    if rest.starts_with('<') {
        *inside = Inside::Tag;
        return closed(rest, inside);
    }
    let mark = if rest.starts_with("$$") { "$$" } else { "$" };
    if !rest[mark.len()..].contains(mark) {
        *inside = Inside::Formula(mark);
    }
    None
}

fn closed(word: &str, inside: &mut Inside) -> Option<Dir> {
    let (_, rest) = word.split_once('>')?;
    *inside = Inside::Sentence;
    strong(rest)
}

fn strong(word: &str) -> Option<Dir> {
    word.chars().find_map(|c| match bidi_class(c) {
        BidiClass::L => Some(Dir::Ltr),
        BidiClass::R | BidiClass::AL => Some(Dir::Rtl),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_sentence_says_nothing() {
        for (text, dir) in [
            ("h", None),
            ("http", None),
            ("http ", Some(Dir::Ltr)),
            ("https://a.b/c مرحبا", Some(Dir::Rtl)),
            ("<a href=x title=\"b c", None),
            ("<a href=x>مرحبا</a>", Some(Dir::Rtl)),
            ("<3 you", Some(Dir::Ltr)),
            ("$a + b", None),
            ("$a + b$ هي", Some(Dir::Rtl)),
            ("($a + b$) هي", Some(Dir::Rtl)),
            ("(https://a.b) مرحبا", Some(Dir::Rtl)),
            ("«h", None),
            ("(a) مرحبا", Some(Dir::Ltr)),
            ("$$ a + b $$ is", Some(Dir::Ltr)),
            ("$x$ is", Some(Dir::Ltr)),
            ("#وسم hello", Some(Dir::Rtl)),
            ("$HOME هو", Some(Dir::Rtl)),
            ("$HOME is the", Some(Dir::Ltr)),
        ] {
            assert_eq!(text_direction(text), dir, "{text}");
        }
    }
}

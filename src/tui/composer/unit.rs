//! The units a cursor moves by: graphemes, and chips, which stand for folded text with one character.

use std::ops::RangeInclusive;

use unicode_segmentation::{GraphemeCursor, Graphemes, UnicodeSegmentation};

/// The characters that stand for chips. They are private, mean nothing to anybody, and one that comes
/// from outside is made a chip itself, so that none can be taken for another.
pub(super) const CHIPS: RangeInclusive<char> = '\u{10F000}'..='\u{10FFFD}';

/// Whether the character stands for a chip.
pub(super) fn is_chip(c: char) -> bool {
    CHIPS.contains(&c)
}

/// The chip that the unit is, if it is one.
pub(super) fn chip(unit: &str) -> Option<char> {
    unit.chars().next().filter(|&c| is_chip(c))
}

/// Where the unit ends that begins at `at`; the text's end stays where it is.
pub(super) fn next(text: &str, at: usize) -> usize {
    let Some(first) = text[at..].chars().next() else { return text.len() };
    if is_chip(first) {
        return at + first.len_utf8();
    }
    let end = GraphemeCursor::new(at, text.len(), true).next_boundary(text, 0);
    let end = end.ok().flatten().unwrap_or(text.len());
    text[at..end].find(is_chip).map_or(end, |chip| at + chip)
}

/// Where the unit begins that ends at `at`; the text's start stays where it is.
pub(super) fn prev(text: &str, at: usize) -> usize {
    let Some(last) = text[..at].chars().next_back() else { return 0 };
    if is_chip(last) {
        return at - last.len_utf8();
    }
    let start = GraphemeCursor::new(at, text.len(), true).prev_boundary(text, 0);
    let start = start.ok().flatten().unwrap_or(0);
    let chip = text[start..at].char_indices().rfind(|&(_, c)| is_chip(c));
    chip.map_or(start, |(chip, c)| start + chip + c.len_utf8())
}

/// Whether a cursor may stand at `at`.
pub(super) fn is_boundary(text: &str, at: usize) -> bool {
    if at == 0 || at >= text.len() {
        return at == 0 || at == text.len();
    }
    if !text.is_char_boundary(at) {
        return false;
    }
    text[at..].starts_with(is_chip)
        || text[..at].ends_with(is_chip)
        || GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}

/// The first place at or after `at` where a cursor may stand.
pub(super) fn ceil(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !is_boundary(text, at) {
        at += 1;
    }
    at
}

/// The last place at or before `at` where a cursor may stand.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !is_boundary(text, at) {
        at -= 1;
    }
    at
}

/// The units of the text, each with where it begins.
pub(super) fn units(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut run: Option<Graphemes<'_>> = None;
    std::iter::from_fn(move || {
        let start = at;
        // Most text is ASCII, where a letter before another is a unit without a search.
        if bytes.get(at)?.is_ascii() && bytes.get(at + 1).is_none_or(u8::is_ascii) && bytes[at] != b'\r' {
            (at, run) = (at + 1, None);
            return Some((start, &text[start..at]));
        }
        let graphemes = run.get_or_insert_with(|| text[start..].graphemes(true));
        // The search is ahead when a chip was split off the grapheme.
        if text.len() - graphemes.as_str().len() == start {
            graphemes.next();
        }
        let end = text.len() - graphemes.as_str().len();
        let grapheme = &text[start..end];
        at += match grapheme.chars().next() {
            Some(first) if is_chip(first) => first.len_utf8(),
            _ => grapheme.find(is_chip).unwrap_or(grapheme.len()),
        };
        Some((start, &text[start..at]))
    })
}

/// Whether the character is a vowel point or similar that Arabic and Hebrew write over a letter, and
/// that people take back alone.
pub(super) fn is_point(c: char) -> bool {
    matches!(c,
        '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
        | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}'
        | '\u{6DF}'..='\u{6E4}' | '\u{6E7}' | '\u{6E8}' | '\u{6EA}'..='\u{6ED}' | '\u{8CA}'..='\u{8E1}'
        | '\u{8E3}'..='\u{8FF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text() -> impl Strategy<Value = String> {
        let picked = prop::sample::select(vec![
            'a',
            ' ',
            '\n',
            '你',
            'م',
            '\u{64E}',
            '\u{301}',
            '\u{200D}',
            '👩',
            '💻',
            '🇸',
            '🇦',
            '\u{600}',
            '\u{10F000}',
            '\u{10F001}',
            '각',
        ]);
        prop::collection::vec(picked, 0..20).prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn steps_and_units_agree(text in text()) {
            let starts: Vec<usize> = units(&text).map(|(at, _)| at).chain([text.len()]).collect();
            let places: Vec<usize> = (0..=text.len()).filter(|&at| is_boundary(&text, at)).collect();
            let mut seen = starts.clone();
            seen.dedup();
            prop_assert_eq!(&seen, &places);
            for pair in starts.windows(2).filter(|pair| pair[0] < pair[1]) {
                prop_assert_eq!(next(&text, pair[0]), pair[1]);
                prop_assert_eq!(prev(&text, pair[1]), pair[0]);
            }
            prop_assert_eq!(units(&text).map(|(_, unit)| unit).collect::<String>(), text);
        }
    }

    #[test]
    fn a_chip_joins_with_nothing() {
        let text = "\u{600}\u{10F000}\u{301}";
        assert_eq!(units(text).map(|(at, _)| at).collect::<Vec<_>>(), [0, 2, 6]);
    }
}

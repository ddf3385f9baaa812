//! Where moves lead in a text: lines, and words as UAX 29 has them.

use unicode_segmentation::UnicodeSegmentation;

use super::unit::{self, is_chip};

/// The start of the line that `at` is in.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The end of the line that `at` is in, before its line feed.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end)
}

/// The first place in the line that is no space.
pub(super) fn indent(text: &str, at: usize) -> usize {
    let (start, end) = (line_start(text, at), line_end(text, at));
    let inner = text[start..end].find(|c: char| !c.is_whitespace());
    unit::floor(text, start + inner.unwrap_or(0))
}

/// Where the word before `at` begins.
pub(super) fn word_left(text: &str, at: usize) -> usize {
    let words = text[..at].split_word_bound_indices().rev();
    let start = words.filter(|(_, word)| is_word(word)).map(|(start, _)| start).next();
    unit::floor(text, start.unwrap_or(0))
}

/// Where the word after `at` ends.
pub(super) fn word_right(text: &str, at: usize) -> usize {
    let mut words = text[at..].split_word_bound_indices();
    let word = words.find(|(_, word)| is_word(word));
    unit::ceil(text, word.map_or(text.len(), |(start, word)| at + start + word.len()))
}

/// Where the next word or punctuation begins.
pub(super) fn next_word(text: &str, at: usize) -> usize {
    let mut words = text[at..].split_word_bound_indices().skip(1);
    let word = words.find(|(_, word)| !is_space(word));
    unit::ceil(text, word.map_or(text.len(), |(start, _)| at + start))
}

/// Where the word or punctuation before `at` begins.
pub(super) fn prev_word(text: &str, at: usize) -> usize {
    let mut words = text[..at].split_word_bound_indices().rev();
    let word = words.find(|(_, word)| !is_space(word));
    unit::floor(text, word.map_or(0, |(start, _)| start))
}

/// The last unit of the word or punctuation that ends behind the unit at `at`.
pub(super) fn word_end(text: &str, at: usize) -> usize {
    let from = unit::next(text, at);
    let mut words = text[from..].split_word_bound_indices();
    let word = words.find(|(_, word)| !is_space(word));
    let end = word.map_or(text.len(), |(start, word)| from + start + word.len());
    unit::prev(text, unit::ceil(text, end))
}

fn is_space(word: &str) -> bool {
    word.chars().all(char::is_whitespace)
}

fn is_word(word: &str) -> bool {
    word.chars().any(|c| c.is_alphanumeric() || is_chip(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_language() {
        let text = "it's a_b, مرحبا 你好!";
        let mut stops = vec![0];
        while stops.last() != Some(&text.len()) {
            stops.push(word_right(text, stops[stops.len() - 1]));
        }
        let parts: Vec<&str> = stops.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect();
        assert_eq!(parts, ["it's", " a_b", ", مرحبا", " 你", "好", "!"]);
        assert_eq!(word_left(text, text.len()), text.find('好').unwrap());
    }

    #[test]
    fn punctuation_is_a_word_to_an_editor() {
        assert_eq!((next_word("ab, cd", 0), next_word("ab, cd", 2), word_end("ab, cd", 0)), (2, 4, 1));
        assert_eq!((prev_word("ab, cd", 4), word_end("ab, cd", 1), indent("  x", 3)), (2, 2, 2));
    }
}

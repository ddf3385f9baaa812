//! How many columns text takes: the one measure that wrapping, tables and cells agree on.
//!
//! The width of a text is the sum over its graphemes. Measured as a whole, some pairs of Arabic letters
//! count as one column although they take two cells, and letters would be lost at the end of the row.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Stands for what was cut away.
pub const ELLIPSIS: &str = "…";

/// Columns of a text. Control characters have none, characters of ambiguous width one.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(|byte| !byte.is_ascii_control()).count();
    }
    graphemes(text).map(|(_, _, cols)| cols).sum()
}

/// The graphemes of a text: where each begins in bytes, itself, and its columns.
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    text.grapheme_indices(true).map(|(at, grapheme)| (at, grapheme, columns(grapheme)))
}

/// The longest beginning that takes at most `cols` columns, in whole graphemes.
pub fn cut(text: &str, cols: usize) -> &str {
    let mut used = 0;
    for (at, _, wide) in graphemes(text) {
        used += wide;
        if used > cols {
            return &text[..at];
        }
    }
    text
}

/// The text in at most `cols` columns, its end replaced by `…` if it is longer.
pub fn fit(text: &str, cols: usize) -> String {
    match cols {
        _ if cut(text, cols).len() == text.len() => text.to_owned(),
        0 => String::new(),
        _ => format!("{}{ELLIPSIS}", cut(text, cols - 1)),
    }
}

/// The text in exactly `cols` columns: filled with spaces at its end, or cut like [`fit`].
pub fn pad(text: &str, cols: usize) -> String {
    let mut out = fit(text, cols);
    let missing = cols.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', missing));
    out
}

fn columns(grapheme: &str) -> usize {
    if let [byte] = grapheme.as_bytes() {
        return usize::from(!byte.is_ascii_control());
    }
    if grapheme.chars().all(char::is_control) { 0 } else { grapheme.width() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_width_is_the_sum_of_its_graphemes() {
        for (text, cols) in [
            ("", 0),
            ("abc", 3),
            ("é", 1),
            ("e\u{301}", 1),
            ("你好", 4),
            ("السلام", 6),
            ("👩\u{200D}💻", 2),
            ("🇩🇪", 2),
            ("…", 1),
            ("\u{200E}", 0),
            ("\u{1B}\r\n\u{85}", 0),
        ] {
            assert_eq!(width(text), cols, "{text:?}");
        }
    }

    #[test]
    fn cutting_keeps_graphemes_whole() {
        assert_eq!(cut("你好", 3), "你");
        assert_eq!(cut("e\u{301}e\u{301}", 1), "e\u{301}");
        assert_eq!(fit("hello", 4), "hel…");
        assert_eq!(fit("你好吗", 4), "你…");
        assert_eq!(fit("hello", 0), "");
        assert_eq!(pad("你好吗", 6), "你好吗");
        assert_eq!(pad("你好吗", 5), "你好…");
        assert_eq!(pad("ab", 4), "ab  ");
    }

    proptest! {
        #[test]
        fn what_was_fitted_fits(text in any::<String>(), cols in 0usize..20) {
            prop_assert!(width(&fit(&text, cols)) <= cols);
            prop_assert_eq!(width(&pad(&text, cols)), cols);
            prop_assert!(width(cut(&text, cols)) <= cols);
        }

        #[test]
        fn ascii_is_counted_like_everything_else(text in "[\0-\x7F]{0,20}") {
            let slow: usize = graphemes(&text).map(|(_, _, cols)| cols).sum();
            prop_assert_eq!(width(&text), slow);
        }
    }
}

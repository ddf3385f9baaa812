//! How many columns text takes: the one measure that wrapping, tables and cells agree on.
//!
//! The width of a text is the sum over its graphemes, and no other measure may be used for text that can hold Arabic:
//! lam and alef are one cell where we join letters, and two where the terminal does.

use std::sync::atomic::{AtomicBool, Ordering};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::bidi::{self, joins};

/// Stands for what was cut away.
pub const ELLIPSIS: &str = "…";

/// Whether characters of ambiguous width take two columns, as in terminals set up for Chinese or Japanese.
static WIDE: AtomicBool = AtomicBool::new(false);

/// The columns of characters whose width Unicode leaves open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ambiguous {
    /// One, as most terminals have it.
    #[default]
    One,
    /// Two.
    Two,
}

/// Says how wide characters of ambiguous width are on the terminal.
pub fn set_ambiguous(width: Ambiguous) {
    WIDE.store(width == Ambiguous::Two, Ordering::Relaxed);
}

/// Columns of a text. Control characters have none.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(|byte| !byte.is_ascii_control()).count();
    }
    graphemes(text).map(|(_, _, cols)| cols).sum()
}

/// The graphemes of a text: where each begins in bytes, itself, and its columns. Lam and alef that show as one letter
/// are one.
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    let pairs = !text.is_ascii() && bidi::pairs();
    let mut rest = text.grapheme_indices(true).peekable();
    std::iter::from_fn(move || {
        let (at, mut grapheme) = rest.next()?;
        if pairs && let Some((_, alef)) = rest.next_if(|(_, next)| joins(grapheme, next)) {
            grapheme = &text[at..at + grapheme.len() + alef.len()];
        }
        Some((at, grapheme, columns(grapheme)))
    })
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
    if grapheme.chars().all(char::is_control) {
        0
    } else if WIDE.load(Ordering::Relaxed) {
        grapheme.width_cjk()
    } else {
        grapheme.width()
    }
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
            ("السلام", 5),
            ("لَا لآ", 3),
            ("ل\u{200C}ا", 2),
            ("می\u{200C}خواهم", 7),
            ("مُحَمَّدٌ", 4),
            ("ـ", 1),
            ("ﻻ", 1),
            ("❤\u{FE0F}", 2),
            ("1\u{FE0F}\u{20E3}", 2),
            ("👍🏽", 2),
            ("，。「", 6),
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
    fn lam_and_alef_take_two_columns_where_the_terminal_joins_them() {
        use crate::render::bidi::{Order, set_order_here};
        set_order_here(Some(Order::Terminal));
        assert_eq!(width("السلام"), 6);
        assert_eq!(cut("سلام", 2), "سل");
        set_order_here(None);
        assert_eq!(cut("سلام", 2), "سلا");
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

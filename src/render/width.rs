//! How many columns text takes, counted by graphemes, which is the only unit that may be cut or moved.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns of the text: the sum of its graphemes'. Letters of ambiguous width count as one column,
/// control characters as none.
pub fn width(text: &str) -> usize {
    graphemes(text).map(|(_, _, cols)| cols).sum()
}

/// The graphemes of the text: where each begins (in bytes), the grapheme, its columns.
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    text.grapheme_indices(true).map(|(at, grapheme)| (at, grapheme, one(grapheme)))
}

/// Columns of one grapheme.
fn one(grapheme: &str) -> usize {
    match grapheme.as_bytes() {
        [b' '..=b'~'] => 1,
        _ if grapheme.chars().all(char::is_control) => 0,
        _ => grapheme.width(),
    }
}

/// The longest beginning of the text, in whole graphemes, that takes no more than `cols` columns.
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

/// The text in no more than `cols` columns; what is cut ends in `…`.
pub fn fit(text: &str, cols: usize) -> String {
    let whole = cut(text, cols);
    if whole.len() == text.len() || cols == 0 {
        return whole.to_owned();
    }
    format!("{}…", cut(text, cols - 1))
}

/// The text in exactly `cols` columns: cut with `…`, or followed by spaces.
pub fn pad(text: &str, cols: usize) -> String {
    let mut out = fit(text, cols);
    out.extend(std::iter::repeat_n(' ', cols.saturating_sub(width(&out))));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_between_graphemes() {
        assert_eq!((width("a你e\u{301}"), cut("a你b", 2), fit("hello", 4).as_str()), (4, "a", "hel…"));
        assert_eq!((fit("a", 0).as_str(), pad("你", 3).as_str(), pad("abc", 2).as_str()), ("", "你 ", "a…"));
    }
}

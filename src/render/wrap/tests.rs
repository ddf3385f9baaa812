//! Tests of where rows break.

use ratatui::style::{Color, Modifier};

use super::*;
use proptest::prelude::*;

fn span(text: &str) -> Vec<Span> {
    vec![Span::new(text, Style::new())]
}

fn rows(text: &str, cols: usize) -> Vec<String> {
    wrap(&span(text), &[], &[], cols).iter().map(Line::text).collect()
}

#[test]
fn rows_break_at_spaces_and_drop_them() {
    assert_eq!(rows("the quick brown fox", 10), ["the quick", "brown fox"]);
    assert_eq!(rows("a  b", 80), ["a  b"]);
    assert_eq!(rows("  lead", 80), ["  lead"]);
    assert_eq!(rows("", 5), [""]);
    assert_eq!(rows("a\nb\n", 5), ["a", "b", ""]);
}

#[test]
fn a_word_longer_than_a_row_fills_rows() {
    assert_eq!(rows("ab abcdefghij k", 5), ["ab ab", "cdefg", "hij k"]);
    assert_eq!(rows("abcd abcdefghij", 5), ["abcd", "abcde", "fghij"]);
}

#[test]
fn ideographs_break_anywhere_but_not_before_closing_marks() {
    assert_eq!(rows("你好世界", 5), ["你好", "世界"]);
    assert_eq!(rows("你好世。界", 6), ["你好", "世。界"]);
    assert_eq!(rows("你（好）", 6), ["你", "（好）"]);
    assert_eq!(rows("用Rust写", 6), ["用Rust", "写"]);
    assert_eq!(rows("한국어 단어", 8), ["한국어", "단어"]);
}

#[test]
fn hyphens_between_letters_break_and_flags_and_versions_stay_whole() {
    assert_eq!(rows("well-known", 7), ["well-", "known"]);
    assert_eq!(rows("https://a.b/c-d", 13), ["https://a.b/c", "-d"]);
    assert_eq!(rows("use --release", 9), ["use", "--release"]);
    assert_eq!(rows("the gpt-5", 7), ["the", "gpt-5"]);
    assert_eq!(rows("a no\u{A0}break", 8), ["a", "no\u{A0}break"]);
    assert_eq!(rows("see x. y", 6), ["see x.", "y"]);
}

#[test]
fn arabic_keeps_all_its_letters() {
    let text = "السلام عليكم ورحمة الله";
    for cols in 1..30 {
        let joined: String = rows(text, cols).concat();
        let letters = |text: &str| text.replace(' ', "");
        assert_eq!(letters(&joined), letters(text), "{cols}");
    }
}

#[test]
fn tabs_reach_the_next_stop() {
    assert_eq!(rows("a\tb", 20), ["a   b"]);
    assert_eq!(chop(&span("\tab\tc"), &[], &[], 20)[0].text(), "    ab  c");
}

#[test]
fn prefixes_stand_before_rows_and_leave_room() {
    let [first, next] = ["• ", "  "].map(span);
    let lines = wrap(&span("one two"), &first, &next, 5);
    assert_eq!(lines.iter().map(Line::text).collect::<Vec<_>>(), ["• one", "  two"]);
    let deep = span("          ");
    assert!(wrap(&span("one two"), &deep, &deep, 6).iter().all(|line| width(&line.text()) <= 6));
}

#[test]
fn looks_go_with_their_letters_and_equal_ones_are_one_span() {
    let red = Style::new().fg(Color::Red);
    let bold = Style::new().add_modifier(Modifier::BOLD);
    let spans = [Span::new("one ", red), Span::new("tw", bold), Span::new("o", bold), Span::new(" x", red)];
    let lines = wrap(&spans, &[], &[], 4);
    assert_eq!(lines[0].spans, [Span::new("one", red)]);
    assert_eq!(lines[1].spans, [Span::new("two", bold)]);
    assert_eq!(lines[2].spans, [Span::new("x", red)]);
}

#[test]
fn code_keeps_every_space() {
    let lines = chop(&span("a  b  c"), &span("> "), &span("┆ "), 5);
    assert_eq!(lines.iter().map(Line::text).collect::<Vec<_>>(), ["> a  ", "┆ b  ", "┆ c"]);
}

fn mixed() -> impl Strategy<Value = Vec<Span>> {
    let piece = prop_oneof![
        "[a-z ]{0,12}",
        "[你好。（）世 ]{0,6}",
        "[اسلم ]{0,6}",
        any::<String>(),
        Just("👩\u{200D}💻e\u{301}\t-".to_owned())
    ];
    prop::collection::vec(piece, 0..5)
        .prop_map(|texts| texts.iter().map(|text| Span::new(text.as_str(), Style::new())).collect())
}

proptest! {
    #[test]
    fn no_row_is_too_wide(spans in mixed(), first in "[>• ]{0,4}", cols in 0usize..12) {
        for line in wrap(&spans, &span(&first), &span("  "), cols).iter().chain(&chop(&spans, &span(&first), &[], cols)) {
            let used: usize = line.spans.iter().map(|span| width(&span.text)).sum();
            prop_assert!(used <= cols.max(1), "{:?}", line);
        }
    }

    #[test]
    fn nothing_but_spaces_is_lost(spans in mixed(), cols in 4usize..12) {
        let wide = |spans: &[Span]| spans.iter().any(|span| graphemes(&span.text).any(|(_, _, wide)| wide > 2));
        prop_assume!(!wide(&spans));
        let kept = |text: &str| text.chars().filter(|c| !matches!(c, ' ' | '\t' | '\n' | '\r')).collect::<String>();
        let whole: String = spans.iter().map(|span| span.text.as_str()).collect();
        let rows: String = wrap(&spans, &[], &[], cols).iter().map(Line::text).collect();
        prop_assert_eq!(kept(&rows), kept(&whole));
    }
}

#[test]
fn one_word_of_many_letters_is_linear() {
    let text = "x".repeat(200_000);
    let lines = wrap(&span(&text), &[], &[], 80);
    assert_eq!(lines.len(), 2500);
    assert_eq!(lines.iter().map(|line| line.text().len()).sum::<usize>(), 200_000);
}

//! Tests of directions and levels.

use ratatui::style::Style;

use super::*;

fn spans(text: &str) -> Vec<Span> {
    vec![Span::new(text, Style::new())]
}

#[test]
fn a_direction_is_that_of_the_first_strong_letter() {
    for (text, wanted) in [
        ("hello مرحبا", Some(Dir::Ltr)),
        ("مرحبا hello", Some(Dir::Rtl)),
        ("123 - مرحبا", Some(Dir::Rtl)),
        ("--release يبني", Some(Dir::Rtl)),
        ("/etc/hosts ملف", Some(Dir::Rtl)),
        ("https://a.b هو", Some(Dir::Rtl)),
        ("שלום", Some(Dir::Rtl)),
        ("你好", Some(Dir::Ltr)),
        ("123 ...", None),
        ("", None),
    ] {
        assert_eq!(direction(&spans(text)), wanted, "{text}");
    }
    let code = [
        Span { bidi: Bidi::Apart, ..Span::new("cargo", Style::new()) },
        Span::new(" يبني المشروع", Style::new()),
    ];
    assert_eq!(direction(&code), Some(Dir::Rtl));
}

#[test]
fn a_direction_once_known_stays_as_the_text_grows() {
    for text in ["مرحبا Rust", "Rust مرحبا", "12 --x /a مرحبا b", "- a ب"] {
        let mut known = None;
        for (at, c) in text.char_indices() {
            let now = direction(&spans(&text[..at + c.len_utf8()]));
            assert!(known.is_none() || now == known, "{text} at {at}");
            known = now;
        }
    }
}

#[test]
fn spans_are_parted_where_levels_differ() {
    let text = spans("قل hello");
    let parts = resolve(&text, Dir::Rtl, Parts::Sentence);
    let texts: Vec<(&str, Bidi)> = parts.iter().map(|span| (span.text.as_str(), span.bidi)).collect();
    assert_eq!(texts, [("قل ", Bidi::Level(1)), ("hello", Bidi::Level(2))]);
    assert_eq!(*resolve(&spans("hello"), Dir::Ltr, Parts::Sentence), spans("hello"));
}

#[test]
fn nothing_is_parted_where_nobody_orders() {
    set_order_here(Some(Order::Off));
    assert_eq!(*resolve(&spans("قل hello"), Dir::Rtl, Parts::Sentence), spans("قل hello"));
    assert_eq!(screen(), Dir::Ltr);
    set_order_here(None);
}

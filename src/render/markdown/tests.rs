//! Tests of what Markdown looks like.

use std::sync::Arc;

use ratatui::style::{Modifier, Style};

use super::*;
use crate::render::highlight::Highlighter;
use crate::render::width::width;

fn look(width: u16) -> Look {
    Look { theme: Arc::new(Theme::plain()), width, code: Highlighter::new() }
}

fn rows(text: &str, width: u16) -> Vec<String> {
    lines(text, &look(width)).iter().map(Line::text).collect()
}

fn shown(text: &str, width: u16) -> String {
    rows(text, width).iter().map(|row| row.clone() + "\n").collect()
}

const ANSWER: &str = include_str!("answer.md");

#[test]
fn an_answer_looks_like_this() {
    insta::assert_snapshot!("answer at 64", shown(ANSWER, 64));
    insta::assert_snapshot!("answer at 30", shown(ANSWER, 30));
}

#[test]
fn blocks_are_one_row_apart_and_what_belongs_together_is_not() {
    assert_eq!(shown("a\n\n\n\nb", 20), "a\n\nb\n");
    assert_eq!(shown("# a\nb\n- c\n- d\n\n- e\n\nf", 20), "a\nb\n• c\n• d\n\n• e\n\nf\n");
    assert_eq!(shown("a\n```\nb\n```\nc", 20), "a\n\n  1\n  b\n\nc\n");
    assert_eq!(shown("- a\n\n  b\n  - c\n- d", 20), "• a\n\n  b\n  ◦ c\n• d\n");
    assert_eq!(shown("\n\n a \n\n", 20), "a\n");
    assert_eq!(shown("", 20), "");
}

#[test]
fn items_hang_on_their_mark() {
    assert_eq!(shown("9. one two\n10. six four", 8), "9. one\n   two\n10. six\n    four\n");
    assert_eq!(shown("- [x] done\n- [ ] to do\n\n  more", 20), "[x] done\n[ ] to do\n\n    more\n");
    assert_eq!(shown("-\n- a", 20), "• \n• a\n");
    assert_eq!(shown("- - a\n  - b", 20), "• ◦ a\n  ◦ b\n");
    assert_eq!(shown("> a\n>\n> - b", 20), "│ a\n│\n│ • b\n");
}

#[test]
fn headings_are_bold_and_have_no_marks() {
    for (text, modifier) in [("# a", Modifier::BOLD), ("### a", Modifier::BOLD), ("#### a", Modifier::ITALIC)]
    {
        let lines = lines(text, &look(20));
        assert_eq!(
            (lines[0].text(), lines[0].spans[0].style),
            ("a".into(), Style::new().add_modifier(modifier))
        );
    }
}

#[test]
fn marks_become_looks() {
    let lines = lines("*a* **b** ~~c~~ ***d***", &look(40));
    let looks: Vec<(&str, Modifier)> =
        lines[0].spans.iter().map(|span| (span.text.as_str(), span.style.add_modifier)).collect();
    let none = Modifier::empty();
    assert_eq!(
        looks,
        [
            ("a", Modifier::ITALIC),
            (" ", none),
            ("b", Modifier::BOLD),
            (" ", none),
            ("c", Modifier::CROSSED_OUT),
            (" ", none),
            ("d", Modifier::BOLD | Modifier::ITALIC),
        ]
    );
}

#[test]
fn an_address_shows_when_the_text_does_not_say_it() {
    assert_eq!(shown("[a](http://b.c)", 40), "a (http://b.c)\n");
    assert_eq!(shown("<http://b.c/> [b.c](https://b.c)", 40), "http://b.c/ b.c\n");
    assert_eq!(shown("![a](b.png) ![](c.png)", 40), "a (b.png) c.png\n");
    assert_eq!(shown("[a][x] [x]\n\n[X]: http://b.c", 60), "a (http://b.c) x (http://b.c)\n");
}

#[test]
fn lines_end_where_the_text_says_and_ideographs_need_no_space() {
    assert_eq!(shown("a  \nb\\\nc<br>d\ne", 40), "a\nb\nc\nd e\n");
    assert_eq!(shown("你好\n世界\nab", 40), "你好世界 ab\n");
    assert_eq!(shown("한국\n단어", 40), "한국 단어\n");
}

#[test]
fn html_and_formulas_show_as_they_are_written() {
    assert_eq!(shown("<div>\n<b>x</b>\n</div>", 40), "<div>\n<b>x</b>\n</div>\n");
    assert_eq!(shown("a <i>b</i> $x_1*y_2*z$", 40), "a <i>b</i> $x_1*y_2*z$\n");
    assert_eq!(shown("$$\na\nb\n$$", 40), "$$a\nb$$\n");
}

#[test]
fn code_has_a_number_a_language_and_rows_that_continue() {
    assert_eq!(shown("```rust,ignore\na\n```\n\n    b\n", 20), "  1 rust,ignore\n  a\n\n  2\n  b\n");
    assert_eq!(shown("```\n\ta  b\n\n```", 20), "  1\n      a  b\n  \n");
    assert_eq!(shown("```\nabcdefghij\n```", 8), "  1\n  abcdef\n┆ ghij\n");
    let codes = codes("```rust,ignore\na\n\nb\n```\n> 1. x\n>    ~~~ sh\n>    c\n\n    d\n");
    let code = |lang: &str, text: &str| Code { lang: lang.into(), text: text.into() };
    assert_eq!(codes, [code("rust", "a\n\nb\n"), code("sh", "c\n"), code("", "d\n")]);
}

#[test]
fn code_is_never_reordered_and_has_its_background() {
    let lines = lines("a\n\n```\nb\n```\n\n| c |\n|---|\n| d |", &look(20));
    let code: Vec<bool> = lines.iter().map(|line| line.flow == crate::render::line::Flow::Code).collect();
    assert_eq!(code, [false, false, true, true, false, false, false, false, false, false]);
}

#[test]
fn tables_fit_whatever_the_width() {
    let text = "| name | value |\n|:-----|------:|\n| a | 1 |\n| long words here | 你好 |\n| b |";
    assert_eq!(
        shown(text, 40),
        "┌─────────────────┬───────┐\n│ name            │ value │\n├─────────────────┼───────┤\n\
         │ a               │     1 │\n│ long words here │  你好 │\n│ b               │       │\n\
         └─────────────────┴───────┘\n"
    );
    assert_eq!(
        shown(text, 20),
        "┌──────────┬───────┐\n│ name     │ value │\n├──────────┼───────┤\n│ a        │     1 │\n├──────────┼───────┤\n\
         │ long     │  你好 │\n│ words    │       │\n│ here     │       │\n├──────────┼───────┤\n│ b        │       │\n\
         └──────────┴───────┘\n"
    );
    assert_eq!(
        shown(text, 12),
        "name: a\nvalue: 1\n──────\nname: long\n  words here\nvalue: 你好\n──────\nname: b\nvalue:\n"
    );
    for cols in 1..60 {
        assert!(rows(text, cols).iter().all(|row| width(row) <= usize::from(cols)), "{cols}");
    }
    assert_eq!(
        shown("| a |\n|---|\n| `x` **y**<br>z |", 20),
        "┌───────┐\n│ a     │\n├───────┤\n│ `x` y │\n│ z     │\n└───────┘\n"
    );
}

#[test]
fn nothing_in_a_text_acts() {
    let text = "\u{1B}[31mred &#27;[0m `\u{9B}` [a\u{202E}](http://x\u{7}) &#10;x\n\n```\u{1B}\n\u{8}\n```\n\n<b\u{1B}>\n\n$\u{1B}$";
    let all = shown(text, 80);
    assert!(all.contains("␛[31m") && all.contains("␛[0m") && all.contains("⟦RLO⟧"), "{all}");
    assert!(!all.contains(|c: char| c.is_control() && c != '\n'), "{all}");
    assert!(rows(text, 80).iter().all(|row| !row.contains('\n')));
}

#[test]
fn deep_nesting_ends_well() {
    for text in [
        ">".repeat(3000),
        "- ".repeat(3000),
        "*".repeat(9000),
        "[".repeat(9000),
        "| ".repeat(900) + "\n" + &"|-".repeat(900),
    ] {
        assert!(rows(&text, 20).iter().all(|row| width(row) <= 20));
    }
}

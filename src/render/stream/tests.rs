//! Tests of text that arrives in pieces.

use std::sync::Arc;

use super::*;
use crate::render::highlight::Highlighter;
use crate::render::markdown;
use crate::render::theme::Theme;
use proptest::prelude::*;

fn look(width: u16) -> Look {
    Look { theme: Arc::new(Theme::plain()), width, code: Highlighter::new() }
}

fn text(lines: &[Line]) -> String {
    lines.iter().map(|line| line.text() + "\n").collect()
}

/// The rows after all pieces, each of which was looked at.
fn fed(pieces: &[&str], look: &Look) -> Vec<Line> {
    let mut stream = Stream::new();
    for piece in pieces {
        stream.push(piece);
        stream.lines(look);
    }
    stream.finish();
    let (done, tail) = stream.lines(look);
    assert_eq!(tail, []);
    done.to_vec()
}

fn split<'a>(text: &'a str, cuts: &[usize]) -> Vec<&'a str> {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let mut cuts: Vec<usize> =
        cuts.iter().map(|cut| ends.get(cut % (ends.len() + 1)).copied().unwrap_or(text.len())).collect();
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    cuts.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect()
}

fn chars(text: &str) -> Vec<&str> {
    split(text, &(0..text.chars().count()).collect::<Vec<_>>())
}

/// Markdown of all kinds, and of none.
fn document() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "para graph",
        "\n",
        "\n\n",
        "- item",
        "  - nested",
        "1. one",
        "2. two",
        "> quote",
        "```rust\n",
        "```",
        "~~~",
        "    code",
        "# head",
        "===",
        "---",
        "| a | b |\n|---|--:|\n| 1 | 2 |",
        "**bold**",
        "`x`",
        "<div>",
        "* ",
        "+ ",
        "10) ten",
        "\t",
        "  ",
        "[ ] task",
        "[x] done",
        "![i](u)",
        "[l](http://u)",
        "你好",
        "<br>",
        "&#27;",
        "\\",
        "\r\n",
        "$$x$$",
        "| c",
        "   ```",
        "> ```",
        "- ```",
        ">",
        "*",
        "_",
        "\u{1B}[31m",
        "- > a",
        "<!-- ",
        "-->",
        "***",
        "مرحبا ",
        "سلام لا C++",
        "- بند\n",
        "2. ثانٍ\n",
        "| عمود | b |\n|---|---|\n| `x` | لا |\n",
        "> اقتباس",
        "`شفرة`",
        "12 ",
    ]);
    prop::collection::vec(prop_oneof![6 => piece.prop_map(str::to_owned), 1 => "[a-z \n]{0,5}"], 0..24)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_split_gives_the_rows_of_the_whole(text in document(), cuts in prop::collection::vec(any::<usize>(), 0..9)) {
        let look = look(30);
        prop_assert_eq!(fed(&split(&text, &cuts), &look), markdown::lines(&text, &look));
    }

    #[test]
    fn one_character_at_a_time_gives_the_rows_of_the_whole(text in document()) {
        let look = look(24);
        prop_assert_eq!(fed(&chars(&text), &look), markdown::lines(&text, &look));
    }

    #[test]
    fn finished_rows_stay_as_they_are(text in document()) {
        let look = look(24);
        let mut stream = Stream::new();
        let mut before: Vec<Line> = Vec::new();
        for piece in chars(&text) {
            stream.push(piece);
            let (done, _) = stream.lines(&look);
            prop_assert_eq!(&done[..before.len()], &before[..]);
            before = done.to_vec();
        }
        prop_assert_eq!(stream.text(), text);
    }

    #[test]
    fn no_row_is_wider_than_its_look_and_nothing_acts(text in document(), width in 1u16..40) {
        for line in markdown::lines(&text, &look(width)) {
            let cols: usize = line.spans.iter().map(|span| crate::render::width::width(&span.text)).sum();
            prop_assert!(cols <= usize::from(width), "{:?}", line);
            prop_assert!(!line.text().contains(|c: char| c.is_control()), "{:?}", line);
        }
    }
}

fn look_at(text: &str) -> String {
    let look = look(40);
    let mut stream = Stream::new();
    stream.push(text);
    let (done, tail) = stream.lines(&look);
    self::text(done) + &self::text(tail)
}

#[test]
fn the_open_end_shows_marks_as_what_they_will_be() {
    assert_eq!(look_at("a **bo"), "a bo\n");
    assert_eq!(look_at("a\n\n```ru"), "a\n");
    assert_eq!(look_at("a\n\n```rust\nlet x"), "a\n\n  1 rust\n  let x\n");
    assert_eq!(look_at("```\nx\n``"), "  1\n  x\n");
    assert_eq!(look_at("a\n\n| b |"), "a\n");
    assert_eq!(look_at("| b |\n|---|\n| c"), "┌───┐\n│ b │\n├───┤\n│ c │\n└───┘\n");
    assert_eq!(look_at("- a\n-"), "• a\n");
    assert_eq!(look_at("see [the bo"), "see the bo\n");
}

#[test]
fn lines_of_open_code_are_finished() {
    let look = look(40);
    let mut stream = Stream::new();
    stream.push("```\none\ntw");
    let (done, tail) = stream.lines(&look);
    assert_eq!((text(done), text(tail)), ("  1\n  one\n".into(), "  tw\n".into()));
}

#[test]
fn items_are_finished_and_keep_their_numbers() {
    let look = look(40);
    let mut stream = Stream::new();
    stream.push("3. a\n4. b\n\n5. c\n6. d");
    let (done, tail) = stream.lines(&look);
    assert_eq!((text(done), text(tail)), ("3. a\n4. b\n".into(), "\n5. c\n6. d\n".into()));
}

#[test]
fn another_look_lays_everything_out_anew() {
    let mut stream = Stream::new();
    stream.push("one two three\n\nfour five six");
    assert_eq!(stream.lines(&look(40)).0.len(), 1);
    assert_eq!(stream.lines(&look(5)).0.len(), 3);
    stream.finish();
    assert_eq!(text(stream.lines(&look(40)).0), "one two three\n\nfour five six\n");
    assert_eq!(text(stream.lines(&look(9)).0), "one two\nthree\n\nfour five\nsix\n");
}

#[test]
fn links_find_addresses_that_came_before() {
    assert_eq!(look_at("[a]: http://x.y\n\nplain\n\nsee [a]\n\nend"), "plain\n\nsee a (http://x.y)\n\nend\n");
}

#[test]
fn texts_without_an_end_are_cut_the_same_way_however_they_come() {
    let word = "word ".repeat(8000);
    let lines = "some words of a line\n".repeat(2000);
    let quote = format!("> {}", "> more of it\n".repeat(15_000));
    let item = format!("- a\n- {}\n- b", "  more of it\n".repeat(15_000));
    let code = format!("```\n{}\nnext\n```\nafter", "x".repeat(30_000));
    for text in
        [word.clone(), "你".repeat(20_000), lines, quote, item, code, format!("a\n\n{word}\n\nb\n- c")]
    {
        let look = look(80);
        let whole = markdown::lines(&text, &look);
        let pieces: Vec<&str> = split(&text, &(0..9).map(|at| at * 19_997).collect::<Vec<_>>());
        assert_eq!(fed(&pieces, &look), whole);
        let letters = |text: &str| text.matches(|c: char| c.is_alphabetic()).count();
        assert_eq!(letters(&self::text(&whole)), letters(&text));
    }
}

#[test]
fn open_code_that_ends_in_spaces_is_the_same_in_pieces() {
    for text in [
        "   ```\n ",
        "```\n ",
        "```\n\n",
        "```\nx\n   ",
        "```\n\t",
        "```",
        "  ```rust\n\tpara graph",
        "   ~~~\n \t x\n\t\ty\n",
    ] {
        assert_eq!(fed(&chars(text), &look(20)), markdown::lines(text, &look(20)), "{text:?}");
    }
}

#[test]
fn a_stream_that_ends_in_half_a_line_end_is_whole() {
    assert_eq!(text(&fed(&["a\r", "\nb\r"], &look(9))), "a b␍\n");
}

//! An answer in mixed directions while it arrives: no paragraph turns around, and its rows end as those of the whole.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use proptest::prelude::*;
use qwill::render::bidi::Dir;
use qwill::render::highlight::Highlighter;
use qwill::render::line::Flow;
use qwill::render::look::Look;
use qwill::render::stream::Stream;
use qwill::render::theme::{Depth, Theme};

fn look(width: u16) -> Look {
    let theme = Theme::named("dark", std::path::Path::new("/nowhere")).unwrap().at(Depth::True).into();
    Look { theme, width, code: Highlighter::new() }
}

/// The directions that the first row with text has while an answer arrives letter by letter, without repeats.
fn directions(before: &str, answer: &str) -> Vec<Dir> {
    let look = look(60);
    let mut stream = Stream::new();
    stream.push(before);
    let skip = stream.lines(&look).0.len();
    let mut seen: Vec<Dir> = Vec::new();
    for c in answer.chars() {
        stream.push(c.encode_utf8(&mut [0; 4]));
        let (done, tail) = stream.lines(&look);
        let row = done.iter().chain(tail).skip(skip).find(|row| !row.text().trim().is_empty());
        let Some(Flow::Laid(dir)) = row.map(|row| row.flow) else { continue };
        if seen.last() != Some(&dir) {
            seen.push(dir);
        }
    }
    seen
}

#[test]
fn a_paragraph_keeps_the_direction_of_its_first_letter_while_it_arrives() {
    for (answer, own) in [
        ("https://example.com/a هو الرابط", Dir::Rtl),
        ("http مرحبا", Dir::Ltr),
        ("[the docs](https://a.b/c) هنا تجد الشرح", Dir::Rtl),
        ("[1] مرحبا", Dir::Rtl),
        ("`cargo build` يبني المشروع", Dir::Rtl),
        ("``a ` b`` يبني المشروع", Dir::Rtl),
        ("**مرحبا** world", Dir::Rtl),
        ("**Hello** عالم", Dir::Ltr),
        ("*`x`* هو", Dir::Rtl),
        ("~~مرحبا~~ world", Dir::Rtl),
        ("<a href=\"x\" title=\"some words\">الرابط</a> هنا", Dir::Rtl),
        ("<br/> مرحبا", Dir::Rtl),
        ("$a + b$ هي المعادلة", Dir::Rtl),
        ("$HOME هو المسار", Dir::Rtl),
        ("$HOME is the path", Dir::Ltr),
        ("--release يبني", Dir::Rtl),
        ("![an image](a.png) صورة", Dir::Rtl),
        ("# عنوان with words", Dir::Rtl),
        ("1. `a b`\n2. مرحبا\n3. x", Dir::Rtl),
        ("- `a b`\n- `c d`\n- مرحبا", Dir::Rtl),
        ("- [x] `a b` مرحبا", Dir::Rtl),
        ("> `a b` مرحبا hello", Dir::Rtl),
        ("| `a b` | مرحبا |\n|---|---|\n| x | y |", Dir::Rtl),
        ("مرحبا `code` and more words", Dir::Rtl),
        ("Hello `code` مرحبا بالعالم", Dir::Ltr),
        ("\u{200F}hello", Dir::Rtl),
        ("(مرحبا) hello", Dir::Rtl),
        ("12. 34 مرحبا", Dir::Rtl),
    ] {
        for (before, was) in [("", Dir::Ltr), ("مرحبا\n\n", Dir::Rtl), ("hello\n\n", Dir::Ltr)] {
            let seen = directions(before, answer);
            assert_eq!(seen.last(), Some(&own), "{before:?} {answer:?}: {seen:?}");
            assert!(seen.len() == 1 || seen == [was, own], "{before:?} {answer:?}: {seen:?}");
        }
    }
}

#[test]
fn a_stream_in_letters_ends_as_the_whole_does() {
    for answer in [
        "1. `a b`\n2. مرحبا\n3. x\n",
        "- `a b`\n- `c d`\n- مرحبا\n\nx",
        "- `a`\n\n  more `b`\n- نعم\n  - `c`\n  - d\n",
        "> - `a`\n> - نعم\n",
        "- `a`\n- `b`\n\nمرحبا\n",
    ] {
        let look = look(40);
        let mut whole = Stream::new();
        whole.push(answer);
        whole.finish();
        let mut slow = Stream::new();
        for c in answer.chars() {
            slow.push(c.encode_utf8(&mut [0; 4]));
            slow.lines(&look);
        }
        slow.finish();
        assert_eq!(slow.lines(&look).0, whole.lines(&look).0, "{answer:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn markdown_in_letters_ends_as_the_whole_does(parts in prop::collection::vec(part(), 0..14)) {
        let (answer, look) = (parts.concat(), look(30));
        let (mut whole, mut slow) = (Stream::new(), Stream::new());
        whole.push(&answer);
        whole.finish();
        for c in answer.chars() {
            slow.push(c.encode_utf8(&mut [0; 4]));
            slow.lines(&look);
        }
        slow.finish();
        prop_assert_eq!(slow.lines(&look).0, whole.lines(&look).0, "{:?}", answer);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_paragraph_turns_once_at_most(parts in prop::collection::vec(piece(), 1..10), rtl in any::<bool>()) {
        let before = if rtl { "مرحبا\n\n" } else { "hello\n\n" };
        let seen = directions(before, &parts.join(" "));
        let was = if rtl { Dir::Rtl } else { Dir::Ltr };
        prop_assert!(seen.len() < 2 || seen.len() == 2 && seen[0] == was, "{:?}: {:?}", parts.join(" "), seen);
    }
}

fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "مرحبا",
        "لا،",
        "hello",
        "a",
        "`a b`",
        "**مرحبا**",
        "**a `b`**",
        "*a*",
        "_لا_",
        "[x](y)",
        "[two words](https://a.b)",
        "[1]",
        "$a + b$",
        "<b>",
        "</b>",
        "<a href=\"x y\">",
        "~~no~~",
        "12",
        "(لا)",
        "(see `x`)",
        "https://a.b/ج",
        "-",
        "--opt",
        "/etc",
        "!",
        ".",
        "&amp;",
        "«قال»",
        "#وسم",
        "#tag",
        "@x",
        "![an image](x)",
    ])
}

fn part() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "مرحبا",
        "لا",
        "hello",
        " ",
        " ",
        "\n",
        "\n",
        "\n\n",
        "- ",
        "  - ",
        "1. ",
        "> ",
        "`a b`",
        "`",
        "**",
        "[x](y)",
        "[",
        "$a$",
        "$",
        "<b>",
        "~~",
        "# ",
        "| a | ب |\n|---|---|\n",
        "12",
        "(",
        ")",
        "```\n",
        "https://a.b",
    ])
}

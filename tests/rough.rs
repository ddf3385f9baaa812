//! Bad input in mixed directions, through the real screen and through `qwill ask`: nothing acts, nothing is torn.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

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

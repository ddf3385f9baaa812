//! What is found, what is refused, and that a change written wrongly is never made wrongly.

use proptest::prelude::*;

use super::*;

fn lines(text: &str, old: &str, new: &str) -> Result<Hit, Miss> {
    find(text, old, new, Grain::Lines)
}

/// The text after the change, and the rung.
fn apply(text: &str, hit: &Hit) -> String {
    [&text[..hit.range.start], &hit.text, &text[hit.range.end..]].concat()
}

#[track_caller]
fn gives(grain: Grain, text: &str, old: &str, new: &str, rung: Rung, wanted: &str) {
    let hit = find(text, old, new, grain).unwrap();
    assert_eq!((hit.rung, apply(text, &hit).as_str()), (rung, wanted));
}

#[test]
fn what_is_there_once_is_found_exactly() {
    gives(Grain::Text, "let max = 1;\n", "= 1", "= 2", Rung::Exact, "let max = 2;\n");
    gives(Grain::Lines, "max = 1\nx = 1\n", "x = 1\n", "x = 2\n", Rung::Exact, "max = 1\nx = 2\n");
    let hit = lines("a\nb\nc\n", "b\n", "").unwrap();
    assert_eq!((hit.line, hit.range), (2, 2..4));
}

#[test]
fn two_places_are_none() {
    assert_eq!(find("aXbX", "X", "y", Grain::Text), Err(Miss::Ambiguous(vec![1, 1])));
    assert_eq!(lines("a\nb\na\n", "a\n", "c\n"), Err(Miss::Ambiguous(vec![1, 3])));
    assert_eq!(lines("  a\n\ta\n", "a\n", "c\n"), Err(Miss::Ambiguous(vec![1, 2])));
    assert_eq!(find("aaa", "aa", "b", Grain::Text), Err(Miss::Ambiguous(vec![1, 1])), "they overlap");
}

#[test]
fn a_place_is_told_apart_by_where_it_is() {
    let hit = find_within("a\nb\na\n", "a\n", "c\n", Grain::Lines, Some(4..6)).unwrap();
    assert_eq!(hit.line, 3);
    assert!(find_within("a\nb\na\n", "a\n", "c\n", Grain::Lines, Some(2..4)).is_err());
}

#[test]
fn nothing_is_done_without_a_reason() {
    assert_eq!(lines("a\n", "a\n", "a\n"), Err(Miss::Same));
    assert_eq!(lines("a\n", "a  \n", "a\n"), Err(Miss::Same), "it would be the same afterwards");
    assert_eq!(lines("a\n", "", "b\n"), Err(Miss::Empty));
    assert_eq!(lines("", "", "b\n").unwrap().text, "b\n");
    assert_eq!(lines(&" ".repeat(LARGEST + 1), "a", "b"), Err(Miss::Large));
}

#[test]
fn lines_end_as_those_around_them() {
    gives(Grain::Text, "a\r\nb\r\n", "a\nb", "a\nx\nb", Rung::Spaces, "a\r\nx\r\nb\r\n");
    gives(Grain::Text, "a\r\nb\r\n", "b", "b\nc", Rung::Exact, "a\r\nb\r\nc\r\n");
    gives(Grain::Lines, "a\r\nb", "b", "b\nc", Rung::Exact, "a\r\nb\r\nc");
    gives(Grain::Lines, "a\r\nb\nc\n", "a\nb\nc\n", "a\nx\nc\n", Rung::Spaces, "a\r\nx\r\nc\n");
    gives(Grain::Lines, "a\nb", "b\n", "b\nc\n", Rung::Spaces, "a\nb\nc");
    assert_eq!(lines("a\r\nb\r\n", "a\n", "a"), Err(Miss::Same), "no two lines become one");
}

#[test]
fn text_inside_lines_is_found_across_line_endings() {
    let (text, old) = ("x = f(a,  \r\n  b);\r\n", "f(a,\n  b)");
    gives(Grain::Text, text, old, "g(a,\n  b)", Rung::Spaces, "x = g(a,\r\n  b);\r\n");
    gives(Grain::Text, "say(“a”, b)", "(\"a\", b", "(\"a\", c", Rung::Punctuation, "say(\"a\", c)");
    assert!(find("foobar\n", "foo ", "x", Grain::Text).is_err(), "a space is no end of a word");
}

#[test]
fn lines_that_stay_are_the_files_own() {
    let (text, old) = ("“a”  \nb\n“c”\t\n", "\"a\"\nb\n\"c\"\n");
    gives(Grain::Lines, text, old, "\"a\"\nB\n\"c\"\n", Rung::Punctuation, "“a”  \nB\n“c”\t\n");
}

#[test]
fn indentation_is_shifted_as_a_whole() {
    let is = |text, old, new, wanted| gives(Grain::Lines, text, old, new, Rung::Indent, wanted);
    is("  a\n    b\n", "a\n  b\n", "a\n  c\n    d\n", "  a\n    c\n      d\n");
    is("a\n  b\n", "  a\n    b\n", "  a\n    c\n", "a\n  c\n");
    is("\ta\n\t\tb\n", "    a\n        b\n", "    a\n        c\n", "\ta\n\t\tc\n");
    is("\t\ta\n\t\t\tb\n", "    a\n        b\n", "    c\n        b\n", "\t\tc\n\t\t\tb\n");
    is("  a\n    b\n", "\ta\n\t\tb\n", "\ta\n\t\tb\n\t\t\tc\n", "  a\n    b\n      c\n");
    is("\tif a:\n", "if a:\n", "if a:\n    b\n", "\tif a:\n\t\tb\n");
}

#[test]
fn indentation_that_cannot_be_shifted_is_refused() {
    let missing = |text, old, new| assert!(matches!(lines(text, old, new), Err(Miss::Missing(_))));
    missing("  a\n   b\n", "a\n  b\n", "a\n  c\n");
    missing("a\n", "    a\n", "  b\n");
    missing("\t\ta\n", "   a\n", "   a\n   b\n");
}

#[test]
fn dots_stand_for_what_is_between() {
    let text = "a {\n  1\n  2\n  b\n}\nc\n";
    let is = |old, new, wanted| gives(Grain::Lines, text, old, new, Rung::Elision, wanted);
    is("a {\n...\n  b\n", "A {\n...\n  B\n", "A {\n  1\n  2\n  B\n}\nc\n");
    is("a {\n  // ...\n  b\n", "a {\n  // ...\n", "a {\n  1\n  2\n}\nc\n");
    assert!(lines(text, "a {\n...\n  b\n", "a {\n  b\n").is_err(), "the dots are not in both");
    assert!(lines(text, "...\n  b\n", "...\n  c\n").is_err(), "nothing says where it begins");
    let twice = "a\n1\nb\n2\nb\n";
    assert_eq!(lines(twice, "a\n...\nb\n", "a\n...\nc\n"), Err(Miss::Ambiguous(vec![1, 1])));
    gives(Grain::Lines, "f(...)\n...\n", "...\n", "x\n", Rung::Exact, "f(...)\nx\n");
}

#[test]
fn escapes_are_read_when_nothing_else_fits() {
    let is = |text, old, new, wanted| gives(Grain::Text, text, old, new, Rung::Escapes, wanted);
    is("a\n\tb\n", "a\\n\\tb", "a\\n\\tc", "a\n\tc\n");
    is("x(\"a\")\n", "x(\\\"a\\\")", "y(\\\"a\\\")", "y(\"a\")\n");
    is("if a < b && c {\n", "a &lt; b &amp;&amp; c", "a &lt; c", "if a < c {\n");
    gives(Grain::Text, "\"a\\n\"", "\"a\\n\"", "\"b\\n\"", Rung::Exact, "\"b\\n\"");
    assert!(
        find("x(\"a\")\n", "x(\\\"a\\\")", "x(\\\"a\\n\\\")", Grain::Text).is_err(),
        "nobody knows this one"
    );
}

/// A function of twelve lines, of which the model will misquote one.
const LONG: &str = "fn total(items: &[Item]) -> u64 {\n    // adds the price of every item\n    let mut sum = 0;\n    \
    for item in items {\n        sum += item.price * item.count;\n    }\n    log(sum);\n    sum\n}\n";

#[test]
fn the_best_block_is_found_when_nearly_all_is_there() {
    let old = LONG.replace("price of every", "prices of evry");
    let new = old.replace("log(sum)", "log(2)");
    gives(Grain::Lines, LONG, &old, &new, Rung::Approximate, &LONG.replace("log(sum)", "log(2)"));
    let twice = [LONG, "\n", LONG].concat();
    assert_eq!(lines(&twice, &old, &new), Err(Miss::Ambiguous(vec![1, 11])));
    let far = LONG.replace("sum", "result").replace("item", "thing");
    assert!(lines(&far, &old, &new).is_err(), "too little is the same");
    let other = old.replace("fn total", "fn totals");
    assert!(lines(LONG, &other, &other.replace("log(sum)", "x")).is_err(), "it begins otherwise");
}

#[test]
fn a_line_that_the_model_did_not_see_stays() {
    let text = LONG.replace("    log(sum);\n", "    log(sum);\n    // seen\n");
    let (old, new) = (LONG.to_owned(), LONG.replace("let mut sum = 0", "let mut sum = 1"));
    let wanted = text.replace("let mut sum = 0", "let mut sum = 1");
    gives(Grain::Lines, &text, &old, &new, Rung::Approximate, &wanted);
    let new = LONG.replace("    log(sum);\n    sum\n", "    1\n");
    assert!(matches!(lines(&text, &old, &new), Err(Miss::Missing(_))), "it would go with those around it");
}

#[test]
fn the_nearest_lines_are_shown() {
    let text = "a\nfn price(item: u8) {\n    item + 1\n}\nz\n";
    let Err(Miss::Missing(Some(region))) = lines(text, "fn price(item: u16) {\n    item + 2\n", "x") else {
        panic!("it was found")
    };
    assert_eq!((region.first, region.lines.len()), (2, 2));
    assert_eq!(lines("abc\n", "xyz\n", "q"), Err(Miss::Missing(None)));
    assert_eq!(lines("", "xyz\n", "q"), Err(Miss::Missing(None)));
    let word = "w".repeat(100);
    let long = format!("{word} {}\n", "é".repeat(400));
    assert!(
        matches!(lines(&long, &(word + "\n"), "q"), Err(Miss::Missing(Some(region))) if region.lines[0].len() < 250)
    );
}

#[test]
fn a_large_file_is_searched_in_one_go() {
    let text: String = (0..20_000).map(|n| format!("    line {n} = {}\r\n", n % 7)).collect();
    let part =
        |from: usize| (from..from + 200).map(|n| format!("line {n} = {}\n", n % 7)).collect::<String>();
    let hit = lines(&text, &part(15_000), "x\n").unwrap();
    assert_eq!((hit.line, hit.rung, hit.text.as_str()), (15_001, Rung::Indent, "    x\r\n"));
}

/// Lines such as programs have, so that the same one often comes twice.
fn source() -> impl Strategy<Value = Vec<String>> {
    let line =
        (0..4usize, prop::sample::select(vec!["", "}", "a();", "b(1);", "if x {", "return x", "c", "d e"]));
    let line = line.prop_map(|(depth, text)| match text {
        "" => String::new(),
        text => "  ".repeat(depth) + text,
    });
    prop::collection::vec(line, 1..40)
}

/// How a change is written down wrongly.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Noise {
    None,
    Spaces,
    More,
    Less,
    Endings,
}

fn noisy(lines: &[String], noise: Noise) -> Option<String> {
    let write = |line: &String| match noise {
        Noise::None => Some(line.clone() + "\n"),
        Noise::Spaces => Some(line.clone() + "  \n"),
        Noise::Endings => Some(line.clone() + "\r\n"),
        Noise::More if line.is_empty() => Some("\n".to_owned()),
        Noise::More => Some(format!("    {line}\n")),
        Noise::Less if line.is_empty() => Some("\n".to_owned()),
        Noise::Less => line.strip_prefix("  ").map(|line| format!("{line}\n")),
    };
    lines.iter().map(write).collect()
}

fn noise() -> impl Strategy<Value = Noise> {
    prop::sample::select(vec![Noise::None, Noise::Spaces, Noise::More, Noise::Less, Noise::Endings])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Either exactly what was meant, or nothing. What was meant is known only if the part is in one place; in
    /// others it is refused.
    #[test]
    fn a_change_written_wrongly_is_made_rightly_or_refused(
        file in source(), from in 0..40usize, count in 1..6usize, at in 0..6usize, gone in 0..3usize,
        noise in noise(), crlf in any::<bool>(),
    ) {
        let from = from % file.len();
        let part = &file[from..(from + count).min(file.len())];
        let at = at % (part.len() + 1);
        let gone = at..(at + gone).min(part.len());
        let mut next = part.to_vec();
        next.splice(gone, ["  new(x);".to_owned(), "    deep();".to_owned()]);
        let (Some(old), Some(new)) = (noisy(part, noise), noisy(&next, noise)) else { return Ok(()) };
        // Of empty lines nobody sees how they are indented.
        if old.trim().is_empty() {
            return Ok(());
        }
        let ending = if crlf { "\r\n" } else { "\n" };
        let whole = |lines: &[String]| lines.iter().map(|line| line.clone() + ending).collect::<String>();
        let text = whole(&file);
        let meant = whole(&[&file[..from], &next, &file[from + part.len()..]].concat());
        match lines(&text, &old, &new) {
            // Shifted lines may be those of another place exactly, and that is what was written then.
            Ok(hit) if hit.line != from + 1 => {
                prop_assert!(matches!(noise, Noise::More | Noise::Less));
                let there = file[hit.line - 1..].iter().map(|line| line.trim_end());
                prop_assert!(old.lines().map(str::trim_end).zip(there).all(|(old, there)| old == there));
            }
            Ok(hit) => {
                let is = apply(&text, &hit);
                // New lines may carry the spaces and endings that they were written with.
                let plain = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
                prop_assert_eq!(plain(&is), plain(&meant));
                let stays = |line: &&str| !line.contains("new(x)") && !line.contains("deep()");
                let kept = |text: &str| text.split_inclusive('\n').filter(stays).map(str::to_owned).collect::<Vec<_>>();
                prop_assert_eq!(kept(&is), kept(&meant));
            }
            Err(Miss::Ambiguous(places)) => {
                let elsewhere = matches!(noise, Noise::More | Noise::Less);
                prop_assert!(places.len() > 1 && (elsewhere || places.contains(&(from + 1))));
            }
            Err(Miss::Missing(_)) => {
                prop_assert!(matches!(noise, Noise::More | Noise::Less) && !says(&old), "{:?} in {:?}", old, text);
            }
            Err(miss) => prop_assert!(false, "{:?}", miss),
        }
    }

    #[test]
    fn any_text_can_be_searched(text in "[ab \\n\\r.“\t&;\\\\n]{0,60}", old in "[ab \\n\\r.\"\t&;\\\\n]{0,20}", new in "[ab \\n.]{0,20}") {
        for grain in [Grain::Text, Grain::Lines] {
            if let Ok(hit) = find(&text, &old, &new, grain) {
                prop_assert!(text.is_char_boundary(hit.range.start) && text.is_char_boundary(hit.range.end));
                prop_assert!(apply(&text, &hit) != text);
            }
        }
    }
}

//! The order of text from right to left against Unicode's own tests and against another program's.
//!
//! Both come from the system's packages (`unicode-data`, `libfribidi-bin`); without them this says so and is left out.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot go on fails, or says what it leaves out"
)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use qwill::render::bidi::{Dir, levels, mirrored, visual};
use qwill::render::cells::place;
use qwill::render::line::{Bidi, Flow, Line, Span};
use qwill::render::sanitize::screen;
use qwill::render::width::{graphemes, width};
use qwill::render::wrap::wrap;
use ratatui::style::Style;

const DATA: &str = "/usr/share/unicode";

fn data(name: &str) -> Option<String> {
    let text = fs::read_to_string(Path::new(DATA).join(name)).ok();
    if text.is_none() {
        eprintln!("left out: {DATA}/{name} is not here (package unicode-data)");
    }
    text
}

/// Whether rule X9 takes the character out.
fn removed(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}') || matches!(unicode_bidi::bidi_class(c), unicode_bidi::BidiClass::BN)
}

/// The levels of a line's characters after rule L1, and its characters from left to right, both without those that
/// rule X9 takes out.
fn line(text: &str, dir: Option<Dir>) -> (Vec<Option<u8>>, Vec<usize>) {
    use unicode_bidi::BidiClass as B;
    let bytes = levels(text, dir);
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let base = paragraph(text, dir).level();
    let mut found: Vec<u8> = chars.iter().map(|(at, _)| bytes[*at]).collect();
    // Rule L1: separators, and the spaces before them and at the end, have the paragraph's level.
    let mut ends = true;
    for (index, (_, c)) in chars.iter().enumerate().rev() {
        match unicode_bidi::bidi_class(*c) {
            B::B | B::S => ends = true,
            B::WS | B::FSI | B::LRI | B::RLI | B::PDI => {}
            _ if removed(*c) => {}
            _ => ends = false,
        }
        if ends {
            found[index] = base;
        }
    }
    let kept: Vec<usize> = (0..chars.len()).filter(|&index| !removed(chars[index].1)).collect();
    let own: Vec<u8> = kept.iter().map(|&index| found[index]).collect();
    let order = visual(&own).into_iter().map(|place| kept[place]).collect();
    let shown = |index: usize| (!removed(chars[index].1)).then(|| found[index]);
    ((0..chars.len()).map(shown).collect(), order)
}

/// Rules P2 and P3, where no direction is given.
fn paragraph(text: &str, dir: Option<Dir>) -> Dir {
    let auto = || match unicode_bidi::get_base_direction(text) {
        unicode_bidi::Direction::Rtl => Dir::Rtl,
        _ => Dir::Ltr,
    };
    dir.unwrap_or_else(auto)
}

#[test]
fn every_line_of_the_character_test_passes() {
    let Some(data) = data("BidiCharacterTest.txt") else { return };
    let mut count = 0;
    for (number, row) in
        data.lines().enumerate().filter(|(_, row)| row.contains(';') && !row.starts_with('#'))
    {
        let fields: Vec<&str> = row.split(';').collect();
        let char_of = |code: &str| char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
        let text: String = fields[0].split(' ').map(char_of).collect();
        let dir = match fields[1] {
            "0" => Some(Dir::Ltr),
            "1" => Some(Dir::Rtl),
            _ => None,
        };
        let wanted: Vec<Option<u8>> = fields[3].split(' ').map(|level| level.parse().ok()).collect();
        let order: Vec<usize> = fields[4].split(' ').filter_map(|index| index.parse().ok()).collect();
        let found = line(&text, dir);
        assert_eq!(found, (wanted, order), "line {}: {text:?}", number + 1);
        count += 1;
    }
    assert_eq!(count, 91_707);
}

#[test]
fn every_line_of_the_class_test_passes() {
    let Some(data) = data("BidiTest.txt") else { return };
    let sample = |class: &str| match class {
        "L" => 'a',
        "R" => '\u{5D0}',
        "EN" => '0',
        "ES" => '+',
        "ET" => '#',
        "AN" => '\u{660}',
        "CS" => ',',
        "B" => '\u{2029}',
        "S" => '\t',
        "WS" => ' ',
        "ON" => '!',
        "LRE" => '\u{202A}',
        "LRO" => '\u{202D}',
        "AL" => '\u{627}',
        "RLE" => '\u{202B}',
        "RLO" => '\u{202E}',
        "PDF" => '\u{202C}',
        "NSM" => '\u{300}',
        "BN" => '\u{AD}',
        "LRI" => '\u{2066}',
        "RLI" => '\u{2067}',
        "FSI" => '\u{2068}',
        "PDI" => '\u{2069}',
        _ => panic!("no sample of {class}"),
    };
    let (mut wanted, mut order, mut count) = (Vec::new(), Vec::new(), 0);
    for (number, row) in data.lines().enumerate() {
        if let Some(rest) = row.strip_prefix("@Levels:") {
            wanted = rest.split_whitespace().map(|level| level.parse::<u8>().ok()).collect();
        } else if let Some(rest) = row.strip_prefix("@Reorder:") {
            order = rest.split_whitespace().map(|index| index.parse::<usize>().unwrap()).collect();
        } else if let Some((classes, set)) = row.split_once("; ").filter(|_| !row.starts_with('#')) {
            let text: String = classes.split(' ').map(sample).collect();
            let set = u8::from_str_radix(set.trim(), 16).unwrap();
            for (bit, dir) in [(1, None), (2, Some(Dir::Ltr)), (4, Some(Dir::Rtl))] {
                if set & bit != 0 {
                    assert_eq!(line(&text, dir), (wanted.clone(), order.clone()), "line {}", number + 1);
                    count += 1;
                }
            }
        }
    }
    assert!(count > 700_000, "{count}");
}

/// Text of all directions, with marks, joiners, controls and wide letters.
fn mixed() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "مرحبا",
        "لا",
        "إلى",
        "مُحَمَّدٌ",
        "می\u{200C}خواهم",
        "שלום",
        "hello",
        "C++",
        "/etc/x",
        "世界",
        "12",
        "٤٥",
        " ",
        " ",
        " ",
        "،",
        ".",
        "(",
        ")",
        "\u{200F}",
        "\u{200D}",
        "👩\u{200D}💻",
        "e\u{301}",
        "\u{64E}",
        "\n",
    ]);
    let other = any::<char>().prop_map(String::from);
    let parts = prop::collection::vec(prop_oneof![12 => part.prop_map(str::to_owned), 1 => other], 0..30);
    // What reaches the layout was made harmless before.
    parts.prop_map(|parts| screen(&parts.concat()).into_owned())
}

/// What is seen of a text.
fn seen(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cells_hold_every_grapheme_once_and_fit(text in mixed(), cols in 1u16..60) {
        let text = text.replace('\n', " ");
        let line = Line::new(vec![Span::new(text.as_str(), Style::new())]);
        let placed = place(&line, cols);
        let sum: usize = placed.cells.iter().map(|cell| usize::from(cell.width)).sum();
        prop_assert!(sum + usize::from(placed.left) <= usize::from(cols));
        let mut parts: Vec<(usize, usize)> = placed.cells.iter().map(|cell| cell.at).collect();
        parts.sort_unstable();
        prop_assert!(parts.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{parts:?}");
        if width(&text) <= usize::from(cols) {
            // The logical text comes back from the cells, but for what has no width.
            let back: String = parts.iter().map(|&(from, to)| &text[from..to]).collect();
            let shows = |text: &str| graphemes(text).filter(|part| part.2 > 0).map(|part| part.1).collect::<String>();
            prop_assert_eq!(shows(&back), shows(&text));
            if placed.dir == Dir::Rtl {
                prop_assert_eq!(sum + usize::from(placed.left), usize::from(cols));
            }
        }
        let acts = |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        prop_assert!(placed.cells.iter().all(|cell| !cell.text.contains(acts)));
    }

    #[test]
    fn wrapping_loses_nothing(text in mixed(), cols in 2usize..40) {
        let rows = wrap(&[Span::new(text.as_str(), Style::new())], &[], &[], cols);
        prop_assert!(rows.iter().all(|row| width(&row.text()) <= cols));
        let back: String = rows.iter().map(Line::text).collect();
        prop_assert_eq!(seen(&back), seen(&text));
    }

    #[test]
    fn latin_text_is_as_without_any_of_this(text in "[ -~é你，]{0,60}", cols in 1u16..60) {
        let line = Line::new(vec![Span::new(text.as_str(), Style::new())]);
        let cells: Vec<String> = place(&line, cols).cells.into_iter().map(|cell| cell.text).collect();
        let mut left = usize::from(cols);
        let plain: Vec<String> = graphemes(&text)
            .take_while(|part| part.2 <= left && { left -= part.2; true })
            .map(|part| part.1.to_owned())
            .collect();
        prop_assert_eq!(cells, plain);
    }
}

/// A row as the screen has it, from a text in which nothing is isolated.
fn shown(text: &str) -> String {
    let dir = paragraph(text, None);
    let levels = levels(text, Some(dir));
    let level = |at: usize| Bidi::Level(levels[at]);
    // One span a grapheme, but for lam and alef, which belong together.
    let mut spans: Vec<Span> = Vec::new();
    for (at, grapheme, _) in graphemes(text) {
        Span::add(&mut spans, grapheme, &Span { bidi: level(at), ..Span::default() });
    }
    let row = Line { spans, flow: Flow::Laid(dir), ..Line::default() };
    place(&row, u16::MAX).cells.into_iter().map(|cell| cell.text).collect()
}

/// What FriBidi makes of lines, each a paragraph of its own; `None` where it is not installed.
fn fribidi(lines: &[String]) -> Option<Vec<String>> {
    let child = Command::new("fribidi")
        .args(["--nopad", "--nobreak", "--charset", "UTF-8"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        eprintln!("left out: fribidi is not here (package libfribidi-bin)");
        return None;
    };
    let (mut stdin, text) = (child.stdin.take().unwrap(), lines.join("\n") + "\n");
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()).unwrap());
    let out = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Some(String::from_utf8(out.stdout).unwrap().lines().map(str::to_owned).collect())
}

/// What both write in their own way for the same: hamza's form, joiners and marks of direction that FriBidi leaves in,
/// the blank that it puts behind lam and alef, and lam with a mark before alef, which it leaves two letters.
fn same(text: &str) -> String {
    text.replace("\u{FE8E}\u{FEDF}\u{64E}", "\u{FEFB}\u{64E}")
        .replace("\u{FE8E}\u{FEE0}\u{64E}", "\u{FEFC}\u{64E}")
        .chars()
        .filter(|c| !matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{61C}'))
        .map(|c| if c == '\u{FE80}' { '\u{621}' } else { c })
        .collect()
}

/// A small generator of numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(0) % sides
    }
}

#[test]
fn mixed_lines_are_those_of_fribidi() {
    let words = [
        "السلام",
        "كتاب",
        "لا",
        "إلى",
        "قرأ",
        "مُحَمَّدٌ",
        "بناء",
        "الإصدار",
        "پنجره",
        "گفت",
        "می\u{200C}خواهم",
        "ٹھیک",
        "فَلَا",
        "שלום",
        "עולם",
        "hello",
        "Rust",
        "main",
        "世界",
        "你好",
        "12",
        "3.5",
        "٤٥",
        "۷۸",
        "(",
        ")",
        "[",
        "]",
        "،",
        "؟",
        ".",
        ",",
        "-",
        ":",
        "!",
        "\"",
        "%",
    ];
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut lines: Vec<String> = Vec::new();
    while lines.len() < 20_000 {
        let mut text = String::new();
        for _ in 0..=dice.roll(11) {
            text.push_str(words[dice.roll(words.len())]);
            if dice.roll(4) > 0 {
                text.push(' ');
            }
        }
        // Spaces at the ends are no part of a row that is laid out.
        lines.push(text.trim().to_owned());
    }
    compare(&lines);
}

#[test]
fn sentences_are_those_of_fribidi() {
    compare(&FIXTURES.map(str::to_owned));
}

/// Sentences as people write them, in Arabic, Persian, Urdu, Hebrew, Chinese and English.
const FIXTURES: [&str; 42] = [
    "السلام عليكم",
    "مرحبا gpt-5",
    "a لا b",
    "مرحبا 你好 世界 hello",
    "الإصدار 2.5 أسرع بنسبة 30 من 2.0",
    "افتح الملف main.rs ثم احفظه",
    "React یک کتابخانه جاوااسکریپت بسیار محبوب است.",
    "می‌خواهم یک پنجره باز کنم",
    "یہ ٹھیک ہے، شکریہ",
    "שלום עולם (hello)",
    "הקובץ main.rs נמצא כאן",
    "قال: «نعم» ثم سكت",
    "(قوس) و[قوس] و{قوس}",
    "مُحَمَّدٌ رَسُولٌ",
    "إلى الآن لا شيء",
    "لأنه لإنه لآنه لا",
    "السعر 100 دولار (أو 90 يورو)",
    "في 2026 كان العدد 12345",
    "الأرقام ١٢٣ و٤٥٦",
    "۱۲۳ عدد فارسی",
    "hello مرحبا world",
    "see مرحبا بكم, then go",
    "The word كتاب (book) is masculine.",
    "1. واحد",
    "- بند",
    "أ، ب، ج؛ د؟",
    "نعم!",
    "هل هذا صحيح؟ نعم.",
    "كلمة: شرح",
    "a (b) ج (د) e",
    "ب [a] ج",
    "你好，مرحبا",
    "مرحبا، 你好！",
    "ـــ مدّ ـــ",
    "بـ",
    "ه",
    "ءآأؤإئ",
    "ڤ گ چ پ ژ",
    "کوردی ڕ ڵ ێ",
    "x = 5 ثم y",
    "(א) ב (ג)",
    "واحد / اثنان",
];

fn compare(lines: &[String]) {
    let Some(theirs) = fribidi(lines) else { return };
    assert_eq!(theirs.len(), lines.len());
    let mut odd = Vec::new();
    for (text, theirs) in lines.iter().zip(&theirs) {
        let ours = same(&shown(text));
        if ours != same(theirs) {
            odd.push(format!("{text}\n  ours   {ours}\n  theirs {theirs}"));
        }
    }
    assert!(odd.is_empty(), "{} differ\n{}", odd.len(), odd[..odd.len().min(20)].join("\n"));
}

#[test]
fn brackets_are_turned_around_as_unicode_has_them() {
    let Some(data) = data("BidiMirroring.txt") else { return };
    let char_of = |code: &str| char::from_u32(u32::from_str_radix(code.trim(), 16).unwrap()).unwrap();
    let mut count = 0;
    for row in data.lines().filter(|row| !row.starts_with('#') && row.contains(';')) {
        let (from, rest) = row.split_once(';').unwrap();
        let to = rest.split('#').next().unwrap();
        assert_eq!(mirrored(char_of(from)), Some(char_of(to)), "{row}");
        count += 1;
    }
    assert!(count > 400, "{count}");
}

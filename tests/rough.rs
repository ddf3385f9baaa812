//! Bad input in mixed directions, through the real screen and through `qwill ask`: nothing acts, nothing is torn.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use qwill::error::{Error, Kind as ErrorKind};
use qwill::render::bidi::{self, Order, set_order_here};
use qwill::render::width::width;
use qwill::text::{Lang, speak_here};
use qwill::tui::{Entry, Got, view};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Position;
use support::home::Home;
use support::remote::{Remote, remote};
use support::screen::{Kind, Screen};
use support::stage::Stage;
use unicode_segmentation::UnicodeSegmentation;

const LRO: &str = "\u{202D}";
const RLO: &str = "\u{202E}";

/// What would act on the order of text.
fn acts(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || c.is_control() && c != '\n'
}

/// Each of the orders of the terminal, with each language.
fn everywhere(mut work: impl FnMut(Order, Lang)) {
    for lang in Lang::ALL {
        for order in Order::ALL {
            speak_here(Some(lang));
            set_order_here(Some(order));
            work(order, lang);
        }
    }
    speak_here(None);
    set_order_here(None);
}

/// Fails unless all that is drawn stays on the screen and does not act, and the caret is inside.
#[track_caller]
fn holds(stage: &Stage, what: &str) {
    let (cols, rows) = (stage.app.screen.cols, stage.app.screen.rows);
    let mut terminal = Terminal::new(TestBackend::new(cols, rows)).unwrap();
    terminal.draw(|frame| view(frame, &stage.app)).unwrap();
    let buffer = terminal.backend().buffer();
    for (x, y) in (0..rows).flat_map(|y| (0..cols).map(move |x| (x, y))) {
        let symbol = buffer[(x, y)].symbol();
        let end = usize::from(x) + width(symbol);
        assert!(end <= usize::from(cols), "{what}: {symbol:?} at {x} of {cols}");
        // Only those marks are ours that lead a terminal, behind what is shown, and each row closes what it opens.
        let ours = bidi::order() == Order::Terminal;
        let text = if ours { symbol.trim_end_matches(bidi::is_guide) } else { symbol };
        assert!(!text.contains(acts), "{what}: {symbol:?} at {x}");
    }
    for y in 0..rows {
        let row: String = (0..cols).map(|x| buffer[(x, y)].symbol()).collect();
        let count = |marks: &[char]| row.matches(marks).count();
        assert_eq!(count(&['\u{202A}', '\u{202B}']), count(&['\u{202C}']), "{what}: {row:?}");
    }
    // A terminal would put one that is outside of it inside.
    let Position { x, y } = terminal.get_cursor_position().unwrap();
    assert!(stage.caret_hidden() || x < cols && y < rows, "{what}: the caret is at {x}, {y}");
}

#[test]
fn marks_that_override_the_order_are_shown_and_not_obeyed() {
    let prose = format!("the access is {RLO}nimda{LRO} here\n\n");
    let code = format!("```c\nif (level != \"user{RLO} \u{2066}// only admins\u{2069} \u{2066}\") {{\n```\n");
    let mut stage = Stage::new(80, 24);
    stage.exchange("what is user\u{2067}gpj.exe", &format!("{prose}{code}"));
    stage.shows(&[
        "the access is ⟦RLO⟧nimda⟦LRO⟧ here",
        "if (level != \"user⟦RLO⟧ ⟦LRI⟧// only admins⟦PDI⟧ ⟦LRI⟧\") {",
        "what is user⟦RLI⟧gpj.exe",
    ]);
    let sent = String::from_utf8(stage.bytes()).unwrap();
    assert!(!sent.contains(['\u{202D}', '\u{202E}', '\u{2066}', '\u{2067}', '\u{2069}']));
    // In Arabic the order of what is around them is as without them.
    let mut stage = Stage::new(80, 24);
    stage.exchange("x", &format!("قبل {RLO}abc{LRO} بعد\u{2066} ثم"));
    stage.shows(&["\u{FEE2}\u{FE9B} ⟦LRI⟧\u{FEAA}\u{FECC}\u{FE91} ⟦LRO⟧abc⟦RLO⟧ \u{FEDE}\u{FE92}\u{FED7}"]);
}

#[test]
fn titles_and_names_of_files_cannot_change_the_order_either() {
    let mut stage = Stage::new(80, 24);
    let mut chat = support::stage::chat();
    chat.title = format!("مرحبا {RLO}gpj.exe\u{2066}");
    stage.got(Got::Chat(chat, vec![]));
    stage.keys("'x' enter").says("y").ends();
    stage.shows(&["⟦RLO⟧", "⟦LRI⟧"]);
    holds(&stage, "a title");
    let name = format!("{RLO}fdp.exe");
    let entry = |text: &str, note: &str| Entry { key: "k".into(), text: text.into(), note: note.into() };
    stage.keys("'/model' enter");
    stage.got(Got::Models(vec![entry(&name, "note"), entry("name", &name)]));
    stage.shows(&["⟦RLO⟧fdp.exe"]);
    holds(&stage, "models");
    stage.keys("esc ctrl+r").got(Got::Inputs(vec![name.clone(), format!("مرحبا {name}")]));
    holds(&stage, "history");
    stage.keys("esc").got(Got::Failed(Error::new(ErrorKind::Usage, format!("there is no {name}"))));
    holds(&stage, "an error");
    stage.shows(&["there is no ⟦RLO⟧fdp.exe"]);
    stage.app.composer.set(&name);
    stage.wait(0);
    holds(&stage, "a message being written");
    stage.shows(&["⟦RLO⟧fdp.exe"]);
}

#[test]
fn ten_thousand_marks_on_a_letter_are_no_more_than_a_letter() {
    for letter in ['a', 'ب', '你'] {
        let heap = format!("{letter}{}{letter}", "\u{301}".repeat(10_000));
        let mut stage = Stage::new(40, 12);
        let mut chat = support::stage::chat();
        chat.title = heap.clone();
        stage.got(Got::Chat(chat, vec![]));
        stage.exchange("x", &heap);
        stage.app.composer.set(&heap);
        stage.wait(0);
        assert!(stage.bytes().len() < 20_000);
        let end = stage.caret();
        stage.keys("home");
        let home = stage.caret();
        let (step, wide) = if letter == 'ب' { ("left", 2) } else { ("right", end.0.abs_diff(home.0)) };
        assert_eq!(end.0.abs_diff(home.0), wide, "{letter}");
        stage.keys(step).keys(step);
        assert_eq!(stage.caret(), end, "{letter}");
        stage.keys("home delete");
        assert_eq!(stage.app.composer.text(), letter.to_string());
    }
}

/// A line of so many bytes or a few more, in which directions change.
fn long(bytes: usize) -> String {
    "مرحبا hello (عالم) `code` 12,5 你好 https://a.b/مسار C++ \u{2067}x ".repeat(bytes / 90 + 1)
}

#[test]
fn a_line_of_a_megabyte_in_pieces_ends_and_shows() {
    let line = long(1 << 20) + "نهاية the end";
    let mut stage = Stage::new(80, 24);
    stage.keys("'x' enter");
    let mut rest = line.as_str();
    while !rest.is_empty() {
        let at = (4096.min(rest.len())..).find(|&at| rest.is_char_boundary(at)).unwrap();
        stage.says(&rest[..at]);
        rest = &rest[at..];
    }
    stage.ends().shows(&["the end"]);
    holds(&stage, "an answer");
}

#[test]
fn a_line_of_a_megabyte_is_written_sent_and_shown() {
    let line = long(1 << 20) + "نهاية the end";
    let mut stage = Stage::new(80, 24);
    stage.app.composer.set(&line);
    stage.wait(0);
    stage.keys("left 'z' backspace home end");
    holds(&stage, "the composer");
    stage.keys("enter");
    assert!(stage.request().messages.last().unwrap().text().ends_with("the end"));
    stage.shows(&["the end"]);
    holds(&stage, "a message");
}

#[test]
fn characters_that_are_none_stand_where_they_are() {
    let odd = "a\u{FFFE}b\u{FDD0}ج\u{1FFFF}د\u{10FFFF}\u{378}\u{5FF}\u{E0FFF}\u{FFF0}\u{1EEF2}و\u{2FFFE}e";
    let mut stage = Stage::new(60, 16);
    let mut chat = support::stage::chat();
    chat.title = odd.into();
    stage.got(Got::Chat(chat, vec![]));
    stage.exchange(
        odd,
        &format!("{odd}\n\n`{odd}`\n\n| {odd} | b |\n|---|---|\n| c | {odd} |\n\n```\n{odd}\n```\n"),
    );
    stage.app.composer.set(odd);
    stage.wait(0);
    holds(&stage, "everything");
    for _ in 0..30 {
        stage.keys("left");
        holds(&stage, "a caret");
    }
}

/// Text with all that has a layout of its own, in Arabic and Hebrew.
const RICH: &str = "# عنوان gpt-5\n\nفقرة فيها `code` و[رابط](https://example.com/a/very/long/path/that/does/not/fit) \
    ثم **غامق** (v1.2).\n\n- بند\n  - `cargo build` داخل\n    1. ثالث\n\n    ```rust\n    let x = \"سلام\";\n    ```\n\
    - [x] done تم\n\n> اقتباس\n>\n> English quote\n>\n> - قائمة\n\n| اسم | value | `x` |\n|---|:-:|--:|\n\
    | لا إله | 12 | שלום |\n| a | مرحبا بالعالم العربي | b |\n\n---\n\n1. `x`\n2. سلام\n\n```\nقبل = after // بعد\n```\n\
    השפה (עברית) 你好，世界 👩\u{200D}💻\n";

#[test]
fn narrow_screens_hold_everything_in_every_order_and_language() {
    everywhere(|order, lang| {
        let few = order != Order::App;
        for cols in (1..=40).filter(|cols| if few { cols % 11 == 1 } else { *cols < 10 || cols % 4 == 0 }) {
            let what = format!("{order:?} {lang:?} {cols}");
            let mut stage = Stage::new(cols, 14);
            holds(&stage, &format!("{what} welcome"));
            for overlay in ["f1", "ctrl+p", "ctrl+r", "'/bidi' enter", "'/theme' enter", "'/rename ' enter"] {
                stage.keys(overlay);
                holds(&stage, &format!("{what} {overlay}"));
                stage.keys("'سلا'");
                holds(&stage, &format!("{what} {overlay} typed"));
                stage.keys("down");
                holds(&stage, &format!("{what} {overlay} down"));
                stage.keys("esc esc");
                stage.app.composer.set("");
            }
            stage.exchange("السلام عليكم hello", RICH);
            holds(&stage, &what);
            for keys in ["pageup", "ctrl+home", "'/find مرحبا' enter", "esc"] {
                stage.keys(keys);
                holds(&stage, &format!("{what} {keys}"));
            }
            stage.app.composer.set("مرحبا hello https://example.com/a/b/c (عالم)\n\tلا إله 12٫5 你好");
            stage.wait(0);
            for keys in [
                "home",
                "left",
                "left",
                "right",
                "up",
                "end",
                "up",
                "home",
                "shift+left shift+left",
                "down",
                "left",
            ] {
                stage.keys(keys);
                holds(&stage, &format!("{what} {keys}"));
            }
        }
    });
}

/// Where each printed cluster of a frame begins: the position if it was sent just before, else `None`.
fn placed(bytes: &[u8]) -> Vec<(String, bool)> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let (mut out, mut rest, mut moved) = (Vec::new(), text.as_str(), false);
    while let Some(first) = rest.chars().next() {
        if let Some(sequence) = rest.strip_prefix("\x1b[") {
            let end = sequence.find(|c: char| c.is_ascii_alphabetic()).unwrap();
            moved |= sequence[end..].starts_with('H');
            rest = &sequence[end + 1..];
        } else {
            let cluster = rest.graphemes(true).next().unwrap();
            assert!(!first.is_control(), "{first:?}");
            out.push((cluster.to_owned(), std::mem::take(&mut moved)));
            rest = &rest[cluster.len()..];
        }
    }
    out
}

#[test]
fn a_terminal_of_other_widths_is_told_where_a_row_goes_on() {
    let mut stage = Stage::new(40, 10);
    stage.exchange(
        "👩\u{200D}💻 x ❤\u{FE0F}y",
        "你好 a 👍🏽b 🇩🇪c 1\u{FE0F}\u{20E3}d العالم 👩\u{200D}👩\u{200D}👧 من",
    );
    let frame = placed(&stage.bytes());
    let wide = |cluster: &str| width(cluster) == 2;
    assert!(frame.iter().filter(|(cluster, _)| wide(cluster)).count() >= 8);
    for pair in frame.windows(2).filter(|pair| wide(&pair[0].0)) {
        assert!(pair[1].1, "{:?} is not placed behind {:?}", pair[1].0, pair[0].0);
    }
}

#[test]
fn clusters_of_which_terminals_differ_in_width_are_followed_by_a_place() {
    let mut stage = Stage::new(40, 10);
    stage.exchange("x", "e\u{301}\u{302}z ☺x ❤y ①z");
    let frame = placed(&stage.bytes());
    for cluster in ["e\u{301}\u{302}", "☺", "❤", "①"] {
        let at = frame
            .iter()
            .position(|part| part.0 == cluster)
            .unwrap_or_else(|| panic!("no {cluster}: {frame:?}"));
        assert!(frame[at + 1].1, "{:?} is not placed behind {cluster:?}", frame[at + 1].0);
    }
}

/// An answer as an engine sends it, with these JSON texts as its pieces.
fn answer(texts: &[&str]) -> Remote {
    let piece = |text: &&str| format!("data: {{\"choices\":[{{\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n");
    let mut pieces: Vec<String> = texts.iter().map(piece).collect();
    pieces.push("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n".into());
    remote(200, &pieces.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A home with an engine that answers so, and a conversation with this title and text.
fn home(texts: &[&str], title: &str, text: &str) -> (Home, Remote) {
    let (home, engine) = (Home::new(), answer(texts));
    home.write("config/config.toml", engine.config().replace("key_env", "#"));
    let chat = format!(
        "{{\"qwill\":1,\"chat\":{{\"id\":\"01hzab12cd3ef\",\"title\":\"{title}\",\"model\":\"qwen3:4b\",\"dir\":\"/p\",\
         \"created\":1700000000,\"updated\":1700000100,\"leaf\":1}}}}\n{{\"id\":1,\"parent\":null,\"role\":\"user\",\
         \"text\":\"{text}\",\"at\":1700000000}}\n"
    );
    home.write("chat.jsonl", chat);
    home.run(&["chats", "import", "chat.jsonl"]).ok();
    (home, engine)
}

/// What the program writes on a terminal of this kind, in this locale.
fn written(home: &Home, args: &[&str], kind: &str, locale: &str) -> String {
    let mut command = home.command(args);
    command.env("TERM", kind).env("LANG", locale);
    let mut screen = Screen::start(&command, (40, 10), Kind::Silent);
    assert!(screen.end().success(), "{}", screen.text());
    String::from_utf8(screen.log().to_vec()).unwrap()
}

#[test]
fn a_dumb_terminal_gets_arabic_as_it_is_stored() {
    let (home, _engine) = home(&["السلام **عليكم**\\n", "\u{202E}hello"], "عنوان لا إله", "سؤال");
    for locale in ["en_US.UTF-8", "ar_EG.UTF-8", "qq_QQ.UTF-8", "nothing at all"] {
        let list = written(&home, &["chats", "list"], "dumb", locale);
        assert!(list.contains("عنوان لا إله"), "{list:?}");
        let said = written(&home, &["ask", "-m", "big", "hi"], "dumb", locale);
        assert!(said.contains("السلام **عليكم**") && said.contains("hello"), "{said:?}");
        let models = written(&home, &["list"], "dumb", locale);
        for text in [list, said, models] {
            assert!(!text.contains(['\u{1B}', '\u{202E}']), "{text:?}");
            assert!(
                !text.contains(|c| matches!(c, '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')),
                "{text:?}"
            );
        }
    }
}

#[test]
fn halves_of_characters_from_an_engine_and_a_file_are_shown_as_such() {
    let half = r"مرحبا \ud83d hello \udc00\ud83d";
    let (home, _engine) = home(&[half, r"\ude00 نعم"], half, half);
    let said = home.run(&["ask", "-m", "big", "hi"]).ok();
    assert!(said.starts_with("مرحبا \u{FFFD} hello \u{FFFD}") && said.ends_with(" نعم\n"), "{said:?}");
    let list = home.run(&["chats", "list"]).ok();
    assert!(list.contains("مرحبا \u{FFFD} hello"), "{list:?}");
    let shown = home.run(&["chats", "show", "last"]).ok();
    assert!(shown.contains("مرحبا \u{FFFD} hello \u{FFFD}"), "{shown:?}");
}

#[test]
fn a_locale_that_does_not_exist_starts_the_chat_in_english() {
    for locale in ["qq_QQ.UTF-8", "nothing at all", "\u{202E}ar", "ar\u{301}_EG", "@@@@"] {
        let home = Home::new();
        let mut command = home.command(&["chat"]);
        command.env("TERM", "xterm-256color").env("LANG", locale);
        let mut screen = Screen::start(&command, (60, 12), Kind::Dark);
        screen.wait_for("Ask anything");
        screen.send("مرحبا");
        screen.wait_for("\u{FE8E}\u{FE92}\u{FEA3}\u{FEAE}\u{FEE3}");
        screen.press("ctrl+u");
        screen.press("ctrl+d");
        assert!(screen.end().success());
    }
}

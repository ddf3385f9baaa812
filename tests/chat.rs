//! The chat as it is used: keys in, the screen out.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use crossterm::event::{MouseButton, MouseEventKind};
use qwill::chat::store::{Chat, ChatId, Hit};
use qwill::chat::tree::{Node, NodeId};
use qwill::client;
use qwill::error::{Error, Kind};
use qwill::render::theme::{self, Depth};
use qwill::session::{self, Session, Setup};
use qwill::tui::{Effect, Event, Got, Old, Want, rows};
use qwill::wire::{Progress, Role};
use support::stage::{Stage, chat};

/// What was last asked to be copied.
fn copied(stage: &Stage) -> String {
    let copy = |effect: &Effect| if let Effect::Copy(text) = effect { Some(text.clone()) } else { None };
    stage.asked.iter().rev().find_map(copy).expect("nothing was copied")
}

fn quits(stage: &Stage) -> bool {
    stage.asked.iter().any(|effect| matches!(effect, Effect::Quit))
}

#[test]
fn a_question_is_sent_and_its_answer_streams_in() {
    let mut stage = Stage::new(80, 20);
    stage.shows(&["qwill", "qwen3:4b answers", "Ask anything"]);
    stage.keys("'what is a slot?' enter").shows(&["what is a slot?"]);
    stage.says("A **slot** holds").shows(&["A slot holds", "writing"]);
    stage.says(" one conversation.").ends().shows(&["A slot holds one conversation."]);
    assert!(!stage.app.busy());
    stage.hides(&["writing", "**"]);
}

#[test]
fn esc_stops_the_answer_and_keeps_what_came() {
    let mut stage = Stage::new(80, 20);
    stage.keys("'go' enter").says("as far as this").keys("esc");
    stage.shows(&["as far as this", "stopped"]);
    assert!(stage.asked.iter().any(|effect| matches!(effect, Effect::Session(session::Effect::Stop { .. }))));
    stage.says(" late").hides(&["late"]);
}

#[test]
fn a_message_written_meanwhile_waits_for_its_turn() {
    let mut stage = Stage::new(80, 20);
    stage.keys("'first' enter").says("one");
    let generation = stage.generation();
    stage.keys("'second' enter").shows(&["queued: second"]);
    assert_eq!(stage.generation(), generation);
    stage.ends();
    assert_ne!(stage.generation(), generation);
    stage.hides(&["queued"]).shows(&["second"]);
    stage.keys("'third' enter alt+q").shows(&["third"]).hides(&["queued"]);
}

#[test]
fn a_command_with_a_typing_mistake_is_not_lost() {
    let mut stage = Stage::new(80, 20);
    stage.keys("'/modle' esc enter");
    assert_eq!(stage.app.composer.text(), "/modle");
    stage.shows(&["there is no /modle; /model?"]);
}

#[test]
fn commands_complete_from_their_beginning() {
    let mut stage = Stage::new(80, 24);
    stage.keys("'/comp'").shows(&["/compact", "replace what was said"]);
    stage.keys("tab");
    assert_eq!(stage.app.composer.text(), "/compact ");
    stage.hides(&["replace what was said"]);
}

#[test]
fn the_palette_finds_and_does() {
    let mut stage = Stage::new(80, 24);
    stage.keys("ctrl+p").shows(&["What to do"]);
    stage.keys("'quit' enter");
    assert!(quits(&stage));
}

#[test]
fn the_help_lists_every_action_and_its_keys() {
    let mut stage = Stage::new(100, 200);
    stage.keys("f1");
    let screen = stage.text();
    for row in rows() {
        assert!(screen.contains(&format!("/{}", row.name)), "no /{} in the help:\n{screen}", row.name);
    }
    stage.keys("esc '?'").shows(&["/palette"]);
    assert!(stage.app.composer.is_empty());
}

#[test]
fn an_earlier_message_is_written_again_as_a_branch() {
    let mut stage = Stage::new(80, 24);
    stage.exchange("first question", "first answer").exchange("second", "another answer");
    stage.keys("esc esc up up up 'e'");
    assert_eq!(stage.app.composer.text(), "first question");
    stage.keys("' anew' enter").says("new answer").ends();
    stage.shows(&["first question anew", "new answer", "‹ 2/2 ›"]).hides(&["another answer"]);
    stage
        .keys("esc esc up left")
        .shows(&["first answer", "another answer", "‹ 1/2 ›"])
        .hides(&["new answer"]);
}

#[test]
fn another_answer_is_a_branch_too() {
    let mut stage = Stage::new(80, 24);
    stage.exchange("why?", "because").keys("alt+r").says("therefore").ends();
    stage.shows(&["therefore", "‹ 2/2 ›"]).hides(&["because"]);
}

#[test]
fn undo_gives_the_question_back() {
    let mut stage = Stage::new(80, 24);
    stage.exchange("why?", "because").keys("alt+u");
    assert_eq!(stage.app.composer.text(), "why?");
    stage.hides(&["because"]);
}

#[test]
fn a_lost_engine_leaves_what_came_and_can_be_asked_again() {
    let mut stage = Stage::new(80, 24);
    stage.keys("'go' enter").says("half of it");
    let failed = session::Event::Failed(stage.generation(), Error::new(Kind::Engine, "the engine died"));
    stage.event(Event::Session(failed)).shows(&["half of it", "broken off", "the engine died"]);
    assert_eq!(stage.text().matches("the engine died").count(), 1, "it is said once");
    let before = stage.generation();
    stage.keys("'/retry' enter");
    assert_ne!(stage.generation(), before);
    stage.says("all of it").ends().shows(&["all of it", "‹ 2/2 ›"]);
}

#[test]
fn thinking_is_one_row_until_it_is_unfolded() {
    let mut stage = Stage::new(80, 24);
    stage
        .keys("'go' enter")
        .thinks("let me see\nwhat this is")
        .shows(&["▸ thinking …"])
        .hides(&["let me see"]);
    stage.says("Done.").ends().shows(&["▸ thought", "Done."]).hides(&["let me see"]);
    stage.keys("ctrl+t").shows(&["▾ thought", "│ let me see"]);
}

#[test]
fn a_long_paste_folds_and_is_sent_whole() {
    let mut stage = Stage::new(80, 24);
    let text: String = (1..=30).map(|n| format!("line {n}\n")).collect();
    stage.event(Event::Paste(text.clone())).hides(&["line 17"]).shows(&["pasted"]);
    stage.keys("enter");
    let path = stage.app.session.tree.path();
    let node = stage.app.session.tree.node(path[0]).unwrap();
    assert_eq!(node.text.trim(), text.trim());
}

#[test]
fn answers_and_their_code_are_copied() {
    let mut stage = Stage::new(80, 24);
    let answer = "Two:\n\n```rust\nfn a() {}\n```\n\n```sh\nls -l\n```\n";
    stage.exchange("code?", answer).keys("alt+y");
    assert_eq!(copied(&stage).trim(), answer.trim());
    stage.keys("'/copy 2' enter");
    assert_eq!(copied(&stage).trim(), "ls -l");
    stage.keys("alt+c").shows(&["Copy a code block", "fn a() {}"]).keys("enter");
    assert_eq!(copied(&stage).trim(), "fn a() {}");
    stage.keys("'/copy 7' enter").shows(&["2 code blocks"]);
    stage.keys("'/write 1 a.rs' enter");
    let saved = |effect: &Effect| matches!(effect, Effect::Save(path, text, Old::Stays) if path.ends_with("a.rs") && text.trim() == "fn a() {}");
    assert!(stage.asked.iter().any(saved));
}

#[test]
fn a_theme_is_tried_on_and_taken_off_again() {
    let mut stage = Stage::new(80, 24);
    stage.keys("'/theme' enter").shows(&["Themes", "dark", "light"]);
    stage.keys("down down");
    assert_ne!(stage.app.screen.look.theme.name, "dark");
    stage.keys("esc");
    assert_eq!(stage.app.screen.look.theme.name, "dark");
    stage.keys("'/theme light' esc enter");
    assert_eq!(stage.app.screen.look.theme.name, "light");
    assert!(
        stage.asked.iter().any(|effect| matches!(effect, Effect::Keep("theme", name) if name == "light"))
    );
}

#[test]
fn ctrl_c_clears_then_leaves_at_the_second_time() {
    let mut stage = Stage::new(80, 24);
    stage.keys("'some text' ctrl+c");
    assert!(stage.app.composer.is_empty() && !quits(&stage));
    stage.wait(5000).keys("ctrl+c").shows(&["Ctrl+C again leaves"]);
    stage.wait(5000).keys("ctrl+c");
    assert!(!quits(&stage));
    stage.keys("ctrl+c");
    assert!(quits(&stage));
}

#[test]
fn ctrl_d_leaves_only_when_nothing_is_written() {
    let mut stage = Stage::new(80, 24);
    stage.keys("'text' ctrl+d");
    assert!(!quits(&stage));
    stage.keys("ctrl+c ctrl+d");
    assert!(quits(&stage));
}

#[test]
fn text_is_found_in_the_conversation() {
    let mut stage = Stage::new(80, 14);
    stage
        .exchange("one", "the needle is here")
        .exchange("two", &"filler\n\n".repeat(30))
        .exchange("three", "end");
    stage.hides(&["needle"]).keys("ctrl+f 'NEEDLE' enter").shows(&["the needle is here", "1 of 1"]);
    stage.keys("esc").hides(&["1 of 1"]);
    stage.keys("'/find nothing like it' esc enter").shows(&["not in this conversation"]);
}

#[test]
fn conversations_are_listed_searched_and_opened() {
    let mut stage = Stage::new(120, 30);
    stage.keys("ctrl+o");
    let asks =
        |stage: &Stage, want: &Want| stage.asked.iter().any(|e| matches!(e, Effect::Get(w) if w == want));
    assert!(asks(&stage, &Want::Chats));
    let other = Chat { id: ChatId("other".into()), title: "About slots".into(), messages: 2, ..chat() };
    stage.got(Got::Chats(vec![other.clone()])).shows(&["About slots", "2 messages"]);
    let nodes = vec![
        Node::new(NodeId(1), None, Role::User, "what is a slot?".into(), 0),
        Node::new(NodeId(2), Some(NodeId(1)), Role::Assistant, "A place.".into(), 0),
    ];
    stage.got(Got::Preview(other.id.clone(), nodes.clone())).shows(&["what is a slot?", "A place."]);
    stage.keys("'slot'");
    assert!(asks(&stage, &Want::Hits("slot".into())));
    let hit = Hit { chat: other.clone(), snippet: "a «slot»".into(), node: NodeId(1) };
    stage.got(Got::Hits("slot".into(), vec![hit])).keys("enter");
    assert!(asks(&stage, &Want::Chat(other.id.clone())));
    stage.got(Got::Chat(other, nodes)).shows(&["A place.", "About slots"]);
}

#[test]
fn ten_thousand_messages_scroll_from_end_to_end() {
    let mut nodes = Vec::new();
    for n in 1..=10_000u32 {
        let role = if n % 2 == 1 { Role::User } else { Role::Assistant };
        nodes.push(Node::new(NodeId(n), (n > 1).then(|| NodeId(n - 1)), role, format!("message {n}"), 0));
    }
    let mut stage = Stage::open(nodes, 80, 24);
    stage.event(Event::Tick).shows(&["message 10000"]);
    stage.keys("ctrl+home").shows(&["message 1", "more below"]).hides(&["message 10000"]);
    stage.keys("pagedown pageup").shows(&["message 1"]);
    stage.keys("alt+down alt+down").hides(&["message 2\n"]).shows(&["message 3"]);
    stage.keys("ctrl+end pageup").hides(&["message 10000"]).keys("pagedown").shows(&["message 10000"]);
}

#[test]
fn the_screen_stays_where_it_is_while_the_answer_grows_below() {
    let mut stage = Stage::new(80, 14);
    stage.exchange("one", &"first\n\n".repeat(20)).keys("'two' enter").says("begins");
    stage.keys("pageup pageup");
    let before = stage.text();
    let above: Vec<&str> = before.lines().take(8).collect();
    stage.says(&" more\n\n".repeat(30));
    assert_eq!(stage.text().lines().take(8).collect::<Vec<_>>(), above);
    stage.keys("ctrl+end").says("the very end").shows(&["the very end"]);
}

#[test]
fn what_a_model_writes_never_acts_on_the_terminal() {
    let mut stage = Stage::new(80, 24);
    let hostile = "\u{1b}]0;title\u{7}\u{1b}[2J\u{1b}[31mred \u{202e}evil\u{202c} \u{9b}5n `\u{1b}[1m` done";
    stage.exchange("go", hostile);
    stage.app.session.chat.title = hostile.into();
    let bytes = String::from_utf8(stage.bytes()).unwrap();
    for bad in ["\u{1b}]0;", "\u{1b}[2J", "\u{7}", "\u{202e}", "\u{9b}"] {
        assert!(!bytes.contains(bad), "{bad:?} reached the terminal");
    }
    stage.shows(&["done"]);
}

#[test]
fn every_size_of_screen_can_be_drawn() {
    let long = format!(
        "# Title\n\n{}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```rust\nfn main() {{}}\n```",
        "word ".repeat(200)
    );
    for (cols, rows) in [(1, 1), (2, 1), (1, 40), (3, 3), (10, 4), (20, 6), (40, 12), (80, 24), (300, 100)] {
        let mut stage = Stage::new(cols, rows);
        stage.exchange("question", &long).keys("'draft'");
        stage.text();
        for keys in ["ctrl+p", "f1", "ctrl+o", "ctrl+f", "esc esc up", "'/'"] {
            stage.keys(keys).text();
            stage.keys("esc esc").text();
        }
        for (cols, rows) in [(1, 1), (200, 2), (7, 50), (cols, rows)] {
            stage.event(Event::Resize(cols, rows)).text();
        }
        if cols >= 40 && rows >= 12 {
            stage.keys("esc esc 'zz'").shows(&["zz"]);
        }
    }
}

#[test]
fn wide_letters_and_arabic_are_all_on_the_screen() {
    let mut stage = Stage::new(40, 16);
    stage.exchange("你好，世界", "السلام عليكم ورحمة الله");
    let text = stage.text();
    // Arabic is on the screen from right to left, in the forms that join, and ends at the right edge.
    let arabic = "ﻪﻠﻟﺍ ﺔﻤﺣﺭﻭ ﻢﻜﻴﻠﻋ ﻡﻼﺴﻟﺍ";
    for words in ["你好，世界", arabic] {
        assert!(text.contains(words), "{words} is not whole:\n{text}");
    }
}

#[test]
fn settings_are_set_and_refused_by_name() {
    let mut stage = Stage::new(100, 24);
    stage.keys("'/set temp 0.2' esc enter").shows(&["temp 0.2"]);
    stage.keys("'/set temp hot' esc enter").shows(&["temp is a number"]);
    stage.keys("'/set tmp 1' esc enter").shows(&["there is no tmp"]);
    stage.keys("'/think off' esc enter").shows(&["think off"]);
    stage.keys("'/system Answer in verse.' esc enter").keys("'hi' enter");
    let ask = |effect: &Effect| match effect {
        Effect::Session(session::Effect::Ask { request, .. }) => Some(request.clone()),
        _ => None,
    };
    let request = stage.asked.iter().rev().find_map(ask).unwrap();
    assert_eq!(request.sampling.temperature, Some(0.2));
    assert_eq!(request.messages[0].text(), "Answer in verse.");
    assert_eq!(request.chat_template_kwargs["enable_thinking"], false);
}

#[test]
fn a_command_runs_only_when_it_was_confirmed() {
    let mut stage = Stage::new(80, 24);
    stage.keys("'!rm -rf build' enter").shows(&["$ rm -rf build", "y yes"]);
    let runs = |stage: &Stage| stage.asked.iter().any(|e| matches!(e, Effect::Shell(_)));
    stage.keys("n");
    assert!(!runs(&stage));
    stage.keys("'!ls' enter y");
    assert!(runs(&stage));
}

#[test]
fn every_theme_draws_at_every_depth() {
    for (name, _) in theme::list(std::path::Path::new("/nowhere")) {
        for depth in [Depth::None, Depth::Ansi16, Depth::Ansi256, Depth::True] {
            let session = Session::new(chat(), Setup::default());
            let mut stage = Stage::with(session, 60, 16, &name, depth);
            stage.exchange("show **code**", "Some `code`:\n\n```rust\nlet x = 1;\n```");
            stage.shows(&["let x = 1;"]);
            let bytes = String::from_utf8(stage.bytes()).unwrap();
            if depth == Depth::None {
                for colour in ["38;5;", "38;2;", "48;5;", "48;2;"] {
                    assert!(!bytes.contains(colour), "{name} has colours without colours");
                }
            }
            if depth <= Depth::Ansi256 {
                assert!(!bytes.contains("8;2;"), "{name} has true colours where there are none");
            }
        }
    }
}

/// A conversation with everything that answers are made of.
fn full(cols: u16, rows: u16, theme: &str, depth: Depth) -> Stage {
    let session = Session::new(chat(), Setup::default());
    let mut stage = Stage::with(session, cols, rows, theme, depth);
    stage.keys("'how do I list files?' enter").thinks("They want a listing.");
    let answer = "## Listing\n\nUse **ls** or `find`, see [the manual](https://example.org/ls):\n\n\
                  1. short\n2. long, with sizes\n   - [x] done\n   - [ ] open\n\n```sh\nls -l # all\n```\n\n\
                  | name | size |\n|------|-----:|\n| a.rs | 120 |\n| 你好 | 7 |\n\n> Mind the ~~hidden~~ files.\n";
    stage.says(answer).ends();
    stage
}

#[test]
fn esc_and_ctrl_d_that_come_as_one_key_write_no_letter() {
    let mut stage = Stage::new(60, 10);
    stage.keys("ctrl+alt+d 'x'");
    assert_eq!(stage.app.composer.text(), "x");
}

#[test]
fn a_message_that_was_sent_is_no_longer_counted_as_being_written() {
    let mut stage = Stage::new(60, 10);
    stage.keys("'some words here'");
    assert!(stage.app.session.meter().draft > 0);
    stage.keys("enter");
    assert_eq!(stage.app.session.meter().draft, 0);
    stage.says("yes").ends().keys("'/context'");
    assert_eq!(stage.app.session.meter().draft, 0);
}

#[test]
fn what_the_mouse_marks_is_copied() {
    let mut stage = Stage::new(60, 16);
    stage.exchange("what is it?", "A tool for **terminals**.\n\nIt is small.");
    let row = u16::try_from(stage.text().lines().position(|row| row.contains("A tool")).unwrap()).unwrap();
    let button = MouseButton::Left;
    stage.mouse(MouseEventKind::Down(button), 4, row).mouse(MouseEventKind::Drag(button), 9, row + 2);
    stage.mouse(MouseEventKind::Up(button), 9, row + 2);
    assert_eq!(copied(&stage), "tool for terminals.\n\nIt is sm");
    // A click marks nothing, and a key takes the mark away.
    stage.keys("'x'");
    assert!(stage.app.selection.is_none());
    let asked = stage.asked.len();
    stage.mouse(MouseEventKind::Down(button), 4, row).mouse(MouseEventKind::Up(button), 4, row);
    assert_eq!(stage.asked.len(), asked);
}

#[test]
fn a_file_that_is_there_is_replaced_only_after_a_yes() {
    let mut stage = Stage::new(80, 20);
    stage.exchange("hi", "hello").keys("'/save notes.md' enter");
    stage
        .got(Got::Exists("/home/me/notes.md".into(), "hello".into()))
        .shows(&["notes.md is there already", "y yes"]);
    stage.keys("n");
    let replaced = |effect: &Effect| matches!(effect, Effect::Save(_, text, Old::Goes) if text == "hello");
    assert!(!stage.asked.iter().any(replaced));
    stage.got(Got::Exists("/home/me/notes.md".into(), "hello".into())).keys("y");
    assert!(stage.asked.iter().any(replaced));
}

#[test]
fn esc_ends_writing_with_vims_keys_before_it_does_anything_else() {
    let mut stage = Stage::new(80, 20);
    stage.keys("'/vim' enter 'hello world'").shows(&["INSERT"]);
    stage.keys("esc").shows(&["NORMAL"]).keys("'b' 'd' 'w'");
    assert_eq!(stage.app.composer.text().trim(), "hello");
    // While an answer runs the second one stops it.
    stage.keys("ctrl+c 'i' 'go' enter").says("one");
    assert!(stage.app.busy());
    stage.keys("'x' esc");
    assert!(stage.app.busy());
    stage.keys("esc");
    assert!(!stage.app.busy());
}

#[test]
fn a_picture_that_is_not_there_is_said_before_anything_is_sent() {
    let mut stage = Stage::new(80, 20);
    stage.keys("'/image nothere.png' enter 'what is it?' enter");
    let wanted = |effect: &Effect| matches!(effect, Effect::Get(Want::Blocks(_, images, _)) if images == &["nothere.png"]);
    assert!(stage.asked.iter().any(wanted) && !stage.app.busy());
    stage.got(Got::Failed(Error::new(Kind::Usage, "there is no picture nothere.png")));
    stage.shows(&["what is it?", "there is no picture"]);
    assert!(!stage.app.busy() && stage.app.session.tree.path().is_empty());
}

#[test]
fn a_short_title_is_shown_and_a_long_one_only_where_it_can_be_read() {
    let last = |stage: &mut Stage| stage.text().lines().rev().nth(2).unwrap_or_default().to_owned();
    assert!(last(Stage::new(60, 10).exchange("hi", "hello")).contains("── hi ──"));
    let long = "how are names of conversations made?";
    assert!(last(Stage::new(60, 10).exchange(long, "by you")).contains("how are names"));
    assert!(!last(Stage::new(26, 10).exchange(long, "by you")).contains('h'));
}

#[test]
fn what_goes_on_is_worth_more_than_the_figures() {
    for cols in [44, 60, 80, 120] {
        let mut stage = Stage::new(cols, 20);
        stage.keys("'go' enter");
        let progress = Progress { total: 14_400, cache: 0, processed: 6430, time_ms: 900 };
        let event = session::Event::Answer(stage.generation(), client::Event::Prefill(progress));
        stage.event(Event::Session(event)).shows(&["reading 6430 of 14400 tokens, 1 s left"]);
    }
}

#[test]
fn what_is_said_is_never_cut() {
    for cols in [34, 60, 80, 200] {
        let mut stage = Stage::new(cols, 24);
        stage.keys("'/set nonsense 1' enter");
        let shown = stage.text().split_whitespace().collect::<Vec<_>>().join(" ");
        let said = stage.app.said.text.clone();
        assert!(said.contains("nonsense") && shown.contains(&said), "{cols}: {said:?} is not in\n{shown}");
    }
}

#[test]
fn conversations_look_the_same_at_every_size() {
    for (cols, rows) in [(24, 10), (40, 24), (80, 36), (200, 40)] {
        insta::assert_snapshot!(format!("full_{cols}x{rows}"), full(cols, rows, "dark", Depth::True).text());
    }
    let mut stage = Stage::new(80, 24);
    insta::assert_snapshot!("welcome", stage.text());
    insta::assert_snapshot!("palette", stage.keys("ctrl+p 'mod'").text());
    insta::assert_snapshot!("completion", stage.keys("esc '/th'").text());
    insta::assert_snapshot!("help", stage.keys("ctrl+c f1").text());
}

#[test]
fn themes_look_as_they_did() {
    for (name, _) in theme::list(std::path::Path::new("/nowhere")) {
        let mut parser = full(60, 30, &name, Depth::True).parser();
        let rows: Vec<String> =
            parser.screen_mut().rows_formatted(0, 60).map(|row| row.replace('\u{1b}', "␛")).collect();
        insta::assert_snapshot!(format!("theme_{name}"), rows.join("\n"));
    }
}

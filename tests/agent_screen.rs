//! The work by tools as it is seen and decided about: keys in, the screen and the effects out.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use qwill::client;
use qwill::code::checkpoint::{Step, Undo};
use qwill::code::edit::pick;
use qwill::code::edit::plan::{File, Plan};
use qwill::code::hands::{Ask, Reply};
use qwill::code::mcp::{Claim, Report, State};
use qwill::code::policy::{Freedom, Mode, Why};
use qwill::code::project::{Ended, Output};
use qwill::code::tool::Call;
use qwill::error::{Error, Kind};
use qwill::render::theme::Depth;
use qwill::session::{self, Phase, Session, Setup, Work};
use qwill::text::{Lang, speak_here};
use qwill::tui::{Agent, Effect, Errand, Event, Got, Project};
use qwill::wire::{ToolDelta, ToolDeltaFunction};
use support::stage::{Stage, chat};

fn work(cols: u16, rows: u16) -> Stage {
    let setup = Setup { work: Some(Work::default()), ..Setup::default() };
    let mut stage = Stage::with(Session::new(chat(), setup), cols, rows, "dark", Depth::True);
    stage.app.agent = Agent::new(Some(Freedom::new(Mode::Ask)));
    stage
}

/// The model calls a tool, and its answer is whole.
fn calls(stage: &mut Stage, all: &[(&str, serde_json::Value)]) {
    let generation = stage.generation();
    for (index, (name, arguments)) in all.iter().enumerate() {
        let function =
            ToolDeltaFunction { name: Some((*name).into()), arguments: Some(arguments.to_string()) };
        let part = ToolDelta {
            index: u32::try_from(index).unwrap(),
            id: Some(format!("c{index}")),
            function,
            ..ToolDelta::default()
        };
        stage.event(Event::Session(session::Event::Answer(generation, client::Event::Call(part))));
    }
    stage.ends();
}

/// The call under way.
fn call(stage: &Stage) -> u64 {
    let call = |effect: &Effect| match effect {
        Effect::Session(session::Effect::Call { generation, .. }) => Some(*generation),
        _ => None,
    };
    stage.asked.iter().rev().find_map(call).expect("nothing was called")
}

fn asks(stage: &mut Stage, ask: Ask) {
    let event = session::Event::Asks(call(stage), Box::new(ask));
    stage.event(Event::Session(event));
}

fn called(stage: &mut Stage, output: Output) {
    let event = session::Event::Called(call(stage), Box::new(output));
    stage.event(Event::Session(event));
}

fn replies(stage: &Stage) -> Vec<Reply> {
    let reply = |effect: &Effect| match effect {
        Effect::Session(session::Effect::Reply { reply, .. }) => Some(reply.clone()),
        _ => None,
    };
    stage.asked.iter().filter_map(reply).collect()
}

fn command(text: &str) -> Ask {
    let call = Call::Shell { command: text.into(), time: None };
    Ask { prefix: Some("cargo test".into()), free: Some(Mode::Auto), ..Ask::new(call, Some(Why::Mode)) }
}

#[test]
fn a_task_given_on_the_command_line_waited_for_enter() {
    let given = || {
        let mut stage = work(80, 20);
        stage.app.composer.set("mend it");
        stage.app.agent.errand = Some(Errand { text: "mend it".into(), project: Project::Unseen });
        stage
    };
    let mut stage = given();
    stage.wait(100);
    assert!(stage.app.session.tree.path().is_empty(), "the project was not looked at yet");
    stage.got(Got::Survey("a.rs:\n1 fn a".into()));
    assert!(stage.request().messages[0].text().contains("1 fn a"));
    assert_eq!(stage.request().messages[1].text(), "mend it");
    assert!(stage.app.composer.is_empty());
    let mut changed = given();
    changed.keys("' now'").got(Got::Survey(String::new())).wait(100);
    assert!(changed.app.session.tree.path().is_empty());
    assert_eq!(changed.app.composer.draft().text, "mend it now");
}

/// A session that asks about a command.
fn asked(cols: u16, rows: u16, ask: Ask) -> Stage {
    let mut stage = work(cols, rows);
    stage.keys("'go' enter");
    calls(&mut stage, &[("shell", serde_json::json!({ "command": "cargo test" }))]);
    asks(&mut stage, ask);
    stage
}

#[test]
fn shift_tab_goes_through_the_modes_which_the_status_line_shows() {
    let mut stage = work(100, 20);
    stage.shows(&[" ask "]);
    for (mode, word) in
        [(Mode::Edit, " edit "), (Mode::Auto, " auto "), (Mode::Plan, " plan "), (Mode::Ask, " ask ")]
    {
        stage.keys("shift+tab");
        assert_eq!(stage.app.agent.mode(), Some(mode));
        stage.wait(20_000).shows(&[word]);
    }
    stage.keys("'/mode auto' esc enter");
    assert_eq!(stage.app.agent.mode(), Some(Mode::Auto));
    stage.keys("'/mode fast' esc enter").shows(&["there is no mode fast: plan, ask, edit, auto"]);
    assert_eq!(stage.app.agent.mode(), Some(Mode::Auto));
}

#[test]
fn a_chat_has_no_modes() {
    let mut stage = Stage::new(100, 20);
    stage.keys("shift+tab").shows(&["this is a chat"]);
    assert_eq!(stage.app.agent.mode(), None);
}

#[test]
fn each_key_gives_its_answer() {
    for (keys, wanted) in [
        ("y", Reply::Once),
        ("a", Reply::Always),
        ("p", Reply::Prefix("cargo test".into())),
        ("n enter", Reply::No(String::new())),
        ("n esc", Reply::No(String::new())),
        ("esc esc", Reply::No(String::new())),
        ("n 'run fmt first' enter", Reply::No("run fmt first".into())),
        ("e enter", Reply::Once),
        (
            "e 'x' enter",
            Reply::Instead(Box::new(Call::Shell { command: "cargo test parserx".into(), time: None })),
        ),
        ("e esc y", Reply::Once),
    ] {
        let mut stage = asked(80, 24, command("cargo test parser"));
        stage.shows(&["Run this command?", "cargo test parser", "waiting for your decision"]);
        stage.keys(keys);
        assert_eq!(replies(&stage), [wanted], "{keys}");
        assert_eq!(stage.app.session.phase(), Phase::Working, "{keys}");
        stage.hides(&["Run this command?"]);
    }
}

#[test]
fn what_is_no_answer_gives_none() {
    let mut stage = asked(80, 24, Ask { prefix: None, ..command("a | b") });
    stage.hides(&["begin with"]).keys("p enter x space q tab");
    assert!(replies(&stage).is_empty());
    stage.shows(&["Run this command?"]);
}

#[test]
fn a_long_command_is_shown_whole_in_every_language_and_width() {
    let long = (0..60).map(|n| format!("w{n:02}")).collect::<Vec<_>>().join(" ");
    for lang in Lang::ALL {
        for (cols, rows) in [(40, 12), (40, 40), (80, 24)] {
            speak_here(Some(lang));
            let mut stage = asked(cols, rows, Ask { prefix: Some("make check".into()), ..command(&long) });
            let mut seen = stage.text();
            for _ in 0..20 {
                stage.keys("pagedown");
                seen.push_str(&stage.text());
            }
            // A word may be broken between two rows.
            let words = (0..60).filter(|n| seen.contains(&format!("w{n:02}"))).count();
            assert!(words >= 50, "{lang:?} {cols}x{rows}: {words} of 60 words\n{}", stage.text());
            for key in ["y ", "a ", "p ", "n ", "make"] {
                let key = if lang == Lang::Ar { key.trim() } else { key };
                assert!(stage.text().contains(key), "{lang:?} {cols}x{rows}: no {key:?}\n{}", stage.text());
            }
        }
    }
    speak_here(None);
}

#[test]
fn the_question_stands_as_it_should_in_every_language() {
    for (lang, name) in [(Lang::En, "en"), (Lang::Ar, "ar"), (Lang::Zh, "zh")] {
        for cols in [40, 80] {
            speak_here(Some(lang));
            let mut stage = asked(cols, 24, command("cargo test --workspace -- parser"));
            insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(format!("permit_{name}_{cols}"), stage.text());
                insta::assert_snapshot!(format!("permit_{name}_{cols}_no"), stage.keys("n").text());
            });
        }
    }
    speak_here(None);
}

#[test]
fn control_characters_of_a_command_do_not_reach_the_terminal() {
    let stage = asked(80, 24, command("echo \u{1b}[2J\u{202e}x"));
    assert!(!stage.text().contains('\u{202e}'));
    assert!(!stage.bytes().windows(4).any(|part| part == b"\x1b[2J"));
}

#[test]
fn why_it_asks_is_said() {
    for (why, loose, text) in [
        (Why::Rule, None, "A rule of yours"),
        (Why::Secret, None, "may hold secrets"),
        (Why::Git, None, "version control"),
        (Why::Loose, Some("no user namespaces"), "Nothing holds commands here (no user namespaces)"),
    ] {
        let ask = Ask { why: Some(why), loose: loose.map(str::to_owned), ..command("ls") };
        asked(100, 30, ask).shows(&[text]);
    }
}

#[test]
fn a_change_is_shown_with_what_it_takes_and_gives() {
    let diff = "--- a/x.rs\n+++ b/x.rs\n@@ -1,2 +1,2 @@\n fn a() {}\n-let old = 1;\n+let new = 2;\n";
    let call = Call::Edit { path: "x.rs".into(), old: "old".into(), new: "new".into() };
    let ask = Ask { call, diff: diff.into(), prefix: None, ..command("") };
    let mut stage = asked(80, 30, ask);
    stage.shows(&["Change x.rs?", "-let old = 1;", "+let new = 2;", "this file for the whole conversation"]);
    stage.keys("a");
    assert_eq!(replies(&stage), [Reply::Always]);
}

#[test]
fn the_models_question_is_answered_by_a_line() {
    let ask =
        Ask { call: Call::Ask { question: "Which port?".into() }, why: None, prefix: None, ..command("") };
    let mut stage = asked(80, 24, ask);
    stage.shows(&["The model asks", "Which port?"]).keys("enter 'y8080' enter");
    assert_eq!(replies(&stage), [Reply::Answer("y8080".into())]);
}

#[test]
fn a_word_that_is_being_typed_decides_nothing() {
    let mut stage = work(80, 24);
    stage.keys("'go' enter");
    calls(&mut stage, &[("shell", serde_json::json!({ "command": "ls" }))]);
    stage.wait(5000).keys("'wh'");
    asks(&mut stage, command("ls"));
    stage.keys("'y'");
    assert!(replies(&stage).is_empty());
    assert_eq!(stage.app.composer.text(), "why");
    stage.wait(2000).keys("'y'");
    assert_eq!(replies(&stage), [Reply::Once]);
    assert_eq!(stage.app.composer.text(), "why");
}

#[test]
fn the_mode_changes_while_a_question_waits_and_ctrl_c_stops_all() {
    let mut stage = asked(80, 24, command("ls"));
    stage.keys("shift+tab");
    assert_eq!(stage.app.agent.mode(), Some(Mode::Edit));
    stage.wait(5000).shows(&["Run this command?"]).keys("ctrl+c").hides(&["Run this command?"]);
    assert!(!stage.app.busy() && replies(&stage).is_empty());
    stage.shows(&["⊘ shell cargo test"]);
}

#[test]
fn a_mode_that_would_not_ask_answers_the_question_once_it_holds() {
    // To auto, which runs it; and on to plan, which does not.
    for (keys, mode) in [("shift+tab shift+tab", Mode::Auto), ("shift+tab shift+tab shift+tab", Mode::Plan)] {
        let mut stage = asked(80, 24, command("ls"));
        stage.wait(5000).keys(keys);
        assert_eq!(stage.app.agent.mode(), Some(mode));
        stage.wait(300).shows(&["Run this command?"]);
        assert!(replies(&stage).is_empty(), "who goes on to the next mode wants neither");
        stage.wait(600).hides(&["Run this command?"]);
        assert_eq!(replies(&stage), [Reply::Mode]);
    }
}

#[test]
fn a_mode_answers_nothing_that_it_would_ask_or_that_the_user_began_to_answer() {
    let write = Call::Write { path: ".env".into(), text: "x".into() };
    for (ask, keys) in [
        (Ask { free: None, ..command("git push") }, "shift+tab shift+tab"),
        (Ask { free: Some(Mode::Auto), ..command("ls") }, "shift+tab"),
        (command("ls"), "n 'not so' shift+tab shift+tab"),
        (Ask::new(write, Some(Why::Secret)), "shift+tab shift+tab"),
        (Ask::new(Call::Ask { question: "which?".into() }, None), "shift+tab shift+tab shift+tab"),
    ] {
        let mut stage = asked(80, 24, ask);
        stage.keys(keys).wait(5000);
        assert!(replies(&stage).is_empty() && stage.app.session.asked().is_some(), "{keys}");
    }
}

#[test]
fn calls_and_results_are_a_row_each_until_they_are_unfolded() {
    let mut stage = work(80, 40);
    stage.keys("'go' enter");
    let read = serde_json::json!({ "path": "src/main.rs", "from": 1, "lines": 40 });
    calls(&mut stage, &[("read", read), ("shell", serde_json::json!({ "command": "cargo test" }))]);
    called(&mut stage, Output::well("1|fn main\n2|{}"));
    called(&mut stage, Output::badly("exit code 101\nboom"));
    stage.shows(&["✓ read src/main.rs 1-40 · 2 lines", "✗ shell cargo test · exit code 101"]);
    stage.hides(&["boom", "⚙", "/retry"]);
    calls(&mut stage, &[("shell", serde_json::json!({ "command": "rm x" }))]);
    let text = "error: the user does not allow this.";
    called(&mut stage, Output { ended: Ended::Refused, ..Output::badly(text) });
    stage.shows(&["⊘ shell rm x"]);
    let rows: Vec<usize> = ["✓ read", "✗ shell", "⊘ shell"]
        .iter()
        .map(|mark| stage.text().lines().position(|row| row.contains(mark)).unwrap())
        .collect();
    assert_eq!([rows[1] - rows[0], rows[2] - rows[1]], [1, 1], "{}", stage.text());
    stage.keys("ctrl+t").shows(&["boom", "2|{}"]);
}

#[test]
fn an_edit_shows_what_it_changed_in_red_and_green() {
    let mut stage = work(80, 40);
    stage.keys("'go' enter");
    let edit = serde_json::json!({ "path": "a.rs", "old": "one\ntwo\n", "new": "one\nthree\n" });
    calls(&mut stage, &[("edit", edit)]);
    called(&mut stage, Output::well("ok"));
    stage.shows(&["✓ edit a.rs", "-two", "+three"]);
    let parser = stage.parser();
    let colors = |text: &str| {
        let row = stage.text().lines().position(|row| row.contains(text)).unwrap();
        let cell = |col| parser.screen().cell(u16::try_from(row).unwrap(), col).unwrap().clone();
        (cell(2).fgcolor(), cell(3).bgcolor())
    };
    let (old, new) = (colors("-two"), colors("+three"));
    assert!(old.0 != new.0 && old.1 != new.1, "{old:?} {new:?}");
}

#[test]
fn a_change_that_the_user_made_another_of_shows_what_was_done() {
    let mut stage = work(80, 40);
    stage.keys("'go' enter");
    let edit = serde_json::json!({ "path": "a.rs", "old": "one\n", "new": "the model's\n" });
    calls(&mut stage, &[("edit", edit)]);
    let text = "The user changed your edit. What was done:\n--- a/a.rs\n+++ b/a.rs\n@@ -1 +1 @@\n-one\n+theirs\n\nok";
    called(&mut stage, Output::well(text));
    stage.shows(&["✓ edit a.rs", "+theirs", "-one"]).hides(&["the model's"]);
}

fn numbered(count: usize) -> String {
    (0..count).map(|n| format!("let line{n} = {n};\n")).collect()
}

/// A question about a change of `src/a.rs`.
fn change(before: &str, after: &str) -> Ask {
    let bytes = |text: &str| Some(text.as_bytes().to_vec());
    let file = File { path: "src/a.rs".into(), before: bytes(before), after: bytes(after), from: None };
    let plan = Plan { files: vec![file], notes: Vec::new() };
    let call = Call::Write { path: "src/a.rs".into(), text: after.into() };
    let diff = pick::difference(&plan);
    Ask { plan, diff, free: Some(Mode::Edit), ..Ask::new(call, Some(Why::Mode)) }
}

/// One with three parts.
fn parts() -> Ask {
    let before = numbered(60);
    let after = before.replace("line5 ", "five ").replace("line25 ", "more ").replace("line55 ", "last ");
    change(&before, &after)
}

#[test]
fn each_part_of_a_change_is_taken_or_left() {
    for (keys, shown, wanted) in [
        ("", "yes, this time", Reply::Once),
        ("space", "yes, 2 of 3 parts", Reply::Part([1, 2].into())),
        ("down space", "yes, 2 of 3 parts", Reply::Part([0, 2].into())),
        ("j j space k k space", "yes, 1 of 3 parts", Reply::Part([1].into())),
        ("space space", "yes, this time", Reply::Once),
        ("space down space down space", "no: no part is taken", Reply::No(String::new())),
    ] {
        let mut stage = asked(80, 50, parts());
        stage.shows(&["▸ [x] @@ -3,7", "  [x] @@ -23,7", "part 1 of 3", "leave this part out"]);
        stage.keys(keys).shows(&[shown]);
        stage.keys("y");
        assert_eq!(replies(&stage), [wanted], "{keys}");
    }
}

#[test]
fn what_is_left_out_is_marked_and_no_yes_is_for_more_than_is_shown() {
    let mut stage = asked(80, 50, parts());
    stage.keys("down space").shows(&["▸ [ ] @@ -23,7", "take this part", "part 2 of 3"]);
    stage.hides(&["for the whole conversation"]).keys("a").shows(&["Change src/a.rs?"]);
    // A mode that would change the file without a question would change all of it.
    stage.keys("shift+tab").wait(5000).shows(&["▸ [ ] @@ -23,7"]);
    assert!(replies(&stage).is_empty());
}

#[test]
fn a_change_of_one_part_has_nothing_to_choose() {
    let mut stage = asked(80, 30, change("one\n", "two\n"));
    stage.hides(&["[x]", "space"]).keys("space y");
    assert_eq!(replies(&stage), [Reply::Once]);
}

#[test]
fn every_row_of_long_parts_comes_into_sight() {
    let before = numbered(150);
    let mut after = String::new();
    for line in before.lines() {
        let number: usize = line.trim_end_matches(';').rsplit(' ').next().unwrap().parse().unwrap();
        let new = format!("new{number}x");
        after += &if (20..90).contains(&number) || number == 140 { new } else { line.to_owned() };
        after.push('\n');
    }
    let mut stage = asked(80, 24, change(&before, &after));
    let mut seen = String::new();
    for _ in 0..200 {
        seen += &stage.keys("down").text();
    }
    assert!((20..90).chain([140]).all(|n| seen.contains(&format!("new{n}x"))));
    stage.shows(&["part 2 of 2", "▸ [x]"]);
    // The part that is pointed at is always one that is seen.
    stage.keys("home").shows(&["part 1 of 2", "▸ [x]"]).keys("end").shows(&["part 2 of 2", "▸ [x]"]);
    for _ in 0..200 {
        stage.keys("up");
    }
    stage.shows(&["part 1 of 2", "▸ [x]"]);
}

#[test]
fn the_users_editor_changes_a_change() {
    let mut stage = asked(80, 40, change("one\n", "two"));
    stage.shows(&["change it in your editor"]).keys("e");
    let text = stage.asked.iter().find_map(|effect| match effect {
        Effect::Review(path, text) => Some((path.clone(), text.clone())),
        _ => None,
    });
    let (path, text) = text.expect("no editor was asked for");
    assert_eq!((path.as_str(), text.as_str()), ("src/a.rs", "two"));
    // As it was, with the line end that editors add.
    stage.got(Got::Reviewed(path.clone(), "two\n".into())).hides(&["as you made it"]);
    stage.got(Got::Reviewed(path.clone(), "three\nfour\n".into()));
    stage.shows(&["This is the change as you made it.", "-one", "+three", "+four"]).hides(&["+two"]);
    stage.keys("y");
    let [Reply::Changed(plan)] = &replies(&stage)[..] else { panic!("{:?}", replies(&stage)) };
    assert_eq!(plan.files[0].after.as_deref(), Some(&b"three\nfour"[..]));
}

#[test]
fn what_was_left_out_is_not_in_the_text_that_the_editor_gets() {
    let mut stage = asked(80, 50, parts());
    stage.keys("space e");
    let text = stage.asked.iter().find_map(|effect| match effect {
        Effect::Review(_, text) => Some(text.clone()),
        _ => None,
    });
    let text = text.expect("no editor was asked for");
    assert!(text.contains("let line5 = 5") && text.contains("let more = 25") && !text.contains("five"));
    // Left as it was, it is the same choice as before.
    stage.got(Got::Reviewed("src/a.rs".into(), text.clone())).shows(&["yes, 2 of 3 parts"]);
    stage.got(Got::Reviewed("src/a.rs".into(), text.replace("more", "MORE")));
    stage.shows(&["part 1 of 2", "+let MORE = 25;"]).hides(&["five"]).keys("space y");
    let [Reply::Changed(plan)] = &replies(&stage)[..] else { panic!("{:?}", replies(&stage)) };
    let after = String::from_utf8(plan.files[0].after.clone().unwrap()).unwrap();
    assert_eq!(after, numbered(60).replace("line55 ", "last "));
}

#[test]
fn after_the_editor_the_file_that_was_edited_is_in_sight() {
    let bytes = |text: String| Some(text.into_bytes());
    let file = |path: &str| File { path: path.into(), before: None, after: bytes(numbered(50)), from: None };
    let plan = Plan { files: vec![file("a.rs"), file("b.rs")], notes: Vec::new() };
    let diff = pick::difference(&plan);
    let call = Call::Patch { text: "x".into() };
    let mut stage = asked(80, 24, Ask { plan, diff, ..Ask::new(call, Some(Why::Mode)) });
    stage.shows(&["Make these changes?", "▸ [x] @@ -0,0 +1,50 @@"]).keys("end e");
    let path = stage.asked.iter().find_map(|effect| match effect {
        Effect::Review(path, _) => Some(path.clone()),
        _ => None,
    });
    assert_eq!(path.as_deref(), Some("b.rs"));
    stage.got(Got::Reviewed("b.rs".into(), "let other = 1;\n".into()));
    stage.shows(&["▸ [x] @@ -0,0 +1 @@", "+let other = 1;", "part 2 of 2"]);
}

#[test]
fn an_edit_of_a_change_that_leaves_nothing_of_it_is_a_no() {
    let mut stage = asked(80, 40, change("one\n", "two\n"));
    stage.keys("e").got(Got::Reviewed("src/a.rs".into(), "one\n".into()));
    stage.shows(&["Nothing would change.", "no: no part is taken"]).keys("y");
    assert_eq!(replies(&stage), [Reply::No(String::new())]);
}

#[test]
fn why_there_is_no_editor_is_seen_below_the_longest_change() {
    let mut stage = asked(80, 24, change("", &numbered(200)));
    let error = Error::new(Kind::Other, "no editor is set").hint("set EDITOR");
    stage.keys("e").got(Got::Failed(error)).shows(&["no editor is set · set EDITOR", "Change src/a.rs?"]);
}

#[test]
fn both_sides_stand_beside_each_other_where_there_is_room() {
    let beside = |stage: &Stage| {
        stage.text().lines().any(|row| row.contains("-let line5 = 5;") && row.contains("+let five = 5;"))
    };
    let mut stage = asked(140, 40, parts());
    assert!(beside(&stage), "{}", stage.text());
    stage.shows(&["one side below the other"]).keys("s");
    assert!(!beside(&stage), "{}", stage.text());
    stage.shows(&["both sides beside each other", "+let five = 5;"]).keys("y");
    // It is remembered.
    called(&mut stage, Output::well("ok"));
    calls(&mut stage, &[("shell", serde_json::json!({ "command": "x" }))]);
    asks(&mut stage, parts());
    assert!(!beside(&stage), "{}", stage.text());
    stage.keys("s");
    assert!(beside(&stage), "{}", stage.text());
    // Where there is no room, there is no choice.
    stage.event(Event::Resize(100, 40));
    assert!(!beside(&stage), "{}", stage.text());
    stage.hides(&["beside each other", "below the other"]).keys("s");
    stage.event(Event::Resize(140, 40));
    assert!(beside(&stage), "{}", stage.text());
}

#[test]
fn a_change_stands_as_it_should_in_every_language() {
    for (lang, name) in [(Lang::En, "en"), (Lang::Ar, "ar"), (Lang::Zh, "zh")] {
        for cols in [80, 140] {
            speak_here(Some(lang));
            let mut stage = asked(cols, 40, parts());
            insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
                let text = stage.keys("down space").text();
                insta::assert_snapshot!(format!("change_{name}_{cols}"), text);
            });
        }
    }
    speak_here(None);
}

#[test]
fn a_call_under_way_stands_in_the_status_line_and_esc_stops_it() {
    let mut stage = work(80, 24);
    stage.keys("'go' enter");
    calls(&mut stage, &[("shell", serde_json::json!({ "command": "sleep 99" }))]);
    stage.wait(3000).shows(&["shell sleep 99 · 3 s"]);
    let generation = call(&stage);
    stage.keys("esc");
    let stops = |effect: &Effect| matches!(effect, Effect::Session(session::Effect::Stop { generation: of }) if *of == generation);
    assert!(stage.asked.iter().any(stops));
    assert!(!stage.app.busy());
}

#[test]
fn a_check_that_failed_looked_as_if_the_user_had_written_it() {
    let mut stage = work(80, 24);
    stage.app.session.setup.work.as_mut().unwrap().check = Some("make test".into());
    stage.keys("'go' enter");
    calls(&mut stage, &[("write", serde_json::json!({ "path": "a", "text": "x\n" }))]);
    called(&mut stage, Output { changed: vec!["a".into()], ..Output::well("ok") });
    stage.says("Done.").ends();
    called(&mut stage, Output::badly("boom\n[exit code 2]"));
    stage.shows(&["┊ ▸ 7 lines: The check `make test` failed."]).hides(&["boom", "Mend it."]);
}

#[test]
fn undo_takes_the_files_of_the_question_and_redo_brings_them_back() {
    let mut stage = work(80, 24);
    stage.keys("'go' enter");
    calls(&mut stage, &[("write", serde_json::json!({ "path": "a", "text": "x\n" }))]);
    called(&mut stage, Output::well("ok"));
    stage.says("Done.").ends();
    let label = stage.app.session.question();
    let swaps = |stage: &Stage| -> Vec<(Step, String)> {
        let swap = |effect: &Effect| match effect {
            Effect::Swap(step, label) => Some((*step, label.clone())),
            _ => None,
        };
        stage.asked.iter().filter_map(swap).collect()
    };
    stage.keys("alt+u").hides(&["Done."]);
    assert_eq!(stage.app.composer.text(), "go");
    assert_eq!(swaps(&stage), [(Step::Undo, label.clone())]);
    let undo = Undo { removed: vec!["a".into()], ..Undo::default() };
    stage.got(Got::Swapped(Step::Undo, undo)).shows(&["taken back · removed: a"]);
    stage.keys("ctrl+c '/redo' enter").shows(&["Done."]);
    assert_eq!(swaps(&stage)[1..], [(Step::Redo, label)]);
    stage.keys("'/redo' enter").shows(&["nothing to bring back"]);
}

#[test]
fn an_answer_without_calls_takes_no_files_back() {
    let mut stage = work(80, 24);
    stage.exchange("why?", "because").keys("alt+u");
    assert!(!stage.asked.iter().any(|effect| matches!(effect, Effect::Swap(..))));
}

#[test]
fn a_servers_tool_is_asked_for_with_its_server_and_arguments() {
    let args = serde_json::json!({ "query": "a b", "deep": { "n": 1 } });
    let serde_json::Value::Object(args) = args else { panic!("no object") };
    let call = Call::Mcp { server: "docs".into(), tool: "find".into(), claim: Claim::Looks, args };
    let ask = Ask::new(call, Some(Why::Server));
    for (keys, wanted) in [("y", Reply::Once), ("a", Reply::Always), ("n enter", Reply::No(String::new()))] {
        let mut stage = asked(100, 30, ask.clone());
        stage.shows(&[
            "Call find of the server docs?",
            "\"query\": \"a b\"",
            "\"n\": 1",
            "this tool",
            "taken back",
        ]);
        stage.keys(keys);
        assert_eq!(replies(&stage), [wanted]);
    }
}

#[test]
fn the_servers_of_tools_have_a_page_and_can_be_started_again() {
    let mut stage = work(100, 24);
    let wants = |stage: &Stage| match stage.asked.last() {
        Some(Effect::Servers(name)) => name.clone(),
        other => panic!("{other:?}"),
    };
    stage.keys("'/mcp' esc enter");
    assert_eq!(wants(&stage), None);
    let report = |name: &str, state, tools: &[&str]| Report {
        name: name.into(),
        state,
        tools: tools.iter().map(ToString::to_string).collect(),
        log: format!("/run/mcp-{name}.log").into(),
    };
    let reports = vec![
        report("docs", State::Ready, &["find", "read"]),
        report("web", State::Gone("no \u{1b}[31mkey".into()), &[]),
    ];
    stage.event(Event::Got(Got::Servers(reports)));
    stage.shows(&[
        "Servers of tools",
        "docs",
        "ready, 2 tools",
        "find",
        "read",
        "web",
        "not there: no",
        "mcp-web.log",
    ]);
    stage.keys("esc '/mcp web' esc enter");
    assert_eq!(wants(&stage), Some("web".into()));
    let mut chat = Stage::new(100, 20);
    chat.keys("'/mcp' esc enter").shows(&["this is a chat"]);
}

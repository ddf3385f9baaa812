//! What becomes of a call that the user decides about, and the way back of what was done for a question.
#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its files fails")]

use std::fs;
use std::path::{Path, PathBuf};

use qwill::code::checkpoint::Step;
use qwill::code::edit::pick;
use qwill::code::edit::plan::{File, Plan};
use qwill::code::hands::{Ask, Hands, Looked, Reply, is_other, is_refusal};
use qwill::code::policy::{Freedom, Mode, Rules};
use qwill::code::project::{Ended, Output, Project};
use qwill::code::tool::Call;
use qwill::config::Places;
use qwill::wire::{ToolCall, ToolFunction};
use tempfile::TempDir;

struct Stage {
    dir: TempDir,
    hands: Hands,
}

impl Stage {
    fn new(mode: Mode) -> Stage {
        Stage::ruled(mode, Rules::default())
    }

    fn ruled(mode: Mode, rules: Rules) -> Stage {
        let dir = tempfile::tempdir().unwrap();
        let place = |name: &str| dir.path().join(name);
        fs::create_dir(place("work")).unwrap();
        let places =
            Places { config: place("config"), data: place("data"), cache: place("cache"), run: place("run") };
        let program = Path::new(env!("CARGO_BIN_EXE_qwill"));
        let project = Project::open(&place("work"), &places).unwrap().with_program(program);
        Stage { hands: Hands::new(project, Freedom::new(mode), rules), dir }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join("work").join(name)
    }

    fn read(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.path(name)).ok()
    }

    /// What is asked about a call, with what comes of the reply; nothing is asked where the call is done at once.
    fn call(&mut self, name: &str, arguments: &serde_json::Value, reply: Reply) -> (Option<Ask>, Output) {
        let function = ToolFunction { name: name.into(), arguments: arguments.to_string() };
        let call = ToolCall { id: "c".into(), kind: "function".into(), function };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            match self.hands.look(&call).await {
                Looked::Done(output) => (None, output),
                Looked::Ready(step) => (None, self.hands.perform(step).await),
                Looked::Asks(step, ask) => (Some(*ask), self.hands.answer(step, reply).await),
            }
        })
    }

    fn write(&mut self, path: &str, text: &str) -> Option<Ask> {
        self.call("write", &serde_json::json!({ "path": path, "text": text }), Reply::Always).0
    }
}

fn there(path: &Path) -> Vec<String> {
    let names = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn what_the_user_puts_in_the_place_of_a_call_is_done_and_told() {
    let mut stage = Stage::new(Mode::Ask);
    let theirs = Call::Write { path: "a".into(), text: "theirs\n".into() };
    let arguments = serde_json::json!({ "path": "a", "text": "the model's\n" });
    let (ask, output) = stage.call("write", &arguments, Reply::Instead(Box::new(theirs)));
    assert!(ask.unwrap().diff.contains("+the model's"));
    assert_eq!(stage.read("a").unwrap(), "theirs\n");
    assert!(output.ended == Ended::Well && output.text.contains("theirs\n") && output.text.ends_with("ok"));
}

#[test]
fn a_command_that_the_user_changed_is_judged_again() {
    let rules = Rules { deny: vec!["rm".into()], ask: vec!["touch".into()], ..Rules::default() };
    let mut stage = Stage::ruled(Mode::Ask, rules);
    let theirs =
        |command: &str| Reply::Instead(Box::new(Call::Shell { command: command.into(), time: None }));
    fs::write(stage.path("a"), "here").unwrap();
    let arguments = serde_json::json!({ "command": "ls" });
    let (ask, output) = stage.call("shell", &arguments, theirs("true; rm a"));
    assert!(ask.is_some() && output.ended == Ended::Refused && is_refusal(&output.text), "{}", output.text);
    assert!(output.text.contains("a rule of the user forbids") && output.text.contains("true; rm a"));
    assert!(output.notices.iter().any(|notice| notice.contains("rm a")), "{:?}", output.notices);
    assert_eq!(stage.read("a").as_deref(), Some("here"));
    // What a rule asks for is allowed: the user wrote it.
    let (_, output) = stage.call("shell", &arguments, theirs("touch b"));
    assert!(output.ended != Ended::Refused && stage.read("b").is_some(), "{}", output.text);
}

/// Forty lines of a file of Windows, of which the model changes two that are far from each other.
fn windows(stage: &Stage) -> (String, serde_json::Value) {
    let lines: String = (0..40).map(|n| format!("line {n}\r\n")).collect();
    let before = format!("\u{feff}{lines}end");
    fs::write(stage.path("a.txt"), &before).unwrap();
    let after = before.replace("line 3\r", "three\r").replace("line 30\r", "thirty\r");
    (before, serde_json::json!({ "path": "a.txt", "text": after }))
}

#[test]
fn only_the_parts_that_the_user_took_are_made_and_the_model_hears_of_the_others() {
    let mut stage = Stage::new(Mode::Ask);
    stage.hands.turn("c:1").unwrap();
    let (before, arguments) = windows(&stage);
    let (ask, output) = stage.call("write", &arguments, Reply::Part([1].into()));
    assert_eq!(pick::sections(&ask.unwrap().plan).len(), 2);
    assert_eq!(stage.read("a.txt").unwrap(), before.replace("line 30\r", "thirty\r"));
    let text = &output.text;
    assert!(is_other(text) && text.ends_with("\nok") && output.ended == Ended::Well, "{text}");
    assert!(text.contains("a.txt\n@@ -1,7 +1,7 @@") && text.contains("+three"), "{text}");
    assert!(!text.contains("thirty") && output.diff.contains("+thirty") && !output.diff.contains("three"));
    stage.hands.rest().unwrap();
    stage.hands.project.swap(Step::Undo, "c:1").unwrap();
    assert_eq!(stage.read("a.txt").unwrap(), before);
    // Nothing taken is a no.
    let mut stage = Stage::new(Mode::Ask);
    let (before, arguments) = windows(&stage);
    let (_, output) = stage.call("write", &arguments, Reply::Part([].into()));
    assert!(is_refusal(&output.text) && stage.read("a.txt").unwrap() == before);
}

#[test]
fn what_the_user_made_of_a_change_is_done_and_told_and_touches_no_other_file() {
    let mut stage = Stage::new(Mode::Ask);
    let (before, arguments) = windows(&stage);
    let file = |path: &str, text: &str| File {
        path: path.into(),
        before: None,
        after: Some(text.as_bytes().to_vec()),
        from: None,
    };
    let theirs = before.replace("line 7\r", "seven\r");
    let plan = Plan { files: vec![file("a.txt", &theirs), file("other", "x")], notes: Vec::new() };
    let (_, output) = stage.call("write", &arguments, Reply::Changed(Box::new(plan)));
    assert_eq!((stage.read("a.txt"), stage.read("other")), (Some(theirs), None));
    assert!(is_other(&output.text) && output.text.contains("+seven"), "{}", output.text);
}

#[test]
fn a_file_that_changed_while_the_user_decided_is_left() {
    for reply in [Reply::Part([0].into()), Reply::Once] {
        let mut stage = Stage::new(Mode::Ask);
        let (_, arguments) = windows(&stage);
        let function = ToolFunction { name: "write".into(), arguments: arguments.to_string() };
        let call = ToolCall { id: "c".into(), kind: "function".into(), function };
        let path = stage.path("a.txt");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let output = runtime.block_on(async {
            let Looked::Asks(step, _) = stage.hands.look(&call).await else { panic!("it does not ask") };
            fs::write(&path, "mine").unwrap();
            stage.hands.answer(step, reply).await
        });
        assert!(output.ended == Ended::Badly && output.text.contains("a.txt"), "{}", output.text);
        assert_eq!(stage.read("a.txt").as_deref(), Some("mine"));
    }
}

#[test]
fn a_mode_that_the_user_goes_over_to_answers_for_them() {
    let arguments = serde_json::json!({ "path": "a", "text": "x" });
    for (mode, there) in [(Mode::Edit, true), (Mode::Auto, true), (Mode::Plan, false), (Mode::Ask, false)] {
        let mut stage = Stage::new(Mode::Ask);
        let function = ToolFunction { name: "write".into(), arguments: arguments.to_string() };
        let call = ToolCall { id: "c".into(), kind: "function".into(), function };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let output = runtime.block_on(async {
            let Looked::Asks(step, ask) = stage.hands.look(&call).await else { panic!("it does not ask") };
            assert_eq!(ask.free, Some(Mode::Edit));
            stage.hands.mode.set(mode);
            stage.hands.answer(step, Reply::Mode).await
        });
        assert_eq!((stage.read("a").is_some(), is_refusal(&output.text)), (there, !there), "{mode:?}");
    }
}

#[test]
fn refusals_are_known_by_their_text() {
    let mut stage = Stage::new(Mode::Ask);
    let arguments = serde_json::json!({ "path": "a", "text": "x" });
    for why in ["", "another way"] {
        let (_, output) = stage.call("write", &arguments, Reply::No(why.into()));
        assert!(output.ended == Ended::Refused && is_refusal(&output.text) && output.text.contains(why));
    }
    let question = serde_json::json!({ "question": "which?" });
    let (_, output) = stage.call("ask", &question, Reply::No(String::new()));
    assert!(output.ended == Ended::Refused && is_refusal(&output.text));
    let mut plan = Stage::new(Mode::Plan);
    let (ask, output) = plan.call("write", &arguments, Reply::Once);
    assert!(ask.is_none() && is_refusal(&output.text));
    assert_eq!(stage.read("a"), None);
    assert!(!is_refusal("error: old text not found"));
}

#[test]
fn a_yes_for_the_conversation_ends_with_it() {
    let mut stage = Stage::new(Mode::Ask);
    stage.hands.turn("one:1").unwrap();
    assert!(stage.write("a", "1").is_some());
    stage.hands.turn("one:2").unwrap();
    assert!(stage.write("a", "2").is_none());
    stage.hands.turn("two:1").unwrap();
    assert!(stage.write("a", "3").is_some());
}

#[test]
fn a_question_takes_back_all_that_was_done_for_it_and_nothing_else() {
    let mut stage = Stage::new(Mode::Auto);
    stage.hands.turn("c:1").unwrap();
    stage.write("first", "1");
    stage.hands.rest().unwrap();
    // The answer was made anew: two turns for one question.
    for text in ["2", "3"] {
        stage.hands.turn("c:2").unwrap();
        stage.write("second", text);
        stage.hands.rest().unwrap();
    }
    let nothing = stage.hands.project.swap(Step::Undo, "c:9").unwrap();
    assert!(nothing.turns.is_empty() && nothing.restored.is_empty() && nothing.removed.is_empty());
    let undo = stage.hands.project.swap(Step::Undo, "c:2").unwrap();
    assert_eq!((undo.turns.len(), undo.removed), (2, vec!["second".to_owned()]));
    assert_eq!(there(&stage.path("")), ["first"]);
    assert!(stage.hands.project.swap(Step::Redo, "c:1").unwrap().turns.is_empty());
    let redo = stage.hands.project.swap(Step::Redo, "c:2").unwrap();
    assert_eq!((redo.turns.len(), stage.read("second").as_deref()), (2, Some("3")));
    stage.hands.project.swap(Step::Undo, "c:2").unwrap();
    stage.hands.project.swap(Step::Undo, "c:1").unwrap();
    assert!(there(&stage.path("")).is_empty());
}

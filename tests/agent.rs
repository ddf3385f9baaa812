//! `qwill code --print` as a person or a script uses it, with an engine that says what small models say: whatever that
//! is, the tree ends as it should, and can be brought back.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stdout, reason = "a test that is left out says so")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use support::home::{Home, Ran};
use support::script::{Say, Script, call, text};

/// A project, and an engine that works in it.
struct Work {
    home: Home,
    script: Script,
}

type Tree = BTreeMap<String, Vec<u8>>;

impl Work {
    fn new(answers: Vec<Say>) -> Work {
        let (home, script) = (Home::new(), Script::new(answers));
        home.write("config/config.toml", script.config());
        home.write("project/notes.txt", "alpha\nbeta\n");
        home.write("project/src/main.rs", "fn main() {\n    println!(\"old\");\n}\n");
        Work { home, script }
    }

    fn run(&self, args: &[&str]) -> Ran {
        self.home.run(&[&["code", "-m", "lab/big", "-C", "project"], args].concat())
    }

    fn auto(&self) -> Ran {
        self.run(&["--print", "--mode", "auto", "do it"])
    }

    fn file(&self, path: &str) -> String {
        fs::read_to_string(self.home.path().join("project").join(path)).unwrap_or_else(|_| "(none)".into())
    }

    fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        walk(&self.home.path().join("project"), "", &mut tree);
        tree
    }
}

fn walk(dir: &Path, prefix: &str, tree: &mut Tree) {
    for entry in fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        match entry.file_type().unwrap().is_dir() {
            true => walk(&entry.path(), &format!("{name}/"), tree),
            false => _ = tree.insert(name, fs::read(entry.path()).unwrap()),
        }
    }
}

/// Whether commands are held on this machine; where they are not, each is asked for.
fn held() -> bool {
    let held = Home::new().run(&["code", "--sandbox-test"]).code == Some(0);
    if !held {
        println!("skipped: nothing holds commands here");
    }
    held
}

/// What a model that was meant to write `new.txt` says, and how the file ends; and that the way back is whole.
#[track_caller]
fn writes(said: Say, wanted: &str) {
    let work = Work::new(vec![said]);
    let before = work.tree();
    let ran = work.auto();
    assert_eq!(work.file("new.txt"), wanted, "{ran:?} {:?}", work.script.results());
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "done\n"), "{ran:?}");
    let after = work.tree();
    work.run(&["--undo"]).ok();
    assert_eq!(work.tree(), before);
    work.run(&["--redo"]).ok();
    assert_eq!(work.tree(), after);
}

const HERMES: &str =
    "{\"name\": \"write\", \"arguments\": {\"path\": \"new.txt\", \"text\": \"one\\ntwo\\n\"}}";
const XML: &str = "<function=write>\n<parameter=path>\nnew.txt\n</parameter>\n<parameter=text>\none\ntwo\n\n</parameter>\n</function>";

#[test]
fn calls_that_were_taken_for_text_are_calls() {
    for said in [
        format!("<tool_call>\n{HERMES}\n</tool_call>"),
        format!("I write it.\n\n<tool_call>\n{HERMES}\n</tool_call>"),
        // Without its opening tag, without its closing one, without any.
        format!("{HERMES}\n</tool_call>"),
        format!("<tool_call>\n{HERMES}"),
        HERMES.to_owned(),
        format!("```json\n{HERMES}\n```"),
        format!("<tool_call>\n{XML}\n</tool_call>"),
        format!("{XML}\n</tool_call>"),
        XML.to_owned(),
        format!("<tool_call>\n{}", XML.replace("\n</function>", "")),
        format!("<tool_call>\n{}", XML.replace("\n</parameter>\n</function>", "\n</function>\n</tool_call>")),
        // Inside thoughts.
        format!("<think>\nI write it.\n<tool_call>\n{HERMES}\n</tool_call>\n</think>\n\n"),
        format!("<think>\nI write it.\n</think>\n\n<tool_call>\n{HERMES}\n</tool_call>"),
    ] {
        writes(text(&said), "one\ntwo\n");
    }
}

#[test]
fn values_are_what_was_meant_by_the_schema() {
    let of = |body: &str| {
        let head =
            "<tool_call>\n<function=write>\n<parameter=path>\nnew.txt\n</parameter>\n<parameter=text>\n";
        text(&format!("{head}{body}\n</parameter>\n</function>\n</tool_call>"))
    };
    // Text that looks like JSON, a number, nothing or HTML stays text.
    writes(of("{\"a\": 1}"), "{\"a\": 1}");
    writes(of("  1.0000"), "  1.0000");
    writes(of("null"), "null");
    writes(of("a &lt; b"), "a &lt; b");
    // A tag that is part of the file.
    writes(of("see </tool_call> here"), "see </tool_call> here");
    writes(call("write", json!({ "path": "new.txt", "text": { "a": 1 } })), "{\"a\":1}");
    // The same parameter twice: the last one counts, as in JSON.
    let twice = "<tool_call>\n<function=write>\n<parameter=path>\nold.txt\n</parameter>\n<parameter=path>\nnew.txt\n\
                 </parameter>\n<parameter=text>\nx\n</parameter>\n</function>\n</tool_call>";
    writes(text(twice), "x");
}

#[test]
fn numbers_may_be_texts_and_texts_numbers() {
    for from in [json!(2), json!("2"), json!(2.0)] {
        let work = Work::new(vec![call("read", json!({ "path": "notes.txt", "from": from }))]);
        work.auto().ok();
        assert!(work.script.results()[0].starts_with("2\tbeta\n"), "{from}");
    }
}

#[test]
fn edits_in_every_format_are_made() {
    let search = "src/main.rs\n<<<<<<< SEARCH\n    println!(\"old\");\n=======\n    println!(\"new\");\n>>>>>>> REPLACE\n";
    let unified = "```diff\n--- a/src/main.rs\n+++ b/src/main.rs\n@@ -1,3 +1,3 @@\n fn main() {\n-    println!(\"old\");\n+    println!(\"new\");\n }\n```\n";
    let patch = "*** Begin Patch\n*** Update File: src/main.rs\n@@\n-    println!(\"old\");\n+    println!(\"new\");\n*** End Patch\n";
    let whole = "src/main.rs\n```rust\nfn main() {\n    println!(\"new\");\n}\n```\n";
    for format in [search, unified, patch, whole] {
        let work = Work::new(vec![text(&format!("Here is the change:\n\n{format}"))]);
        let ran = work.auto();
        assert_eq!(work.file("src/main.rs"), "fn main() {\n    println!(\"new\");\n}\n", "{format} {ran:?}");
        assert_eq!(ran.ok(), "done\n");
    }
}

#[test]
fn an_edit_that_misses_changes_nothing_and_says_what_is_there() {
    let miss = call("edit", json!({ "path": "src/main.rs", "old": "    println!(\"odl\");", "new": "x" }));
    let right = call("edit", json!({ "path": "src/main.rs", "old": "\"old\"", "new": "\"new\"" }));
    let work = Work::new(vec![miss, right]);
    work.auto().ok();
    let results = work.script.results();
    assert!(results[0].contains("println!(\"old\")"), "{results:?}");
    assert_eq!(results[1], "ok");
    assert_eq!(work.file("src/main.rs"), "fn main() {\n    println!(\"new\");\n}\n");
}

#[test]
fn what_cannot_be_is_answered_and_the_model_goes_on() {
    for (said, answer) in [
        (call("delete_everything", json!({})), "there is no tool"),
        (call("read", json!({ "path": "../secret" })), "error"),
        (call("read", json!({ "path": "/etc/passwd" })), "error"),
        (call("write", json!({ "path": "a/../../b", "text": "x" })), "error"),
        (call("edit", json!({ "path": "none.txt", "old": "a", "new": "b" })), "no such file"),
        (call("edit", json!({ "path": "notes.txt", "old": "", "new": "b" })), "error"),
        (call("edit", json!({ "path": "notes.txt", "old": "alpha", "new": "alpha" })), "error"),
        (Say::Calls(vec![("read".into(), "{\"path\": ".into())]), "no JSON object"),
        (call("shell", json!({ "command": " " })), "empty"),
    ] {
        let work = Work::new(vec![said]);
        let before = work.tree();
        assert_eq!(work.auto().ok(), "done\n");
        let results = work.script.results();
        assert!(results.len() == 1 && results[0].contains(answer), "{answer}: {results:?}");
        assert_eq!(work.tree(), before);
    }
}

#[test]
fn a_model_that_says_nothing_or_half_of_it_is_no_success() {
    for said in ["", "<think>\nhm", "<think>\n\n</think>\n\n"] {
        Work::new(vec![text(said)]).auto().fails_with(1, &["answered nothing"]);
    }
    let work = Work::new(vec![Say::Cut(format!("<tool_call>\n{}", &HERMES[..40]))]);
    let ran = work.auto();
    assert_eq!((ran.code, work.file("new.txt").as_str()), (Some(6), "(none)"), "{ran:?}");
    // Words alone end the work; nothing was done, and nothing is made up.
    let ran = Work::new(vec![text("I will now edit the file.")]).auto();
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "I will now edit the file.\n"), "{ran:?}");
}

#[test]
fn the_same_call_again_and_again_is_stopped() {
    let again = || call("read", json!({ "path": "notes.txt" }));
    let work = Work::new((0..10).map(|_| again()).collect());
    let ran = work.auto();
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("three times") && ran.err.contains("round in circles"), "{ran:?}");
    assert_eq!(work.script.asked().len(), 3);
}

#[test]
fn the_allowed_answers_are_not_exceeded() {
    let read = |path: &str| call("read", json!({ "path": path }));
    let work = Work::new(vec![read("notes.txt"), read("src/main.rs"), read("x")]);
    let ran = work.run(&["--print", "--max-turns", "2", "do it"]);
    assert_eq!((ran.code, work.script.asked().len()), (Some(6), 2), "{ran:?}");
}

#[test]
fn each_mode_does_what_it_says_and_no_more() {
    if !held() {
        return;
    }
    let edit = || call("edit", json!({ "path": "notes.txt", "old": "alpha", "new": "gamma" }));
    let shell = || call("shell", json!({ "command": "echo x > made.txt" }));
    for (mode, edited, made, code) in [
        ("plan", false, false, 8),
        ("ask", false, false, 8),
        ("edit", true, false, 8),
        ("auto", true, true, 0),
    ] {
        let work = Work::new(vec![edit(), shell()]);
        let ran = work.run(&["--print", "--mode", mode, "do it"]);
        assert_eq!(ran.code, Some(code), "{mode} {ran:?}");
        assert_eq!(work.file("notes.txt").contains("gamma"), edited, "{mode}");
        assert_eq!(work.file("made.txt") == "x\n", made, "{mode} {:?}", work.script.results());
    }
}

#[test]
fn commands_are_held_and_what_they_did_is_taken_back() {
    if !held() {
        return;
    }
    let outside = "cat ../config/config.toml; echo x > ../out.txt; rm notes.txt; mkdir new; echo y > new/file; echo z >> src/main.rs";
    let work = Work::new(vec![call("shell", json!({ "command": outside }))]);
    let before = work.tree();
    work.auto().ok();
    assert!(!work.home.path().join("out.txt").exists());
    assert!(!work.script.results()[0].contains("engine.lab"), "{:?}", work.script.results());
    assert_eq!((work.file("notes.txt").as_str(), work.file("new/file").as_str()), ("(none)", "y\n"));
    work.run(&["--undo"]).ok();
    assert_eq!(work.tree(), before);
}

#[test]
fn a_file_that_changed_since_it_was_read_is_not_overwritten() {
    if !held() {
        return;
    }
    let read = call("read", json!({ "path": "notes.txt" }));
    let touch = call("shell", json!({ "command": "echo mine > notes.txt" }));
    let write = call("write", json!({ "path": "notes.txt", "text": "all new\n" }));
    let work = Work::new(vec![read, touch, write]);
    work.auto().ok();
    assert_eq!(work.file("notes.txt"), "mine\n");
    assert!(work.script.results()[2].contains("Read it again"), "{:?}", work.script.results());
}

#[test]
fn secrets_need_a_yes_in_every_mode() {
    let work =
        Work::new(vec![call("read", json!({ "path": ".env" })), call("search", json!({ "pattern": "KEY" }))]);
    work.home.write("project/.env", "KEY=hush\n");
    let ran = work.auto();
    assert_eq!(ran.code, Some(8), "{ran:?}");
    assert!(
        work.script.results().iter().all(|result| !result.contains("hush")),
        "{:?}",
        work.script.results()
    );
}

#[test]
fn events_are_told_one_a_line() {
    if !held() {
        return;
    }
    let work = Work::new(vec![
        call("shell", json!({ "command": "echo hi" })),
        call("edit", json!({ "path": "notes.txt", "old": "alpha", "new": "gamma" })),
        call("todo", json!({ "items": "[x] one\n- [ ] two" })),
        text("All done."),
    ]);
    let ran = work.run(&["--json", "--mode", "auto", "do it"]);
    let events: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<&str> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(kinds[..2], ["thread.started", "turn.started"]);
    assert_eq!(kinds.last(), Some(&"turn.completed"), "{ran:?}");
    let done: Vec<&Value> =
        events.iter().filter(|event| event["type"] == "item.completed").map(|event| &event["item"]).collect();
    let types: Vec<&str> = done.iter().map(|item| item["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["command_execution", "file_change", "todo_list", "agent_message"], "{ran:?}");
    assert_eq!((&done[0]["aggregated_output"], &done[0]["status"]), (&json!("hi\n"), &json!("completed")));
    assert!(done[1]["diff"].as_str().unwrap().contains("+gamma"));
    assert_eq!(done[2]["items"][0], json!({ "text": "one", "completed": true }));
    assert_eq!(done[3]["text"], "All done.");
    let ids: std::collections::BTreeSet<&str> =
        done.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), done.len());
}

#[test]
fn several_calls_of_one_answer_are_all_answered() {
    let calls = Say::Calls(vec![
        ("read".into(), json!({ "path": "notes.txt" }).to_string()),
        ("read".into(), json!({ "path": "src/main.rs" }).to_string()),
        ("nothing".into(), "{}".into()),
    ]);
    let work = Work::new(vec![calls]);
    work.auto().ok();
    let asked = work.script.asked();
    let messages = asked.last().unwrap()["messages"].as_array().unwrap().clone();
    let answered: Vec<&str> =
        messages.iter().filter_map(|message| message["tool_call_id"].as_str()).collect();
    assert_eq!(answered, ["call_0", "call_1", "call_2"]);
}

#[test]
fn a_conversation_goes_on_with_what_was_said_and_done() {
    let work = Work::new(vec![call("read", json!({ "path": "notes.txt" })), text("Read."), text("Again.")]);
    assert_eq!(work.auto().ok(), "Read.\n");
    assert_eq!(work.run(&["--print", "-c", "and now?"]).ok(), "Again.\n");
    let asked = work.script.asked();
    let roles: Vec<String> = asked.last().unwrap()["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["role"].as_str().unwrap().to_owned())
        .filter(|role| role != "system")
        .collect();
    assert_eq!(roles, ["user", "assistant", "tool", "assistant", "user"]);
}

#[test]
fn work_that_is_killed_leaves_a_tree_that_can_be_brought_back() {
    if !held() {
        return;
    }
    let edit = call("edit", json!({ "path": "notes.txt", "old": "alpha", "new": "gamma" }));
    let shell = call("shell", json!({ "command": "echo x > made.txt; rm src/main.rs; sleep 60" }));
    let work = Work::new(vec![edit, shell]);
    let before = work.tree();
    let args = ["code", "-m", "lab/big", "-C", "project", "--print", "--mode", "auto", "do it"];
    let mut child = work.home.command(&args).spawn().unwrap();
    let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while work.file("src/main.rs") != "(none)" {
        assert!(std::time::Instant::now() < end, "the command never ran");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(work.file("notes.txt").contains("gamma"));
    work.run(&["--undo"]).ok();
    assert_eq!(work.tree(), before);
}

#[test]
fn a_long_output_can_be_read_on() {
    if !held() {
        return;
    }
    let long = call("shell", json!({ "command": "for i in $(seq 1 5000); do echo line $i; done" }));
    let read = call("read", json!({ "path": "@output/1", "from": 2500, "lines": 2 }));
    let work = Work::new(vec![long, read, call("read", json!({ "path": "@output/7" }))]);
    work.auto().ok();
    let results = work.script.results();
    assert!(results[0].len() < 10_000 && results[0].contains("@output/1"), "{results:?}");
    assert!(results[1].starts_with("2500\tline 2500\n2501\tline 2501\n"), "{results:?}");
    assert!(results[2].contains("error"), "{results:?}");
}

#[test]
fn the_check_is_run_where_commands_are_and_its_failure_is_mended() {
    if !held() {
        return;
    }
    let edit = |old: &str, new: &str| call("edit", json!({ "path": "notes.txt", "old": old, "new": new }));
    let answers = || vec![edit("alpha", "gamma"), text("First."), edit("gamma", "delta"), text("Second.")];
    let check = "[code]\ncheck = \"grep -q delta notes.txt\"\n";
    let work = Work::new(answers());
    work.home.write("config/config.toml", work.script.config() + check);
    let ran = work.auto();
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "Second.\n"), "{ran:?}");
    assert_eq!(work.script.asked().len(), 4);
    // Where nobody can say yes it is not run, which is said and is no failure.
    let work = Work::new(answers());
    work.home.write("config/config.toml", work.script.config() + check);
    let ran = work.run(&["--print", "--mode", "edit", "do it"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "First.\n"), "{ran:?}");
    assert!(ran.err.contains("was not run"), "{ran:?}");
}

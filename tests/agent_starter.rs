//! `qwill code` with the starter through llama.cpp: what it was taught to do, it does to a project.
#![cfg(feature = "local")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use serde_json::Value;
use support::home::Home;

/// What a run did.
#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    /// Its events.
    events: Vec<Value>,
}

impl Ran {
    /// What was done, of one kind, once it was over.
    fn items(&self, kind: &str) -> Vec<&Value> {
        let done = self.events.iter().filter(|event| event["type"] == "item.completed");
        done.map(|event| &event["item"]).filter(|item| item["type"] == kind).collect()
    }
}

fn project() -> Home {
    let home = Home::new();
    home.write("project/notes.txt", "alpha one\ntwo three\n");
    home.write("project/src/main.rs", "fn main() {}\n");
    home
}

fn work(home: &Home, task: &str) -> Ran {
    let ran = home.run(&["code", "-C", "project", "--mode", "auto", "--max-turns", "6", "--json", task]);
    let events = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    Ran { code: ran.code, events }
}

fn notes(home: &Home) -> String {
    std::fs::read_to_string(home.path().join("project/notes.txt")).unwrap()
}

/// That it ended well, with an answer.
#[track_caller]
fn ends_well(ran: &Ran) {
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert_eq!(ran.events.last().unwrap()["type"], "turn.completed", "{ran:#?}");
    let answer = ran.items("agent_message");
    assert!(answer.iter().any(|item| !item["text"].as_str().unwrap().trim().is_empty()), "{ran:#?}");
}

#[test]
fn it_reads_the_file_that_is_named() {
    let home = project();
    for task in ["read the file notes.txt", "read notes.txt"] {
        let ran = work(&home, task);
        ends_well(&ran);
        let calls = ran.items("tool_call");
        assert_eq!(calls.len(), 1, "{ran:#?}");
        assert_eq!(
            (&calls[0]["tool"], &calls[0]["arguments"]["path"]),
            (&"read".into(), &"notes.txt".into())
        );
        assert_eq!(calls[0]["output"], "alpha one\ntwo three\n");
    }
}

#[test]
fn it_replaces_text_and_that_can_be_undone() {
    let home = project();
    let before = notes(&home);
    let ran = work(&home, "replace alpha with beta in notes.txt");
    ends_well(&ran);
    let changes = ran.items("file_change");
    assert_eq!((changes.len(), &changes[0]["status"]), (1, &"completed".into()), "{ran:#?}");
    assert_eq!(notes(&home), "beta one\ntwo three\n");
    home.run(&["code", "-C", "project", "--undo"]).ok();
    assert_eq!(notes(&home), before);
}

#[test]
fn it_runs_a_command() {
    let home = project();
    let ran = work(&home, "run the command ls");
    let commands = ran.items("command_execution");
    assert_eq!(commands.len(), 1, "{ran:#?}");
    assert_eq!(commands[0]["command"], "ls");
    // Where nothing can hold it, it needs a yes, which nobody is there to give.
    if commands[0]["status"] == "completed" {
        ends_well(&ran);
        assert_eq!(commands[0]["aggregated_output"], "notes.txt\nsrc\n");
    } else {
        assert_eq!(ran.code, Some(8), "{ran:#?}");
    }
}

/// The engine knows which files there are, and keeps the call to them.
#[test]
fn it_reads_only_files_that_are_there() {
    let home = project();
    home.write("project/.gitignore", "/src\n");
    let read = |task: &str| {
        let ran = work(&home, task);
        let calls = ran.items("tool_call");
        assert!(!calls.is_empty(), "{ran:#?}");
        assert!(calls.iter().all(|call| call["status"] == "completed"), "{ran:#?}");
        calls[0]["arguments"]["path"].as_str().unwrap().to_owned()
    };
    let path = read("read the file lost.txt");
    assert!(home.path().join("project").join(&path).is_file(), "{path}");
    // What version control leaves out is there too, once it is named.
    assert_eq!(read("read the file src/main.rs"), "src/main.rs");
}

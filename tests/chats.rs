//! `qwill chats` from the outside: what is imported is listed, found, shown, renamed, forked, exported, deleted.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};
use support::home::Home;

/// A home with two conversations; the first one has a branch.
fn home() -> Home {
    let home = Home::new();
    let first = [
        json!({"qwill": 1, "chat": {"id": "01hzab12cd3ef", "title": "Rust 图书馆", "model": "qwen3:4b",
            "dir": "/p", "created": 1_700_000_000, "updated": 1_700_000_100, "leaf": 2}}),
        json!({"id": 1, "parent": null, "role": "user", "text": "Où est la bibliothèque?", "at": 1_700_000_000}),
        json!({"id": 2, "parent": 1, "role": "assistant", "text": "هنا \u{1b}[31m", "model": "qwen3:4b", "at": 1_700_000_001}),
        json!({"id": 3, "parent": 1, "role": "assistant", "text": "Over there.", "state": "stopped", "at": 1_700_000_002}),
    ];
    let lines: String = first.iter().map(|line| format!("{line}\n")).collect();
    home.write("first.jsonl", lines);
    let second =
        json!([{"role": "user", "content": "How tall is it?"}, {"role": "assistant", "content": "3 m"}]);
    home.write("second.json", second.to_string());
    home.run(&["chats", "import", "first.jsonl", "second.json"]).ok();
    home
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn list(home: &Home) -> Vec<Value> {
    parse(&home.run(&["chats", "list", "--json"]).ok()).as_array().unwrap().clone()
}

#[test]
fn nothing_is_made_by_looking() {
    let home = Home::new();
    for verb in [&["chats", "list"][..], &["chats", "search", "x"]] {
        let ran = home.run(verb);
        assert!(ran.err.contains("no conversation"), "{ran:?}");
        assert_eq!(ran.ok(), "");
        assert_eq!(home.run(&[verb, &["--json"]].concat()).ok(), "[]\n");
    }
    for verb in ["show", "fork", "export", "rm"] {
        home.run(&["chats", verb, "last"]).fails(2, &["no conversation yet", "hint:"]);
    }
    assert!(!home.path().join("data/qwill.db").exists());
}

#[test]
fn what_is_imported_is_listed_and_found() {
    let home = home();
    let all = list(&home);
    assert_eq!(all.len(), 2);
    assert_eq!((&all[0]["title"], &all[0]["messages"]), (&json!("How tall is it?"), &json!(2)));
    assert_eq!(
        (&all[1]["id"], &all[1]["leaf"], &all[1]["messages"]),
        (&json!("01hzab12cd3ef"), &json!(2), &json!(3))
    );
    let table = home.run(&["chats", "ls"]).ok();
    assert!(table.lines().nth(2).unwrap().ends_with("qwen3:4b  Rust 图书馆"), "{table}");
    assert_eq!(home.run(&["chats", "list", "-n", "1"]).ok().lines().count(), 2);
    for text in ["BIBLIOTHEQUE", "图书", "over there", "هنا"] {
        let hits = parse(&home.run(&["chats", "search", text, "--json"]).ok());
        assert_eq!(hits[0]["id"], "01hzab12cd3ef", "{text}");
        assert!(hits[0]["snippet"].as_str().unwrap().contains('«'), "{hits}");
    }
    let shown = home.run(&["chats", "search", "bibliotheque", "ou"]).ok();
    assert!(shown.contains("\n    [1] «Où» est la «bibliothèque»?\n"), "{shown}");
    let mode = fs::metadata(home.path().join("data/qwill.db")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_conversation_is_shown_with_its_numbers() {
    let home = home();
    let text = home.run(&["chats", "show", "01hz"]).ok();
    assert!(text.contains("\n[1] you\nOù est la bibliothèque?\n\n[2] qwen3:4b, branch 1 of 2\n"), "{text}");
    let json = parse(&home.run(&["chats", "show", "Rust 图书馆", "--json"]).ok());
    assert_eq!((&json["path"], json["nodes"].as_array().unwrap().len()), (&json!([1, 2]), 3));
    assert_eq!(json["nodes"][2]["state"], "stopped");
    home.run(&["chats", "show", "nothing"]).fails(2, &["nothing", "hint:"]);
    let ran = home.run(&["chats", "show", "nothing", "--json"]);
    assert_eq!((ran.code, &parse(&ran.err)["error"]["kind"]), (Some(2), &json!("usage")));
}

#[test]
fn a_title_can_be_changed() {
    let home = home();
    assert_eq!(home.run(&["chats", "rename", "3ef", "x"]).code, Some(2), "three letters may be any");
    assert_eq!(home.run(&["chats", "rename", "d3ef", "Two", "words"]).ok(), "");
    let json = parse(&home.run(&["chats", "rename", "Two words", "another\nline", "--json"]).ok());
    assert_eq!((&json["title"], &json["id"]), (&json!("another line"), &json!("01hzab12cd3ef")));
    home.run(&["chats", "rename", "last", " "]).fails(2, &["title"]);
}

#[test]
fn a_fork_ends_where_it_is_told_to() {
    let home = home();
    let id = home.run(&["chats", "fork", "01hz", "--at", "1"]).ok();
    let fork = parse(&home.run(&["chats", "show", id.trim(), "--json"]).ok());
    assert_eq!((&fork["title"], &fork["path"]), (&json!("Rust 图书馆 (2)"), &json!([1])));
    let json = parse(&home.run(&["chats", "fork", "01hzab12cd3ef", "--json"]).ok());
    assert_eq!((&json["messages"], &json["dir"]), (&json!(2), &json!("/p")));
    assert_eq!(list(&home).len(), 4);
    home.run(&["chats", "fork", "01hzab12cd3ef", "--at", "9"]).fails(2, &["message 9", "show"]);
}

#[test]
fn an_export_is_imported_as_it_was() {
    let home = home();
    let before = home.run(&["chats", "show", "01hz", "--json"]).ok();
    home.run(&["chats", "export", "01hz", "-o", "out.jsonl"]).ok();
    let markdown = home.run(&["chats", "export", "01hz"]).ok();
    assert!(markdown.starts_with("# Rust 图书馆\n") && markdown.contains("## You"), "{markdown}");
    home.run(&["chats", "export", "01hz", "-o", "out.jsonl"]).fails(8, &["out.jsonl is there already"]);
    let again = parse(&home.run(&["chats", "import", "out.jsonl", "--json"]).ok());
    assert_eq!((&again[0]["imported"], list(&home).len()), (&json!(false), 2));
    let ran = home.run(&["chats", "import", "out.jsonl"]);
    assert!(ran.err.contains("is here already"), "{ran:?}");

    home.run(&["chats", "rm", "01hz"]).ok();
    home.run(&["chats", "import", "out.jsonl"]).ok();
    assert_eq!(home.run(&["chats", "show", "01hz", "--json"]).ok(), before);
    home.run(&["chats", "rm", "01hz"]).ok();
    home.pipe(&markdown, &["chats", "import", "-"]).ok();
    let after = parse(&home.run(&["chats", "show", "01hz", "--json"]).ok());
    assert_eq!((&after["path"], &after["nodes"][1]["text"]), (&json!([1, 2]), &json!("هنا \u{1b}[31m")));
}

#[test]
fn a_bad_file_imports_nothing() {
    let home = Home::new();
    home.write("good.json", r#"[{"role": "user", "content": "hi"}]"#);
    home.write("bad.json", r#"[{"role": "user""#);
    home.write("bytes.json", [b'[', 0xff, b']']);
    for bad in ["bad.json", "bytes.json", "none.json", "."] {
        home.run(&["chats", "import", "good.json", bad]).fails(2, &[bad]);
    }
    assert_eq!(list(&home).len(), 0);
}

#[test]
fn what_is_deleted_was_found_before() {
    let home = home();
    home.run(&["chats", "rm", "01hz", "nothing"]).fails(2, &["nothing"]);
    assert_eq!(list(&home).len(), 2);
    let dry = home.run(&["chats", "rm", "01hz", "01hzab12cd3ef", "--dry-run"]).ok();
    assert_eq!(dry, "would delete 01hzab12cd3ef  Rust 图书馆, 3 messages\n");
    assert_eq!(list(&home).len(), 2);
    let gone = parse(&home.run(&["chats", "rm", "01hz", "last", "--json"]).ok());
    assert_eq!((gone.as_array().unwrap().len(), list(&home).len()), (2, 0));
}

#[test]
fn a_database_that_cannot_be_used_is_told_and_left_alone() {
    let home = Home::new();
    let path =
        home.write("data/qwill.db", "this is not a database at all, whatever its name may say\n".repeat(9));
    let before = fs::read(&path).unwrap();
    home.run(&["chats", "list"]).fails(1, &["damaged", "hint:", "qwill.db.old"]);
    assert_eq!(fs::read(&path).unwrap(), before);
    for args in [
        &["chats"][..],
        &["chats", "list", "x"],
        &["chats", "rm"],
        &["chats", "export", "a", "--format", "pdf"],
    ] {
        assert_eq!(home.run(args).code, Some(2), "{args:?}");
    }
}

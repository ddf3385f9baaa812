//! A store in a directory of its own: what is put is there, whoever dies, and nothing foreign is harmed.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::*;
use crate::chat::tree::{Cost, State};
use crate::wire::{Role, ToolCall, ToolFunction};

pub(super) fn temporary() -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("data/qwill.db")).unwrap();
    (dir, store)
}

pub(super) fn chat(id: &str, title: &str, updated: i64) -> Chat {
    Chat {
        id: ChatId(id.into()),
        title: title.into(),
        model: "qwen3:4b".into(),
        system: "Be brief.".into(),
        dir: "/home/a/project".into(),
        created: 5,
        updated,
        messages: 0,
        leaf: None,
    }
}

fn said(id: u32, role: Role, text: &str) -> Node {
    Node::new(NodeId(id), (id > 1).then(|| NodeId(id - 1)), role, text.into(), i64::from(id))
}

/// Puts a conversation of these messages, the user's first.
fn talk(store: &mut Store, id: &str, updated: i64, texts: &[&str]) {
    let mut writes = vec![Write::Chat(chat(id, &format!("title of {id}"), updated))];
    for (at, text) in texts.iter().enumerate() {
        let role = [Role::User, Role::Assistant][at % 2];
        writes.push(Write::Node(ChatId(id.into()), said(at as u32 + 1, role, text)));
    }
    store.put(&writes).unwrap();
}

fn append(id: &str, node: u32, text: &str, thinking: &str) -> Write {
    Write::Append {
        chat: ChatId(id.into()),
        node: NodeId(node),
        text: text.into(),
        thinking: thinking.into(),
    }
}

fn ids(chats: &[Chat]) -> Vec<&str> {
    chats.iter().map(|chat| chat.id.0.as_str()).collect()
}

/// The conversations that a search finds.
fn found(store: &Store, text: &str) -> Vec<String> {
    store.search(text, 10).unwrap().into_iter().map(|hit| hit.chat.id.0).collect()
}

#[test]
fn everything_of_a_message_comes_back() {
    let (dir, mut store) = temporary();
    let chat = Chat { leaf: Some(NodeId(2)), messages: 2, ..chat("a", "t", 9) };
    let full = Node {
        thinking: "hm".into(),
        calls: vec![ToolCall {
            id: "1".into(),
            kind: "function".into(),
            function: ToolFunction { name: "f".into(), arguments: "{}".into() },
        }],
        call: Some("0".into()),
        raw: Some("<think>hm</think>\0".into()),
        model: Some("m".into()),
        images: vec!["/a b.png".into()],
        state: State::Stopped,
        cost: Some(Cost { prompt: 1, reused: 2, answer: 3, thinking: 4, thinking_ms: 5, speed: 6.1 }),
        summary: true,
        ..said(2, Role::Tool, "nul \0 and 图")
    };
    let first = said(1, Role::User, "");
    let id = chat.id.clone();
    store
        .put(&[
            Write::Chat(chat.clone()),
            Write::Node(id.clone(), first.clone()),
            Write::Node(id.clone(), full.clone()),
        ])
        .unwrap();
    drop(store);
    let store = Store::open(&dir.path().join("data/qwill.db")).unwrap();
    assert_eq!(store.chat(&id).unwrap(), Some(chat));
    assert_eq!(store.nodes(&id).unwrap(), [first, full]);
    assert_eq!(store.nodes(&ChatId("none".into())).unwrap(), []);
}

#[test]
fn only_the_user_may_read_what_was_made() {
    let (dir, store) = temporary();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&dir.path().join("data")), 0o700);
    for end in ["", "-wal", "-shm"] {
        assert_eq!(mode(&beside(&store.path, end)), 0o600, "{end}");
    }
}

#[test]
fn a_row_put_again_takes_the_place_of_the_old_one() {
    let (_dir, mut store) = temporary();
    talk(&mut store, "a", 1, &["first words", "second"]);
    talk(&mut store, "a", 7, &["other words"]);
    let a = ChatId("a".into());
    store.put(&[Write::Leaf(a.clone(), Some(NodeId(1))), Write::Title(a.clone(), "new".into())]).unwrap();
    let chat = store.chat(&a).unwrap().unwrap();
    assert_eq!((chat.leaf, chat.title.as_str(), chat.messages), (Some(NodeId(1)), "new", 2));
    let texts: Vec<String> = store.nodes(&a).unwrap().into_iter().map(|node| node.text).collect();
    assert_eq!(texts, ["other words", "second"]);
    assert_eq!((found(&store, "first"), found(&store, "other")), (vec![], vec!["a".to_owned()]));
}

#[test]
fn what_is_appended_goes_behind_until_the_message_is_put_whole() {
    let (dir, mut store) = temporary();
    let a = ChatId("a".into());
    let open = Node { state: State::Open, ..said(1, Role::Assistant, "Once ") };
    store.put(&[Write::Chat(chat("a", "t", 1)), Write::Node(a.clone(), open)]).unwrap();
    store.put(&[append("a", 1, "upon", "hm"), append("a", 1, " a time", "…")]).unwrap();
    store.put(&[append("a", 9, "nowhere", ""), append("gone", 1, "nowhere", "")]).unwrap();
    let read = |store: &Store| {
        let node = store.nodes(&a).unwrap().remove(0);
        (node.text, node.thinking)
    };
    assert_eq!(read(&store), ("Once upon a time".into(), "hm…".into()));
    assert_eq!(found(&store, "upon"), Vec::<String>::new());

    // Another process puts the pieces together while this one goes on.
    let other = Store::open(&dir.path().join("data/qwill.db")).unwrap();
    assert_eq!(found(&other, "upon"), ["a"]);
    store.put(&[append("a", 1, ", there", "")]).unwrap();
    assert_eq!(read(&other), ("Once upon a time, there".into(), "hm…".into()));

    store.put(&[Write::Node(a.clone(), said(1, Role::Assistant, "Whole"))]).unwrap();
    assert_eq!(read(&store), ("Whole".into(), String::new()));
}

#[test]
fn a_message_in_a_conversation_that_somebody_deleted_is_not_lost() {
    let (_dir, mut store) = temporary();
    talk(&mut store, "a", 1, &["one"]);
    let a = ChatId("a".into());
    store.remove(&a).unwrap();
    assert_eq!(store.remove(&a).unwrap_err().kind(), Kind::Usage);
    store.put(&[Write::Node(a.clone(), said(2, Role::User, "two")), Write::Leaf(a, None)]).unwrap();
    assert_eq!((ids(&store.list(9).unwrap()), found(&store, "two")), (vec!["a"], vec!["a".to_owned()]));
}

#[test]
fn the_last_used_one_comes_first() {
    let (_dir, mut store) = temporary();
    talk(&mut store, "a", 100, &[]);
    talk(&mut store, "b", 300, &["x"]);
    talk(&mut store, "c", 200, &["x", "y"]);
    let list = store.list(9).unwrap();
    assert_eq!(ids(&list), ["b", "c", "a"]);
    assert_eq!(list.iter().map(|chat| chat.messages).collect::<Vec<_>>(), [1, 2, 0]);
    assert_eq!(ids(&store.list(1).unwrap()), ["b"]);
    let late = Node { at: 400, ..said(3, Role::User, "z") };
    store.put(&[Write::Node(ChatId("a".into()), late)]).unwrap();
    assert_eq!(ids(&store.list(1).unwrap()), ["a"]);
}

#[test]
fn a_conversation_is_named_by_id_title_either_end_or_last() {
    let (_dir, mut store) = temporary();
    assert!(store.find("last").unwrap_err().to_string().contains("no conversation yet"));
    for (id, title) in [("01hzab12cd3ef", "Rust"), ("01hzab99xy7zz", "Rust"), ("01hyq00000abc", "几何")] {
        let updated = i64::from(id.len() as u8) + i64::from(title == "几何");
        store.put(&[Write::Chat(chat(id, title, updated))]).unwrap();
    }
    for name in ["01hyq00000abc", "last", "几何", "01hy", "0abc", "01HYQ"] {
        assert_eq!(store.find(name).unwrap().id.0, "01hyq00000abc", "{name}");
    }
    let several = store.find("Rust").unwrap_err();
    assert!(several.remedy().unwrap().contains("01hzab12cd3ef"), "{several:?}");
    assert_eq!(store.find("01hz").unwrap_err().kind(), Kind::Usage);
    assert!(store.find("几").unwrap_err().remedy().unwrap().contains("几何"));
    for none in ["", "zzzz", "*", "abc", "%", "last "] {
        assert_eq!(store.find(none).is_ok(), none == "last ", "{none}");
    }
}

#[test]
fn a_fork_takes_the_path_and_leaves_the_rest() {
    let (_dir, mut store) = temporary();
    talk(&mut store, "a", 1, &["one", "two", "three"]);
    let a = ChatId("a".into());
    let branch = Node { parent: Some(NodeId(1)), ..said(4, Role::Assistant, "other two") };
    store.put(&[Write::Node(a.clone(), branch), Write::Leaf(a.clone(), Some(NodeId(4)))]).unwrap();
    let fork = store.fork(&a, None, 50).unwrap();
    assert_eq!((fork.title.as_str(), fork.leaf, fork.messages), ("title of a (2)", Some(NodeId(2)), 2));
    assert_eq!(store.chat(&fork.id).unwrap().unwrap(), fork);
    let texts = |store: &Store, id: &ChatId| -> Vec<String> {
        store.nodes(id).unwrap().into_iter().map(|node| node.text).collect()
    };
    assert_eq!(texts(&store, &fork.id), ["one", "other two"]);
    let again = store.fork(&fork.id, Some(NodeId(1)), 51).unwrap();
    assert_eq!((again.title.as_str(), texts(&store, &again.id)), ("title of a (3)", vec!["one".to_owned()]));
    assert_eq!(texts(&store, &a).len(), 4);
    assert_eq!(store.fork(&a, Some(NodeId(77)), 1).unwrap_err().kind(), Kind::Usage);
    assert_eq!(store.fork(&ChatId("x".into()), None, 1).unwrap_err().kind(), Kind::Usage);
}

#[test]
fn words_are_found_inside_others_in_every_language() {
    let (_dir, mut store) = temporary();
    talk(&mut store, "en", 1, &["How do I stop a tokio task?", "Abort its JoinHandle."]);
    talk(&mut store, "zh", 2, &["我想去图书馆看书", "好的"]);
    talk(&mut store, "ar", 3, &["ما معنى الْحُرِّيَّة؟", "نعم"]);
    talk(&mut store, "fr", 4, &["Une crème brûlée, à 5 h", ""]);
    for (text, chat) in [
        ("joinhand", "en"),
        ("ok", "en"),
        ("TASK tok", "en"),
        ("图书馆", "zh"),
        ("图书", "zh"),
        ("书", "zh"),
        ("去图书馆看", "zh"),
        ("الحريه", "ar"),
        ("حرية", "ar"),
        ("نعم", "ar"),
        ("creme BRULEE", "fr"),
        ("à", "fr"),
        ("5 h crè", "fr"),
    ] {
        assert!(found(&store, text).contains(&chat.to_owned()), "{text}: {:?}", found(&store, text));
    }
    assert_eq!(found(&store, "tokio 图书馆"), Vec::<String>::new());
    assert_eq!(found(&store, "title of fr"), ["fr"]);
    assert_eq!(found(&store, " \n"), Vec::<String>::new());
}

#[test]
fn one_hit_a_conversation_at_its_newest_match() {
    let (_dir, mut store) = temporary();
    talk(&mut store, "a", 1, &["needle one", "needle two", "hay"]);
    talk(&mut store, "b", 20, &["needle three"]);
    let hits = store.search("needle", 10).unwrap();
    let told: Vec<_> =
        hits.iter().map(|hit| (hit.chat.id.0.as_str(), hit.node.0, hit.snippet.as_str())).collect();
    assert_eq!(told, [("b", 1, "«needle» three"), ("a", 2, "«needle» two")]);
    assert_eq!(store.search("needle", 1).unwrap().len(), 1);
    store.remove(&ChatId("b".into())).unwrap();
    assert_eq!(found(&store, "needle"), ["a"]);
}

#[test]
fn no_search_text_is_a_fault() {
    let (_dir, mut store) = temporary();
    talk(&mut store, "a", 1, &["NEAR(\"a b\", 2) AND text:x* OR -y ^z \"quoted\" 100% a_b \\ 'it''s'"]);
    for text in [
        "\"", "\"\"\"", "NEAR(", "AND", "text:x*", "-y", "^z", "100%", "a_b", "\\", "'", "''s", "{x}", "*",
        "\0", "a\0b", "\u{202E}", "%%%", "___",
    ] {
        let hits = store.search(text, 5).unwrap();
        let plain = ["\0", "\u{202E}", "a\0b", "{x}", "%%%", "___", "\"\"\""].contains(&text);
        assert_eq!(hits.is_empty(), plain, "{text:?}");
    }
    let long = "x".repeat(100_000);
    assert!(store.search(&long, 5).unwrap().is_empty());
}

#[test]
fn inputs_are_of_one_directory_newest_first_and_once() {
    let (_dir, mut store) = temporary();
    talk(&mut store, "a", 1, &["one", "answer", "two", "answer", "one", "", ""]);
    let elsewhere = Chat { dir: "/other".into(), ..chat("b", "", 2) };
    let node = said(1, Role::User, "elsewhere");
    store.put(&[Write::Chat(elsewhere.clone()), Write::Node(elsewhere.id, node)]).unwrap();
    assert_eq!(store.inputs("/home/a/project", 9).unwrap(), ["one", "two"]);
    assert_eq!(store.inputs("/home/a/project", 1).unwrap(), ["one"]);
    assert_eq!(store.inputs("/home/a", 9).unwrap(), Vec::<String>::new());
}

/// The same bytes before and after it was refused.
fn refused(path: &Path) -> Error {
    let before = fs::read(path).unwrap();
    let error = Store::open(path).unwrap_err();
    assert!(fs::read(path).unwrap() == before, "the file was changed");
    assert!(error.remedy().is_some(), "{error:?}");
    error
}

#[test]
fn a_newer_database_is_refused_and_stays_as_it_is() {
    let (_dir, mut store) = temporary();
    talk(&mut store, "a", 1, &["one"]);
    let path = store.path.clone();
    store.db.pragma_update(None, "user_version", 99).unwrap();
    // While it stands in the log only, the header has the old version still.
    let error = refused(&path);
    assert_eq!((error.kind(), error.to_string().contains("99")), (Kind::Refused, true), "{error}");
    drop(store);
    let error = refused(&path);
    assert_eq!((error.kind(), error.to_string().contains("99")), (Kind::Refused, true), "{error}");
}

#[test]
fn another_programs_database_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("qwill.db");
    let db = Connection::open(&path).unwrap();
    db.execute_batch("CREATE TABLE chat (x); PRAGMA user_version = 1; PRAGMA application_id = 7;").unwrap();
    drop(db);
    assert_eq!(refused(&path).kind(), Kind::Refused);
}

#[test]
fn what_is_damaged_is_told_and_stays_as_it_is() {
    let (dir, mut store) = temporary();
    let long = "x".repeat(200_000);
    talk(&mut store, "a", 1, &[&long]);
    let whole = store.path.clone();
    drop(store);
    let bytes = fs::read(&whole).unwrap();
    let path = dir.path().join("broken.db");
    for (name, part) in [
        ("text", &b"not a database, but long enough to be taken for one: ".repeat(9)[..]),
        ("few bytes", &bytes[..60]),
        ("cut in the first page", &bytes[..3000]),
        ("cut in the middle", &bytes[..bytes.len() / 2]),
        ("cut at a page", &bytes[..bytes.len() - 4096]),
    ] {
        fs::write(&path, part).unwrap();
        let error = refused(&path);
        assert!(error.to_string().contains("damaged"), "{name}: {error}");
    }
    let mut garbled = bytes.clone();
    garbled[100..2000].fill(0xAA);
    fs::write(&path, &garbled).unwrap();
    assert!(refused(&path).to_string().contains("damaged"));
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), "").unwrap();
    let error = Store::open(&dir.path().join("file/qwill.db")).unwrap_err();
    assert!(error.to_string().contains("file/qwill.db") && error.remedy().is_some(), "{error}");
    assert!(Store::open(dir.path()).is_err());
}

#[test]
fn a_locked_database_can_be_put_to_later() {
    let (_dir, mut store) = temporary();
    let other = Connection::open(&store.path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    store.db.busy_timeout(std::time::Duration::ZERO).unwrap();
    let write = [Write::Chat(chat("a", "t", 1))];
    let error = store.put(&write).unwrap_err();
    assert!(error.to_string().contains("another program holds"), "{error}");
    assert_eq!(store.list(9).unwrap().len(), 0);
    other.execute_batch("ROLLBACK").unwrap();
    store.put(&write).unwrap();
    assert_eq!(store.list(9).unwrap().len(), 1);
}

#[test]
fn what_cannot_be_put_together_now_can_be_read() {
    let (_dir, mut store) = temporary();
    talk(&mut store, "a", 1, &["one"]);
    store.put(&[append("a", 1, " more", "")]).unwrap();
    let other = Connection::open(&store.path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let again = Store::open(&store.path).unwrap();
    assert_eq!(again.nodes(&ChatId("a".into())).unwrap()[0].text, "one more");
    assert_eq!(found(&again, "more"), Vec::<String>::new());
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(found(&Store::open(&store.path).unwrap(), "more"), ["a"]);
}

#[test]
fn what_was_deleted_is_not_in_the_file() {
    let (_dir, mut store) = temporary();
    talk(&mut store, "a", 1, &["a quite particular secret"]);
    store.remove(&ChatId("a".into())).unwrap();
    let path = store.path.clone();
    drop(store);
    let bytes = fs::read(path).unwrap();
    assert!(!bytes.windows(17).any(|part| part == b"particular secret"));
}

#[test]
fn on_a_full_disk_nothing_is_half_written() {
    let (_dir, mut store) = temporary();
    talk(&mut store, "a", 1, &["one"]);
    let pages: u32 = store.db.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    store.db.pragma_update(None, "max_page_count", pages).unwrap();
    let long = said(2, Role::Assistant, &"long ".repeat(20_000));
    let writes = [Write::Title(ChatId("a".into()), "new".into()), Write::Node(ChatId("a".into()), long)];
    let error = store.put(&writes).unwrap_err();
    assert_eq!(error.kind(), Kind::Fit, "{error}");
    assert_eq!(store.list(1).unwrap()[0].title, "title of a");
    store.db.pragma_update(None, "max_page_count", 1_000_000).unwrap();
    store.put(&writes).unwrap();
    assert_eq!((store.list(1).unwrap()[0].messages, found(&store, "long")), (2, vec!["a".to_owned()]));
}

#[test]
fn many_may_open_a_new_database_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("qwill.db");
    std::thread::scope(|scope| {
        for number in 0..8 {
            let path = &path;
            scope.spawn(move || {
                let mut store = Store::open(path).unwrap();
                talk(&mut store, &format!("chat{number}"), 1, &["hello", "you"]);
            });
        }
    });
    assert_eq!(Store::open(&path).unwrap().list(99).unwrap().len(), 8);
}

/// Where this file lies in the working directory, the next test writes until it is killed.
const WRITE_HERE: &str = "write-here";

#[test]
fn the_child_that_is_killed() {
    if !Path::new(WRITE_HERE).exists() {
        return;
    }
    let mut store = Store::open(&std::env::current_dir().unwrap().join("qwill.db")).unwrap();
    let a = ChatId("a".into());
    let open = Node { state: State::Open, ..said(1, Role::Assistant, "") };
    store.put(&[Write::Chat(chat("a", "t", 1)), Write::Node(a, open)]).unwrap();
    for number in 0.. {
        store.put(&[append("a", 1, &format!("{number} "), "")]).unwrap();
        fs::write("written", number.to_string()).unwrap();
        fs::rename("written", "told").unwrap();
    }
}

#[test]
fn what_was_put_survives_kill_9() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(WRITE_HERE), "").unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "chat::store::tests::the_child_that_is_killed"])
        .current_dir(dir.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let told = || fs::read_to_string(dir.path().join("told")).ok().and_then(|text| text.parse::<u32>().ok());
    while told().is_none_or(|number| number < 20) {
        assert!(child.try_wait().unwrap().is_none(), "the child has ended");
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let told = told().unwrap();
    let store = Store::open(&dir.path().join("qwill.db")).unwrap();
    let text = store.nodes(&ChatId("a".into())).unwrap().remove(0).text;
    let numbers: Vec<u32> = text.split_whitespace().map(|number| number.parse().unwrap()).collect();
    assert!(numbers.iter().copied().eq(0..numbers.len() as u32), "{text}");
    assert!(numbers.len() as u32 > told, "{told} was told, {} are there", numbers.len());
    assert_eq!(found(&store, &format!("{told}")), ["a"]);
}

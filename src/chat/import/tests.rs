//! What is read from files of others, and that what we wrote is read as it was.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::chat::export;
use crate::chat::store::ChatId;
use crate::chat::tree::{Cost, NodeId, State, Tree};
use crate::wire::{Role, ToolCall, ToolFunction};

fn one(text: &str) -> Talk {
    let mut talks = read(text, "file").unwrap();
    assert_eq!(talks.len(), 1);
    talks.remove(0)
}

fn refused(text: &str) -> String {
    let error = read(text, "some file").unwrap_err();
    assert_eq!(error.kind(), Kind::Usage);
    assert!(error.to_string().contains("some file"), "{error}");
    error.to_string()
}

/// Ids, parents, speakers and texts.
fn shape(nodes: &[Node]) -> Vec<(u32, u32, &str, &str)> {
    let row = |node: &Node| (node.id.0, node.parent.map_or(0, |id| id.0), node.role.name());
    nodes.iter().map(|node| (row(node), node.text.as_str())).map(|((a, b, c), d)| (a, b, c, d)).collect()
}

fn chat() -> Chat {
    Chat {
        id: ChatId::new(),
        title: "A <b>title</b> -->\nwith lines".into(),
        model: "qwen3:4b".into(),
        system: "Be brief. <!-- qwill says -->".into(),
        dir: "/a b".into(),
        created: 1,
        updated: 2,
        messages: 0,
        leaf: None,
    }
}

fn full() -> Tree {
    let mut tree = Tree::default();
    let first = tree.add(None, Role::User, "Question\n\n## You <!-- qwill says {} -->\n\n".into(), 3);
    let answer = tree.add(Some(first), Role::Assistant, "Answer <!-- qwill+ end -->".into(), 4);
    let node = tree.node_mut(answer).unwrap();
    node.thinking = "hm\n\n<!-- qwill thought -->".into();
    node.model = Some("m".into());
    node.raw = Some("raw".into());
    node.calls = vec![ToolCall {
        id: "1".into(),
        kind: "function".into(),
        function: ToolFunction { name: "f".into(), arguments: "{\"a\":1}".into() },
    }];
    node.cost = Some(Cost { speed: 12.34, answer: 5, ..Cost::default() });
    node.state = State::Cut;
    let result = tree.add(Some(answer), Role::Tool, String::new(), 5);
    tree.node_mut(result).unwrap().call = Some("1".into());
    tree.node_mut(result).unwrap().images = vec!["/x.png".into()];
    tree.add(Some(first), Role::Assistant, "Another answer".into(), 6);
    tree.go(Some(result));
    tree
}

#[test]
fn our_json_lines_lose_nothing() {
    let (tree, mut chat) = (full(), chat());
    let text = export::jsonl(&chat, &tree);
    assert_eq!(text.lines().count(), 5);
    let (read, nodes) = one(&text);
    chat.leaf = Some(NodeId(3));
    chat.messages = 4;
    assert_eq!(read, chat);
    assert!(tree.nodes().eq(&nodes));
    let twice = super::read(&format!("{text}{text}"), "x").unwrap();
    assert_eq!(twice.len(), 2);
    assert_eq!(twice[0].1, twice[1].1);
}

#[test]
fn our_markdown_keeps_the_path_word_for_word() {
    let (tree, mut chat) = (full(), chat());
    let text = export::markdown(&chat, &tree);
    assert!(text.starts_with("# A <b>title</b> --> with lines\n"), "{text}");
    let (read, nodes) = one(&text);
    chat.leaf = Some(NodeId(3));
    chat.messages = 3;
    assert_eq!(read, chat);
    let expected = tree.path().iter().map(|&id| tree.node(id).unwrap().clone());
    let expected = expected.map(|node| Node { raw: None, cost: None, calls: vec![], call: None, ..node });
    assert!(expected.eq(nodes.iter().cloned()), "{text}\n{nodes:?}");
    let windows = one(&text.replace('\n', "\r\n"));
    assert_eq!(windows.1, nodes);
    let lost = text.replacen("text -->", "", 1);
    assert!(refused(&lost).contains("lost"), "{lost}");
}

proptest! {
    #[test]
    fn any_text_survives_both_forms(
        texts in prop::collection::vec("(\\PC|\n|<!-- qwill\\+? (says|text|end|chat) |-->){0,20}", 1..5),
    ) {
        let mut tree = Tree::default();
        for text in &texts {
            let id = tree.add(tree.leaf(), Role::User, text.clone(), 0);
            tree.node_mut(id).unwrap().thinking = text.clone();
        }
        let chat = Chat { title: texts.concat(), ..chat() };
        for text in [export::jsonl(&chat, &tree), export::markdown(&chat, &tree)] {
            let (read, nodes) = one(&text);
            prop_assert_eq!(&read.title, &chat.title);
            prop_assert!(tree.nodes().eq(&nodes), "{}", text);
        }
    }

    #[test]
    fn no_file_is_a_panic(text in "(\\PC|[\\[\\]{}:,\"]|\n|\"mapping\":|\"role\":\"user\"|<!-- qwill (chat|says|text) \\{){0,30}") {
        _ = read(&text, "x");
    }
}

fn node(parent: Option<&str>, kids: &[&str], role: &str, text: &str) -> Value {
    json!({ "parent": parent, "children": kids, "message": {
        "author": {"role": role}, "create_time": 1_700_000_001.5,
        "content": {"content_type": "text", "parts": [text]}, "metadata": {"model_slug": "gpt-4o"},
    }})
}

fn chatgpt() -> Value {
    let mut thought = node(Some("u"), &["b"], "assistant", "");
    thought["message"]["content"] =
        json!({"content_type": "thoughts", "thoughts": [{"summary": "s", "content": "let me see"}]});
    let mut picture = node(Some("b"), &[], "user", "");
    picture["message"]["content"] = json!({"content_type": "multimodal_text",
        "parts": [{"content_type": "image_asset_pointer", "asset_pointer": "file-1"}, "what is it?"]});
    let mut hidden = node(Some("root"), &["u"], "system", "secret");
    hidden["message"]["metadata"]["is_visually_hidden_from_conversation"] = true.into();
    json!({ "title": "Old times", "create_time": 1_700_000_000.25, "update_time": 1_700_000_009.0,
        "conversation_id": "c-1", "current_node": "a", "default_model_slug": "gpt-4o", "mapping": {
        "b": node(Some("t"), &["p"], "assistant", "second \u{E200}cite\u{E202}turn0\u{E201}answer"),
        "p": picture,
        "root": {"parent": null, "children": ["s"], "message": null},
        "s": hidden,
        "u": node(Some("s"), &["a", "t"], "user", "hello"),
        "a": node(Some("u"), &[], "assistant", "first answer"),
        "t": thought,
    }})
}

#[test]
fn chatgpts_branches_are_kept() {
    let (chat, nodes) = one(&json!([chatgpt()]).to_string());
    assert_eq!(
        shape(&nodes),
        [
            (1, 0, "user", "hello"),
            (2, 1, "assistant", "first answer"),
            (3, 1, "assistant", "second answer"),
            (4, 3, "user", "[image]\nwhat is it?"),
        ]
    );
    assert_eq!((nodes[2].thinking.as_str(), nodes[2].model.as_deref()), ("let me see", Some("gpt-4o")));
    assert_eq!((nodes[0].model.as_ref(), nodes[0].at), (None, 1_700_000_001));
    assert_eq!((chat.title.as_str(), chat.leaf, chat.created), ("Old times", Some(NodeId(2)), 1_700_000_000));
    assert_eq!(chat.updated, 1_700_000_009);
    assert_eq!(one(&chatgpt().to_string()).0.id, chat.id, "imported twice it has another id");
}

#[test]
fn chatgpts_circles_and_strays_come_to_an_end() {
    let mut value = chatgpt();
    value["mapping"]["a"]["children"] = json!(["root", "a", "nowhere", 7]);
    value["mapping"]["x"] = node(Some("y"), &["y"], "user", "stray");
    value["mapping"]["y"] = node(Some("x"), &["x"], "user", "stray too");
    value["current_node"] = "nowhere".into();
    value["create_time"] = Value::Null;
    let (chat, nodes) = one(&value.to_string());
    assert_eq!((nodes.len(), chat.leaf), (6, Some(NodeId(6))));
    assert!(nodes.iter().all(|node| node.parent.is_none_or(|parent| parent < node.id)));
    let deep: serde_json::Map<String, Value> = (0..20_000)
        .map(|n| {
            let (above, below) = (format!("{}", n - 1), format!("{}", n + 1));
            (n.to_string(), node(Some(above.as_str()), &[below.as_str()], "user", "x"))
        })
        .collect();
    assert_eq!(one(&json!({ "mapping": deep }).to_string()).1.len(), 20_000);
}

#[test]
fn openai_messages_come_in_four_forms() {
    let messages = json!([
        {"role": "developer", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": "What is Rust?"}, {"type": "image_url", "image_url": {"url": "data:"}}]},
        {"role": "assistant", "content": null, "reasoning": "hm",
         "tool_calls": [{"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
        {"role": "tool", "tool_call_id": "1", "content": "42"},
    ]);
    let lines: String = messages.as_array().unwrap().iter().map(|message| format!("{message}\n")).collect();
    let request = json!({"model": "qwen3", "messages": messages});
    for text in [messages.to_string(), request.to_string(), json!([request]).to_string(), lines] {
        let (chat, nodes) = one(&text);
        assert_eq!((chat.title.as_str(), chat.system.as_str()), ("What is Rust?", "Be brief."));
        assert_eq!(chat.model, if text.contains("qwen3") { "qwen3" } else { "" });
        assert_eq!(
            shape(&nodes),
            [(1, 0, "user", "What is Rust?\n[image]"), (2, 1, "assistant", ""), (3, 2, "tool", "42")]
        );
        assert_eq!((nodes[1].thinking.as_str(), nodes[1].calls.len()), ("hm", 1));
        assert_eq!(nodes[2].call.as_deref(), Some("1"));
    }
    let training = format!("{request}\n{request}\n");
    assert_eq!(read(&training, "x").unwrap().len(), 2);
}

#[test]
fn files_of_other_forms_are_told() {
    assert!(refused("").contains("not in a form"));
    assert!(refused("# Notes\n\nabout qwill\n").contains("not in a form"));
    assert!(refused("[]").contains("no conversation"));
    assert!(refused("{\"messages\": []}").contains("no conversation"));
    assert!(refused("{\"a\": 1}").contains("value 1"));
    assert!(refused("[[[]]]").contains("lists"));
    assert!(refused("[{\"role\": \"user\"}, {\"role\": \"king\"}]").contains("message 2"));
    assert!(refused("{\"role\": \"user\",\n \"content\": ").contains("line 2"));
    assert!(refused("{\"qwill\": 99, \"chat\": {}}").contains("newer"));
    assert!(refused("{\"qwill\": 1, \"chat\": {}}\n{\"id\": \"x\"}").contains("value 2"));
    let (chat, _) = one("\u{FEFF}{\"qwill\": 1, \"chat\": {\"id\": \"../../x\"}}");
    assert!(ChatId::parse(&chat.id.0).is_some());
}

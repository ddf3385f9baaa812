//! What models write, right and wrong, each in every way it can be cut.

use super::*;
use proptest::prelude::*;
use serde_json::json;

/// An answer with its pieces joined.
#[derive(Debug, Default, PartialEq)]
struct Answer {
    thinking: String,
    text: String,
    calls: Vec<(String, String, Value)>,
    /// What came in which order: `t`ext, t`h`inking, `c`all.
    order: String,
}

fn tools() -> Vec<Tool> {
    let object = |properties: Value| json!({"type": "object", "properties": properties});
    let read = object(json!({"path": {"type": "string"}, "line": {"type": "integer"}}));
    let write =
        object(json!({"path": {"type": "string"}, "content": {"type": "string"}, "tags": {"type": "array"}}));
    [("read", read), ("write", write), ("list", Value::Null)]
        .map(|(name, parameters)| {
            serde_json::from_value(json!({"function": {"name": name, "parameters": parameters}})).unwrap()
        })
        .into()
}

fn parse(thinking: Thinking, tools: &[Tool], parts: &[&str]) -> Answer {
    let mut parser = Parser::new(thinking, tools, "x");
    let mut pieces: Vec<Piece> = parts.iter().flat_map(|part| parser.push(part)).collect();
    pieces.extend(parser.finish());
    let mut answer = Answer::default();
    let mut open = None;
    for piece in pieces {
        let kind = match piece {
            Piece::Text(text) => {
                assert!(!text.is_empty());
                answer.text.push_str(&text);
                't'
            }
            Piece::Thinking(text) => {
                assert!(!text.is_empty());
                answer.thinking.push_str(&text);
                'h'
            }
            Piece::Call(CallPiece { index, part }) => {
                assert_eq!(usize::try_from(index).unwrap(), answer.calls.len());
                match part {
                    CallPart::Start { id, name } => open = Some((id, name, String::new())),
                    CallPart::Args(args) => open.as_mut().unwrap().2.push_str(&args),
                    CallPart::End => {
                        let (id, name, args) = open.take().unwrap();
                        answer.calls.push((id, name, serde_json::from_str(&args).unwrap()));
                    }
                }
                'c'
            }
        };
        if !answer.order.ends_with(kind) {
            answer.order.push(kind);
        }
    }
    assert_eq!(open, None);
    answer
}

/// The answer in one piece, after checking that every cut in two and every character by itself
/// give the same.
fn every_cut(thinking: Thinking, tools: &[Tool], text: &str) -> Answer {
    let whole = parse(thinking, tools, &[text]);
    for (at, _) in text.char_indices() {
        assert_eq!(parse(thinking, tools, &[&text[..at], &text[at..]]), whole, "cut at {at} of {text:?}");
    }
    let chars: Vec<String> = text.chars().map(String::from).collect();
    let chars: Vec<&str> = chars.iter().map(String::as_str).collect();
    assert_eq!(parse(thinking, tools, &chars), whole, "{text:?}");
    whole
}

fn with_tools(text: &str) -> Answer {
    every_cut(Thinking::Closed, &tools(), text)
}

/// Checks the calls, as name and arguments, and the text of an answer with tools.
#[track_caller]
fn expect(text: &str, calls: &[(&str, Value)], rest: &str) {
    let answer = with_tools(text);
    let found: Vec<(&str, Value)> =
        answer.calls.iter().map(|(_, name, args)| (name.as_str(), args.clone())).collect();
    assert_eq!((found.as_slice(), answer.text.as_str()), (calls, rest), "{text:?}");
}

#[track_caller]
fn expect_text(text: &str) {
    expect(text, &[], text);
}

#[test]
fn thinking_is_parted_from_the_answer() {
    let rows = [
        (Thinking::Open, "why\n</think>\n\nso", "why", "so"),
        (Thinking::Open, "\nwhy\n\nnot\n\n</think>so\n", "why\n\nnot", "so\n"),
        (Thinking::Open, "<think>\nwhy</think> so", "why", " so"),
        (Thinking::Open, "\n\n</think>\n\nso", "", "so"),
        (Thinking::Open, "never </thin closed\n", "never </thin closed\n", ""),
        (Thinking::Open, "a</think>b</think>c<think>", "a", "b</think>c<think>"),
        (Thinking::Watch, "<think>\nwhy\n</think>\n\nso", "why", "so"),
        (Thinking::Watch, "\n <think>why</think>so", "why", "so"),
        (Thinking::Watch, "\n</think>\n\nso", "", "so"),
        (Thinking::Watch, "<think>\n\n</think>\n\nso", "", "so"),
        (Thinking::Watch, "so <think>it is</think>", "", "so <think>it is</think>"),
        (Thinking::Watch, " <thin", "", " <thin"),
        (Thinking::Closed, "<think>a</think>\n", "", "<think>a</think>\n"),
        (Thinking::Open, "", "", ""),
        (Thinking::Open, "\n", "", ""),
    ];
    for tools in [vec![], tools()] {
        for (thinking, text, thought, rest) in rows {
            let answer = every_cut(thinking, &tools, text);
            assert_eq!((answer.thinking.as_str(), answer.text.as_str()), (thought, rest), "{text:?}");
        }
    }
}

#[test]
fn a_call_inside_thinking_ends_it() {
    let call = "<tool_call>\n{\"name\": \"list\", \"arguments\": {}}\n</tool_call>";
    for text in
        [format!("why\n{call}"), format!("why\n{call}\n</think>\n"), format!("why\n{call}\n</think>\n{call}")]
    {
        let answer = every_cut(Thinking::Open, &tools(), &text);
        assert_eq!((answer.thinking.as_str(), answer.text.as_str()), ("why", ""), "{text}");
        assert_eq!(answer.calls.len(), text.matches("{}").count());
        assert_eq!(answer.order, "hc");
    }
    let text = "I could write <tool_call> or <function=x> here\n</think>\nbut no";
    let answer = every_cut(Thinking::Open, &tools(), text);
    assert_eq!(answer.thinking, "I could write <tool_call> or <function=x> here");
    assert_eq!(answer.text, "but no");
}

#[test]
fn hermes_calls_are_read() {
    let one = "<tool_call>\n{\"name\": \"read\", \"arguments\": {\"path\": \"a b\"}}\n</tool_call>";
    let args = json!({"path": "a b"});
    expect(one, &[("read", args.clone())], "");
    expect(&format!("{one}\n{one}"), &[("read", args.clone()), ("read", args.clone())], "");
    expect(&format!("I look.\n\n{one}\n\nDone.\n"), &[("read", args.clone())], "I look.Done.\n");
    expect("<tool_call>{\"name\":\"list\"}</tool_call>", &[("list", json!({}))], "");
    expect(
        "<tool_call>\n[{\"name\": \"list\"}, {\"name\": \"list\"}]\n</tool_call>",
        &[("list", json!({})), ("list", json!({}))],
        "",
    );
    let two = "<tool_call>\n{\"name\": \"list\"}\n{\"name\": \"list\"}\n</tool_call>";
    expect(two, &[("list", json!({})), ("list", json!({}))], "");
}

#[test]
fn ids_count_on() {
    let one = "<tool_call>\n{\"name\": \"list\"}\n</tool_call>\n";
    let ids: Vec<String> = with_tools(&one.repeat(3)).calls.into_iter().map(|call| call.0).collect();
    assert_eq!(ids, ["call_x0", "call_x1", "call_x2"]);
}

#[test]
fn malformed_hermes_calls_are_read() {
    let args = json!({"path": "a", "line": 7});
    for inner in [
        r#"{"name": "read", "arguments": {"path": "a", "line": "7"}}"#,
        r#"{"name": "read", "arguments": {"path": "a", "line": 7,},}"#,
        r#"{"name": "read", "arguments": "{\"path\": \"a\", \"line\": 7}"}"#,
        r#"{"name": "read", "parameters": {"path": "a", "line": 7}}"#,
        r#"{"name": "read", "path": "a", "line": 7}"#,
        r#"{"name": "read", "arguments": {"path": "a", "line": 7}"#,
        r#"{"function": {"name": "read", "arguments": {"path": "a", "line": 7}}}"#,
        r#"{"name": "read", "arguments": {"path": "a", "line": 7}}}"#,
    ] {
        for text in [
            format!("<tool_call>\n{inner}\n</tool_call>"),
            format!("<tool_call>\n{inner}\n</tool_call>\n"),
            format!("<tool_call>\n{inner}\n"),
        ] {
            expect(&text, &[("read", args.clone())], "");
        }
    }
    let unfinished = "<tool_call>\n{\"name\": \"read\", \"arguments\": {\"path\": \"a\"}}\nThen";
    expect(unfinished, &[("read", json!({"path": "a"}))], "Then");
}

#[test]
fn closing_tags_inside_json_strings_are_text() {
    let content = "x </tool_call> } \" y";
    let call = json!({"name": "write", "arguments": {"content": content}});
    expect(&format!("<tool_call>\n{call}\n</tool_call>"), &[("write", json!({"content": content}))], "");
}

#[test]
fn calls_of_unknown_functions_are_calls_in_tags_only() {
    expect("<tool_call>\n{\"name\": \"nope\", \"arguments\": {}}\n</tool_call>", &[("nope", json!({}))], "");
    expect("<tool_call>\n<function=nope>\n</function>\n</tool_call>", &[("nope", json!({}))], "");
    expect_text("{\"name\": \"nope\", \"arguments\": {}}");
    expect_text("<function=nope>\n<parameter=a>\n1\n</parameter>\n</function>");
}

#[test]
fn xml_calls_are_read() {
    let inner = "<function=write>\n<parameter=path>\na.rs\n</parameter>\n<parameter=content>\n  fn\n\n</parameter>\n\
                 <parameter=tags>\n[1, \"b\"]\n</parameter>\n<parameter=extra>\n5\n</parameter>\n</function>";
    let args = json!({"path": "a.rs", "content": "  fn\n", "tags": [1, "b"], "extra": "5"});
    for text in [
        format!("<tool_call>\n{inner}\n</tool_call>"),
        format!("{inner}\n</tool_call>"),
        inner.to_owned(),
        format!("<tool_call>\n{inner}"),
        inner.trim_end_matches("\n</function>").to_owned(),
        inner.trim_end_matches("\n</parameter>\n</function>").to_owned(),
        format!("{}\n</tool_call>", inner.trim_end_matches("\n</function>")),
        format!(
            "<tool_call>\n{}\n</function>\n</tool_call>",
            inner.trim_end_matches("\n</parameter>\n</function>")
        ),
        format!("<tool_call>\n{}\n<param", inner.trim_end_matches("\n</function>")),
    ] {
        expect(&text, &[("write", args.clone())], "");
    }
    let text =
        format!("Now:\n<tool_call>\n{inner}\n</tool_call>\n<tool_call>\n{inner}\n</tool_call>\n\nDone.");
    expect(&text, &[("write", args.clone()), ("write", args.clone())], "Now:Done.");
    let text = format!("<tool_call>\n{inner}\n{inner}\n</tool_call>");
    expect(&text, &[("write", args.clone()), ("write", args)], "");
    expect("<tool_call>\n<function=list>\n</function>\n</tool_call>", &[("list", json!({}))], "");
}

#[test]
fn an_unclosed_value_does_not_swallow_the_next_call() {
    let text = "<tool_call>\n<function=read>\n<parameter=path>\na\n</function>\n</tool_call>\n\
                <tool_call>\n<function=read>\n<parameter=path>\nb\n</parameter>\n</function>\n</tool_call>";
    expect(text, &[("read", json!({"path": "a"})), ("read", json!({"path": "b"}))], "");
}

#[test]
fn xml_values_hold_any_text() {
    for value in [
        "&lt;b&gt; &amp;",
        "a </parameter> b",
        "</parameter>",
        "</function>\n</tool_call>",
        "x</tool_call>y",
        "<tool_call>\n{\"name\": \"read\"}\n</tool_call>",
        "\"name\": <parameter=q>",
        "\n\nlines\n\n",
        "",
        "null",
        "é→\u{1F600}",
    ] {
        let text = format!(
            "<tool_call>\n<function=write>\n<parameter=content>\n{value}\n</parameter>\n</function>\n</tool_call>"
        );
        expect(&text, &[("write", json!({"content": value}))], "");
    }
}

#[test]
fn xml_values_follow_the_schema_and_the_last_of_two_wins() {
    let text = "<function=read>\n<parameter=line>\n12\n</parameter>\n<parameter=path>\n12\n</parameter>\n\
                <parameter=line>\n 13\n</parameter>\n</function>";
    expect(text, &[("read", json!({"line": 13, "path": "12"}))], "");
    let text = "<function=read>\n<parameter=line>\ntwelve\n</parameter>\n</function> then";
    expect(text, &[("read", json!({"line": "twelve"}))], "then");
}

#[test]
fn bare_json_is_a_call_if_it_is_the_whole_answer() {
    let call = r#"{"name": "read", "arguments": {"path": "a}"}}"#;
    let args = json!({"path": "a}"});
    expect(call, &[("read", args.clone())], "");
    expect(&format!("\n{call}\n"), &[("read", args.clone())], "");
    expect(&format!("{call}\n</tool_call>"), &[("read", args.clone())], "");
    expect(&format!("{call}\n{call}"), &[("read", args.clone()), ("read", args.clone())], "");
    for fence in ["```json", "```"] {
        expect(&format!("{fence}\n{call}\n```"), &[("read", args.clone())], "");
        expect(&format!("I look:\n{fence}\n{call}\n```\n"), &[("read", args.clone())], "I look:");
        expect(&format!("{fence}\n{call}"), &[("read", args.clone())], "");
        expect_text(&format!("{fence}\n{call}\n```\nThat is how."));
    }
    expect_text(&format!("{call}\nThat is how."));
    expect_text(&format!("Like this: {call}"));
    expect_text(&format!("{call}\n{{\"name\": 1}}"));
    expect_text(&format!("see ```json\n{call}\n```"));
    expect_text("{\"name\": \"read\", \"arguments\": {\"path\": \"cut of");
    let answer = every_cut(Thinking::Open, &tools(), &format!("why\n</think>\n\n{call}"));
    assert_eq!((answer.order.as_str(), answer.calls.len()), ("hc", 1));
}

#[test]
fn what_is_no_call_is_text() {
    for text in [
        "<tool_call>\nhello\n</tool_call>",
        "<tool_call>",
        "<tool_call>\n{\"a\": 1}\n</tool_call> x",
        "<tool_call>{oops</tool_call>",
        "<tool_call>\n{\"name\": \"read\", \"arguments\": {\"path\": \"a",
        "<tool_call>\n<function=",
        "<function=read> is how it starts",
        "<function=",
        "Write `<tool_call>` and `</tool_call>`.",
        "{\"name\": \"Ada\", \"age\": 36}",
        "```json\n{\"name\": \"Ada\"}\n```",
        "```rust\nfn main() {}\n```",
        "a < b && c > d {}",
        "  \n",
    ] {
        expect_text(text);
    }
    let good = "<tool_call>\n{\"name\": \"list\"}\n</tool_call>";
    expect(&format!("<tool_call>{{bad\n{good}"), &[("list", json!({}))], "<tool_call>{bad");
}

#[test]
fn ordinary_text_is_not_held_back() {
    let tools = tools();
    for (text, sure) in
        [("fn main() { let x = 1;", ""), ("{ x }", "{ x }"), ("```rust", "```rust"), ("a <b", "a <b")]
    {
        let mut parser = Parser::new(Thinking::Closed, &tools, "");
        let out = parser.push(text);
        let expected = if sure.is_empty() { text } else { sure };
        assert_eq!(out, [Piece::Text(expected.into())]);
    }
    let mut parser = Parser::new(Thinking::Closed, &tools, "");
    assert_eq!(parser.push("x <tool_"), [Piece::Text("x".into())]);
    assert_eq!(parser.push("box>"), [Piece::Text(" <tool_box>".into())]);
}

#[test]
fn without_tools_calls_are_text() {
    let text = "<tool_call>\n{\"name\": \"read\", \"arguments\": {}}\n</tool_call>";
    assert_eq!(every_cut(Thinking::Closed, &[], text).text, text);
}

#[test]
fn many_false_starts_end() {
    let text = "<tool_call>{".repeat(3000);
    let answer = parse(Thinking::Closed, &tools(), &[&text]);
    assert_eq!(answer.text, text);
}

/// Fragments that matter to the parser, and some that do not.
fn fragments() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        Just("<think>"),
        Just("</think>"),
        Just("<tool_call>"),
        Just("</tool_call>"),
        Just("<function=read>"),
        Just("</function>"),
        Just("<parameter=path>"),
        Just("</parameter>"),
        Just("{\"name\": \"read\", \"arguments\": "),
        Just("{}"),
        Just("}"),
        Just("{"),
        Just("\""),
        Just("```json\n"),
        Just("```"),
        Just("\n"),
        Just(" "),
        Just("word"),
        Just("<"),
        Just("é"),
    ];
    prop::collection::vec(fragment, 0..16).prop_map(|parts| parts.concat())
}

fn thinkings() -> impl Strategy<Value = Thinking> {
    prop_oneof![Just(Thinking::Open), Just(Thinking::Closed), Just(Thinking::Watch)]
}

proptest! {
    #[test]
    fn nothing_is_lost_without_tools_and_thinking(text in fragments()) {
        let answer = parse(Thinking::Closed, &[], &[&text]);
        prop_assert_eq!(answer.text, text);
    }

    #[test]
    fn cuts_do_not_matter(text in fragments(), thinking in thinkings()) {
        every_cut(thinking, &tools(), &text);
    }

    #[test]
    fn an_answer_without_calls_keeps_its_words(text in fragments(), thinking in thinkings()) {
        let answer = parse(thinking, &tools(), &[&text]);
        if answer.calls.is_empty() {
            let words = |text: &str| {
                text.replace("<think>", "").replace("</think>", "").split_whitespace().collect::<String>()
            };
            prop_assert_eq!(words(&format!("{}{}", answer.thinking, answer.text)), words(&text));
        }
    }

    #[test]
    fn a_hermes_call_survives_any_content(content in ".{0,40}", before in "[a-z ]{0,9}") {
        let call = json!({"name": "write", "arguments": {"content": content}});
        let answer = parse(Thinking::Closed, &tools(), &[&format!("{before}<tool_call>\n{call}\n</tool_call>")]);
        prop_assert_eq!(&answer.calls[0].2["content"], &Value::from(content));
        prop_assert_eq!(answer.text.trim(), before.trim());
    }
}

//! Calls written token by token over a made-up vocabulary: valid ones pass however they are cut, and what
//! passes is valid.

use super::*;
use crate::engine::parser::{CallPart, CallPiece, Parser, Piece};
use crate::engine::template::{Input, Template};
use crate::wire::{Message, Quote, Role as Speaker, ToolCall, ToolFunction};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const XML: &str = "{%- for m in messages %}{%- if m.role == 'assistant' %}{{- '<|im_start|>assistant\n' + m.content }}
    {%- for call in m.tool_calls %}
        {{- '\n<tool_call>\n<function=' + call.function.name + '>\n' }}
        {%- for key, value in call.function.arguments|items %}
            {{- '<parameter=' + key + '>\n' }}
            {{- value | tojson if value is mapping or (value is sequence and value is not string) else value | string }}
            {{- '\n</parameter>\n' }}
        {%- endfor %}
        {{- '</function>\n</tool_call>' }}
    {%- endfor %}{{- '<|im_end|>\n' }}{%- endif %}{%- endfor %}";

const SOURCE: &str = "fn main() {\n    let a = 1;\n    let b = 1;\n    say(\"é\\n\", a);\n}\n\n\
    fn main2() {\n    let a = 1;\n    tag(\"</parameter>\");\n\u{1}\r\n}\n";

/// Pieces that models have as one token, and some that no model has, across everything.
const PIECES: [&str; 44] = [
    "{\"name\": \"",
    "{\"",
    "name",
    "\": \"",
    "\", \"arguments\": {",
    "arguments",
    "\": {\"",
    "\", \"",
    "\"}}\n",
    "}}",
    "\"}",
    "\": ",
    ", \"",
    "\\n",
    "\\\"",
    "\\u00",
    "\\\\",
    "</",
    "</parameter",
    ">\n",
    "\n</parameter>\n",
    "</parameter>\n</function>\n",
    "\n</parameter>\n<parameter=",
    "</function>",
    "<function=",
    "<parameter=",
    "parameter",
    "read",
    "edit",
    "path",
    "old",
    "src/",
    "main",
    ".rs",
    "fn main",
    "    ",
    "let a",
    " = 1;\n",
    "é",
    "日本",
    "true",
    "12",
    "\n\n",
    "call>\n{\"name\": \"no",
];

const TAGS: [&str; 4] = ["<tool_call>", "</tool_call>", "<think>", "</think>"];

fn vocab(more: &[String]) -> Arc<Vocab> {
    let mut tokens: Vec<(Vec<u8>, Form)> = (0..=u8::MAX).map(|byte| (vec![byte], Form::Plain)).collect();
    tokens.extend(PIECES.iter().map(|piece| (piece.as_bytes().to_vec(), Form::Plain)));
    tokens.extend(TAGS.iter().map(|tag| (tag.as_bytes().to_vec(), Form::Tag)));
    tokens.push((b"<|im_end|>".to_vec(), Form::Control));
    tokens.extend(more.iter().map(|piece| (piece.as_bytes().to_vec(), Form::Plain)));
    Arc::new(Vocab::new(tokens))
}

fn id(vocab: &Vocab, text: &str) -> u32 {
    (0..vocab.len() as u32).rev().find(|&token| vocab.bytes(token) == text.as_bytes()).unwrap()
}

fn row() -> Value {
    json!({
        "type": "object",
        "properties": {
            "text": {"type": "string"},
            "state": {"enum": ["open", "done", "dé\"\n"]},
            "n": {"type": ["number", "null"]},
        },
        "required": ["text", "state"],
    })
}

fn tools() -> Vec<Tool> {
    let rows = [
        (
            "read",
            json!({
                "properties": {
                    "path": {"type": "string"},
                    "limit": {"type": "integer"},
                    "mode": {"type": "string", "enum": ["text", "raw", "text2"]},
                },
                "required": ["path"],
            }),
        ),
        (
            "edit",
            json!({
                "properties": {
                    "path": {"type": "string"},
                    "old": {"type": "string"},
                    "new": {"type": "string"},
                    "all": {"type": "boolean"},
                },
                "required": ["path", "old", "new"],
            }),
        ),
        (
            "todo",
            json!({
                "properties": {
                    "rows": {"type": "array", "items": row()},
                    "note": {"type": ["string", "null"]},
                    "level": {"enum": [1, 12, "high", null]},
                    "any": {},
                },
                "required": ["rows"],
            }),
        ),
        ("now", json!({"type": "object", "properties": {}})),
        (
            "note_all",
            json!({
                "properties": {
                    "more": {"type": "object", "additionalProperties": {"type": "integer"}},
                    "ratio": {"anyOf": [{"type": "number"}, {"const": true}]},
                },
                "required": ["ratio"],
            }),
        ),
    ];
    rows.map(|(name, parameters)| {
        serde_json::from_value(json!({"function": {"name": name, "parameters": parameters}})).unwrap()
    })
    .into()
}

fn hints() -> wire::Guide {
    wire::Guide {
        paths: ["src/main.rs", "src/mail.rs", ".git/config", "a \"b\"é.txt"].map(String::from).into(),
        files: [("src/lib.rs".to_owned(), SOURCE.to_owned())].into(),
        existing: [("read".to_owned(), "path".to_owned())].into(),
        quote: [("edit".to_owned(), Quote { path: "path".into(), value: "old".into() })].into(),
    }
}

fn guide(vocab: &Arc<Vocab>, dialect: Dialect) -> Guide {
    let rules = Rules::new(&tools(), dialect, &hints()).unwrap();
    Guide::new(vocab.clone(), Arc::new(rules), Thinking::Closed)
}

/// The calls in an answer.
fn parse(text: &str) -> (Vec<(String, Value)>, String) {
    let mut parser = Parser::new(Thinking::Closed, &tools(), "x");
    let mut pieces = parser.push(text);
    pieces.extend(parser.finish());
    let (mut calls, mut rest) = (Vec::new(), String::new());
    for piece in pieces {
        match piece {
            Piece::Text(text) | Piece::Thinking(text) => rest.push_str(&text),
            Piece::Call(CallPiece { part: CallPart::Start { name, .. }, .. }) => {
                calls.push((name, Value::Null));
            }
            Piece::Call(CallPiece { part: CallPart::Args(args), .. }) => {
                calls.last_mut().unwrap().1 = serde_json::from_str(&args).unwrap();
            }
            Piece::Call(_) => {}
        }
    }
    (calls, rest)
}

/// A call as a template writes it.
fn render(dialect: Dialect, name: &str, arguments: &Value) -> String {
    let source = (dialect == Dialect::Xml).then_some(XML);
    let template = Template::new(source, "", "<|im_end|>", vec!["<|im_end|>".into()]);
    let function = ToolFunction { name: name.into(), arguments: arguments.to_string() };
    let mut message = Message::new(Speaker::Assistant, "Well.");
    message.tool_calls = Some(vec![ToolCall { id: "1".into(), kind: "function".into(), function }]);
    let text = template.render(&Input { messages: &[message], tools: &[], kwargs: &Map::new() }).text();
    let answer = text.split("<|im_start|>assistant\n").nth(1).unwrap();
    answer.strip_suffix("<|im_end|>\n").unwrap().to_owned()
}

/// Numbers that only have to differ.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }
}

fn check_mask(guide: &mut Guide, vocab: &Vocab) -> Mask {
    let mut mask = Mask::default();
    let before = guide.clone();
    guide.mask(&mut mask);
    for token in 0..vocab.len() as u32 {
        assert_eq!(mask.contains(token), before.allow(token), "{token} at {:?}", before.state);
    }
    mask
}

/// Writes `text` in random tokens; the text up to a token that was refused, if one was.
fn write(guide: &mut Guide, vocab: &Vocab, text: &str, dice: &mut Dice) -> Result<(), String> {
    let mut at = 0;
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        let fits: Vec<u32> = (0..vocab.len() as u32)
            .filter(|&token| {
                let bytes = vocab.bytes(token);
                let tag = vocab.tag(token) && guide.state.inside();
                !bytes.is_empty() && rest.starts_with(bytes) && !tag
            })
            .collect();
        let token = fits[dice.roll(fits.len())];
        if !guide.allow(token) {
            let piece = String::from_utf8_lossy(vocab.bytes(token)).into_owned();
            return Err(format!(
                "{:?} then {piece:?} at {:?}",
                &text.as_bytes()[..at].escape_ascii().to_string(),
                guide.state.at
            ));
        }
        if dice.roll(40) == 0 {
            check_mask(guide, vocab);
        }
        guide.accept(token);
        at += vocab.bytes(token).len();
    }
    Ok(())
}

fn text() -> impl Strategy<Value = String> {
    let parts = [
        "a",
        " ",
        "\n",
        "\"",
        "\\",
        "\\n",
        "\t",
        "é",
        "😀",
        "<",
        ">",
        "</parameter>",
        "</param",
        "\n</parameter>\n",
        "</function>",
        "<parameter",
        "{",
        "}",
        "\u{1}",
        "null",
        "12",
        "/",
    ];
    proptest::collection::vec(proptest::sample::select(parts.to_vec()), 0..9).prop_map(|parts| parts.concat())
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (-1e9f64..1e9).prop_map(|number| Value::from((number * 1e3).round() / 1e3)),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 12, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            proptest::collection::btree_map(text(), inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// A part of the source that is there once, between these characters.
fn quote(from: usize, to: usize) -> Option<String> {
    let chars: Vec<char> = SOURCE.chars().collect();
    let (from, to) = (from % chars.len(), to % chars.len());
    let part: String = chars.get(from..to)?.iter().collect();
    (SOURCE.matches(&part).count() == 1).then_some(part)
}

/// Drops what was not chosen and shuffles the rest, except that what must be there stays.
fn pick(object: Value, must: &[&str], seed: u64) -> Value {
    let mut dice = Dice(seed | 1);
    let Value::Object(map) = object else { return object };
    let kept = map.into_iter().filter(|(key, _)| must.contains(&key.as_str()) || dice.roll(2) == 0);
    let mut kept: Vec<(String, Value)> = kept.collect();
    let turn = dice.roll(kept.len().max(1));
    kept.rotate_left(turn);
    Value::Object(kept.into_iter().collect())
}

fn call() -> impl Strategy<Value = (String, Value)> {
    let path = proptest::sample::select(vec!["src/main.rs", "./src/mail.rs", "a \"b\"é.txt", ".git/config"]);
    let read = (path, any::<u32>(), proptest::sample::select(vec!["text", "raw", "text2"]), any::<u64>())
        .prop_map(|(path, limit, mode, seed)| {
            ("read", pick(json!({"path": path, "limit": limit, "mode": mode}), &["path"], seed))
        });
    let edit = (any::<[usize; 2]>(), text(), any::<bool>(), any::<u64>()).prop_map(
        |([from, to], new, all, seed)| {
            let old = quote(from, to).unwrap_or_else(|| "main2".into());
            let arguments = json!({"path": "src/lib.rs", "old": old, "new": new, "all": all});
            ("edit", pick(arguments, &["path", "old", "new"], seed))
        },
    );
    let row = (text(), proptest::sample::select(vec!["open", "done", "dé\"\n"]), any::<Option<i16>>())
        .prop_map(|(text, state, n)| json!({"text": text, "state": state, "n": n}));
    let level = proptest::sample::select(vec![json!(1), json!(12), json!("high"), json!(null)]);
    let todo = (proptest::collection::vec(row, 0..3), text(), level, anything(), any::<u64>()).prop_map(
        |(rows, note, level, any, seed)| {
            let arguments = json!({"rows": rows, "note": note, "level": level, "any": any});
            ("todo", pick(arguments, &["rows"], seed))
        },
    );
    let more = proptest::collection::btree_map(text(), any::<i32>(), 0..3);
    let ratio =
        prop_oneof![Just(json!(true)), (-1.0f64..1e3).prop_map(|ratio| json!((ratio * 64.0).round() / 64.0))];
    let all = (more, ratio, any::<u64>()).prop_map(|(more, ratio, seed)| {
        ("note_all", pick(json!({"more": more, "ratio": ratio}), &["ratio"], seed))
    });
    prop_oneof![read, edit, todo, all, Just(("now", json!({})))]
        .prop_map(|(name, args)| (name.to_owned(), args))
}

/// Whether a value is what its schema says, as far as the schemas of these tests say anything.
fn valid(value: &Value, schema: &Value) -> bool {
    if let Some(parts) = schema["anyOf"].as_array() {
        return parts.iter().any(|part| valid(value, part));
    }
    if let Some(values) = schema["enum"].as_array() {
        return values.contains(value);
    }
    if !schema["const"].is_null() {
        return schema["const"] == *value;
    }
    let named = |name: &Value| match name.as_str() {
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => true,
    };
    let typed = match &schema["type"] {
        Value::Array(names) => names.iter().any(named),
        name => named(name),
    };
    let items = value.as_array().into_iter().flatten().all(|item| valid(item, &schema["items"]));
    let members = value.as_object().into_iter().flatten().all(|(key, item)| match &schema["properties"] {
        Value::Object(known) => known.get(key).is_some_and(|schema| valid(item, schema)),
        _ => valid(item, &schema["additionalProperties"]),
    });
    let must = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    typed
        && items
        && members
        && must.into_iter().all(|key| !value[key].is_null() || schema["type"].is_array())
}

/// Writes tokens that may come until the call is closed; after a while those that close things are preferred.
fn wander(guide: &mut Guide, vocab: &Vocab, dice: &mut Dice) -> Vec<u8> {
    const CLOSERS: [&str; 9] =
        ["\"", "}", "]", "\n</parameter>\n", "</parameter", "</function>", "</tool_call>", "parameter", ">"];
    let closers = CLOSERS.map(|text| id(vocab, text));
    let mut written = Vec::new();
    let patience = 20 + dice.roll(150);
    for count in 0.. {
        assert!(count < 20_000, "no end: {:?} in {}", guide.state.at, written.escape_ascii());
        let mut mask = Mask::default();
        if dice.roll(16) == 0 {
            check_mask(guide, vocab);
        }
        guide.mask(&mut mask);
        let open: Vec<u32> = (0..vocab.len() as u32).filter(|&token| mask.contains(token)).collect();
        let closer = closers.iter().find(|&&token| mask.contains(token));
        let token = match closer {
            Some(&token) if count > patience && dice.roll(3) > 0 => token,
            _ => open[dice.roll(open.len())],
        };
        guide.accept(token);
        assert_eq!(guide.duty, Duty::On);
        written.extend_from_slice(vocab.bytes(token));
        if !guide.is_armed() {
            return written;
        }
    }
    written
}

fn wandered(dialect: Dialect, start: &str, seed: u64) {
    let vocab = vocab(&[]);
    let mut dice = Dice(seed | 1);
    let mut guide = guide(&vocab, dialect);
    write(&mut guide, &vocab, start, &mut dice).unwrap();
    assert!(guide.is_armed());
    let written = wander(&mut guide, &vocab, &mut dice);
    let text = format!("{start}{}", String::from_utf8(written).unwrap());
    let (calls, _) = parse(&text);
    assert_eq!(calls.len(), 1, "{text}");
    let (name, arguments) = &calls[0];
    let tools = tools();
    let tool = tools.iter().find(|tool| tool.function.name == *name).expect(&text);
    assert!(valid(arguments, &tool.function.parameters), "{text}\n{arguments}");
    if name == "read" {
        let path = arguments["path"].as_str().unwrap().trim_start_matches("./");
        let hints = hints();
        assert!(hints.paths.iter().chain(hints.files.keys()).any(|known| known == path), "{text}");
    }
    let place = |key: &str| arguments.as_object().unwrap().keys().position(|known| known == key);
    if name == "edit" && place("path") < place("old") {
        let path = arguments["path"].as_str().unwrap();
        if path.trim_start_matches("./") == "src/lib.rs" {
            let old = arguments["old"].as_str().unwrap();
            assert_eq!(SOURCE.matches(old).count(), 1, "{text}");
        }
    }
}

/// Whether text can be written, and whether a call is open behind it.
fn passes(dialect: Dialect, thinking: Thinking, text: &str) -> Option<bool> {
    let vocab = vocab(&[]);
    let rules = Rules::new(&tools(), dialect, &hints()).unwrap();
    let mut guide = Guide::new(vocab.clone(), Arc::new(rules), thinking);
    for byte in text.bytes() {
        if !guide.allow(u32::from(byte)) {
            return None;
        }
        guide.accept(u32::from(byte));
    }
    Some(guide.is_armed())
}

const IN_JSON: &str = "<tool_call>\n{\"name\": \"";
const IN_XML: &str = "<tool_call>\n<function=";

#[test]
fn what_is_no_valid_call_is_refused_where_it_goes_wrong() {
    let rows = [
        // The text that passes, and the byte that does not.
        (Dialect::Json, IN_JSON.into(), "x"),
        (Dialect::Json, format!("{IN_JSON}rea"), "\""),
        (Dialect::Json, format!("{IN_JSON}now\", \"arguments\": {{"), "\""),
        (Dialect::Json, format!("{IN_JSON}read\", \"arguments\": {{"), "}"),
        (Dialect::Json, format!("{IN_JSON}read\", \"arguments\": {{\""), "x"),
        (Dialect::Json, format!("{IN_JSON}read\", \"arguments\": {{\"limit\": "), "\""),
        (Dialect::Json, format!("{IN_JSON}read\", \"arguments\": {{\"limit\": 1"), "."),
        (Dialect::Json, format!("{IN_JSON}read\", \"arguments\": {{\"limit\": -"), "}"),
        (Dialect::Json, format!("{IN_JSON}read\", \"arguments\": {{\"limit\": 1, \""), "l"),
        (Dialect::Json, format!("{IN_JSON}read\", \"arguments\": {{\"mode\": \"te"), "s"),
        (Dialect::Json, format!("{IN_JSON}read\", \"arguments\": {{\"mode\": \"te"), "\""),
        (Dialect::Json, format!("{IN_JSON}read\", \"arguments\": {{\"path\": \"src/ma"), "k"),
        (Dialect::Json, format!("{IN_JSON}read\", \"arguments\": {{\"path\": \"src/main.rs"), "x"),
        (Dialect::Json, format!("{IN_JSON}read\", \"arguments\": {{\"path\": \"src/main.r"), "\""),
        (Dialect::Json, format!("{IN_JSON}read\", \"arguments\": {{\"path\": \"src/main.rs\"}}"), "<"),
        (Dialect::Json, format!("{IN_JSON}todo\", \"arguments\": {{\"any\": \"\\ud800"), "x"),
        (Dialect::Json, format!("{IN_JSON}todo\", \"arguments\": {{\"any\": "), "T"),
        (Dialect::Json, "<tool_call>".into(), "<"),
        (Dialect::Xml, "<tool_call>".into(), "{"),
        (Dialect::Xml, format!("{IN_XML}rea"), ">"),
        (Dialect::Xml, format!("{IN_XML}read>\n<"), "/"),
        (Dialect::Xml, format!("{IN_XML}read>\n<parameter=path>\nsrc/main.rs"), "/"),
        (Dialect::Xml, format!("{IN_XML}read>\n<parameter=path>\nsrc/main"), "\n"),
        (Dialect::Xml, format!("{IN_XML}read>\n<parameter=path>\nsrc/main.rs\n"), "x"),
        (
            Dialect::Xml,
            format!("{IN_XML}read>\n<parameter=path>\nsrc/main.rs\n</parameter>\n<parameter="),
            "p",
        ),
        (Dialect::Xml, format!("{IN_XML}read>\n<parameter=limit>\n"), "a"),
        (Dialect::Xml, format!("{IN_XML}edit>\n<parameter=new>\na\n</parameter>\n</f"), "u"),
        (Dialect::Xml, format!("{IN_XML}now>\n</function>\n</"), "f"),
    ];
    for (dialect, text, wrong) in rows {
        assert_eq!(passes(dialect, Thinking::Closed, &text), Some(true), "{text}");
        assert_eq!(passes(dialect, Thinking::Closed, &format!("{text}{wrong}")), None, "{text}{wrong}");
    }
}

#[test]
fn a_quote_is_in_the_file_that_was_named_and_only_once() {
    let json = |path: &str| format!("{IN_JSON}edit\", \"arguments\": {{\"path\": \"{path}\", \"old\": \"");
    let xml =
        |path: &str| format!("{IN_XML}edit>\n<parameter=path>\n{path}\n</parameter>\n<parameter=old>\n");
    let rows = [
        (json("src/lib.rs"), "main2\"", Some(true)),
        (json("src/lib.rs"), "let a = 1;\"", None),
        (json("src/lib.rs"), "let a = 1;\\n    let b\"", Some(true)),
        (json("src/lib.rs"), "say(\\\"é\\\\n\\\", a)\"", Some(true)),
        (json("src/lib.rs"), "say(\\\"e", None),
        (json("src/lib.rs"), "\\u0001\\r\\n\"", Some(true)),
        (json("src/lib.rs"), "\\u0002", None),
        (json("src/lib.rs"), "let c", None),
        (json("./src/lib.rs"), "let c", None),
        (json("src/new.rs"), "let c\"", Some(true)),
        (xml("src/lib.rs"), "let a = 1;\n</parameter>", None),
        (xml("src/lib.rs"), "main2\n</parameter>\n<parameter=new>", Some(true)),
        (xml("src/lib.rs"), "main2\n</parameter>\n</f", None),
        (xml("src/lib.rs"), "tag(\"</parameter>\");\n</parameter>\n<parameter=new>", Some(true)),
        // A quote that ends with a closing tag of its own.
        (xml("src/lib.rs"), "tag(\"</parameter>\n</parameter>\n<parameter=new>", Some(true)),
        (xml("src/lib.rs"), "let c", None),
        (xml("src/new.rs"), "let c\n</parameter>\n<parameter=new>", Some(true)),
        // What comes before the path is free, and so is another function's parameter.
        (format!("{IN_JSON}edit\", \"arguments\": {{\"old\": \""), "let c\", \"path\": \"", Some(true)),
        (format!("{IN_JSON}todo\", \"arguments\": {{\"note\": \""), "let c\"", Some(true)),
    ];
    for (start, text, expected) in rows {
        let dialect = Dialect::Either;
        assert_eq!(passes(dialect, Thinking::Closed, &format!("{start}{text}")), expected, "{start}{text}");
    }
}

#[test]
fn only_what_opens_a_call_arms() {
    let rows = [
        (Dialect::Json, Thinking::Closed, "Use <tool_call>", true),
        (Dialect::Json, Thinking::Closed, "<function=", false),
        (Dialect::Xml, Thinking::Closed, "Well.\n  <function=", true),
        (Dialect::Xml, Thinking::Closed, "Write `<function=", false),
        (Dialect::Xml, Thinking::Open, "a <tool_call>", false),
        (Dialect::Xml, Thinking::Open, "a </think>\n<tool_call>", true),
        (Dialect::Xml, Thinking::Open, "a <tool_call> or <function", false),
        (Dialect::Xml, Thinking::Open, "a <tool_call>\n<function=", true),
        (Dialect::Xml, Thinking::Open, "a <tool_call> {", false),
        (Dialect::Json, Thinking::Open, "a <tool_call> {", true),
        (Dialect::Json, Thinking::Open, "a <tool_call> or {", false),
        (Dialect::Json, Thinking::Open, "a <tool_call><tool_call>{", true),
        (Dialect::Json, Thinking::Open, "a <tool_call></think>{", false),
        (Dialect::Xml, Thinking::Watch, "\n<think>\n<tool_call>", false),
        (Dialect::Xml, Thinking::Watch, "\n<think>\n</think><tool_call>", true),
        (Dialect::Xml, Thinking::Watch, "a <think> <tool_call>", true),
        (Dialect::Xml, Thinking::Closed, "<tool<tool_call>", true),
        (
            Dialect::Json,
            Thinking::Closed,
            "<tool_call>{\"name\":\"now\",\"arguments\":{}}</tool_call>\n",
            false,
        ),
        (Dialect::Xml, Thinking::Closed, "<function=now></function>", false),
        (Dialect::Xml, Thinking::Closed, "<function=now></function>\n</tool_call>\n<tool_call>", true),
    ];
    for (dialect, thinking, text, armed) in rows {
        assert_eq!(passes(dialect, thinking, text), Some(armed), "{text}");
    }
}

#[test]
fn tags_and_the_end_of_the_turn_wait_for_the_end_of_a_value() {
    let vocab = vocab(&[]);
    let (open, close) = (id(&vocab, "<tool_call>"), id(&vocab, "</tool_call>"));
    let end = (0..vocab.len() as u32).find(|&token| vocab.bytes(token).is_empty()).unwrap();
    for (dialect, inner) in [
        (Dialect::Json, "\n{\"name\": \"todo\", \"arguments\": {\"note\": \"a"),
        (Dialect::Xml, "\n<function=todo>\n<parameter=note>\na"),
    ] {
        let mut guide = guide(&vocab, dialect);
        assert!(guide.allow(open) && guide.allow(close) && guide.allow(end));
        guide.accept(open);
        write(&mut guide, &vocab, inner, &mut Dice(7)).unwrap();
        assert!(!guide.allow(open) && !guide.allow(close) && !guide.allow(end));
        check_mask(&mut guide, &vocab);
        // As ordinary text such a tag may be part of a value.
        assert_eq!(write(&mut guide, &vocab, "</tool_call>", &mut Dice(7)), Ok(()));
        assert!(guide.is_armed());
    }
}

#[test]
fn a_guide_that_can_go_nowhere_gives_up() {
    let tokens = ["<tool_call>", "{", "x"].map(|text| (text, Form::Plain));
    let vocab = Arc::new(Vocab::new(tokens));
    let mut guide = guide(&vocab, Dialect::Json);
    let mut mask = Mask::default();
    guide.accept(0);
    guide.mask(&mut mask);
    assert_eq!((mask.count(), mask.contains(1)), (1, true));
    guide.accept(1);
    assert!(guide.is_armed() && !guide.allow(2));
    guide.mask(&mut mask);
    assert_eq!(mask.count(), 3);
    assert!(!guide.is_armed() && guide.allow(2));
}

#[test]
fn a_refused_token_that_is_taken_all_the_same_ends_the_guide() {
    let vocab = vocab(&[]);
    let mut guide = guide(&vocab, Dialect::Json);
    guide.accept(id(&vocab, "<tool_call>"));
    guide.accept(id(&vocab, "true"));
    assert!(!guide.is_armed() && guide.allow(id(&vocab, "true")));
}

#[test]
fn a_template_tells_the_dialect() {
    assert_eq!(Dialect::of(Some(XML)), Dialect::Xml);
    assert_eq!(Dialect::of(Some("<tool_call>{{ call | tojson }}</tool_call>")), Dialect::Json);
    assert_eq!(Dialect::of(Some("{{ messages }}")), Dialect::Either);
    assert_eq!(Dialect::of(None), Dialect::Either);
}

#[test]
fn without_functions_there_are_no_rules() {
    let odd = json!({"function": {"name": "a b\"", "parameters": {}}});
    let odd: Tool = serde_json::from_value(odd).unwrap();
    let hints = wire::Guide::default();
    assert!(Rules::new(&[], Dialect::Json, &hints).is_none());
    assert!(Rules::new(&[odd], Dialect::Json, &hints).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_valid_call_passes_however_it_is_cut(
        (name, arguments) in call(),
        xml: bool,
        seed: u64,
        cuts in proptest::collection::vec((0usize..400, 1usize..12), 0..40),
    ) {
        let dialect = if xml { Dialect::Xml } else { Dialect::Json };
        let text = render(dialect, &name, &arguments);
        // Some values cannot be told from the tags around them, and an XML value loses its type.
        prop_assume!(parse(&text).0 == [(name, arguments)]);
        let chars: Vec<char> = text.chars().collect();
        let more: Vec<String> = cuts.iter()
            .map(|(from, len)| chars.iter().skip(from % chars.len()).take(*len).collect())
            .collect();
        let vocab = vocab(&more);
        for dialect in [dialect, Dialect::Either] {
            let mut guide = guide(&vocab, dialect);
            let written = write(&mut guide, &vocab, &text, &mut Dice(seed | 1));
            prop_assert!(written.is_ok(), "{}\n{:?}", text, written);
            prop_assert!(!guide.is_armed());
        }
    }

    #[test]
    fn whatever_passes_in_json_is_valid(seed: u64) {
        wandered(Dialect::Json, "<tool_call>", seed);
    }

    #[test]
    fn whatever_passes_in_xml_is_valid(seed: u64, bare: bool) {
        wandered(Dialect::Xml, if bare { "<function=" } else { "<tool_call>" }, seed);
    }

    #[test]
    fn whatever_passes_in_a_quote_is_in_the_file(seed: u64, xml: bool, rough in 0usize..4) {
        let line = ["", "\n", "    ", "fn main"][rough];
        if xml {
            let start = format!("<tool_call>\n<function=edit>\n<parameter=path>\nsrc/lib.rs\n</parameter>\n<parameter=old>\n{line}");
            wandered(Dialect::Xml, &start, seed);
        } else {
            let line = line.replace('\n', "\\n");
            let start = format!("<tool_call>\n{{\"name\": \"edit\", \"arguments\": {{\"path\": \"./src/lib.rs\", \"old\": \"{line}");
            wandered(Dialect::Json, &start, seed);
        }
    }

    #[test]
    fn text_and_thinking_pass(text in "([a-z<>/\n ]|<think>|</think>|<tool|<function|\\PC){0,40}", watch: bool) {
        prop_assume!(!text.contains('='));
        let thinking = if watch { Thinking::Watch } else { Thinking::Open };
        prop_assert_eq!(passes(Dialect::Either, thinking, &text), Some(false));
    }
}

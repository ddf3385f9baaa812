//! Calls that the engine keeps to what is offered, written by the starter at temperatures at which it talks nonsense.
#![cfg(feature = "local")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper that fails fails its test")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use qwill::code::tool::{self, Scale};
use qwill::engine::job::{Event, Reason, Spec, State, Work};
use qwill::engine::local::Engine;
use qwill::engine::parser::{CallPart, Piece};
use qwill::engine::turn::Model;
use qwill::wire::{ChatRequest, Guide, Message, Quote, Role, Sampling, ToolCall, ToolFunction};
use serde_json::{Map, Value, json};

/// What the starter was trained with.
const SYSTEM: &str = "You are qwill, a coding assistant in the terminal.";
/// Seeds of every question.
const SEEDS: i64 = 24;

/// The starter, loaded.
struct Starter {
    engine: Engine,
    model: Arc<Model>,
}

/// An answer: its text, its calls, and how it ended.
#[derive(Debug)]
struct Answer {
    raw: String,
    calls: Vec<(String, String)>,
    reason: Reason,
}

impl Starter {
    fn new() -> Starter {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("starter/qwill-starter.gguf");
        let spec = Spec { path, ctx: None, threads: Some(1) };
        let engine = Engine::start(spec, Path::new("/dev/null")).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let model = runtime.block_on(async {
            let mut state = engine.state();
            match &*state.wait_for(|state| !matches!(state, State::Loading(_))).await.unwrap() {
                State::Ready(loaded) => Arc::clone(&loaded.model),
                other => panic!("{other:?}"),
            }
        });
        Starter { engine, model }
    }

    fn ask(&self, request: &ChatRequest, change: impl FnOnce(&mut Work)) -> Answer {
        let mut turn = self.model.turn(request, "call_").unwrap();
        change(&mut turn.work);
        let mut running = self.engine.generate(turn.work).unwrap();
        let mut pieces = Vec::new();
        let finish = loop {
            match running.wait().unwrap() {
                Event::Prefill(_) => {}
                Event::Text(text) => pieces.extend(turn.parser.push(&text)),
                Event::Done(finish) => break finish,
                Event::Failed(error) => panic!("{error}"),
            }
        };
        pieces.extend(turn.parser.finish());
        let mut calls: Vec<(String, String)> = Vec::new();
        for piece in pieces {
            let Piece::Call(call) = piece else { continue };
            match (call.part, calls.last_mut()) {
                (CallPart::Start { name, .. }, _) => calls.push((name, String::new())),
                (CallPart::Args(text), Some(call)) => call.1.push_str(&text),
                _ => {}
            }
        }
        Answer { raw: finish.raw, calls, reason: finish.reason }
    }
}

fn request(said: &[Message], seed: i64) -> ChatRequest {
    let messages = [&[Message::new(Role::System, SYSTEM)], said].concat();
    let sampling = Sampling {
        temperature: Some(1.5),
        top_k: Some(0),
        top_p: Some(1.0),
        min_p: Some(0.0),
        seed: Some(seed),
        ..Sampling::default()
    };
    ChatRequest {
        messages,
        sampling,
        tools: tool::offer(Scale::Few),
        max_tokens: Some(400),
        ..ChatRequest::default()
    }
}

fn user(text: &str) -> Message {
    Message::new(Role::User, text)
}

/// That the call names an offered tool and has the arguments that its schema wants, each of its type.
#[track_caller]
fn check(name: &str, arguments: &str) -> Map<String, Value> {
    let offered = tool::offer(Scale::Few);
    let tool = offered.iter().find(|tool| tool.function.name == name).expect(name);
    let Value::Object(arguments) = serde_json::from_str(arguments).expect(arguments) else {
        panic!("{arguments} is no object")
    };
    let known = tool.function.parameters["properties"].as_object().unwrap();
    for (key, value) in &arguments {
        assert!(known.contains_key(key) && value.is_string(), "{name}: {key} = {value}");
    }
    for key in tool.function.parameters["required"].as_array().unwrap() {
        assert!(arguments.contains_key(key.as_str().unwrap()), "{name} lacks {key}: {arguments:?}");
    }
    arguments
}

/// The whole calls of one question over many seeds.
fn calls(starter: &Starter, said: &[Message], guide: &Guide) -> Vec<(String, Map<String, Value>)> {
    let mut all = Vec::new();
    for seed in 0..SEEDS {
        let request = ChatRequest { guide: guide.clone(), ..request(said, seed) };
        let answer = starter.ask(&request, |_| {});
        // What a limit cut cannot be whole.
        if answer.reason == Reason::Stop {
            all.extend(answer.calls.iter().map(|(name, arguments)| (name.clone(), check(name, arguments))));
            // In thoughts the tag alone is a word like any other.
            let said = answer.raw.rsplit("</think>").next().unwrap();
            let opened = if said.starts_with("<think>") { 0 } else { said.matches("<tool_call>").count() };
            assert!(opened <= answer.calls.len(), "{answer:?}");
        }
    }
    all
}

#[test]
fn a_call_that_is_opened_is_a_valid_one() {
    let starter = Starter::new();
    for question in ["read the file src/main.rs", "replace one with two in a.txt", "run the command ls -l"] {
        let found = calls(&starter, &[user(question)], &Guide::default());
        assert!(found.len() >= SEEDS as usize / 3, "{question}: {}", found.len());
    }
}

#[test]
fn without_the_guide_some_of_the_same_calls_are_broken() {
    let starter = Starter::new();
    let broken = |seed: &i64| {
        let request = request(&[user("replace one with two in a.txt")], *seed);
        let answer = starter.ask(&request, |work| work.guide = None);
        let opened = answer.raw.matches("<tool_call>").count();
        let valid = |call: &&(String, String)| {
            let names = tool::offer(Scale::Few);
            names.iter().any(|tool| tool.function.name == call.0)
                && serde_json::from_str::<Map<String, Value>>(&call.1)
                    .is_ok_and(|args| args.len() == 3 && args.values().all(Value::is_string))
        };
        opened > answer.calls.iter().filter(valid).count()
    };
    assert!((0..SEEDS).filter(broken).count() > 0, "the other tests would show nothing");
}

#[test]
fn reads_name_files_that_exist_whatever_was_asked_for() {
    let starter = Starter::new();
    let paths: Vec<String> = ["notes.txt", "src/main.rs", "src/lib.rs"].map(String::from).into();
    let existing = BTreeMap::from([("read".into(), "path".into())]);
    let guide = Guide { paths: paths.clone(), existing, ..Guide::default() };
    let mut reads = 0;
    for (name, arguments) in calls(&starter, &[user("read the file lost/missing.py")], &guide) {
        if name == "read" {
            let path = arguments["path"].as_str().unwrap();
            assert!(paths.iter().any(|known| known == path.trim_start_matches("./")), "{path}");
            reads += 1;
        }
    }
    assert!(reads >= SEEDS as usize / 3, "{reads}");
}

#[test]
fn edits_quote_what_is_in_the_file_once() {
    let starter = Starter::new();
    let text = "alpha one\nalpha two\nbeta three\n";
    let call = ToolCall {
        id: "call_0".into(),
        kind: "function".into(),
        function: ToolFunction { name: "read".into(), arguments: json!({ "path": "notes.txt" }).to_string() },
    };
    let called = Message { tool_calls: Some(vec![call]), ..Message::new(Role::Assistant, "") };
    let result = Message {
        tool_call_id: Some("call_0".into()),
        ..Message::new(Role::Tool, "1\talpha one\n2\talpha two\n3\tbeta three\n")
    };
    let quote = Quote { path: "path".into(), value: "old".into() };
    let guide = Guide {
        files: BTreeMap::from([("notes.txt".into(), text.into())]),
        quote: BTreeMap::from([("edit".into(), quote)]),
        existing: BTreeMap::from([("edit".into(), "path".into())]),
        ..Guide::default()
    };
    let said =
        [user("read the file notes.txt"), called, result, user("replace gamma with delta in notes.txt")];
    let mut edits = 0;
    for (name, arguments) in calls(&starter, &said, &guide) {
        if name == "edit" {
            let old = arguments["old"].as_str().unwrap();
            assert_eq!(
                (arguments["path"].as_str(), text.matches(old).count()),
                (Some("notes.txt"), 1),
                "{old:?}"
            );
            edits += 1;
        }
    }
    assert!(edits >= SEEDS as usize / 4, "{edits}");
}

#[test]
fn a_seed_leads_to_one_answer() {
    let starter = Starter::new();
    let ask = |seed| starter.ask(&request(&[user("replace one with two in a.txt")], seed), |_| {}).raw;
    // Numbers differ in their last digits when a prompt is read in one piece, as it is the first time.
    ask(0);
    let first: Vec<String> = (0..6).map(ask).collect();
    assert_eq!(first, (0..6).map(ask).collect::<Vec<_>>());
}

#[test]
fn a_guide_changes_no_answer_that_calls_nothing() {
    let starter = Starter::new();
    let mut same = 0;
    // As above: the first time is different.
    starter.ask(&request(&[user("how do I stop an answer?")], 0), |_| {});
    for seed in 0..SEEDS {
        let request = request(&[user("how do I stop an answer?")], seed);
        let guided = starter.ask(&request, |work| assert!(work.guide.is_some()));
        let free = starter.ask(&request, |work| work.guide = None);
        if !free.raw.contains("<tool_call>") {
            assert_eq!(guided.raw, free.raw);
            same += 1;
        }
    }
    assert!(same > 0);
    let none = ChatRequest { tools: Vec::new(), ..request(&[user("hello")], 1) };
    starter.ask(&none, |work| assert!(work.guide.is_none()));
}

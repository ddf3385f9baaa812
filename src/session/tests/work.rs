//! Work by tools: calls out, results in, and on.

use super::*;
use crate::code::hands::{Ask, Reply};
use crate::code::project::Output;
use crate::code::tool::Call;
use crate::wire::{ToolDelta, ToolDeltaFunction};

fn at_work(turns: Option<u32>) -> Session {
    let work = Some(Work { turns, ..Work::default() });
    Session::new(chat(), Setup { work, ..Setup::default() })
}

/// The answer is one call of `read`, and takes so many tokens of prompt.
fn reads(session: &mut Session, generation: u64, path: &str, prompt: u32) -> Vec<Effect> {
    let function =
        ToolDeltaFunction { name: Some("read".into()), arguments: Some(format!("{{\"path\": \"{path}\"}}")) };
    let part = ToolDelta { index: 0, id: Some(String::new()), kind: None, function };
    session.hear(Event::Answer(generation, Piece::Call(part)), NOW);
    session.hear(Event::Answer(generation, finished("raw", prompt, 10)), NOW)
}

fn called(effects: &[Effect]) -> (u64, String) {
    let call = effects.iter().find_map(|effect| match effect {
        Effect::Call { generation, turn, .. } => Some((*generation, turn.clone())),
        _ => None,
    });
    call.unwrap()
}

fn rests(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Rest))
}

#[test]
fn a_call_is_carried_out_and_its_result_is_said() {
    let mut session = at_work(None);
    let effects = session.send("what is in a?".into(), Vec::new(), NOW);
    assert!(asked(&effects).1.tools.iter().any(|tool| tool.function.name == "read"));
    let effects = reads(&mut session, asked(&effects).0, "a", 20);
    let (generation, turn) = called(&effects);
    assert_eq!((session.phase(), turn.as_str()), (Phase::Working, "c1:1"));
    let effects = session.hear(Event::Called(generation, Box::new(Output::well("1\tA"))), NOW);
    let (next, request) = asked(&effects);
    let last = request.messages.last().unwrap();
    assert_eq!((last.role, last.text().as_str()), (Role::Tool, "1\tA"));
    // A call without a name of its own got one, and the result has it.
    let calls = request.messages[1].tool_calls.clone().unwrap();
    assert_eq!(last.tool_call_id.as_deref(), Some(calls[0].id.as_str()));
    assert!(!calls[0].id.is_empty());
    session.hear(Event::Answer(next, Piece::Text("It says A.".into())), NOW);
    let effects = session.hear(Event::Answer(next, finished("It says A.", 40, 5)), NOW);
    assert!(rests(&effects) && !session.is_busy());
}

#[test]
fn small_models_edit_whole_functions_and_larger_ones_quote() {
    let mut session = at_work(None);
    for (place, parameters, tools) in [
        (Place::Starter, Some(30_000_000), &["edit"][..]),
        (Place::Here, Some(4_000_000_000), &["replace", "write"]),
        (Place::Here, Some(8_190_000_000), &["edit", "write"]),
        (Place::Here, None, &["edit", "write"]),
        (Place::Remote("http://x".into()), None, &["edit", "write"]),
    ] {
        session.hear(Event::Model(Model { name: "m".into(), place, parameters }), NOW);
        let effects = session.send("x".into(), Vec::new(), NOW);
        let request = asked(&effects).1;
        session.stop();
        let names = request.tools.iter().map(|tool| tool.function.name.as_str());
        let found: Vec<&str> = names.filter(|name| ["edit", "replace", "write"].contains(name)).collect();
        assert_eq!(found, tools, "{parameters:?}");
    }
}

#[test]
fn what_needs_a_yes_waits_for_it_and_late_words_change_nothing() {
    let mut session = at_work(None);
    let effects = session.send("x".into(), Vec::new(), NOW);
    let (generation, _) = called(&reads(&mut session, asked(&effects).0, "a", 20));
    let call = Call::Read { path: "a".into(), from: 1, lines: None };
    let ask = Ask::new(call, None);
    session.hear(Event::Asks(generation + 1, Box::new(ask.clone())), NOW);
    assert!(session.asked().is_none());
    session.hear(Event::Asks(generation, Box::new(ask)), NOW);
    assert!(session.asked().is_some() && session.phase() == Phase::Asking);
    let effects = session.reply(Reply::Once);
    assert!(matches!(&effects[..], [Effect::Reply { reply: Reply::Once, .. }]));
    assert!(session.reply(Reply::Once).is_empty(), "it was answered");
    session.stop();
    assert!(session.hear(Event::Called(generation, Box::new(Output::well("late"))), NOW).is_empty());
}

#[test]
fn a_stopped_call_is_answered_so_that_the_conversation_can_go_on() {
    let mut session = at_work(None);
    let effects = session.send("x".into(), Vec::new(), NOW);
    called(&reads(&mut session, asked(&effects).0, "a", 20));
    let effects = session.stop();
    assert!(matches!(effects[0], Effect::Stop { .. }) && rests(&effects));
    let effects = session.send("go on".into(), Vec::new(), NOW);
    let roles: Vec<Role> = asked(&effects).1.messages.iter().map(|message| message.role).collect();
    assert_eq!(roles, [Role::User, Role::Assistant, Role::Tool, Role::User]);
}

#[test]
fn when_the_context_fills_up_the_work_is_summed_up_and_goes_on() {
    let mut session = at_work(Some(20));
    session.hear(status(1000), NOW);
    let effects = session.send("mend the parser".into(), Vec::new(), NOW);
    let mut generation = asked(&effects).0;
    for (path, prompt) in [("a", 100), ("b", 300), ("c", 500)] {
        let (call, _) = called(&reads(&mut session, generation, path, prompt));
        let effects = session.hear(Event::Called(call, Box::new(Output::well("text"))), NOW);
        generation = asked(&effects).0;
    }
    let (call, turn) = called(&reads(&mut session, generation, "d", 850));
    let effects = session.hear(Event::Called(call, Box::new(Output::well("text"))), NOW);
    assert_eq!((session.phase(), notices(&effects)), (Phase::Compacting, 1));
    let summary = asked(&effects).0;
    session.hear(Event::Answer(summary, Piece::Text("read a to d".into())), NOW);
    let effects = session.hear(Event::Answer(summary, finished("read a to d", 900, 10)), NOW);
    let (next, request) = asked(&effects);
    let said = texts(request);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].1.contains("read a to d") && said[1].1.starts_with("mend the parser\n"), "{said:?}");
    // It is still the work for the same question: what it does is taken back with it, and its answers are counted.
    let (_, again) = called(&reads(&mut session, next, "e", 100));
    assert_eq!(again, turn);
}

#[test]
fn the_answers_to_one_question_are_counted() {
    let mut session = at_work(Some(2));
    let effects = session.send("x".into(), Vec::new(), NOW);
    let (call, _) = called(&reads(&mut session, asked(&effects).0, "a", 20));
    let effects = session.hear(Event::Called(call, Box::new(Output::well("A"))), NOW);
    let (call, _) = called(&reads(&mut session, asked(&effects).0, "b", 30));
    let effects = session.hear(Event::Called(call, Box::new(Output::well("B"))), NOW);
    assert!(rests(&effects) && session.is_spent() && !session.is_busy());
    session.send("more".into(), Vec::new(), NOW);
    assert!(!session.is_spent());
}

#[test]
fn tools_of_servers_join_from_the_next_question_on_and_stay_for_all_of_it() {
    let mut session = at_work(None);
    let names = |effects: &[Effect]| -> Vec<String> {
        let tools = asked(effects).1.tools.iter().map(|tool| tool.function.name.clone());
        tools.filter(|name| name.contains('_')).collect()
    };
    let effects = session.send("x".into(), Vec::new(), NOW);
    assert!(names(&effects).is_empty());
    let offer = crate::code::mcp::sample("docs", "find");
    let told = session.hear(Event::Servers(vec![offer], vec!["docs came".into()]), NOW);
    assert!(matches!(&told[..], [Effect::Notice(text)] if text == "docs came"));
    let effects = reads(&mut session, asked(&effects).0, "a", 20);
    let effects = session.hear(Event::Called(called(&effects).0, Box::new(Output::well("1"))), NOW);
    assert!(names(&effects).is_empty(), "the prompt of a question stays as it began");
    let generation = asked(&effects).0;
    session.hear(Event::Answer(generation, finished("done", 40, 5)), NOW);
    let effects = session.send("y".into(), Vec::new(), NOW);
    assert_eq!(names(&effects), ["docs_find"]);
    session.hear(Event::Servers(Vec::new(), Vec::new()), NOW);
    let effects = reads(&mut session, asked(&effects).0, "a", 20);
    let effects = session.hear(Event::Called(called(&effects).0, Box::new(Output::well("1"))), NOW);
    assert_eq!(names(&effects), ["docs_find"]);
}

#[test]
fn before_anything_was_said_tools_of_servers_are_read_ahead_too() {
    let mut session = at_work(None);
    session.hear(Event::Servers(vec![crate::code::mcp::sample("docs", "find")], Vec::new()), NOW);
    let Effect::Warm(request) = session.warm() else { panic!("it does not warm") };
    assert!(request.tools.iter().any(|tool| tool.function.name == "docs_find"));
}

#[test]
fn a_model_that_hardly_has_room_gets_no_tools_of_servers() {
    let mut session = at_work(None);
    session.hear(Event::Servers(vec![crate::code::mcp::sample("docs", "find")], Vec::new()), NOW);
    if let Some(work) = &mut session.setup.work {
        work.scale = crate::code::tool::Scale::Few;
    }
    let effects = session.send("x".into(), Vec::new(), NOW);
    assert!(!asked(&effects).1.tools.iter().any(|tool| tool.function.name == "docs_find"));
}

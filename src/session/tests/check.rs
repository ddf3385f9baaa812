//! Changes are checked when the model is done, and it hears of a check that fails, twice at most.

use super::*;
use crate::code::hands::{Ask, Reply};
use crate::code::project::{Ended, Output};
use crate::session::Work;

const CHECK: &str = "cargo test";

fn working(check: Option<&str>, turns: Option<u32>) -> Session {
    let work = Work { check: check.map(str::to_owned), turns, ..Work::default() };
    Session::new(chat(), Setup { work: Some(work), ..Setup::default() })
}

/// The call among the effects: its generation, turn and arguments.
fn called(effects: &[Effect]) -> Option<(u64, String, String)> {
    effects.iter().find_map(|effect| match effect {
        Effect::Call { generation, turn, call, .. } => {
            Some((*generation, turn.clone(), call.function.arguments.clone()))
        }
        _ => None,
    })
}

fn rests(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Rest))
}

/// The model calls `write` with this path, and it is carried out.
fn change(session: &mut Session, generation: u64, path: &str) -> Vec<Effect> {
    let mut part = crate::wire::ToolDelta { index: 0, ..Default::default() };
    part.function.name = Some("write".into());
    part.function.arguments = Some(format!(r#"{{"path": "{path}", "text": "x"}}"#));
    session.hear(Event::Answer(generation, Piece::Call(part)), NOW);
    let effects = session.hear(Event::Answer(generation, finished("raw", 20, 5)), NOW);
    let output = Output { changed: vec![path.into()], ..Output::well("ok") };
    session.hear(Event::Called(called(&effects).unwrap().0, Box::new(output)), NOW)
}

/// The model says that it is done.
fn done(session: &mut Session, generation: u64) -> Vec<Effect> {
    session.hear(Event::Answer(generation, Piece::Text("Done.".into())), NOW);
    session.hear(Event::Answer(generation, finished("Done.", 20, 5)), NOW)
}

fn end(session: &mut Session, check: &[Effect], output: Output) -> Vec<Effect> {
    session.hear(Event::Called(called(check).unwrap().0, Box::new(output)), NOW)
}

fn failing() -> Output {
    Output::badly("test a ... FAILED\n[exit code 101]")
}

/// A question, a change and an answer; the effects of that answer.
fn changed(session: &mut Session) -> Vec<Effect> {
    let effects = session.send("do it".into(), Vec::new(), NOW);
    let effects = change(session, asked(&effects).0, "a.rs");
    done(session, asked(&effects).0)
}

#[test]
fn a_check_that_fails_is_told_twice_at_most() {
    let mut session = working(Some(CHECK), None);
    let mut effects = changed(&mut session);
    let turn = called(&effects).unwrap().1;
    for round in 1..=2 {
        assert_eq!(called(&effects).unwrap().2, r#"{"command":"cargo test"}"#);
        assert!(!rests(&effects));
        assert_eq!(session.phase(), Phase::Working);
        let more = end(&mut session, &effects, failing());
        let (generation, request) = asked(&more);
        let last = request.messages.last().unwrap();
        assert_eq!((last.role, last.tool_call_id.clone()), (Role::User, None));
        let text = last.text();
        assert!(text.starts_with("The check `cargo test` failed.") && text.ends_with("\nMend it."), "{text}");
        assert!(text.contains("test a ... FAILED"));
        let more = change(&mut session, generation, &format!("{round}.rs"));
        effects = done(&mut session, asked(&more).0);
        assert_eq!(called(&effects).unwrap().1, turn, "it all belongs to the user's question");
    }
    let last = end(&mut session, &effects, failing());
    assert!(rests(&last) && notices(&last) == 1);
    assert!(!session.is_busy());
    assert_eq!(session.path().filter(|node| node.is_question()).count(), 1);
    assert_eq!(session.undo().0.as_deref(), Some("do it"), "what nobody typed is not given back");
}

#[test]
fn a_check_that_passes_or_is_refused_or_cannot_run_ends_the_work() {
    let refused = Output { ended: Ended::Refused, ..Output::badly("error: no") };
    let missing = Output::badly("sh: cargo: not found\n[exit code 127]");
    for (output, told) in [(Output::well("ok"), 1), (refused, 0), (missing, 1)] {
        let mut session = working(Some(CHECK), None);
        let effects = changed(&mut session);
        session.send("next".into(), Vec::new(), NOW);
        let nodes = session.path().count();
        let effects = end(&mut session, &effects, output);
        assert!(rests(&effects) && notices(&effects) == told);
        assert_eq!(asked(&effects).1.messages.last().unwrap().text(), "next", "what waits goes on");
        assert_eq!(session.path().count(), nodes + 2);
    }
}

#[test]
fn nothing_is_checked_without_changes_or_without_a_check() {
    let mut session = working(None, None);
    let effects = changed(&mut session);
    assert!(called(&effects).is_none() && rests(&effects));

    let mut session = working(Some(CHECK), None);
    let effects = session.send("hi".into(), Vec::new(), NOW);
    let effects = done(&mut session, asked(&effects).0);
    assert!(called(&effects).is_none() && rests(&effects));

    let effects = changed(&mut session);
    let effects = end(&mut session, &effects, failing());
    let effects = done(&mut session, asked(&effects).0);
    assert!(called(&effects).is_none() && rests(&effects), "nothing was changed since the check");
}

#[test]
fn changes_of_an_earlier_question_are_not_checked_later() {
    let mut session = working(Some(CHECK), None);
    let effects = session.send("do it".into(), Vec::new(), NOW);
    change(&mut session, asked(&effects).0, "a.rs");
    session.stop();
    let effects = session.send("hi".into(), Vec::new(), NOW);
    let effects = done(&mut session, asked(&effects).0);
    assert!(called(&effects).is_none() && rests(&effects));
}

#[test]
fn a_check_is_stopped_like_any_call_and_leaves_no_message() {
    let mut session = working(Some(CHECK), None);
    let effects = changed(&mut session);
    let nodes = session.path().count();
    let stopped = session.stop();
    assert!(rests(&stopped) && !session.is_busy());
    assert_eq!(session.path().count(), nodes);
    assert!(end(&mut session, &effects, failing()).is_empty(), "it comes too late");
}

#[test]
fn the_user_is_asked_about_a_check_like_about_any_command() {
    let mut session = working(Some(CHECK), None);
    let effects = changed(&mut session);
    let generation = called(&effects).unwrap().0;
    let call = session.call().unwrap().clone();
    let call = crate::code::tool::read(&call).unwrap();
    assert_eq!(call, crate::code::tool::Call::Shell { command: CHECK.into(), time: None });
    let ask = Ask::new(call, None);
    session.hear(Event::Asks(generation, Box::new(ask)), NOW);
    assert_eq!(session.phase(), Phase::Asking);
    assert!(session.asked().is_some());
    let effects = session.reply(Reply::Once);
    assert!(
        matches!(effects[..], [Effect::Reply { generation: to, reply: Reply::Once }] if to == generation)
    );
}

#[test]
fn a_limit_of_answers_holds_for_mending_too() {
    let mut session = working(Some(CHECK), Some(2));
    let effects = changed(&mut session);
    let effects = end(&mut session, &effects, failing());
    assert!(rests(&effects) && notices(&effects) == 1 && !session.is_busy());
}

#[derive(Clone, Copy, Debug)]
enum Move {
    Send,
    Stop,
    Undo,
    Change,
    Done,
    Ends(Ended),
    Fail,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let round = [Move::Change, Move::Ends(Ended::Well), Move::Done, Move::Ends(Ended::Badly)];
    let step = prop_oneof![
        2 => Just(Move::Send),
        1 => Just(Move::Stop),
        1 => Just(Move::Undo),
        2 => Just(Move::Change),
        2 => Just(Move::Done),
        1 => Just(Move::Ends(Ended::Well)),
        2 => Just(Move::Ends(Ended::Badly)),
        1 => Just(Move::Ends(Ended::Refused)),
        1 => Just(Move::Fail),
    ];
    let part = prop_oneof![1 => step.prop_map(|step| vec![step]), 1 => Just(round.to_vec())];
    prop::collection::vec(part, 0..30).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn however_work_goes_it_is_written_down_and_told_of_checks_twice_at_most(moves in moves()) {
        let mut session = working(Some(CHECK), None);
        let (mut replica, mut answer, mut call) = (Replica::default(), 0, 0);
        for (at, step) in moves.into_iter().enumerate() {
            let hear = |session: &mut Session, piece| session.hear(Event::Answer(answer, piece), NOW);
            let effects = match step {
                Move::Send => session.send("a question".into(), Vec::new(), NOW),
                Move::Stop => session.stop(),
                Move::Undo => session.undo().1,
                Move::Change => {
                    let mut part = crate::wire::ToolDelta { index: 0, ..Default::default() };
                    part.function.name = Some("write".into());
                    part.function.arguments = Some(format!("{{\"path\": \"{at}\", \"text\": \"\"}}"));
                    let mut effects = hear(&mut session, Piece::Call(part));
                    effects.extend(hear(&mut session, finished("raw", 20, 5)));
                    effects
                }
                Move::Done => {
                    let mut effects = hear(&mut session, Piece::Text("Done.".into()));
                    effects.extend(hear(&mut session, finished("Done.", 20, 5)));
                    effects
                }
                Move::Ends(ended) => {
                    let output = Output { ended, changed: vec!["x".into()], ..Output::well("FAILED") };
                    session.hear(Event::Called(call, Box::new(output)), NOW)
                }
                Move::Fail => session.hear(Event::Failed(answer, Error::new(Kind::Other, "no")), NOW),
            };
            replica.take(&effects);
            for effect in &effects {
                match effect {
                    Effect::Ask { generation, .. } => answer = *generation,
                    Effect::Call { generation, .. } => call = *generation,
                    _ => {}
                }
            }
            prop_assert!(session.tree.nodes().eq(replica.nodes.values()), "{:?}", replica);
            prop_assert_eq!(session.tree.leaf(), replica.leaf);
            let mut told = 0;
            for node in session.path() {
                told = if node.is_question() { 0 } else { told + usize::from(node.role == Role::User) };
                prop_assert!(told <= 2);
            }
            // A template wants a result for each call.
            let calls = session.path().map(|node| node.calls.len()).sum::<usize>();
            let results = session.path().filter(|node| node.role == Role::Tool).count();
            let open = session.call().is_some_and(|call| !call.id.starts_with("check_"));
            let live = session.live().and_then(|id| session.tree.node(id)).map_or(0, |node| node.calls.len());
            prop_assert_eq!(calls, results + usize::from(open) + live);
        }
    }
}

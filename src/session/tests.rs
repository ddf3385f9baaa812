//! Scripted events in, trees and effects out.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::chat::store::{ChatId, Write};
use crate::chat::tree::Cost;
use crate::client::{Done, Event as Piece};
use crate::wire::{ChatRequest, Identity, Role, Status, Timings, Usage};

mod check;
mod room;
mod work;

const NOW: i64 = 1_000;

fn chat() -> Chat {
    Chat {
        id: ChatId("c1".into()),
        title: String::new(),
        model: "qwen".into(),
        system: String::new(),
        dir: "/p".into(),
        created: NOW,
        updated: NOW,
        messages: 0,
        leaf: None,
    }
}

fn begun() -> Session {
    Session::new(chat(), Setup::default())
}

/// The question that is among the effects.
fn asked(effects: &[Effect]) -> (u64, &ChatRequest) {
    let ask = effects.iter().find_map(|effect| match effect {
        Effect::Ask { generation, request } => Some((*generation, &**request)),
        _ => None,
    });
    ask.unwrap()
}

fn texts(request: &ChatRequest) -> Vec<(Role, String)> {
    request.messages.iter().map(|message| (message.role, message.text())).collect()
}

fn notices(effects: &[Effect]) -> usize {
    effects.iter().filter(|effect| matches!(effect, Effect::Notice(_))).count()
}

fn finished(raw: &str, prompt: u32, answer: u32) -> Piece {
    Piece::Done(Done {
        finish: "stop".into(),
        raw: Some(raw.into()),
        usage: Some(Usage {
            prompt_tokens: prompt,
            completion_tokens: answer,
            total_tokens: prompt + answer,
        }),
        timings: Some(Timings {
            cache_n: 4,
            prompt_n: prompt - 4,
            prompt_ms: 10.0,
            predicted_n: answer,
            predicted_ms: 1000.0,
        }),
        ..Done::default()
    })
}

/// Says `text` and lets the model answer `answer`.
fn exchange(session: &mut Session, text: &str, answer: &str) -> NodeId {
    let effects = session.send(text.into(), Vec::new(), NOW);
    let generation = asked(&effects).0;
    let id = session.live().unwrap();
    session.hear(Event::Answer(generation, Piece::Text(answer.into())), NOW);
    session.hear(Event::Answer(generation, finished(answer, 20, 5)), NOW);
    id
}

fn status(ctx: u32) -> Event {
    let identity = Identity { version: "1".into(), build: "b".into(), model: "m".into() };
    Event::Engine(Box::new(Status {
        pid: 1,
        model: "qwen".into(),
        state: "ready".into(),
        bytes: 0,
        uptime: 0,
        idle: 0,
        requests: 0,
        ctx,
        threads: 2,
        place: "CPU".into(),
        listen: None,
        identity,
    }))
}

#[test]
fn an_answer_goes_through_its_phases_and_is_kept_with_its_cost() {
    let mut session = begun();
    let effects = session.send("why is the sky blue?".into(), Vec::new(), NOW);
    let (generation, request) = asked(&effects);
    assert_eq!(texts(request), [(Role::User, "why is the sky blue?".into())]);
    let Effect::Write(writes) = &effects[0] else { panic!("the question is written first") };
    assert!(matches!(&writes[0], Write::Chat(chat) if chat.title == "why is the sky blue?"));
    assert!(matches!(&writes[2], Write::Node(_, node) if node.state == State::Open));
    assert_eq!(session.phase(), Phase::Starting);
    let id = session.live().unwrap();

    let progress = Progress { total: 20, cache: 4, processed: 12, time_ms: 80 };
    let script = [
        (Piece::Load(0.5), Phase::Loading(0.5)),
        (Piece::Queue(2), Phase::Queued(2)),
        (Piece::Prefill(progress), Phase::Reading(progress)),
        (Piece::Thinking("hm".into()), Phase::Thinking),
        (Piece::Thinking(" so".into()), Phase::Thinking),
        (Piece::Text("Scatter".into()), Phase::Writing),
        (Piece::Text("ing.".into()), Phase::Writing),
    ];
    for (piece, phase) in script {
        session.hear(Event::Answer(generation, piece), NOW + 1);
        assert_eq!(session.phase(), phase);
    }
    assert_eq!(eta(&progress), Some(80));
    let tally = session.tally().unwrap();
    assert_eq!((tally.prompt, tally.thinking, tally.text), (20, 2, 2));
    session.hear(Event::Answer(generation, finished("<think>…", 20, 8)), NOW + 2);

    let node = session.tree.node(id).unwrap();
    assert_eq!((node.text.as_str(), node.thinking.as_str()), ("Scattering.", "hm so"));
    assert_eq!((node.state, node.raw.as_deref()), (State::Whole, Some("<think>…")));
    let cost = Cost { prompt: 20, reused: 4, answer: 8, thinking: 4, thinking_ms: 500, speed: 8.0 };
    assert_eq!(node.cost, Some(cost));
    assert_eq!((session.phase(), session.live()), (Phase::Idle, None));
    let effects = session.send("and at dusk?".into(), Vec::new(), NOW + 3);
    assert_eq!(asked(&effects).1.messages[1].raw.as_deref(), Some("<think>…"), "the exact text goes back");
}

#[test]
fn the_exact_text_of_another_model_is_not_sent_back() {
    let mut session = begun();
    exchange(&mut session, "a", "A");
    assert!(matches!(session.set_model(Some("other".into()))[0], Effect::Switch { .. }));
    session.hear(Event::Model(Model { name: "other".into(), place: Place::Here, parameters: None }), NOW);
    let effects = session.send("b".into(), Vec::new(), NOW);
    let messages = &asked(&effects).1.messages;
    assert_eq!((messages[1].text().as_str(), messages[1].raw.as_deref()), ("A", None));
    assert_eq!(session.tree.node(session.live().unwrap()).unwrap().model.as_deref(), Some("other"));
}

#[test]
fn messages_wait_for_the_answer_and_then_for_the_user_if_it_was_stopped() {
    let mut session = begun();
    let effects = session.send("a".into(), Vec::new(), NOW);
    let first = asked(&effects).0;
    assert!(session.send("b".into(), Vec::new(), NOW).is_empty());
    session.send("c".into(), Vec::new(), NOW);
    session.send("d".into(), Vec::new(), NOW);
    assert_eq!(session.drop_queued(1).unwrap().text, "c");
    let effects = session.hear(Event::Answer(first, finished("A", 9, 1)), NOW);
    let second = asked(&effects);
    assert_eq!(texts(second.1), [(Role::User, "a".into()), (Role::User, "b".into())]);
    session.stop();
    assert_eq!((session.is_busy(), session.queued().len()), (false, 1));
    let effects = session.resume(NOW);
    assert_eq!(texts(asked(&effects).1).last().unwrap().1, "d");
}

#[test]
fn stop_keeps_what_came_and_late_events_change_nothing() {
    let mut session = begun();
    let effects = session.send("a".into(), Vec::new(), NOW);
    let generation = asked(&effects).0;
    let id = session.live().unwrap();
    session.hear(Event::Answer(generation, Piece::Text("half of".into())), NOW);
    let effects = session.stop();
    assert!(matches!(effects[0], Effect::Stop { generation: stopped } if stopped == generation));
    for late in [Piece::Text(" it".into()), finished("x", 9, 9)] {
        assert!(session.hear(Event::Answer(generation, late), NOW).is_empty());
    }
    let error = Error::new(Kind::Engine, "late");
    assert!(session.hear(Event::Failed(generation, error), NOW).is_empty());
    let node = session.tree.node(id).unwrap();
    assert_eq!((node.text.as_str(), node.state), ("half of", State::Stopped));
    assert!(session.stop().is_empty(), "there is nothing left to stop");
}

#[test]
fn a_lost_engine_leaves_the_partial_text_and_a_retry_answers_beside_it() {
    let mut session = begun();
    let effects = session.send("a".into(), Vec::new(), NOW);
    let generation = asked(&effects).0;
    let id = session.live().unwrap();
    session.hear(Event::Answer(generation, Piece::Text("half".into())), NOW);
    session.send("waits".into(), Vec::new(), NOW);
    let effects = session.hear(Event::Failed(generation, Error::new(Kind::Engine, "it died")), NOW);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Ask { .. })), "what waits is held");
    assert!(matches!(session.engine(), Engine::Down(_)));
    assert_eq!(session.fault(id).unwrap().to_string(), "it died");
    let effects = session.retry(NOW);
    assert_eq!(texts(asked(&effects).1), [(Role::User, "a".into())]);
    let new = session.live().unwrap();
    assert_eq!((session.tree.branches(new), new == id), ((1, 2), false));
    assert_eq!(session.tree.node(id).unwrap().text, "half");
}

#[test]
fn an_answer_that_never_began_gives_its_place_to_the_next() {
    let mut session = begun();
    let effects = session.send("a".into(), Vec::new(), NOW);
    let id = session.live().unwrap();
    session.hear(Event::Failed(asked(&effects).0, Error::new(Kind::Network, "no")), NOW);
    session.retry(NOW);
    assert_eq!((session.live(), session.fault(id).is_none()), (Some(id), true));
    assert_eq!(session.tree.branches(id), (0, 1));
}

#[test]
fn edits_and_new_answers_are_branches_and_none_is_lost() {
    let mut session = begun();
    let first = exchange(&mut session, "a", "A");
    let question = session.tree.path()[0];
    session.tree.node_mut(question).unwrap().images = vec!["p.png".into()];
    let effects = session.regen(None, NOW);
    session.hear(Event::Answer(asked(&effects).0, finished("A2", 9, 1)), NOW);
    let effects = session.edit(question, "b".into(), NOW);
    let request = asked(&effects).1;
    assert_eq!(texts(request), [(Role::User, "b".into())]);
    assert!(request.messages[0].pictures(), "the pictures stay with an edited message");
    let edited = session.tree.path()[0];
    assert_eq!(session.tree.branches(edited), (1, 2));
    assert!(session.turn(edited, 1).is_empty(), "there is no branch after the last");
    assert!(session.is_busy(), "and what is under way goes on");
    session.turn(edited, -1);
    assert_eq!(session.tree.path()[0], question);
    assert_eq!(session.tree.branches(first), (0, 2));
    let answer = session.tree.path()[1];
    let effects = session.edit(answer, "my own words".into(), NOW);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Ask { .. })));
    assert_eq!(session.path().last().unwrap().text, "my own words");
    assert_eq!(session.tree.nodes().count(), 6);
}

#[test]
fn undo_gives_the_text_back_and_keeps_the_branch() {
    let mut session = begun();
    exchange(&mut session, "a", "A");
    exchange(&mut session, "b", "B");
    assert_eq!(session.undo().0.as_deref(), Some("b"));
    assert_eq!(session.tree.path().len(), 2);
    assert_eq!(session.undo().0.as_deref(), Some("a"));
    assert_eq!(session.undo().0, None);
    assert_eq!((session.tree.path().len(), session.tree.nodes().count()), (0, 4));
}

#[test]
fn an_answer_that_was_open_when_the_program_died_stays_as_failed() {
    let mut open = Node::new(NodeId(2), Some(NodeId(1)), Role::Assistant, "half".into(), NOW);
    open.state = State::Open;
    let nodes = vec![Node::new(NodeId(1), None, Role::User, "a".into(), NOW), open];
    let chat = Chat { leaf: Some(NodeId(2)), system: "old".into(), ..chat() };
    let mut session = Session::open(chat, nodes, Setup { system: "new".into(), ..Setup::default() });
    assert_eq!(session.tree.node(NodeId(2)).unwrap().state, State::Failed);
    assert!(session.fault(NodeId(2)).is_some() && !session.is_busy());
    let effects = session.retry(NOW);
    assert_eq!(texts(asked(&effects).1)[0], (Role::System, "new".into()));
}

#[test]
fn a_fork_takes_the_path_along_and_nothing_else() {
    let mut session = begun();
    exchange(&mut session, "a", "A");
    session.regen(None, NOW);
    let effects = session.fork(ChatId("c2".into()), NOW);
    let Some(Effect::Write(writes)) = effects.last() else { panic!("a fork is written") };
    assert_eq!(writes.len(), 3);
    assert!(matches!(&writes[0], Write::Chat(chat) if chat.id.0 == "c2" && chat.leaf.is_some()));
    assert_eq!((session.tree.nodes().count(), session.is_busy()), (2, false));
}

#[test]
fn what_the_user_set_is_in_the_request() {
    let sampling = Sampling { temperature: Some(0.5), ..Sampling::default() };
    let setup = Setup { think: Think::Off, max_tokens: Some(7), sampling, ..Setup::default() };
    let mut session = Session::new(chat(), setup);
    let effects = session.send("a".into(), Vec::new(), NOW);
    let request = asked(&effects).1;
    assert_eq!(request.chat_template_kwargs["enable_thinking"], false);
    assert_eq!((request.max_tokens, request.sampling), (Some(7), sampling));
}

#[test]
fn parts_of_calls_make_calls_and_an_absurd_number_makes_none() {
    let mut session = begun();
    let effects = session.send("a".into(), Vec::new(), NOW);
    let generation = asked(&effects).0;
    let id = session.live().unwrap();
    let part = |index, name: Option<&str>, text: &str| {
        let mut part = crate::wire::ToolDelta { index, ..Default::default() };
        part.function.name = name.map(Into::into);
        part.function.arguments = Some(text.into());
        Event::Answer(generation, Piece::Call(part))
    };
    for event in [part(0, Some("ls"), "{"), part(0, None, "}"), part(u32::MAX, Some("x"), "")] {
        session.hear(event, NOW);
    }
    let calls = &session.tree.node(id).unwrap().calls;
    assert_eq!(calls.len(), 1);
    assert_eq!((calls[0].function.name.as_str(), calls[0].function.arguments.as_str()), ("ls", "{}"));
}

/// What the store holds after these effects.
#[derive(Debug, Default)]
struct Replica {
    nodes: BTreeMap<NodeId, Node>,
    leaf: Option<NodeId>,
}

impl Replica {
    fn take(&mut self, effects: &[Effect]) {
        for effect in effects {
            let Effect::Write(writes) = effect else { continue };
            for write in writes {
                match write {
                    Write::Chat(chat) => self.leaf = chat.leaf,
                    Write::Leaf(_, leaf) => self.leaf = *leaf,
                    Write::Title(..) => {}
                    Write::Node(_, node) => _ = self.nodes.insert(node.id, node.clone()),
                    Write::Append { node, text, thinking, .. } => {
                        let node = self.nodes.get_mut(node).unwrap();
                        node.text.push_str(text);
                        node.thinking.push_str(thinking);
                    }
                }
            }
        }
    }
}

#[derive(Clone, Debug)]
enum Step {
    Send,
    Stop,
    Retry,
    Regen(u32),
    Edit(u32),
    Undo,
    Turn(u32, isize),
    Compact,
    Shed,
    Text,
    Think,
    Done,
    Fail,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => Just(Step::Send),
        1 => Just(Step::Stop),
        1 => Just(Step::Retry),
        1 => (0_u32..12).prop_map(Step::Regen),
        1 => (0_u32..12).prop_map(Step::Edit),
        1 => Just(Step::Undo),
        1 => ((0_u32..12), -2_isize..3).prop_map(|(id, step)| Step::Turn(id, step)),
        1 => Just(Step::Compact),
        1 => Just(Step::Shed),
        3 => Just(Step::Text),
        1 => Just(Step::Think),
        3 => Just(Step::Done),
        1 => Just(Step::Fail),
    ];
    prop::collection::vec(step, 0..40)
}

proptest! {
    #[test]
    fn whatever_happens_what_is_written_is_what_is_there(steps in steps()) {
        let mut session = begun();
        session.hear(status(200), NOW);
        let (mut replica, mut generation) = (Replica::default(), 0);
        for step in steps {
            let id = |id| NodeId(id);
            let effects = match step {
                Step::Send => session.send("a question".into(), Vec::new(), NOW),
                Step::Stop => session.stop(),
                Step::Retry => session.retry(NOW),
                Step::Regen(node) => session.regen(Some(id(node)), NOW),
                Step::Edit(node) => session.edit(id(node), "edited".into(), NOW),
                Step::Undo => session.undo().1,
                Step::Turn(node, step) => session.turn(id(node), step),
                Step::Compact => session.compact(),
                Step::Shed => session.shed(NOW),
                Step::Text => session.hear(Event::Answer(generation, Piece::Text("text".into())), NOW),
                Step::Think => session.hear(Event::Answer(generation, Piece::Thinking("hm".into())), NOW),
                Step::Done => session.hear(Event::Answer(generation, finished("raw", 30, 3)), NOW),
                Step::Fail => session.hear(Event::Failed(generation, Error::new(Kind::Fit, "no")), NOW),
            };
            replica.take(&effects);
            for effect in &effects {
                if let Effect::Ask { generation: new, .. } = effect {
                    generation = *new;
                }
            }
            let open: Vec<NodeId> =
                session.tree.nodes().filter(|node| node.state == State::Open).map(|node| node.id).collect();
            prop_assert_eq!(open, session.live().into_iter().collect::<Vec<_>>());
            prop_assert!(session.tree.nodes().eq(replica.nodes.values()), "{:?}", replica);
            prop_assert_eq!(session.tree.leaf(), replica.leaf);
            _ = (session.meter(), session.warning(), session.parts());
        }
    }
}

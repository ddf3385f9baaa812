//! The context: how full it is, when to warn, and how room is made.

use super::*;

fn asks(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Ask { .. }))
}

#[test]
fn the_meter_is_exact_after_an_answer_and_an_estimate_while_something_is_added() {
    let mut session = begun();
    assert_eq!((session.meter().limit, session.warning()), (0, None));
    session.hear(status(1000), NOW);
    exchange(&mut session, "a", "A");
    let meter = session.meter();
    assert_eq!((meter.used, meter.limit, meter.exact), (25, 1000, Exactness::Exact));
    let effects = session.set_draft("some words");
    let Effect::Count(texts) = &effects[0] else { panic!("the draft is counted") };
    assert!(session.meter().draft > 0);
    session.hear(Event::Counted(vec![(texts[0].0, 2)]), NOW);
    assert_eq!(session.meter().total(), 27);
    let effects = session.send("some words".into(), Vec::new(), NOW);
    assert_eq!(session.meter().exact, Exactness::About);
    let progress = Progress { total: 40, cache: 25, processed: 25, time_ms: 0 };
    session.hear(Event::Answer(asked(&effects).0, Piece::Prefill(progress)), NOW);
    session.hear(Event::Answer(asked(&effects).0, Piece::Text("B".into())), NOW);
    assert_eq!(session.meter().used, 41, "the engine said how long the prompt is");
}

#[test]
fn counts_of_another_model_are_not_taken() {
    let mut session = begun();
    let effects = session.set_draft("a b c");
    let Effect::Count(texts) = &effects[0] else { panic!("the draft is counted") };
    session.hear(Event::Model(Model { name: "other".into(), place: Place::Here, parameters: None }), NOW);
    let before = session.meter().draft;
    session.hear(Event::Counted(vec![(texts[0].0, 99)]), NOW);
    assert_eq!(session.meter().draft, before);
}

#[test]
fn the_user_is_warned_before_the_context_is_full() {
    let mut session = begun();
    let effects = session.send("a".into(), Vec::new(), NOW);
    session.hear(Event::Answer(asked(&effects).0, finished("A", 800, 10)), NOW);
    for (ctx, near, full) in
        [(1013, false, false), (1012, true, false), (870, true, false), (860, false, true)]
    {
        session.hear(status(ctx), NOW);
        let warning = session.warning();
        assert_eq!(matches!(warning, Some(Warning::Near(_))), near, "{ctx}: {warning:?}");
        assert_eq!(matches!(warning, Some(Warning::Full(_))), full, "{ctx}: {warning:?}");
    }
}

#[test]
fn a_prompt_that_does_not_fit_warns_whatever_the_limit() {
    let mut session = begun();
    let effects = session.send("a".into(), Vec::new(), NOW);
    session.hear(Event::Failed(asked(&effects).0, Error::new(Kind::Fit, "too long")), NOW);
    assert!(matches!(session.warning(), Some(Warning::Full(_))));
}

#[test]
fn an_answer_cut_by_the_context_says_so() {
    let mut session = begun();
    let effects = session.send("a".into(), Vec::new(), NOW);
    let generation = asked(&effects).0;
    let id = session.live().unwrap();
    let done = Done { finish: "length".into(), why: Some("the context is full".into()), ..Done::default() };
    let effects = session.hear(Event::Answer(generation, Piece::Done(done)), NOW);
    assert_eq!(notices(&effects), 1);
    assert_eq!(session.tree.node(id).unwrap().state, State::Cut);
}

#[test]
fn another_system_prompt_makes_the_old_counts_estimates() {
    let mut session = begun();
    exchange(&mut session, "a", "A");
    let effects = session.set_system("Answer in verse, and always in the language of the question.".into());
    assert!(matches!(&effects[0], Effect::Write(_)));
    assert_eq!(session.meter().exact, Exactness::About);
    exchange(&mut session, "b", "B");
    assert_eq!(session.meter().exact, Exactness::Exact);
}

#[test]
fn the_parts_add_up_to_the_context() {
    let mut session = Session::new(Chat { system: "be brief".into(), ..chat() }, Setup::default());
    session.hear(status(1000), NOW);
    exchange(&mut session, "a", "A");
    session.set_draft("next");
    let parts = session.parts();
    let slots: Vec<Slot> = parts.iter().map(|part| part.slot).collect();
    let (user, answer) = (NodeId(1), NodeId(2));
    let expected =
        [Slot::System, Slot::Template, Slot::Message(user), Slot::Message(answer), Slot::Draft, Slot::Free];
    assert_eq!(slots, expected);
    assert_eq!(parts.iter().map(|part| part.tokens).sum::<u32>(), 1000);
    let Effect::Count(texts) = &session.count()[0] else { panic!("what is estimated is counted") };
    assert_eq!(texts[0].0.of, Of::System);
}

/// Two exchanges, compacted; the summary is `in short`.
fn compacted() -> (Session, Vec<NodeId>) {
    let mut session = begun();
    exchange(&mut session, "a", "A");
    exchange(&mut session, "b", "B");
    let old = session.tree.path().to_vec();
    let effects = session.compact();
    let (generation, request) = asked(&effects);
    let said = texts(request);
    assert_eq!(said[..2], [(Role::User, "a".into()), (Role::Assistant, "A".into())]);
    assert_eq!((said.len(), said[2].0), (3, Role::User));
    assert_eq!((session.phase(), session.live()), (Phase::Compacting, None));
    session.hear(Event::Answer(generation, Piece::Thinking("hm".into())), NOW);
    session.hear(Event::Answer(generation, Piece::Text("\nin short".into())), NOW);
    assert_eq!((session.phase(), session.summary()), (Phase::Compacting, Some("in short")));
    session.hear(Event::Answer(generation, finished("x", 9, 2)), NOW);
    (session, old)
}

#[test]
fn a_summary_takes_the_place_of_all_but_the_last_exchange() {
    let (mut session, old) = compacted();
    let path: Vec<&Node> = session.path().collect();
    assert_eq!(path.len(), 5, "what is summarised stays to be read");
    assert_eq!((path[2].summary, path[2].text.as_str(), path[2].parent), (true, "in short", Some(old[1])));
    assert_eq!((path[3].text.as_str(), path[4].text.as_str()), ("b", "B"));
    assert_eq!(session.tree.branches(path[2].id), (1, 2), "the old course is a branch");
    assert_eq!(session.meter().exact, Exactness::About, "costs of the old prompt do not count");
    let effects = session.send("c".into(), Vec::new(), NOW);
    let said = texts(asked(&effects).1);
    assert!(said[0].0 == Role::System && said[0].1.ends_with("in short"), "{said:?}");
    assert_eq!(said[1..].iter().map(|said| said.1.as_str()).collect::<Vec<_>>(), ["b", "B", "c"]);
}

#[test]
fn a_compaction_can_be_undone() {
    let (mut session, old) = compacted();
    let (text, effects) = session.undo();
    assert_eq!((text, session.tree.path()), (None, &old[..]));
    assert!(matches!(&effects[..], [Effect::Write(_)]));
    let (mut session, _) = compacted();
    exchange(&mut session, "c", "C");
    assert_eq!(session.undo().0.as_deref(), Some("c"), "later it is the exchange that is undone");
}

#[test]
fn a_summary_that_fails_or_is_stopped_or_says_nothing_changes_nothing() {
    for end in ["fail", "stop", "empty"] {
        let mut session = begun();
        exchange(&mut session, "a", "A");
        let path = session.tree.path().to_vec();
        let effects = session.compact();
        let generation = asked(&effects).0;
        let effects = match end {
            "fail" => session.hear(Event::Failed(generation, Error::new(Kind::Fit, "no")), NOW),
            "stop" => session.stop(),
            _ => session.hear(Event::Answer(generation, finished("x", 9, 0)), NOW),
        };
        assert_eq!((session.tree.path(), session.tree.nodes().count()), (&path[..], 2), "{end}");
        assert!(!session.is_busy() && !asks(&effects));
        assert!(end == "stop" || notices(&effects) == 1, "{end}");
    }
}

#[test]
fn there_must_be_something_to_compact() {
    let mut session = begun();
    assert_eq!(notices(&session.compact()), 1);
    assert_eq!(notices(&session.shed(NOW)), 1);
    session.send("a".into(), Vec::new(), NOW);
    assert_eq!(notices(&session.compact()), 1, "an answer is under way");
    session.stop();
    assert_eq!(notices(&session.compact()), 1, "a question without an answer has nothing before it");
}

#[test]
fn a_summary_of_what_does_not_fit_leaves_the_oldest_out_and_says_so() {
    let mut session = begun();
    session.hear(status(1024), NOW);
    for _ in 0..8 {
        exchange(&mut session, &"many words ".repeat(40), "A");
    }
    let effects = session.compact();
    assert_eq!(notices(&effects), 1);
    let request = asked(&effects).1;
    assert!(request.messages.len() < 14 && request.messages[0].role == Role::User);
    assert_eq!(request.max_tokens, Some(256));
}

#[test]
fn dropping_keeps_half_of_the_context_and_can_be_undone() {
    let mut session = begun();
    session.hear(status(400), NOW);
    for _ in 0..6 {
        exchange(&mut session, &"many words ".repeat(20), "A");
    }
    let old = session.tree.path().to_vec();
    session.shed(NOW);
    assert!(session.meter().used <= 200, "{:?}", session.meter());
    let summary = session.path().position(|node| node.summary).unwrap();
    assert_eq!(session.path().nth(summary + 1).unwrap().role, Role::User);
    session.undo();
    assert_eq!(session.tree.path(), old);
}

//! `qwill code --fill` and the engine's `/infill` through llama.cpp, with the starter under other tokens: what it says
//! means nothing, but the way there and back is the one of every model.
#![cfg(feature = "local")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use std::path::Path;
use std::sync::Arc;

use qwill::engine::fill::Gap;
use qwill::engine::job::{Event, Finish, Reason, Spec, State};
use qwill::engine::local::Engine;
use qwill::engine::turn::Model;
use qwill::wire::{Extra, Infill, Sampling};
use support::home::Home;
use support::middle::starter;

const FILE: &str = "fn main() {\n    let a = 1;\n    \n}\n\nfn other() {}\n";

/// The engine with that model, and what requests need to know of it.
struct Filler {
    engine: Engine,
    model: Arc<Model>,
    _dir: tempfile::TempDir,
}

impl Filler {
    fn new(ctx: u32) -> Filler {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("fills.gguf");
        std::fs::write(&path, starter()).unwrap();
        let spec = Spec { path, ctx: Some(ctx), threads: Some(1) };
        let engine = Engine::start(spec, Path::new("/dev/null")).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let model = runtime.block_on(async {
            let mut state = engine.state();
            match &*state.wait_for(|state| !matches!(state, State::Loading(_))).await.unwrap() {
                State::Ready(loaded) => Arc::clone(&loaded.model),
                other => panic!("{other:?}"),
            }
        });
        Filler { engine, model, _dir: dir }
    }

    fn fill(&self, request: Infill) -> (String, Finish) {
        let mut running = self.engine.fill(Gap::new(Arc::clone(&self.model), request).unwrap()).unwrap();
        let mut text = String::new();
        loop {
            match running.wait().unwrap() {
                Event::Prefill(_) => {}
                Event::Text(piece) => text.push_str(&piece),
                Event::Done(finish) => return (text, finish),
                Event::Failed(error) => panic!("{error}"),
            }
        }
    }
}

fn request(before: &str, after: &str) -> Infill {
    Infill {
        input_prefix: before.into(),
        input_suffix: after.into(),
        n_predict: Some(16),
        ..Infill::default()
    }
}

#[test]
fn what_was_read_before_a_gap_is_not_read_again() {
    let filler = Filler::new(1024);
    let before = "let x = one(two, three);\n".repeat(20);
    let extra = vec![Extra { filename: "other.rs".into(), text: "pub fn one() {}\n".repeat(5) }];
    let with = |before: String| Infill { input_extra: extra.clone(), ..request(&before, "\n}\n") };
    let first = filler.fill(with(before.clone())).1.timings;
    assert_eq!(first.cache_n, 0);
    let next = filler.fill(with(format!("{before}let"))).1.timings;
    // The end of the text before the gap, what stands behind it and three tokens around them.
    assert!(next.cache_n + 16 > first.prompt_n && next.prompt_n < 20, "{first:?} {next:?}");
    let same = filler.fill(with(format!("{before}let"))).1.timings;
    assert_eq!(same.prompt_n, 1, "{same:?}");
}

#[test]
fn a_text_of_any_length_fits_its_context() {
    let filler = Filler::new(256);
    for (before, after) in [
        ("let x = one(two, three);\n".repeat(400), "}\n".repeat(400)),
        ("سلام 你好 ".repeat(2000), "x".repeat(5000)),
        (" ".repeat(20_000), "\n".repeat(20_000)),
        (String::new(), String::new()),
    ] {
        let extra = vec![Extra { filename: "o.rs".into(), text: "fn o() {}\n".repeat(100) }];
        let (text, finish) = filler.fill(Infill { input_extra: extra, ..request(&before, &after) });
        let read = finish.timings.cache_n + finish.timings.prompt_n;
        assert!(read > 0 && read <= 256 - 16, "{finish:?}");
        assert!(finish.timings.predicted_n <= 16 && !text.contains("<|fim_"), "{text:?}");
    }
}

#[test]
fn tokens_for_gaps_end_it_and_are_never_text() {
    let filler = Filler::new(512);
    let mut ended = 0;
    for seed in 0..24 {
        let sampling = Sampling { temperature: Some(20.0), seed: Some(seed), ..Sampling::default() };
        let (text, finish) = filler.fill(Infill { n_predict: Some(400), sampling, ..request("a\n", "b\n") });
        assert!(!text.contains("<|"), "{text:?}");
        ended += usize::from(finish.reason == Reason::Stop);
    }
    // At such a temperature any token is as good as another, so that an end comes by chance: 9 of 3072 are one.
    assert!(ended > 6, "{ended}");
}

/// A home with that model in it, and its path.
fn home() -> (Home, String) {
    let home = Home::new();
    let path = home.write("fills.gguf", starter());
    home.write("demo/.git/HEAD", "");
    home.write("demo/src/main.rs", FILE);
    (home, path.to_str().unwrap().to_owned())
}

#[test]
fn a_gap_is_filled_from_the_command_line() {
    let (home, model) = home();
    for place in ["demo/src/main.rs:3", "demo/src/main.rs:2:13", "demo/src/main.rs:6:1"] {
        let ran = home.run(&["code", "-m", &model, "--fill", place, "-n", "24"]);
        assert!(matches!(ran.code, Some(0 | 6)), "{ran:?}");
        assert!(!ran.out.contains('\u{fffd}') && !ran.out.contains("<|"), "{ran:?}");
        assert!(!ran.out.contains("fn other()"), "what stands behind it is not said again: {ran:?}");
        if place.ends_with("13") {
            assert!(!ran.out.contains('\n'), "one line within a line: {ran:?}");
        }
        // The same place and text: the same answer, from a warm engine.
        let again = home.run(&["code", "-m", &model, "--fill", place, "-n", "24"]);
        assert_eq!((again.code, again.out), (ran.code, ran.out));
    }
    assert_eq!(home.engines().len(), 1);
    let unsaved = home.pipe("fn a() {\n", &["code", "-m", &model, "--fill", "demo/new.rs:2", "-n", "8", "-"]);
    assert!(matches!(unsaved.code, Some(0 | 6)), "{unsaved:?}");
    let chat = home.run(&["-m", &model, "hi", "-n", "4"]);
    assert!(matches!(chat.code, Some(0 | 6)), "the engine still answers: {chat:?}");
}

#[test]
fn a_model_without_such_tokens_says_so_and_which_have_them() {
    let (home, _) = home();
    let ran = home.run(&["code", "-m", "starter", "--fill", "demo/src/main.rs:3"]);
    ran.fails(3, &["cannot fill gaps", "Qwen2.5-Coder"]);
    let ran = home.run(&["code", "-m", "starter", "--lang", "zh", "--fill", "demo/src/main.rs:3"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(3), ""), "{ran:?}");
}

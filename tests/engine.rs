//! The engine itself, without server or command line: llama.cpp on its worker thread.
#![cfg(feature = "local")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper that fails fails its test")]

mod support;

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use qwill::engine::job::{Event, Finish, Reason, Spec, State, Work};
use qwill::engine::local::{Engine, Running};
use qwill::engine::template::Segment;
use qwill::error::{Error, Kind};
use qwill::models::gguf::Header;
use qwill::models::tokenizer::{Special, Tokenizer};
use qwill::wire::Sampling;
use support::gguf::tiny_qwen3;

fn starter() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("starter/qwill-starter.gguf")
}

/// An engine with its model loaded.
fn engine(path: &Path, ctx: Option<u32>) -> Engine {
    let spec = Spec { path: path.to_owned(), ctx, threads: Some(1) };
    let engine = Engine::start(spec, Path::new("/dev/null")).unwrap();
    wait(async {
        let mut state = engine.state();
        let loaded = state.wait_for(|state| !matches!(state, State::Loading(_))).await.unwrap();
        assert!(matches!(*loaded, State::Ready(_)), "{loaded:?}");
    });
    engine
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn work(prompt: &str) -> Work {
    Work {
        prompt: vec![Segment::Markup(prompt.into())],
        tail: String::new(),
        sampling: Sampling { temperature: Some(0.0), ..Sampling::default() },
        max_tokens: Some(16),
        stops: Vec::new(),
        guide: None,
    }
}

/// The whole answer: its text and its end.
fn finish(mut running: Running) -> Result<(String, Finish), Error> {
    let mut text = String::new();
    while let Some(event) = running.wait() {
        match event {
            Event::Prefill(_) => {}
            Event::Text(piece) => text.push_str(&piece),
            Event::Done(finish) => return Ok((text, finish)),
            Event::Failed(error) => return Err(error),
        }
    }
    panic!("the answer has no end")
}

fn ask(engine: &Engine, work: Work) -> Result<(String, Finish), Error> {
    finish(engine.generate(work).unwrap())
}

/// Ids by llama.cpp and by our tokenizer.
fn ids(engine: &Engine, ours: &Tokenizer, text: &str, special: Special) -> (Vec<u32>, Vec<u32>) {
    let theirs = wait(engine.tokenize(text.into(), special)).unwrap();
    (theirs.into_iter().map(|id| id as u32).collect(), ours.encode(text, special).unwrap())
}

const TEXTS: [&str; 24] = [
    "",
    " ",
    "hello world",
    "  two  spaces   three ",
    "tabs\tand\r\nlines\n\n\nend\n",
    "don't I'LL we've THEY'RE o'clock",
    "1234567890 3.14 0x1F 10,000",
    "fn main() {\n    println!(\"{}\", 1 + 2);\n}\n",
    "snake_case camelCase SCREAMING kebab-case",
    "السلام عليكم ورحمة الله",
    "بِسْمِ اللَّهِ الرَّحْمَٰنِ الرَّحِيمِ",
    "你好，世界！今天天气很好。",
    "日本語とカタカナ 한국어",
    "👨‍👩‍👧‍👦 🇪🇬 👍🏽 e\u{301} é",
    "ﷺ ﻻ لا",
    "a\u{a0}b\u{2003}c\u{200b}d\u{feff}",
    "<|im_start|>user\nhi<|im_end|>\n",
    "<think>x</think> <tool_call></tool_call>",
    "<|im_start|><|im_end|><|endoftext|>",
    "<|im_star t|> <think",
    "path/to/file.rs:12:5 --flag=value https://example.org/?q=1",
    "ᚠᛇᚻ ไทย हिन्दी ქართული",
    "\u{0}\u{1}\u{7f}\u{85}",
    "𝕳𝖊𝖑𝖑𝖔 \u{10ffff}",
];

#[test]
fn our_tokenizer_gives_llama_cpp_s_ids() {
    let dir = tempfile::tempdir().unwrap();
    let tiny = dir.path().join("tiny.gguf");
    tiny_qwen3(3).write(&tiny);
    for path in [starter(), tiny] {
        let engine = engine(&path, None);
        let ours = Tokenizer::new(&Header::open(&path).unwrap()).unwrap();
        for text in TEXTS {
            for special in [Special::Plain, Special::Parse] {
                let (theirs, mine) = ids(&engine, &ours, text, special);
                assert_eq!(mine, theirs, "{text:?} {special:?} {path:?}");
            }
        }
    }
}

#[test]
fn our_tokenizer_gives_llama_cpp_s_ids_for_any_text() {
    let engine = engine(&starter(), None);
    let ours = Tokenizer::new(&Header::open(&starter()).unwrap()).unwrap();
    let text = prop_oneof![
        any::<String>(),
        "[a-zA-Z0-9 \t\r\n'.,_<|>/-]{0,60}",
        "[\u{600}-\u{6ff}\u{4e00}-\u{4eff}\u{300}-\u{36f} a-z'\n]{0,40}",
    ];
    proptest!(ProptestConfig::with_cases(600), |(text in text)| {
        for special in [Special::Plain, Special::Parse] {
            let (theirs, mine) = ids(&engine, &ours, &text, special);
            prop_assert_eq!(mine, theirs, "{:?}", text);
        }
    });
}

#[test]
fn a_common_beginning_is_read_once() {
    let engine = engine(&starter(), None);
    let first = ask(&engine, work("one two three four five six seven")).unwrap().1.timings;
    assert_eq!(first.cache_n, 0);
    let again = ask(&engine, work("one two three four five six seven")).unwrap().1.timings;
    assert_eq!((again.cache_n, again.prompt_n), (first.prompt_n - 1, 1));
    let other = ask(&engine, work("one two three nine")).unwrap().1.timings;
    assert!(other.cache_n > 0 && other.cache_n < first.prompt_n, "{other:?}");
}

#[test]
fn reuse_does_not_change_the_answer() {
    let engine = engine(&starter(), None);
    let prompt = "<|im_start|>user\nhow do I stop an answer?<|im_end|>\n<|im_start|>assistant\n";
    let fresh = ask(&engine, work(prompt)).unwrap().0;
    ask(&engine, work("<|im_start|>user\nsomething else<|im_end|>\n<|im_start|>assistant\n")).unwrap();
    assert_eq!(ask(&engine, work(prompt)).unwrap().0, fresh);
}

#[test]
fn a_full_context_is_told_before_any_work_and_at_its_end() {
    let engine = engine(&starter(), Some(256));
    let error = ask(&engine, work(&"word ".repeat(400))).unwrap_err();
    assert_eq!(error.kind(), Kind::Fit);
    assert!(error.to_string().contains("256"), "{error}");
    let mut long = work("word ");
    long.sampling = Sampling { temperature: Some(5.0), seed: Some(1), ..Sampling::default() };
    long.max_tokens = None;
    let (_, finish) = ask(&engine, long).unwrap();
    assert!(matches!(finish.reason, Reason::Context | Reason::Stop), "{finish:?}");
    assert!(finish.timings.prompt_n + finish.timings.predicted_n <= 257);
}

#[test]
fn a_dropped_answer_is_cancelled_and_the_next_one_is_right() {
    let engine = engine(&starter(), None);
    let prompt = "<|im_start|>user\nhow do I stop an answer?<|im_end|>\n<|im_start|>assistant\n";
    let right = ask(&engine, work(prompt)).unwrap().0;
    for _ in 0..8 {
        // In the middle of the prefill, of the queue, of the decode: wherever the drop finds it.
        let long = engine.generate(work(&"alpha beta gamma ".repeat(150))).unwrap();
        let queued = engine.generate(work("never mind")).unwrap();
        drop(long);
        drop(queued);
        assert_eq!(ask(&engine, work(prompt)).unwrap().0, right);
    }
}

#[test]
fn generated_text_is_whole_characters() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("tiny.gguf");
    tiny_qwen3(5).write(&path);
    let engine = engine(&path, None);
    // A byte-level vocabulary at a high temperature makes broken and split characters all the time.
    let mut noise = work("x");
    noise.sampling = Sampling { temperature: Some(2.0), seed: Some(3), ..Sampling::default() };
    noise.max_tokens = Some(200);
    let (text, finish) = ask(&engine, noise).unwrap();
    assert_eq!(finish.raw, text);
    assert!(finish.timings.predicted_n > 0);
}

#[test]
fn an_answer_that_goes_in_circles_is_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("tiny.gguf");
    tiny_qwen3(5).write(&path);
    let engine = engine(&path, None);
    // A random model at temperature 0 repeats itself at once.
    let mut greedy = work("x");
    greedy.max_tokens = None;
    let (_, finish) = ask(&engine, greedy).unwrap();
    assert_eq!(finish.reason, Reason::Loop, "{finish:?}");
}

#[test]
fn a_file_that_does_not_load_has_a_reason() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("lost.gguf");
    let mut model = tiny_qwen3(5);
    model.tensors.retain(|tensor| tensor.name != "blk.1.ffn_up.weight");
    model.write(&path);
    let spec = Spec { path, ctx: None, threads: Some(1) };
    let engine = Engine::start(spec, Path::new("/dev/null")).unwrap();
    let failed = wait(async {
        let mut state = engine.state();
        state.wait_for(|state| !matches!(state, State::Loading(_))).await.unwrap().clone()
    });
    let State::Failed(error) = failed else { panic!("{failed:?}") };
    assert_eq!(error.kind(), Kind::Model);
    assert!(error.to_string().contains("ffn_up"), "{error}");
}

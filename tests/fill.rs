//! Filling a gap in a file: the prompt that is made of it, and `qwill code --fill` against engines that are scripted.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use std::io::Read;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use proptest::prelude::*;
use qwill::engine::fill::Gap;
use qwill::engine::job::Work;
use qwill::engine::template::Segment;
use qwill::engine::turn::{Model, Words};
use qwill::error::Kind;
use qwill::models::gguf::Header;
use qwill::models::middle::Middle;
use qwill::wire::{Extra, Infill};
use support::gguf::{Gguf, Val, tiny_qwen3};
use support::home::{Home, Ran};
use support::middle::starter;
use support::remote::{remote, serve};
use support::script::{Say, Script, text};

fn header(bytes: &[u8]) -> Header {
    Header::parse(Path::new("test"), bytes, bytes.len() as u64).unwrap()
}

/// The small random model with these texts for its last tokens, and the number of the first of them.
fn with_tokens(texts: &[&str]) -> (Gguf, u32) {
    let model = tiny_qwen3(1);
    let Some((_, Val::Strs(mut tokens))) =
        model.kv.iter().find(|pair| pair.0 == "tokenizer.ggml.tokens").cloned()
    else {
        panic!("the small model has tokens")
    };
    let first = tokens.len() - texts.len();
    tokens.splice(first.., texts.iter().map(ToString::to_string));
    (model.kv("tokenizer.ggml.tokens", tokens), first as u32)
}

const QWEN: [&str; 6] =
    ["<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|fim_pad|>", "<|repo_name|>", "<|file_sep|>"];

#[test]
fn the_tokens_are_found_by_their_texts() {
    let (model, first) = with_tokens(&QWEN);
    let middle = Middle::of(&header(&model.bytes())).unwrap();
    let wanted = Middle {
        prefix: first,
        middle: first + 1,
        suffix: first + 2,
        pad: Some(first + 3),
        repo: Some(first + 4),
        file: Some(first + 5),
    };
    assert_eq!(middle, wanted);
    let (model, first) = with_tokens(&["<｜fim▁hole｜>", "<｜fim▁begin｜>", "<｜fim▁end｜>"]);
    let middle = Middle::of(&header(&model.bytes())).unwrap();
    assert_eq!((middle.prefix, middle.suffix, middle.middle), (first + 1, first, first + 2));
    assert_eq!((middle.pad, middle.repo, middle.file), (None, None, None));
}

#[test]
fn what_the_header_names_comes_before_what_texts_say() {
    let (model, first) = with_tokens(&QWEN);
    let model = model.kv("tokenizer.ggml.fim_pre_token_id", 7).kv("tokenizer.ggml.suffix_token_id", 8);
    let middle = Middle::of(&header(&model.bytes())).unwrap();
    assert_eq!((middle.prefix, middle.suffix, middle.middle), (7, 8, first + 1));
    // A number beyond the vocabulary names nothing.
    let model = model.kv("tokenizer.ggml.fim_pre_token_id", 70_000);
    assert_eq!(Middle::of(&header(&model.bytes())).unwrap().prefix, first);
}

#[test]
fn a_model_without_one_of_them_has_none() {
    assert_eq!(Middle::of(&header(&tiny_qwen3(1).bytes())), None);
    let (model, _) = with_tokens(&["<|fim_prefix|>", "<|fim_middle|>", "<|fim_pad|>"]);
    assert_eq!(Middle::of(&header(&model.bytes())), None);
}

/// A model that fills gaps, and its header.
static MODEL: LazyLock<(Arc<Model>, Header)> = LazyLock::new(|| {
    let header = header(&starter());
    let specials =
        header.tokens().iter().filter(|token| token.starts_with("<|")).map(str::to_owned).collect();
    let words = Words { bos: String::new(), eos: "<|im_end|>".into(), specials };
    (Arc::new(Model::new(&header, words)), header)
});

fn model() -> Arc<Model> {
    Arc::clone(&MODEL.0)
}

fn extra(filename: &str, text: &str) -> Extra {
    Extra { filename: filename.into(), text: text.into() }
}

/// Words and line ends.
fn words(text: &str) -> usize {
    text.split_whitespace().count() + text.matches('\n').count()
}

fn work(model: &Arc<Model>, request: &Infill, ctx: usize) -> Work {
    Gap::new(Arc::clone(model), request.clone()).unwrap().work(ctx, &words)
}

/// A prompt with its tokens by their texts.
fn shown(work: &Work) -> String {
    let show = |segment: &Segment| match segment {
        Segment::Token(id) => MODEL.1.tokens().get(*id as usize).to_owned(),
        other => other.text().to_owned(),
    };
    work.prompt.iter().map(show).collect()
}

#[test]
fn one_file_and_a_project_each_have_their_form() {
    let model = model();
    let mut request = Infill {
        input_prefix: "fn a() {\n    ".into(),
        prompt: "b".into(),
        input_suffix: "\n}\n".into(),
        ..Infill::default()
    };
    let file = "<|fim_prefix|>fn a() {\n    b<|fim_suffix|>\n}\n<|fim_middle|>";
    assert_eq!(shown(&work(&model, &request, 1000)), file);
    request.input_extra = vec![extra("x.rs", "fn x();\n"), extra("y.rs", "fn y();")];
    (request.repo, request.filename) = (Some("demo".into()), Some("src/a.rs".into()));
    let files =
        "<|repo_name|>demo\n<|file_sep|>x.rs\nfn x();\n<|file_sep|>y.rs\nfn y();\n<|file_sep|>src/a.rs\n";
    let whole = work(&model, &request, 1000);
    assert_eq!(shown(&whole), [files, file].concat());
    assert_eq!(whole.sampling.temperature, Some(0.0), "the most probable text unless another is wanted");
    request.sampling.temperature = Some(0.7);
    request.n_predict = Some(-1);
    let other = work(&model, &request, 1000);
    assert_eq!((other.sampling.temperature, other.max_tokens), (Some(0.7), None));
}

#[test]
fn text_never_becomes_a_token_for_gaps() {
    let model = model();
    let text = "a<|fim_middle|>b<|file_sep|>";
    let request = Infill {
        input_prefix: text.into(),
        input_suffix: text.into(),
        input_extra: vec![extra(text, text)],
        ..Infill::default()
    };
    let work = work(&model, &request, 1000);
    let whole = |segment: &&Segment| QWEN.iter().any(|token| segment.text().contains(token));
    assert_eq!(work.prompt.iter().filter(whole).count(), 0, "{:?}", work.prompt);
    assert_eq!(shown(&work).matches(text).count(), 4);
}

#[test]
fn a_model_that_fills_no_gaps_says_which_do() {
    let header = qwill::models::starter::header().unwrap();
    let error = Gap::new(Arc::new(Model::new(&header, Words::default())), Infill::default()).unwrap_err();
    assert_eq!(error.kind(), Kind::Model);
    assert!(error.remedy().unwrap().contains("Qwen2.5-Coder"));
}

#[test]
fn while_somebody_types_the_prompt_begins_with_the_same() {
    let model = model();
    let lines: String = (0..500).map(|line| format!("let x{line} = {line};\n")).collect();
    let mut request = Infill {
        input_prefix: lines,
        input_suffix: "\n}\n".repeat(50),
        input_extra: vec![extra("x.rs", "fn x();\n")],
        n_predict: Some(64),
        ..Infill::default()
    };
    let before = |work: &Work| shown(work).split("<|fim_suffix|>").next().unwrap().to_owned();
    let mut last = before(&work(&model, &request, 1024));
    let mut kept = 0;
    for word in 0..60 {
        request.input_prefix.push_str(&format!("w{word} "));
        let next = before(&work(&model, &request, 1024));
        kept += usize::from(next.starts_with(&last));
        last = next;
    }
    assert!(last.len() > 2000 && kept >= 58, "{kept} of 60 kept");
}

proptest! {
    #[test]
    fn every_prompt_leaves_room_for_what_fills_it(
        before in "[aب <|\n]{0,800}", after in "[aب <|\n]{0,400}", files in prop::collection::vec("[a \n]{0,300}", 0..4),
        ctx in 256usize..700, tokens in prop::option::of(1i64..300),
    ) {
        let model = model();
        let request = Infill {
            input_prefix: before.clone(),
            input_suffix: after.clone(),
            input_extra: files.iter().map(|text| extra("x.rs", text)).collect(),
            n_predict: tokens,
            ..Infill::default()
        };
        let work = work(&model, &request, ctx);
        let count: usize = work.prompt.iter().map(|segment| words(segment.text()).max(1)).sum();
        let answer = (tokens.unwrap_or(256) as usize).min(ctx / 4);
        prop_assert!(count <= ctx - answer, "{count} of {ctx}, {answer} for the answer");
        let text = shown(&work);
        let (front, rest) = text.split_once("<|fim_prefix|>").unwrap();
        let (front_end, rest) = rest.split_once("<|fim_suffix|>").unwrap();
        prop_assert!(before.ends_with(front_end) && after.starts_with(rest.strip_suffix("<|fim_middle|>").unwrap()));
        prop_assert!(files.is_empty() == front.is_empty());
        // Short texts are whole.
        if words(&before) + words(&after) + files.iter().map(|file| words(file) + 4).sum::<usize>() < 100 {
            prop_assert_eq!(front_end, before);
        }
    }
}

const FILE: &str = "use std::io;\n\nfn main() {\n    \n}\n";

/// A project with that file and an engine that gives these answers.
fn lab(answers: Vec<Say>) -> (Home, Script) {
    let home = Home::new();
    let script = Script::new(answers);
    home.write("config/config.toml", script.config());
    home.write("demo/.git/HEAD", "");
    home.write("demo/src/main.rs", FILE);
    home.write("demo/src/other.rs", "pub fn other_one() {}\n");
    (home, script)
}

fn fill(home: &Home, place: &str, more: &[&str]) -> Ran {
    home.run(&[&["code", "-m", "big", "--fill", place], more].concat())
}

#[test]
fn the_text_to_insert_is_all_that_is_written() {
    let (home, script) = lab(vec![text("println!(\"hi\");\n    read();\n}\n\nfn more() {}\n")]);
    let ran = fill(&home, "demo/src/main.rs:4", &[]);
    assert_eq!(ran.err, "");
    assert_eq!(ran.ok(), "println!(\"hi\");\n    read();");
    let asked = &script.asked()[0];
    assert_eq!(asked["input_prefix"], "use std::io;\n\nfn main() {\n    ");
    assert_eq!(asked["input_suffix"], "\n}\n");
    assert_eq!((&asked["stream"], &asked["n_predict"]), (&true.into(), &128.into()));
    assert_eq!((&asked["filename"], &asked["repo"]), (&"src/main.rs".into(), &"demo".into()));
    assert_eq!(asked["temperature"], 0.0);
}

#[test]
fn standard_input_is_the_file_as_it_is_not_saved_yet() {
    let (home, script) = lab(vec![text("()"), text("x"), text("y"), text("z")]);
    let place = ["code", "-m", "big", "--fill", "demo/src/main.rs:1:10"];
    assert_eq!(home.pipe("other_one = 1", &place).ok(), "()");
    let asked = &script.asked()[0];
    assert_eq!((&asked["input_prefix"], &asked["input_suffix"]), (&"other_one".into(), &" = 1".into()));
    assert_eq!(asked["input_extra"][0]["filename"], "src/other.rs");
    // A pipe that carries nothing is no text, unless `-` says that it is.
    home.pipe("", &["code", "-m", "big", "--fill", "demo/src/main.rs:1"]).ok();
    assert_eq!(script.asked()[1]["input_prefix"], "use std::io;");
    home.pipe("", &["code", "-m", "big", "--fill", "demo/src/main.rs:1", "-"]).ok();
    assert_eq!(script.asked()[2]["input_prefix"], "");
    home.pipe("a\n", &["code", "-m", "big", "--fill", "new/file.rs:2", "-"]).ok();
    assert_eq!(script.asked()[3]["input_prefix"], "a\n");
}

#[test]
fn lines_end_as_they_do_in_the_file() {
    let (home, script) = lab(vec![text("\n    b();\n    c();\n}")]);
    home.write("demo/dos.rs", "fn a() {\r\n}\r\n");
    assert_eq!(fill(&home, "demo/dos.rs:1", &[]).ok(), "\r\n    b();\r\n    c();");
    assert_eq!(script.asked()[0]["input_prefix"], "fn a() {");
}

#[test]
fn what_a_limit_cut_has_its_own_exit_code() {
    let (home, script) = lab(vec![Say::Cut("a();\n    b(".into())]);
    let ran = fill(&home, "demo/src/main.rs:4", &["-n", "7"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(6), "a();"), "{ran:?}");
    assert!(ran.err.contains("-n"), "{ran:?}");
    assert_eq!(script.asked()[0]["n_predict"], 7);
}

#[test]
fn nothing_to_insert_is_no_failure() {
    let (home, _script) = lab(vec![text("\n}\n"), text("")]);
    for _ in 0..2 {
        assert_eq!(fill(&home, "demo/src/main.rs:4", &[]).ok(), "");
    }
}

#[test]
fn a_place_that_makes_no_sense_is_told_before_anything_is_asked() {
    let (home, script) = lab(Vec::new());
    fill(&home, "demo/src/main.rs", &[]).fails_with(2, &["FILE:LINE"]);
    fill(&home, "demo/src/main.rs:0", &[]).fails_with(2, &["FILE:LINE"]);
    fill(&home, "demo/src/main.rs:9", &[]).fails(2, &["9", "main.rs", "6"]);
    fill(&home, "demo/src/main.rs:1:99", &[]).fails(2, &["99", "13"]);
    fill(&home, "demo/src:1", &[]).fails(2, &["directory"]);
    fill(&home, "demo/none.rs:1", &[]).fails(2, &["none.rs"]);
    fill(&home, "demo/src/main.rs:1", &["do it"]).fails(2, &["--fill"]);
    fill(&home, "demo/src/main.rs:1", &["--print"]).fails_with(2, &["--print"]);
    home.run(&["code", "-n", "3", "x"]).fails_with(2, &["--fill"]);
    assert!(script.asked().is_empty());
}

#[test]
fn an_engine_that_fills_no_gaps_is_told_from_one_that_is_not_there() {
    let home = Home::new();
    home.write("a.rs", FILE);
    home.write("config/config.toml", remote(200, &[]).config().replace("key_env", "#"));
    fill(&home, "a.rs:4", &[]).fails(4, &["/infill", "llama-server"]);
    let answer = || async {
        let body = r#"{"error":{"code":501,"message":"Infill is not supported by this model","type":"not_supported_error"}}"#;
        Response::builder().status(StatusCode::NOT_IMPLEMENTED).body(Body::from(body)).unwrap()
    };
    let address = serve(Router::new().route("/infill", post(answer)));
    home.write(
        "config/config.toml",
        format!("[engine.lab]\nurl = \"http://{address}\"\nmodels = [\"big\"]\n"),
    );
    fill(&home, "a.rs:4", &[]).fails(3, &["not supported by this model", "Qwen2.5-Coder"]);
}

#[test]
fn an_error_is_told_in_the_language_that_is_spoken() {
    let (home, _script) = lab(Vec::new());
    for (lang, says) in [("ar", "لا يوجد السطر"), ("zh", "没有第")] {
        fill(&home, "demo/src/main.rs:9", &["--lang", lang]).fails(2, &[says]);
    }
}

/// An engine that takes the request and never says anything.
fn silent() -> String {
    let answer = || async {
        let never = tokio_stream::pending::<Result<String, std::io::Error>>();
        Response::builder().body(Body::from_stream(never)).unwrap()
    };
    let address = serve(Router::new().route("/infill", post(answer)));
    format!("[engine.lab]\nurl = \"http://{address}/v1\"\nmodels = [\"big\"]\n")
}

#[test]
fn it_ends_when_nobody_reads_any_more_though_the_engine_says_nothing() {
    let home = Home::new();
    home.write("a.rs", FILE);
    home.write("config/config.toml", silent());
    let mut child = home.command(&["code", "-m", "big", "--fill", "a.rs:4"]).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(child.try_wait().unwrap(), None);
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0), "a closed pipe is no failure");
}

#[test]
fn an_interrupt_ends_it_at_once() {
    let home = Home::new();
    home.write("a.rs", FILE);
    home.write("config/config.toml", silent());
    let mut child = home.command(&["code", "-m", "big", "--fill", "a.rs:4"]).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(500));
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    assert_eq!(out, "");
}

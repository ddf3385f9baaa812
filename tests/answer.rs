//! Real answers: the starter through llama.cpp, from the command line, with engines that come and go.
#![cfg(feature = "local")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper that fails fails its test")]

mod support;

use std::io::Read;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use support::gguf::{Gguf, tiny_qwen3};
use support::home::{Home, Ran};

const STOP: &str = "how do I stop an answer?";

fn json(ran: Ran) -> Value {
    serde_json::from_str(&ran.ok()).unwrap()
}

fn pid(engine: &Value) -> Pid {
    Pid::from_raw(engine["pid"].as_i64().unwrap() as i32).unwrap()
}

/// An answer under way: at temperature 5 the starter talks nonsense for hundreds of tokens. Its engine
/// is halted after the first of them, so that what happens next happens in the middle of it.
fn talking(home: &Home) -> (Child, Pid) {
    home.run(&[STOP]).ok();
    let engine = pid(&home.engines()[0]);
    let mut child = home.command(&["--temp", "5", "--seed", "1", STOP]).spawn().unwrap();
    let mut byte = [0];
    child.stdout.as_mut().unwrap().read_exact(&mut byte).unwrap();
    kill_process(engine, Signal::STOP).unwrap();
    (child, engine)
}

/// Runs the command while the engine is halted, then lets the engine go on, and waits for the end.
fn meanwhile(home: &Home, engine: Pid, args: &[&str]) -> Ran {
    let child = home.command(args).spawn().unwrap();
    // Long enough for the command to have asked the engine, on a busy machine too.
    std::thread::sleep(Duration::from_secs(1));
    kill_process(engine, Signal::CONT).unwrap();
    Ran::of(child.wait_with_output().unwrap())
}

#[test]
fn the_starter_answers_what_it_was_taught_and_says_what_it_is() {
    let home = Home::new();
    let ran = home.run(&[STOP]);
    assert!(ran.out.contains("Esc") || ran.out.contains("Ctrl"), "{ran:?}");
    assert_eq!(ran.err.lines().count(), 1, "{ran:?}");
    assert!(ran.err.contains("starter") && ran.err.contains("small"), "{ran:?}");
    assert_eq!(home.run(&["-q", STOP]).err, "");
}

#[test]
fn a_second_question_finds_the_engine_warm_and_survives_its_death() {
    let home = Home::new();
    let first = json(home.pipe("fn main() {}", &["which language is this?", "--json"]));
    assert!(!first["answer"].as_str().unwrap().is_empty());
    assert_eq!(first["finish_reason"], "stop");
    let second = json(home.pipe("fn main() {}", &["which language is this?", "--json"]));
    assert_eq!(second["answer"], first["answer"]);
    assert!(second["timings"]["cache_n"].as_u64() > first["timings"]["cache_n"].as_u64());
    let engines = home.engines();
    assert_eq!((engines.len(), &engines[0]["requests"]), (1, &2.into()));
    for key in ["pid", "model", "bytes", "uptime", "idle"] {
        assert!(!engines[0][key].is_null(), "{key}");
    }
    kill_process(pid(&engines[0]), Signal::KILL).unwrap();
    let third = json(home.pipe("fn main() {}", &["which language is this?", "--json"]));
    assert_eq!(third["answer"], first["answer"]);
    let fresh = home.engines();
    assert_eq!((fresh.len(), &fresh[0]["requests"]), (1, &1.into()));
    assert_ne!(fresh[0]["pid"], engines[0]["pid"]);
}

#[test]
fn shells_that_ask_at_once_start_one_engine() {
    let home = Home::new();
    let children: Vec<Child> = (0..4).map(|_| home.command(&["-q", STOP]).spawn().unwrap()).collect();
    let answers: Vec<_> = children.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
    assert!(
        answers.iter().all(|answer| answer.status.success() && answer.stdout == answers[0].stdout),
        "{answers:?}"
    );
    let engines = home.engines();
    assert_eq!((engines.len(), &engines[0]["requests"]), (1, &4.into()));
}

#[test]
fn shells_that_want_different_models_at_once_all_get_their_answer() {
    let home = Home::new();
    let starter = concat!(env!("CARGO_MANIFEST_DIR"), "/starter/qwill-starter.gguf");
    let copies = ["a.gguf", "b.gguf"].map(|name| {
        std::fs::copy(starter, home.path().join(name)).unwrap();
        home.path().join(name).to_str().unwrap().to_owned()
    });
    let models = ["starter", &copies[0], &copies[1]];
    let children: Vec<Child> =
        (0..9).map(|at| home.command(&["-q", "-m", models[at % 3], STOP]).spawn().unwrap()).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn another_model_waits_until_the_answer_under_way_has_ended() {
    let home = Home::new();
    let tiny = home.model("tiny.gguf", &tiny_qwen3(7));
    let (child, engine) = talking(&home);
    let ran = meanwhile(&home, engine, &["-q", "-m", &tiny, "-n", "5", "hello"]);
    assert!(matches!(ran.code, Some(0 | 6)), "{ran:?}");
    let talk = Ran::of(child.wait_with_output().unwrap());
    assert!(matches!(talk.code, Some(0 | 6)), "it was broken off: {talk:?}");
    let engines = home.engines();
    assert_eq!((engines.len(), &engines[0]["model"]), (1, &"tiny".into()));
}

#[test]
fn an_engine_killed_in_the_middle_is_exit_9_and_the_next_question_starts_a_new_one() {
    let home = Home::new();
    let (child, engine) = talking(&home);
    kill_process(engine, Signal::KILL).unwrap();
    let ran = Ran::of(child.wait_with_output().unwrap());
    assert_eq!(ran.code, Some(9), "{ran:?}");
    assert!(ran.err.contains("died") && ran.err.contains("hint:"), "{ran:?}");
    home.run(&[STOP]).ok();
}

#[test]
fn an_interrupt_exits_130_and_frees_the_engine() {
    let home = Home::new();
    let (child, engine) = talking(&home);
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(130));
    kill_process(engine, Signal::CONT).unwrap();
    let since = Instant::now();
    while home.engines()[0]["state"] != "ready" {
        assert!(since.elapsed() < Duration::from_secs(20), "the answer goes on for nobody");
    }
}

#[test]
fn stop_ends_an_engine_that_works() {
    let home = Home::new();
    let (child, engine) = talking(&home);
    assert!(meanwhile(&home, engine, &["stop"]).err.contains("stopped starter"));
    let ran = Ran::of(child.wait_with_output().unwrap());
    assert_eq!(ran.code, Some(9), "{ran:?}");
    assert!(ran.err.contains("was stopped"), "{ran:?}");
    assert_eq!(home.engines(), Vec::<Value>::new());
}

#[test]
fn an_idle_engine_leaves() {
    let home = Home::new();
    home.write("config/config.toml", "keep_alive = \"1s\"\n");
    home.run(&[STOP]).ok();
    let since = Instant::now();
    while !home.engines().is_empty() {
        assert!(since.elapsed() < Duration::from_secs(30), "it stays");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(!home.path().join("run/engine.sock").exists());
}

#[test]
fn limits_stops_and_seeds_hold() {
    let home = Home::new();
    let cut = home.run(&["-n", "3", "--json", STOP]);
    assert_eq!(cut.code, Some(6), "{cut:?}");
    let cut: Value = serde_json::from_str(&cut.out).unwrap();
    assert_eq!((&cut["usage"]["completion_tokens"], &cut["finish_reason"]), (&3.into(), &"length".into()));
    let talk = home.run(&["-q", "--ctx", "256", "--temp", "5", "--seed", "1", STOP]);
    assert!(talk.code == Some(6) && talk.err.contains("the context is full"), "{talk:?}");
    let full = home.run(&["-q", "--think", "off", STOP]).ok();
    assert_eq!(home.run(&["-q", "--think", "off", "--no-stream", STOP]).ok(), full);
    let (before, _) = full.split_once(" or ").unwrap();
    assert_eq!(home.run(&["-q", "--think", "off", "--stop", " or ", STOP]).ok(), format!("{before}\n"));
    let wild = |seed: &str| home.run(&["-q", "-n", "40", "--temp", "2", "--seed", seed, STOP]).out;
    assert_eq!(wild("1"), wild("1"));
    assert_ne!(wild("1"), wild("2"));
}

#[test]
fn thinking_is_shown_when_asked_for_and_never_in_the_answer() {
    let home = Home::new();
    let shown = home.run(&["--think", "on", "--show-thinking", STOP]);
    assert!(!shown.out.contains("think>") && !shown.err.contains("think>"), "{shown:?}");
    let on = json(home.run(&["--think", "on", "--json", STOP]));
    let thought = on["thinking"].as_str().unwrap();
    assert!(shown.err.contains(thought), "{shown:?}");
    let off = json(home.run(&["--think", "off", "--json", STOP]));
    assert!(off["thinking"].is_null(), "{off}");
}

#[test]
fn what_a_model_really_took_replaces_the_estimate() {
    let home = Home::new();
    let model = home.model("measured.gguf", &tiny_qwen3(5));
    let before = json(home.run(&["show", "--json", &model]));
    assert_eq!(before["measured"], false);
    home.run(&["-q", "-n", "1", "-m", &model, "hello"]);
    // The engine writes it down beside the answer.
    let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
    let mut after = json(home.run(&["show", "--json", &model]));
    while after["measured"] != true && std::time::Instant::now() < end {
        after = json(home.run(&["show", "--json", &model]));
    }
    assert_eq!(after["measured"], true);
    assert_ne!(before["fit"][0]["need"], after["fit"][0]["need"], "{after}");
}

#[test]
fn a_prompt_beyond_the_context_exits_5_with_figures() {
    let home = Home::new();
    let long = "word ".repeat(3000);
    let ran = home.pipe(&long, &["-q", "summarise"]);
    ran.fails(5, &["tokens", "2048"]);
    let huge = "x".repeat(3_000_000);
    home.pipe(huge, &["-q", "summarise"]).fails(5, &["bytes", "2048"]);
    let short = home.pipe("word ".repeat(400), &["-q", "--ctx", "256", "summarise"]);
    short.fails(5, &["256", "--ctx 2048"]);
    home.run(&["-q", "--ctx", "256", STOP]).ok();
    assert_eq!(home.engines()[0]["ctx"], 256);
}

#[test]
fn another_model_replaces_the_engine_and_a_foreign_template_is_said() {
    let home = Home::new();
    let tiny = home.model("tiny.gguf", &tiny_qwen3(7));
    home.run(&[STOP]).ok();
    let ran = home.run(&["-m", &tiny, "-n", "5", "hello"]);
    assert!(matches!(ran.code, Some(0 | 6)), "{ran:?}");
    let engines = home.engines();
    assert_eq!((engines.len(), &engines[0]["model"]), (1, &"tiny".into()));
    let bare = home.model("bare.gguf", &tiny_qwen3(7).without("tokenizer.chat_template"));
    let ran = home.run(&["-m", &bare, "-n", "5", "hello"]);
    assert!(matches!(ran.code, Some(0 | 6)), "{ran:?}");
    assert!(ran.err.contains("ChatML"), "{ran:?}");
}

#[test]
fn a_model_in_a_path_of_any_script_is_found_warm_again() {
    let home = Home::new();
    std::fs::create_dir(home.path().join("نماذج")).unwrap();
    let model = home.model("نماذج/模型 é.gguf", &tiny_qwen3(7));
    for _ in 0..2 {
        let ran = home.run(&["-q", "-m", &model, "-n", "5", "hello"]);
        assert!(matches!(ran.code, Some(0 | 6)), "{ran:?}");
    }
    let engines = home.engines();
    assert_eq!((engines.len(), &engines[0]["requests"]), (1, &2.into()));
}

#[test]
fn an_engine_started_by_hand_is_used_but_never_replaced() {
    let home = Home::new();
    let tiny = home.model("tiny.gguf", &tiny_qwen3(7));
    let mut serve = home.command(&["serve", "-m", &tiny]).spawn().unwrap();
    let since = Instant::now();
    while home.engines().is_empty() {
        assert!(since.elapsed() < Duration::from_secs(30), "it does not start");
    }
    home.run(&["-q", STOP]).fails(8, &["by hand", "tiny", "hint:"]);
    let ran = home.run(&["-q", "-m", &tiny, "-n", "5", "hello"]);
    assert!(matches!(ran.code, Some(0 | 6)), "{ran:?}");
    assert_eq!(home.engines()[0]["requests"], 1);
    home.run(&["stop"]).ok();
    assert!(serve.wait().unwrap().success());
}

#[test]
fn models_that_llama_cpp_would_die_of_exit_3_with_a_reason() {
    let home = Home::new();
    let write = |name: &str, model: Gguf| home.model(name, &model);
    let cases = [
        (write("arch.gguf", tiny_qwen3(1).kv("general.architecture", "qwen99")), "unknown architecture"),
        (write("blocks.gguf", tiny_qwen3(1).kv("qwen3.block_count", 0u32)), "block"),
        (write("eps.gguf", tiny_qwen3(1).kv("qwen3.attention.layer_norm_rms_epsilon", -1f32)), "epsilon"),
        (write("tokens.gguf", tiny_qwen3(1).without("tokenizer.ggml.tokens")), "no tokens"),
    ];
    for (path, says) in cases {
        home.run(&["-q", "-m", &path, "hi"]).fails(3, &[says]);
    }
    let cut = write("cut.gguf", tiny_qwen3(1));
    let bytes = std::fs::read(&cut).unwrap();
    std::fs::write(&cut, &bytes[..bytes.len() - 100]).unwrap();
    home.run(&["-q", "-m", &cut, "hi"]).fails(3, &["cut.gguf"]);
    assert_eq!(home.engines(), Vec::<Value>::new());
}

#[test]
fn a_run_directory_of_others_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let run = home.path().join("run");
    std::fs::create_dir(&run).unwrap();
    std::fs::set_permissions(&run, std::fs::Permissions::from_mode(0o777)).unwrap();
    home.run(&["-q", STOP]).fails(8, &["other users"]);
}

#[test]
fn a_socket_path_that_is_too_long_is_refused_by_serve_and_avoided_by_ask() {
    let home = Home::new();
    let long = home.path().join("x".repeat(120));
    let socket = long.join("s.sock");
    home.run(&["serve", "--socket", socket.to_str().unwrap()]).fails(2, &["bytes"]);
    std::fs::create_dir(&long).unwrap();
    let deep = |args: &[&str]| {
        let mut command = home.command(args);
        command.env("QWILL_HOME", &long).env("XDG_RUNTIME_DIR", home.path()).stderr(Stdio::piped());
        command.output().unwrap()
    };
    assert_eq!(deep(&["-q", STOP]).status.code(), Some(0));
    assert!(String::from_utf8(deep(&["stop"]).stderr).unwrap().contains("stopped"));
}

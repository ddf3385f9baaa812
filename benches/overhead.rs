//! What the engine process and the command line cost, as ratios within one run:
//! `cargo bench --bench overhead`. Give a model with `-- FILE.gguf`; else a random one of 25 MB is made.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints its figures or fails")]

#[path = "../tests/support/gguf.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod gguf;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use qwill::engine::job::{Event, Spec, State, Work};
use qwill::engine::local::Engine;
use qwill::engine::template::Segment;
use qwill::wire::{Chunk, Sampling, Timings};
use serde_json::{Value, json};

const RUNS: usize = 24;
const TOKENS: u32 = 128;

fn main() {
    let dir = tempfile::tempdir().unwrap();
    let model = std::env::args().skip(1).find(|arg| arg.ends_with(".gguf")).map(PathBuf::from);
    let model = model.unwrap_or_else(|| {
        let path = dir.path().join("random.gguf");
        gguf::random_qwen3(1, gguf::Size { width: 256, layers: 8, context: 2048 }).write(&path);
        path
    });
    let here = Here::start(&model);
    let there = There::start(&model, dir.path());
    let (mut prefill, mut decode, mut work, mut wrap) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for run in 0..=RUNS {
        // Never the same words, so that nothing is taken from the cache.
        let prompt: String =
            (0..200).map(|word| format!(" {run}{}", char::from(b'a' + (word % 26) as u8))).collect();
        // The order changes, so that a machine that gets slower or faster favours neither.
        let (a, b) = if run % 2 == 0 {
            let a = here.ask(&prompt);
            (a, there.ask(&prompt))
        } else {
            let b = there.ask(&prompt);
            (here.ask(&prompt), b)
        };
        if run > 0 {
            prefill.push(a.first.as_secs_f64() / b.first.as_secs_f64());
            decode.push(a.rest.as_secs_f64() / b.rest.as_secs_f64());
            work.push(a.cpu.as_secs_f64() / b.cpu.as_secs_f64());
            wrap.push(b.worked.as_secs_f64() / (b.first + b.rest).as_secs_f64());
        }
    }
    report("prefill speed, engine process / in-process", &mut prefill);
    report("decode speed, engine process / in-process", &mut decode);
    report("work per processor time, the same", &mut work);
    report("share of a request's time spent in the engine's loop", &mut wrap);
    let mut warm: Vec<f64> = (0..=RUNS).map(|_| there.overhead()).skip(1).collect();
    report("warm one-shot, ms around prefill and first token", &mut warm);
}

fn report(what: &str, figures: &mut [f64]) {
    figures.sort_by(f64::total_cmp);
    let (low, high) = (figures[0], figures[figures.len() - 1]);
    println!("{what:<52} median {:.3}  min {low:.3}  max {high:.3}", figures[figures.len() / 2]);
}

/// Time to the first token, from there to the last, in the engine's own loop, and on processors.
struct Took {
    first: Duration,
    rest: Duration,
    worked: Duration,
    cpu: Duration,
}

/// Time that all threads of a process were on a processor.
fn cpu(pid: u32) -> Duration {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let spent = tasks.filter_map(|task| {
        let text = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(spent.sum())
}

/// What the engine says it worked.
fn worked(timings: &Timings) -> Duration {
    Duration::from_secs_f64((timings.prompt_ms + timings.predicted_ms) / 1e3)
}

/// The engine in this process.
struct Here(Engine);

impl Here {
    fn start(model: &Path) -> Here {
        let spec = Spec { path: model.into(), ctx: Some(2048), threads: Some(1) };
        let engine = Engine::start(spec, Path::new("/dev/null")).unwrap();
        while !matches!(*engine.state().borrow(), State::Ready(_)) {
            std::thread::sleep(Duration::from_millis(1));
        }
        Here(engine)
    }

    fn ask(&self, prompt: &str) -> Took {
        let (start, before) = (Instant::now(), cpu(std::process::id()));
        let mut running = self.0.generate(work(prompt)).unwrap();
        let mut first = None;
        let finish = loop {
            match running.wait() {
                Some(Event::Text(_)) => _ = first.get_or_insert_with(|| start.elapsed()),
                Some(Event::Prefill(_)) => {}
                Some(Event::Done(finish)) => break finish,
                other => panic!("{other:?}"),
            }
        };
        let (first, whole) = (first.unwrap(), start.elapsed());
        let cpu = cpu(std::process::id()) - before;
        Took { first, rest: whole - first, worked: worked(&finish.timings), cpu }
    }
}

fn work(prompt: &str) -> Work {
    let prompt = format!("<|im_start|>user\n{prompt}<|im_end|>\n<|im_start|>assistant\n");
    Work {
        prompt: vec![Segment::Markup(prompt)],
        tail: String::new(),
        sampling: Sampling { temperature: Some(1.0), seed: Some(1), ..Sampling::default() },
        max_tokens: Some(TOKENS),
        stops: Vec::new(),
        guide: None,
    }
}

/// The engine in a process of its own.
struct There {
    child: Child,
    url: String,
    model: PathBuf,
    home: PathBuf,
}

impl There {
    fn start(model: &Path, home: &Path) -> There {
        let mut child =
            command(home, &["serve", "--listen", "127.0.0.1:0", "--threads", "1", "--ctx", "2048", "-m"])
                .arg(model)
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
        let mut line = String::new();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stderr.as_mut().unwrap()), &mut line)
            .unwrap();
        let url = line
            .split_whitespace()
            .find(|word| word.starts_with("http"))
            .unwrap()
            .trim_end_matches(';')
            .into();
        There { child, url, model: model.into(), home: home.into() }
    }

    fn ask(&self, prompt: &str) -> Took {
        let body = json!({
            "messages": [{ "role": "user", "content": prompt }],
            "temperature": 1.0, "top_k": 0, "top_p": 1.0, "min_p": 0.0, "seed": 1, "max_tokens": TOKENS, "stream": true,
        });
        _ = rustls::crypto::ring::default_provider().install_default();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let client = reqwest::Client::builder().no_proxy().build().unwrap();
            let (start, before) = (Instant::now(), cpu(self.child.id()));
            let url = format!("{}/chat/completions", self.url);
            let mut response = client.post(url).json(&body).send().await.unwrap();
            let (mut first, mut seen) = (None, Vec::new());
            while let Some(bytes) = response.chunk().await.unwrap() {
                seen.extend_from_slice(&bytes);
                if first.is_none() && String::from_utf8_lossy(&seen).contains("\"content\":") {
                    first = Some(start.elapsed());
                }
            }
            let (first, whole) = (first.unwrap(), start.elapsed());
            let cpu = cpu(self.child.id()) - before;
            let text = String::from_utf8(seen).unwrap();
            let last = text.lines().filter_map(|line| line.strip_prefix("data: {")).next_back().unwrap();
            let last: Chunk = serde_json::from_str(&format!("{{{last}")).unwrap();
            Took { first, rest: whole - first, worked: worked(&last.timings.unwrap()), cpu }
        })
    }

    /// Milliseconds of a whole warm command beyond what the engine says it worked.
    fn overhead(&self) -> f64 {
        let start = Instant::now();
        let output = command(&self.home, &["-q", "--json", "-n", "1", "--threads", "1", "-m"])
            .arg(&self.model)
            .arg("hello")
            .output()
            .unwrap();
        let wall = start.elapsed().as_secs_f64() * 1e3;
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        let worked = |key: &str| answer["timings"][key].as_f64().unwrap();
        wall - worked("prompt_ms") - worked("predicted_ms")
    }
}

fn command(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qwill"));
    command.args(args).env("QWILL_HOME", home).stdin(Stdio::null());
    command
}

impl Drop for There {
    fn drop(&mut self) {
        _ = command(&self.home, &["stop"]).output();
        _ = self.child.wait();
    }
}

//! The chat as its user meets it: `cargo bench --bench screen` starts the program on a terminal and measures
//! its first frame, its memory and what it does while nobody does anything.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints its figures or fails")]
#![allow(dead_code, reason = "the tests use more of it")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::Path;
use std::time::{Duration, Instant};

use qwill::chat::store::{Chat, ChatId, Store, Write};
use qwill::chat::tree::{Node, NodeId};
use qwill::wire::Role;
use support::home::Home;

const RUNS: usize = 15;
/// What the first frame, the front end's memory and idling may take.
const FRAME: f64 = 50.0;
const MEMORY: f64 = 40.0;
const IDLE: f64 = 0.1;

fn main() {
    support::screen::launch();
    let home = Home::new();
    // Unpacks the starter and starts the engine, which a user's second start finds done.
    home.run(&["ask", "hello"]).ok();
    let mut bare: Vec<f64> = (0..RUNS).map(|_| version(&home)).collect();
    say("`qwill --version`, from start to end", &mut bare, "ms", f64::MAX);
    measure(&home, &[], "a new chat");
    store(home.path());
    measure(&home, &["-c"], "10,000 messages");
}

/// The first frame, and what the program takes afterwards.
fn measure(home: &Home, args: &[&str], what: &str) {
    let mut frames = Vec::new();
    for _ in 0..RUNS {
        let began = Instant::now();
        let mut screen = home.screen(args, (120, 40));
        screen.wait_for("Ask anything");
        frames.push(ms(began.elapsed()));
        screen.press("ctrl+d");
        screen.end();
    }
    say(&format!("{what}: first frame"), &mut frames, "ms", FRAME);
    let mut screen = home.screen(args, (120, 40));
    screen.wait_for("Ask anything");
    // The engine comes up and says so, and the messages are counted.
    screen.settle(Duration::from_secs(3));
    screen.send("hello");
    screen.settle(Duration::from_secs(3));
    let pid = screen.pid().as_raw_nonzero().get();
    say(&format!("{what}: memory"), &mut [memory(pid)], "MB", MEMORY);
    let (before, began) = (cpu(pid), Instant::now());
    std::thread::sleep(Duration::from_secs(20));
    let share = (cpu(pid) - before).as_secs_f64() / began.elapsed().as_secs_f64() * 100.0;
    say(&format!("{what}: processor while nothing happens"), &mut [share], "%", IDLE);
    screen.press("ctrl+c");
    screen.press("ctrl+d");
    screen.end();
}

fn version(home: &Home) -> f64 {
    let began = Instant::now();
    home.run(&["--version"]).ok();
    ms(began.elapsed())
}

/// A conversation of 10,000 messages, the last that was used.
fn store(home: &Path) {
    let mut store = Store::open(&home.join("data/qwill.db")).unwrap();
    let id = ChatId::new();
    let chat = Chat {
        id: id.clone(),
        title: "a long one".into(),
        model: String::new(),
        system: String::new(),
        dir: home.display().to_string(),
        created: 4_000_000_000,
        updated: 4_000_000_000,
        messages: 0,
        leaf: None,
    };
    let mut writes = vec![Write::Chat(chat)];
    for n in 1..=10_000u32 {
        let role = if n % 2 == 1 { Role::User } else { Role::Assistant };
        let text = format!("message {n} with **some** `code` and\n\n- a list\n- of two\n");
        let node = Node::new(NodeId(n), (n > 1).then(|| NodeId(n - 1)), role, text, 4_000_000_000);
        writes.push(Write::Node(id.clone(), node));
    }
    writes.push(Write::Leaf(id, Some(NodeId(10_000))));
    store.put(&writes).unwrap();
}

/// Resident memory in MB, the program's own code that is in use included.
fn memory(pid: i32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
}

/// Processor time so far, in steps of ten milliseconds.
fn cpu(pid: i32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    // Behind the name, which may have spaces: user and system time are the twelfth and thirteenth field.
    let fields = stat.rsplit(')').next().unwrap().split_whitespace().skip(11).take(2);
    let ticks: u64 = fields.map(|field| field.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 1000 / rustix::param::clock_ticks_per_second())
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Prints the median, the slowest tenth, and whether it is within `most`.
fn say(what: &str, values: &mut [f64], unit: &str, most: f64) {
    values.sort_by(f64::total_cmp);
    let (median, late) = (values[values.len() / 2], values[values.len() * 9 / 10]);
    let held = match most {
        f64::MAX => String::new(),
        most if median <= most => format!("   at most {most} {unit}: holds"),
        most => format!("   at most {most} {unit}: TOO MUCH"),
    };
    let spread = if values.len() > 1 { format!("   p90 {late:7.2}") } else { String::new() };
    println!("{what:<48} {median:8.2} {unit}{spread}{held}");
}

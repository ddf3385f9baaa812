//! The chat's own speed: from a key to the frame it changes, in a conversation of 10,000 messages.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench prints its figures"
)]
#![allow(dead_code, reason = "it uses a part of what the tests share")]

#[path = "../tests/support/stage.rs"]
mod stage;

use std::time::{Duration, Instant};

use qwill::chat::tree::{Node, NodeId};
use qwill::wire::Role;
use stage::Stage;

/// A frame is drawn within this, or typing feels slow.
const HOLD: Duration = Duration::from_millis(16);

fn main() {
    let answer = "Some **prose** with `code`, then:\n\n- a list\n- of two\n\n```rust\nfn main() { println!(\"hello\"); }\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
    let nodes = (1..=10_000u32).map(|n| {
        let (role, text) = if n % 2 == 1 {
            (Role::User, format!("question {n}"))
        } else {
            (Role::Assistant, answer.to_owned())
        };
        Node::new(NodeId(n), (n > 1).then(|| NodeId(n - 1)), role, text, 0)
    });
    let began = Instant::now();
    let mut stage = Stage::open(nodes.collect(), 120, 40);
    stage.wait(1).bytes();
    println!("10,000 messages, opened and drawn   {:8.2} ms", ms(began.elapsed()));
    // The syntaxes load once, beside everything else in the program.
    stage.app.screen.look.code.warm();
    std::thread::sleep(Duration::from_millis(500));

    for (what, keys, times) in [
        ("a letter typed", "'a'", 400),
        ("a row scrolled up", "ctrl+up", 400),
        ("a page scrolled up", "pageup", 200),
        ("a message up", "alt+up", 200),
        ("to the beginning and the end", "ctrl+home ctrl+end", 50),
        ("the palette opened and closed", "ctrl+p esc", 100),
    ] {
        let mut taken: Vec<Duration> = (0..times)
            .map(|_| {
                let began = Instant::now();
                stage.keys(keys).bytes();
                began.elapsed()
            })
            .collect();
        taken.sort();
        let (median, late) = (taken[taken.len() / 2], taken[taken.len() * 99 / 100]);
        let held = if late <= HOLD { "holds" } else { "TOO SLOW" };
        println!("{what:<34} median {:6.2} ms   p99 {:6.2} ms   {held}", ms(median), ms(late));
    }

    written();
    lines();

    // An answer streams at the end of that conversation, a frame for each twenty pieces.
    stage.keys("ctrl+c ctrl+end 'go' enter");
    let began = Instant::now();
    let (mut frames, pieces) = (0u32, 4000u32);
    for n in 0..pieces {
        stage.says(if n % 12 == 11 { "end.\n\n" } else { "word " });
        if n % 20 == 0 {
            stage.bytes();
            frames += 1;
        }
    }
    let took = began.elapsed();
    println!(
        "an answer of {pieces} pieces streamed: {:.0} pieces/s with {frames} frames",
        f64::from(pieces) / took.as_secs_f64()
    );
}

/// What a message of one long line costs from the keyboard to the screen, and twice as much of it: a ratio far above
/// 2 is that of something quadratic.
fn lines() {
    let cost = |sign: &str, bytes: usize| {
        let line = format!("م{}", sign.repeat(bytes / sign.len()));
        let mut stage = Stage::new(80, 24);
        let began = Instant::now();
        stage.app.composer.set(&line);
        stage.wait(0).keys("enter").bytes();
        for piece in line.as_bytes().chunks(1024) {
            stage.says(&String::from_utf8_lossy(piece));
        }
        stage.ends().bytes();
        began.elapsed().as_secs_f64()
    };
    for sign in
        ["مرحبا hello (عالم) `code` C++ ", "*a", "`` ` ", "[a](", "......", "((", "م\u{301}", "👩\u{200D}"]
    {
        let (one, two) = (cost(sign, 1 << 17), cost(sign, 1 << 18));
        let held = if two < 3.0 * one { "holds" } else { "TOO SLOW" };
        println!("a line of {sign:?}: {:.0} ms, twice as long {:.1} times   {held}", one * 1e3, two / one);
    }
}

/// A key in a message of 10 KB from right to left.
fn written() {
    let mut stage = Stage::new(80, 24);
    stage.app.composer.set(&"واحد اثنان ثلاثة أربعة خمسة ".repeat(200));
    stage.wait(0);
    for (what, keys) in [("a letter", "'م'"), ("an arrow", "right"), ("Up", "up")] {
        let began = Instant::now();
        (0..50).for_each(|_| drop(stage.keys(keys).bytes()));
        println!("{what:<12} in 10 KB of Arabic    {:6.2} ms", ms(began.elapsed()) / 50.0);
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

//! How fast text becomes rows: `cargo bench --no-default-features --bench render`.
//!
//! An answer comes token by token, and the screen is drawn every so many of them. Laying out only what is new
//! stands against laying out everything each time; then come texts of a kind that makes it quadratic where it is
//! done carelessly.
#![allow(clippy::print_stdout, reason = "it prints its figures")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use qwill::render::cells::place;
use qwill::render::highlight::Highlighter;
use qwill::render::line::Span;
use qwill::render::look::Look;
use qwill::render::markdown;
use qwill::render::stream::Stream;
use qwill::render::theme::Theme;
use qwill::render::wrap::wrap;
use ratatui::style::Style;

/// Tokens between two drawings: what a fast model writes in 16 ms at 250 tokens a second.
const FRAME: usize = 4;
const ANSWER: &str = include_str!("../src/render/markdown/answer.md");

fn main() {
    mixed();
    for (name, syntax) in [("no colours", ""), ("colours", "Nord")] {
        let look = look(syntax);
        // What is loaded once is not what is measured.
        markdown::lines(ANSWER, &look);
        println!("{name}:");
        for copies in [1, 10, 40] {
            answer(&ANSWER.repeat(copies), &look);
        }
        code(&look);
        line(&look);
        list(&look);
    }
}

/// What a row of mixed directions costs, from text to cells, beside one of Latin letters alone.
fn mixed() {
    let cost = |text: &str| {
        let spans = [Span::new(text.repeat(200), Style::new())];
        let (start, mut rows) = (Instant::now(), 0);
        for _ in 0..100 {
            let lines = wrap(&spans, &[], &[], 80);
            rows += lines.iter().filter(|line| !place(line, 80).cells.is_empty()).count();
        }
        start.elapsed().as_secs_f64() * 1e6 / f64::from(u32::try_from(rows).unwrap_or(1))
    };
    let latin = cost("The file src/main.rs of version 2.5 has 12 functions, see foo() and --release. ");
    let arabic = cost("الملف src/main.rs في الإصدار 2.5 فيه 12 دالة، انظر foo() والخيار --release. ");
    println!(
        "a row of 80 columns: {arabic:.1} µs of mixed Arabic, {latin:.1} µs of Latin ({:.1} times)",
        arabic / latin
    );
}

fn look(syntax: &str) -> Look {
    let mut theme = Theme::plain();
    theme.syntax = syntax.into();
    Look { theme: Arc::new(theme), width: 100, code: Highlighter::new() }
}

/// Pieces of about the size of a token.
fn tokens(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.char_indices().map(|(at, _)| at).find(|&at| at >= 4).unwrap_or(rest.len());
        let (token, more) = rest.split_at(end);
        out.push(token);
        rest = more;
    }
    out
}

fn streamed(tokens: &[&str], every: usize, look: &Look) -> (Duration, Duration, usize) {
    let (mut stream, start) = (Stream::new(), Instant::now());
    let mut worst = Duration::ZERO;
    for frame in tokens.chunks(every) {
        let before = Instant::now();
        frame.iter().for_each(|token| stream.push(token));
        stream.lines(look);
        worst = worst.max(before.elapsed());
    }
    stream.finish();
    let rows = stream.lines(look).0.len();
    (start.elapsed(), worst, rows)
}

fn answer(text: &str, look: &Look) {
    let tokens = tokens(text);
    let (time, worst, _) = streamed(&tokens, FRAME, look);
    let start = Instant::now();
    let mut end = 0;
    for frame in tokens.chunks(FRAME) {
        end += frame.iter().map(|token| token.len()).sum::<usize>();
        markdown::lines(&text[..end], look);
    }
    let anew = start.elapsed();
    println!(
        "  answer of {:>6} bytes: {:>9.0} tokens/s, worst frame {:.2} ms; {:.1} times as fast as all anew ({:.0} tokens/s)",
        text.len(),
        tokens.len() as f64 / time.as_secs_f64(),
        worst.as_secs_f64() * 1e3,
        anew.as_secs_f64() / time.as_secs_f64(),
        tokens.len() as f64 / anew.as_secs_f64(),
    );
}

/// What twice as much text costs more than once as much: 2 is linear, 4 quadratic.
fn growth(name: &str, make: impl Fn(usize) -> String, size: usize, every: usize, look: &Look) {
    let half = make(size / 2);
    let (once, _, _) = streamed(&tokens(&half), every, look);
    let whole = make(size);
    let (twice, worst, rows) = streamed(&tokens(&whole), every, look);
    println!(
        "  {name}: {rows} rows in {:.2} s ({:.1} MB/s), worst frame {:.1} ms, {:.2} times the half",
        twice.as_secs_f64(),
        whole.len() as f64 / 1e6 / twice.as_secs_f64(),
        worst.as_secs_f64() * 1e3,
        twice.as_secs_f64() / once.as_secs_f64(),
    );
}

fn code(look: &Look) {
    let make = |lines: usize| {
        let body: String =
            (0..lines).map(|at| format!("    let value{at} = call({at}, \"text\");\n")).collect();
        format!("```rust\n{body}```\n")
    };
    growth("100,000 lines of code", make, 100_000, 64, look);
}

fn line(look: &Look) {
    growth("one line of 5 MB", |words| "word ".repeat(words), 1_000_000, 64, look);
    growth("one word of 5 MB", |letters| "x".repeat(letters), 5_000_000, 64, look);
}

fn list(look: &Look) {
    growth("10,000 items", |items| "- an item of *some* words\n".repeat(items), 10_000, FRAME, look);
}

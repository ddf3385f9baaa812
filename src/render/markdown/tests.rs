//! Tests of what Markdown looks like.

use std::sync::Arc;

use super::*;
use crate::render::highlight::Highlighter;

fn look(width: u16) -> Look {
    Look { theme: Arc::new(Theme::plain()), width, code: Highlighter::new() }
}

fn shown(text: &str, width: u16) -> String {
    lines(text, &look(width)).iter().map(|line| line.text() + "\n").collect()
}

const ANSWER: &str = include_str!("answer.md");

#[test]
fn dump() {
    println!("{}", shown(ANSWER, 64));
    println!("{}", shown(ANSWER, 30));
}

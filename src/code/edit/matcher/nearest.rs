//! The part of a file that is most like a text that is not there.

use std::collections::HashSet;

use crate::code::edit::text::Lines;

/// Lines that are shown.
const MOST: usize = 12;

/// Bytes of a line that are shown.
const WIDTH: usize = 200;

/// A part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its first line, from 1.
    pub first: usize,
    /// Its lines without their endings, no more than 12; long ones are cut.
    pub lines: Vec<String>,
}

/// The lines of the file that have most in common with those of `old`; `None` if nothing has.
pub(super) fn region(file: &Lines, old: &Lines) -> Option<Region> {
    let bodies = old.bodies();
    let whole: HashSet<&str> = bodies.iter().map(|line| line.trim()).collect();
    let words: HashSet<&str> = bodies.iter().flat_map(|line| words(line)).collect();
    let score = |line: &str| {
        let line = line.trim();
        if whole.contains(line) {
            return 2 * line.len();
        }
        let known: usize = self::words(line).filter(|word| words.contains(word)).map(str::len).sum();
        // A line that says little else counts for more.
        known * known / line.len().max(1)
    };
    let scores: Vec<usize> = (0..file.len()).map(|line| score(file.body(line))).collect();
    let size = old.len().clamp(1, MOST).min(scores.len());
    let mut sum: usize = scores[..size].iter().sum();
    let (mut best, mut first) = (sum, 0);
    for start in 1..=scores.len() - size {
        sum = sum + scores[start + size - 1] - scores[start - 1];
        if sum > best {
            (best, first) = (sum, start);
        }
    }
    let lines = (first..first + size).map(|line| cut(file.body(line))).collect();
    (best > 0).then_some(Region { first: first + 1, lines })
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| c != '_' && !c.is_alphanumeric()).filter(|word| word.len() > 1)
}

fn cut(line: &str) -> String {
    match line.len() {
        ..=WIDTH => line.to_owned(),
        _ => line.chars().take(WIDTH / 2).chain(['…']).collect(),
    }
}

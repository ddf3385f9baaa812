//! The rung for lines of `...` that stand for what nobody wrote out.

use std::borrow::Cow;
use std::ops::Range;

use super::carry::{Way, carry};
use super::{Grain, Job, MOST, Rung, Spot, elides, rungs, says};
use crate::code::edit::text::Lines;

/// Where the parts around the dots are, one behind another, in only one way; only when `new` has the same dots.
pub(super) fn seek(job: &Job) -> Vec<Spot> {
    let (old, new) = (parts(&job.old), parts(&job.new));
    if old.len() < 2 || dots(&job.old) != dots(&job.new) || !old.iter().all(|part| says(part)) {
        return Vec::new();
    }
    let whole =
        |part| Job { file: job.file.clone(), old: Lines::of(part), new: Lines::of(""), grain: Grain::Lines };
    let places: Vec<Vec<Range<usize>>> = old
        .iter()
        .map(|part| {
            let job = whole(*part);
            rungs::windows(&job.file, &job.old, |_, body| Cow::Borrowed(body.trim_end()))
        })
        .collect();
    let ways = ways(&places);
    let spot = |way: Vec<Range<usize>>| {
        let start = way.first().map_or(0, |lines| lines.start);
        let end = way.last().map_or(start + 1, |lines| lines.end);
        Spot { rung: Rung::Elision, range: job.span(start..end), text: join(job, &way, &old, &new) }
    };
    ways.into_iter().map(spot).collect()
}

/// The text of the whole place for one way to lay the parts.
fn join(job: &Job, way: &[Range<usize>], old: &[&str], new: &[&str]) -> Option<String> {
    let (mut text, mut next) = (String::new(), None);
    for ((lines, old), new) in way.iter().zip(old).zip(new) {
        let part = Job { file: job.file.clone(), old: Lines::of(old), new: Lines::of(new), grain: job.grain };
        let range = part.span(lines.clone());
        text.push_str(&job.file.text()[next.unwrap_or(range.start)..range.start]);
        text.push_str(&carry(&part, range.clone(), &Way::default())?);
        next = Some(range.end);
    }
    Some(text)
}

/// All ways to lay the parts one behind another with something between them; no more than are needed to know that
/// there is more than one.
fn ways(places: &[Vec<Range<usize>>]) -> Vec<Vec<Range<usize>>> {
    let mut ways: Vec<Vec<Range<usize>>> = vec![Vec::new()];
    for part in places {
        // A part in many places makes no place.
        if part.len() >= MOST {
            return Vec::new();
        }
        let longer = ways.iter().flat_map(|way| {
            let end = way.last().map_or(0, |last| last.end);
            part.iter()
                .filter(move |next| next.start >= end)
                .map(|next| [&way[..], std::slice::from_ref(next)].concat())
        });
        ways = longer.take(MOST * MOST).collect();
    }
    ways.truncate(MOST);
    ways
}

/// The lines that stand for something, without spaces around them.
fn dots<'a>(lines: &Lines<'a>) -> Vec<&'a str> {
    lines.bodies().into_iter().filter(|line| elides(line)).map(str::trim).collect()
}

/// The text between such lines.
fn parts<'a>(lines: &Lines<'a>) -> Vec<&'a str> {
    let (mut parts, mut from) = (Vec::new(), 0);
    for line in (0..lines.len()).filter(|&line| elides(lines.body(line))) {
        parts.push(&lines.text()[lines.span(from..line)]);
        from = line + 1;
    }
    parts.push(&lines.text()[lines.span(from..lines.len())]);
    parts
}

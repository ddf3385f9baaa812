//! The rungs that compare lines one by one: as they are, without spaces at their ends, with plain punctuation.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::{Grain, Job, MOST, Rung, Spot};
use crate::code::edit::text::Lines;

/// As it was given.
pub(super) fn exact(job: &Job) -> Vec<Spot> {
    let (text, old) = (job.file.text(), job.old.text());
    let places = match job.grain {
        Grain::Lines => {
            let lines = windows(&job.file, &job.old, |full, _| Cow::Borrowed(full));
            lines.into_iter().map(|lines| job.file.span(lines)).collect()
        }
        Grain::Text => occurrences(text, old),
    };
    let hit = |range: Range<usize>| {
        let new = job.new.text();
        // Who writes carriage returns says how lines end.
        let text = if old.contains('\r') { new.to_owned() } else { job.ending(range.clone()).convert(new) };
        Spot { rung: Rung::Exact, range, text: Some(text) }
    };
    places.into_iter().map(hit).collect()
}

/// Without regard to line endings and to spaces at the ends of lines.
pub(super) fn spaces(job: &Job) -> Vec<Spot> {
    loose(job, Rung::Spaces, |_, body| Cow::Borrowed(body.trim_end()), |c| [c, '\0', '\0'])
}

/// The same, with quotes, dashes, spaces and dots made plain.
pub(super) fn punctuation(job: &Job) -> Vec<Spot> {
    loose(job, Rung::Punctuation, |_, body| fold(body.trim_end()), plain)
}

fn loose<'a>(
    job: &Job<'a>,
    rung: Rung,
    key: impl Fn(&'a str, &'a str) -> Cow<'a, str>,
    plain: fn(char) -> [char; 3],
) -> Vec<Spot> {
    if job.old.text().trim().is_empty() {
        return Vec::new();
    }
    let lines = windows(&job.file, &job.old, key);
    let mut places: Vec<Range<usize>> = lines.into_iter().map(|lines| job.span(lines)).collect();
    if places.is_empty() && job.grain == Grain::Text {
        places = inside(job, plain);
    }
    places.into_iter().map(|range| job.carried(rung, range)).collect()
}

/// Where the lines of `old` are in the file, compared by a key that is made from a line with and without its ending.
pub(super) fn windows<'a>(
    file: &Lines<'a>,
    old: &Lines<'a>,
    key: impl Fn(&'a str, &'a str) -> Cow<'a, str>,
) -> Vec<Range<usize>> {
    let key = |lines: &Lines<'a>, line| key(lines.full(line), lines.body(line));
    let mut ids: HashMap<Cow<str>, u32> = HashMap::new();
    let mut want = Vec::new();
    for line in 0..old.len() {
        let next = u32::try_from(ids.len()).unwrap_or(u32::MAX) + 1;
        want.push(*ids.entry(key(old, line)).or_insert(next));
    }
    let id = |line| ids.get(&key(file, line)).copied().unwrap_or_default();
    let have: Vec<u32> = (0..file.len()).map(id).collect();
    let found =
        have.windows(want.len()).enumerate().filter(|(_, part)| part.last() == want.last() && *part == want);
    found.map(|(at, _)| at..at + want.len()).take(MOST).collect()
}

/// Where a text is in another, places that overlap too.
fn occurrences(text: &str, part: &str) -> Vec<Range<usize>> {
    let step = part.chars().next().map_or(1, char::len_utf8);
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(at) = text[from..].find(part).filter(|_| found.len() < MOST) {
        found.push(from + at..from + at + part.len());
        from += at + step;
    }
    found
}

/// Where `old` is when it begins or ends inside a line.
fn inside(job: &Job, plain: fn(char) -> [char; 3]) -> Vec<Range<usize>> {
    let (text, places) = smooth(job.file.text(), plain);
    let (mut old, _) = smooth(job.old.text(), plain);
    if !job.old.text().ends_with('\n') {
        // What ends inside a line may end with spaces that count.
        let last = job.old.body(job.old.len() - 1);
        let spaces = &last[last.trim_end_matches([' ', '\t']).len()..];
        old.truncate(old.trim_end_matches([' ', '\t']).len());
        old.push_str(spaces);
    }
    let whole = |found: &Range<usize>| {
        let cuts = |at: usize| at > 0 && places[at] == places[at - 1];
        !cuts(found.start) && !cuts(found.end)
    };
    let found = occurrences(&text, &old).into_iter().filter(whole);
    found.map(|found| places[found.start]..places[found.end]).collect()
}

/// A text with plain characters and without spaces at the ends of lines, and for each byte the place it has in the
/// text that it was made from.
fn smooth(text: &str, plain: fn(char) -> [char; 3]) -> (String, Vec<usize>) {
    let lines = Lines::of(text);
    let (mut out, mut places) = (String::with_capacity(text.len()), Vec::with_capacity(text.len() + 1));
    for line in 0..lines.len() {
        let (body, start) = (lines.body(line), lines.span(line..line + 1).start);
        for (at, c) in body.trim_end().char_indices() {
            out.extend(plain(c).into_iter().take_while(|c| *c != '\0'));
            places.resize(out.len(), start + at);
        }
        let ending = lines.ending(line);
        if !ending.is_empty() {
            out.push('\n');
            places.push(start + body.trim_end().len());
        }
    }
    places.push(text.len());
    (out, places)
}

/// A line with plain punctuation.
fn fold(line: &str) -> Cow<'_, str> {
    if line.is_ascii() {
        return Cow::Borrowed(line);
    }
    Cow::Owned(line.chars().flat_map(plain).filter(|c| *c != '\0').collect())
}

/// A character's plain form, filled up with zeros.
fn plain(c: char) -> [char; 3] {
    let one = match c {
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{2032}' => '\'',
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '\u{2033}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ' ',
        '\u{2026}' => return ['.'; 3],
        other => other,
    };
    [one, '\0', '\0']
}

//! A plan by its parts, of which the user takes some: what is left out of a file stays as it was.

use std::collections::BTreeSet;
use std::ops::Range;

use similar::{Algorithm, DiffOp, TextDiff};

use super::plan::{File, Plan};

/// Lines that stay, shown on each side of those that change.
const AROUND: usize = 3;

/// A part of a file that a difference shows under a heading of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its file, by its place in the plan.
    pub file: usize,
    /// What it is taken with: all sections of this number are taken, or none. Numbers count from 0.
    pub unit: usize,
    /// Its lines in the file as it was, and as it is to be.
    old: Range<usize>,
    new: Range<usize>,
}

/// The sections of a plan, in the order in which [`difference`] shows them. A file that comes or goes is taken whole,
/// and all files that are moved are taken together: one without the other would double a file or lose it.
pub fn sections(plan: &Plan) -> Vec<Section> {
    let moved = |file: &File| {
        file.from.is_some() || plan.files.iter().any(|other| other.from.as_ref() == Some(&file.path))
    };
    let (mut all, mut count, mut moves) = (Vec::new(), 0, None);
    for (at, file) in plan.files.iter().enumerate() {
        let (before, after) = texts(file);
        let whole = match moved(file) {
            true => Some(*moves.get_or_insert(count)),
            false => is_whole(file).then_some(count),
        };
        for ops in groups(&before, &after) {
            let unit = whole.unwrap_or(count);
            count = count.max(unit + 1);
            all.push(Section {
                file: at,
                unit,
                old: span(&ops, DiffOp::old_range),
                new: span(&ops, DiffOp::new_range),
            });
        }
    }
    all
}

/// What is left of a plan when only the units of these numbers are taken.
pub fn take(plan: &Plan, taken: &BTreeSet<usize>) -> Plan {
    let all = sections(plan);
    let mut files = Vec::new();
    for (at, file) in plan.files.iter().enumerate() {
        let own: Vec<&Section> = all.iter().filter(|section| section.file == at).collect();
        let count = own.iter().filter(|section| taken.contains(&section.unit)).count();
        if count == own.len() {
            files.push(file.clone());
        } else if count > 0 {
            files.push(File { after: Some(mixed(file, &own, taken)), ..file.clone() });
        }
    }
    let kept = |path: &String| files.iter().any(|file| file.path == *path);
    let notes = plan.notes.iter().filter(|note| kept(&note.path)).cloned().collect();
    Plan { notes, files }
}

/// A file's bytes where some of its sections are taken, and the others are as they were.
fn mixed(file: &File, own: &[&Section], taken: &BTreeSet<usize>) -> Vec<u8> {
    let (before, after) = texts(file);
    let (old, new) = (lines(&before), lines(&after));
    let (mut out, mut at) = (String::new(), 0);
    for section in own {
        old[at..section.old.start].iter().for_each(|line| out.push_str(line));
        let part = match taken.contains(&section.unit) {
            true => &new[section.new.clone()],
            false => &old[section.old.clone()],
        };
        part.iter().for_each(|line| out.push_str(line));
        at = section.old.end;
    }
    old[at..].iter().for_each(|line| out.push_str(line));
    out.into_bytes()
}

/// What a plan changes, as a unified difference. Bytes that are no text are shown as far as they can be.
pub fn difference(plan: &Plan) -> String {
    let mut out = String::new();
    for file in &plan.files {
        let side = |there: bool, sign: &str| {
            if there { format!("{sign}/{}", file.path) } else { "/dev/null".into() }
        };
        let (from, to) = (side(file.before.is_some(), "a"), side(file.after.is_some(), "b"));
        out += &format!("--- {from}\n+++ {to}\n{}", parts(file).concat());
    }
    out
}

/// The sections of a plan that are not of these numbers, each below its file's path.
pub fn left(plan: &Plan, taken: &BTreeSet<usize>) -> String {
    let all = sections(plan);
    let mut out = String::new();
    for (at, file) in plan.files.iter().enumerate() {
        let own = all.iter().filter(|section| section.file == at);
        for (part, _) in parts(file).iter().zip(own).filter(|(_, section)| !taken.contains(&section.unit)) {
            out += &format!("{}\n{part}", file.path);
        }
    }
    out
}

/// The sections of a file's difference as text. A file without lines that comes or goes has one too.
fn parts(file: &File) -> Vec<String> {
    let (before, after) = texts(file);
    let diff = compare(&before, &after);
    let mut shown = diff.unified_diff();
    let parts: Vec<String> = shown.context_radius(AROUND).iter_hunks().map(|hunk| hunk.to_string()).collect();
    if parts.is_empty() { vec!["@@ -0,0 +0,0 @@\n".into()] } else { parts }
}

fn groups(before: &str, after: &str) -> Vec<Vec<DiffOp>> {
    let groups = compare(before, after).grouped_ops(AROUND);
    if groups.is_empty() { vec![Vec::new()] } else { groups }
}

/// Whether a file can only be taken as a whole.
fn is_whole(file: &File) -> bool {
    let sides = [&file.before, &file.after];
    sides.into_iter().any(|side| side.as_deref().is_none_or(|bytes| std::str::from_utf8(bytes).is_err()))
}

fn texts(file: &File) -> (String, String) {
    let text =
        |bytes: &Option<Vec<u8>>| String::from_utf8_lossy(bytes.as_deref().unwrap_or_default()).into_owned();
    (text(&file.before), text(&file.after))
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Lines end at a line feed and nowhere else, as they do where a difference is read.
fn compare<'a>(before: &'a str, after: &'a str) -> TextDiff<'a, 'a, str> {
    let mut config = TextDiff::configure();
    config.algorithm(Algorithm::Myers).newline_terminated(true).diff_slices(&lines(before), &lines(after))
}

fn span(ops: &[DiffOp], side: fn(&DiffOp) -> Range<usize>) -> Range<usize> {
    let ends = ops.first().zip(ops.last()).map(|(first, last)| side(first).start..side(last).end);
    ends.unwrap_or_default()
}

#[cfg(test)]
mod tests;

//! Unified diffs. Line numbers and counts are not believed: what stays and goes says where a part belongs.

use super::hunk::Hunk;
use super::{Change, Read};
use crate::code::edit::fault::{Broken, Flaw};

/// The name of no file.
const NONE: &str = "/dev/null";

/// Whether a diff begins here: with git's heading, or with the two names.
pub(super) fn opens(lines: &[&str], at: usize) -> bool {
    let next = lines.get(at + 1).copied().unwrap_or_default();
    let names = lines[at].starts_with("--- ") && next.starts_with("+++ ");
    names || git(lines[at]).is_some() && detail(next)
}

/// The two names of git's heading.
fn git(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("diff --git ")?.split_once(' ')
}

/// Whether the line is one of those that git puts between its heading and the names.
fn detail(line: &str) -> bool {
    const FIRST: [&str; 10] = [
        "index ",
        "old mode ",
        "new mode ",
        "deleted file mode ",
        "new file mode ",
        "rename from ",
        "rename to ",
        "similarity index ",
        "--- ",
        "dissimilarity index ",
    ];
    FIRST.iter().any(|first| line.starts_with(first))
}

/// Reads one file's part of a diff.
pub(super) fn read(lines: &[&str], start: usize) -> Read {
    let mut changes = Vec::new();
    let mut at = start;
    let mut moved = (None, None);
    if git(lines[at]).is_some() {
        at += 1;
        while at < lines.len() && detail(lines[at]) && !lines[at].starts_with("--- ") {
            moved.0 = lines[at].strip_prefix("rename from ").or(moved.0);
            moved.1 = lines[at].strip_prefix("rename to ").or(moved.1);
            at += 1;
        }
    }
    let mut path = moved.0.map(str::to_owned);
    if at + 1 < lines.len() && lines[at].starts_with("--- ") && lines[at + 1].starts_with("+++ ") {
        let (from, to) = names(lines[at], lines[at + 1]);
        let broken = Broken { line: at + 1, flaw: Flaw::Nameless };
        at += 2;
        if from == NONE && to == NONE || from.is_empty() || to.is_empty() {
            return Err(broken);
        }
        let (hunks, next) = hunks(lines, at, &from, from == NONE)?;
        at = next;
        if from == NONE {
            changes
                .push(Change::Add { path: to, text: hunks.iter().map(|(hunk, _)| hunk.whole()).collect() });
            return Ok((changes, at));
        }
        if to == NONE {
            changes.push(Change::Delete { path: from });
            return Ok((changes, at));
        }
        changes.extend(hunks.into_iter().map(|(hunk, headings)| hunk.change(&from, headings)));
        if from != to && moved.1.is_none() {
            changes.push(Change::Move { from: from.clone(), to });
        }
        path = Some(from);
    }
    if let (Some(from), Some(to)) = (path, moved.1) {
        changes.push(Change::Move { from, to: to.to_owned() });
    }
    Ok((changes, at))
}

/// The two names, without git's `a/` and `b/` and without times.
fn names(from: &str, to: &str) -> (String, String) {
    let name = |line: &str| line[4..].split('\t').next().unwrap_or_default().trim().to_owned();
    let (from, to) = (name(from), name(to));
    match (from.strip_prefix("a/"), to.strip_prefix("b/")) {
        (Some(from), Some(to)) => (from.to_owned(), to.to_owned()),
        (Some(from), None) if to == NONE => (from.to_owned(), to),
        (None, Some(to)) if from == NONE => (from, to.to_owned()),
        _ => (from, to),
    }
}

type Hunks<'a> = Vec<(Hunk<'a>, Vec<String>)>;

/// The parts of one file, each with what stands behind its numbers.
fn hunks<'a>(
    lines: &[&'a str],
    mut at: usize,
    path: &str,
    fresh: bool,
) -> Result<(Hunks<'a>, usize), Broken> {
    let mut found = Vec::new();
    while at < lines.len() && lines[at].starts_with("@@") {
        let (top, heading) = (at, heading(lines[at]));
        at += 1;
        let (first, mut hunk) = (at, Hunk::default());
        while at < lines.len() && !ends(lines, at) && hunk.take(lines[at]) {
            at += 1;
        }
        hunk.trim(&lines[first..at]);
        let more = at < lines.len() && !ends(lines, at) && !lines[at].starts_with("```");
        if more && (!lines[at - 1].is_empty() || fenced(lines, at)) {
            return Err(Broken { line: at + 1, flaw: Flaw::Stray });
        }
        if hunk.is_empty() || hunk.is_floating() && !fresh && path != NONE {
            return Err(Broken { line: top + 1, flaw: Flaw::Nowhere });
        }
        found.push((hunk, heading.into_iter().map(str::to_owned).collect()));
    }
    Ok((found, at))
}

/// What stands behind the numbers of a part's first line.
fn heading(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('@');
    let rest = rest.split_once("@@").map_or("", |(_, rest)| rest).trim();
    (!rest.is_empty()).then_some(rest)
}

/// Whether another part or another file begins here.
fn ends(lines: &[&str], at: usize) -> bool {
    let third = lines.get(at + 2).copied().unwrap_or_default();
    lines[at].starts_with("@@")
        || git(lines[at]).is_some()
        || opens(lines, at) && third.starts_with("@@")
        || lines[at].starts_with("*** ")
}

/// Whether a fence is closed further on before another opens, so that what is here is inside one.
fn fenced(lines: &[&str], at: usize) -> bool {
    lines[at..].iter().find(|line| line.starts_with("```")).is_some_and(|line| line.trim_end() == "```")
}

//! Patches between `*** Begin Patch` and `*** End Patch`, which name files in headings and places by context.

use super::hunk::Hunk;
use super::{Change, Read, Spot};
use crate::code::edit::fault::{Broken, Flaw};
use crate::code::edit::matcher::Grain;

const BEGIN: &str = "*** Begin Patch";
const END: &str = "*** End Patch";
const TAIL: &str = "*** End of File";
const UPDATE: &str = "*** Update File:";
const ADD: &str = "*** Add File:";
const DELETE: &str = "*** Delete File:";
const MOVE: &str = "*** Move to:";

/// Whether a patch, or a file's part of one, begins here.
pub(super) fn opens(line: &str) -> bool {
    let line = line.trim_end();
    line == BEGIN || [UPDATE, ADD, DELETE].iter().any(|word| line.starts_with(word))
}

/// Reads a whole patch.
pub(super) fn read(lines: &[&str], start: usize) -> Read {
    let framed = lines[start].trim_end() == BEGIN;
    let mut at = start + usize::from(framed);
    let mut changes = Vec::new();
    while at < lines.len() {
        let line = lines[at].trim_end();
        let named = |word| name(line, word, at);
        if line == END {
            return Ok((changes, at + 1));
        } else if line.starts_with(ADD) {
            let path = named(ADD)?;
            let (text, next) = added(lines, at + 1);
            changes.push(Change::Add { path, text });
            at = next;
        } else if line.starts_with(DELETE) {
            changes.push(Change::Delete { path: named(DELETE)? });
            at += 1;
        } else if line.starts_with(UPDATE) {
            at = update(lines, at + 1, named(UPDATE)?, &mut changes)?;
        } else if line.starts_with("*** ") {
            return Err(Broken { line: at + 1, flaw: Flaw::Heading });
        } else if line.is_empty() {
            at += 1;
        } else if framed && !line.starts_with("```") {
            return Err(Broken { line: at + 1, flaw: Flaw::Stray });
        } else {
            break;
        }
    }
    if framed && at >= lines.len() {
        return Err(Broken { line: start + 1, flaw: Flaw::Unclosed });
    }
    Ok((changes, at))
}

fn name(line: &str, word: &str, at: usize) -> Result<String, Broken> {
    let path = line.strip_prefix(word).unwrap_or_default().trim();
    match path {
        "" => Err(Broken { line: at + 1, flaw: Flaw::Nameless }),
        path => Ok(path.to_owned()),
    }
}

/// The text of a new file.
fn added(lines: &[&str], start: usize) -> (String, usize) {
    let body = lines[start..].iter().map_while(|line| line.strip_prefix('+'));
    let text: Vec<&str> = body.collect();
    (super::join(&text), start + text.len())
}

/// The parts of one file, and its new name.
fn update(lines: &[&str], mut at: usize, path: String, changes: &mut Vec<Change>) -> Result<usize, Broken> {
    let mut to = None;
    if let Some(line) = lines.get(at).filter(|line| line.starts_with(MOVE)) {
        to = Some(name(line.trim_end(), MOVE, at)?);
        at += 1;
    }
    let before = changes.len();
    while at < lines.len() && !lines[at].starts_with("***") && !lines[at].starts_with("```") {
        at = part(lines, at, &path, changes)?;
    }
    if to.is_none() && changes.len() == before {
        return Err(Broken { line: at, flaw: Flaw::Nowhere });
    }
    changes.extend(to.map(|to| Change::Move { from: path, to }));
    Ok(at)
}

/// One part: its headings, its lines, and whether it is at the end of the file.
fn part(lines: &[&str], start: usize, path: &str, changes: &mut Vec<Change>) -> Result<usize, Broken> {
    let (mut at, mut headings) = (start, Vec::new());
    while let Some(rest) = lines.get(at).and_then(|line| line.strip_prefix("@@")) {
        let heading = rest.strip_suffix("@@").unwrap_or(rest);
        let heading = heading.strip_prefix(' ').unwrap_or(heading).trim_end();
        // Some write the numbers of another form here, which say nothing.
        if !heading.trim().is_empty() && !heading.starts_with('-') {
            headings.push(heading.to_owned());
        }
        at += 1;
    }
    let (first, mut hunk) = (at, Hunk::default());
    let over = |line: &str| line.starts_with("@@") || line.starts_with("***") || line.starts_with("```");
    while at < lines.len() && !over(lines[at]) {
        if !hunk.take(lines[at]) {
            return Err(Broken { line: at + 1, flaw: Flaw::Stray });
        }
        at += 1;
    }
    hunk.trim(&lines[first..at]);
    let tail = lines.get(at).is_some_and(|line| line.trim_end() == TAIL);
    at += usize::from(tail);
    let last = if tail { Tail::Marked } else { Tail::Unmarked };
    if hunk.is_empty() {
        let blank = lines[start..at].iter().all(|line| line.trim().is_empty());
        return if blank && at > start {
            Ok(at)
        } else {
            Err(Broken { line: start + 1, flaw: Flaw::Nowhere })
        };
    }
    changes.push(place(&hunk, path, headings, last).ok_or(Broken { line: start + 1, flaw: Flaw::Nowhere })?);
    Ok(at)
}

/// Whether a part says that it is at the end of its file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tail {
    Marked,
    Unmarked,
}

/// The change; lines that only come in go below the last heading, or to the end of the file.
fn place(hunk: &Hunk, path: &str, headings: Vec<String>, last: Tail) -> Option<Change> {
    let (path, grain) = (path.to_owned(), Grain::Lines);
    if hunk.is_floating() {
        let new = hunk.whole();
        if headings.is_empty() && last == Tail::Unmarked {
            return None;
        }
        if last == Tail::Marked {
            return Some(Change::Replace { path, old: String::new(), new, grain, spot: Spot::End });
        }
        let spot = Spot::Under(headings);
        return Some(Change::Replace { path, old: String::new(), new, grain, spot });
    }
    match hunk.change(&path, headings) {
        Change::Replace { path, old, new, grain, .. } if last == Tail::Marked => {
            Some(Change::Replace { path, old, new, grain, spot: Spot::End })
        }
        change => Some(change),
    }
}

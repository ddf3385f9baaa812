//! Fences of Markdown, the paths that stand beside them, and whole files inside.

use super::{Change, Read, begins, join};
use crate::code::edit::fault::{Broken, Flaw};

/// Lines of a fence in which an edit of another form must begin to be one, when the fence has a path of its own.
const NEAR: usize = 3;

/// A line that opens or closes a fence.
#[derive(Clone, Copy)]
pub(super) struct Fence<'a> {
    /// How many marks it has.
    marks: usize,
    /// Its mark.
    mark: char,
    /// What stands behind them.
    info: &'a str,
}

/// What was read of names so far.
#[derive(Default)]
pub(super) struct Names {
    /// The file of the block before, which the next is about too if it says nothing.
    pub(super) last: Option<String>,
    /// The path that the open fence has.
    own: Option<String>,
    /// The marks of the open fence.
    open: Option<(usize, char)>,
}

/// Whether a line opens a block as HTML does, which models do where the text has fences itself.
fn is_tag(line: &str) -> bool {
    ["<source>", "<code>", "<pre>"].iter().any(|tag| line.trim().starts_with(tag))
}

/// A fence's line.
fn fence(line: &str) -> Option<Fence<'_>> {
    let line = line.trim();
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let info = line.trim_start_matches(mark);
    let marks = line.len() - info.len();
    (marks >= 3 && !info.contains('`')).then_some(Fence { marks, mark, info: info.trim() })
}

impl Names {
    /// The fence that opens at a line; the line that closes the open one is none.
    pub(super) fn fence<'a>(&mut self, line: &'a str) -> Option<Fence<'a>> {
        let fence = fence(line)?;
        if self
            .open
            .is_some_and(|open| open.0 <= fence.marks && open.1 == fence.mark && fence.info.is_empty())
        {
            (self.open, self.own) = (None, None);
            return None;
        }
        Some(fence)
    }

    /// The path of a block that begins at a line: from the line before, the fence, or the block before.
    pub(super) fn of(&self, lines: &[&str], at: usize) -> Option<String> {
        let before = (0..at).rev().find(|&line| !lines[line].trim().is_empty() && !is_tag(lines[line]));
        let near = before.and_then(|line| path(lines[line]));
        near.or_else(|| self.own.clone()).or_else(|| self.last.clone())
    }

    /// Goes into a fence if there is an edit in it; else reads it as a whole file if it has a path, and leaves it
    /// out if it has none.
    pub(super) fn enter(&mut self, fence: Fence, lines: &[&str], at: usize) -> Read {
        let before = (0..at).rev().find(|&line| !lines[line].trim().is_empty());
        let path = info(fence.info).or_else(|| before.and_then(|line| path(lines[line])));
        let nests = path.as_deref().is_some_and(|path| path.ends_with(".md"));
        let end = end(lines, at, fence, nests);
        let inside = at + 1..end.unwrap_or(lines.len());
        let near = if path.is_some() { NEAR } else { usize::MAX };
        let mut said = inside.clone().filter(|&line| !lines[line].trim().is_empty()).take(near);
        if said.any(|line| begins(lines, line)) {
            (self.open, self.own) = (Some((fence.marks, fence.mark)), path);
            return Ok((Vec::new(), at + 1));
        }
        let Some(end) = end else {
            let broken = Broken { line: at + 1, flaw: Flaw::Unclosed };
            return if path.is_some() { Err(broken) } else { Ok((Vec::new(), lines.len())) };
        };
        let text = join(&lines[inside]);
        Ok((path.into_iter().map(|path| Change::Write { path, text: text.clone() }).collect(), end + 1))
    }
}

/// The line that closes a fence. Where fences are inside, each that names a language has an end of its own.
fn end(lines: &[&str], at: usize, open: Fence, nests: bool) -> Option<usize> {
    let mut depth = 0;
    for (line, text) in lines.iter().enumerate().skip(at + 1) {
        let Some(found) = fence(text).filter(|found| found.marks >= open.marks && found.mark == open.mark)
        else {
            continue;
        };
        match (found.info.is_empty(), depth) {
            (true, 0) => return Some(line),
            (true, _) => depth -= 1,
            (false, _) => depth += usize::from(nests),
        }
    }
    None
}

/// The path in what stands behind a fence's marks: alone, behind the language, or as a title.
fn info(info: &str) -> Option<String> {
    let mut words = info.split_whitespace();
    let first = words.next()?;
    let second = words.next();
    if words.next().is_some() {
        return None;
    }
    let bare = |word: &str| {
        let word = ["title=", "file=", "path=", "filename="]
            .iter()
            .find_map(|key| word.strip_prefix(key))
            .unwrap_or(word);
        is_path(word.trim_matches('"')).then(|| word.trim_matches('"').to_owned())
    };
    match second {
        Some(second) => bare(second),
        None => match first.split_once(':') {
            Some((_, path)) => bare(path),
            None => bare(first),
        },
    }
}

/// The path that a line is, without what makes it bold, code or a heading.
fn path(line: &str) -> Option<String> {
    if fence(line).is_some() {
        return None;
    }
    let line = line.trim().trim_start_matches('#').trim();
    let plain = |text: &str| {
        text.trim_matches(['*', '`', '"'])
            .trim_end_matches(':')
            .trim_matches(['*', '`', '"'])
            .trim()
            .to_owned()
    };
    let line = plain(line);
    let word =
        ["File:", "file:", "Path:", "path:", "// ", "# "].iter().find_map(|word| line.strip_prefix(word));
    let path = plain(word.unwrap_or(&line));
    is_path(&path).then_some(path)
}

/// Whether a word can only be a path: it has a slash or an ending, or is a file that every project has.
fn is_path(word: &str) -> bool {
    const KNOWN: [&str; 6] = ["Makefile", "Dockerfile", "LICENSE", "README", "Justfile", "Rakefile"];
    let letters = |text: &str| {
        !text.is_empty() && text.len() <= 12 && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let name = word.rsplit('/').next().unwrap_or_default();
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>|*?\"`{},;=!".contains(c);
    if word.contains(odd) || word.contains("://") || name.is_empty() || word.len() > 500 {
        return false;
    }
    let ending = name.rsplit_once('.').is_some_and(|(_, ending)| letters(ending));
    ending || word.contains('/') || KNOWN.contains(&name)
}

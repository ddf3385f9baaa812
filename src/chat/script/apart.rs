//! The parts of a text that are in no language: code, addresses, paths; and what is quoted.

use std::ops::Range;

use super::Script;

/// The longest quotation, in characters, and the longest that has not ended yet.
const QUOTATION: usize = 300;
const OPEN: usize = 60;
/// Quotation marks and brackets.
const PAIRS: [(char, char); 14] = [
    ('"', '"'),
    ('«', '»'),
    ('“', '”'),
    ('‘', '’'),
    ('「', '」'),
    ('『', '』'),
    ('《', '》'),
    ('〈', '〉'),
    ('【', '】'),
    ('（', '）'),
    ('(', ')'),
    ('[', ']'),
    ('‹', '›'),
    ('„', '“'),
];
/// How an address or a path begins, at the beginning of a word.
const STARTS: [&str; 7] = ["http://", "https://", "ftp://", "www.", "~/", "./", "../"];

/// Code blocks, code in a line, addresses and paths, in order and apart from each other.
pub(super) fn code(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    let mut from = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        let fence = fence(bare);
        match (open, fence) {
            (None, Some(fence)) => {
                inline(text, from..at, &mut parts);
                open = Some((at, fence));
            }
            (Some((start, mark)), Some(fence)) if fence.starts_with(mark) && bare == fence => {
                parts.push(start..at + line.len());
                (open, from) = (None, at + line.len());
            }
            _ => {}
        }
        at += line.len();
    }
    match open {
        Some((start, _)) => parts.push(start..text.len()),
        None => inline(text, from..text.len(), &mut parts),
    }
    parts
}

/// The three or more marks that a line begins with, if it opens or closes a code block.
fn fence(line: &str) -> Option<&str> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = line.trim_start_matches(mark);
    let fence = &line[..line.len() - rest.len()];
    (fence.len() >= 3 && !(mark == '`' && rest.contains('`'))).then_some(fence)
}

/// Code in a line, addresses and paths, of a part of the text that has no code blocks.
fn inline(text: &str, part: Range<usize>, parts: &mut Vec<Range<usize>>) {
    let (mut at, mut before) = (part.start, None);
    // The end of the paragraph, and the runs of backticks that nothing closes in it: a long line is looked through
    // once for each of their lengths.
    let (mut end, mut alone) = (part.start, Vec::new());
    // Up to here nothing is a name.
    let mut plain = part.start;
    while let Some(rest) = text.get(at..part.end).filter(|rest| !rest.is_empty()) {
        if at >= end {
            end = rest.find("\n\n").map_or(part.end, |gap| at + gap);
            alone.clear();
        }
        let first = rest.chars().next().unwrap_or_default();
        let len = span(&text[at..end.max(at)], &mut alone);
        let named = if len.is_some() || inside(before) || at < plain { Err(0) } else { word(rest) };
        plain = plain.max(at + named.err().unwrap_or(0));
        match len.or(named.ok()) {
            Some(len) => {
                parts.push(at..at + len);
                (at, before) = (at + len, None);
            }
            None => {
                // A run of backticks that does not close is text, all of it, and so is one of full stops.
                let run = match first {
                    '`' | '.' | '@' => rest.len() - rest.trim_start_matches(first).len(),
                    _ => first.len_utf8(),
                };
                (at, before) = (at + run, Some(first));
            }
        }
    }
}

/// Whether what follows this character is the rest of a word.
fn inside(before: Option<char>) -> bool {
    before.is_some_and(|c| c.is_alphanumeric() && Script::letter(c).is_none_or(|script| !dense(script)))
}

/// Scripts that put no spaces between words.
fn dense(script: Script) -> bool {
    matches!(script, Script::Han | Script::Kana | Script::Hangul | Script::Thai)
}

/// The length of the code that `rest`, the rest of a paragraph, begins with, its backticks included. No run as long as
/// one that is `alone` closes it.
fn span(rest: &str, alone: &mut Vec<usize>) -> Option<usize> {
    let ticks = rest.len() - rest.trim_start_matches('`').len();
    if ticks == 0 || alone.contains(&ticks) {
        return None;
    }
    let mut at = ticks;
    while let Some(found) = rest.get(at..).and_then(|rest| rest.find('`')) {
        let close = at + found;
        let run = rest.len() - close - rest[close..].trim_start_matches('`').len();
        if run == ticks {
            return Some(close + run);
        }
        at = close + run;
    }
    alone.push(ticks);
    None
}

/// The length of the address, path or file name that `rest` begins with, at the beginning of a word; else that of the
/// part in which there is none.
fn word(rest: &str) -> Result<usize, usize> {
    let mut chars = rest.chars();
    let root = chars.next() == Some('/') && chars.next().is_some_and(|c| c.is_alphanumeric());
    if root
        || STARTS
            .iter()
            .any(|start| rest.get(..start.len()).is_some_and(|word| word.eq_ignore_ascii_case(start)))
    {
        let ends = |c: char| {
            let quote = matches!(
                c,
                '<' | '>' | '"' | '`' | '(' | ')' | '|' | '，' | '。' | '；' | '：' | '！' | '？'
            );
            quote
                || c.is_whitespace()
                || Script::letter(c).is_some_and(dense)
                || matches!(c, '、' | '（' | '）' | '」')
        };
        return Ok(rest.find(ends).unwrap_or(rest.len()));
    }
    let ends =
        |c: char| !c.is_ascii_graphic() || matches!(c, '<' | '>' | '"' | '`' | '(' | ')' | '[' | ']' | '|');
    if !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '.' || c == '@') {
        return Err(0);
    }
    let word = &rest[..rest.find(ends).unwrap_or(rest.len())];
    let len = word.len();
    let word = word.trim_end_matches(['.', ',', ':', ';', '!', '?']);
    let dotted = word.split('.').skip(1).any(|part| part.starts_with(|c: char| c.is_ascii_alphanumeric()));
    let marked = word.contains(['/', '\\', '@']) || dotted;
    if marked { Ok(word.len()) } else { Err(len) }
}

/// These parts, and what stands in quotation marks or brackets besides, each within a line.
pub(super) fn quoted(text: &str, parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut codes = parts.into_iter().peekable();
    let mut end = 0;
    for (at, c) in text.char_indices() {
        while let Some(code) = codes.next_if(|code| code.start <= at) {
            // A quotation may end inside of it.
            let start = code.start.max(end);
            end = end.max(code.end);
            all.extend((start < end).then_some(start..end));
        }
        if at < end {
            continue;
        }
        if let Some(len) = pair(&text[at..], c) {
            end = at + len;
            all.push(at..end);
        }
    }
    all.extend(codes);
    all
}

/// The length of the quotation that begins with this mark. One that has not ended yet may end still, unless it is
/// long.
fn pair(rest: &str, open: char) -> Option<usize> {
    let (_, close) = PAIRS.iter().find(|(mark, _)| *mark == open)?;
    let inner = &rest[open.len_utf8()..];
    for (count, (at, c)) in inner.char_indices().enumerate() {
        if c == *close {
            return Some(open.len_utf8() + at + close.len_utf8());
        }
        if c == '\n' || count == QUOTATION {
            return None;
        }
    }
    (inner.chars().count() < OPEN).then_some(rest.len())
}

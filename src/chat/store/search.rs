//! The search through all conversations: every word of what the user typed, anywhere in a message.

use std::collections::HashSet;
use std::ops::Range;

use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use super::{Chat, Hit, Store};
use crate::chat::fold::{Folded, fold};
use crate::chat::tree::NodeId;
use crate::error::Result;

/// Letters that the snippet has before the first match, and all in all, about.
const BEFORE: usize = 30;
const LENGTH: usize = 120;

impl Store {
    /// At most `limit` conversations that have a message, or a title, in which all words of `text`
    /// stand; the last used one first. Words are found inside others, whatever the language, and
    /// without regard to case, accents and vowel signs. No character in the text has a meaning of its
    /// own. Without a word nothing is found.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn search(&self, text: &str, limit: usize) -> Result<Vec<Hit>> {
        let words: Vec<String> = fold(text).split_whitespace().map(str::to_owned).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let mut hits = Vec::new();
        let candidates = candidates(&self.db, &words).map_err(self.unread())?;
        let mut done = HashSet::new();
        for Candidate { chat, node } in candidates {
            if hits.len() == limit {
                break;
            }
            if done.contains(&chat) {
                continue;
            }
            if let Some(hit) = self.judge(chat, node, &words)? {
                done.insert(chat);
                hits.push(hit);
            }
        }
        Ok(hits)
    }

    /// Whether the candidate, a message or else a title, has all the words.
    fn judge(&self, chat: i64, node: Option<i64>, words: &[String]) -> Result<Option<Hit>> {
        let Some(node) = node else {
            let Some(chat) = self.by_key(chat)? else { return Ok(None) };
            let node = chat.leaf.unwrap_or(NodeId(1));
            return Ok(snippet(&chat.title, words).map(|snippet| Hit { chat, snippet, node }));
        };
        let sql = "SELECT id, text FROM node WHERE key = ?1";
        let read = self.db.prepare_cached(sql).and_then(|mut query| {
            query.query_row(params![node], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        });
        let Some((id, text)): Option<(u32, String)> = read.map_err(self.unread())? else { return Ok(None) };
        let Some(snippet) = snippet(&text, words) else { return Ok(None) };
        Ok(self.by_key(chat)?.map(|chat| Hit { chat, snippet, node: NodeId(id) }))
    }

    fn by_key(&self, key: i64) -> Result<Option<Chat>> {
        Ok(self.chats("WHERE key = ?1", params![key])?.pop())
    }
}

/// What may match: a message, or the title of a conversation.
struct Candidate {
    chat: i64,
    node: Option<i64>,
}

/// Messages and titles that may match, newest conversation first, in it the newest message, the title
/// last. The index knows words of three letters and more; where there is none, everything may match.
fn candidates(db: &Connection, words: &[String]) -> rusqlite::Result<Vec<Candidate>> {
    let phrases = words.iter().filter(|word| word.chars().count() >= 3);
    let phrases: Vec<String> = phrases.map(|word| format!("\"{}\"", word.replace('"', "\"\""))).collect();
    let narrowed = match phrases.is_empty() {
        true => "",
        false => "WHERE node.key IN (SELECT rowid FROM found WHERE found MATCH ?1)",
    };
    let sql = format!(
        "SELECT chat.key, node.key, chat.updated, chat.id AS name, node.id AS number \
         FROM node JOIN chat ON chat.key = node.chat {narrowed} \
         UNION ALL SELECT key, NULL, updated, id, 0 FROM chat \
         ORDER BY updated DESC, name DESC, number DESC"
    );
    let values = (!phrases.is_empty()).then(|| phrases.join(" AND "));
    let mut query = db.prepare_cached(&sql)?;
    let rows = query
        .query_map(params_from_iter(values), |row| Ok(Candidate { chat: row.get(0)?, node: row.get(1)? }))?;
    rows.collect()
}

/// The text around the first match on one line, with all matches in it marked; `None` unless all words
/// are in the text.
fn snippet(text: &str, words: &[String]) -> Option<String> {
    let plain = fold(text);
    if !words.iter().all(|word| plain.contains(word.as_str())) {
        return None;
    }
    let folded = Folded::new(text);
    let first = words.iter().filter_map(|word| folded.find(word, 0)).map(|at| at.start).min()?;
    let start = text[..first].char_indices().rev().take(BEFORE).last().map_or(first, |at| at.0);
    let end = text[start..].char_indices().nth(LENGTH).map_or(text.len(), |at| start + at.0);
    // What stands half in the way is left out, where words have spaces between them.
    let start = match text[start..first].find(char::is_whitespace) {
        Some(gap) if start > 0 => start + gap,
        _ => start,
    };
    let mut out = String::new();
    out.push_str(if start > 0 { "…" } else { "" });
    let mut at = start;
    for mark in marks(&folded, words, start, end) {
        out.push_str(&text[at..mark.start]);
        out.push('«');
        out.push_str(&text[mark.clone()]);
        out.push('»');
        at = mark.end;
    }
    out.push_str(text.get(at..end).unwrap_or_default());
    out.push_str(if end < text.len() { "…" } else { "" });
    Some(out.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// All matches between two places of the text, in order; those that touch are one.
fn marks(folded: &Folded<'_>, words: &[String], start: usize, end: usize) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    for word in words {
        let mut at = start;
        while let Some(mark) = folded.find(word, at).filter(|mark| mark.start < end) {
            at = mark.end;
            all.push(mark);
        }
    }
    all.sort_by_key(|mark| mark.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for mark in all {
        match merged.last_mut().filter(|last| last.end >= mark.start) {
            Some(last) => last.end = last.end.max(mark.end),
            None => merged.push(mark),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str, words: &[&str]) -> Option<String> {
        snippet(text, &words.iter().map(|word| fold(word)).collect::<Vec<_>>())
    }

    #[test]
    fn the_words_are_marked_where_they_stand() {
        assert_eq!(cut("Où est\nle Café?", &["cafe"]).unwrap(), "Où est le «Café»?");
        assert_eq!(cut("我想去图书馆看书", &["图书"]).unwrap(), "我想去«图书»馆看书");
        assert_eq!(cut("كَتَبَ الرسالة", &["كتب"]).unwrap(), "«كَتَبَ» الرسالة");
        assert_eq!(cut("abcd", &["bc", "ab"]).unwrap(), "«abc»d");
        assert_eq!(cut("only one", &["one", "two"]), None);
    }

    #[test]
    fn a_long_text_is_cut_around_the_first_match() {
        let text = format!("{}needle {}", "word ".repeat(500), "tail ".repeat(500));
        let shown = cut(&text, &["needle"]).unwrap();
        assert!(shown.starts_with('…') && shown.ends_with('…') && shown.contains("«needle»"), "{shown}");
        assert!(shown.chars().count() < LENGTH + 10);
    }

    proptest! {
        #[test]
        fn no_text_is_too_much(text in "\\PC{0,200}", words in prop::collection::vec("\\PC{1,4}", 1..4)) {
            let words: Vec<String> =
                words.iter().map(|word| fold(word)).filter(|word| !word.trim().is_empty()).collect();
            if !words.is_empty() && let Some(shown) = snippet(&text, &words) {
                prop_assert!(shown.contains('«') && !shown.contains('\n'));
            }
        }
    }
}

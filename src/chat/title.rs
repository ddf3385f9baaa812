//! What a conversation is called before anybody gave it a name: the first thing that was asked.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns that a title may take.
const COLUMNS: usize = 60;

/// Characters of a line that are looked at.
const LINE: usize = 4096;

/// A sentence of less is taken for an abbreviation or a greeting, and the next one comes with it.
const SENTENCE: usize = 12;

/// The first sentence of a question on one line without markup, cut to 60 columns at a word or, where
/// there are no spaces, at a character. Code counts only where there is nothing else. Never empty.
pub fn title(question: &str) -> String {
    let text = prose(question).or_else(|| question.lines().map(clean).find(|line| speaks(line)));
    let text = text.or_else(|| question.lines().map(clean).find(|line| !line.is_empty()));
    text.map_or_else(|| "…".to_owned(), |text| cut(sentence(&text)))
}

/// The first line outside fences that says something.
fn prose(question: &str) -> Option<String> {
    let mut fence: Option<&str> = None;
    let mut lines = question.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(mark) = mark(line) {
            match fence {
                None => fence = Some(mark),
                Some(open) if mark.starts_with(open) => fence = None,
                Some(_) => {}
            }
            continue;
        }
        let text = clean(line);
        // `src/main.rs:` before a fence names what is in it.
        let label = text.ends_with(':')
            && !text.contains(char::is_whitespace)
            && lines.peek().is_some_and(|next| mark(next).is_some());
        if fence.is_none() && !label && speaks(&text) {
            return Some(text);
        }
    }
    None
}

/// The run of backticks or tildes that opens or closes fenced code on this line.
fn mark(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let run = |c: char| &line[..line.len() - line.trim_start_matches(c).len()];
    [run('`'), run('~')].into_iter().find(|run| run.len() >= 3)
}

fn speaks(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// One line without marks of headings, lists, quotes, emphasis and links, and without what acts on a
/// terminal.
fn clean(line: &str) -> String {
    let line = line.trim();
    let mut text = line.char_indices().nth(LINE).map_or(line, |(end, _)| &line[..end]);
    loop {
        let rest = text.trim_start_matches(['#', '>']).trim_start();
        let bullet = ["- ", "* ", "+ ", "• "].into_iter().find_map(|mark| rest.strip_prefix(mark));
        let rest = bullet.unwrap_or(rest).trim_start();
        if rest.len() == text.len() {
            break;
        }
        text = rest;
    }
    let text = links(text).replace("**", "").replace("~~", "").replace('`', "");
    let shown = text.chars().filter_map(|c| match c {
        _ if c.is_whitespace() => Some(' '),
        _ if c.is_control() => None,
        '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' => None,
        '\u{2066}'..='\u{2069}' | '\u{FEFF}' => None,
        _ => Some(c),
    });
    shown.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `[text](address)` as its text.
fn links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let link = after.split_once("](").and_then(|(shown, after)| {
            let (_, after) = after.split_once(')')?;
            (!shown.contains(['[', ']'])).then_some((shown, after))
        });
        match link {
            Some((shown, after)) => {
                out.push_str(before.strip_suffix('!').unwrap_or(before));
                out.push_str(shown);
                rest = after;
            }
            None => {
                out.push_str(before);
                out.push('[');
                rest = after;
            }
        }
    }
    out + rest
}

/// The first sentence that is long enough to be one, without its full stop.
fn sentence(text: &str) -> &str {
    let mut ends = text.char_indices().filter_map(|(at, c)| {
        let end = at + c.len_utf8();
        let over = match c {
            '。' | '！' | '？' | '؟' | '۔' => true,
            '.' | '!' | '?' => text[end..].starts_with(' '),
            _ => false,
        };
        (over && text[..end].width() >= SENTENCE).then_some(end)
    });
    let first = ends.next().map_or(text, |end| &text[..end]);
    let bare = first.trim_end_matches(['.', '。', ':', '：', '۔', ' ', '،', ',', '，']);
    if bare.is_empty() { first } else { bare }
}

/// At most 60 columns, with `…` where something is missing.
fn cut(text: &str) -> String {
    if text.width() <= COLUMNS {
        return text.to_owned();
    }
    let mut columns = 0;
    let mut end = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        columns += grapheme.width();
        if columns >= COLUMNS {
            break;
        }
        end = at + grapheme.len();
    }
    let kept = &text[..end];
    // Half of a word says less than none, unless there is hardly anything else.
    let word = match text[end..].starts_with(' ') {
        true => None,
        false => kept.rfind(' ').filter(|&space| kept[..space].width() * 2 >= COLUMNS),
    };
    let kept = word.map_or(kept, |space| &kept[..space]);
    format!("{}…", kept.trim_end_matches([' ', ',', '،', '，', '、', ':', '-']))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_thing_asked_is_the_title() {
        for (question, expected) in [
            ("How do I stop a tokio task? It hangs.", "How do I stop a tokio task?"),
            ("Hi! What is Rust? And Go?", "Hi! What is Rust?"),
            ("\n\n# **Explain** `fold`:\n\n```rust\nlet x;\n```\n", "Explain fold"),
            ("> - see [the book](https://x.y/(a)) now", "see the book) now"),
            ("![logo](a.png) What is this [1]?", "logo What is this [1]?"),
            ("src/main.rs:\n```rs\nfn main() {}\n```\nWhy does it not compile?", "Why does it not compile?"),
            ("Explain:\n```\n# no heading\n```", "Explain"),
            ("?\n```\n# no heading\n```", "no heading"),
            ("```py\nprint(1)\n```", "py"),
            ("كيف أكتب برنامجًا بلغة رست؟ أريد مثالًا.", "كيف أكتب برنامجًا بلغة رست؟"),
            ("请解释一下所有权。谢谢！", "请解释一下所有权"),
            ("Version 1.2.3 of e.g. serde. Why?", "Version 1.2.3 of e.g"),
            ("a\u{202E}b\u{1b}[31mc", "ab[31mc"),
            ("???", "???"),
            ("", "…"),
            (" \n\t\u{200B}", "…"),
        ] {
            assert_eq!(title(question), expected, "{question:?}");
        }
    }

    #[test]
    fn what_is_long_ends_at_a_word_or_a_character() {
        let english = title(&"words and more ".repeat(20));
        assert_eq!(english, "words and more words and more words and more words and more…");
        assert!(title(&"more-than-one-line".repeat(20)).starts_with("more-than-one-linemore"));
        let chinese = title(&"图书馆".repeat(40));
        assert_eq!((chinese.width(), chinese.chars().count()), (59, 30));
        let families = title(&"👩‍👩‍👧‍👦".repeat(100));
        assert!(families.trim_end_matches('…').graphemes(true).all(|one| one == "👩‍👩‍👧‍👦"), "{families}");
    }

    proptest! {
        #[test]
        fn any_question_has_a_title(question in "(\\PC|\n|`|\\[|\\]\\(|# ){0,200}") {
            let title = title(&question);
            prop_assert!(!title.is_empty() && !title.contains('\n'));
            prop_assert!(title.width() <= COLUMNS, "{} columns", title.width());
        }
    }
}

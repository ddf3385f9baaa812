//! Which script a text is in, whether an answer drifted into another, and Arabic letters as PDF files have them.
//!
//! Small models fall from one language into another in the middle of an answer. What tells it here is the script
//! alone: it is certain, costs nothing, and leaves out what belongs to no language, such as code.

mod apart;
mod forms;
mod named;

use std::ops::Range;

pub use forms::{plain, presentation};

/// A family of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Script {
    /// English and most languages of Europe.
    Latin,
    /// Arabic, Persian, Urdu.
    Arabic,
    /// Chinese; the characters of Japanese too, where no kana stand between them.
    Han,
    /// Japanese.
    Kana,
    /// Korean.
    Hangul,
    /// Russian and its neighbours.
    Cyrillic,
    /// Hebrew.
    Hebrew,
    /// Hindi.
    Devanagari,
    /// Thai.
    Thai,
    /// Greek.
    Greek,
}

/// Where an answer left the script of its question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drift {
    /// The script that it fell into.
    pub to: Script,
    /// The byte at which that begins.
    pub at: usize,
}

/// Fewer letters than these say nothing of a text.
const FEW: usize = 4;
/// Words of Latin letters that make an answer one in that script, and those of them without which it is a list of
/// names or code.
const WORDS: [usize; 2] = [12, 3];
/// Words that stand in every text of the languages that models fall into.
const COMMON: [&str; 22] = [
    "the", "of", "to", "and", "you", "that", "this", "are", "is", "it", "your", "le", "la", "les", "des",
    "que", "de", "der", "die", "das", "und", "el",
];
/// As many Latin words in a question are a text in it.
const QUOTED: usize = 3;
/// Chinese characters without kana between them that are no Japanese word.
const COMPOUND: usize = 8;

impl Script {
    const ALL: [Script; 10] = [
        Script::Latin,
        Script::Arabic,
        Script::Han,
        Script::Kana,
        Script::Hangul,
        Script::Cyrillic,
        Script::Hebrew,
        Script::Devanagari,
        Script::Thai,
        Script::Greek,
    ];

    /// The script of a letter; `None` for marks, figures, and letters of other scripts.
    pub fn letter(c: char) -> Option<Script> {
        let script = match u32::from(c) {
            0x41..=0x5A | 0x61..=0x7A | 0xAA..=0x24F | 0x1E00..=0x1EFF | 0x2C60..=0x2C7F => Script::Latin,
            0xA720..=0xA7FF | 0xFB00..=0xFB06 | 0xFF21..=0xFF5A => Script::Latin,
            0x370..=0x3FF | 0x1F00..=0x1FFF => Script::Greek,
            0x400..=0x52F | 0x1C80..=0x1C8F | 0x2DE0..=0x2DFF | 0xA640..=0xA69F => Script::Cyrillic,
            0x590..=0x5FF | 0xFB1D..=0xFB4F => Script::Hebrew,
            0x600..=0x6FF | 0x750..=0x77F | 0x870..=0x8FF => Script::Arabic,
            0xFB50..=0xFDFF | 0xFE70..=0xFEFC => Script::Arabic,
            0x900..=0x97F | 0xA8E0..=0xA8FF => Script::Devanagari,
            0xE00..=0xE7F => Script::Thai,
            0x1100..=0x11FF | 0x3130..=0x318F | 0xA960..=0xA97F | 0xAC00..=0xD7FF => Script::Hangul,
            0x3005 | 0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF => Script::Han,
            0x20000..=0x323AF => Script::Han,
            0x3041..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9D => Script::Kana,
            _ => return None,
        };
        c.is_alphabetic().then_some(script)
    }

    /// Letters in a row that are a text in this script and no name or quotation, where `asked` is expected.
    fn run(self, asked: Script) -> usize {
        match self {
            // A list of Japanese terms has none but Chinese characters.
            Script::Han if asked == Script::Kana => 40,
            Script::Han => 12,
            Script::Kana | Script::Hangul => 16,
            _ => 40,
        }
    }

    /// Letters of an alphabet that say as much as one of these.
    fn weight(self) -> usize {
        match self {
            Script::Han => 3,
            Script::Kana | Script::Hangul => 2,
            _ => 1,
        }
    }

    /// Japanese is written in both.
    fn east(self) -> bool {
        matches!(self, Script::Han | Script::Kana)
    }
}

/// The script that most letters of a text have, those in code, addresses and paths left out; `None` when there are
/// hardly any.
pub fn of(text: &str) -> Option<Script> {
    let skipped = apart::code(text);
    let (mut counts, mut other) = ([0usize; Script::ALL.len()], 0usize);
    for (_, c) in chars(text, &skipped).filter(|(_, c)| c.is_alphabetic()) {
        match Script::letter(c) {
            Some(script) => counts[script as usize] += 1,
            None => other += 1,
        }
    }
    if counts.iter().sum::<usize>() + other < FEW {
        return None;
    }
    let (han, kana) = (counts[Script::Han as usize], counts[Script::Kana as usize]);
    if east(han, kana) == Script::Kana {
        (counts[Script::Han as usize], counts[Script::Kana as usize]) = (0, han + kana);
    }
    let most = Script::ALL.into_iter().rev().max_by_key(|script| counts[*script as usize])?;
    (counts[most as usize] > other).then_some(most)
}

/// The script in which a question is to be answered. `None` where that cannot be told: for one in Latin letters,
/// which stand for too many languages, and for one that names another language or asks for a translation.
pub fn expected(question: &str) -> Option<Script> {
    of(question).filter(|script| *script != Script::Latin && !named::other(question, *script))
}

/// Whether the answer to this question has drifted into a script that the question gave no reason for.
pub fn drifted(question: &str, answer: &str) -> Option<Drift> {
    let asked = expected(question)?;
    drift(asked, answer).filter(|drift| !holds(question, drift.to))
}

/// Whether an answer has drifted away from the script `asked`. Words in Latin letters, what stands in quotation
/// marks or brackets, and code are no drift. What a question says for another script, only [`drifted`] knows.
pub fn drift(asked: Script, answer: &str) -> Option<Drift> {
    if asked == Script::Latin {
        return None;
    }
    let skipped = apart::quoted(answer, apart::code(answer));
    let letters: Vec<(usize, Script)> =
        chars(answer, &skipped).filter_map(|(at, c)| Script::letter(c).map(|script| (at, script))).collect();
    let own = letters.iter().filter(|(_, script)| *script == asked).count();
    run(asked, own, &letters)
        .or_else(|| most(asked, own, &letters))
        .or_else(|| latin(asked, own, &letters, &words(answer, &skipped)))
}

/// The first run of letters of another script that is too long for a name.
fn run(asked: Script, own: usize, letters: &[(usize, Script)]) -> Option<Drift> {
    let enough = |to: Script, count: usize| count >= to.run(asked) / if own == 0 { 2 } else { 1 };
    let mut run: Option<Run> = None;
    for &(at, script) in letters {
        match script {
            Script::Latin => continue,
            // Japanese in an answer that is to be Chinese: its own characters stand between the kana.
            Script::Han if asked == Script::Han => {
                let broken = run.as_mut().is_some_and(|run| {
                    run.between += 1;
                    run.script != Script::Kana || run.between > COMPOUND
                });
                run = run.filter(|_| !broken);
                continue;
            }
            script if script == asked => {
                run = None;
                continue;
            }
            _ => {}
        }
        let same = run.filter(|run| run.script == script || run.script.east() && script.east());
        let mut next = same.unwrap_or(Run { script, at, han: 0, others: 0, between: 0 });
        if script == Script::Han {
            next.han += 1
        } else {
            next.others += 1
        }
        next.between = 0;
        let to = if next.script.east() { east(next.han, next.others) } else { next.script };
        if enough(to, next.han + next.others) {
            return Some(Drift { to, at: next.at });
        }
        run = Some(next);
    }
    None
}

/// Letters of one script with none of the expected one between them.
#[derive(Clone, Copy)]
struct Run {
    script: Script,
    at: usize,
    /// Chinese characters.
    han: usize,
    /// Other letters.
    others: usize,
    /// Chinese characters since the last kana, where Chinese is expected.
    between: usize,
}

/// A script that outweighs the expected one, though words of both take turns.
fn most(asked: Script, own: usize, letters: &[(usize, Script)]) -> Option<Drift> {
    let others = Script::ALL.into_iter().filter(|script| *script != asked && *script != Script::Latin);
    for to in others.filter(|to| !(to.east() && asked.east())) {
        let mut found = letters.iter().filter(|(_, script)| *script == to).map(|(at, _)| *at);
        let Some(at) = found.next() else { continue };
        let count = found.count() + 1;
        if count >= 2 * to.run(asked) && count * to.weight() >= 3 * own * asked.weight() {
            return Some(Drift { to, at });
        }
    }
    None
}

/// Latin letters are at home in every script: only an answer that has hardly anything else, and is no list of
/// names, has drifted into them.
fn latin(asked: Script, own: usize, letters: &[(usize, Script)], words: &[&str]) -> Option<Drift> {
    let mut found = letters.iter().filter(|(_, script)| *script == Script::Latin).map(|(at, _)| *at);
    let (at, count) = (found.next()?, found.count() + 1);
    let common = words.iter().filter(|word| COMMON.iter().any(|common| word.eq_ignore_ascii_case(common)));
    let text = words.len() >= WORDS[0] && common.count() >= WORDS[1];
    (text && 10 * own * asked.weight() <= count).then_some(Drift { to: Script::Latin, at })
}

/// Whether a question has a text in that script itself.
fn holds(question: &str, to: Script) -> bool {
    if to == Script::Latin {
        return words(question, &apart::code(question)).len() >= QUOTED;
    }
    let near = |script: Script| script == to || script.east() && to.east();
    question.chars().filter_map(Script::letter).any(near)
}

/// Words of two or more Latin letters.
fn words<'a>(text: &'a str, skipped: &[Range<usize>]) -> Vec<&'a str> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, c) in chars(text, skipped).filter(|(_, c)| Script::letter(*c) == Some(Script::Latin)) {
        let end = at + c.len_utf8();
        match words.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => words.push(at..end),
        }
    }
    let texts = words.into_iter().filter_map(|word| text.get(word));
    texts.filter(|word| word.chars().nth(1).is_some()).collect()
}

/// What so many characters and kana are: Japanese has always some kana.
fn east(han: usize, kana: usize) -> Script {
    if kana * 6 >= han.max(1) { Script::Kana } else { Script::Han }
}

/// The characters of a text outside these parts of it, and where they are.
fn chars<'a>(text: &'a str, skipped: &'a [Range<usize>]) -> impl Iterator<Item = (usize, char)> + 'a {
    let mut skipped = skipped.iter().peekable();
    text.char_indices().filter(move |(at, _)| {
        while skipped.next_if(|part| part.end <= *at).is_some() {}
        skipped.peek().is_none_or(|part| *at < part.start)
    })
}

#[cfg(test)]
mod tests;

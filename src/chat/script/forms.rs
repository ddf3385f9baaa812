//! Arabic presentation forms, as text pasted from PDF files has them, back to ordinary letters in their order.

use std::collections::HashMap;
use std::iter::once;
use std::sync::LazyLock;

use super::Script;

/// Fewer forms than these are no text.
const FEW: usize = 4;
/// The part of the Arabic letters that must be forms, one in so many.
const PART: usize = 5;

/// Where in a word a form stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Alone,
    First,
    Middle,
    Last,
}

impl Place {
    /// Whether it joins the letter before it.
    fn back(self) -> bool {
        matches!(self, Place::Middle | Place::Last)
    }

    /// Whether it joins the letter behind it.
    fn on(self) -> bool {
        matches!(self, Place::First | Place::Middle)
    }
}

/// A presentation form: its place, and the letters it stands for.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) place: Place,
    pub(super) letters: String,
}

impl Form {
    /// Marks on letters that have a form of their own, on a space or a stroke.
    fn is_mark(&self) -> bool {
        self.letters.starts_with([' ', '\u{640}'])
    }
}

/// The forms by character.
pub(super) static FORMS: LazyLock<HashMap<char, Form>> = LazyLock::new(|| {
    let lines = include_str!("forms.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(row).collect()
});

/// The forms of one line; what cannot be read of it is left out, and a test counts them.
fn row(line: &str) -> impl Iterator<Item = (char, Form)> {
    let (start, rest) = line.split_once(' ').unwrap_or((line, ""));
    let start = u32::from_str_radix(start, 16).unwrap_or(u32::MAX);
    rest.split(' ').zip(0..).filter_map(move |(entry, index)| {
        let place = match entry.chars().next()? {
            'a' => Place::First,
            'm' => Place::Middle,
            'f' => Place::Last,
            _ => Place::Alone,
        };
        let letter = |code| char::from_u32(u32::from_str_radix(code, 16).ok()?);
        let letters = entry.get(1..)?.split('+').map(letter).collect::<Option<String>>()?;
        Some((char::from_u32(start.checked_add(index)?)?, Form { place, letters }))
    })
}

/// Whether a text holds so many presentation forms that it is none that was typed.
pub fn presentation(text: &str) -> bool {
    let (mut forms, mut letters) = (0, 0);
    for c in text.chars().filter(|c| Script::letter(*c) == Some(Script::Arabic)) {
        letters += 1;
        // Phrases in one character, such as ﷺ, are typed.
        forms += usize::from(is_form(c) && !('\u{FDF0}'..='\u{FDFF}').contains(&c));
    }
    forms >= FEW && forms * PART >= letters
}

fn is_form(c: char) -> bool {
    c >= '\u{FB50}' && FORMS.contains_key(&c)
}

/// The text with ordinary letters in the place of presentation forms, and in the order in which it is read where
/// its lines were in the order of the page, from the left.
pub fn plain(text: &str) -> String {
    if !text.chars().any(is_form) {
        return text.to_owned();
    }
    let lines: Vec<(&str, [usize; 2])> =
        text.split_inclusive('\n').map(|line| (line, faults(line))).collect();
    let sum = |way: usize| lines.iter().map(|(_, faults)| faults[way]).sum::<usize>();
    let usual = sum(0) > sum(1);
    let mut out = String::with_capacity(text.len());
    for (line, [read, seen]) in lines {
        // A line without a joined letter is as the others are.
        let visual = if read == seen { usual && line.chars().any(is_form) } else { read > seen };
        if visual {
            let end = line.trim_end_matches(['\r', '\n']);
            letters(&logical(end), &mut out);
            out.push_str(&line[end.len()..]);
        } else {
            letters(line, &mut out);
        }
    }
    out
}

/// Writes ordinary letters in the place of presentation forms.
fn letters(text: &str, out: &mut String) {
    for c in text.chars() {
        match FORMS.get(&c).filter(|_| c >= '\u{FB50}') {
            // A mark by itself stands on a space, which would break the word that it belongs to.
            Some(form) if form.letters.starts_with(' ') && out.ends_with(arabic) => {
                out.push_str(&form.letters[1..]);
            }
            Some(form) => out.push_str(&form.letters),
            None => out.push(c),
        }
    }
}

/// An Arabic letter or a mark on one.
fn arabic(c: char) -> bool {
    Script::letter(c) == Some(Script::Arabic) || is_mark(c) || c == '\u{640}'
}

/// What stands on a letter, not beside it.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}')
        || FORMS.get(&c).is_some_and(Form::is_mark)
}

/// How many joined sides of forms meet no joined side, when the line is in the order of reading, and when it is in
/// the order of the page.
fn faults(line: &str) -> [usize; 2] {
    let mut faults = [0, 0];
    for word in line.split(|c: char| !arabic(c)) {
        // Ordinary letters may join either way.
        let places: Vec<Option<Place>> = word
            .chars()
            .filter(|c| !is_mark(*c))
            .map(|c| FORMS.get(&c).filter(|_| c >= '\u{FB50}').map(|form| form.place))
            .collect();
        faults[0] += broken(places.iter().copied());
        faults[1] += broken(places.iter().rev().copied());
    }
    faults
}

/// The joined sides in a word that meet no joined side.
fn broken(places: impl Iterator<Item = Option<Place>>) -> usize {
    let mut count = 0;
    let mut before = Some(Place::Alone);
    for place in places.chain(once(Some(Place::Alone))) {
        if let (Some(left), Some(right)) = (before, place) {
            count += usize::from(left.on() != right.back());
        }
        before = place;
    }
    count
}

/// What a character of a line takes part in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// Read from the right.
    Right,
    /// Read from the left: letters of other scripts.
    Left,
    /// Read from the left by itself: figures.
    Figure,
    /// As what is around it.
    Neutral,
}

fn side(c: char) -> Side {
    match c {
        _ if c.is_numeric() && Script::letter(c).is_none() => Side::Figure,
        _ if arabic(c) || Script::letter(c) == Some(Script::Hebrew) => Side::Right,
        _ if c.is_alphabetic() => Side::Left,
        _ => Side::Neutral,
    }
}

/// A line in the order of reading, from one in the order of the page.
fn logical(line: &str) -> String {
    let sides: Vec<Side> =
        line.chars().map(side).filter(|side| matches!(side, Side::Left | Side::Right)).collect();
    let right = sides.iter().filter(|side| **side == Side::Right).count();
    // A line that begins and ends with Latin letters is an English one, unless it has few of them.
    let times = if sides.first() == Some(&Side::Left) && sides.last() == Some(&Side::Left) { 1 } else { 2 };
    if times * right >= sides.len() - right { turned(line) } else { words(line) }
}

/// A line that is read from the left, with its Arabic words turned.
fn words(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(arabic) {
        let tail = &rest[start..];
        let last = |at: usize| tail[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        let stop = tail.find(|c: char| !arabic(c) && side(c) != Side::Neutral).unwrap_or(tail.len());
        let end = tail[..stop].rfind(arabic).map_or(stop, last);
        out.push_str(&rest[..start]);
        out.push_str(&turned(&tail[..end]));
        rest = &tail[end..];
    }
    out + rest
}

/// The same turned round, but for what is read from the left in itself.
fn turned(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    // Some programs turn letters and their marks one by one: then a mark comes before its letter.
    let loose = text.split(|c: char| !arabic(c)).any(|word| word.starts_with(is_mark));
    let mut parts: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let end = match side(*c) {
            Side::Left | Side::Figure => at + group(&chars[at..]),
            _ if loose => at + 1,
            _ => at + 1 + chars[at + 1..].iter().take_while(|c| is_mark(**c)).count(),
        };
        let part = &chars[at..end];
        parts.push(if let [c] = part { String::from(mirrored(*c)) } else { part.iter().collect() });
        at = end;
    }
    parts.into_iter().rev().collect()
}

/// How many characters are read from the left here: words of other scripts with the spaces between them, or one
/// figure.
fn group(chars: &[char]) -> usize {
    let is_left = |c: &char| matches!(side(*c), Side::Left | Side::Figure);
    let stretch = chars.iter().position(|c| side(*c) == Side::Right).unwrap_or(chars.len());
    let stretch = &chars[..stretch];
    if stretch.iter().any(|c| side(*c) == Side::Left) {
        return stretch.iter().rposition(is_left).map_or(1, |last| last + 1);
    }
    let mut len = 1;
    loop {
        match stretch.get(len..) {
            Some([c, ..]) if side(*c) == Side::Figure => len += 1,
            Some([c, next, ..]) if !c.is_whitespace() && side(*next) == Side::Figure => len += 2,
            Some(['%' | '٪', ..]) => return len + 1,
            _ => return len,
        }
    }
}

/// The bracket that looks like this one in the other direction.
fn mirrored(c: char) -> char {
    const PAIRS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>'), ('«', '»')];
    let found = PAIRS.iter().find_map(|(open, close)| match c {
        _ if c == *open => Some(*close),
        _ if c == *close => Some(*open),
        _ => None,
    });
    found.unwrap_or(c)
}

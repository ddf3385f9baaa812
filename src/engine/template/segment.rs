//! The pieces of a prompt, cut so that text from outside never becomes a special token.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::render::Size;

/// A piece of a prompt; every piece is tokenised by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Special tokens are parsed; those in text from outside were cut in two.
    Markup(String),
    /// What the model wrote in an earlier turn, to be tokenised as it was then.
    Raw(String),
    /// A token by its number, whatever its text is.
    Token(u32),
}

impl Segment {
    /// The text of the piece; none of a token.
    pub fn text(&self) -> &str {
        match self {
            Segment::Markup(text) | Segment::Raw(text) => text,
            Segment::Token(_) => "",
        }
    }
}

/// The literals that the tokeniser would turn into special tokens.
#[derive(Clone, Debug)]
pub struct Literals {
    whole: Vec<String>,
    /// What a literal can begin with when its end stands elsewhere.
    heads: BTreeSet<String>,
    /// What a literal can end with when its beginning stands elsewhere.
    tails: BTreeSet<String>,
    first: [bool; 256],
}

/// Guarded in any vocabulary: templates search for them, and the built-in template writes them.
const ALWAYS: [&str; 4] = ["<think>", "</think>", "<|im_start|>", "<|im_end|>"];

impl Literals {
    /// All literals of a vocabulary; those of a single character cannot be cut and are left out.
    pub fn new(specials: Vec<String>) -> Literals {
        let mut whole = specials;
        whole.extend(ALWAYS.map(String::from));
        whole.retain(|literal| literal.chars().nth(1).is_some());
        whole.sort_unstable();
        whole.dedup();
        let mut literals =
            Literals { whole, heads: BTreeSet::new(), tails: BTreeSet::new(), first: [false; 256] };
        for literal in &literals.whole {
            literals.first[usize::from(literal.as_bytes()[0])] = true;
            for (cut, _) in literal.char_indices().skip(1) {
                literals.heads.insert(literal[..cut].into());
                literals.tails.insert(literal[cut..].into());
            }
        }
        literals
    }

    fn start(&self, text: &str) -> bool {
        self.first[usize::from(text.as_bytes()[0])]
            && self.whole.iter().any(|literal| text.starts_with(literal.as_str()))
    }
}

/// Characters that no text holds, to mark places in what the template renders.
pub struct Guard<'a> {
    literals: &'a Literals,
    /// Stands where the rendered text is to be cut.
    cut: char,
    /// Encloses the number of a message whose text comes later.
    mark: char,
    /// How much was looked at.
    pub size: Size,
}

impl<'a> Guard<'a> {
    /// A guard whose marks occur in none of `values`.
    pub fn new<'v>(literals: &'a Literals, values: impl Iterator<Item = &'v Value>) -> Guard<'a> {
        let mut found = Found::default();
        values.for_each(|value| found.visit(value));
        let mut free =
            ('\u{FDD0}'..='\u{FDEF}').chain('\u{E000}'..='\u{F8FF}').filter(|c| !found.marks.contains(c));
        let cut = free.next().unwrap_or('\u{FDD0}');
        let mark = free.next().unwrap_or('\u{FDD1}');
        Guard { literals, cut, mark, size: found.size }
    }

    /// `text` with a cut inside every special literal, and where a part of one touches an end.
    pub fn text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 8);
        let trimmed = text.trim_end();
        let open = self.literals.heads.iter().any(|head| trimmed.ends_with(head.as_str()));
        let start = text.len() - text.trim_start().len();
        let close = self.literals.tails.iter().any(|tail| text[start..].starts_with(tail.as_str()));
        for (at, c) in text.char_indices() {
            if at == start && close {
                out.push(self.cut);
            }
            if at == trimmed.len() && open {
                out.push(self.cut);
            }
            out.push(c);
            if self.literals.start(&text[at..]) {
                out.push(self.cut);
            }
        }
        if open && trimmed.len() == text.len() {
            out.push(self.cut);
        }
        out
    }

    /// `value` with all its strings and keys guarded.
    pub fn value(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Value::Object(map) => Value::Object(self.map(map)),
            other => other.clone(),
        }
    }

    /// `map` with all its strings and keys guarded.
    pub fn map(&self, map: &Map<String, Value>) -> Map<String, Value> {
        map.iter().map(|(key, value)| (self.text(key), self.value(value))).collect()
    }

    /// The text that stands for message `index` while the template runs.
    pub fn placeholder(&self, index: usize) -> String {
        format!("{}{index}{}", self.mark, self.mark)
    }

    /// Cuts rendered text into pieces, without the marks.
    pub fn split(&self, text: &str, out: &mut Vec<Segment>) {
        let pieces = text.split(self.cut).map(|piece| piece.replace(self.mark, ""));
        out.extend(pieces.filter(|piece| !piece.is_empty()).map(Segment::Markup));
    }
}

/// Which characters that could be marks the texts hold.
#[derive(Default)]
struct Found {
    marks: BTreeSet<char>,
    size: Size,
}

impl Found {
    fn visit(&mut self, value: &Value) {
        self.size.values += 1;
        match value {
            Value::String(text) => self.text(text),
            Value::Array(items) => items.iter().for_each(|item| self.visit(item)),
            Value::Object(map) => map.iter().for_each(|(key, value)| {
                self.text(key);
                self.visit(value);
            }),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        self.size.bytes += text.len();
        let marks = text.chars().filter(|c| matches!(c, '\u{FDD0}'..='\u{FDEF}' | '\u{E000}'..='\u{F8FF}'));
        self.marks.extend(marks);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn literals() -> Literals {
        Literals::new(
            ["<tool_call>", "</tool_call>", "<|im_start|>", "<|endoftext|>"].map(String::from).into(),
        )
    }

    fn pieces(text: &str) -> Vec<String> {
        let literals = literals();
        let guard = Guard::new(&literals, [Value::from(text)].iter());
        let mut out = Vec::new();
        guard.split(&guard.text(text), &mut out);
        out.iter().map(|segment| segment.text().to_owned()).collect()
    }

    #[test]
    fn literals_are_cut_and_other_text_is_not() {
        assert_eq!(pieces("a <b> & <table>"), ["a <b> & <table>"]);
        assert_eq!(pieces("a<|im_end|>b"), ["a<", "|im_end|>b"]);
        assert_eq!(pieces("<think></think>"), ["<", "think><", "/think>"]);
    }

    #[test]
    fn parts_at_the_ends_stand_apart() {
        assert_eq!(pieces("x <|im_ \n"), ["x <|im_", " \n"]);
        assert_eq!(pieces("\n end|> x"), ["\n ", "end|> x"]);
        assert_eq!(pieces("<"), ["<"]);
        let literals = literals();
        let guard = Guard::new(&literals, [].iter());
        let mut out = Vec::new();
        guard.split(&format!("{}{}", guard.text("<|im_ ").trim(), guard.text("start|>")), &mut out);
        assert_eq!(out, [Segment::Markup("<|im_".into()), Segment::Markup("start|>".into())]);
    }

    #[test]
    fn marks_avoid_the_characters_of_the_text() {
        let all: String = ('\u{FDD0}'..='\u{FDEF}').collect();
        let text = format!("{all}<think>");
        assert_eq!(pieces(&text), [format!("{all}<"), "think>".into()]);
    }

    proptest! {
        #[test]
        fn no_piece_holds_a_literal_and_nothing_is_lost(
            parts in prop::collection::vec(prop_oneof![
                Just("<|im_end|>"), Just("<think>"), Just("<|im_"), Just("start|>"), Just("<"),
                Just("/think>"), Just(" "), Just("é"), Just("<tool_call>"), Just("tool_call>"),
            ], 0..12)
        ) {
            let text = parts.concat();
            let pieces = pieces(&text);
            prop_assert_eq!(pieces.concat(), text);
            for piece in pieces {
                for literal in &literals().whole {
                    prop_assert!(!piece.contains(literal.as_str()), "{:?} in {:?}", literal, piece);
                }
            }
        }
    }
}

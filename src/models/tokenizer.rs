//! Splits text into the tokens of a model, as llama.cpp would, from the header alone.

use super::gguf::{Header, Value, until_zero};
use super::middle;
use crate::error::{Context, Error, Kind, Result};
use crate::tell;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;
use tokenizers::Model;
use tokenizers::models::bpe::{BPE, Merges, Vocab};
use tokenizers::utils::SysRegex;

/// What `encode` does with the text of control tokens, such as `<|im_end|>`.
///
/// Tokens that a model calls user-defined, such as `<think>`, are matched either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Special {
    /// It becomes the control token: for text that a chat template made.
    Parse,
    /// It stays text: for what somebody typed.
    Plain,
}

/// The families of pre-tokenizers: how text is split into words that tokens do not cross.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Qwen2,
    Qwen35,
    Llama3,
}

/// The values of `tokenizer.ggml.pre` that mean a family we have.
const PRES: [(&str, Family); 10] = [
    ("qwen2", Family::Qwen2),
    ("deepseek-r1-qwen", Family::Qwen2),
    ("megrez", Family::Qwen2),
    ("qwen35", Family::Qwen35),
    ("llama-bpe", Family::Llama3),
    ("llama3", Family::Llama3),
    ("llama-v3", Family::Llama3),
    ("falcon3", Family::Llama3),
    ("pixtral", Family::Llama3),
    ("lfm2", Family::Llama3),
];

/// The patterns of the families in their order, which take long to read and are few.
static WORDS: [LazyLock<Option<SysRegex>>; 3] = [
    LazyLock::new(|| SysRegex::new(&Family::Qwen2.pattern()).ok()),
    LazyLock::new(|| SysRegex::new(&Family::Qwen35.pattern()).ok()),
    LazyLock::new(|| SysRegex::new(&Family::Llama3.pattern()).ok()),
];

impl Family {
    /// What finds the words of a text.
    fn word(self) -> Option<&'static SysRegex> {
        WORDS[self as usize].as_ref()
    }

    /// The pattern of a word, without its rule for spaces before a word (see [`words`]).
    ///
    /// llama.cpp knows the letters of Unicode 15.1, so later ones must not count as letters here.
    fn pattern(self) -> String {
        let set = |class: char| format!(r"[\p{{{class}}}&&\p{{Age=15.1}}]");
        let (digit, mark) = (set('N'), set('M'));
        let (letter, digits) = match self {
            Family::Qwen2 => (set('L'), digit.clone()),
            Family::Qwen35 => (format!("[{}{mark}]", set('L')), digit.clone()),
            Family::Llama3 => (set('L'), format!("{digit}{{1,3}}")),
        };
        // Only letters and digits may not lead a word; a mark, where it counts as a letter, may.
        let lead = format!(r"[^\r\n{}{digit}]", set('L'));
        let other = format!(r"[^\s{letter}{digit}]");
        format!(
            r"'(?:[sStTmMdD]|[rR][eE]|[vV][eE]|[lL][lL])|{lead}?{letter}+|{digits}| ?{other}+[\r\n]*|\s*[\r\n]+|\s+"
        )
    }
}

/// A token that is matched in the text before anything else.
struct Added {
    id: u32,
    control: bool,
}

/// The tokenizer of one model.
pub struct Tokenizer {
    bpe: BPE,
    word: &'static SysRegex,
    tokens: Vec<String>,
    /// Longest text first, the order in which they are matched.
    added: Vec<Added>,
    /// The letter that stands for each byte in the vocabulary, and back.
    letters: Vec<char>,
    bytes: HashMap<char, u8>,
}

impl Tokenizer {
    /// Builds the tokenizer that `header` describes.
    ///
    /// Fails with [`Kind::Model`] if it is not byte-level BPE with a pre-tokenizer of the Qwen or
    /// Llama 3 family, or if the vocabulary and the merges contradict each other.
    pub fn new(header: &Header) -> Result<Tokenizer> {
        let what = || tell!("tokenizer-unusable", path = header.path().display().to_string());
        let fail = |why: String| Error::new(Kind::Model, what()).why(why);
        let family = family(header).map_err(fail)?;
        let mut tokens: Vec<String> =
            header.tokens().iter().map(|token| until_zero(token).to_owned()).collect();
        for (id, token) in tokens.iter_mut().enumerate().filter(|(_, token)| token.is_empty()) {
            *token = format!("[EMPTY_{id}]");
        }
        let vocab: Vocab = tokens.iter().cloned().zip(0..).collect();
        if vocab.len() != tokens.len() {
            return Err(fail(tell!("tokenizer-twice")));
        }
        let letters = letters();
        if let Some(byte) =
            letters.iter().position(|letter| !vocab.contains_key(letter.encode_utf8(&mut [0; 4])))
        {
            return Err(fail(tell!("tokenizer-byte", number = byte.to_string())));
        }
        let merges = merges(header, &vocab).map_err(fail)?;
        let bpe = BPE::builder()
            .vocab_and_merges(vocab, merges)
            .ignore_merges(family == Family::Llama3)
            .build()
            .map_err(|error| fail(error.to_string()))?;
        let word = family.word().ok_or_else(|| fail(tell!("tokenizer-pattern")))?;
        let added = added(header, &tokens);
        let bytes = letters.iter().copied().zip(0..=255).collect();
        Ok(Tokenizer { bpe, word, tokens, added, letters, bytes })
    }

    /// How many tokens the vocabulary has.
    pub fn count(&self) -> usize {
        self.tokens.len()
    }

    /// The token `id` as the vocabulary spells it, with a letter for every byte.
    pub fn token(&self, id: u32) -> Option<&str> {
        self.tokens.get(id as usize).map(String::as_str)
    }

    /// The tokens of `text`, without any that the model would add at its start or end.
    pub fn encode(&self, text: &str, special: Special) -> Result<Vec<u32>> {
        let mut ids = Vec::new();
        for piece in self.pieces(text, special) {
            match piece {
                Piece::Token(id) => ids.push(id),
                Piece::Text(text) => self.plain(text, &mut ids)?,
            }
        }
        Ok(ids)
    }

    /// The bytes of the tokens `ids`; numbers outside the vocabulary have none.
    ///
    /// They need not be UTF-8, because a character can be spread over several tokens.
    pub fn decode(&self, ids: &[u32]) -> Vec<u8> {
        let mut out = Vec::new();
        for &id in ids {
            let Some(token) = self.token(id) else { continue };
            if self.added.iter().any(|added| added.id == id) {
                out.extend_from_slice(token.as_bytes());
                continue;
            }
            for letter in token.chars() {
                match self.bytes.get(&letter) {
                    Some(&byte) => out.push(byte),
                    None => out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
                }
            }
        }
        out
    }

    /// Cuts `text` at the added tokens: the longest first, and through the whole text before the next.
    fn pieces<'a>(&self, text: &'a str, special: Special) -> Vec<Piece<'a>> {
        let mut pieces = vec![Piece::Text(text)];
        for added in self.added.iter().filter(|added| special == Special::Parse || !added.control) {
            let token = self.tokens[added.id as usize].as_str();
            if !text.contains(token) {
                continue;
            }
            pieces = pieces.into_iter().flat_map(|piece| piece.cut(token, added.id)).collect();
        }
        pieces
    }

    /// Appends the tokens of `text`, in which no added token stands.
    fn plain(&self, text: &str, ids: &mut Vec<u32>) -> Result<()> {
        for word in words(self.word, text) {
            let spelled: String = word.bytes().map(|byte| self.letters[usize::from(byte)]).collect();
            let tokens = self.bpe.tokenize(&spelled).context(Kind::Other, tell!("tokenizer-text"))?;
            ids.extend(tokens.iter().map(|token| token.id));
        }
        Ok(())
    }
}

/// A part of the text while it is being cut.
enum Piece<'a> {
    Text(&'a str),
    Token(u32),
}

impl<'a> Piece<'a> {
    /// The piece with every `token` in it replaced by `id`.
    fn cut(self, token: &str, id: u32) -> Vec<Piece<'a>> {
        let Piece::Text(text) = self else { return vec![self] };
        let mut parts = Vec::new();
        for (at, part) in text.split(token).enumerate() {
            if at > 0 {
                parts.push(Piece::Token(id));
            }
            if !part.is_empty() {
                parts.push(Piece::Text(part));
            }
        }
        parts
    }
}

/// Splits `text` into words by `pattern`.
///
/// The original patterns say `\s+(?!\S)` so that the last of several spaces goes with the next
/// word. It is done by hand here, because looking ahead needs a slower engine that gives up on
/// very long runs.
fn words<'a>(pattern: &SysRegex, text: &'a str) -> Vec<&'a str> {
    let mut words = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let (mut end, mut cut) = (0, false);
        for (from, to) in pattern.find_iter(rest) {
            if from > end {
                words.push(&rest[end..from]);
            }
            let keep = keep(&rest[from..to], to == rest.len());
            words.push(&rest[from..from + keep]);
            end = from + keep;
            cut = end < to;
            if cut {
                break;
            }
        }
        if !cut && end < rest.len() {
            words.push(&rest[end..]);
            end = rest.len();
        }
        at += end;
    }
    words
}

/// How many bytes of `word` stay in it: all but the last space of a run that another word follows.
fn keep(word: &str, last: bool) -> usize {
    let Some(space) = word.chars().next_back().filter(|space| space.is_whitespace()) else {
        return word.len();
    };
    let start = word.len() - space.len_utf8();
    // Words other than runs of spaces end in white space only as line ends.
    let run = !last && start > 0 && !['\r', '\n'].contains(&space);
    if run { start } else { word.len() }
}

/// The letter that byte-level vocabularies write for each byte: itself where it is a visible
/// character of Latin-1, and otherwise the next of those from U+0100 on (GPT-2's alphabet).
fn letters() -> Vec<char> {
    let mut spare = '\u{100}'..;
    (0..=255_u8)
        .map(|byte| match byte {
            b'!'..=b'~' | 0xa1..=0xac | 0xae..=0xff => char::from(byte),
            _ => spare.next().unwrap_or_default(),
        })
        .collect()
}

fn family(header: &Header) -> Result<Family, String> {
    let model = header.str("tokenizer.ggml.model").ok_or_else(|| tell!("tokenizer-none"))?;
    if model != "gpt2" {
        return Err(tell!("tokenizer-kind", name = model));
    }
    let pre = header.str("tokenizer.ggml.pre").unwrap_or("default");
    let known = PRES.iter().find(|row| row.0 == pre).map(|row| row.1);
    known.ok_or_else(|| tell!("tokenizer-pre", name = pre))
}

/// The merges by rank. A pair that comes again keeps its first rank.
fn merges(header: &Header, vocab: &Vocab) -> Result<Merges, String> {
    let all = header.strings("tokenizer.ggml.merges").ok_or_else(|| tell!("tokenizer-merges"))?;
    let mut seen = HashSet::with_capacity(all.len());
    let mut merges = Merges::with_capacity(all.len());
    for merge in all.iter().map(until_zero) {
        // The first part may itself begin with a space, but is never empty.
        let first = merge.chars().next().map_or(0, char::len_utf8);
        let pair = merge[first..].find(' ').map(|at| (&merge[..first + at], &merge[first + at + 1..]));
        let known = pair.filter(|(left, right)| {
            [*left, *right, &format!("{left}{right}")].iter().all(|part| vocab.contains_key(*part))
        });
        let Some((left, right)) = known else {
            return Err(tell!("tokenizer-merge", text = merge));
        };
        if seen.insert((left, right)) {
            merges.push((left.to_owned(), right.to_owned()));
        }
    }
    Ok(merges)
}

/// Token types of `tokenizer.ggml.token_type` that are matched in the text.
const UNKNOWN: i64 = 2;
const CONTROL: i64 = 3;
const USER_DEFINED: i64 = 4;

/// Texts that llama.cpp takes for control tokens whatever their type says: those that end an answer.
const ENDS: [&str; 22] = [
    "<|eot_id|>",
    "<|im_end|>",
    "<|end|>",
    "<|return|>",
    "<|call|>",
    "<|flush|>",
    "<|calls|>",
    "<end_of_turn>",
    "<|endoftext|>",
    "</s>",
    "<|eom_id|>",
    "<EOT>",
    "_<EOT>",
    "[EOT]",
    "[EOS]",
    "<|end_of_text|>",
    "<end_of_utterance>",
    "<eos>",
    "<turn|>",
    "<|tool_response>",
    "<｜end▁of▁sentence｜>",
    "[e~[",
];

/// The tokens that are matched in the text before it is split, longest first.
fn added(header: &Header, tokens: &[String]) -> Vec<Added> {
    let types: &[i64] = match header.get("tokenizer.ggml.token_type") {
        Some(Value::Ints(types)) => types,
        _ => &[],
    };
    let middles = middle::texts(header);
    let mut added: Vec<Added> = Vec::new();
    for (id, token) in (0..).zip(tokens) {
        let kind = types.get(id as usize).copied().unwrap_or(1);
        let control = [UNKNOWN, CONTROL].contains(&kind)
            || ENDS.contains(&token.as_str())
            || middles.contains(&token.as_str());
        if control || kind == USER_DEFINED {
            added.push(Added { id, control });
        }
    }
    added.sort_by_key(|added| std::cmp::Reverse(tokens[added.id as usize].len()));
    added
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::path::Path;

    static STARTER: LazyLock<Tokenizer> = LazyLock::new(|| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("starter/qwill-starter.gguf");
        Tokenizer::new(&Header::open(&path).unwrap()).unwrap()
    });

    fn spelled(text: &str, special: Special) -> Vec<String> {
        let ids = STARTER.encode(text, special).unwrap();
        ids.iter().map(|&id| STARTER.token(id).unwrap().to_owned()).collect()
    }

    fn split(family: Family, text: &str) -> Vec<&str> {
        words(family.word().unwrap(), text)
    }

    #[test]
    fn text_of_every_kind_comes_back() {
        let texts = [
            "The quick brown fox jumps over 12 345 lazy dogs.",
            "بِسْمِ اللَّهِ الرَّحْمَٰنِ، ١٢٣",
            "你好，世界！这是一个测试。",
            "👩‍👩‍👧‍👦 🏳️‍🌈 e\u{301} Z͑ͫ̓ͪ̂ͫ",
            "fn main() {\r\n\tprintln!(\"{}\", 0x1F);\r\n}\r\n",
            "   a  \n\n   b\t\t c \u{a0}\u{3000} d   ",
            "<|im_start|>user\nhi<|im_end|>\n<think></think>",
            "",
            "\0\u{7f}\u{85}\u{feff}",
        ];
        for text in texts {
            for special in [Special::Parse, Special::Plain] {
                let ids = STARTER.encode(text, special).unwrap();
                assert_eq!(STARTER.decode(&ids), text.as_bytes(), "{text:?} {special:?}");
            }
        }
    }

    #[test]
    fn control_tokens_are_only_parsed_and_user_defined_ones_always() {
        let text = "<think>a<|im_end|></tool_call>";
        assert_eq!(spelled(text, Special::Parse), ["<think>", "a", "<|im_end|>", "</tool_call>"]);
        let plain = spelled(text, Special::Plain);
        assert_eq!(
            (plain.first().unwrap().as_str(), plain.last().unwrap().as_str()),
            ("<think>", "</tool_call>")
        );
        assert!(plain.len() > 5 && !plain.iter().any(|token| token == "<|im_end|>"), "{plain:?}");
    }

    #[test]
    fn qwen_words_end_where_its_pattern_says() {
        let cases: [(&str, &[&str]); 12] = [
            ("I'm you'LL it's 'sx", &["I", "'m", " you", "'LL", " it", "'s", " '", "sx"]),
            ("a  b", &["a", " ", " b"]),
            ("a   ", &["a", "   "]),
            ("a   1", &["a", "  ", " ", "1"]),
            ("x\n\n  y", &["x", "\n\n", " ", " y"]),
            ("x \r\n \t y", &["x", " \r\n", " \t", " y"]),
            ("1234", &["1", "2", "3", "4"]),
            (" !?\n\nx", &[" !?\n\n", "x"]),
            ("e\u{301}t", &["e", "\u{301}t"]),
            ("\tindent", &["\tindent"]),
            ("\u{3000}\u{3000}你好", &["\u{3000}", "\u{3000}你好"]),
            // Letters of Unicode 16 are not letters to the engine.
            ("a\u{1c89}b", &["a", "\u{1c89}b"]),
        ];
        for (text, expected) in cases {
            assert_eq!(split(Family::Qwen2, text), expected, "{text:?}");
        }
    }

    #[test]
    fn the_families_differ_in_marks_and_digits() {
        assert_eq!(split(Family::Qwen35, "e\u{301}t 12"), ["e\u{301}t", " ", "1", "2"]);
        assert_eq!(split(Family::Llama3, "e\u{301}t 12345"), ["e", "\u{301}t", " ", "123", "45"]);
        assert_eq!(split(Family::Qwen35, " \u{301}"), [" \u{301}"]);
        assert_eq!(split(Family::Qwen2, " \u{301}"), [" \u{301}"]);
    }

    #[test]
    fn a_million_spaces_are_one_word_and_the_last_goes_with_the_next() {
        let text = format!("{}x", " ".repeat(1_000_001));
        let words = split(Family::Qwen2, &text);
        assert_eq!(words.iter().map(|word| word.len()).collect::<Vec<_>>(), [1_000_000, 2]);
    }

    #[test]
    fn every_byte_has_its_own_letter() {
        let letters = letters();
        assert_eq!((letters[0], letters[usize::from(b' ')], letters[usize::from(b'a')]), ('Ā', 'Ġ', 'a'));
        assert_eq!((letters[0x7f], letters[0xad], letters[0xff]), ('ġ', 'Ń', 'ÿ'));
        assert_eq!(letters.iter().collect::<HashSet<_>>().len(), 256);
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in any::<String>()) {
            for special in [Special::Parse, Special::Plain] {
                let ids = STARTER.encode(&text, special).unwrap();
                prop_assert_eq!(STARTER.decode(&ids), text.as_bytes());
            }
        }

        #[test]
        fn any_mix_of_specials_and_spaces_comes_back(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "<|im_start|>", "<|im_end|>", "<think>", "</think>", "<", "|>", " ", "  ", "\n", "\r\n",
                    "\t", "a", "'s", "12", "é", "ّ", "你", "👍🏽", "\u{200d}",
                ]),
                0..24,
            ),
        ) {
            let text = parts.concat();
            for special in [Special::Parse, Special::Plain] {
                let ids = STARTER.encode(&text, special).unwrap();
                prop_assert_eq!(STARTER.decode(&ids), text.as_bytes());
            }
            for family in [Family::Qwen2, Family::Qwen35, Family::Llama3] {
                let words = split(family, &text);
                prop_assert!(words.iter().all(|word| !word.is_empty()));
                prop_assert_eq!(words.concat(), text.as_str());
            }
        }
    }
}

//! Technical words in sentences from right to left: paths, options, names with signs, which stay whole.
//!
//! By the plain algorithm `C++` shows as `++C` there, `/etc/hosts` as `etc/hosts/` and `--release` as `release--`.

use std::ops::Range;

use unicode_bidi::{BidiClass, bidi_class};

use super::is_rtl;

/// Ends a sentence or a part of it, and belongs to no word.
const STOPS: &[u8] = b".,;:!?";
/// Brackets and marks that come in pairs.
const PAIRS: [(u8, u8); 7] =
    [(b'(', b')'), (b'[', b']'), (b'{', b'}'), (b'<', b'>'), (b'"', b'"'), (b'`', b'`'), (b'\'', b'\'')];

/// The islands of a text, in order: runs of words of ASCII signs and letters from left to right, with a letter or a
/// figure in each, parted by single spaces at most.
pub(super) fn islands(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let bytes = text.as_bytes();
    // Behind an operator that stands beside the last island.
    let mut bridge = 0;
    // Where signs stand that the next word may begin with.
    let (mut lead, mut start) = (None, 0);
    let mut at = 0;
    while at < bytes.len() {
        let inside = text[at..].find(|c| !belongs(c)).unwrap_or(text.len() - at);
        if inside == 0 {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let end = at + inside;
        let end = address(text, at, end);
        let signs = operator(&bytes[at..end]);
        let raw = at..end;
        let island = if signs { raw.clone() } else { trimmed(bytes, raw.clone()) };
        at = end;
        // A phrase goes on behind a comma.
        let gap = |end: usize| bytes[end..island.start].strip_suffix(b" ");
        let beside =
            |end: usize| end > 0 && gap(end).is_some_and(|gap| gap.iter().all(|byte| STOPS.contains(byte)));
        let near = found.last().is_some_and(|last| beside(last.end) || beside(bridge));
        if !text[island.clone()].contains(char::is_alphanumeric) {
            bridge = if near && signs { island.end } else { 0 };
            // Signs in front of a word, as in `-- --help`.
            lead = Some(end).filter(|_| {
                !near && raw.len() > 1 && !bytes[raw.clone()].iter().all(|byte| STOPS.contains(byte))
            });
            start = raw.start;
            continue;
        }
        let island = match lead.take() {
            Some(end) if beside(end) => trimmed(bytes, start..raw.end),
            _ => island,
        };
        match found.last_mut() {
            Some(last) if near => last.end = island.end,
            _ => found.push(island),
        }
    }
    found
}

/// Whether a character may be part of an island.
fn belongs(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_graphic() } else { bidi_class(c) == BidiClass::L }
}

/// Whether a word of signs is one that stands between two things, as in `a == b`; a dash may part sentences.
fn operator(word: &[u8]) -> bool {
    word != b"-" && word.iter().all(|byte| b"=+-*/<>|&%^!:".contains(byte))
}

/// Where the word ends: an address goes on to the next space, whatever letters are in it.
fn address(text: &str, start: usize, end: usize) -> usize {
    if !text[start..end].contains("://") {
        return end;
    }
    let rest = &text[end..];
    end + rest
        .find(|c: char| c.is_whitespace() || matches!(c, '،' | '؛' | '؟' | ')' | '»'))
        .unwrap_or(rest.len())
}

/// The word without what belongs to the sentence around it: its stops, and brackets whose partner is elsewhere.
fn trimmed(bytes: &[u8], mut word: Range<usize>) -> Range<usize> {
    // Counted once, as a line of nothing but brackets may be a single word.
    let mut counts = [0usize; 256];
    bytes[word.clone()].iter().for_each(|&byte| counts[usize::from(byte)] += 1);
    loop {
        let inner = &bytes[word.clone()];
        let (Some(&first), Some(&last)) = (inner.first(), inner.last()) else { return word };
        let gone = if STOPS.contains(&last) || lonely(&counts, last) {
            word.end -= 1;
            last
        } else if first != b'.' && STOPS.contains(&first) || lonely(&counts, first) {
            word.start += 1;
            first
        } else {
            return word;
        };
        counts[usize::from(gone)] -= 1;
    }
}

/// Whether a bracket, or a mark of a pair, has no partner in the word with so many of each byte.
fn lonely(counts: &[usize; 256], mark: u8) -> bool {
    let count = |byte: u8| counts[usize::from(byte)];
    PAIRS.iter().find(|pair| pair.0 == mark || pair.1 == mark).is_some_and(|&(open, shut)| {
        match open == shut {
            true => count(open) % 2 == 1,
            false => count(open) != count(shut),
        }
    })
}

/// Whether a word begins as no word of a language does, but an option, a path or a name in code: such a word says
/// nothing of its paragraph's direction.
pub(super) fn technical(word: &str) -> bool {
    let mut chars = word.chars();
    let first = chars.next().unwrap_or(' ');
    let next = chars.next().unwrap_or(' ');
    match first {
        // A word in brackets, a hashtag: what is written from right to left is a word of the sentence.
        '#' | '@' | '<' | '`' | '{' | '[' | '_' | '=' | '%' | '&' | '|' => !is_rtl(next),
        '/' | '$' | '\\' => true,
        '~' => next == '/' || next.is_ascii_alphanumeric(),
        '-' => next == '-' || next.is_ascii_alphanumeric(),
        '.' => next == '/' || next.is_ascii_alphanumeric() || word.starts_with("../"),
        _ => word.starts_with("http://") || word.starts_with("https://"),
    }
}

/// Words that have to stay whole wherever they stand.
#[cfg(test)]
pub const TECHNICAL: [&str; 16] = [
    "C#",
    "C++",
    ".gitignore",
    "~/projects",
    "/etc/hosts",
    "foo()",
    "--release",
    "$HOME/bin",
    "#include",
    "v1.2",
    "a_b::c<D>",
    "x86-64",
    "@user",
    "50%",
    "2026-11-24",
    "git@host:a/b.git",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        islands(text).into_iter().map(|island| &text[island]).collect()
    }

    #[test]
    fn words_with_signs_are_whole() {
        for word in TECHNICAL {
            assert_eq!(found(&format!("في {word} ثم")), [word]);
        }
        assert_eq!(found("https://a.b/مسار/c?d=1، ثم"), ["https://a.b/مسار/c?d=1"]);
    }

    #[test]
    fn the_sentence_keeps_its_own_signs() {
        assert_eq!(found("استعمل cargo."), ["cargo"]);
        assert_eq!(found("(v1.2)، ثم (انظر foo())"), ["(v1.2)", "foo()"]);
        assert_eq!(found("\"main.rs\" و main.rs:12:"), ["\"main.rs\"", "main.rs:12"]);
        assert_eq!(found("واحد - اثنان ... (ثلاثة)"), [""; 0]);
        assert_eq!(found("هل (React أفضل؟"), ["React"]);
    }

    #[test]
    fn words_beside_each_other_keep_their_order() {
        assert_eq!(found("شغّل cargo build --release الآن"), ["cargo build --release"]);
        assert_eq!(found("إذا كان a == b فإن x -> y"), ["a == b", "x -> y"]);
        assert_eq!(found("cargo - rustc = = 5"), ["cargo", "rustc = = 5"]);
        assert_eq!(
            found("ظهر «1 passed; 0 failed» ثم Hello, world!"),
            ["1 passed; 0 failed", "Hello, world"]
        );
        assert_eq!(found("استعمل '-- --foo' أو -- x هنا -- نعم"), ["'-- --foo'", "-- x"]);
        assert_eq!(found("بين Rust و Go"), ["Rust", "Go"]);
    }

    #[test]
    fn a_word_of_brackets_ends() {
        let heap = "(".repeat(200_000);
        assert_eq!(found(&format!("{heap}a")), ["a"]);
        assert_eq!(found(&format!("a{heap}")), ["a"]);
    }

    #[test]
    fn options_and_paths_are_known_by_their_beginning() {
        assert!(
            ["--release", "/etc", "./a", ".env", "$HOME", "#include", "-x", "https://a"]
                .into_iter()
                .all(technical)
        );
        assert!(
            !["Rust", "- a", "...", ". a", "5", "(a", "“a”", "#نعم", "[نعم]", "~~a"]
                .into_iter()
                .any(technical)
        );
    }
}

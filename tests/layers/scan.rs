//! Reads Rust source as far as the layer rules need: code without comments and texts, and its paths.

/// The source with comments, string and character literals blanked out; lines stay where they are.
pub fn code(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    while at < chars.len() {
        let end = literal_end(&chars, at).unwrap_or(at);
        if end == at {
            out.push(chars[at]);
            at += 1;
        } else {
            out.extend(chars[at..end].iter().map(|&c| if c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    out
}

/// Where the comment or literal ends that begins at `at`, if one does.
fn literal_end(chars: &[char], at: usize) -> Option<usize> {
    let rest = &chars[at..];
    match rest {
        ['/', '/', ..] => Some(at + rest.iter().take_while(|&&c| c != '\n').count()),
        ['/', '*', ..] => Some(comment_end(chars, at)),
        ['"', ..] => Some(string_end(chars, at + 1)),
        ['\'', '\\', _, ..] => Some(at + 4 + rest[3..].iter().take_while(|&&c| c != '\'').count())
            .map(|end| end.min(chars.len())),
        ['\'', _, '\'', ..] => Some(at + 3),
        ['r', next @ ..] if !in_word(chars, at) => raw_end(chars, at + 1, next),
        ['b' | 'c', 'r', next @ ..] if !in_word(chars, at) => raw_end(chars, at + 2, next),
        _ => None,
    }
}

fn in_word(chars: &[char], at: usize) -> bool {
    at > 0 && is_word(chars[at - 1])
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// Block comments nest.
fn comment_end(chars: &[char], start: usize) -> usize {
    let (mut depth, mut at) = (0, start);
    while at < chars.len() {
        match chars[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn string_end(chars: &[char], mut at: usize) -> usize {
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

/// `next` follows the `r` of a raw string, unless that is a raw identifier or a plain word.
fn raw_end(chars: &[char], start: usize, next: &[char]) -> Option<usize> {
    let hashes = next.iter().take_while(|&&c| c == '#').count();
    (next.get(hashes) == Some(&'"')).then_some(())?;
    let mut close = vec!['"'];
    close.extend(std::iter::repeat_n('#', hashes));
    let body = start + hashes + 1;
    let length = chars[body..].windows(close.len()).position(|part| part == close);
    Some(length.map_or(chars.len(), |length| body + length + close.len()))
}

/// A path such as `crate::error::Error`, and the line (from 1) it stands on.
#[derive(Debug, PartialEq)]
pub struct Path {
    /// The line on which its last name stands.
    pub line: usize,
    /// Its names in order; `*` for a glob.
    pub names: Vec<String>,
}

/// All paths and single names in the code, each group import taken apart into its paths.
pub fn paths(code: &str) -> Vec<Path> {
    let mut reader = Reader { rest: code, line: 1, found: Vec::new() };
    while !reader.rest.is_empty() {
        if reader.rest.starts_with(is_word) {
            reader.path(&[]);
        } else {
            reader.skip();
        }
    }
    reader.found
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    found: Vec<Path>,
}

impl<'a> Reader<'a> {
    fn skip(&mut self) {
        let mut chars = self.rest.chars();
        if chars.next() == Some('\n') {
            self.line += 1;
        }
        self.rest = chars.as_str();
    }

    fn space(&mut self) {
        while self.rest.starts_with(char::is_whitespace) {
            self.skip();
        }
    }

    /// Whether `token` comes next, which is then read.
    fn eat(&mut self, token: &str) -> bool {
        self.space();
        let found = self.rest.strip_prefix(token);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn word(&mut self) -> &'a str {
        let end = self.rest.find(|c| !is_word(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    /// Reads one path that continues `prefix`; the reader stands on its first character.
    fn path(&mut self, prefix: &[String]) {
        let mut names = prefix.to_vec();
        loop {
            self.space();
            if self.eat("{") {
                return self.group(&names);
            }
            if self.eat("*") {
                names.push("*".to_owned());
                break;
            }
            let word = self.word();
            if word.is_empty() {
                break;
            }
            names.push(word.to_owned());
            // Looked at first, for the space after a path may end its line.
            let after = self.rest.trim_start();
            if !after.starts_with("::") || !self.eat("::") {
                break;
            }
        }
        if names.len() > prefix.len() {
            self.found.push(Path { line: self.line, names });
        }
    }

    fn group(&mut self, prefix: &[String]) {
        while !self.rest.is_empty() && !self.eat("}") {
            if self.rest.starts_with(|c| is_word(c) || c == '{' || c == '*') {
                self.path(prefix);
            } else {
                self.skip();
            }
            // A renamed import (`Error as Fault`) brings no path of its own.
            if self.eat("as ") {
                self.space();
                self.word();
            }
        }
    }
}

/// A string literal: the line (from 1) on which it begins, the code before it on that line and the one above, and
/// what is between its marks, as it is written.
#[derive(Debug, PartialEq)]
#[allow(dead_code, reason = "the layers need only the code")]
pub struct Literal {
    pub line: usize,
    pub before: String,
    pub text: String,
    /// Where it ends, in characters of the source.
    pub end: usize,
}

/// All string literals of the source, comments left out.
#[allow(dead_code, reason = "the layers need only the code")]
pub fn literals(source: &str) -> Vec<Literal> {
    let chars: Vec<char> = source.chars().collect();
    let (mut at, mut line, mut found) = (0, 1, Vec::new());
    let mut before = String::new();
    while at < chars.len() {
        let end = literal_end(&chars, at).unwrap_or(at + 1);
        let part: String = chars[at..end].iter().collect();
        let comment = part.starts_with("//") || part.starts_with("/*");
        if end > at + 1 && !comment && part.ends_with(['"', '#']) {
            let text = part.trim_start_matches(['b', 'r', 'c', '#']).trim_matches('#').trim_matches('"');
            found.push(Literal { line, before: before.clone(), text: text.to_owned(), end });
            before.push_str("\"\"");
        } else if !comment {
            before.push_str(&part);
        }
        // Two lines are enough to see what a literal is for.
        if let Some((above, _)) = before.rmatch_indices('\n').nth(1) {
            before.drain(..=above);
        }
        line += part.matches('\n').count();
        at = end;
    }
    found
}

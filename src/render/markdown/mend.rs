//! Makes the end of Markdown that still arrives look like what it is going to be.
//!
//! A mark whose partner has not come yet gets one; a mark that stands alone at the end, of which nobody knows
//! what it will be, waits.

use std::borrow::Cow;

/// Letters of the name of a character.
const REFERENCE: usize = 10;

/// The text with its last lines completed or left out.
pub(super) fn mend(text: &str) -> Cow<'_, str> {
    let start = text.rfind('\n').map_or(0, |feed| feed + 1);
    let text = match waits(&text[start..]) {
        Some(at) => &text[..start + at],
        None => text,
    };
    let text = header(text);
    let from = beginning(text);
    let text = &text[..reference(text).max(from)];
    let closed = close(&text[from..]);
    if closed == text[from..] { text.into() } else { format!("{}{closed}", &text[..from]).into() }
}

/// Where in the last line the part begins that cannot be shown yet.
fn waits(line: &str) -> Option<usize> {
    let body = line.trim_start_matches([' ', '>']);
    let at = line.len() - body.len();
    let text = body.trim_end();
    if text.is_empty() {
        return body.is_empty().then_some(at).filter(|_| at > 0 && line.contains('>'));
    }
    let only = |marks: &str| text.chars().all(|c| marks.contains(c));
    let digits = text.trim_end_matches(['.', ')']);
    let number =
        digits.len() < 10 && text.len() - digits.len() < 2 && digits.bytes().all(|b| b.is_ascii_digit());
    if only("#") || only("-*+=_ ") || only("|:- ") || only("~") || number || fence(text) {
        return Some(at);
    }
    // The mark of a task behind that of its item.
    let item = text.strip_prefix(['-', '*', '+'])?.trim_start();
    let task = matches!(item, "[" | "[ ]" | "[x]" | "[X]" | "[x" | "[X");
    (task || fence(item)).then(|| at + text.len() - item.len())
}

/// Whether a line is the beginning of a fence, or may become one.
fn fence(text: &str) -> bool {
    text.starts_with("```") || text.starts_with("~~~") || matches!(text, "`" | "``")
}

/// Leaves out the head of a table whose second line is not there yet.
fn header(text: &str) -> &str {
    let block = text.rfind("\n\n").map_or(0, |gap| gap + 2);
    let mut lines = text[block..].lines().filter(|line| !line.trim().is_empty());
    match (lines.next(), lines.next(), lines.next()) {
        (Some(head), None, _) if head.trim_start().starts_with('|') => &text[..block],
        _ => text,
    }
}

/// Where the innermost block begins that the last line belongs to, as far as marks inside text go.
fn beginning(text: &str) -> usize {
    let mut at = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_start_matches([' ', '\t', '>']);
        let digits = body.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered = digits.len() < body.len() && digits.starts_with(['.', ')']);
        let mark = match body.as_bytes() {
            [b'-' | b'*' | b'+', b' ', ..] => Some(2),
            [b'#' | b'|', ..] => Some(1),
            _ => numbered.then_some(0),
        };
        if body.trim().is_empty() {
            start = at + line.len();
        } else if let Some(mark) = mark {
            // The mark itself is no emphasis.
            start = at + line.len() - body.len() + mark;
        }
        at += line.len();
    }
    start.min(text.len())
}

/// Where a character reference begins, such as `&amp;`, that has not ended yet; else the end.
fn reference(text: &str) -> usize {
    let name = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    if text.len() - name.len() <= REFERENCE && name.ends_with('&') { name.len() - 1 } else { text.len() }
}

/// A mark that waits for its partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    at: usize,
    byte: u8,
    count: usize,
}

/// The text with partners for its open marks.
fn close(text: &str) -> String {
    let last_end = text.rfind([')', '\n']).unwrap_or(0);
    let mut scan = Scan { text, at: 0, open: Vec::new(), bracket: None, code: None, last_end };
    scan.run();
    let Scan { mut open, bracket, code, .. } = scan;
    let mut out = text.trim_end_matches(['\\']).to_owned();
    if let Some(code) = code {
        if text[code.at + code.count..].trim().is_empty() {
            out.truncate(code.at);
        } else {
            // A part of the closing mark may be there.
            out.truncate(out.trim_end_matches('`').len());
            out.extend(std::iter::repeat_n('`', code.count));
        }
    }
    // A half of the closing mark.
    if open.iter().any(|mark| mark.byte == b'~') && out.ends_with('~') && !out.ends_with("~~") {
        out.pop();
    }
    if let Some(at) = bracket {
        link(&mut out, at, &mut open);
    }
    // A mark at the very end opens or closes, which only what follows can tell.
    while let Some(last) = open.last().filter(|last| out[last.at.min(out.len())..].len() <= last.count) {
        out.truncate(last.at);
        open.pop();
    }
    let body = out.trim_end().len();
    let space = out.split_off(body);
    for mark in open.iter().rev() {
        out.extend(std::iter::repeat_n(char::from(mark.byte), mark.count));
    }
    out + &space
}

/// Shows a link that is not whole as a link already.
fn link(out: &mut String, at: usize, open: &mut Vec<Mark>) {
    out.truncate(out.strip_suffix(']').unwrap_or(out).len());
    let inner = out[at + 1..].to_owned();
    match inner.split_once("](") {
        Some((text, _)) => out.truncate(at + 1 + text.len()),
        None if inner.trim().is_empty() => return out.truncate(at),
        None => {}
    }
    // What is open inside the text must close inside it.
    while let Some(mark) = open.pop_if(|mark| mark.at > at) {
        if mark.at + mark.count < out.len() {
            out.extend(std::iter::repeat_n(char::from(mark.byte), mark.count));
        } else {
            out.truncate(mark.at.min(out.len()));
        }
    }
    out.push_str("]()");
}

/// Walks over text and keeps what is open.
struct Scan<'a> {
    text: &'a str,
    at: usize,
    open: Vec<Mark>,
    /// Where the last address may end.
    last_end: usize,
    /// Where a link without its end begins.
    bracket: Option<usize>,
    /// Code in a sentence without its end.
    code: Option<Mark>,
}

impl Scan<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            // Only marks are counted: a row of other signs would be gone through again at each of them.
            let marks = bytes[self.at..].iter().take_while(|&&next| next == byte && b"`*_~".contains(&byte));
            let count = marks.count();
            match byte {
                b'\\' => self.at += 2,
                b'`' => {
                    let mark = Mark { at: self.at, byte, count };
                    match partner(&bytes[self.at + count..], count) {
                        Some(end) => self.at += count + end,
                        None => {
                            self.code = Some(mark);
                            return;
                        }
                    }
                }
                b'*' | b'_' | b'~' => {
                    self.mark(Mark { at: self.at, byte, count });
                    self.at += count;
                }
                b'[' => {
                    self.bracket = Some(self.at);
                    self.at += 1;
                }
                b']' => {
                    // A link goes on with its address; anything else in brackets is text.
                    self.bracket = self.bracket.filter(|_| self.address());
                    self.at += 1;
                }
                _ => self.at += 1,
            }
        }
    }

    /// Whether an address begins here that does not end, or may begin with what comes next.
    fn address(&self) -> bool {
        let rest = &self.text[self.at + 1..];
        rest.is_empty() || rest.starts_with('(') && self.last_end <= self.at
    }

    fn mark(&mut self, mark: Mark) {
        let around = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let before = self.text[..mark.at].chars().next_back();
        let after = self.text[mark.at + mark.count..].chars().next();
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let inside = mark.byte == b'_' && word(before) && word(after);
        if inside || mark.count > 3 || mark.byte == b'~' && mark.count != 2 {
            return;
        }
        if !around(before)
            && let Some(at) = self.open.iter().rposition(|open| open.byte == mark.byte)
        {
            let open = &mut self.open[at];
            let left = open.count.saturating_sub(mark.count);
            open.count = left;
            self.open.truncate(if left == 0 { at } else { at + 1 });
        } else if !around(after) || after.is_none() && !word(before) {
            self.open.push(mark);
        }
    }
}

/// Behind the next run of exactly so many backticks.
fn partner(bytes: &[u8], count: usize) -> Option<usize> {
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..].iter().take_while(|&&byte| byte == b'`').count();
        if run == count {
            return Some(at + run);
        }
        at += run.max(1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn open_marks_get_their_partner() {
        for (text, mended) in [
            ("**bo", "**bo**"),
            ("a *b", "a *b*"),
            ("a **b *c", "a **b *c***"),
            ("**bold*", "**bold**"),
            ("`co", "`co`"),
            ("``co`", "``co``"),
            ("~~st", "~~st~~"),
            ("~~st~", "~~st~~"),
            ("**bold ", "**bold** "),
            ("- **a", "- **a**"),
            ("[te", "[te]()"),
            ("[text](htt", "[text]()"),
            ("[text]", "[text]()"),
            ("[**te**]", "[**te**]()"),
            ("[**te", "[**te**]()"),
            ("![al", "![al]()"),
        ] {
            assert_eq!(mend(text), mended, "{text}");
        }
    }

    #[test]
    fn what_is_whole_stays() {
        for text in [
            "plain",
            "a * b",
            "**b** and *i*",
            "`c`",
            "snake_case_x",
            "2 * 3 ",
            "[a](b) c",
            "a[0] = 1",
            "x\n\n* y",
            "\\*a",
        ] {
            assert_eq!(mend(text), text);
        }
    }

    #[test]
    fn marks_of_which_nobody_knows_wait() {
        for (text, mended) in [
            ("a\n-", "a\n"),
            ("a\n\n```ru", "a\n\n"),
            ("a\n\n12.", "a\n\n"),
            ("a\n##", "a\n"),
            ("a **", "a "),
            ("a `", "a "),
            ("a\n\n| a | b |", "a\n\n"),
            ("a\n\n| a | b |\n|--", "a\n\n"),
            ("| a |\n|---|\n|", "| a |\n|---|\n"),
            ("- [x", "- "),
            ("a\\", "a"),
            ("see [", "see "),
            ("a &am", "a "),
            ("a &#12", "a "),
            ("a & b", "a & b"),
            ("a &amp; b", "a &amp; b"),
        ] {
            assert_eq!(mend(text), mended, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_mended(text in "[-a*_`~\\[\\]()|>#.1 \n\\\\é你]{0,40}") {
            mend(&text);
        }

        #[test]
        fn words_stay_as_they_are(text in "([a-z]{1,6} ?){0,6}") {
            prop_assert_eq!(mend(&text), text.as_str());
        }
    }
}

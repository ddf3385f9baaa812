//! The XML dialect of calls, whose values are raw text of any kind.

use super::block::{Args, CLOSE, Done, End, FUNCTION, OPEN, Step};
use super::json::{Match, one_of};

const PARAMETER: &str = "<parameter=";
const PARAMETER_END: &str = "</parameter>";
const FUNCTION_END: &str = "</function>";
/// What may stand between the parts of a call.
const BETWEEN: [&str; 5] = [PARAMETER, FUNCTION_END, CLOSE, OPEN, FUNCTION];
/// What makes a `</parameter>` the end of a value and not a part of it.
const AFTER_VALUE: [&str; 3] = [PARAMETER, FUNCTION_END, CLOSE];
/// What makes a closed call the end of a value that was not closed itself.
const AFTER_CALL: [&str; 1] = [OPEN];
/// Longer names are none.
const NAME: usize = 200;

/// A call of the XML dialect while it is being written.
///
/// A `</parameter>` ends a value only before `<parameter=`, `</function>`, `</tool_call>` or the
/// end of the output, so that a file which holds such tags can be written.
#[derive(Debug)]
pub struct Xml {
    /// Everything read, from the opening tag on.
    pub text: String,
    tag: End,
    at: At,
    name: String,
    key: String,
    value: String,
    /// Text since the last part, which decides what the next one is.
    tail: String,
    values: Vec<(String, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Name,
    Between,
    Key,
    Value,
    /// Behind what closes the value if one of these follows.
    Ending(&'static [&'static str]),
}

impl Xml {
    /// A call of which `text` ends with `<function=`; `tag` is open if `<tool_call>` was read.
    pub fn new(text: &str, tag: End) -> Xml {
        Xml {
            text: text.into(),
            tag,
            at: At::Name,
            name: String::new(),
            key: String::new(),
            value: String::new(),
            tail: String::new(),
            values: Vec::new(),
        }
    }

    /// The next character; without tags only functions in `names` (in quotes) are calls.
    pub fn take(&mut self, c: char, names: &[String]) -> Step {
        self.text.push(c);
        match self.at {
            At::Name => self.name(c, names),
            At::Between => {
                self.tail.push(c);
                match one_of(self.tail.trim_start(), &BETWEEN) {
                    Match::Full => self.part(),
                    Match::Partial => Step::More,
                    Match::No if self.values.is_empty() => Step::Fail,
                    Match::No => {
                        let rest = std::mem::take(&mut self.tail);
                        self.done(rest, End::Open)
                    }
                }
            }
            At::Key => {
                match c {
                    '>' | '\n' => {
                        self.at = At::Value;
                        self.value = if c == '\n' { "\n".into() } else { String::new() };
                    }
                    _ if self.key.len() > NAME => return Step::Fail,
                    _ => self.key.push(c),
                }
                Step::More
            }
            At::Value => {
                self.value.push(c);
                self.closing(c);
                Step::More
            }
            At::Ending(after) => {
                self.value.push(c);
                self.tail.push(c);
                match one_of(self.tail.trim_start(), after) {
                    Match::Partial => Step::More,
                    Match::No => {
                        self.at = At::Value;
                        self.closing(c);
                        Step::More
                    }
                    Match::Full => {
                        self.value.truncate(self.value.len() - self.tail.len());
                        self.store();
                        self.part()
                    }
                }
            }
        }
    }

    /// The output has ended; a value that was not closed goes to the end.
    pub fn finish(&mut self) -> Step {
        match self.at {
            At::Name => return Step::Fail,
            At::Value => self.store(),
            At::Ending(_) => {
                self.value.truncate(self.value.len() - self.tail.len());
                self.store();
            }
            At::Between | At::Key => {}
        }
        self.done(String::new(), End::Closed)
    }

    fn name(&mut self, c: char, names: &[String]) -> Step {
        match c {
            '>' | '\n' => {
                self.name = self.name.trim().trim_matches('"').to_owned();
                let known = names.iter().any(|name| name.trim_matches('"') == self.name);
                if self.name.is_empty() || (self.tag == End::Closed && !known) {
                    return Step::Fail;
                }
                self.at = At::Between;
            }
            '<' => return Step::Fail,
            _ if self.name.len() > NAME => return Step::Fail,
            _ => self.name.push(c),
        }
        Step::More
    }

    /// Whether the value may be at its end.
    fn closing(&mut self, c: char) {
        if c != '>' {
            return;
        }
        if self.value.ends_with(PARAMETER_END) {
            self.at = At::Ending(&AFTER_VALUE);
            self.tail.clear();
        } else if let Some(before) = self.value.strip_suffix(CLOSE)
            && before.trim_end().ends_with(FUNCTION_END)
        {
            self.at = At::Ending(&AFTER_CALL);
            self.tail.clear();
        }
    }

    /// Keeps the value read, without the tags that closed it and one line break at either end.
    fn store(&mut self) {
        let mut value = self.value.as_str();
        let closers: &[&str] = match self.at {
            At::Ending(after) if after == AFTER_VALUE => &[PARAMETER_END],
            _ => &[CLOSE, FUNCTION_END],
        };
        for closer in closers {
            value = value.trim_end().strip_suffix(closer).unwrap_or(value);
        }
        let value = value.strip_prefix('\n').unwrap_or(value);
        let value = value.strip_suffix('\n').unwrap_or(value).to_owned();
        let key = std::mem::take(&mut self.key).trim().trim_matches('"').to_owned();
        self.value.clear();
        match self.values.iter_mut().find(|(known, _)| *known == key) {
            Some(known) => known.1 = value,
            None => self.values.push((key, value)),
        }
    }

    /// Goes on behind one of the tags that part a call.
    fn part(&mut self) -> Step {
        let tail = std::mem::take(&mut self.tail);
        match tail.trim_start() {
            PARAMETER => {
                self.at = At::Key;
                self.key.clear();
                Step::More
            }
            FUNCTION_END => self.done(String::new(), End::Open),
            CLOSE => self.done(String::new(), End::Closed),
            next => self.done(next.to_owned(), End::Open),
        }
    }

    fn done(&mut self, rest: String, end: End) -> Step {
        let calls = vec![(std::mem::take(&mut self.name), Args::Texts(std::mem::take(&mut self.values)))];
        Step::Done(Done { calls, rest, end })
    }
}

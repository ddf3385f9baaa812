//! A call while it is being written, in tags or as bare JSON.

use super::json::{self, Match, Scan, one_of};
use super::xml::Xml;

/// What opens a call in tags.
pub const OPEN: &str = "<tool_call>";
/// What closes it.
pub const CLOSE: &str = "</tool_call>";
/// What opens a call of the XML dialect inside, or without, the tags.
pub const FUNCTION: &str = "<function=";

/// A call as read so far.
#[derive(Debug)]
pub enum Block {
    /// Behind `<tool_call>`, the dialect not yet known.
    Tagged(String),
    /// JSON inside `<tool_call>`.
    Json(Tagged),
    /// JSON without tags.
    Bare(Bare),
    /// The XML dialect.
    Xml(Xml),
}

/// What a character did to a block.
#[derive(Debug)]
pub enum Step {
    /// It goes on.
    More,
    /// It goes on as another block.
    Turn(Block),
    /// The calls are complete.
    Done(Done),
    /// It is no call; all its text is to be read as text.
    Fail,
}

/// The calls of a block that ended.
#[derive(Debug)]
pub struct Done {
    /// Names and arguments.
    pub calls: Vec<(String, Args)>,
    /// Text behind the calls, to be read again.
    pub rest: String,
    /// Whether the closing tag was read.
    pub end: End,
}

/// Whether a block ended with its closing tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The tag was read, or is not expected.
    Closed,
    /// The tag may follow.
    Open,
}

/// Arguments in either dialect.
#[derive(Debug)]
pub enum Args {
    /// A JSON value.
    Json(serde_json::Value),
    /// Names and texts whose types the schema tells.
    Texts(Vec<(String, String)>),
}

impl Done {
    fn json(text: &str, end: End) -> Option<Done> {
        let calls = json::calls(text)?.into_iter().map(|(name, args)| (name, Args::Json(args))).collect();
        Some(Done { calls, rest: String::new(), end })
    }
}

impl From<Option<Done>> for Step {
    fn from(done: Option<Done>) -> Step {
        done.map_or(Step::Fail, Step::Done)
    }
}

impl Block {
    /// The next character; `names` are the offered functions, in quotes.
    pub fn take(&mut self, c: char, names: &[String]) -> Step {
        match self {
            Block::Tagged(text) => {
                text.push(c);
                let inner = text[OPEN.len()..].trim_start();
                if inner.starts_with(['{', '[']) {
                    return Step::Turn(Block::Json(Tagged::new(text, c)));
                }
                match one_of(inner, &[FUNCTION]) {
                    Match::Full => Step::Turn(Block::Xml(Xml::new(text, End::Open))),
                    Match::Partial => Step::More,
                    Match::No => Step::Fail,
                }
            }
            Block::Json(json) => json.take(c),
            Block::Bare(bare) => bare.take(c, names),
            Block::Xml(xml) => xml.take(c, names),
        }
    }

    /// The output has ended.
    pub fn finish(&mut self) -> Step {
        match self {
            Block::Tagged(_) => Step::Fail,
            Block::Json(json) => json.finish(),
            Block::Bare(bare) => bare.finish(),
            Block::Xml(xml) => xml.finish(),
        }
    }

    /// All text of the block, opening tag included.
    pub fn into_text(self) -> String {
        match self {
            Block::Tagged(text) => text,
            Block::Json(json) => json.text,
            Block::Bare(bare) => bare.text,
            Block::Xml(xml) => xml.text,
        }
    }
}

/// JSON inside tags.
#[derive(Debug)]
pub struct Tagged {
    text: String,
    start: usize,
    scan: Scan,
}

impl Tagged {
    /// JSON whose first bracket `c` ends `text`.
    pub fn new(text: &str, c: char) -> Tagged {
        let mut scan = Scan::default();
        scan.take(c);
        Tagged { text: text.into(), start: text.len() - c.len_utf8(), scan }
    }

    fn take(&mut self, c: char) -> Step {
        let quoted = self.scan.quoted();
        self.text.push(c);
        if self.scan.take(c) {
            return Done::json(&self.text[self.start..], End::Open).into();
        }
        if c == '>' && !quoted && self.text.ends_with(CLOSE) {
            let end = self.text.len() - CLOSE.len();
            return Done::json(&self.text[self.start..end], End::Closed).into();
        }
        Step::More
    }

    fn finish(&mut self) -> Step {
        Done::json(&self.text[self.start..], End::Open).into()
    }
}

/// JSON without tags: a call only if nothing else follows.
#[derive(Debug)]
pub struct Bare {
    text: String,
    start: usize,
    /// Where the last complete value ends.
    end: Option<usize>,
    scan: Scan,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Bare,
    Fenced,
}

impl Bare {
    /// JSON, perhaps in a fence, of which `text` is the recognised beginning.
    pub fn new(text: &str) -> Bare {
        let start = text.find('{').unwrap_or_default();
        let mut scan = Scan::default();
        text[start..].chars().for_each(|c| {
            scan.take(c);
        });
        let kind = if text.starts_with('`') { Kind::Fenced } else { Kind::Bare };
        Bare { text: text.into(), start, end: None, scan, kind }
    }

    fn take(&mut self, c: char, names: &[String]) -> Step {
        self.text.push(c);
        let Some(end) = self.end else {
            if self.scan.take(c) {
                self.end = Some(self.text.len());
            }
            return Step::More;
        };
        let tail = self.text[end..].trim_start();
        match (self.kind, tail) {
            (_, "") => Step::More,
            (_, tail) if tail.starts_with('{') => match json::head(tail, names) {
                Match::No => Step::Fail,
                Match::Partial => Step::More,
                Match::Full => {
                    self.scan = Bare::new(tail).scan;
                    self.end = None;
                    Step::More
                }
            },
            (Kind::Bare, tail) => match one_of(tail, &[CLOSE]) {
                Match::Full => Done::json(&self.text[self.start..end], End::Closed).into(),
                Match::Partial => Step::More,
                Match::No => Step::Fail,
            },
            (Kind::Fenced, tail) => {
                let closing = tail.trim_end();
                if "```".starts_with(closing) && (closing == "```" || closing == tail) {
                    Step::More
                } else {
                    Step::Fail
                }
            }
        }
    }

    fn finish(&mut self) -> Step {
        match self.end {
            Some(end) if !self.text[end..].trim_start().starts_with('{') => {
                Done::json(&self.text[self.start..end], End::Closed).into()
            }
            _ => Step::Fail,
        }
    }
}

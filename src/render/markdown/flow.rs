//! Lays out Markdown that may still grow: what is finished once, and the open end again and again.
//!
//! A block is finished when the next one has begun, a line of an open code block when it has ended, and an
//! item of a list when the next has begun. What grows without an end is cut: a line, a paragraph or a block
//! that is too long goes on as a new one, so that every byte is laid out a limited number of times.

use unicode_segmentation::UnicodeSegmentation;

use super::fence::{Inside, Opening};
use super::mend::mend;
use super::parse::{Apart, Block, Defs, Fence, Item, Kind, Source, parse};
use super::pen::{Pen, Run, lean};
use crate::render::bidi::Dir;
use crate::render::highlight::Code;
use crate::render::line::Line;
use crate::render::look::Look;

/// Bytes that are read at once.
const WINDOW: usize = 16 * 1024;
/// Bytes of a line outside code that is cut.
pub(super) const LONG: usize = 8 * 1024;
/// Bytes of a paragraph after which it is cut at the end of a line.
pub(super) const PIECE: usize = 8 * 1024;
/// Bytes of any other block, or item, after which it is cut.
const BLOCK: usize = 128 * 1024;

/// Whether more text will follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Ending {
    Open,
    Whole,
}

/// How far the layout of a text has come.
#[derive(Clone, Debug, Default)]
pub(in crate::render) struct Flow {
    /// Bytes that are laid out; a line, or a piece of a cut one, begins here.
    at: usize,
    /// What the last block was; `None` at the beginning.
    last: Option<Join>,
    fence: Option<Box<Open>>,
    run: Run,
    /// The list whose items before `at` are laid out.
    list: Option<Next>,
    defs: Defs,
}

/// An open code block.
#[derive(Clone, Debug)]
struct Open {
    opening: Opening,
    code: Code,
    within: Within,
}

/// Where in a line the next text of a code block stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    Start,
    /// Behind a cut.
    Middle,
    /// The text has ended.
    Nowhere,
}

/// A list that goes on with another item.
#[derive(Clone, Copy, Debug)]
struct Next {
    number: Option<u64>,
    dir: Dir,
}

/// What a block is to its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Join {
    Text,
    Heading,
    List,
    /// Something with edges, which is always set apart.
    Box,
    /// The beginning of something that was cut.
    Cut,
}

impl Join {
    fn of(kind: &Kind) -> Join {
        match kind {
            Kind::Text(_) | Kind::Html(_) => Join::Text,
            Kind::Heading(_) => Join::Heading,
            Kind::List(..) => Join::List,
            Kind::Code(_) | Kind::Quote(..) | Kind::Table(_) | Kind::Rule => Join::Box,
        }
    }
}

/// A part of the text that ends at a line's end.
struct Window {
    end: usize,
    after: After,
}

/// What follows a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    /// Nothing, for good.
    Nothing,
    /// Perhaps more, later.
    Unknown,
    /// More lines.
    Lines,
    /// A line that is too long.
    Long,
}

impl Flow {
    /// Lays out what is finished of `text`, which begins with what it was before, and appends it.
    pub(in crate::render) fn advance(
        &mut self,
        text: &str,
        ending: Ending,
        look: &Look,
        out: &mut Vec<Line>,
    ) {
        let mut size = WINDOW;
        loop {
            if self.fence.is_some() {
                if !self.code(text, ending, look, out) {
                    return;
                }
                size = WINDOW;
                continue;
            }
            let window = self.window(text, size, ending);
            let before = self.at;
            if window.end > self.at {
                let closed = if window.after == After::Nothing { Ending::Whole } else { Ending::Open };
                self.commit(text, window.end, closed, look, out);
            }
            match window.after {
                _ if self.at > before || self.fence.is_some() => size = WINDOW,
                After::Long => self.force(text, window.end, look, out),
                After::Lines => size *= 2,
                After::Unknown | After::Nothing => return,
            }
        }
    }

    /// The rows of what is not finished, as it looks best while it is not.
    pub(in crate::render) fn tail(&self, text: &str, look: &Look) -> Vec<Line> {
        let (mut out, rest) = (Vec::new(), &text[self.at..]);
        let mut own = Flow { defs: Defs::default(), ..self.clone() };
        if let Some(open) = &mut own.fence {
            if !rest.is_empty()
                && !open.opening.ending(rest)
                && let Inside::Line(line) = open.opening.line(rest)
            {
                let line = if open.within == Within::Middle { rest } else { &line };
                Pen::new(look, &mut out, &mut own.run).line(&mut open.code, line);
            }
            return out;
        }
        own.defs = self.defs.clone();
        let mended = mend(rest);
        let blocks = parse(&mended, self.apart(text), &look.theme, &mut own.defs);
        for block in &blocks {
            own.block(block, look, &mut out);
        }
        out
    }

    /// As many lines as are whole, up to about `size` bytes.
    fn window(&self, text: &str, size: usize, ending: Ending) -> Window {
        let mut end = self.at;
        while end - self.at < size {
            let rest = &text.as_bytes()[end..];
            let near = &rest[..rest.len().min(LONG + 1)];
            end += match near.iter().position(|&byte| byte == b'\n') {
                Some(feed) => feed + 1,
                None if rest.len() > LONG => return Window { end, after: After::Long },
                None if ending == Ending::Whole => return Window { end: text.len(), after: After::Nothing },
                None => return Window { end, after: After::Unknown },
            };
        }
        Window { end, after: After::Lines }
    }

    /// Whether the line before `at` is blank.
    fn apart(&self, text: &str) -> Apart {
        let Some(above) = text[..self.at].strip_suffix('\n') else { return Apart::No };
        let above = above.rsplit('\n').next().unwrap_or(above);
        if above.trim().is_empty() { Apart::Yes } else { Apart::No }
    }

    /// Lays out what is finished of the lines up to `end`.
    fn commit(&mut self, text: &str, end: usize, closed: Ending, look: &Look, out: &mut Vec<Line>) {
        let base = self.at;
        let source = &text[base..end];
        let blocks = parse(source, self.apart(text), &look.theme, &mut self.defs);
        for (at, block) in blocks.iter().enumerate() {
            let next = blocks.get(at + 1).map(|next| next.range.start);
            let stop = next.unwrap_or(source.len());
            self.at = base + block.range.start;
            let over = next.is_some() || ends(&block.kind) && source.ends_with("\n\n");
            let ending = if over { Ending::Whole } else { closed };
            let cut = match &block.kind {
                Kind::List(start, items) => {
                    let (done, cut) = ripe(source, items, stop);
                    let dir = self.list.map(|list| list.dir).or_else(|| lean(items));
                    // All items have the direction of the first that has one, which may be the next.
                    let known = || dir.is_some() || items[done].range.start - items[0].range.start > PIECE;
                    if done > 0 && (cut.is_some() || ending == Ending::Open && known()) {
                        let next = self.items((*start, dir), &items[..done], block.apart, look, out);
                        self.list = Some(next);
                        self.at = base + items[done].range.start;
                    }
                    cut
                }
                Kind::Code(code) if code.fence == Fence::Fenced => None,
                Kind::Text(_) | Kind::Heading(_) | Kind::Html(_) => {
                    feed(source, block.range.start + PIECE, block.range.end)
                }
                _ => feed(source, block.range.start + BLOCK, block.range.end),
            };
            if let Some(cut) = cut {
                return self.piece(text, base + cut, look, out);
            }
            if ending == Ending::Open {
                return self.open(text, block, look, out);
            }
            self.block(block, look, out);
        }
        // Definitions of links may go on in the next line.
        let over = blocks.last().is_some_and(|block| ends(&block.kind));
        if closed == Ending::Whole
            || over
            || source.trim().is_empty()
            || blocks.is_empty() && source.len() > BLOCK
        {
            self.at = end;
        }
    }

    /// The last block, if it is a code block, is laid out line by line.
    fn open(&mut self, text: &str, block: &Block, look: &Look, out: &mut Vec<Line>) {
        let Kind::Code(Source { fence: Fence::Fenced, info, .. }) = &block.kind else { return };
        let rest = &text[self.at..];
        let line = rest.split('\n').next().unwrap_or(rest);
        let Some(opening) = Opening::of(line) else { return };
        self.list = None;
        self.space(Join::Box, block.apart, out);
        let code = Pen::new(look, out, &mut self.run).head(info);
        self.fence = Some(Box::new(Open { opening, code, within: Within::Start }));
        self.at += (line.len() + 1).min(rest.len());
    }

    /// Lays out the next line of the open code block; `false` if there is none yet.
    fn code(&mut self, text: &str, ending: Ending, look: &Look, out: &mut Vec<Line>) -> bool {
        let (at, rest) = (self.at, &text[self.at..]);
        let Some(open) = &mut self.fence else { return false };
        let near = &rest.as_bytes()[..rest.len().min(LONG + 1)];
        let (line, end, within) = match near.iter().position(|&byte| byte == b'\n') {
            Some(feed) => (&rest[..feed], feed + 1, Within::Start),
            None if rest.len() > LONG => {
                let end = edge(rest, LONG);
                (&rest[..end], end, Within::Middle)
            }
            // An end without a line end is a line only if there is something in it.
            None if ending == Ending::Whole && !rest.is_empty() => (rest, rest.len(), Within::Nowhere),
            None => return false,
        };
        self.at = at + end;
        let inside = match open.within {
            Within::Start => open.opening.line(line),
            Within::Middle | Within::Nowhere => Inside::Line(line.into()),
        };
        open.within = within;
        match inside {
            Inside::End => self.fence = None,
            Inside::Line(line) if within == Within::Nowhere && line.trim().is_empty() => {}
            Inside::Line(line) => Pen::new(look, out, &mut self.run).line(&mut open.code, &line),
        }
        true
    }

    /// Cuts a line that is too long, and what it belongs to.
    fn force(&mut self, text: &str, start: usize, look: &Look, out: &mut Vec<Line>) {
        self.piece(text, start + edge(&text[start..], LONG), look, out);
    }

    /// Lays out what stands before `cut` as if it ended there.
    fn piece(&mut self, text: &str, cut: usize, look: &Look, out: &mut Vec<Line>) {
        let blocks = parse(&text[self.at..cut], self.apart(text), &look.theme, &mut self.defs);
        for block in &blocks {
            self.block(block, look, out);
        }
        self.at = cut;
        self.list = None;
        self.last = Some(Join::Cut);
    }

    /// Lays out a block that is whole.
    fn block(&mut self, block: &Block, look: &Look, out: &mut Vec<Line>) {
        if let Kind::List(start, items) = &block.kind {
            self.items((*start, None), items, block.apart, look, out);
            return;
        }
        self.list = None;
        self.space(Join::of(&block.kind), block.apart, out);
        Pen::new(look, out, &mut self.run).block(&block.kind);
    }

    /// Lays out items of a list with its first number and its direction, where they are known, or of the one that is
    /// open; gives how it goes on.
    fn items(
        &mut self,
        (start, dir): (Option<u64>, Option<Dir>),
        items: &[Item],
        apart: Apart,
        look: &Look,
        out: &mut Vec<Line>,
    ) -> Next {
        let (start, dir) = match self.list.take() {
            Some(list) => {
                if apart == Apart::Yes {
                    out.push(Line::default());
                }
                (list.number, Some(list.dir))
            }
            None => {
                self.space(Join::List, apart, out);
                (start, dir)
            }
        };
        let dir = Pen::new(look, out, &mut self.run).list(start, items, dir);
        Next { number: start.map(|start| start.saturating_add(items.len() as u64)), dir }
    }

    /// The blank row between the last block and the next, if there is one.
    fn space(&mut self, next: Join, apart: Apart, out: &mut Vec<Line>) {
        let tight = match (self.last, next) {
            (None, _) => true,
            (Some(Join::Cut), _) => apart == Apart::No,
            (Some(Join::Box), _) | (_, Join::Box | Join::Heading) => false,
            _ => apart == Apart::No,
        };
        if !tight {
            out.push(Line::default());
        }
        self.last = Some(next);
    }
}

/// Whether a blank line ends such a block.
fn ends(kind: &Kind) -> bool {
    matches!(kind, Kind::Text(_) | Kind::Heading(_) | Kind::Quote(..) | Kind::Table(_) | Kind::Rule)
}

/// How many items are finished even if the list goes on, and where the one after them is to be cut, if it is
/// too long.
fn ripe(source: &str, items: &[Item], stop: usize) -> (usize, Option<usize>) {
    for (at, item) in items.iter().enumerate() {
        let end = items.get(at + 1).map_or(stop, |next| next.range.start);
        if let Some(cut) = feed(source, item.range.start + BLOCK, end) {
            return (at, Some(cut));
        }
    }
    (items.len().saturating_sub(1), None)
}

/// Behind the first line end after `from`, if that is before `end`.
fn feed(source: &str, from: usize, end: usize) -> Option<usize> {
    let rest = source.as_bytes().get(from..end)?;
    let cut = from + rest.iter().position(|&byte| byte == b'\n')? + 1;
    (cut < end).then_some(cut)
}

/// Where to cut a line that is longer than `limit`: behind a space, or between graphemes.
fn edge(line: &str, limit: usize) -> usize {
    let start = floor(line, limit - limit / 8);
    let end = floor(line, limit);
    let near = &line[start..end];
    // The last grapheme may go on behind the limit.
    let last = || near.grapheme_indices(true).next_back().map(|(at, _)| at).filter(|&at| at > 0);
    near.rfind(' ').map(|space| space + 1).or_else(last).map_or(end, |at| start + at)
}

/// The nearest beginning of a character at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

//! Text from right to left: which direction a paragraph has, and on which level each part of it stands.
//!
//! UAX #9 by the `unicode-bidi` crate. Levels are found for whole paragraphs, in logical order, before they are
//! broken into rows; [`super::cells`] puts the rows in the order of the screen.

mod base;
mod detect;
mod forms;
mod guide;
mod island;
mod mirror;
mod order;
mod shape;

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::atomic::{AtomicU8, Ordering};

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};
use unicode_segmentation::GraphemeCursor;

use super::line::{Bidi, Line, Span};
use crate::text;
use island::islands;

pub use base::{direction, text_direction};
pub use detect::{Choice, Explicit, Why, choose};
pub use guide::{Guide, is_guide};
#[cfg(test)]
pub use island::TECHNICAL;
pub use mirror::mirrored;
pub use order::visual;
pub use shape::{Letter, joins, shape, shapes};

/// Who puts text from right to left in order, and joins its letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// We do, as the terminal shows every cell where it is sent.
    #[default]
    App,
    /// We order the words, and the terminal the letters of each.
    Word,
    /// The terminal does: it gets rows in logical order, with marks that say how they are meant.
    Terminal,
    /// Nobody does.
    Off,
}

impl Order {
    /// All of them.
    pub const ALL: [Order; 4] = [Order::App, Order::Word, Order::Terminal, Order::Off];

    /// Its name in settings.
    pub fn name(self) -> &'static str {
        match self {
            Order::App => "app",
            Order::Word => "app-word",
            Order::Terminal => "terminal",
            Order::Off => "off",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Order> {
        Order::ALL.into_iter().find(|order| order.name() == name)
    }

    /// Whether anyone orders text, so that its levels are to be found.
    pub fn any(self) -> bool {
        self != Order::Off
    }

    /// Whether words are put in order here.
    pub fn ours(self) -> bool {
        matches!(self, Order::App | Order::Word)
    }
}

/// Whether a terminal that orders text is told the levels that were found here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Guides {
    /// By marks.
    #[default]
    Sent,
    /// By marks; and what opens or closes is sent as it is to be seen, because it shows that as it comes.
    Turned,
    /// It would have columns for marks.
    Kept,
}

/// The order of the whole program: there is one terminal.
static ORDER: AtomicU8 = AtomicU8::new(0);
/// The bits above the order: whether marks are sent.
const GUIDES: u32 = 4;

thread_local! {
    /// The order of this thread, where it is another.
    static HERE: Cell<Option<Order>> = const { Cell::new(None) };
}

/// Who orders text now.
pub fn order() -> Order {
    let all = || usize::from(ORDER.load(Ordering::Relaxed) & 0xF) % Order::ALL.len();
    HERE.get().unwrap_or_else(|| Order::ALL[all()])
}

/// Whether marks are sent.
pub fn guides() -> Guides {
    let all = if HERE.get().is_none() { ORDER.load(Ordering::Relaxed) >> GUIDES } else { 0 };
    [Guides::Turned, Guides::Kept].into_iter().find(|&guides| guides as u8 == all).unwrap_or_default()
}

/// Whether lam and alef are sent as one letter: where letters are joined here, and to Konsole, which would give each
/// of them a cell.
pub fn pairs() -> bool {
    match order() {
        Order::App => true,
        Order::Terminal => guides() == Guides::Turned,
        Order::Word | Order::Off => false,
    }
}

/// Says who orders text from now on, and whether by marks. What was laid out before is to be laid out anew.
pub fn set_order(order: Order, guides: Guides) {
    ORDER.store(order as u8 | (guides as u8) << GUIDES, Ordering::Relaxed);
}

/// Says who orders text that this thread lays out, or the same as everywhere again.
pub fn set_order_here(order: Option<Order>) {
    HERE.set(order);
}

/// Does something while this thread lays text out in another order.
pub fn within<T>(order: Order, work: impl FnOnce() -> T) -> T {
    let before = HERE.replace(Some(order));
    let done = work();
    HERE.set(before);
    done
}

/// The direction of a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dir {
    /// From left to right.
    #[default]
    Ltr,
    /// From right to left.
    Rtl,
}

impl Dir {
    /// Its level: 0 or 1.
    pub fn level(self) -> u8 {
        u8::from(self == Dir::Rtl)
    }
}

/// The direction of the screen: that of the interface's language, where we order text.
pub fn screen() -> Dir {
    if text::lang().is_rtl() && order().ours() { Dir::Rtl } else { Dir::Ltr }
}

/// Whether a character is written from right to left.
pub fn is_rtl(c: char) -> bool {
    c >= '\u{590}' && matches!(bidi_class(c), BidiClass::R | BidiClass::AL)
}

/// Whether anything in the text could make its order another than that in which it is stored.
pub fn matters(text: &str) -> bool {
    // All of them have two bytes or more, and the first is one of these.
    !text.is_ascii()
        && text.chars().any(|c| match c {
            '\0'..='\u{58F}' => false,
            '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' => true,
            '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
            '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}' => true,
            _ => false,
        })
}

/// How the parts of a paragraph stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parts {
    /// They are one text; only code and links stand apart, and technical words where they would be torn.
    Sentence,
    /// Each is a text by itself, and they follow each other in the paragraph's direction.
    Apart,
    /// They are code: each of them, and each text in quotation marks, is ordered by itself from left to right.
    Code,
}

/// The spans of a paragraph of this direction, parted where their levels differ. Where nobody orders the text they
/// stay as they are, and so do those that have a level.
pub fn resolve(spans: &[Span], dir: Dir, parts: Parts) -> Cow<'_, [Span]> {
    let known = |span: &Span| matches!(span.bidi, Bidi::Level(_)) || dir == Dir::Ltr && !matters(&span.text);
    if !order().any() || spans.iter().all(known) {
        return Cow::Borrowed(spans);
    }
    Cow::Owned(match parts {
        Parts::Sentence => sentence(spans, dir),
        Parts::Apart => spans.chunks(1).flat_map(|span| embedded(span, dir)).collect(),
        Parts::Code => spans.iter().flat_map(code).collect(),
    })
}

/// A row that is laid out, as a part of a row of another direction: its own direction, and its spans.
pub fn inside(line: &Line, dir: Dir) -> (Dir, Vec<Span>) {
    let (own, spans) = line.resolved();
    (own, raised(spans.into_owned(), own, dir))
}

/// The spans of a paragraph of direction `own` inside one of another: from left to right it begins two levels up in
/// one from right to left.
fn raised(mut spans: Vec<Span>, own: Dir, dir: Dir) -> Vec<Span> {
    let up = if own == Dir::Ltr { 2 } else { 0 };
    for span in spans.iter_mut().filter(|_| dir == Dir::Rtl) {
        let level = if let Bidi::Level(level) = span.bidi { level } else { own.level() };
        span.bidi = Bidi::Level(level + up);
    }
    spans
}

/// The direction of a text on a screen of another: what begins with a Latin name on one from right to left is a
/// sentence of that screen all the same.
fn label(spans: &[Span], screen: Dir) -> Dir {
    match screen {
        Dir::Rtl if spans.iter().any(|span| span.text.contains(is_rtl)) => Dir::Rtl,
        _ => direction(spans).unwrap_or(screen),
    }
}

/// Spans that are one text by itself inside a paragraph of another direction; what has its levels is given back.
pub fn embedded(spans: &[Span], dir: Dir) -> Vec<Span> {
    if spans.iter().all(|span| matches!(span.bidi, Bidi::Level(_))) {
        return spans.to_vec();
    }
    let own = label(spans, dir);
    raised(resolve(spans, own, Parts::Sentence).into_owned(), own, dir)
}

/// A span of code: operators between two texts stay between them.
fn code(span: &Span) -> Vec<Span> {
    if let Bidi::Level(_) = span.bidi {
        return vec![span.clone()];
    }
    let parts = span.text.split_inclusive(['"', '\'', '`']);
    parts.flat_map(|part| sentence(&[Span { bidi: Bidi::Open, ..span.with(part) }], Dir::Ltr)).collect()
}

fn sentence(spans: &[Span], dir: Dir) -> Vec<Span> {
    let mut analysis = Analysis::default();
    // Spans of one piece of code, or of one link, may differ in their looks.
    for piece in spans.chunk_by(|one, next| one.bidi == next.bidi) {
        let open = match piece[0].bidi {
            Bidi::Apart => Some('\u{2066}'),
            Bidi::Aside => Some('\u{2068}'),
            Bidi::Open | Bidi::Level(_) => None,
        };
        analysis.text.extend(open);
        for span in piece {
            if span.bidi == Bidi::Open && dir == Dir::Rtl {
                analysis.words(&span.text);
            } else {
                analysis.put(&span.text);
            }
        }
        analysis.text.extend(open.map(|_| '\u{2069}'));
    }
    let levels = analysis.levels(dir);
    let mut out = Vec::with_capacity(spans.len() + 4);
    let mut base = 0;
    for span in spans {
        if let Bidi::Level(_) = span.bidi {
            out.push(span.clone());
        } else {
            part(span, &levels[base..], &mut out);
        }
        base += span.text.len();
    }
    out
}

/// The level of each byte of a sentence of this direction, with its technical words isolated.
pub fn sentence_levels(text: &str, dir: Dir) -> Vec<u8> {
    let mut analysis = Analysis::default();
    match dir {
        Dir::Ltr => analysis.put(text),
        Dir::Rtl => analysis.words(text),
    }
    analysis.levels(dir)
}

/// Parts a span where the levels of its bytes differ, between graphemes.
fn part(span: &Span, levels: &[u8], out: &mut Vec<Span>) {
    let text = span.text.as_str();
    let mut start = 0;
    while start < text.len() {
        let level = levels[start];
        let differs = |at: usize| levels[at] != level && text.is_char_boundary(at);
        let mut end = (start + 1..text.len()).find(|&at| differs(at)).unwrap_or(text.len());
        // A mark stays with its letter.
        while end < text.len()
            && !GraphemeCursor::new(end, text.len(), true).is_boundary(text, 0).unwrap_or(true)
        {
            end += text[end..].chars().next().map_or(1, char::len_utf8);
        }
        out.push(Span { text: text[start..end].to_owned(), bidi: Bidi::Level(level), ..*span });
        start = end;
    }
}

/// A text as the algorithm gets it: with isolates around what is to stay whole.
#[derive(Default)]
struct Analysis {
    text: String,
    /// Where each byte of the spans is in it.
    places: Vec<usize>,
}

impl Analysis {
    fn put(&mut self, part: &str) {
        self.places.extend(self.text.len()..self.text.len() + part.len());
        self.text.push_str(part);
    }

    /// Text with its technical words isolated.
    fn words(&mut self, text: &str) {
        let mut at = 0;
        for island in islands(text) {
            self.put(&text[at..island.start]);
            self.text.push('\u{2066}');
            self.put(&text[island.clone()]);
            self.text.push('\u{2069}');
            at = island.end;
        }
        self.put(&text[at..]);
    }

    /// The level of each byte of the spans.
    fn levels(&self, dir: Dir) -> Vec<u8> {
        let found = levels(&self.text, Some(dir));
        self.places.iter().map(|&place| found[place]).collect()
    }
}

/// The level of each byte of a text, rules P1 to I2; each of its lines is a paragraph, of the direction that is given
/// or else that of its first strong character.
pub fn levels(text: &str, dir: Option<Dir>) -> Vec<u8> {
    let base = dir.map(|dir| if dir == Dir::Rtl { Level::rtl() } else { Level::ltr() });
    BidiInfo::new(text, base).levels.into_iter().map(|level| level.number()).collect()
}

#[cfg(test)]
mod tests;

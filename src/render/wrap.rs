//! Breaks styled text into rows of a width, in logical order.
//!
//! Rows break at spaces, after hyphens between letters, and between ideographs, but not before the
//! punctuation that closes and not after that which opens. A word longer than a row is broken anywhere.

use ratatui::style::Style;

use super::bidi::{self, Dir, Parts};
use super::line::{Flow, Line, Span};
use super::width::{ELLIPSIS, graphemes, width};

/// Columns from one tab stop to the next.
pub const TAB: usize = 4;
/// Columns that prefixes leave to the text, where that is not more than half of them.
const LEAST: usize = 8;

/// Lays `spans` out in rows of at most `cols` columns (at least one is assumed): `first` stands before the
/// first row, `next` before the others. Prefixes that leave no room are cut. A line feed begins a new row,
/// a tab becomes spaces. There is always a row, be it empty. The direction is that of the text, or of the screen.
pub fn wrap(spans: &[Span], first: &[Span], next: &[Span], cols: usize) -> Vec<Line> {
    wrap_in(bidi::direction(spans).unwrap_or_else(bidi::screen), spans, first, next, cols)
}

/// [`wrap`] for a paragraph of this direction.
pub fn wrap_in(dir: Dir, spans: &[Span], first: &[Span], next: &[Span], cols: usize) -> Vec<Line> {
    let dir = if bidi::order().any() { dir } else { Dir::Ltr };
    let spans = bidi::resolve(spans, dir, Parts::Sentence);
    let [first, next] = [first, next].map(|prefix| bidi::resolve(prefix, dir, Parts::Sentence));
    let rows = lay(&spans, &first, &next, cols, Break::Words);
    rows.into_iter().map(|spans| Line::laid(dir, spans)).collect()
}

/// [`wrap`] for text of several lines, each a paragraph with `before` in front of its rows; a line without letters has
/// the direction of the one above it.
pub fn wrap_lines(text: &str, style: Style, before: &[Span], cols: usize) -> Vec<Line> {
    let mut dir = bidi::screen();
    let mut rows = Vec::new();
    for line in text.split('\n') {
        let line = [Span::new(line, style)];
        dir = bidi::direction(&line).unwrap_or(dir);
        rows.extend(wrap_in(dir, &line, before, before, cols));
    }
    rows
}

/// [`wrap`] for code: from left to right, rows are full before they break, and no space is dropped.
pub fn chop(spans: &[Span], first: &[Span], next: &[Span], cols: usize) -> Vec<Line> {
    let spans = bidi::resolve(spans, Dir::Ltr, Parts::Code);
    let rows = lay(&spans, first, next, cols, Break::Anywhere);
    rows.into_iter().map(|spans| Line { spans, flow: Flow::Code, ..Line::default() }).collect()
}

/// The spans without what goes beyond `cols` columns.
pub fn clip(spans: &[Span], cols: usize) -> Vec<Span> {
    let mut left = cols;
    let mut out = Vec::new();
    for span in spans {
        let text = super::width::cut(&span.text, left);
        left -= width(text).min(left);
        if !text.is_empty() {
            out.push(span.with(text));
        }
        if text.len() < span.text.len() {
            break;
        }
    }
    out
}

/// Where rows may break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Break {
    Words,
    Anywhere,
}

fn lay(spans: &[Span], first: &[Span], next: &[Span], cols: usize, at: Break) -> Vec<Vec<Span>> {
    let cols = cols.max(1);
    let room = cols - cols.div_ceil(2).min(LEAST);
    let (first, next) = (clip(first, room), clip(next, room));
    let mut rows = Rows::new(first, next, cols);
    for span in spans {
        for (_, grapheme, wide) in graphemes(&span.text) {
            match (grapheme, at) {
                ("\n" | "\r\n", _) => rows.feed(),
                ("\t", Break::Words) => rows.tab(span),
                ("\t", Break::Anywhere) => {
                    let (tab, used) = (" ".repeat(TAB), rows.used - rows.start);
                    rows.put(&tab[used % TAB..], TAB - used % TAB, span);
                }
                (" ", Break::Words) => rows.space(" ", span),
                (_, Break::Words) => rows.letter(grapheme, wide, span),
                (_, Break::Anywhere) => rows.put(grapheme, wide, span),
            }
        }
    }
    rows.finish()
}

/// The rows so far, and what is not yet placed.
struct Rows {
    done: Vec<Vec<Span>>,
    row: Vec<Span>,
    /// Columns of the row that are taken.
    used: usize,
    /// Columns of the row's prefix.
    start: usize,
    next: Vec<Span>,
    /// Columns of the prefix of the rows that follow.
    next_start: usize,
    cols: usize,
    /// Spaces before the word; they are dropped when the row breaks there.
    gap: Vec<Span>,
    gap_cols: usize,
    word: Vec<Span>,
    word_cols: usize,
    /// The word is longer than a row: its letters go into the rows as they come.
    spilling: bool,
    /// The class of the last character, which says whether a row may break behind it.
    last: Class,
}

impl Rows {
    fn new(first: Vec<Span>, next: Vec<Span>, cols: usize) -> Rows {
        let sum = |spans: &[Span]| spans.iter().map(|span| width(&span.text)).sum();
        let (start, next_start) = (sum(&first), sum(&next));
        Rows {
            done: Vec::new(),
            row: first,
            used: start,
            start,
            next,
            next_start,
            cols,
            gap: Vec::new(),
            gap_cols: 0,
            word: Vec::new(),
            word_cols: 0,
            spilling: false,
            last: Class::Space,
        }
    }

    fn turn(&mut self) {
        let row = std::mem::replace(&mut self.row, self.next.clone());
        self.start = self.next_start;
        self.used = self.start;
        self.done.push(row);
    }

    fn feed(&mut self) {
        self.place();
        self.drop_gap();
        self.turn();
        self.last = Class::Space;
    }

    fn tab(&mut self, like: &Span) {
        self.place();
        let at = self.used + self.gap_cols - self.start;
        for _ in 0..TAB - at % TAB {
            self.space(" ", like);
        }
    }

    fn space(&mut self, text: &str, like: &Span) {
        self.place();
        Span::add(&mut self.gap, text, like);
        self.gap_cols += 1;
        self.last = Class::Space;
    }

    fn letter(&mut self, grapheme: &str, wide: usize, like: &Span) {
        let class = Class::of(grapheme, wide);
        if self.last.breaks_before(class) && (self.last != Class::Hyphen || self.compound()) {
            self.place();
        }
        // What has no width of its own belongs to the character before it.
        if wide > 0 {
            self.last = match class {
                Class::Hyphen if self.last != Class::Letter => Class::Mark,
                // Full-width punctuation is as wide as the ideographs, and a row may break behind it.
                Class::Closing if wide == 2 => Class::Ideograph,
                _ => class,
            };
        }
        if self.spilling {
            return self.put(grapheme, wide, like);
        }
        Span::add(&mut self.word, grapheme, like);
        self.word_cols += wide;
        if self.word_cols > self.cols - self.start.min(self.next_start) {
            self.spill();
        }
    }

    /// Whether the word is made of letters and hyphens alone, unlike addresses and options.
    fn compound(&self) -> bool {
        self.word.iter().flat_map(|span| span.text.chars()).all(|c| c.is_alphabetic() || Class::hyphen(c))
    }

    /// The word is too long for any row: it fills this one and goes on in the next.
    fn spill(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        if self.used + self.gap_cols + 1 < self.cols {
            for span in gap {
                Span::add(&mut self.row, &span.text, &span);
            }
            self.used += self.gap_cols;
        } else if self.used > self.start {
            self.turn();
        }
        self.gap_cols = 0;
        for span in std::mem::take(&mut self.word) {
            for (_, grapheme, wide) in graphemes(&span.text) {
                self.put(grapheme, wide, &span);
            }
        }
        self.word_cols = 0;
        self.spilling = true;
    }

    /// Appends to the row, or begins one if it is full.
    fn put(&mut self, text: &str, wide: usize, like: &Span) {
        if self.used + wide > self.cols && self.used > self.start {
            self.turn();
        }
        if self.used + wide > self.cols {
            // Not even an empty row has so many columns.
            Span::add(&mut self.row, ELLIPSIS, like);
            self.used += 1;
        } else {
            Span::add(&mut self.row, text, like);
            self.used += wide;
        }
    }

    /// The word has ended: places it here or in the next row.
    fn place(&mut self) {
        self.spilling = false;
        if self.word.is_empty() {
            return;
        }
        if self.used + self.gap_cols + self.word_cols > self.cols {
            self.drop_gap();
            if self.used > self.start {
                self.turn();
            }
            if self.used + self.word_cols > self.cols {
                self.spill();
                self.spilling = false;
                return;
            }
        }
        self.used += self.gap_cols + self.word_cols;
        self.gap_cols = 0;
        self.word_cols = 0;
        let spans = std::mem::take(&mut self.gap).into_iter().chain(std::mem::take(&mut self.word));
        for span in spans {
            Span::add(&mut self.row, &span.text, &span);
        }
    }

    fn drop_gap(&mut self) {
        self.gap.clear();
        self.gap_cols = 0;
    }

    fn finish(mut self) -> Vec<Vec<Span>> {
        self.place();
        self.done.push(self.row);
        self.done
    }
}

/// What a character is to the breaking of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Space,
    Letter,
    /// A digit, a mark, anything that is neither.
    Mark,
    /// A hyphen behind a letter, or a dash.
    Hyphen,
    Ideograph,
    Opening,
    Closing,
}

impl Class {
    fn of(grapheme: &str, wide: usize) -> Class {
        let Some(c) = grapheme.chars().next() else { return Class::Mark };
        match c {
            _ if Class::hyphen(c) => Class::Hyphen,
            '(' | '[' | '{' | '（' | '「' | '『' | '【' | '〔' | '〈' | '《' | '［' | '｛' | '“' | '‘'
            | '«' => Class::Opening,
            ')' | ']' | '}' | ',' | '.' | ':' | ';' | '!' | '?' | '%' | '”' | '’' | '»' | '…' | '·' => {
                Class::Closing
            }
            '、' | '。' | '，' | '．' | '：' | '；' | '？' | '！' | '」' | '』' | '】' | '〕' | '〉'
            | '》' | '）' | '］' | '｝' | '々' | '〻' | 'ー' | '・' | '％' | '～' | '゛' | '゜' | 'ゝ'
            | 'ゞ' | 'ヽ' | 'ヾ' => Class::Closing,
            'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' | 'ァ' | 'ィ' | 'ゥ'
            | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' | 'ヵ' | 'ヶ' => Class::Closing,
            // Korean has spaces between its words.
            '\u{1100}'..='\u{11FF}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}' => Class::Letter,
            _ if wide >= 2 => Class::Ideograph,
            _ if c.is_alphabetic() => Class::Letter,
            _ => Class::Mark,
        }
    }

    fn hyphen(c: char) -> bool {
        matches!(c, '-' | '\u{2010}' | '\u{2013}')
    }

    /// Whether a row may break between this and what follows.
    fn breaks_before(self, next: Class) -> bool {
        match (self, next) {
            (_, Class::Closing) | (Class::Opening | Class::Space, _) => false,
            (Class::Hyphen, next) => next == Class::Letter,
            (Class::Ideograph, next) => next != Class::Hyphen,
            // Behind a closing mark only where ideographs are: `a.b` and `f(x).y` stay whole.
            (_, next) => next == Class::Ideograph,
        }
    }
}

#[cfg(test)]
mod tests;

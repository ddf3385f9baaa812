//! One message as rows: rendered once, and again only where it changed.

use ratatui::style::Style;

use crate::chat::tree::{Node, State};
use crate::render::bidi::{self, Order, order};
use crate::render::line::{Line, Span};
use crate::render::look::Look;
use crate::render::sanitize::screen;
use crate::render::stream::Stream;
use crate::render::theme::Role;
use crate::render::wrap::{wrap, wrap_in, wrap_lines};
use crate::tell;
use crate::text::{Lang, lang};
use crate::tui::{call, draw};
use crate::wire::{self, ToolCall};

/// Whether what can be folded is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fold {
    /// One row says what is there.
    #[default]
    Folded,
    /// All of it is shown.
    Open,
}

/// What a cell shows besides its message.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Around {
    /// Whether thinking and results are folded.
    pub(super) fold: Fold,
    /// Which branch of how many this is.
    pub(super) branch: (usize, usize),
    /// Tokens of thinking so far, while it comes.
    pub(super) thinking: u32,
    /// Why the answer failed.
    pub(super) fault: Option<String>,
    /// Its place in the work by tools.
    pub(super) work: Work,
}

/// The place of a message in the work by tools.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Work {
    /// The call that it is the result of.
    pub(super) of: Option<ToolCall>,
    /// Whether results of its calls are there, which name them.
    pub(super) begun: Begun,
    /// Whether a gap is below it.
    pub(super) gap: Gap,
}

/// Whether calls have results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Begun {
    Yes,
    #[default]
    No,
}

/// Whether a row is left empty below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Gap {
    #[default]
    Yes,
    No,
}

/// What the rows were made from; while it is the same, they are.
#[derive(Debug, PartialEq)]
struct Print {
    text: usize,
    thinking: usize,
    /// Bytes of the calls.
    calls: usize,
    state: State,
    around: Around,
    width: u16,
    theme: String,
    lang: Lang,
    order: Order,
}

/// A message as rows.
#[derive(Debug)]
pub(super) struct Cell {
    print: Print,
    head: Vec<Line>,
    body: Body,
    foot: Vec<Line>,
}

#[derive(Debug)]
enum Body {
    /// What a user wrote, or a tool.
    Rows(Vec<Line>),
    /// An answer; how many rows are finished, and its open tail.
    Answer(Box<Answer>),
}

/// An answer's stream, with its rows as of the last look.
#[derive(Debug)]
struct Answer {
    stream: Stream,
    done: usize,
    tail: usize,
}

impl Cell {
    /// The rows of a message.
    pub(super) fn new(node: &Node, around: &Around, look: &Look) -> Cell {
        let mut cell = Cell {
            print: print(node, around, look),
            head: head(node, around, look),
            body: Body::Rows(Vec::new()),
            foot: foot(node, around, look),
        };
        cell.body = match node.role {
            wire::Role::Assistant => {
                Body::Answer(Box::new(Answer { stream: Stream::new(), done: 0, tail: 0 }))
            }
            wire::Role::Tool => Body::Rows(call::result(node, around.work.of.as_ref(), around.fold, look)),
            // A check that failed says so in the user's place.
            wire::Role::User if !node.is_question() => {
                Body::Rows(call::result(node, None, around.fold, look))
            }
            _ => Body::Rows(plain(&node.text, look, Role::User)),
        };
        cell.grow(node, look);
        cell
    }

    /// Brings the rows up to date with the message.
    pub(super) fn update(&mut self, node: &Node, around: &Around, look: &Look) {
        let now = print(node, around, look);
        if now == self.print {
            return;
        }
        let grown = matches!(self.body, Body::Answer(_)) && self.print.text <= now.text;
        if !grown {
            *self = Cell::new(node, around, look);
            return;
        }
        self.head = head(node, around, look);
        self.foot = foot(node, around, look);
        self.print = now;
        self.grow(node, look);
    }

    /// Gives an answer's new text to its stream.
    fn grow(&mut self, node: &Node, look: &Look) {
        let Body::Answer(answer) = &mut self.body else { return };
        let had = answer.stream.text().len();
        if let Some(new) = node.text.get(had..).filter(|new| !new.is_empty()) {
            answer.stream.push(new);
        }
        if node.state != State::Open {
            answer.stream.finish();
        }
        let (done, tail) = answer.stream.lines(look);
        (answer.done, answer.tail) = (done.len(), tail.len());
    }

    /// How many rows there are.
    pub(super) fn height(&self) -> usize {
        let body = match &self.body {
            Body::Rows(rows) => rows.len(),
            Body::Answer(answer) => answer.done + answer.tail,
        };
        self.head.len() + body + self.foot.len()
    }

    /// Rows from `top` on, at most `count`.
    pub(super) fn rows(&mut self, top: usize, count: usize, look: &Look) -> Vec<Line> {
        let (done, tail): (&[Line], &[Line]) = match &mut self.body {
            Body::Rows(rows) => (rows, &[]),
            Body::Answer(answer) => answer.stream.lines(look),
        };
        // Four pieces in a row; skipping whole ones keeps this cheap in the longest answers.
        let mut skip = top;
        let mut rows = Vec::with_capacity(count.min(256));
        for piece in [self.head.as_slice(), done, tail, self.foot.as_slice()] {
            let from = skip.min(piece.len());
            skip -= from;
            rows.extend(piece[from..].iter().take(count - rows.len()).cloned());
        }
        rows
    }
}

fn print(node: &Node, around: &Around, look: &Look) -> Print {
    Print {
        text: node.text.len(),
        thinking: node.thinking.len(),
        calls: node
            .calls
            .iter()
            .map(|call| 1 + call.function.name.len() + call.function.arguments.len())
            .sum(),
        state: node.state,
        around: around.clone(),
        width: look.width,
        theme: look.theme.name.clone(),
        lang: lang(),
        order: order(),
    }
}

/// What stands above the text: thinking, calls, pictures.
fn head(node: &Node, around: &Around, look: &Look) -> Vec<Line> {
    let cols = usize::from(look.width).max(1);
    let theme = &look.theme;
    let mut lines = Vec::new();
    if node.summary {
        lines.extend(wrap_in(
            bidi::screen(),
            &[Span::new(tell!("cell-summary"), theme.style(Role::Warning))],
            &[],
            &[],
            cols,
        ));
    }
    if !node.thinking.is_empty() {
        lines.extend(thinking(node, around, look));
    }
    for image in &node.images {
        let text = format!("▣ {}", screen(image));
        lines.extend(wrap(&[Span::new(text, theme.style(Role::Muted))], &[], &[], cols));
    }
    let pending = node.calls.iter().filter(|_| around.work.begun == Begun::No);
    lines.extend(pending.flat_map(|call| call::pending(call, around.fold, look)));
    lines
}

fn thinking(node: &Node, around: &Around, look: &Look) -> Vec<Line> {
    let cols = usize::from(look.width).max(1);
    let style = look.theme.style(Role::Thinking);
    let cost = node.cost.unwrap_or_default();
    let live = node.state == State::Open && node.text.is_empty();
    let tokens = if cost.thinking > 0 { cost.thinking } else { around.thinking };
    let mut what = match cost.thinking_ms {
        _ if live => tell!("cell-thinking"),
        0..100 => tell!("cell-thought"),
        ms => tell!("cell-thought-for", time = seconds(ms)),
    };
    if tokens > 0 {
        what.push_str(&format!(" · {}", tell!("cell-tokens", count = tokens)));
    }
    let mark = if around.fold == Fold::Folded { draw::pointing("▸", "◂") } else { "▾" };
    let mut lines = wrap_in(bidi::screen(), &[Span::new(format!("{mark} {what}"), style)], &[], &[], cols);
    if around.fold == Fold::Open {
        let bar = [Span::new("│ ", look.theme.style(Role::Marker))];
        lines.extend(wrap_lines(&screen(node.thinking.trim()), style, &bar, cols));
    }
    // Nothing but calls may follow, which stand below their own gap.
    if node.state == State::Open || !node.text.trim().is_empty() {
        lines.push(Line::default());
    }
    lines
}

/// `3.2 s`, `1 min 20 s`.
fn seconds(ms: u64) -> String {
    match ms / 1000 {
        0..60 => tell!("cell-seconds", seconds = format!("{}.{}", ms / 1000, ms % 1000 / 100)),
        all => tell!("cell-minutes", minutes = all / 60, seconds = all % 60),
    }
}

/// Text as it was written.
fn plain(text: &str, look: &Look, role: Role) -> Vec<Line> {
    let (cols, style) = (usize::from(look.width).max(1), look.theme.style(role));
    let shown = screen(text.trim_end());
    wrap_lines(&shown, style, &[], cols)
}

/// What stands below: how it ended, which branch it is, and the gap to the next.
fn foot(node: &Node, around: &Around, look: &Look) -> Vec<Line> {
    let theme = &look.theme;
    let broken = || match &around.fault {
        Some(why) => tell!("cell-broken-why", why = screen(why)),
        None => tell!("cell-broken"),
    };
    let said = match node.state {
        State::Cut => Some((tell!("cell-cut"), Role::Warning)),
        State::Stopped => Some((tell!("cell-stopped"), Role::Muted)),
        // A result says itself what failed.
        State::Failed if node.role == wire::Role::Tool => None,
        State::Failed => Some((broken(), Role::Error)),
        State::Whole | State::Open => None,
    };
    let mut spans: Vec<Span> = Vec::new();
    if around.branch.1 > 1 {
        let text = format!("‹ {}/{} › ", around.branch.0 + 1, around.branch.1);
        spans.push(Span::new(text, theme.style(Role::Marker)));
    }
    spans.extend(said.map(|(text, role)| Span::new(text, theme.style(role))));
    let mut lines = Vec::new();
    if !spans.is_empty() {
        lines.extend(wrap_in(bidi::screen(), &spans, &[], &[], usize::from(look.width).max(1)));
    }
    if around.work.gap == Gap::Yes && !(call::is_bare(node) && around.work.begun == Begun::Yes) {
        lines.push(Line::plain("", Style::default()));
    }
    lines
}

//! Lays blocks out in rows: their spacing, the marks before them, what stands inside what.

use pulldown_cmark::BlockQuoteKind;
use ratatui::style::{Color, Modifier, Style};

use super::flow::PIECE;
use super::parse::{Apart, Block, Item, Kind, Source, note};
use super::table;
use crate::render::bidi::{self, Dir, Parts};
use crate::render::highlight::Code;
use crate::render::line::{Flow, Line, Span};
use crate::render::look::Look;
use crate::render::sanitize::screen;
use crate::render::theme::Role;
use crate::render::width::{fit, width};
use crate::render::wrap::{chop, clip, wrap_in};

/// The marks of lists inside lists.
const BULLETS: [&str; 3] = ["• ", "◦ ", "▪ "];
/// Before each row of code, and before the rest of a row that was too long.
const PAD: [&str; 2] = ["  ", "┆ "];
/// The most columns of a rule.
const RULE: usize = 80;

/// What goes from block to block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// Code blocks so far.
    pub(super) count: usize,
    /// The direction of the last block, which one without letters takes over.
    pub(super) dir: Dir,
}

impl Default for Run {
    fn default() -> Run {
        Run { count: 0, dir: bidi::screen() }
    }
}

/// Writes rows; what contains them stands before each.
pub(super) struct Pen<'a> {
    look: &'a Look,
    out: &'a mut Vec<Line>,
    run: &'a mut Run,
    /// Before the next row.
    first: Vec<Span>,
    /// Before the rows after it.
    next: Vec<Span>,
    /// Lists that contain this.
    depth: usize,
    /// The direction of the list that contains this, which its items have too.
    within: Option<Dir>,
}

impl<'a> Pen<'a> {
    /// A pen that writes after `out`.
    pub(super) fn new(look: &'a Look, out: &'a mut Vec<Line>, run: &'a mut Run) -> Pen<'a> {
        Pen { look, out, run, first: Vec::new(), next: Vec::new(), depth: 0, within: None }
    }

    /// A row with nothing but what contains it.
    pub(super) fn gap(&mut self) {
        let mut spans = self.next.clone();
        while let Some(last) = spans.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            if !last.text.is_empty() {
                break;
            }
            spans.pop();
        }
        let dir = self.within.unwrap_or(self.run.dir);
        self.out.push(match spans.is_empty() {
            true => Line::default(),
            false => Line::laid(dir, bidi::resolve(&spans, dir, Parts::Sentence).into_owned()),
        });
    }

    /// One block.
    pub(super) fn block(&mut self, kind: &Kind) {
        match kind {
            Kind::Text(spans) | Kind::Heading(spans) | Kind::Html(spans) => self.text(spans),
            Kind::Code(source) => self.code(source),
            Kind::Quote(kind, blocks) => self.quote(*kind, blocks),
            Kind::List(start, items) => _ = self.list(*start, items, None),
            Kind::Table(table) => {
                let cols = self.inner();
                let lines = table::lay(table, &self.look.theme, cols, self.run.dir);
                if let Some(Line { flow: Flow::Laid(dir), .. }) = lines.first() {
                    self.run.dir = *dir;
                }
                self.rows(lines);
            }
            Kind::Rule => {
                let cols = self.inner().min(RULE);
                let line = Line::plain("─".repeat(cols), self.look.theme.style(Role::Marker));
                self.rows(vec![Line { flow: Flow::Laid(self.run.dir), ..line }]);
            }
        }
    }

    /// Columns within what contains this.
    fn inner(&self) -> usize {
        let taken: usize = self.next.iter().map(|span| width(&span.text)).sum();
        self.look.cols().saturating_sub(taken).max(1)
    }

    /// What stands before the next row; before the one after it stands `next`.
    fn begin(&mut self) -> Vec<Span> {
        std::mem::replace(&mut self.first, self.next.clone())
    }

    fn text(&mut self, spans: &[Span]) {
        let dir = self.within.or_else(|| bidi::direction(spans)).unwrap_or(self.run.dir);
        self.run.dir = dir;
        let first = self.begin();
        self.out.extend(wrap_in(dir, spans, &first, &self.next, self.look.cols()));
    }

    /// Rows that are laid out already.
    fn rows(&mut self, lines: Vec<Line>) {
        for mut line in lines {
            let dir = if let Flow::Laid(dir) = line.flow { dir } else { Dir::Ltr };
            let mut spans = bidi::resolve(&self.begin(), dir, Parts::Sentence).into_owned();
            spans.append(&mut line.spans);
            line.spans = clip(&spans, self.look.cols());
            self.out.push(line);
        }
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>, blocks: &[Block]) {
        let bar = Span::new("│ ", self.look.theme.style(Role::Marker));
        let (first, next) = (self.begin(), self.next.clone());
        let with = |mut spans: Vec<Span>| {
            spans.push(bar.clone());
            spans
        };
        let mut pen = Pen {
            look: self.look,
            out: self.out,
            run: self.run,
            first: with(first),
            next: with(next),
            depth: self.depth,
            within: self.within,
        };
        if let Some(kind) = kind {
            let role = match kind {
                BlockQuoteKind::Warning | BlockQuoteKind::Caution => Role::Warning,
                _ => Role::Heading,
            };
            pen.text(&[Span::new(note(kind), self.look.theme.style(role).add_modifier(Modifier::BOLD))]);
        }
        pen.blocks(blocks);
    }

    /// Blocks inside another: as far apart as they are in the source.
    fn blocks(&mut self, blocks: &[Block]) {
        for (at, block) in blocks.iter().enumerate() {
            if at > 0 && block.apart == Apart::Yes {
                self.gap();
            }
            self.block(&block.kind);
        }
        if blocks.is_empty() {
            self.text(&[]);
        }
    }

    /// Items with their marks; the first number if they are numbered. `dir` is the direction of the items before
    /// these, if there are any.
    pub(super) fn list(&mut self, start: Option<u64>, items: &[Item], dir: Option<Dir>) -> Dir {
        let dir = self.within.or(dir).or_else(|| lean(items)).unwrap_or(self.run.dir);
        let outer = self.within.replace(dir);
        for (at, item) in items.iter().enumerate() {
            if at > 0 && item.apart == Apart::Yes {
                self.gap();
            }
            self.item(start.map(|start| start.saturating_add(at as u64)), item);
        }
        self.within = outer;
        dir
    }

    fn item(&mut self, number: Option<u64>, item: &Item) {
        let theme = &self.look.theme;
        let (mark, role) = match (item.task, number) {
            (Some(true), _) => ("[x] ".into(), Role::Good),
            (Some(false), _) => ("[ ] ".into(), Role::Marker),
            (None, Some(number)) => (format!("{number}. "), Role::Marker),
            (None, None) => (BULLETS[self.depth.min(BULLETS.len() - 1)].into(), Role::Marker),
        };
        let (mut first, mut next) = (self.begin(), self.next.clone());
        next.push(Span::new(" ".repeat(width(&mark)), Style::new()));
        first.push(Span::new(mark, theme.style(role)));
        let (look, depth, within) = (self.look, self.depth + 1, self.within);
        Pen { look, out: self.out, run: self.run, first, next, depth, within }.blocks(&item.blocks);
    }

    fn code(&mut self, source: &Source) {
        let mut code = self.head(&source.info);
        let lines = source.text.split_inclusive('\n');
        // An end without a line end is a line only if there is something in it.
        for line in lines.filter(|line| line.ends_with('\n') || !line.trim().is_empty()) {
            self.line(&mut code, line.trim_end_matches('\n'));
        }
    }

    /// The row above code, with its number and language; the code itself follows by [`Pen::line`].
    pub(super) fn head(&mut self, info: &str) -> Code {
        self.run.count += 1;
        let theme = &self.look.theme;
        let info = screen(info.trim()).replace(['\n', '\t'], " ");
        let quiet = theme.style(Role::Block).patch(theme.style(Role::Muted));
        let text = format!("{}{} {info}", PAD[0], self.run.count);
        self.slab(vec![vec![Span::new(fit(text.trim_end(), self.inner()), quiet)]]);
        self.look.code.begin(&lang(&info), theme)
    }

    /// One line of code.
    pub(super) fn line(&mut self, code: &mut Code, line: &str) {
        let (look, cols) = (self.look, self.inner());
        let text = screen(line);
        let spans = code.line(&look.code, &look.theme, &text);
        let block = look.theme.style(Role::Block);
        let first = Span::new(PAD[0], block);
        let next = Span::new(PAD[1], block.patch(look.theme.style(Role::Muted)));
        let rows = chop(&spans, &[first], &[next], cols);
        self.slab(rows.into_iter().map(|row| row.spans).collect());
    }

    /// Rows on the background of code, which begins right of what contains them.
    fn slab(&mut self, rows: Vec<Vec<Span>>) {
        let theme = &self.look.theme;
        let screen = theme.style(Role::Screen).bg.unwrap_or(Color::Reset);
        let fill = theme.style(Role::Block);
        for mut row in rows {
            let mut spans = self.begin();
            for span in spans.iter_mut().filter(|_| fill.bg.is_some()) {
                span.style.bg.get_or_insert(screen);
            }
            spans.append(&mut row);
            let spans = clip(&spans, self.look.cols());
            self.out.push(Line { spans, flow: Flow::Code, fill });
        }
    }
}

/// The direction of a list: that of the first text near its beginning that has one.
pub(super) fn lean(items: &[Item]) -> Option<Dir> {
    let start = items.first()?.range.start;
    let mut near = items.iter().take_while(|item| item.range.start < start + PIECE);
    near.find_map(|item| first_strong(&item.blocks))
}

/// The direction of the first text among the blocks that has one.
fn first_strong(blocks: &[Block]) -> Option<Dir> {
    blocks.iter().find_map(|block| match &block.kind {
        Kind::Text(spans) | Kind::Heading(spans) => bidi::direction(spans),
        Kind::Quote(_, blocks) => first_strong(blocks),
        Kind::List(_, items) => lean(items),
        Kind::Html(_) | Kind::Code(_) | Kind::Table(_) | Kind::Rule => None,
    })
}

/// The language that a fence names: `rust` of `rust,ignore`, `{.rust}` and `rust title="x"`.
pub(super) fn lang(info: &str) -> String {
    let mut words = info.split([' ', ',', '{', '}', ':', ';']).filter(|word| !word.is_empty());
    words.next().unwrap_or_default().trim_start_matches('.').to_owned()
}

//! Reads Markdown into blocks whose text is styled and harmless already.

use std::collections::HashMap;
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag,
    TagEnd,
};
use ratatui::style::{Modifier, Style};

use super::ink::Ink;
use crate::render::line::Span;
use crate::render::theme::{Role, Theme};
use crate::tell;

/// Lists and quotations inside each other, beyond which nobody can tell them apart.
const DEEPEST: usize = 24;

/// Where links by reference lead: address by label.
pub(super) type Defs = HashMap<String, String>;

/// A block and where it stands in the source.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) kind: Kind,
    /// Bytes of the source, from the beginning of its first line.
    pub(super) range: Range<usize>,
    /// Whether a blank line stands before it.
    pub(super) apart: Apart,
}

/// Whether a blank line stands before a block in its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Apart {
    Yes,
    No,
}

/// What a block is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Text(Vec<Span>),
    Heading(Vec<Span>),
    /// As it is written.
    Html(Vec<Span>),
    Code(Source),
    Quote(Option<BlockQuoteKind>, Vec<Block>),
    /// The first number, if the items have numbers.
    List(Option<u64>, Vec<Item>),
    Table(Table),
    Rule,
}

/// A code block.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// What stands behind the fence.
    pub(super) info: String,
    pub(super) text: String,
    pub(super) fence: Fence,
}

/// How a code block is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fence {
    Fenced,
    Indented,
}

/// One item of a list.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// For a task: whether it is done.
    pub(super) task: Option<bool>,
    pub(super) blocks: Vec<Block>,
    pub(super) range: Range<usize>,
    pub(super) apart: Apart,
}

/// A table; every row has as many cells as the head.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) align: Vec<Alignment>,
    pub(super) head: Vec<Vec<Span>>,
    pub(super) rows: Vec<Vec<Vec<Span>>>,
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH
}

/// The blocks of `source`, which begins where a block does; `before` says what stands there. Addresses that
/// it defines are added to `defs`.
pub(super) fn parse(source: &str, before: Apart, theme: &Theme, defs: &mut Defs) -> Vec<Block> {
    let known = std::mem::take(defs);
    let find = |link: BrokenLink<'_>| {
        let url = known.get(&label(&link.reference))?;
        Some((CowStr::from(url.clone()), CowStr::Borrowed("")))
    };
    let events = Parser::new_with_broken_link_callback(source, options(), Some(find)).into_offset_iter();
    let found: Vec<(String, String)> = events
        .reference_definitions()
        .iter()
        .map(|(name, def)| (label(name), def.dest.to_string()))
        .collect();
    let mut reader = Reader { events: events.peekable(), source, before, theme, task: None, depth: 0 };
    let blocks = reader.blocks(theme.style(Role::Text));
    drop(reader);
    *defs = known;
    for (name, url) in found {
        defs.entry(name).or_insert(url);
    }
    blocks
}

/// Labels are equal whatever their case and spaces.
fn label(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

struct Reader<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> {
    events: Peekable<I>,
    source: &'a str,
    before: Apart,
    theme: &'a Theme,
    /// The mark of the task that is being read.
    task: Option<bool>,
    /// Containers around what is being read.
    depth: usize,
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Reader<'a, I> {
    /// Blocks up to the end of what contains them, which is taken too.
    fn blocks(&mut self, base: Style) -> Vec<Block> {
        let mut blocks = Vec::new();
        // Open containers beyond the deepest, whose blocks stand among these.
        let mut beyond = 0;
        self.depth += 1;
        while let Some((event, range)) = self.events.peek().cloned() {
            match event {
                Event::End(_) => {
                    self.events.next();
                    if beyond == 0 {
                        break;
                    }
                    beyond -= 1;
                    continue;
                }
                Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Item) if self.depth > DEEPEST => {
                    self.events.next();
                    beyond += 1;
                    continue;
                }
                _ => {}
            }
            let start = self.line(range.start);
            if let Some(kind) = self.block(event, base) {
                blocks.push(Block { kind, range: start..range.end.max(start), apart: self.apart(start) });
            }
        }
        self.depth -= 1;
        blocks
    }

    fn block(&mut self, event: Event<'a>, base: Style) -> Option<Kind> {
        if inline(&event) {
            // In a list without blank lines the text has no paragraph around it.
            return Some(Kind::Text(self.ink(base)));
        }
        self.events.next();
        Some(match event {
            Event::Start(Tag::Paragraph) => Kind::Text(self.closed(base)),
            Event::Start(Tag::Heading { level, .. }) => Kind::Heading(self.closed(self.heading(level))),
            Event::Start(Tag::CodeBlock(kind)) => Kind::Code(self.code(&kind)),
            Event::Start(Tag::HtmlBlock) => Kind::Html(self.html(base)),
            Event::Start(Tag::BlockQuote(kind)) => {
                Kind::Quote(kind, self.blocks(base.patch(self.theme.style(Role::Quote))))
            }
            Event::Start(Tag::List(start)) => Kind::List(start, self.items(base)),
            Event::Start(Tag::Table(align)) => Kind::Table(self.table(align, base)),
            Event::Rule => Kind::Rule,
            _ => return None,
        })
    }

    /// The beginning of the line that this byte is in.
    fn line(&self, at: usize) -> usize {
        self.source[..at].rfind('\n').map_or(0, |feed| feed + 1)
    }

    /// Whether the line before the one that begins here is blank, quotation marks aside.
    fn apart(&self, start: usize) -> Apart {
        let Some(above) = self.source[..start].strip_suffix('\n') else { return self.before };
        let above = above.rsplit('\n').next().unwrap_or(above);
        if above.trim_matches([' ', '\t', '>']).is_empty() { Apart::Yes } else { Apart::No }
    }

    /// Text up to the end of its block, which is taken too.
    fn closed(&mut self, base: Style) -> Vec<Span> {
        let spans = self.ink(base);
        self.events.next();
        spans
    }

    fn ink(&mut self, base: Style) -> Vec<Span> {
        let mut ink = Ink::new(self.theme, base);
        while let Some((event, _)) = self.events.next_if(|(event, _)| inline(event)) {
            match event {
                Event::TaskListMarker(done) => self.task = Some(done),
                event => ink.take(event),
            }
        }
        ink.finish()
    }

    fn heading(&self, level: HeadingLevel) -> Style {
        let role = if level == HeadingLevel::H1 { Role::Title } else { Role::Heading };
        let weight = if level <= HeadingLevel::H3 { Modifier::BOLD } else { Modifier::ITALIC };
        self.theme.style(role).add_modifier(weight)
    }

    fn code(&mut self, kind: &CodeBlockKind<'a>) -> Source {
        let mut text = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Text(more) => text.push_str(&more),
                _ => break,
            }
        }
        let (info, fence) = match kind {
            CodeBlockKind::Fenced(info) => (info.to_string(), Fence::Fenced),
            CodeBlockKind::Indented => (String::new(), Fence::Indented),
        };
        Source { info, text, fence }
    }

    fn html(&mut self, base: Style) -> Vec<Span> {
        let mut text = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Html(more) | Event::Text(more) => text.push_str(&more),
                _ => break,
            }
        }
        vec![Span::new(text.trim_end(), base.patch(self.theme.style(Role::Muted)))]
    }

    fn items(&mut self, base: Style) -> Vec<Item> {
        let mut items = Vec::new();
        while let Some((Event::Start(Tag::Item), range)) = self.events.next() {
            // Items inside this one leave their marks in the same place.
            let outer = self.task.take();
            let start = self.line(range.start);
            let blocks = self.blocks(base);
            let task = std::mem::replace(&mut self.task, outer);
            items.push(Item { task, blocks, range: start..range.end, apart: self.apart(start) });
        }
        items
    }

    fn table(&mut self, align: Vec<Alignment>, base: Style) -> Table {
        let mut table = Table { align, ..Table::default() };
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead) => table.head = self.cells(base.add_modifier(Modifier::BOLD)),
                Event::Start(Tag::TableRow) => {
                    let row = self.cells(base);
                    table.rows.push(row);
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        table
    }

    fn cells(&mut self, base: Style) -> Vec<Vec<Span>> {
        let mut cells = Vec::new();
        while let Some((Event::Start(Tag::TableCell), _)) = self.events.next() {
            cells.push(self.closed(base));
        }
        cells
    }
}

/// Whether an event belongs to the text of a block.
fn inline(event: &Event) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        ),
        Event::End(end) => matches!(
            end,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::Link
                | TagEnd::Image
        ),
        Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}

/// What a quotation with a label is called.
pub(super) fn note(kind: BlockQuoteKind) -> String {
    match kind {
        BlockQuoteKind::Note => tell!("render-note"),
        BlockQuoteKind::Tip => tell!("render-tip"),
        BlockQuoteKind::Important => tell!("render-important"),
        BlockQuoteKind::Warning => tell!("render-warning"),
        BlockQuoteKind::Caution => tell!("render-caution"),
    }
}

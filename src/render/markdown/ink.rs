//! Turns the inside of a paragraph into styled text.

use pulldown_cmark::{Event, Tag, TagEnd};
use ratatui::style::{Modifier, Style};
use unicode_segmentation::UnicodeSegmentation;

use crate::render::line::{Bidi, Span};
use crate::render::sanitize::screen;
use crate::render::theme::{Role, Theme};
use crate::render::width::width;

/// The text of one block on its way.
pub(super) struct Ink<'t> {
    theme: &'t Theme,
    spans: Vec<Span>,
    /// The looks of what is open, the base first.
    styles: Vec<Style>,
    links: Vec<Link>,
    /// The source had a line end here.
    soft: Soft,
}

/// An open link or image.
struct Link {
    url: String,
    /// Its text so far, to compare with the address.
    text: String,
}

/// Whether a line of the source has ended before the text that comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Soft {
    Break,
    None,
}

impl<'t> Ink<'t> {
    pub(super) fn new(theme: &'t Theme, base: Style) -> Ink<'t> {
        Ink { theme, spans: Vec::new(), styles: vec![base], links: Vec::new(), soft: Soft::None }
    }

    pub(super) fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(end) => self.close(end),
            Event::Text(text) => self.text(&text, self.style()),
            Event::Code(text) => self.code(&text),
            Event::InlineMath(text) => self.text_of(&format!("${text}$"), self.role(Role::Code), Bidi::Apart),
            Event::DisplayMath(text) => self.math(&text),
            Event::InlineHtml(tag) | Event::Html(tag) => self.tag(&tag),
            Event::FootnoteReference(label) => self.text(&format!("[^{label}]"), self.style()),
            Event::SoftBreak => self.soft = Soft::Break,
            Event::HardBreak => self.feed(),
            Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    pub(super) fn finish(self) -> Vec<Span> {
        self.spans
    }

    fn style(&self) -> Style {
        self.styles.last().copied().unwrap_or_default()
    }

    fn role(&self, role: Role) -> Style {
        self.style().patch(self.theme.style(role))
    }

    fn open(&mut self, tag: Tag) {
        let style = match tag {
            Tag::Emphasis => self.style().add_modifier(Modifier::ITALIC),
            Tag::Strong => self.style().add_modifier(Modifier::BOLD),
            Tag::Strikethrough => self.style().add_modifier(Modifier::CROSSED_OUT),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.links.push(Link { url: dest_url.to_string(), text: String::new() });
                self.role(Role::Link).add_modifier(Modifier::UNDERLINED)
            }
            _ => self.style(),
        };
        self.styles.push(style);
    }

    fn close(&mut self, end: TagEnd) {
        if matches!(end, TagEnd::Link | TagEnd::Image)
            && let Some(Link { url, text }) = self.links.pop()
        {
            if text.is_empty() {
                self.text_of(&url, self.style(), Bidi::Apart);
            } else if !same(&text, &url) {
                let outer = self.styles.iter().rev().nth(1).copied().unwrap_or_default();
                let muted = outer.patch(self.theme.style(Role::Muted));
                self.text(" (", muted);
                self.text_of(&url, muted, Bidi::Apart);
                self.text(")", muted);
            }
        }
        if self.styles.len() > 1 {
            self.styles.pop();
        }
    }

    /// Code in a sentence; where a theme has no look for it, its marks stay.
    fn code(&mut self, text: &str) {
        let style = self.role(Role::Code);
        if style == self.style() {
            let marks = if text.contains('`') { "``" } else { "`" };
            return self.text_of(&format!("{marks}{text}{marks}"), style, Bidi::Apart);
        }
        self.text_of(text, style, Bidi::Apart);
    }

    /// A formula that stands alone keeps its lines.
    fn math(&mut self, text: &str) {
        let style = self.role(Role::Code);
        let mut lines = text.trim().lines();
        self.text_of("$$", style, Bidi::Apart);
        if let Some(first) = lines.next() {
            self.text_of(first, style, Bidi::Apart);
        }
        for line in lines {
            self.feed();
            self.text_of(line, style, Bidi::Apart);
        }
        self.text_of("$$", style, Bidi::Apart);
    }

    fn tag(&mut self, tag: &str) {
        let name: String = tag.chars().filter(|c| !matches!(c, '<' | '>' | '/' | ' ')).collect();
        if name.eq_ignore_ascii_case("br") && !tag.starts_with("</") {
            return self.feed();
        }
        self.text_of(tag, self.role(Role::Muted), Bidi::Apart);
    }

    fn feed(&mut self) {
        self.soft = Soft::None;
        let style = self.style();
        self.add("\n", style, Bidi::Open);
    }

    /// Words of the sentence, or of the link in it.
    fn text(&mut self, text: &str, style: Style) {
        let bidi = if self.links.is_empty() { Bidi::Open } else { Bidi::Aside };
        self.text_of(text, style, bidi);
    }

    fn text_of(&mut self, text: &str, style: Style, bidi: Bidi) {
        // Character references can stand for anything, line ends and control characters too.
        let text = screen(text).replace('\n', " ");
        if text.is_empty() {
            return;
        }
        if std::mem::replace(&mut self.soft, Soft::None) == Soft::Break && self.spaced(&text) {
            self.add(" ", style, Bidi::Open);
        }
        self.add(&text, style, bidi);
    }

    /// Whether a line end of the source is a space: not between ideographs, which have none.
    fn spaced(&self, next: &str) -> bool {
        let last = self.spans.last().and_then(|span| span.text.graphemes(true).next_back());
        let wide = |grapheme: Option<&str>| grapheme.is_some_and(|grapheme| width(grapheme) == 2);
        let hangul = |text: &str| text.starts_with(|c: char| ('\u{AC00}'..='\u{D7FF}').contains(&c));
        !(wide(last) && wide(next.graphemes(true).next())) || hangul(next)
    }

    fn add(&mut self, text: &str, style: Style, bidi: Bidi) {
        for link in &mut self.links {
            link.text.push_str(text);
        }
        Span::add(&mut self.spans, text, &Span { bidi, ..Span::new("", style) });
    }
}

/// Whether showing the address next to the text would say the same twice.
fn same(text: &str, url: &str) -> bool {
    let bare = |text: &str| -> String {
        let text = text.trim().trim_end_matches('/');
        let text = text.strip_prefix("mailto:").unwrap_or(text);
        let text = text.strip_prefix("https://").or(text.strip_prefix("http://")).unwrap_or(text);
        text.strip_prefix("www.").unwrap_or(text).to_lowercase()
    };
    url.is_empty() || bare(text) == bare(url)
}

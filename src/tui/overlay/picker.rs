//! A list to choose from, narrowed by typing, with a look at what is chosen beside it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::ask::edit;
use super::{Reply, centred};
use crate::render::bidi::{self, Order};
use crate::render::line::{Line, Span};
use crate::render::sanitize::screen;
use crate::render::theme::{Role, Theme};
use crate::render::width::{fit, graphemes};
use crate::tell;
use crate::tui::draw;
use crate::tui::event::Entry;
use crate::tui::words;

/// What the list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Everything the chat can do.
    Palette,
    /// Saved conversations.
    Chats,
    /// Models.
    Models,
    /// Themes.
    Themes,
    /// Earlier messages.
    History,
    /// Presets.
    Prompts,
    /// Code blocks.
    Codes,
    /// Files of the project.
    Files,
    /// Languages of the interface.
    Langs,
    /// Who orders right-to-left text.
    Orders,
    /// Questions of the conversation.
    Questions,
    /// What goes back to before a question.
    Ways,
}

impl Kind {
    fn foot(self) -> String {
        match self {
            Kind::Chats => tell!("pick-foot-chats"),
            Kind::Codes => tell!("pick-foot-codes"),
            _ => tell!("pick-foot"),
        }
    }

    /// Whether what is typed is looked for elsewhere, and the rows come as the answer.
    fn searches(self) -> bool {
        self == Kind::Chats
    }
}

/// A list with what was typed and what is pointed at.
#[derive(Debug)]
pub struct Picker {
    kind: Kind,
    title: String,
    query: String,
    entries: Vec<Entry>,
    /// Rows to show: index of the entry, and which of its graphemes match.
    shown: Vec<(usize, Vec<u32>)>,
    at: usize,
    preview: Option<Vec<Line>>,
    /// What stands in place of rows while there are none.
    empty: String,
}

impl Picker {
    /// A list; `empty` says why there is nothing while there is nothing.
    pub fn new(kind: Kind, title: impl Into<String>, entries: Vec<Entry>, empty: String) -> Picker {
        let mut picker = Picker {
            kind,
            title: title.into(),
            query: String::new(),
            entries,
            shown: Vec::new(),
            at: 0,
            preview: None,
            empty,
        };
        picker.rank();
        picker
    }

    /// The list that begins at the row with this key.
    pub fn at(mut self, key: &str) -> Picker {
        self.at = self.shown.iter().position(|row| self.entries[row.0].key == key).unwrap_or(0);
        self
    }

    /// The list with text typed already.
    pub fn typed(mut self, query: &str) -> Picker {
        self.query = query.into();
        self.rank();
        self
    }

    /// What it is of.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What was typed.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// The key of the row that is pointed at.
    pub fn pointed(&self) -> Option<&str> {
        self.shown.get(self.at).map(|row| self.entries[row.0].key.as_str())
    }

    /// Puts other rows in; what is pointed at stays where it can.
    pub fn set(&mut self, entries: Vec<Entry>, empty: String) {
        let key = self.pointed().map(str::to_owned);
        (self.entries, self.empty) = (entries, empty);
        self.rank();
        if let Some(key) = key {
            self.at = self.shown.iter().position(|row| self.entries[row.0].key == key).unwrap_or(0);
        }
    }

    /// Puts a look at the row beside the list, at most [`Picker::beside`] wide.
    pub fn preview(&mut self, lines: Vec<Line>) {
        self.preview = Some(lines);
    }

    /// The columns that a preview has on a screen of this width; 0 where there is no room for one.
    pub fn beside(cols: u16) -> u16 {
        // A terminal that orders rows by itself knows no columns in them.
        if bidi::order() == Order::Terminal {
            return 0;
        }
        let width = cols.saturating_sub(8).min(160);
        if width < 80 { 0 } else { width / 2 - 3 }
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Reply {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let last = self.shown.len().saturating_sub(1);
        let to = match key.code {
            KeyCode::Esc => return Reply::Close,
            KeyCode::Char('c') if control => return Reply::Close,
            KeyCode::Enter | KeyCode::Tab => {
                return match self.pointed() {
                    Some(key) => Reply::Chosen(self.kind, key.into()),
                    None => Reply::Taken,
                };
            }
            KeyCode::Delete if self.kind == Kind::Chats => {
                return match self.pointed() {
                    Some(key) => Reply::Delete(self.kind, key.into()),
                    None => Reply::Taken,
                };
            }
            KeyCode::Up => self.at.checked_sub(1).unwrap_or(last),
            KeyCode::Char('p') if control => self.at.checked_sub(1).unwrap_or(last),
            KeyCode::Down => {
                if self.at >= last {
                    0
                } else {
                    self.at + 1
                }
            }
            KeyCode::Char('n') if control => {
                if self.at >= last {
                    0
                } else {
                    self.at + 1
                }
            }
            KeyCode::PageUp => self.at.saturating_sub(10),
            KeyCode::PageDown => (self.at + 10).min(last),
            KeyCode::Home => 0,
            KeyCode::End => last,
            code => {
                let before = self.query.clone();
                edit(&mut self.query, code, control);
                return if self.query == before { Reply::Taken } else { self.narrow() };
            }
        };
        self.point(to)
    }

    pub(super) fn paste(&mut self, text: &str) -> Reply {
        self.query.push_str(text);
        self.narrow()
    }

    fn narrow(&mut self) -> Reply {
        self.at = 0;
        self.rank();
        self.preview = None;
        Reply::Pointed(self.kind)
    }

    fn point(&mut self, to: usize) -> Reply {
        if to == self.at {
            return Reply::Taken;
        }
        self.at = to;
        self.preview = None;
        Reply::Pointed(self.kind)
    }

    fn rank(&mut self) {
        self.shown = if self.query.trim().is_empty() || self.kind.searches() {
            (0..self.entries.len()).map(|index| (index, Vec::new())).collect()
        } else {
            let texts: Vec<&str> = self.entries.iter().map(|entry| entry.text.as_str()).collect();
            words::rank(&self.query, &texts).into_iter().map(|(index, _, marks)| (index, marks)).collect()
        };
        self.at = self.at.min(self.shown.len().saturating_sub(1));
    }

    pub(super) fn paint(&self, area: Rect, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
        let margin = if area.width > 60 { 8 } else { 0 };
        let height = if area.height > 16 { area.height - 4 } else { area.height };
        let outer = centred(area, area.width.saturating_sub(margin).min(160), height);
        let inner = draw::frame(outer, &self.title, &self.kind.foot(), theme, buffer);
        if inner.height == 0 || inner.width == 0 {
            return None;
        }
        let beside = Picker::beside(area.width);
        let wide = if self.preview.is_some() && beside > 0 { inner.width - beside - 2 } else { inner.width };
        let list = draw::sided(inner, Rect { width: wide, ..inner });
        let query = fit(&screen(&self.query), usize::from(wide).saturating_sub(3));
        let mark = Span::new("› ", theme.style(Role::Key));
        let typed = mark.text.len();
        let prompt = Line::chrome(vec![mark, Span::new(query, theme.style(Role::Text))]);
        draw::row(&prompt, draw::nth(list, 0), buffer);
        let rows = usize::from(list.height) - 1;
        let top = (self.at + 1).saturating_sub(rows).max(self.at.saturating_sub(rows / 2));
        let top = top.min(self.shown.len().saturating_sub(rows));
        for (index, row) in self.shown.iter().enumerate().skip(top).take(rows) {
            let line = self.row(index, row, usize::from(wide), theme);
            draw::row(&line, draw::nth(list, index - top + 1), buffer);
        }
        if self.shown.is_empty() {
            let line =
                Line::chrome(vec![Span::new(format!("  {}", screen(&self.empty)), theme.style(Role::Muted))]);
            draw::row(&line, draw::nth(list, 1), buffer);
        }
        if let Some(preview) = self.preview.as_ref().filter(|_| beside > 0) {
            let right = draw::sided(inner, Rect { x: inner.right() - beside, width: beside, ..inner });
            for (index, line) in preview.iter().take(usize::from(inner.height)).enumerate() {
                draw::row(line, draw::nth(right, index), buffer);
            }
        }
        Some(Position::new(list.x + draw::caret(&prompt, typed, list.width), list.y))
    }

    fn row(&self, index: usize, (entry, marks): &(usize, Vec<u32>), cols: usize, theme: &Theme) -> Line {
        let entry = &self.entries[*entry];
        let chosen = index == self.at;
        let style = |role: Role| if chosen { theme.style(Role::Selected) } else { theme.style(role) };
        let lead = Span::new(if chosen { draw::pointing("▸ ", "◂ ") } else { "  " }, style(Role::Key));
        let mut spans: Vec<Span> = Vec::new();
        let shown = screen(&entry.text);
        // Marks count graphemes of the text as it is; where the sanitiser changed it they would be wrong.
        let marks: &[u32] = if shown == entry.text { marks } else { &[] };
        let mut letters = 0;
        for (_, grapheme, _) in graphemes(&shown) {
            // Lam and alef are two letters of the text, and one on the screen.
            let next = letters + u32::try_from(grapheme.graphemes(true).count()).unwrap_or(1);
            let hit = marks.iter().any(|mark| (letters..next).contains(mark));
            letters = next;
            let look = if hit && !chosen { theme.style(Role::Match) } else { style(Role::Text) };
            Span::add(&mut spans, grapheme, &Span::new("", look));
        }
        let mut line = draw::ends(lead, spans, Span::new(screen(&entry.note), style(Role::Muted)), cols);
        line.fill = if chosen { theme.style(Role::Selected) } else { Style::default() };
        line
    }
}

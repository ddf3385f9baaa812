//! What a call would do as rows: laid out once for each width, scrolled, and gone through part by part.

use std::ops::Range;

use crossterm::event::KeyCode;

use super::{Permit, Stage};
use crate::render::bidi::{self, Order};
use crate::render::line::{Flow, Line, Span};
use crate::render::theme::{Role, Theme};
use crate::render::wrap::clip;
use crate::tui::diff::{Laid, Sides};

/// Columns of the screen from which both sides of a change stand beside each other.
const WIDE: u16 = 120;

/// The rows, and what they were laid out for.
#[derive(Debug, Default)]
pub(super) struct Rows {
    key: Option<(usize, Sides, String, Order)>,
    pub(super) laid: Laid,
}

impl Permit {
    /// Whether both sides of the change can stand beside each other, or below.
    pub(super) fn turns(&self) -> bool {
        !self.ask.diff.is_empty() && self.wide.get() >= WIDE && bidi::order() != Order::Terminal
    }

    /// How both sides stand on this screen.
    pub(super) fn sides(&self) -> Sides {
        if self.turns() { self.sides } else { Sides::Below }
    }

    /// Lays out what the call would do, where that was not done for these columns.
    pub(super) fn lay(&self, theme: &Theme, cols: usize) {
        let key = Some((cols, self.sides(), theme.name.clone(), bidi::order()));
        if self.rows.borrow().key != key {
            self.rows.replace(Rows { key, laid: self.body(theme, cols) });
            // Other rows may have taken the place of the part that is pointed at.
            let (top, seen) = self.view.get();
            let hunk = self.rows.borrow().laid.hunks.get(self.review.at()).cloned();
            if hunk.is_some_and(|hunk| seen > 0 && !(top..top + seen).contains(&hunk.start)) {
                self.show();
            }
        }
    }

    /// The rows that are seen, with what is taken and pointed at.
    pub(super) fn seen(&self, top: usize, room: usize, theme: &Theme, cols: usize) -> Vec<Line> {
        let rows = self.rows.borrow();
        let seen = rows.laid.rows.iter().enumerate().skip(top).take(room);
        seen.map(|(at, line)| self.marked(at, line, &rows.laid.hunks, theme, cols)).collect()
    }

    fn marked(&self, at: usize, line: &Line, hunks: &[Range<usize>], theme: &Theme, cols: usize) -> Line {
        let hunk = hunks.iter().position(|hunk| hunk.contains(&at));
        let Some(hunk) = hunk.filter(|_| self.review.has_parts()) else { return line.clone() };
        let taken = self.review.is_taken(hunk);
        let look = |role| move |span: &Span| Span { style: theme.style(role), ..span.clone() };
        if hunks[hunk].start < at {
            return match taken {
                true => line.clone(),
                false => Line {
                    spans: line.spans.iter().map(look(Role::Muted)).collect(),
                    flow: line.flow,
                    ..Line::default()
                },
            };
        }
        let (lead, role) =
            if self.review.at() == hunk { ("▸", Role::Selected) } else { (" ", Role::Marker) };
        let mark = Span::new(format!("{lead} [{}] ", if taken { 'x' } else { ' ' }), theme.style(role));
        let spans: Vec<Span> = std::iter::once(mark).chain(line.spans.iter().map(look(role))).collect();
        Line { spans: clip(&spans, cols), flow: Flow::Code, ..Line::default() }
    }

    /// Scrolls, and says whether the key did that. While something is written, arrows belong to the text.
    pub(super) fn scroll(&mut self, code: KeyCode) -> bool {
        let (top, seen) = self.view.get();
        if self.review.has_parts() && matches!(self.stage, Stage::Choose) {
            match code {
                KeyCode::Up | KeyCode::Char('k') => self.up(),
                KeyCode::Down | KeyCode::Char('j') => self.down(),
                _ => return self.page(code),
            }
            return true;
        }
        let page = seen.saturating_sub(1).max(1);
        let top = match (code, &self.stage) {
            (KeyCode::PageUp, _) => top.saturating_sub(page),
            (KeyCode::PageDown, _) => top + page,
            (KeyCode::Up | KeyCode::Char('k'), Stage::Choose) => top.saturating_sub(1),
            (KeyCode::Down | KeyCode::Char('j'), Stage::Choose) => top + 1,
            (KeyCode::Home, Stage::Choose) => 0,
            (KeyCode::End, Stage::Choose) => usize::MAX / 2,
            _ => return false,
        };
        self.view.set((top, seen));
        true
    }

    /// Scrolls by more than a row where there are parts; what is pointed at stays in sight.
    fn page(&mut self, code: KeyCode) -> bool {
        let (top, seen) = self.view.get();
        let page = seen.saturating_sub(1).max(1);
        let last = self.rows.borrow().laid.rows.len().saturating_sub(seen);
        let top = match code {
            KeyCode::PageUp => top.saturating_sub(page),
            KeyCode::PageDown => (top + page).min(last),
            KeyCode::Home => 0,
            KeyCode::End => last,
            _ => return false,
        };
        self.view.set((top, seen));
        let hunks = self.rows.borrow().laid.hunks.clone();
        let here = |hunk: &Range<usize>| hunk.start < top + seen && hunk.end > top;
        if matches!(code, KeyCode::Home | KeyCode::End) {
            let end = hunks.len().saturating_sub(1);
            self.review.point(if code == KeyCode::Home { 0 } else { end });
        } else if !hunks.get(self.review.at()).is_some_and(here) {
            let begins = hunks.iter().position(|hunk| (top..top + seen).contains(&hunk.start));
            self.review.point(begins.or_else(|| hunks.iter().position(here)).unwrap_or(0));
        }
        true
    }

    /// A row further in a part that goes on below, else the next part.
    fn down(&mut self) {
        let (top, seen) = self.view.get();
        let at = self.review.at();
        let end = self.rows.borrow().laid.hunks.get(at).map_or(0, |hunk| hunk.end);
        if end <= top + seen && self.review.point(at + 1) {
            return self.show();
        }
        self.view.set((top + 1, seen));
    }

    /// A row back in a part that begins above, else the part before.
    fn up(&mut self) {
        let (top, seen) = self.view.get();
        let at = self.review.at();
        let start = self.rows.borrow().laid.hunks.get(at).map_or(0, |hunk| hunk.start);
        if start >= top && at > 0 {
            self.review.point(at - 1);
            return self.show();
        }
        self.view.set((top.saturating_sub(1), seen));
    }

    /// Brings the part that is pointed at into sight, its heading first.
    fn show(&self) {
        let (top, seen) = self.view.get();
        let Some(hunk) = self.rows.borrow().laid.hunks.get(self.review.at()).cloned() else { return };
        let top = match hunk {
            Range { start, .. } if start < top => start,
            Range { start, end } if end > top + seen => start.min(end.saturating_sub(seen)),
            _ => top,
        };
        self.view.set((top, seen));
    }
}

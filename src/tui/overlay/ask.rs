//! A question over the conversation, answered by a key or a line.

use std::path::PathBuf;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Reply, centred};
use crate::render::line::{Line, Span};
use crate::render::sanitize::screen;
use crate::render::theme::{Role, Theme};
use crate::render::wrap;
use crate::tell;
use crate::tui::draw;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether a command may run and its output come into the message.
    Shell,
    /// Whether a conversation is to be deleted.
    Remove(String),
    /// Whether this paste is to have ordinary letters in the place of presentation forms.
    Plain(String),
    /// Whether this file is to be replaced by a text.
    Replace(PathBuf),
    /// Whether the model is to mend what the check found.
    Mend,
    /// Whether files go back though somebody else changed them.
    Rewind,
    /// The conversation's new title.
    Rename,
    /// The instructions for the model.
    System,
    /// The file to write the answer into.
    Save,
    /// The text to find in this conversation.
    Find,
}

/// How it is answered.
#[derive(Debug, PartialEq, Eq)]
enum By {
    /// With y or n; the text is what a yes is about.
    Key(String),
    /// With a line that is being written.
    Line(String),
}

/// A box with a question.
#[derive(Debug)]
pub struct Ask {
    question: Question,
    title: String,
    text: String,
    by: By,
}

impl Ask {
    /// Asks for yes or no; a yes is answered with `about`.
    pub fn confirm(question: Question, title: &str, text: &str, about: String) -> Ask {
        Ask { question, title: title.into(), text: text.into(), by: By::Key(about) }
    }

    /// Asks for a line, which begins as `line`.
    pub fn line(question: Question, title: &str, line: String) -> Ask {
        Ask { question, title: title.into(), text: String::new(), by: By::Line(line) }
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Reply {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match (&mut self.by, key.code) {
            (_, KeyCode::Esc) => Reply::Close,
            (_, KeyCode::Char('c')) if control => Reply::Close,
            (By::Key(about), KeyCode::Char('y' | 'Y') | KeyCode::Enter) => {
                Reply::Answered(self.question.clone(), std::mem::take(about))
            }
            (By::Key(_), KeyCode::Char('n' | 'N' | 'q')) => Reply::Close,
            (By::Line(line), KeyCode::Enter) => Reply::Answered(self.question.clone(), std::mem::take(line)),
            (By::Line(line), code) => {
                edit(line, code, control);
                Reply::Taken
            }
            _ => Reply::Taken,
        }
    }

    pub(super) fn paste(&mut self, text: &str) -> Reply {
        if let By::Line(line) = &mut self.by {
            line.push_str(text);
        }
        Reply::Taken
    }

    pub(super) fn paint(&self, area: Rect, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
        let cols = usize::from(area.width.min(80)).saturating_sub(4).max(1);
        let style = theme.style(Role::Text);
        let (body, foot) = match &self.by {
            By::Key(_) => (self.text.as_str(), tell!("ask-foot-key")),
            By::Line(line) => (line.as_str(), tell!("ask-foot-line")),
        };
        let mut lines = Vec::new();
        for text in screen(body).split('\n') {
            lines.extend(wrap::wrap(&[Span::new(text, style)], &[], &[], cols));
        }
        if lines.is_empty() {
            lines.push(Line::default());
        }
        let rows = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
        let outer = centred(area, area.width.min(80), rows);
        let inner = draw::frame(outer, &self.title, &foot, theme, buffer);
        let column = if inner.width > 2 {
            Rect::new(inner.x + 1, inner.y, inner.width - 2, inner.height)
        } else {
            inner
        };
        let skip = lines.len().saturating_sub(usize::from(column.height));
        for (index, line) in lines.iter().skip(skip).enumerate() {
            draw::row(line, draw::nth(column, index), buffer);
        }
        let last = lines.last().map_or(0, |line| draw::caret(line, 0, column.width));
        let caret = (column.x + last, {
            column.y + u16::try_from(lines.len() - skip - 1).unwrap_or(0).min(column.height.saturating_sub(1))
        });
        matches!(self.by, By::Line(_)).then_some(caret.into())
    }
}

/// Changes a line of text at its end, which is all that short questions need.
pub(super) fn edit(line: &mut String, code: KeyCode, control: bool) {
    use unicode_segmentation::UnicodeSegmentation;
    match code {
        KeyCode::Char('u') if control => line.clear(),
        KeyCode::Char('w') if control => {
            let trimmed = line.trim_end();
            let at = trimmed.rfind(char::is_whitespace).map_or(0, |at| at + 1);
            line.truncate(at);
        }
        KeyCode::Char(c) if !control => line.push(c),
        KeyCode::Backspace => {
            let at = line.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
            line.truncate(at);
        }
        _ => {}
    }
}

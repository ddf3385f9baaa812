//! A call of the model that the user decides about: what it would do, why that is asked, and what can be answered.

use std::cell::Cell;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Reply, centred};
use crate::code::hands::{self, Ask};
use crate::code::policy::Why;
use crate::code::tool::Call;
use crate::render::bidi;
use crate::render::line::{Line, Span};
use crate::render::sanitize::screen;
use crate::render::theme::{Role, Theme};
use crate::render::wrap::{chop, wrap, wrap_in};
use crate::tell;
use crate::tui::composer::{self, Composer, Vim};
use crate::tui::{diff, draw};

/// Columns of the box at most.
const WIDTH: u16 = 100;
/// Rows of the screen below which the choices stand in one paragraph.
const TALL: u16 = 18;

/// The question about a call.
#[derive(Debug)]
pub struct Permit {
    ask: Ask,
    stage: Stage,
    /// The first row of what the call would do, and the rows of it that are seen.
    view: Cell<(usize, usize)>,
}

/// What the keys do.
#[derive(Debug)]
enum Stage {
    Choose,
    Write(Aim, Box<Composer>),
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aim {
    /// What the model is to do instead.
    Reason,
    /// The answer to its question.
    Answer,
    /// The call as it is to be.
    Change,
}

impl Permit {
    /// The question.
    pub fn new(ask: Ask) -> Permit {
        let stage = match ask.call {
            Call::Ask { .. } => Stage::Write(Aim::Answer, field("")),
            _ => Stage::Choose,
        };
        Permit { ask, stage, view: Cell::default() }
    }

    /// Whether keys write in it.
    pub fn writes(&self) -> bool {
        matches!(self.stage, Stage::Write(..))
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Reply {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        if control && key.code == KeyCode::Char('c') {
            return Reply::Stop;
        }
        if self.scroll(key.code) {
            return Reply::Taken;
        }
        match &mut self.stage {
            Stage::Choose if !control => self.choose(key.code),
            Stage::Choose => Reply::Taken,
            Stage::Write(aim, field) => {
                let aim = *aim;
                if key.code == KeyCode::Esc {
                    return self.leave(aim);
                }
                match field.key(key) {
                    composer::Reply::Send(draft) => self.written(aim, draft.text),
                    composer::Reply::Ignored if key.code == KeyCode::Enter && aim == Aim::Reason => {
                        self.leave(aim)
                    }
                    _ => Reply::Taken,
                }
            }
        }
    }

    pub(super) fn paste(&mut self, text: &str) -> Reply {
        if let Stage::Write(_, field) = &mut self.stage {
            field.paste(text);
        }
        Reply::Taken
    }

    /// Scrolls, and says whether the key did that. While something is written, arrows belong to the text.
    fn scroll(&mut self, code: KeyCode) -> bool {
        let (top, seen) = self.view.get();
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

    fn choose(&mut self, code: KeyCode) -> Reply {
        let KeyCode::Char(letter) = code else {
            if code == KeyCode::Esc {
                self.stage = Stage::Write(Aim::Reason, field(""));
            }
            return Reply::Taken;
        };
        match letter.to_ascii_lowercase() {
            'y' => Reply::Decided(hands::Reply::Once),
            'a' if self.keeps() => Reply::Decided(hands::Reply::Always),
            'p' => match self.ask.prefix.clone() {
                Some(prefix) => Reply::Decided(hands::Reply::Prefix(prefix)),
                None => Reply::Taken,
            },
            'e' => {
                if let Some(text) = own(&self.ask.call) {
                    self.stage = Stage::Write(Aim::Change, field(text));
                }
                Reply::Taken
            }
            'n' => {
                self.stage = Stage::Write(Aim::Reason, field(""));
                Reply::Taken
            }
            _ => Reply::Taken,
        }
    }

    fn leave(&mut self, aim: Aim) -> Reply {
        if aim == Aim::Change {
            self.stage = Stage::Choose;
            return Reply::Taken;
        }
        Reply::Decided(hands::Reply::No(String::new()))
    }

    fn written(&self, aim: Aim, text: String) -> Reply {
        Reply::Decided(match aim {
            Aim::Reason => hands::Reply::No(text),
            Aim::Answer => hands::Reply::Answer(text),
            Aim::Change if own(&self.ask.call) == Some(text.as_str()) => hands::Reply::Once,
            Aim::Change => hands::Reply::Instead(Box::new(with(&self.ask.call, text))),
        })
    }

    /// Whether a yes can hold for the conversation.
    fn keeps(&self) -> bool {
        matches!(
            self.ask.call,
            Call::Shell { .. } | Call::Edit { .. } | Call::Write { .. } | Call::Read { .. }
        )
    }

    fn title(&self) -> String {
        match &self.ask.call {
            Call::Shell { .. } => tell!("permit-run"),
            Call::Edit { path, .. } | Call::Write { path, .. } => tell!("permit-change", path = path),
            Call::Patch { .. } => tell!("permit-patch"),
            Call::Ask { .. } => tell!("permit-question"),
            Call::Read { path, .. } | Call::List { path, .. } | Call::Search { path, .. } => {
                tell!("permit-read", path = path)
            }
            Call::Todo { .. } => tell!("permit-other"),
        }
    }

    /// Why it is asked.
    fn why(&self, theme: &Theme, cols: usize) -> Vec<Line> {
        let (text, role) = match self.ask.why {
            None => return Vec::new(),
            Some(Why::Mode) => (tell!("permit-why-mode"), Role::Muted),
            Some(Why::Rule) => (tell!("permit-why-rule"), Role::Warning),
            Some(Why::Secret) => (tell!("permit-why-secret"), Role::Warning),
            Some(Why::Git) => (tell!("permit-why-git"), Role::Warning),
            Some(Why::Loose) => match &self.ask.loose {
                Some(why) => (tell!("permit-why-loose-for", why = why), Role::Warning),
                None => (tell!("permit-why-loose"), Role::Warning),
            },
        };
        wrap_in(bidi::screen(), &[Span::new(screen(&text), theme.style(role))], &[], &[], cols)
    }

    /// What it would do, all of it.
    fn body(&self, theme: &Theme, cols: usize) -> Vec<Line> {
        let code = theme.style(Role::Code);
        let raw = |text: &str| -> Vec<Line> {
            screen(text).split('\n').flat_map(|line| chop(&[Span::new(line, code)], &[], &[], cols)).collect()
        };
        match &self.ask.call {
            Call::Shell { command, .. } => raw(command),
            Call::Ask { question } => {
                let line = |line| wrap(&[Span::new(line, theme.style(Role::Text))], &[], &[], cols);
                screen(question).split('\n').flat_map(line).collect()
            }
            _ if !self.ask.diff.is_empty() => diff::lines(&self.ask.diff, theme, cols),
            Call::Write { text, .. } | Call::Patch { text } | Call::Todo { items: text } => raw(text),
            Call::Edit { path, .. } | Call::Read { path, .. } | Call::List { path, .. } => raw(path),
            Call::Search { pattern, path, .. } => raw(&format!("{pattern}\n{path}")),
        }
    }

    fn choices(&self) -> Vec<(&'static str, String)> {
        let mut all = vec![("y", tell!("permit-once"))];
        if self.keeps() {
            let file = !matches!(self.ask.call, Call::Shell { .. });
            all.push(("a", if file { tell!("permit-always-file") } else { tell!("permit-always-command") }));
        }
        if let Some(prefix) = &self.ask.prefix {
            all.push(("p", tell!("permit-prefix", prefix = screen(prefix))));
        }
        if own(&self.ask.call).is_some() {
            all.push(("e", tell!("permit-edit")));
        }
        all.push(("n", tell!("permit-no")));
        all
    }

    /// The choices, one a row where there is room.
    fn rows(&self, theme: &Theme, cols: usize, rows: u16) -> Vec<Line> {
        let (key, text) = (theme.style(Role::Key), theme.style(Role::Text));
        let choice =
            |(letter, what): (&str, String)| [Span::new(letter, key), Span::new(format!(" {what}"), text)];
        let choices = self.choices().into_iter().map(choice);
        let dir = bidi::screen();
        if rows >= TALL {
            return choices.flat_map(|spans| wrap_in(dir, &spans, &[], &[], cols)).collect();
        }
        let mut all: Vec<Span> = Vec::new();
        for spans in choices {
            if !all.is_empty() {
                all.push(Span::new(" · ", theme.style(Role::Muted)));
            }
            all.extend(spans);
        }
        wrap_in(dir, &all, &[], &[], cols)
    }

    pub(super) fn paint(&self, area: Rect, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
        let wide = area.width.min(WIDTH);
        let cols = usize::from(wide.saturating_sub(4).max(1));
        let (mut head, body) = (self.why(theme, cols), self.body(theme, cols));
        if !head.is_empty() && area.height >= TALL {
            head.push(Line::default());
        }
        let (tail, caret) = match &self.stage {
            Stage::Choose => (self.rows(theme, cols, area.height), None),
            Stage::Write(aim, field) => written(*aim, field, theme, cols, area.height),
        };
        let gap = usize::from(area.height >= TALL);
        let fixed = head.len() + gap + tail.len() + 2;
        let room = usize::from(area.height).saturating_sub(fixed).max(1).min(body.len());
        let top = self.view.get().0.min(body.len().saturating_sub(room));
        self.view.set((top, room));
        let more = body.len() - room - top;
        let foot = match (&self.stage, more) {
            (Stage::Choose, 0) => tell!("permit-foot"),
            (Stage::Choose, more) => tell!("permit-foot-more", count = more),
            (Stage::Write(Aim::Change, _), _) => tell!("permit-foot-change"),
            (Stage::Write(..), _) => tell!("permit-foot-write"),
        };
        let outer = centred(area, wide, u16::try_from(fixed + room).unwrap_or(u16::MAX));
        let inner = draw::frame(outer, &screen(&self.title()), &foot, theme, buffer);
        let edge = u16::from(inner.width > 2);
        let column = Rect { x: inner.x + edge, width: inner.width - 2 * edge, ..inner };
        // Where there is hardly room, what can be answered matters more than why it is asked.
        let most = usize::from(column.height).saturating_sub(tail.len() + 1);
        head.truncate(most.saturating_sub(gap));
        let seen = body.iter().skip(top).take(room);
        let upper = head.iter().chain(seen).cloned().chain(std::iter::repeat_n(Line::default(), gap));
        let upper: Vec<Line> = upper.collect();
        let begin = upper.len().min(usize::from(column.height).saturating_sub(tail.len()));
        for (index, line) in upper.iter().take(begin).chain(&tail).enumerate() {
            draw::row(line, draw::nth(column, index), buffer);
        }
        let (row, col) = caret?;
        let y = column.y + u16::try_from(begin).unwrap_or(0) + row;
        Some(Position::new(
            column.x + col.min(column.width.saturating_sub(1)),
            y.min(column.bottom().saturating_sub(1)),
        ))
    }
}

/// The field with what it is for above it, and the caret's row and column in these rows.
fn written(
    aim: Aim,
    field: &Composer,
    theme: &Theme,
    cols: usize,
    rows: u16,
) -> (Vec<Line>, Option<(u16, u16)>) {
    let label = match aim {
        Aim::Reason => tell!("permit-reason"),
        Aim::Answer => tell!("permit-answer"),
        Aim::Change => tell!("permit-instead"),
    };
    let mut lines = wrap_in(bidi::screen(), &[Span::new(label, theme.style(Role::Key))], &[], &[], cols);
    let layout = field.window(u16::try_from(cols).unwrap_or(u16::MAX), (rows / 3).max(1), theme);
    let above = u16::try_from(lines.len()).unwrap_or(0);
    lines.extend(layout.lines);
    (lines, Some((above + layout.cursor.0, layout.cursor.1)))
}

fn field(text: &str) -> Box<Composer> {
    let mut field = Composer::new(Vim::Off);
    field.set(text);
    Box::new(field)
}

/// The part of a call that the user may change before it is done.
fn own(call: &Call) -> Option<&str> {
    match call {
        Call::Shell { command, .. } => Some(command),
        Call::Edit { new, .. } => Some(new),
        Call::Write { text, .. } => Some(text),
        _ => None,
    }
}

/// The call with another text in that part.
fn with(call: &Call, text: String) -> Call {
    let mut call = call.clone();
    match &mut call {
        Call::Shell { command, .. } => *command = text,
        Call::Edit { new, .. } => *new = text,
        Call::Write { text: old, .. } => *old = text,
        _ => {}
    }
    call
}

//! The question about a call on the screen: the call, why it is asked, and what can be answered.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::super::centred;
use super::review::By;
use super::{Aim, Permit, Stage, own};
use crate::code::policy::Why;
use crate::code::tool::Call;
use crate::render::bidi;
use crate::render::line::{Line, Span};
use crate::render::sanitize::screen;
use crate::render::theme::{Role, Theme};
use crate::render::wrap::{chop, wrap, wrap_in};
use crate::tell;
use crate::tui::composer::Composer;
use crate::tui::diff::{self, Laid, Sides, Way};
use crate::tui::draw;

/// Columns of the box at most, and where both sides of a change stand beside each other.
const WIDTH: (u16, u16) = (100, 200);
/// Lines of a change that get the colours of their language.
const COLOURED: usize = 400;
/// Rows of the screen below which the choices stand in one paragraph.
const TALL: u16 = 18;

impl Permit {
    fn title(&self) -> String {
        match &self.ask.call {
            Call::Shell { .. } => tell!("permit-run"),
            Call::Edit { path, .. } | Call::Part { path, .. } | Call::Write { path, .. } => {
                tell!("permit-change", path = path)
            }
            Call::Patch { .. } => tell!("permit-patch"),
            Call::Ask { .. } => tell!("permit-question"),
            Call::Read { path, .. } | Call::List { path, .. } | Call::Search { path, .. } => {
                tell!("permit-read", path = path)
            }
            Call::Todo { .. } => tell!("permit-other"),
            Call::Mcp { server, tool, .. } => tell!("permit-tool", tool = tool, server = server),
        }
    }

    /// Why it is asked.
    fn why(&self, theme: &Theme, cols: usize) -> Vec<Line> {
        let (text, role) = match self.ask.why {
            _ if self.review.by() == By::User => (tell!("permit-edited"), Role::Good),
            None => return Vec::new(),
            Some(Why::Mode) => (tell!("permit-why-mode"), Role::Muted),
            Some(Why::Rule) => (tell!("permit-why-rule"), Role::Warning),
            Some(Why::Server) => (tell!("permit-why-server"), Role::Warning),
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
    pub(super) fn body(&self, theme: &Theme, cols: usize) -> Laid {
        if !self.ask.diff.is_empty() {
            let way = Way { theme, code: &self.code, path: "", coloured: COLOURED };
            return diff::lay(&self.ask.diff, way, self.sides(), cols);
        }
        Laid { rows: self.plain(theme, cols), ..Laid::default() }
    }

    /// What it would do, where that has no difference.
    fn plain(&self, theme: &Theme, cols: usize) -> Vec<Line> {
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
            _ if self.review.by() == By::User => {
                let text = [Span::new(tell!("permit-unchanged"), theme.style(Role::Muted))];
                wrap_in(bidi::screen(), &text, &[], &[], cols)
            }
            Call::Write { text, .. } | Call::Patch { text } | Call::Todo { items: text } => raw(text),
            Call::Edit { path, .. }
            | Call::Part { path, .. }
            | Call::Read { path, .. }
            | Call::List { path, .. } => raw(path),
            Call::Search { pattern, path, .. } => raw(&format!("{pattern}\n{path}")),
            Call::Mcp { args, .. } => raw(&serde_json::to_string_pretty(args).unwrap_or_default()),
        }
    }

    fn choices(&self) -> Vec<(&'static str, String)> {
        let mut all = vec![("y", self.yes())];
        if self.keeps() {
            let always = match self.ask.call {
                Call::Shell { .. } => tell!("permit-always-command"),
                Call::Mcp { .. } => tell!("permit-always-tool"),
                _ => tell!("permit-always-file"),
            };
            all.push(("a", always));
        }
        if let Some(prefix) = &self.ask.prefix {
            all.push(("p", tell!("permit-prefix", prefix = screen(prefix))));
        }
        if self.review.has_text() {
            all.push(("e", tell!("permit-edit-file")));
        } else if own(&self.ask.call).is_some() {
            all.push(("e", tell!("permit-edit")));
        }
        if self.review.has_parts() {
            let taken = self.review.is_taken(self.review.at());
            all.push(("space", if taken { tell!("permit-leave") } else { tell!("permit-take") }));
        }
        if self.turns() {
            let beside = self.sides() == Sides::Beside;
            all.push(("s", if beside { tell!("permit-below") } else { tell!("permit-beside") }));
        }
        all.push(("n", tell!("permit-no")));
        all
    }

    /// What a yes does now.
    fn yes(&self) -> String {
        match self.review.counts() {
            (0, _) if self.review.is_touched() => tell!("permit-none"),
            (taken, count) if taken < count => tell!("permit-some", taken = taken, count = count),
            _ => tell!("permit-once"),
        }
    }

    /// The keys that are not among the choices.
    fn foot(&self, more: usize) -> String {
        match &self.stage {
            Stage::Choose if self.review.has_parts() => {
                let (_, count) = self.review.counts();
                tell!("permit-foot-part", at = self.review.place(), count = count)
            }
            Stage::Choose if more == 0 => tell!("permit-foot"),
            Stage::Choose => tell!("permit-foot-more", count = more),
            Stage::Write(Aim::Change, _) => tell!("permit-foot-change"),
            Stage::Write(..) => tell!("permit-foot-write"),
        }
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

    pub(in crate::tui::overlay) fn paint(
        &self,
        area: Rect,
        theme: &Theme,
        buffer: &mut Buffer,
    ) -> Option<Position> {
        self.wide.set(area.width);
        let wide = area.width.min(if self.sides() == Sides::Beside { WIDTH.1 } else { WIDTH.0 });
        let cols = usize::from(wide.saturating_sub(4).max(1));
        self.lay(theme, cols);
        let (mut head, count) = (self.why(theme, cols), self.rows.borrow().laid.rows.len());
        if !head.is_empty() && area.height >= TALL {
            head.push(Line::default());
        }
        let (tail, caret) = match &self.stage {
            Stage::Choose => (self.rows(theme, cols, area.height), None),
            Stage::Write(aim, field) => written(*aim, field, theme, cols, area.height),
        };
        let gap = usize::from(area.height >= TALL);
        // Where there is room, the status line stays in sight: it says which mode holds.
        let fixed = head.len() + gap + tail.len() + 2;
        let room = usize::from(area.height).saturating_sub(fixed + gap).max(1).min(count);
        let top = self.view.get().0.min(count.saturating_sub(room));
        self.view.set((top, room));
        let outer = centred(area, wide, u16::try_from(fixed + room).unwrap_or(u16::MAX));
        let foot = self.foot(count - room - top);
        let inner = draw::frame(outer, &screen(&self.title()), &foot, theme, buffer);
        let edge = u16::from(inner.width > 2);
        let column = Rect { x: inner.x + edge, width: inner.width - 2 * edge, ..inner };
        // Where there is hardly room, what can be answered matters more than why it is asked.
        let most = usize::from(column.height).saturating_sub(tail.len() + 1);
        head.truncate(most.saturating_sub(gap));
        let seen = self.seen(top, room, theme, cols);
        let upper = head.into_iter().chain(seen).chain(std::iter::repeat_n(Line::default(), gap));
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

//! The chat as cells: everything on the screen is made here from the state, and nothing is changed.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::app::App;
use super::{draw, status};
use crate::models::starter;
use crate::render::bidi::{self, Dir};
use crate::render::line::{Flow, Line, Span};
use crate::render::sanitize::screen;
use crate::render::theme::{Role, Theme};
use crate::render::width::{fit, width};
use crate::render::wrap::{self, wrap_in};
use crate::session::{self, Engine, Warning};
use crate::tell;
use crate::wire;

/// Columns that text is laid out in at most: longer rows are hard to read.
const TEXT: u16 = 120;

/// Columns left of the text, for the mark of who speaks.
const GUTTER: u16 = 2;

/// The columns of the text on a screen of this width.
pub fn text_width(cols: u16) -> u16 {
    cols.saturating_sub(gutter(cols) + 1).clamp(1, TEXT)
}

fn gutter(cols: u16) -> u16 {
    if cols < 20 { 0 } else { GUTTER }
}

/// The columns that the composer lays its rows out in.
fn field_width(cols: u16) -> u16 {
    cols.saturating_sub(gutter(cols) + 1).max(1)
}

/// The most rows of the composer on a screen of so many.
fn composer_rows(rows: u16) -> u16 {
    (rows / 3).max(1)
}

/// The part of `area` that text stands in.
fn column(area: Rect) -> Rect {
    let gutter = gutter(area.width);
    draw::sided(
        area,
        Rect { x: area.x + gutter, width: text_width(area.width).min(area.width - gutter), ..area },
    )
}

/// The part of `area` for the mark of who speaks; empty where there is no room for it.
fn margin(area: Rect) -> Rect {
    draw::sided(area, Rect { width: gutter(area.width).min(1), ..area })
}

/// The parts of the screen from top to bottom.
struct Areas {
    transcript: Rect,
    notes: Rect,
    rule: Rect,
    composer: Rect,
    status: Rect,
}

/// What stands between the conversation and the composer, and the composer's own rows.
struct Below {
    notes: Vec<Line>,
    composer: Vec<Line>,
    /// The caret: row and column in the composer.
    caret: (u16, u16),
}

fn below(app: &App) -> Below {
    // A long message is laid out only where it can be seen.
    let layout = app.composer.window(
        field_width(app.screen.cols),
        composer_rows(app.screen.rows),
        &app.screen.look.theme,
    );
    Below { notes: notes(app), composer: layout.lines, caret: layout.cursor }
}

fn areas(app: &App, below: &Below) -> Areas {
    let (cols, rows) = (app.screen.cols, app.screen.rows);
    let count = |lines: &[Line]| u16::try_from(lines.len()).unwrap_or(u16::MAX);
    // What matters most comes first: the composer, then the status, a rule, notes; the rest is the text's.
    let mut left = rows;
    let mut take = |wanted: u16| {
        let taken = wanted.min(left);
        left -= taken;
        taken
    };
    let composer = take(count(&below.composer).clamp(1, composer_rows(rows)));
    let status = take(1);
    let rule = take(1);
    let notes = take(count(&below.notes).min(rows / 4));
    let row = |y: u16, height: u16| Rect::new(0, y, cols, height);
    Areas {
        transcript: row(0, left),
        notes: row(left, notes),
        rule: row(left + notes, rule),
        composer: row(left + notes + rule, composer),
        status: row(left + notes + rule + composer, status),
    }
}

/// Rows that the conversation has on the screen.
pub fn transcript_height(app: &App) -> usize {
    usize::from(areas(app, &below(app)).transcript.height)
}

/// The column of the text and the row of the conversation that are at this cell of the screen.
pub(super) fn cell(app: &App, col: u16, row: u16) -> Option<(u16, u16)> {
    let text = column(Rect::new(0, 0, app.screen.cols, 1));
    (usize::from(row) < app.transcript.height()).then(|| (col.saturating_sub(text.x), row))
}

/// Rows that must be seen: what is wrong, what comes near its end, what is queued.
fn notes(app: &App) -> Vec<Line> {
    let theme = &app.screen.look.theme;
    let cols = usize::from(text_width(app.screen.cols));
    let mut lines = Vec::new();
    let mut add = |text: String, role: Role| {
        let rows = wrap_in(bidi::screen(), &[Span::new(screen(&text), theme.style(role))], &[], &[], cols);
        lines.extend(rows.into_iter().take(3));
    };
    let faults = match app.session.engine() {
        Engine::Down(error) if !app.shows_failure() => [Some(error), app.session.unsaved()],
        _ => [None, app.session.unsaved()],
    };
    for error in faults.into_iter().flatten() {
        let hint = error.remedy().map(|hint| format!(" · {hint}")).unwrap_or_default();
        add(format!("{error}{hint}"), Role::Error);
    }
    match app.session.warning() {
        None => {}
        Some(Warning::Near(meter)) => {
            add(tell!("view-near", used = meter.total(), limit = meter.limit), Role::Warning)
        }
        Some(Warning::Full(meter)) => {
            add(tell!("view-full", used = meter.total(), limit = meter.limit), Role::Error)
        }
    }
    if let Some(said) = status::said(app).filter(|said| !status::fits(said, app.screen.cols)) {
        lines.extend(wrap_in(bidi::screen(), &[said], &[], &[], cols).into_iter().take(3));
    }
    for queued in app.session.queued() {
        let text = screen(&queued.text).replace('\n', " ");
        let text = if app.busy() {
            tell!("view-queued", text = text)
        } else {
            tell!("view-queued-waits", text = text)
        };
        lines.push(Line::plain(fit(&text, cols), theme.style(Role::Muted)));
    }
    lines
}

/// Paints the whole screen.
pub fn view(frame: &mut Frame<'_>, app: &App) {
    let area = frame.area();
    let theme = &app.screen.look.theme;
    draw::fill(area, theme.style(Role::Screen), frame.buffer_mut());
    if area.width == 0 || area.height == 0 {
        return;
    }
    let below = below(app);
    let areas = areas(app, &below);
    let buffer = frame.buffer_mut();
    transcript(app, clip(areas.transcript, area), buffer);
    for (index, line) in below.notes.iter().enumerate() {
        let row = clip(draw::nth(column(areas.notes), index), area);
        draw::row(line, row, buffer);
    }
    rule(app, clip(areas.rule, area), buffer);
    let caret = composer(app, &below, clip(areas.composer, area), buffer);
    status::paint(app, clip(areas.status, area), buffer);
    completions(app, clip(areas.transcript, area), buffer);
    let mut cursor = caret.filter(|_| app.transcript.chosen().is_none());
    for (index, overlay) in app.overlays.iter().enumerate() {
        let place = overlay.paint(area, theme, buffer);
        if index + 1 == app.overlays.len() {
            cursor = place;
        }
    }
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

/// The part of `inner` that lies in `area`: between a resize and the next layout they may differ.
fn clip(inner: Rect, area: Rect) -> Rect {
    inner.intersection(area)
}

fn transcript(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = &app.screen.look.theme;
    if app.session.tree.path().is_empty() {
        welcome(app, area, buffer);
        return;
    }
    let (text, margin) = (column(area), margin(area));
    for (index, row) in app.transcript.rows().iter().enumerate() {
        draw::row(&row.line, draw::nth(text, index), buffer);
        let chosen = app.transcript.chosen() == Some(row.node);
        let (mark, role) = match row.role {
            _ if chosen => ("┃", Role::Key),
            wire::Role::User => ("▌", Role::User),
            wire::Role::Tool => ("┊", Role::Tool),
            _ => continue,
        };
        // The gap below a message has no mark of who speaks.
        if chosen || !row.line.spans.iter().all(|span| span.text.is_empty()) {
            let mark = draw::pointing(mark, if mark == "▌" { "▐" } else { mark });
            draw::row(&Line::plain(mark, theme.style(role)), draw::nth(margin, index), buffer);
        }
    }
    if let Some(selection) = &app.selection {
        selection.paint(app.transcript.rows(), text, theme.style(Role::Selected), buffer);
    }
}

/// What stands there before anything was said.
fn welcome(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = &app.screen.look.theme;
    let cols = usize::from(text_width(area.width));
    let title = Line::chrome(vec![Span::new("qwill", theme.style(Role::Title))]);
    let mut lines = vec![title, Line::default()];
    let (model, starter) = match &app.here.model {
        None => (tell!("status-looking"), false),
        Some(model) => match &model.place {
            session::Place::Starter => (starter::first(), true),
            session::Place::Here => (tell!("view-here", name = &model.name), false),
            session::Place::Remote(url) => (tell!("view-at", name = &model.name, url = url), false),
        },
    };
    let text = |text: &str, role: Role| {
        wrap_in(bidi::screen(), &[Span::new(screen(text), theme.style(role))], &[], &[], cols)
    };
    lines.extend(text(&model, Role::Text));
    if starter && !app.here.advice.is_empty() {
        lines.extend(text(&app.here.advice, Role::Warning));
    }
    lines.push(Line::default());
    let keys = app.keys.keys(super::action::Action::Chats);
    lines.extend(text(&tell!("view-hints", keys = keys), Role::Muted));
    let inner = column(area);
    let top = inner.height.saturating_sub(u16::try_from(lines.len()).unwrap_or(0)) / 3;
    for (index, line) in lines.iter().enumerate() {
        draw::row(line, draw::nth(inner, index + usize::from(top)), buffer);
    }
}

/// The rule over the composer, with the conversation's title and where in it the screen is.
fn rule(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = &app.screen.look.theme;
    let cols = usize::from(area.width);
    let border = theme.style(Role::Border);
    let title = if app.editing.is_some() {
        format!(" {} ", tell!("view-editing"))
    } else {
        let title = screen(&app.session.chat.title);
        let room = cols.saturating_sub(24);
        // A few letters of a longer title say nothing.
        if title.is_empty() || room < 4 && width(&title) > room {
            String::new()
        } else {
            format!(" {} ", fit(&title, room))
        }
    };
    let right = match app.transcript.found() {
        Some((text, at, of)) => {
            let text = fit(&screen(text), cols / 3);
            format!(" {} ", tell!("view-found", text = text, at = at, of = of))
        }
        None if !app.transcript.at_end() => format!(" {} ", tell!("view-more")),
        None => String::new(),
    };
    let room = cols.saturating_sub(2 + width(&title) + width(&right));
    let spans = vec![
        Span::new("──", border),
        Span::new(title, theme.style(Role::Muted)),
        Span::new("─".repeat(room), border),
        Span::new(right, theme.style(Role::Warning)),
    ];
    draw::row(&Line::chrome(wrap::clip(&spans, cols)), area, buffer);
}

fn composer(app: &App, below: &Below, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    if area.height == 0 || area.width == 0 {
        return None;
    }
    let theme = &app.screen.look.theme;
    let gutter = gutter(area.width);
    let field = Rect { x: area.x + gutter, width: field_width(area.width).min(area.width - gutter), ..area };
    let text = draw::sided(area, field);
    // The mark shows to which side the next letter goes.
    let mark = match app.composer.letters() {
        _ if app.editing.is_some() => "✎",
        Dir::Ltr => "›",
        Dir::Rtl => "‹",
    };
    // As code: a row from right to left would turn it around.
    let mark = Line { flow: Flow::Code, ..Line::plain(mark, theme.style(Role::User)) };
    draw::row(&mark, margin(area), buffer);
    let rows = usize::from(area.height);
    let row = usize::from(below.caret.0);
    let top = (row + 1).saturating_sub(rows);
    for (index, line) in below.composer.iter().skip(top).take(rows).enumerate() {
        draw::row(line, draw::nth(text, index), buffer);
    }
    if app.composer.is_empty() {
        let hint = match () {
            () if app.transcript.chosen().is_some() => tell!("view-browsing"),
            () if app.busy() => tell!("view-busy"),
            () => tell!("view-ask"),
        };
        let hint = Span::new(fit(&hint, usize::from(text.width)), theme.style(Role::Hint));
        draw::row(&Line::chrome(vec![hint]), text, buffer);
    }
    let x = text.x + below.caret.1.min(text.width.saturating_sub(1));
    let y = text.y + u16::try_from(row - top).unwrap_or(0).min(area.height - 1);
    Some(Position::new(x, y))
}

/// Completions above the composer, over the last rows of the conversation.
fn completions(app: &App, area: Rect, buffer: &mut Buffer) {
    let Some(complete) = &app.complete else { return };
    let theme: &Theme = &app.screen.look.theme;
    let (entries, at) = complete.window();
    let count = entries.len().min(usize::from(area.height));
    let skip = entries.len() - count;
    let widest = entries.iter().map(|entry| width(&entry.text) + width(&entry.note) + 6).max().unwrap_or(0);
    let cols = widest.clamp(24, 80).min(usize::from(area.width));
    let height = u16::try_from(count).unwrap_or(0);
    let room = column(Rect::new(area.x, area.bottom() - height, area.width, height));
    let wide = u16::try_from(cols).unwrap_or(room.width).min(room.width);
    let place = draw::sided(room, Rect { width: wide, ..room });
    draw::fill(draw::whole(place, buffer), theme.style(Role::Status), buffer);
    for (index, entry) in entries.iter().enumerate().skip(skip) {
        let chosen = index == at;
        let style = |role: Role| if chosen { theme.style(Role::Selected) } else { theme.style(role) };
        let (lead, text) =
            (Span::new(" ", style(Role::Status)), Span::new(screen(&entry.text), style(Role::Status)));
        let note = Span::new(format!("{} ", screen(&entry.note)), style(Role::Muted));
        let mut line = draw::ends(lead, vec![text], note, usize::from(place.width));
        line.fill = if chosen { theme.style(Role::Selected) } else { Style::default() };
        draw::row(&line, draw::nth(place, index - skip), buffer);
    }
}

//! The status line: what is going on, who answers, how full the context is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::app::App;
use super::draw;
use crate::render::line::{Line, Span};
use crate::render::sanitize::screen;
use crate::render::theme::Role;
use crate::render::width::{fit, width};
use crate::render::wrap::clip;
use crate::session::{Engine, Exactness, Phase, Place, Think, eta};
use crate::wire::Progress;

/// Frames of what turns while something is waited for, a tenth of a second each.
const SPINNER: [&str; 10] = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/// Paints it into one row.
pub(super) fn paint(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = &app.screen.look.theme;
    let cols = usize::from(area.width);
    if cols == 0 || area.height == 0 {
        return;
    }
    draw::fill(area, theme.style(Role::Status), buffer);
    let status = theme.style(Role::Status);
    let mut left = Vec::new();
    // A long name of a model takes no more than half from the figures; what is said or done takes all.
    let mut most = cols;
    let said = said(app).filter(|span| fits(span, area.width));
    if let Some(said) = said {
        left.push(Span::new(format!(" {}", said.text), status.patch(said.style)));
    } else {
        let doing = doing(app);
        if doing.is_empty() {
            most = cols / 2;
            left.push(Span::new(format!(" {}", screen(&model(app))), status));
        } else {
            let at = usize::try_from(app.now.ms / 100).unwrap_or(0) % SPINNER.len();
            left.push(Span::new(format!(" {} ", SPINNER[at]), status.patch(theme.style(Role::Key))));
            left.push(Span::new(doing, status));
        }
    }
    let wide = |spans: &[Span]| spans.iter().map(|span| width(&span.text)).sum::<usize>();
    let need = wide(&left).min(most) + 1;
    let mut rights = [Figures::All, Figures::Share, Figures::None].into_iter().map(|all| right(app, all));
    let right = rights.find(|right| need + wide(right) <= cols).unwrap_or_default();
    let room = cols.saturating_sub(wide(&right));
    let mut spans = clip(&left, room);
    let used = wide(&spans);
    if used < room {
        spans.push(Span::new(" ".repeat(room - used), status));
        spans.extend(right);
    }
    draw::row(&Line::new(clip(&spans, cols)), area, buffer);
}

/// What is said for a while, on one line.
pub(super) fn said(app: &App) -> Option<Span> {
    let role = app.said.role.filter(|_| !app.said.text.is_empty())?;
    let text = screen(&app.said.text).replace('\n', " ");
    Some(Span::new(text, app.screen.look.theme.style(role)))
}

/// Whether a row of the screen has room for all of it; what has not stands above the composer.
pub(super) fn fits(said: &Span, cols: u16) -> bool {
    width(&said.text) + 2 <= usize::from(cols)
}

/// What is going on; empty when nothing is.
fn doing(app: &App) -> String {
    let speed = app.pace.speed;
    let speed = if speed > 0.0 { format!(" · {speed:.0} tokens/s") } else { String::new() };
    match app.session.phase() {
        Phase::Idle => String::new(),
        Phase::Starting => "starting the engine …".into(),
        Phase::Loading(part) => format!("loading {} … {:.0} %", fit(&screen(&name(app)), 24), part * 100.0),
        Phase::Queued(before) => format!("waiting for the engine, {before} before …"),
        Phase::Reading(progress) => reading(&progress),
        Phase::Thinking => {
            format!("thinking … {} tokens{speed}", app.session.tally().map_or(0, |tally| tally.thinking))
        }
        Phase::Writing => format!("writing{speed}"),
        Phase::Compacting => format!("summarising{speed}"),
    }
}

/// The model's name; empty while it is looked for.
fn name(app: &App) -> String {
    app.here.model.as_ref().map(|model| model.name.clone()).unwrap_or_default()
}

/// Who answers, and where.
pub(super) fn model(app: &App) -> String {
    let Some(model) = &app.here.model else { return "looking for a model …".into() };
    let place = match (&model.place, app.session.engine()) {
        (Place::Remote(url), _) => format!("at {url}"),
        (_, Engine::Loading(part)) => format!("loading {:.0} %", part * 100.0),
        (_, Engine::Ready(status)) => match (status.place.as_str(), status.threads) {
            ("" | "CPU", 1) => "CPU, 1 thread".into(),
            ("" | "CPU", threads) => format!("CPU, {threads} threads"),
            (place, _) => place.to_owned(),
        },
        _ => "this machine".into(),
    };
    format!("{} · {place}", model.name)
}

/// How far the prompt is read, and how long that will go on.
fn reading(progress: &Progress) -> String {
    let mut text = format!("reading {} of {} tokens", progress.processed, progress.total);
    if let Some(left) = eta(progress) {
        text.push_str(&match left / 1000 {
            0 => ", a moment left".into(),
            seconds @ 1..60 => format!(", {seconds} s left"),
            seconds => format!(", {} min {} s left", seconds / 60, seconds % 60),
        });
    }
    text
}

/// How much stands at the right end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Figures {
    All,
    /// How full the context is, as a share.
    Share,
    None,
}

/// What stands at the right end: modes, the context, the help's key.
fn right(app: &App, figures: Figures) -> Vec<Span> {
    let theme = &app.screen.look.theme;
    let status = theme.style(Role::Status);
    let muted = status.patch(theme.style(Role::Muted));
    let mut spans = Vec::new();
    let mut add = |text: String, style| spans.push(Span::new(format!(" {text} "), style));
    if let Some(mode) = app.composer.mode() {
        add(mode.into(), status.patch(theme.style(Role::Key)));
    }
    match app.session.setup.think {
        Think::Auto => {}
        Think::On => add("think on".into(), muted),
        Think::Off => add("think off".into(), muted),
    }
    if figures == Figures::None {
        return spans;
    }
    let meter = app.session.meter();
    if meter.limit > 0 {
        let share = u64::from(meter.total()) * 100 / u64::from(meter.limit);
        let about = if meter.exact == Exactness::Exact { "" } else { "~" };
        let style = match share {
            0..80 => muted,
            80..95 => status.patch(theme.style(Role::Warning)),
            _ => status.patch(theme.style(Role::Error)),
        };
        let text = if figures == Figures::All {
            format!("{about}{} of {} tokens {share} %", short(meter.total()), short(meter.limit))
        } else {
            format!("{about}{share} %")
        };
        add(text, style);
    } else if meter.used > 0 {
        add(format!("{} tokens", short(meter.used)), muted);
    }
    if figures == Figures::All {
        add("F1 help".into(), muted);
    }
    spans
}

/// `940`, `1.2k`, `33k`.
fn short(count: u32) -> String {
    match count {
        0..1000 => count.to_string(),
        1000..10_000 => format!("{}.{}k", count / 1000, count % 1000 / 100),
        _ => format!("{}k", count / 1000),
    }
}

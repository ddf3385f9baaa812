//! The status line: what is going on, who answers, how full the context is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::app::App;
use super::{agent, call, draw};
use crate::render::line::{Line, Span};
use crate::render::sanitize::screen;
use crate::render::theme::Role;
use crate::render::width::{fit, width};
use crate::render::wrap::clip;
use crate::session::{Engine, Exactness, Phase, Place, Think, eta};
use crate::tell;
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
    draw::row(&Line::chrome(clip(&spans, cols)), area, buffer);
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
    let speed = Some(app.pace.speed).filter(|speed| *speed > 0.0);
    let with_speed = |doing: String| match speed {
        Some(speed) => format!("{doing} · {}", tell!("status-speed", speed = format!("{speed:.0}"))),
        None => doing,
    };
    match app.session.phase() {
        Phase::Idle => String::new(),
        Phase::Starting => tell!("status-starting"),
        Phase::Loading(part) => {
            let name = fit(&screen(&name(app)), 24);
            tell!("status-loading", name = name, part = format!("{:.0}", part * 100.0))
        }
        Phase::Queued(before) => tell!("status-queued", count = before),
        Phase::Reading(progress) => reading(&progress),
        Phase::Thinking => {
            let tokens = app.session.tally().map_or(0, |tally| tally.thinking);
            with_speed(tell!("status-thinking", count = tokens))
        }
        Phase::Writing => with_speed(tell!("status-writing")),
        Phase::Compacting => with_speed(tell!("status-compacting")),
        Phase::Working => match app.session.call() {
            Some(call) => {
                let (call, seconds) = (fit(&call::title(call), 40), app.agent.since(app.now.ms) / 1000);
                tell!("status-call", call = call, seconds = seconds)
            }
            None => tell!("status-working"),
        },
        Phase::Asking => tell!("status-asking"),
    }
}

/// The model's name; empty while it is looked for.
fn name(app: &App) -> String {
    app.here.model.as_ref().map(|model| model.name.clone()).unwrap_or_default()
}

/// Who answers, and where.
pub(super) fn model(app: &App) -> String {
    let Some(model) = &app.here.model else { return tell!("status-looking") };
    let place = match (&model.place, app.session.engine()) {
        (Place::Remote(url), _) => tell!("status-at", url = url),
        (_, Engine::Loading(part)) => tell!("status-place-loading", part = format!("{:.0}", part * 100.0)),
        (_, Engine::Ready(status)) => match (status.place.as_str(), status.threads) {
            ("" | "CPU", threads) => tell!("status-threads", count = threads),
            (place, _) => place.to_owned(),
        },
        _ => tell!("status-here"),
    };
    format!("{} · {place}", model.name)
}

/// How far the prompt is read, and how long that will go on.
fn reading(progress: &Progress) -> String {
    let (done, of) = (progress.processed, progress.total);
    match eta(progress).map(|left| left / 1000) {
        None => tell!("status-reading", done = done, of = of),
        Some(0) => tell!("status-reading-moment", done = done, of = of),
        Some(left @ 1..60) => tell!("status-reading-seconds", done = done, of = of, seconds = left),
        Some(left) => {
            tell!("status-reading-minutes", done = done, of = of, minutes = left / 60, seconds = left % 60)
        }
    }
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
    if let Some(mode) = app.agent.mode() {
        add(agent::named(mode), status.patch(theme.style(agent::role(mode))));
    }
    match app.session.setup.think {
        Think::Auto => {}
        Think::On => add(tell!("status-think-on"), muted),
        Think::Off => add(tell!("status-think-off"), muted),
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
            {
                let (used, limit) = (format!("{about}{}", short(meter.total())), short(meter.limit));
                tell!("status-context", used = used, limit = limit, share = share)
            }
        } else {
            format!("{about}{share} %")
        };
        add(text, style);
    } else if meter.used > 0 {
        add(tell!("status-used", count = short(meter.used)), muted);
    }
    if figures == Figures::All {
        add(tell!("status-help"), muted);
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

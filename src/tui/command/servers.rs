//! The page of the servers of tools.

use super::pages::pair;
use crate::code::mcp::{Report, State};
use crate::render::bidi;
use crate::render::line::{Line, Span};
use crate::render::sanitize::screen;
use crate::render::theme::Role;
use crate::render::wrap::wrap_in;
use crate::tell;
use crate::text;
use crate::tui::app::App;
use crate::tui::event::Effect;
use crate::tui::overlay::{Overlay, Page};

/// Asks for the page; the server of that name is started again first.
pub(super) fn run(app: &mut App, name: &str) -> Vec<Effect> {
    if app.agent.mode().is_none() {
        app.say(Role::Muted, tell!("mcp-chat"));
        return Vec::new();
    }
    vec![Effect::Servers(Some(name.to_owned()).filter(|name| !name.is_empty()))]
}

/// Shows it.
pub(in crate::tui) fn served(app: &mut App, reports: &[Report]) {
    let cols = usize::from(Page::inner(app.screen.cols));
    let theme = &app.screen.look.theme;
    let column = if cols >= 60 { 20 } else { 0 };
    let hint = if reports.is_empty() { tell!("mcp-none") } else { tell!("mcp-hint") };
    let mut lines: Vec<Line> = Vec::new();
    for report in reports {
        let role = match report.state {
            State::Ready => Role::Good,
            State::Gone(_) => Role::Error,
            _ => Role::Muted,
        };
        lines.extend(pair(&report.name, Role::Key, &screen(&report.told()), column, cols, theme));
        let more = match report.state {
            State::Gone(_) => report.log.display().to_string(),
            _ => text::list(&report.tools),
        };
        if !more.is_empty() {
            lines.extend(pair("", role, &screen(&more), column, cols, theme));
        }
        lines.push(Line::default());
    }
    lines.extend(wrap_in(bidi::screen(), &[Span::new(hint, theme.style(Role::Muted))], &[], &[], cols));
    app.open(Overlay::Page(Page::new(tell!("page-mcp"), lines)));
}

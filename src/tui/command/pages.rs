//! Pages to read: help, keys, where the tokens go, statistics.

use super::context::groups;
use crate::render::bidi;
use crate::render::line::{Line, Span};
use crate::render::sanitize::screen;
use crate::render::theme::{Role, Theme};
use crate::render::width::{fit, pad};
use crate::render::wrap::{clip, wrap_in};
use crate::session::{Exactness, Slot};
use crate::tell;
use crate::tui::action::{Action, BROWSING, EDITING, Group, REVIEWING, ROWS, does};
use crate::tui::app::App;
use crate::tui::event::Effect;
use crate::tui::overlay::{Overlay, Page};
use crate::wire;

pub(super) fn open(app: &mut App, action: Action) -> Vec<Effect> {
    let cols = usize::from(Page::inner(app.screen.cols));
    let (title, lines) = match action {
        Action::Context => (tell!("page-context"), context(app, cols)),
        Action::Stats => (tell!("page-stats"), stats(app, cols)),
        Action::Keys => (tell!("page-keys"), help(app, cols, Only::Keys)),
        _ => (tell!("page-help"), help(app, cols, Only::All)),
    };
    app.open(Overlay::Page(Page::new(title, lines)));
    if action != Action::Context {
        return Vec::new();
    }
    let counted = app.session.count();
    app.wants(counted)
}

/// What the help lists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Only {
    Keys,
    All,
}

/// `left` in a column, `right` wrapped beside it.
pub(super) fn pair(
    left: &str,
    role: Role,
    right: &str,
    column: usize,
    cols: usize,
    theme: &Theme,
) -> Vec<Line> {
    let left = Span::new(pad(&format!("{left} "), column), theme.style(role));
    let rest = Span::new(" ".repeat(column.min(cols / 2)), theme.style(Role::Text));
    wrap_in(bidi::screen(), &[Span::new(right, theme.style(Role::Text))], &[left], &[rest], cols)
}

fn heading(text: &str, theme: &Theme) -> Line {
    Line::chrome(vec![Span::new(text, theme.style(Role::Title))])
}

fn help(app: &App, cols: usize, only: Only) -> Vec<Line> {
    let theme = &app.screen.look.theme;
    let column = if cols >= 60 { 30 } else { 0 };
    let mut lines = Vec::new();
    if only == Only::All {
        lines.extend(wrap_in(
            bidi::screen(),
            &[Span::new(tell!("page-intro"), theme.style(Role::Text))],
            &[],
            &[],
            cols,
        ));
        lines.push(Line::default());
    }
    for group in Group::ALL {
        lines.push(heading(&group.title(), theme));
        for row in ROWS.iter().filter(|row| row.group == group) {
            let mut keys = app.keys.keys(row.action);
            if let Some(letter) = row.letter {
                let gap = if keys.is_empty() { "" } else { " " };
                keys = format!("{keys}{gap}({letter})");
            }
            if only == Only::Keys {
                if !keys.is_empty() {
                    lines.extend(pair(&keys, Role::Key, &row.help(), column, cols, theme));
                }
                continue;
            }
            let name = format!("/{} {}", row.name, row.args);
            let keys = if keys.is_empty() { String::new() } else { format!("  {keys}") };
            lines.extend(pair(
                name.trim_end(),
                Role::Key,
                &format!("{}{keys}", row.help()),
                column,
                cols,
                theme,
            ));
        }
        lines.push(Line::default());
    }
    if only == Only::All {
        lines.extend(own(app, column, cols));
    }
    lines.extend(fixed(column, cols, theme));
    lines.extend(wrap_in(
        bidi::screen(),
        &[Span::new(tell!("page-own-keys"), theme.style(Role::Muted))],
        &[],
        &[],
        cols,
    ));
    lines
}

/// The keys that are always the same.
fn fixed(column: usize, cols: usize, theme: &Theme) -> Vec<Line> {
    let mut lines = Vec::new();
    for (title, rows) in [
        (tell!("page-editing"), EDITING),
        (tell!("page-browsing"), BROWSING),
        (tell!("page-reviewing"), REVIEWING),
    ] {
        lines.push(heading(&title, theme));
        for (keys, name) in rows {
            lines.extend(pair(keys, Role::Key, &does(name), column, cols, theme));
        }
        lines.push(Line::default());
    }
    lines
}

/// The prompts that are commands.
fn own(app: &App, column: usize, cols: usize) -> Vec<Line> {
    let theme = &app.screen.look.theme;
    if app.here.own.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![heading(&tell!("page-own"), theme)];
    for preset in &app.here.own {
        let name = screen(&format!("/{} [TEXT]", preset.name)).into_owned();
        lines.extend(pair(&name, Role::Key, &screen(&preset.description), column, cols, theme));
    }
    lines.push(Line::default());
    lines
}

/// A bar of `part` of `whole` in `cells` columns.
fn bar(part: u32, whole: u32, cells: usize) -> String {
    let full = (u64::from(part) * cells as u64).div_ceil(u64::from(whole.max(1)));
    let full = usize::try_from(full).unwrap_or(0).min(cells);
    "▰".repeat(full) + &"▱".repeat(cells - full)
}

/// The page of where the tokens go.
pub(in crate::tui) fn context(app: &App, cols: usize) -> Vec<Line> {
    let theme = &app.screen.look.theme;
    let meter = app.session.meter();
    let whole = if meter.limit > 0 { meter.limit } else { meter.used.max(1) };
    let mut lines = Vec::new();
    let used = match meter.limit {
        0 => tell!("page-used", count = meter.used),
        limit => tell!("page-used-of", count = meter.used, of = limit),
    };
    lines.push(Line::chrome(vec![Span::new(used, theme.style(Role::Text))]));
    lines.push(Line::default());
    let cells = (cols / 5).clamp(4, 20);
    let row = |tokens: u32, exact: Exactness, name: &str| {
        let about = if exact == Exactness::Exact { " " } else { "~" };
        let spans = [
            Span::new(format!("{about}{tokens:>7} "), theme.style(Role::Key)),
            Span::new(bar(tokens, whole, cells), theme.style(Role::Marker)),
            Span::new(format!(" {name}"), theme.style(Role::Text)),
        ];
        Line::chrome(clip(&spans, cols))
    };
    if app.agent.mode().is_some() {
        lines.extend(groups(app).iter().map(|group| row(group.tokens, group.exact, &group.name)));
        lines.push(Line::default());
        lines.push(heading(&tell!("page-each"), theme));
    }
    lines.extend(app.session.parts().iter().map(|part| row(part.tokens, part.exact, &slot(app, part.slot))));
    lines.push(Line::default());
    lines.extend(wrap_in(
        bidi::screen(),
        &[Span::new(tell!("page-context-hint"), theme.style(Role::Muted))],
        &[],
        &[],
        cols,
    ));
    lines
}

/// What a row of the context is called.
fn slot(app: &App, slot: Slot) -> String {
    let said = |id| app.session.tree.node(id).map_or("", |node| node.text.as_str());
    let short =
        |id| screen(fit(said(id).trim().lines().next().unwrap_or_default(), 60).as_str()).into_owned();
    match slot {
        Slot::System => tell!("page-instructions"),
        Slot::Template => tell!("page-template"),
        Slot::Summary(_) => tell!("page-summary"),
        Slot::Message(id) => match app.session.tree.node(id).map(|node| node.role) {
            Some(wire::Role::User) => tell!("page-you", text = short(id)),
            Some(wire::Role::Tool) => tell!("page-result", text = short(id)),
            _ => tell!("page-answer", text = short(id)),
        },
        Slot::Thinking(_) => tell!("page-thinking"),
        Slot::Draft => tell!("page-draft"),
        Slot::Free => tell!("page-free"),
    }
}

fn stats(app: &App, cols: usize) -> Vec<Line> {
    let theme = &app.screen.look.theme;
    let tree = &app.session.tree;
    let answers =
        tree.path().iter().filter_map(|id| tree.node(*id)).filter(|node| node.role == wire::Role::Assistant);
    let costs: Vec<_> = answers.filter_map(|node| node.cost).collect();
    let tokens: u64 = costs.iter().map(|cost| u64::from(cost.answer)).sum();
    let name = &app.session.chat.id.0;
    let mut rows = vec![
        (tell!("page-chat"), app.session.chat.title.clone()),
        (tell!("page-name"), format!("{name} (qwill chats show {name})")),
        (tell!("page-model"), crate::tui::status::model(app)),
        (tell!("page-messages"), tree.path().len().to_string()),
        (tell!("page-written"), tokens.to_string()),
    ];
    if let Some(cost) = costs.last() {
        let read = cost.prompt.saturating_sub(cost.reused);
        let prompt = tell!("page-prompt-cost", count = cost.prompt, reused = cost.reused, read = read);
        rows.push((tell!("page-prompt"), prompt));
        let speed = format!("{:.1}", cost.speed);
        rows.push((tell!("page-last"), tell!("page-last-cost", count = cost.answer, speed = speed)));
    }
    let column = 18;
    rows.retain(|row| !row.1.is_empty());
    rows.iter()
        .flat_map(|(name, value)| pair(name, Role::Muted, &screen(value), column, cols, theme))
        .collect()
}

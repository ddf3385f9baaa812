//! Calls of tools and their results as rows of the conversation.

use similar::TextDiff;

use super::diff::{self, Sides, Way};
use super::transcript::Fold;
use crate::chat::tree::{Node, State};
use crate::code::hands;
use crate::code::tool::{self, Call};
use crate::render::bidi::Dir;
use crate::render::line::{Line, Span};
use crate::render::look::Look;
use crate::render::sanitize::screen;
use crate::render::theme::Role;
use crate::render::wrap::{chop, clip, wrap_in};
use crate::tell;
use crate::wire::{self, ToolCall};

/// Rows of a change that are shown while it is folded.
const ROWS: usize = 12;
/// Lines of a change that get the colours of their language while it is not.
const COLOURED: usize = 400;

/// Whether a message holds nothing but calls, which their results name.
pub(super) fn is_bare(node: &Node) -> bool {
    node.role == wire::Role::Assistant
        && !node.calls.is_empty()
        && node.text.trim().is_empty()
        && node.thinking.trim().is_empty()
}

/// A call in a few words on one line: `read src/main.rs 1-40`.
pub(super) fn title(call: &ToolCall) -> String {
    let name = call.function.name.trim();
    let about = match tool::read(call) {
        Ok(call) => about(&call),
        Err(_) => call.function.arguments.clone(),
    };
    screen(&format!("{name} {about}")).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn about(call: &Call) -> String {
    match call {
        Call::Read { path, from, lines: Some(lines) } => {
            format!("{path} {from}-{}", from.saturating_add(lines.saturating_sub(1)))
        }
        Call::Read { path, from, lines: None } if *from > 1 => format!("{path} {from}-"),
        Call::Search { pattern, path, glob } => {
            let glob = glob.as_deref().map(|glob| format!(" {glob}")).unwrap_or_default();
            format!("{pattern} {path}{glob}")
        }
        Call::Read { path, .. }
        | Call::List { path, .. }
        | Call::Edit { path, .. }
        | Call::Part { path, .. }
        | Call::Write { path, .. } => path.clone(),
        Call::Shell { command, .. } => command.clone(),
        Call::Ask { question } => question.clone(),
        Call::Patch { .. } | Call::Todo { .. } | Call::Mcp { .. } => String::new(),
    }
}

/// A call without a result yet.
pub(super) fn pending(call: &ToolCall, fold: Fold, look: &Look) -> Vec<Line> {
    let theme = &look.theme;
    let shown = title(call);
    let (name, about) = shown.split_once(' ').unwrap_or((&shown, ""));
    let name = Span::new(format!("⚙ {name}"), theme.style(Role::Tool));
    let about = Span::new(format!(" {about}"), theme.style(Role::Muted));
    let rows = wrap_in(Dir::Ltr, &[name, about], &[], &[], cols(look));
    let count = if fold == Fold::Folded { 1 } else { rows.len() };
    rows.into_iter().take(count).collect()
}

/// A result: how the call ended, and what came of it, folded or whole.
pub(super) fn result(node: &Node, call: Option<&ToolCall>, fold: Fold, look: &Look) -> Vec<Line> {
    let Some(call) = call else { return alone(node, fold, look) };
    let theme = &look.theme;
    let (mark, role) = match node.state {
        State::Failed if hands::is_refusal(&node.text) => ("⊘", Role::Warning),
        State::Failed => ("✗", Role::Error),
        _ => ("✓", Role::Good),
    };
    let well = node.state != State::Failed;
    let mut change = if well { change(call) } else { String::new() };
    // What the model wanted is not what was done: the result says what was.
    if !change.is_empty() && hands::is_other(&node.text) {
        change.clone_from(&node.text);
    }
    let count = node.text.lines().count();
    let first = node.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let note = match fold {
        _ if !change.is_empty() => String::new(),
        Fold::Open => String::new(),
        Fold::Folded if well && count > 1 => tell!("call-lines", count = count),
        Fold::Folded => screen(first).trim().to_owned(),
    };
    let lead = Span::new(format!("{mark} "), theme.style(role));
    let name = Span::new(title(call), theme.style(Role::Tool));
    let mut spans = vec![lead, name];
    if !note.is_empty() {
        let role = if well { Role::Muted } else { role };
        spans.push(Span::new(format!(" · {note}"), theme.style(role)));
    }
    let mut rows = match fold {
        Fold::Folded if well => {
            let line = Line::laid(Dir::Ltr, clip(&spans, cols(look)));
            vec![line]
        }
        Fold::Folded => wrap_in(Dir::Ltr, &spans, &[], &[], cols(look)).into_iter().take(3).collect(),
        Fold::Open => wrap_in(Dir::Ltr, &spans, &[], &[], cols(look)),
    };
    if !change.is_empty() {
        rows.extend(changed(&change, &path(call), fold, look));
    } else if fold == Fold::Open {
        rows.extend(output(&node.text, look));
    }
    rows
}

/// The lines of a change, the first ones while it is folded.
fn changed(change: &str, path: &str, fold: Fold, look: &Look) -> Vec<Line> {
    let coloured = if fold == Fold::Folded { ROWS } else { COLOURED };
    let way = Way { theme: &look.theme, code: &look.code, path, coloured };
    let mut rows = diff::lay(change, way, Sides::Below, cols(look)).rows;
    if fold == Fold::Folded && rows.len() > ROWS + 1 {
        let more = rows.len() - ROWS;
        rows.truncate(ROWS);
        let text = tell!("call-more", count = more);
        rows.push(Line::plain(text, look.theme.style(Role::Muted)));
    }
    rows
}

/// What a call of an edit changes, as far as the call itself says it; empty for others.
fn change(call: &ToolCall) -> String {
    match tool::read(call) {
        Ok(Call::Edit { old, new, .. }) => sides(&old, &new),
        Ok(Call::Write { text, .. } | Call::Part { text, .. }) => sides("", &text),
        Ok(Call::Patch { text }) => text,
        Ok(Call::Todo { items }) => items.lines().fold(String::new(), |all, line| format!("{all} {line}\n")),
        _ => String::new(),
    }
}

/// The file that a call changes; empty where the change names its files itself.
fn path(call: &ToolCall) -> String {
    match tool::read(call) {
        Ok(Call::Edit { path, .. } | Call::Part { path, .. } | Call::Write { path, .. }) => path,
        _ => String::new(),
    }
}

fn sides(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut all = String::new();
    for change in diff.iter_all_changes() {
        all.push_str(&format!("{}{}\n", change.tag(), change.value().trim_end_matches('\n')));
    }
    all
}

/// A result whose call is not known.
fn alone(node: &Node, fold: Fold, look: &Look) -> Vec<Line> {
    let count = node.text.lines().count();
    if fold == Fold::Open {
        return output(&node.text, look);
    }
    let first = node.text.lines().next().unwrap_or_default();
    let text = if count > 1 { tell!("cell-lines", count = count, first = first) } else { first.to_owned() };
    output(&format!("▸ {text}"), look).into_iter().take(1).collect()
}

/// What a tool wrote, as it is.
fn output(text: &str, look: &Look) -> Vec<Line> {
    let style = look.theme.style(Role::Tool);
    let shown = screen(text.trim_end());
    shown.split('\n').flat_map(|line| chop(&[Span::new(line, style)], &[], &[], cols(look))).collect()
}

fn cols(look: &Look) -> usize {
    usize::from(look.width).max(1)
}

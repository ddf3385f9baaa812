//! What calls change, and how that looks.

use super::Output;
use crate::code::edit::format::{self, Change, Spot};
use crate::code::edit::matcher::Grain;
use crate::code::tool::Call;

/// Lines without their numbers, which very small models would copy.
pub(super) fn plain(text: &str) -> String {
    let number = |head: &str| head.bytes().all(|byte| byte.is_ascii_digit());
    let line = |line: &str| match line.split_once('\t') {
        Some((head, rest)) if number(head) => rest.to_owned(),
        _ => line.to_owned(),
    };
    text.split_inclusive('\n').map(line).collect()
}

/// The changes that a call asks for.
pub(super) fn changes(call: &Call) -> Result<Vec<Change>, Output> {
    Ok(match call.clone() {
        Call::Edit { path, old, new } => {
            vec![Change::Replace { path, old, new, grain: Grain::Text, spot: Spot::Anywhere }]
        }
        Call::Part { path, part, text } => vec![Change::Part { path, part, text }],
        Call::Write { path, text } => vec![Change::Write { path, text }],
        Call::Patch { text } => {
            format::parse(&text).map_err(|broken| Output::badly(format!("error: {}", broken.model())))?
        }
        _ => Vec::new(),
    })
}

/// The paths of a change.
pub(super) fn touched(change: &Change) -> Vec<&str> {
    match change {
        Change::Move { from, to } => vec![from, to],
        other => vec![other.path()],
    }
}

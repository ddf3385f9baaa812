//! What is wrong with a command line, in the program's language; clap itself says it in English.

use std::error::Error as _;
use std::num::ParseIntError;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::render::width::width;
use crate::{tell, text};

/// The error as clap lays it out: what is wrong, what may have been meant, how the command is used.
pub(super) fn text(error: &Error) -> String {
    let mut out = tell!("help-error", what = what(error));
    if let Some(values) = strings(error, ContextKind::ValidValue).filter(|values| !values.is_empty()) {
        out.push_str(&format!("\n  {}", tell!("help-values", values = text::list(values))));
    }
    let tips = tips(error);
    if !tips.is_empty() {
        out.push_str(&format!("\n\n  {}", tips.join("\n  ")));
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let heading = tell!("help-heading-usage");
        let lines = usage.to_string();
        let lines: Vec<&str> = lines.trim_start_matches("Usage:").lines().map(str::trim).collect();
        let indent = format!("\n{}", " ".repeat(width(&heading) + 1));
        out.push_str(&format!("\n\n{heading} {}", lines.join(&indent)));
    }
    out.push_str(&format!("\n\n{}\n", tell!("help-error-more", flag = "--help")));
    out
}

/// What is wrong, as one phrase.
fn what(error: &Error) -> String {
    let name = string(error, ContextKind::InvalidArg);
    let value = string(error, ContextKind::InvalidValue).unwrap_or_default();
    match (error.kind(), name) {
        (ErrorKind::UnknownArgument, Some(name)) => tell!("help-error-unknown", name = name),
        (ErrorKind::ArgumentConflict, Some(name)) => conflict(error, name),
        (ErrorKind::InvalidValue | ErrorKind::TooFewValues, Some(name)) if value.is_empty() => {
            tell!("help-error-no-value", name = name)
        }
        (ErrorKind::InvalidValue, Some(name)) => tell!("help-error-value", value = value, name = name),
        (ErrorKind::ValueValidation, Some(name)) => match why(error) {
            Some(why) => tell!("help-error-value-why", value = value, name = name, why = why),
            None => tell!("help-error-value", value = value, name = name),
        },
        (ErrorKind::TooManyValues, Some(name)) => tell!("help-error-too-many", value = value, name = name),
        (ErrorKind::InvalidSubcommand, _) => {
            let name = string(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            tell!("help-error-command", name = name)
        }
        (ErrorKind::MissingRequiredArgument, _) => {
            let names = strings(error, ContextKind::InvalidArg).unwrap_or_default();
            tell!("help-error-missing", names = text::list(names))
        }
        (ErrorKind::InvalidUtf8, _) => tell!("help-error-utf8"),
        _ => tell!("help-error-other"),
    }
}

fn conflict(error: &Error, name: &str) -> String {
    match strings(error, ContextKind::PriorArg) {
        Some(others) if others.len() == 1 && others[0] == name => tell!("help-error-twice", name = name),
        Some(others) if !others.is_empty() => {
            tell!("help-error-conflict", name = name, other = others.join("', '"))
        }
        _ => tell!("help-error-conflict-others", name = name),
    }
}

/// Why a value is not one; clap's own reasons are known by their form.
fn why(error: &Error) -> Option<String> {
    let source = error.source()?;
    if source.is::<ParseIntError>() {
        return Some(tell!("help-error-integer"));
    }
    let text = source.to_string();
    match text.split(' ').collect::<Vec<_>>()[..] {
        [_, "is", "not", "in", range] => Some(tell!("help-error-range", range = range)),
        _ => Some(text),
    }
}

/// What may have been meant.
fn tips(error: &Error) -> Vec<String> {
    let names = |kind| strings(error, kind).filter(|names| !names.is_empty()).map(text::list);
    let mut tips = Vec::new();
    tips.extend(
        names(ContextKind::SuggestedSubcommand).map(|names| tell!("help-tip-command", names = names)),
    );
    tips.extend(names(ContextKind::SuggestedArg).map(|names| tell!("help-tip-argument", names = names)));
    tips.extend(names(ContextKind::SuggestedValue).map(|names| tell!("help-tip-value", names = names)));
    if let (Some(ContextValue::StyledStrs(all)), Some(name), ErrorKind::UnknownArgument) =
        (error.get(ContextKind::Suggested), string(error, ContextKind::InvalidArg), error.kind())
        && all.iter().any(|tip| tip.to_string().contains("-- "))
    {
        tips.push(tell!("help-tip-dashes", name = name));
    }
    tips
}

fn string(error: &Error, kind: ContextKind) -> Option<&str> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text),
        _ => None,
    }
}

/// One or several.
fn strings(error: &Error, kind: ContextKind) -> Option<Vec<String>> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(vec![text.clone()]),
        ContextValue::Strings(all) => Some(all.clone()),
        _ => None,
    }
}

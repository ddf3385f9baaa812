//! Which models are right for this machine, for those who name none.

use std::io::{self, IsTerminal};

use super::machine;
use super::out;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::models::library;
use crate::models::recommend::{Advice, recommend};

/// What to do for a better answer than the starter's.
pub(super) fn hint(config: &Config) -> String {
    let catalog = library::catalog(config).unwrap_or_default();
    match recommend(&catalog, &machine()).first() {
        Some(Advice { model, bytes, .. }) => {
            format!(
                "for real work fetch one that fits here: qwill pull {} ({})",
                model.alias,
                out::bytes(*bytes)
            )
        }
        None => "for real work fetch a larger one: qwill pull NAME".into(),
    }
}

/// Recommends models. In a terminal one can be chosen; its alias is given back.
///
/// # Errors
/// [`Kind::Usage`] where nobody can choose, [`Kind::Fit`] when none fits.
pub(super) fn choose(config: &Config) -> Result<Option<String>> {
    let catalog = library::catalog(config)?;
    let machine = machine();
    let all = recommend(&catalog, &machine);
    if all.is_empty() {
        return Err(Error::new(Kind::Fit, "no model of the catalog fits this machine")
            .why(format!("{} of memory are free", out::bytes(machine.memory)))
            .hint("close other programs; or name a model: qwill pull NAME"));
    }
    let free = out::bytes(machine.memory);
    out::line(&format!("Right for this machine with {free} of free memory: for each purpose the largest"));
    out::line("that fits and answers about as fast as you read");
    for (number, advice) in all.iter().enumerate() {
        out::line(&row(number + 1, advice));
    }
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Err(
            Error::new(Kind::Usage, "no model was named").hint(format!("qwill pull {}", all[0].model.alias))
        );
    }
    out::note(&format!("Which one? [1-{}, Enter for none] ", all.len()));
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    let chosen = line.trim().parse::<usize>().ok().and_then(|number| all.get(number.checked_sub(1)?));
    Ok(chosen.map(|advice| advice.model.alias.clone()))
}

/// `1  qwen3:4b   chat   2.5 GB to fetch  ✓ needs 3.6 GB  apache-2.0`
fn row(number: usize, advice: &Advice<'_>) -> String {
    let Advice { purpose, model, bytes, fit, .. } = advice;
    let need = out::bytes(fit.need.total());
    format!(
        "  {number}  {:<22} {:<6} {:>7} to fetch  {} needs {need}  {}",
        model.alias,
        purpose.name(),
        out::bytes(*bytes),
        fit.verdict.mark(),
        model.licence.tag(),
    )
}

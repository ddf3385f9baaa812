//! Which models are right for this machine, for those who name none.

use std::io::{self, IsTerminal};

use super::machine;
use super::out;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::models::library;
use crate::models::recommend::{Advice, recommend};
use crate::render::width::pad;
use crate::tell;

/// What to do for a better answer than the starter's.
pub(super) fn hint(config: &Config) -> String {
    let catalog = library::catalog(config).unwrap_or_default();
    match recommend(&catalog, &machine()).first() {
        Some(Advice { model, bytes, .. }) => {
            tell!("cmd-pull-advice", name = &model.alias, bytes = out::bytes(*bytes))
        }
        None => tell!("cmd-pull-advice-any"),
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
        return Err(Error::new(Kind::Fit, tell!("cmd-pull-none"))
            .why(tell!("cmd-pull-none-why", bytes = out::bytes(machine.memory)))
            .hint(tell!("cmd-pull-none-hint")));
    }
    out::line(&tell!("cmd-pull-right", free = out::bytes(machine.memory)));
    for (number, advice) in all.iter().enumerate() {
        out::line(&row(number + 1, advice));
    }
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Err(Error::new(Kind::Usage, tell!("cmd-pull-unnamed"))
            .hint(format!("qwill pull {}", all[0].model.alias)));
    }
    out::ask(&tell!("cmd-pull-which", count = all.len()));
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    let chosen = line.trim().parse::<usize>().ok().and_then(|number| all.get(number.checked_sub(1)?));
    Ok(chosen.map(|advice| advice.model.alias.clone()))
}

/// `1  qwen3:4b   chat   2.5 GB to fetch  ✓ needs 3.6 GB  apache-2.0`
fn row(number: usize, advice: &Advice<'_>) -> String {
    let Advice { purpose, model, bytes, fit, .. } = advice;
    let offer = tell!(
        "cmd-pull-offer",
        bytes = format!("{:>7}", out::bytes(*bytes)),
        mark = fit.verdict.mark(),
        need = out::bytes(fit.need.total()),
        licence = model.licence.tag(),
    );
    format!("  {number}  {} {} {offer}", pad(&model.alias, 22), pad(&purpose.name(), 6))
}

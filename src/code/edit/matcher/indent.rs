//! The rung for lines that are all indented by the same more or less than they were given.

use std::borrow::Cow;

use super::carry::{Way, carry};
use super::{Job, Rung, Spot, rungs, says};

/// What is done to the indentation of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Shift {
    /// Nothing.
    #[default]
    None,
    /// This is put in front.
    Add(String),
    /// This is taken from the front.
    Cut(String),
    /// Each `unit` spaces become a tab, and `by` tabs are added.
    Tabs { unit: usize, by: isize },
    /// Each tab becomes `unit` spaces, and `by` spaces are added.
    Spaces { unit: usize, by: isize },
}

/// Where the lines are, indented otherwise.
pub(super) fn seek(job: &Job) -> Vec<Spot> {
    if !says(job.old.text()) {
        return Vec::new();
    }
    let found = rungs::windows(&job.file, &job.old, |_, body| Cow::Borrowed(body.trim()));
    let (old, new) = (job.old.bodies(), job.new.bodies());
    let spot = |lines: std::ops::Range<usize>| {
        let file: Vec<&str> = lines.clone().map(|line| job.file.body(line)).collect();
        shift(&old, &file, &[])?;
        let range = job.span(lines);
        let text =
            shift(&old, &file, &new).and_then(|shift| carry(job, range.clone(), &Way { shift, pairs: None }));
        Some(Spot { rung: Rung::Indent, range, text })
    };
    found.into_iter().filter_map(spot).collect()
}

/// The spaces and tabs in front of a line.
fn margin(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// What makes the indentation of all lines of `old` that of the file's, if one thing does for `new` too.
fn shift(old: &[&str], file: &[&str], new: &[&str]) -> Option<Shift> {
    let pairs: Vec<(&str, &str)> = old
        .iter()
        .zip(file)
        .filter(|(line, _)| !line.trim().is_empty())
        .map(|(old, file)| (margin(old), margin(file)))
        .collect();
    let (first, there) = *pairs.first()?;
    if let Some(more) = there.strip_suffix(first)
        && pairs.iter().all(|(old, file)| file.strip_suffix(old) == Some(more))
    {
        return added(more, &pairs, new);
    }
    if let Some(less) = first.strip_suffix(there)
        && pairs.iter().all(|(old, file)| old.strip_suffix(file) == Some(less))
    {
        return Some(Shift::Cut(less.to_owned()));
    }
    let only = |text: &str, c: char| text.chars().all(|other| other == c);
    if pairs.iter().all(|(old, file)| only(old, ' ') && only(file, '\t')) {
        let (unit, by) = slope(pairs.iter().map(|(old, file)| (file.len(), old.len())))?;
        return (by % unit.cast_signed() == 0).then(|| Shift::Tabs { unit, by: -(by / unit.cast_signed()) });
    }
    if pairs.iter().all(|(old, file)| only(old, '\t') && only(file, ' ')) {
        let (unit, by) = slope(pairs.iter().map(|(old, file)| (old.len(), file.len())))?;
        return Some(Shift::Spaces { unit, by });
    }
    None
}

/// More indentation: when the file has tabs and what comes in has spaces, its own steps become tabs.
fn added(more: &str, pairs: &[(&str, &str)], new: &[&str]) -> Option<Shift> {
    let mixes = |c: char| new.iter().any(|line| margin(line).contains(c));
    let flat = pairs.iter().all(|(old, _)| old.is_empty());
    match more.chars().next() {
        Some('\t') if flat && mixes(' ') => {
            let steps = new.iter().filter(|line| !line.trim().is_empty()).map(|line| margin(line).len());
            let unit = steps.fold(0, common);
            (2..=8).contains(&unit).then(|| Shift::Tabs { unit, by: more.len().cast_signed() })
        }
        Some(' ') if flat && mixes('\t') => None,
        _ => Some(Shift::Add(more.to_owned())),
    }
}

/// The greatest common divisor.
fn common(a: usize, b: usize) -> usize {
    if b == 0 { a } else { common(b, a % b) }
}

/// The step and the rest that make `spaces = step * tabs + rest` of all pairs of tabs and spaces. Pairs of one
/// depth tell the step only when nothing is left.
fn slope(pairs: impl Iterator<Item = (usize, usize)> + Clone) -> Option<(usize, isize)> {
    let low = pairs.clone().min()?;
    let high = pairs.clone().max()?;
    let (tabs, spaces) = if high.0 > low.0 { (high.0 - low.0, high.1.checked_sub(low.1)?) } else { low };
    let unit = spaces.checked_div(tabs).filter(|unit| (1..=8).contains(unit) && unit * tabs == spaces)?;
    let rest = low.1.cast_signed() - (unit * low.0).cast_signed();
    let fits = |(tabs, spaces): (usize, usize)| (unit * tabs).cast_signed() + rest == spaces.cast_signed();
    pairs.clone().all(fits).then_some((unit, rest))
}

impl Shift {
    /// The line with its new indentation; `None` if it cannot have it. A line of spaces stays as it is.
    pub(super) fn apply<'a>(&self, line: &'a str) -> Option<Cow<'a, str>> {
        if line.trim().is_empty() {
            return Some(Cow::Borrowed(line));
        }
        let (margin, rest) = (margin(line), line.trim_start_matches([' ', '\t']));
        let all = |c: char| margin.chars().all(|other| other == c);
        let wide = |count: Option<usize>, fill: &str| Some(Cow::Owned(fill.repeat(count?) + rest));
        match self {
            Shift::None => Some(Cow::Borrowed(line)),
            Shift::Add(more) => Some(Cow::Owned([more, line].concat())),
            Shift::Cut(less) => line.strip_prefix(less.as_str()).map(Cow::Borrowed),
            Shift::Tabs { unit, by } if all(' ') && margin.len() % unit == 0 => {
                wide((margin.len() / unit).checked_add_signed(*by), "\t")
            }
            Shift::Spaces { unit, by } if all('\t') => {
                wide((margin.len() * unit).checked_add_signed(*by), " ")
            }
            Shift::Tabs { .. } | Shift::Spaces { .. } => None,
        }
    }
}

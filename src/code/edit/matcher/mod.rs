//! Finds where old text is in a file: exactly, or by rungs that each forgive one thing; two places are no place.

mod approximate;
mod carry;
mod elision;
mod escape;
mod indent;
mod nearest;
mod rungs;

use std::ops::Range;

use super::text::{Ending, Lines};

pub use nearest::Region;

/// The largest file that is edited, in bytes.
pub const LARGEST: usize = 16 << 20;

/// Places that are looked for on one rung; more are not counted.
const MOST: usize = 100;

/// What `old` is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grain {
    /// Any text, which may begin and end inside a line.
    #[default]
    Text,
    /// Whole lines.
    Lines,
}

/// What had to be forgiven to find the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rung {
    /// Nothing: the text is there as it was given.
    Exact,
    /// Line endings and spaces at the ends of lines.
    Spaces,
    /// Quotes, dashes, spaces and dots of other kinds.
    Punctuation,
    /// All lines are indented by the same more or less.
    Indent,
    /// Lines of `...` stand for what is between.
    Elision,
    /// Escapes such as `\n` or `&lt;` that were written out.
    Escapes,
    /// A few letters: the first and last lines are there, and nearly all between them.
    Approximate,
}

/// The one place that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What had to be forgiven.
    pub rung: Rung,
    /// The bytes of the file's text that are replaced.
    pub range: Range<usize>,
    /// The line at which they begin, from 1.
    pub line: usize,
    /// What goes there.
    pub text: String,
}

/// Why there is no place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Miss {
    /// The file is larger than [`LARGEST`].
    Large,
    /// The old text is empty and the file is not.
    Empty,
    /// The file would be the same afterwards.
    Same,
    /// It is in several places: the lines at which they begin, from 1; no more than 100.
    Ambiguous(Vec<usize>),
    /// It is nowhere; the part of the file that is most like it.
    Missing(Option<Region>),
}

/// A place that a rung found. One where the change cannot be made counts too, or another would be chosen over it.
struct Spot {
    rung: Rung,
    range: Range<usize>,
    /// What goes there, if the change can be made there.
    text: Option<String>,
}

/// One search.
struct Job<'a> {
    file: Lines<'a>,
    old: Lines<'a>,
    new: Lines<'a>,
    grain: Grain,
}

/// Finds the one place of `old` in a file's text, and what is to be there so that it says `new`. Lines that are the
/// same in `old` and `new` stay as they are in the file.
///
/// # Errors
/// There is no place, or more than one; nothing would change; the file is too large.
pub fn find(text: &str, old: &str, new: &str, grain: Grain) -> Result<Hit, Miss> {
    find_within(text, old, new, grain, None)
}

/// The same; where there would be more than one place, only those inside some bytes of the text count.
///
/// # Errors
/// As above.
pub fn find_within(
    text: &str,
    old: &str,
    new: &str,
    grain: Grain,
    within: Option<Range<usize>>,
) -> Result<Hit, Miss> {
    if text.len() > LARGEST {
        return Err(Miss::Large);
    }
    if old == new {
        return Err(Miss::Same);
    }
    if old.is_empty() {
        return match text.is_empty() {
            true => Ok(Hit { rung: Rung::Exact, range: 0..0, line: 1, text: new.to_owned() }),
            false => Err(Miss::Empty),
        };
    }
    let job = Job { file: Lines::of(text), old: Lines::of(old), new: Lines::of(new), grain };
    let ladder: [fn(&Job) -> Vec<Spot>; 7] = [
        rungs::exact,
        rungs::spaces,
        rungs::punctuation,
        indent::seek,
        elision::seek,
        escape::seek,
        approximate::seek,
    ];
    for seek in ladder {
        let mut spots = seek(&job);
        let line = |spot: &Spot| job.file.at(spot.range.start) + 1;
        // Of places that were not all counted, nobody knows how many are inside.
        if let Some(within) = within.clone().filter(|_| (2..MOST).contains(&spots.len())) {
            let inside = |spot: &Spot| within.start <= spot.range.start && spot.range.end <= within.end;
            if spots.iter().any(inside) {
                spots.retain(inside);
            }
        }
        if spots.len() > 1 {
            return Err(Miss::Ambiguous(spots.iter().map(line).collect()));
        }
        let Some(spot) = spots.into_iter().next() else { continue };
        let line = line(&spot);
        if let Spot { rung, range, text: Some(new) } = spot {
            let same = new == text[range.clone()];
            return if same { Err(Miss::Same) } else { Ok(Hit { rung, range, line, text: new }) };
        }
    }
    Err(Miss::Missing(nearest::region(&job.file, &job.old)))
}

impl Job<'_> {
    /// The bytes that whole lines of the file stand for: without the last ending where `old` has none inside a line.
    fn span(&self, lines: Range<usize>) -> Range<usize> {
        let mut span = self.file.span(lines.clone());
        if self.grain == Grain::Text && !self.old.text().ends_with('\n') {
            span.end -= self.file.ending(lines.end - 1).len();
        }
        span
    }

    /// A place whose lines stand for those of `old` one by one.
    fn carried(&self, rung: Rung, range: Range<usize>) -> Spot {
        let text = carry::carry(self, range.clone(), &carry::Way::default());
        Spot { rung, range, text }
    }

    fn ending(&self, range: Range<usize>) -> Ending {
        Ending::near(self.file.text(), range)
    }
}

/// Whether a line only stands for lines that were left out: dots alone, or a comment that begins with them.
pub fn elides(line: &str) -> bool {
    const COMMENTS: [&str; 7] = ["//", "#", "--", "/*", "<!--", ";", "%"];
    let line = line.trim();
    match COMMENTS.iter().find_map(|mark| line.strip_prefix(mark)) {
        Some(said) => said.trim_start().starts_with("...") || said.trim_start().starts_with('\u{2026}'),
        None => line == "..." || line == "\u{2026}",
    }
}

/// Whether a text has letters or figures, without which what is forgiven would find anything.
fn says(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests;

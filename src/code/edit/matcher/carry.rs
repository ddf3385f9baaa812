//! Carries a change over to lines that are not quite those it was written for.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::indent::Shift;
use super::{Grain, Job};
use crate::code::edit::text::Lines;

/// How the lines of a place stand to those of `old`.
#[derive(Default)]
pub(super) struct Way {
    /// What is done to lines that come in.
    pub(super) shift: Shift,
    /// For each line of `old` the line of the place; `None` when they stand for each other one by one.
    pub(super) pairs: Option<Vec<Option<usize>>>,
}

/// The text of a place after the change: lines that stay are the file's own, lines that come in are indented and
/// ended as those around them. `None` if a line cannot be indented so, or a line that nobody spoke of would go.
pub(super) fn carry(job: &Job, range: Range<usize>, way: &Way) -> Option<String> {
    let place = Lines::of(&job.file.text()[range.clone()]);
    let pair = |line: usize| match &way.pairs {
        Some(pairs) => pairs[line],
        None => (line < place.len()).then_some(line),
    };
    let (old, new) = (job.old.bodies(), job.new.bodies());
    let mut ending = job.ending(range.clone()).text();
    let (mut out, mut next) = (String::with_capacity(job.new.text().len()), 0);
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let ((before, after), goes) = (spans(&op), !matches!(op, DiffOp::Equal { .. }));
        for (step, line) in before.clone().filter_map(pair).enumerate() {
            if goes && step > 0 && line > next {
                return None;
            }
            for kept in next..line + usize::from(!goes) {
                out.push_str(place.full(kept));
                if !place.ending(kept).is_empty() {
                    ending = if place.ending(kept).len() == 2 { "\r\n" } else { "\n" };
                }
            }
            next = line + 1;
        }
        if goes {
            for line in after {
                close(&mut out, ending);
                out.push_str(&way.shift.apply(new[line])?);
                out.push_str(ending);
            }
        }
    }
    for kept in next..place.len() {
        close(&mut out, ending);
        out.push_str(place.full(kept));
    }
    finish(job, range, &mut out, ending);
    Some(out)
}

/// The lines of `old` and of `new` that a step is about.
fn spans(op: &DiffOp) -> (Range<usize>, Range<usize>) {
    (op.old_range(), op.new_range())
}

/// Ends a line before another comes.
fn close(out: &mut String, ending: &str) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push_str(ending);
    }
}

/// Gives the last line an ending, or takes it, as the place had it and as the change wants it.
fn finish(job: &Job, range: Range<usize>, out: &mut String, ending: &str) {
    let ends = |text: &str| text.ends_with('\n');
    let (file, old, new) = (job.file.text(), job.old.text(), job.new.text());
    let inner = job.grain == Grain::Lines && range.end < file.len();
    let wanted = if new.is_empty() || ends(old) == ends(new) { ends(&file[range]) } else { ends(new) };
    if inner || wanted {
        close(out, ending);
    } else if let Some(body) = out.strip_suffix('\n') {
        let length = body.strip_suffix('\r').unwrap_or(body).len();
        out.truncate(length);
    }
}

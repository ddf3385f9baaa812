//! What is done when the user took a part of a change, or made another of it, and what the model hears.

use std::collections::BTreeSet;

use super::{Hands, not_allowed};
use crate::code::edit::pick;
use crate::code::edit::plan::{File, Plan};
use crate::code::project::{Ended, Output, Step};

/// How it begins when a part was left out.
pub(super) const PART: &str = "The user took only a part of your change.";
/// How it begins when the user changed it.
pub(super) const OTHER: &str = "The user changed your ";

/// Lines of a difference that the model reads.
const LINES: usize = 40;

impl Hands {
    /// Makes the parts of a change that were taken.
    pub(super) async fn part(&mut self, step: Step, taken: &BTreeSet<usize>) -> Output {
        let Some(plan) = &step.plan else { return not_allowed("") };
        let (some, left) = (pick::take(plan, taken), pick::left(plan, taken));
        if some.files.is_empty() {
            return not_allowed("");
        }
        if left.is_empty() {
            return self.perform(step).await;
        }
        let output = self.perform(step.with(some)).await;
        said(output, |text| format!("{PART} Left out, and not done:\n{}\n{text}", head(&left)))
    }

    /// Makes what the user made of a change. Only files of the change are written, and only if they are as they were.
    pub(super) async fn changed(&mut self, step: Step, theirs: &Plan) -> Output {
        let Some(plan) = &step.plan else { return not_allowed("") };
        let own = |file: &File| {
            let theirs = theirs.files.iter().find(|other| other.path == file.path)?;
            Some(File { after: theirs.after.clone(), ..file.clone() })
        };
        let files: Vec<File> =
            plan.files.iter().filter_map(own).filter(|file| file.before != file.after).collect();
        if files.is_empty() {
            return not_allowed("");
        }
        let output = self.perform(step.with(Plan { files, notes: Vec::new() })).await;
        let diff = output.diff.clone();
        said(output, |text| format!("{OTHER}edit. What was done:\n{}\n{text}", head(&diff)))
    }
}

/// An output whose text says more, if it was done.
fn said(output: Output, more: impl FnOnce(&str) -> String) -> Output {
    if output.ended != Ended::Well {
        return output;
    }
    Output { text: more(&output.text), ..output }
}

/// The first lines of a difference.
fn head(diff: &str) -> String {
    let count = diff.lines().count();
    let mut text: String = diff.split_inclusive('\n').take(LINES).collect();
    if count > LINES {
        text += &format!("[{} more lines]\n", count - LINES);
    }
    text
}

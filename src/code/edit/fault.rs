//! Why a change was not made, said to the model that wants it and to the person who reads along.

use std::fmt::Write;

use super::matcher::{LARGEST, Miss, Region};
use crate::error::{Error, Kind};
use crate::tell;

/// What stands in the way of one change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file holds zero bytes: it is no text.
    Binary,
    /// The file is no UTF-8 at this line, from 1.
    Encoding {
        /// The line of the first wrong byte.
        line: usize,
    },
    /// The file cannot be read, for this reason.
    Unreadable(String),
    /// The place was not found.
    Place(Miss),
    /// The part was not found, or cannot be replaced so.
    Part(Part),
    /// There is no such file.
    Absent,
    /// An earlier change deleted or moved the file.
    Gone,
    /// The file is there already.
    Exists,
    /// It changes what an earlier change of the same answer wrote, at this line, from 1.
    Overlap {
        /// Where the changes meet in the file as it would be.
        line: usize,
    },
    /// A line of the new text, from 1, only stands for what was left out, and neither the file nor the old text has
    /// it.
    Lazy {
        /// The line of the new text.
        line: usize,
    },
    /// The path is empty, goes up, or ends with a slash.
    Path,
    /// One file would be inside another, which has this path.
    Inside(String),
}

/// Why a part of a file cannot be replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Nothing has this name; what has one, first.
    Unknown(Vec<String>),
    /// It is there more than once, at these lines, from 1.
    Several(Vec<usize>),
    /// The file has only so many lines.
    Lines(usize),
    /// The new text does not define what it takes the place of.
    Bare,
    /// The new text is the old one.
    Same,
}

impl Part {
    fn model(&self) -> String {
        match self {
            Part::Unknown(names) if names.is_empty() => {
                "there is no part of this name. Give its lines, such as 12-20.".to_owned()
            }
            Part::Unknown(names) => {
                format!("there is no part of this name. Give its lines, or one of: {}", names.join(", "))
            }
            Part::Several(lines) => {
                let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
                format!("there are several, at lines {}. Give its lines, such as 12-20.", lines.join(", "))
            }
            Part::Lines(all) => format!("the file has {all} lines. Read it again."),
            Part::Bare => "the text does not define it. Give all of it, from its first line.".to_owned(),
            Part::Same => "it changes nothing: old and new text are the same.".to_owned(),
        }
    }

    fn error(&self) -> String {
        match self {
            Part::Unknown(_) => tell!("edit-part-unknown"),
            Part::Several(lines) => {
                tell!("edit-part-several", lines = crate::text::list(lines.iter().map(usize::to_string)))
            }
            Part::Lines(all) => tell!("edit-part-lines", count = *all),
            Part::Bare => tell!("edit-part-bare"),
            Part::Same => tell!("edit-same"),
        }
    }
}

/// A change that was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Which of the changes, from 1.
    pub number: usize,
    /// The file that it is about.
    pub path: String,
    /// What stands in the way.
    pub fault: Fault,
}

/// What is wrong with the form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A block has no end.
    Unclosed,
    /// A block has no line between old and new, or more than one.
    Divider,
    /// Nothing says which file is meant.
    Nameless,
    /// A line is neither context nor a change.
    Stray,
    /// A part of a patch has nothing that says where it goes.
    Nowhere,
    /// A line begins with `***` and is no known heading.
    Heading,
}

/// An answer whose changes cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The line of the answer, from 1.
    pub line: usize,
    /// What is wrong there.
    pub flaw: Flaw,
}

impl Broken {
    /// What the model is told.
    pub fn model(&self) -> String {
        let what = match self.flaw {
            Flaw::Unclosed => "the block that begins here has no end. Send it again, whole.",
            Flaw::Divider => "this block needs exactly one ======= line between old and new text.",
            Flaw::Nameless => "no file path. Write the path alone on the line before the block.",
            Flaw::Stray => "this line begins with none of space, + or -.",
            Flaw::Nowhere => "no context. Give unchanged lines around the added ones.",
            Flaw::Heading => "unknown *** heading.",
        };
        format!("edit not understood at line {} of your answer: {what} Nothing was changed.", self.line)
    }

    /// What the person is told.
    pub fn error(&self) -> Error {
        let why = match self.flaw {
            Flaw::Unclosed => tell!("edit-form-unclosed"),
            Flaw::Divider => tell!("edit-form-divider"),
            Flaw::Nameless => tell!("edit-form-nameless"),
            Flaw::Stray => tell!("edit-form-stray"),
            Flaw::Nowhere => tell!("edit-form-nowhere"),
            Flaw::Heading => tell!("edit-form-heading"),
        };
        Error::new(Kind::Other, tell!("edit-form", line = self.line)).why(why).hint(tell!("edit-again"))
    }
}

impl Failure {
    /// What the model is told.
    pub fn model(&self) -> String {
        let what = match &self.fault {
            Fault::Binary => "this is a binary file.".to_owned(),
            Fault::Encoding { line } => format!("the file is not UTF-8 (line {line})."),
            Fault::Unreadable(why) => format!("cannot read the file: {why}."),
            Fault::Place(miss) => return format!("edit of {}: {}", self.path, missed(miss)),
            Fault::Part(part) => part.model(),
            Fault::Absent => "no such file. To create it, give its whole text.".to_owned(),
            Fault::Gone => "an earlier edit of this answer deleted or moved it.".to_owned(),
            Fault::Exists => "the file exists already. Edit it instead.".to_owned(),
            Fault::Overlap { line } => {
                format!("it overlaps an earlier edit of this answer near line {line}. Join them into one.")
            }
            Fault::Lazy { line } => {
                format!("line {line} of the new text stands for code that was left out. Write all of it.")
            }
            Fault::Path => "not a usable path. Give it relative to the project, without \"..\".".to_owned(),
            Fault::Inside(other) => format!("{other} is a file, not a directory."),
        };
        format!("edit of {}: {what}", self.path)
    }

    /// What the person is told.
    pub fn error(&self) -> Error {
        let why = match &self.fault {
            Fault::Binary => tell!("edit-binary"),
            Fault::Encoding { line } => tell!("edit-encoding", line = *line),
            Fault::Unreadable(why) => why.clone(),
            Fault::Place(Miss::Large) => tell!("edit-large", size = LARGEST >> 20),
            Fault::Place(Miss::Empty) => tell!("edit-empty"),
            Fault::Place(Miss::Same) => tell!("edit-same"),
            Fault::Place(Miss::Ambiguous(lines)) => {
                let shown = crate::text::list(lines.iter().map(usize::to_string));
                tell!("edit-ambiguous", count = lines.len(), lines = shown)
            }
            Fault::Place(Miss::Missing(_)) => tell!("edit-missing"),
            Fault::Part(part) => part.error(),
            Fault::Absent => tell!("edit-absent"),
            Fault::Gone => tell!("edit-gone"),
            Fault::Exists => tell!("edit-exists"),
            Fault::Overlap { line } => tell!("edit-overlap", line = *line),
            Fault::Lazy { line } => tell!("edit-lazy", line = *line),
            Fault::Path => tell!("edit-path"),
            Fault::Inside(other) => tell!("edit-inside", path = other),
        };
        Error::new(Kind::Other, tell!("edit-failed", path = &self.path)).why(why).hint(tell!("edit-again"))
    }
}

/// What the model is told about all changes that cannot be made.
pub fn model(failures: &[Failure]) -> String {
    let all: Vec<String> = failures.iter().map(Failure::model).collect();
    format!("{}\nNothing was changed.", all.join("\n"))
}

fn missed(miss: &Miss) -> String {
    match miss {
        Miss::Large => format!("the file is larger than {} MiB.", LARGEST >> 20),
        Miss::Empty => "the old text is empty but the file is not. Give the lines to replace.".to_owned(),
        Miss::Same => "it changes nothing: old and new text are the same.".to_owned(),
        Miss::Ambiguous(lines) => {
            let lines: Vec<String> = lines.iter().take(12).map(usize::to_string).collect();
            let lines = lines.join(", ");
            format!(
                "old text found more than once, at lines {lines}. Add lines around it until it is unique."
            )
        }
        Miss::Missing(None) => "old text not found. Read the file again.".to_owned(),
        Miss::Missing(Some(region)) => nearest(region),
    }
}

/// The part of the file that is most like the old text, with line numbers.
fn nearest(region: &Region) -> String {
    let last = region.first + region.lines.len().saturating_sub(1);
    let mut text = format!("old text not found. Nearest lines {}-{last}:\n", region.first);
    for (line, body) in (region.first..).zip(&region.lines) {
        _ = writeln!(text, "{line}\t{body}");
    }
    text + "Copy the old text exactly from the file, without line numbers."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_sees_the_nearest_lines_and_their_numbers() {
        let region = Region { first: 12, lines: vec!["a".into(), "b".into()] };
        let failure =
            Failure { number: 1, path: "src/a.rs".into(), fault: Fault::Place(Miss::Missing(Some(region))) };
        let told = failure.model();
        assert!(
            told.starts_with("edit of src/a.rs: old text not found. Nearest lines 12-13:\n12\ta\n13\tb\n")
        );
        assert!(model(&[failure]).ends_with("\nNothing was changed."));
    }

    #[test]
    fn the_person_is_told_why_and_what_to_do() {
        let failure = |fault| Failure { number: 1, path: "a".into(), fault };
        let error = failure(Fault::Place(Miss::Ambiguous(vec![1, 5]))).error();
        assert_eq!(error.to_string(), "cannot edit a: the text to replace is in 2 places, at lines 1, 5");
        assert!(error.remedy().is_some());
    }
}

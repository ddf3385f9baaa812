//! What changes make of files, before any file is touched: all of it, or why not.

mod part;
mod place;

use std::collections::BTreeMap;
use std::ops::Range;

pub use part::numbers;

use super::fault::{Failure, Fault};
use super::format::Change;
use super::matcher::{Miss, Rung};
use super::text::Text;

/// One file, as it was and as it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path, without `.` and doubled slashes.
    pub path: String,
    /// Its bytes when it was read; `None` if it was not there.
    pub before: Option<Vec<u8>>,
    /// Its bytes afterwards; `None` if it goes.
    pub after: Option<Vec<u8>>,
    /// The path of the file that it was, if it was moved.
    pub from: Option<String>,
}

/// A place that was found only because something was forgiven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The file.
    pub path: String,
    /// The line at which the place begins, from 1, when the change is made.
    pub line: usize,
    /// What was forgiven.
    pub rung: Rung,
}

/// What changes come to. Files that would stay as they are are not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The files, by path.
    pub files: Vec<File>,
    /// Places that were not there exactly.
    pub notes: Vec<Note>,
}

/// A file while changes are made to it.
#[derive(Default)]
struct Entry {
    before: Option<Vec<u8>>,
    now: Option<Vec<u8>>,
    from: Option<String>,
    /// Parts of the text that changes wrote, in bytes of the text as it is now.
    written: Vec<Range<usize>>,
    /// Whether it was moved or deleted.
    gone: bool,
}

/// Makes the changes in their order. `read` gives the bytes of a file, `None` if there is none.
///
/// # Errors
/// All changes that cannot be made.
pub fn plan(
    changes: &[Change],
    read: impl FnMut(&str) -> std::io::Result<Option<Vec<u8>>>,
) -> Result<Plan, Vec<Failure>> {
    let mut book = Book { read, entries: BTreeMap::new(), notes: Vec::new() };
    let mut failures = Vec::new();
    for (number, change) in (1..).zip(changes) {
        if let Err(fault) = book.make(change) {
            failures.push(Failure { number, path: change.path().to_owned(), fault });
        }
    }
    if failures.is_empty() {
        failures.extend(book.inside(changes.len()));
    }
    if !failures.is_empty() {
        return Err(failures);
    }
    let file = |(path, entry): (String, Entry)| File {
        path,
        before: entry.before,
        after: entry.now,
        from: entry.from,
    };
    let files = book.entries.into_iter().map(file).filter(|file| file.before != file.after).collect();
    Ok(Plan { files, notes: book.notes })
}

/// All files that were asked for.
struct Book<R> {
    read: R,
    entries: BTreeMap<String, Entry>,
    notes: Vec<Note>,
}

impl<R: FnMut(&str) -> std::io::Result<Option<Vec<u8>>>> Book<R> {
    fn make(&mut self, change: &Change) -> Result<(), Fault> {
        let path = clean(change.path())?;
        let entry = self.entry(&path)?;
        match change {
            Change::Part { part, text, .. } => {
                let Some(now) = &entry.now else { return Err(entry.missing()) };
                let mut body = Text::read(now)?;
                place::whole(&path, text, &[&body.body])?;
                let (range, new) = part::place(&path, &body.body, part, text).map_err(Fault::Part)?;
                entry.claim(&body.body, range.clone(), &new)?;
                body.body.replace_range(range, &new);
                entry.now = Some(body.bytes());
                Ok(())
            }
            Change::Replace { old, new, .. } => {
                let Some(now) = &entry.now else {
                    return if old.is_empty() { entry.create(change) } else { Err(entry.missing()) };
                };
                let mut text = Text::read(now)?;
                place::whole(&path, new, &[old, &text.body])?;
                let hit = place::place(&text.body, change).map_err(Fault::Place)?;
                entry.claim(&text.body, hit.range.clone(), &hit.text)?;
                text.body.replace_range(hit.range, &hit.text);
                entry.now = Some(text.bytes());
                if hit.rung > Rung::Exact {
                    self.notes.push(Note { path, line: hit.line, rung: hit.rung });
                }
                Ok(())
            }
            Change::Write { text, .. } => entry.write(&path, text),
            Change::Add { .. } => match &entry.now {
                Some(now) if !now.is_empty() => Err(Fault::Exists),
                _ => entry.create(change),
            },
            Change::Delete { .. } => {
                let there = entry.now.is_some();
                if !there {
                    return Err(entry.missing());
                }
                entry.untouched()?;
                (entry.now, entry.gone) = (None, true);
                Ok(())
            }
            Change::Move { to, .. } => self.rename(&path, &clean(to)?),
        }
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), Fault> {
        if from == to {
            return Err(Fault::Place(Miss::Same));
        }
        if self.entry(to)?.now.is_some() {
            return Err(Fault::Exists);
        }
        let entry = self.entry(from)?;
        let Some(now) = entry.now.take() else { return Err(entry.missing()) };
        entry.gone = true;
        let (written, origin) = (std::mem::take(&mut entry.written), entry.from.take());
        let target = self.entry(to)?;
        (target.now, target.written, target.gone) = (Some(now), written, false);
        target.from = origin.or_else(|| Some(from.to_owned()));
        Ok(())
    }

    fn entry(&mut self, path: &str) -> Result<&mut Entry, Fault> {
        if !self.entries.contains_key(path) {
            let before = (self.read)(path).map_err(|error| Fault::Unreadable(error.to_string()))?;
            let entry = Entry { now: before.clone(), before, ..Entry::default() };
            self.entries.insert(path.to_owned(), entry);
        }
        self.entries.get_mut(path).ok_or(Fault::Absent)
    }

    /// Files that would be inside a file.
    fn inside(&self, number: usize) -> Option<Failure> {
        let there = |path: &str| self.entries.get(path).is_some_and(|entry| entry.now.is_some());
        let above = |path: &str| {
            let slashes = path.match_indices('/').map(|(at, _)| path[..at].to_owned());
            slashes.into_iter().find(|above| there(above))
        };
        let mut paths = self.entries.keys().filter(|path| there(path));
        let (path, other) = paths.find_map(|path| Some((path, above(path)?)))?;
        Some(Failure { number, path: path.clone(), fault: Fault::Inside(other) })
    }
}

impl Entry {
    fn missing(&self) -> Fault {
        if self.gone { Fault::Gone } else { Fault::Absent }
    }

    /// That no earlier change wrote to it.
    fn untouched(&self) -> Result<(), Fault> {
        let first = self.written.first();
        first.map_or(Ok(()), |_| Err(Fault::Overlap { line: 1 }))
    }

    fn create(&mut self, change: &Change) -> Result<(), Fault> {
        if self.gone && matches!(change, Change::Replace { .. }) {
            return Err(Fault::Gone);
        }
        if let Change::Replace { new: text, .. } | Change::Add { text, .. } = change {
            let text = Text::new(text);
            self.written = std::iter::once(0..text.body.len()).collect();
            self.now = Some(text.bytes());
        }
        Ok(())
    }

    fn write(&mut self, path: &str, text: &str) -> Result<(), Fault> {
        let next = match &self.now {
            Some(now) => {
                let now = Text::read(now)?;
                place::whole(path, text, &[&now.body])?;
                now.rewrite(text)
            }
            None => Text::new(text),
        };
        let bytes = next.bytes();
        if self.now.as_ref() == Some(&bytes) {
            return Err(Fault::Place(Miss::Same));
        }
        self.untouched()?;
        self.written = std::iter::once(0..next.body.len()).collect();
        self.now = Some(bytes);
        Ok(())
    }

    /// Remembers which parts a change writes.
    fn claim(&mut self, text: &str, range: Range<usize>, new: &str) -> Result<(), Fault> {
        // From the last to the first, so that places before stay what they are.
        for (old, length) in place::parts(&text[range.clone()], new).into_iter().rev() {
            let old = range.start + old.start..range.start + old.end;
            let meets = |other: &Range<usize>| other.start < old.end && old.start < other.end;
            if let Some(other) = self.written.iter().find(|other| meets(other)) {
                let at = other.start.max(old.start).min(text.len());
                let line = 1 + text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
                return Err(Fault::Overlap { line });
            }
            for other in self.written.iter_mut().filter(|other| other.start >= old.end) {
                other.start = other.start - old.len() + length;
                other.end = other.end - old.len() + length;
            }
            self.written.push(old.start..old.start + length);
        }
        Ok(())
    }
}

/// A path without what says nothing.
fn clean(path: &str) -> Result<String, Fault> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let last = path.rsplit('/').next().unwrap_or_default();
    if parts.is_empty() || parts.contains(&"..") || last.is_empty() || last == "." || path.contains('\0') {
        return Err(Fault::Path);
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    Ok([root, &parts.join("/")].concat())
}

#[cfg(test)]
mod tests;

//! Writes a plan to disk, all files or none, even if the program is killed in the middle.
//!
//! A journal says what will be done before anything is. New files are written beside their targets and moved in
//! their place one after the other, old ones are kept beside them; then one rename of the journal makes it final.
//! Until then [`recover`] undoes what was done, afterwards it clears away what was kept.

mod disk;
mod journal;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::plan::{File, Plan};
use crate::error::{Context, Error, Kind, Result};
use crate::models::disk::unique;
use crate::tell;

use disk::Disk;
use journal::{Journal, Step};

pub use journal::Left;

/// Writes all files of a plan below `root`, or none. A file that is a symbolic link is written where it leads, and
/// a link that goes is only the link; that all of it is inside the project is for the caller to know. `dir` is where
/// the journal is, the same for all edits of a project; what an earlier program left there is recovered first.
///
/// # Errors
/// A file is not what the plan was made for, or something cannot be written: then all files are as before.
pub fn commit(plan: &Plan, root: &Path, dir: &Path) -> Result<()> {
    write(plan, root, dir, &mut Disk::default())
}

/// Brings the files of edits that were cut off back to what they were, or clears up behind edits that were whole.
/// Gives the files that somebody changed since, which are left as they are.
///
/// # Errors
/// The journal cannot be read, or a file cannot be brought back.
pub fn recover(dir: &Path) -> Result<Vec<Left>> {
    if !dir.exists() {
        return Ok(Vec::new());
    }
    let _lock = lock(dir)?;
    journal::recover(dir, &mut Disk::default())
}

/// One program at a time writes and recovers.
fn lock(dir: &Path) -> Result<fs::File> {
    fs::create_dir_all(dir).map_err(|error| unwritable(dir, &error))?;
    let path = dir.join("lock");
    let wrong = |error: io::Error| unwritable(&path, &error);
    let file = fs::OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(wrong)?;
    rustix::fs::flock(&file, rustix::fs::FlockOperation::LockExclusive)
        .map_err(|error| wrong(error.into()))?;
    Ok(file)
}

fn write(plan: &Plan, root: &Path, dir: &Path, disk: &mut Disk) -> Result<()> {
    let _lock = lock(dir)?;
    if let Some(error) = left(&journal::recover(dir, disk)?) {
        return Err(error);
    }
    let targets = targets(plan, root)?;
    for (file, target) in plan.files.iter().zip(&targets) {
        check(file, target)?;
    }
    let journal = Journal::new(steps(plan, &targets), folders(plan, &targets));
    let path = journal.save(dir, disk)?;
    let done = prepare(plan, root, &journal, disk)
        .and_then(|()| swap(plan, &journal, disk))
        .and_then(|()| journal::settle(&path, disk));
    let Err(fault) = done else {
        // What stays behind is cleared by the next recovery.
        _ = journal::recover(dir, disk);
        return Ok(());
    };
    match journal::recover(dir, disk) {
        Ok(_) => Err(fault),
        Err(other) => Err(fault.why(other).better(tell!("edit-recover-hint"))),
    }
}

/// Where each file really is. Two paths of one file are refused.
fn targets(plan: &Plan, root: &Path) -> Result<Vec<PathBuf>> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for file in &plan.files {
        let path = root.join(&file.path);
        let target = match file.after {
            Some(_) => follow(&path),
            None => resolve_parent(&path),
        };
        let target = target.map_err(|error| unwritable(&path, &error))?;
        if !seen.insert(target.clone()) {
            return Err(
                Error::new(Kind::Refused, tell!("edit-twice", path = &file.path)).hint(tell!("edit-again"))
            );
        }
        all.push(target);
    }
    Ok(all)
}

/// Where a path leads through links, be there a file or not.
fn follow(path: &Path) -> io::Result<PathBuf> {
    let mut path = resolve_parent(path)?;
    // As many as the kernel follows.
    for _ in 0..40 {
        match fs::read_link(&path) {
            Ok(link) => path = resolve_parent(&path.with_file_name("").join(link))?,
            Err(_) => return Ok(path),
        }
    }
    Err(rustix::io::Errno::LOOP.into())
}

/// The path with the links of its directories followed, as far as they are there.
fn resolve_parent(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(ErrorKind::InvalidFilename)?;
    let parent = path.parent().unwrap_or(Path::new(""));
    for above in parent.ancestors() {
        if let Ok(real) = fs::canonicalize(if above.as_os_str().is_empty() { Path::new(".") } else { above })
        {
            let rest = parent.strip_prefix(above).unwrap_or(Path::new(""));
            return Ok(real.join(rest).join(name));
        }
    }
    Ok(path.to_owned())
}

/// That a file is what the plan was made for, and may be written.
fn check(file: &File, target: &Path) -> Result<()> {
    let now = disk::read(target).map_err(|error| unwritable(target, &error))?;
    if now != file.before {
        let what = tell!("edit-changed", path = &file.path);
        return Err(Error::new(Kind::Refused, what).hint(tell!("edit-again")));
    }
    if now.is_some() && file.after.is_some() {
        rustix::fs::access(target, rustix::fs::Access::WRITE_OK)
            .map_err(|error| unwritable(target, &error.into()))?;
    }
    Ok(())
}

fn hash(bytes: Option<&[u8]>) -> Option<String> {
    bytes.map(|bytes| crate::models::hex::hex(&Sha256::digest(bytes)))
}

/// What is to be done, with names that no other file has.
fn steps(plan: &Plan, targets: &[PathBuf]) -> Vec<Step> {
    let step = |(file, target): (&File, &PathBuf)| {
        let name = format!(".qwill-{}", unique());
        Step {
            before: hash(file.before.as_deref()),
            after: hash(file.after.as_deref()),
            next: target.with_file_name([&name, ".new"].concat()),
            kept: target.with_file_name([&name, ".old"].concat()),
            target: target.clone(),
        }
    };
    plan.files.iter().zip(targets).map(step).collect()
}

/// The directories that have to be made, outer ones first.
fn folders(plan: &Plan, targets: &[PathBuf]) -> Vec<PathBuf> {
    let mut all = BTreeSet::new();
    for (_, target) in plan.files.iter().zip(targets).filter(|(file, _)| file.after.is_some()) {
        let missing = target.ancestors().skip(1).take_while(|dir| !dir.exists());
        all.extend(missing.map(Path::to_owned));
    }
    all.into_iter().collect()
}

/// Writes the new files beside their targets, and keeps the old ones.
fn prepare(plan: &Plan, root: &Path, journal: &Journal, disk: &mut Disk) -> Result<()> {
    for folder in &journal.folders {
        disk.make_dir(folder).map_err(|error| unwritable(folder, &error))?;
    }
    for (file, step) in plan.files.iter().zip(&journal.steps) {
        let wrong = |error: io::Error| unwritable(&step.target, &error);
        let Some(after) = &file.after else { continue };
        let model = match (&file.before, &file.from) {
            (Some(_), _) => Some(step.target.clone()),
            (None, from) => from.as_ref().map(|from| root.join(from)),
        };
        disk.write(&step.next, after, model.as_deref()).map_err(wrong)?;
        if let Some(before) = &file.before {
            disk.keep(&step.target, &step.kept, before).map_err(wrong)?;
        }
    }
    disk.sync(journal.parents());
    Ok(())
}

/// Puts the new files in the place of the old ones.
fn swap(plan: &Plan, journal: &Journal, disk: &mut Disk) -> Result<()> {
    for (file, step) in plan.files.iter().zip(&journal.steps) {
        check(file, &step.target)?;
        let moved = match &step.after {
            Some(_) if step.before.is_none() => disk.put(&step.next, &step.target),
            Some(_) => disk.rename(&step.next, &step.target),
            None => disk.rename(&step.target, &step.kept),
        };
        moved.map_err(|error| unwritable(&step.target, &error))?;
    }
    disk.sync(journal.parents());
    Ok(())
}

/// Says which files were changed since, and were left.
pub fn left(files: &[Left]) -> Option<Error> {
    let paths = crate::text::list(files.iter().map(|file| file.path.display().to_string()));
    let error = Error::new(Kind::Other, tell!("edit-left", count = files.len(), paths = paths));
    (!files.is_empty()).then(|| error.hint(tell!("edit-left-hint")))
}

/// Why a file cannot be written.
fn unwritable(path: &Path, error: &io::Error) -> Error {
    let shown = path.display().to_string();
    Error::new(Kind::Other, tell!("edit-unwritable", path = &shown))
        .why(error)
        .hint(tell!("edit-unwritable-hint"))
}

/// An error of the journal.
fn damaged(path: &Path, error: impl std::fmt::Display) -> Result<()> {
    let failed: std::result::Result<(), _> = Err(error);
    let shown = path.display().to_string();
    failed
        .context(Kind::Other, tell!("edit-journal", path = &shown))
        .map_err(|error| error.hint(tell!("edit-journal-hint")))
}

#[cfg(test)]
mod tests;

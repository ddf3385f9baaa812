//! Takes a model out of the hub's cache, and frees what nothing else links to.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::scan::snapshots;
use super::{Folder, Lock};
use crate::error::{Error, Kind, Result};
use crate::models::disk::unwritable;
use crate::models::files;
use crate::models::found::{Found, Part};
use crate::tell;

/// What taking a model away does, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Removal {
    /// Links that go.
    pub links: Vec<PathBuf>,
    /// Contents that go, or their names where others share them.
    pub blobs: Vec<PathBuf>,
    /// Bytes of the disk that become free.
    pub freed: u64,
    /// Contents that stay, and what uses them.
    pub kept: Vec<(PathBuf, String)>,
}

/// A file of a snapshot.
struct Link {
    path: PathBuf,
    /// The contents it leads to.
    target: PathBuf,
}

impl Removal {
    /// What taking these models out of `folder` means. A projector goes with the last model of its
    /// repository; contents that have the name of another model too stay.
    pub fn plan(folder: &Folder, found: &[&Found]) -> Removal {
        let parts: BTreeSet<PathBuf> = targets(found.iter().flat_map(|found| &found.parts));
        let (own, mut stay): (Vec<Link>, Vec<Link>) = links(folder).into_iter().partition(|link| {
            parts.contains(&link.target) && found.iter().any(|found| names(found, &link.path))
        });
        let mut plan = Removal::default();
        let mut gone = parts;
        let models = stay.iter().filter(|link| files::is_model(&link.path)).count();
        let projectors = targets(found.iter().filter_map(|found| found.projector.as_ref()));
        if models == 0 {
            let (eyes, rest): (Vec<Link>, Vec<Link>) =
                stay.into_iter().partition(|link| projectors.contains(&link.target));
            plan.links.extend(eyes.into_iter().map(|link| link.path));
            gone.extend(projectors);
            stay = rest;
        } else {
            let used = |blob| (blob, tell!("cache-used", repo = folder.repo().as_str()));
            plan.kept.extend(projectors.into_iter().map(used));
        }
        plan.links.extend(own.into_iter().map(|link| link.path));
        let blobs = fs::canonicalize(folder.blobs()).unwrap_or_else(|_| folder.blobs());
        for blob in gone {
            match stay.iter().find(|link| link.target == blob) {
                Some(other) => {
                    let path = other.path.display().to_string();
                    plan.kept.push((blob, tell!("cache-same", path = path)));
                }
                None => plan.judge(&blobs, blob),
            }
        }
        plan
    }

    /// What deleting the files of a model means that lies in no cache.
    pub fn files(found: &Found) -> Removal {
        let mut plan = Removal::default();
        for part in found.parts.iter().chain(&found.projector) {
            match fs::canonicalize(&part.path) {
                Ok(target) if part.path.is_symlink() => {
                    plan.links.push(part.path.clone());
                    plan.kept.push((target, tell!("cache-link")));
                }
                _ => plan.contents(part.path.clone()),
            }
        }
        plan
    }

    /// Whether contents go or stay, once no link of this repository is left; `blobs` is the directory
    /// they should lie in.
    fn judge(&mut self, blobs: &Path, blob: PathBuf) {
        if self.links.contains(&blob) {
            // The file of the snapshot is the contents itself.
            self.links.retain(|link| *link != blob);
            return self.contents(blob);
        }
        if !blob.starts_with(blobs) {
            return self.kept.push((blob, tell!("cache-outside")));
        }
        if !blob.is_symlink() {
            return self.contents(blob);
        }
        // The hub's library keeps contents that repositories share in a store of its own, with lists of
        // its own; only the link is this repository's.
        let store = tell!("cache-shared");
        self.kept.push((fs::canonicalize(&blob).unwrap_or_else(|_| blob.clone()), store));
        self.blobs.push(blob);
    }

    /// Deletes a file, which frees its room unless it has other names.
    fn contents(&mut self, path: PathBuf) {
        let Ok(meta) = fs::symlink_metadata(&path) else { return };
        match meta.nlink() {
            0 | 1 => self.freed += meta.blocks() * 512,
            names => {
                self.kept.push((path.clone(), tell!("cache-linked", count = names - 1)));
            }
        }
        self.blobs.push(path);
    }

    /// Deletes what is to be deleted; what has gone meanwhile is no trouble.
    ///
    /// # Errors
    /// A directory cannot be written.
    pub fn carry_out(&self) -> Result<()> {
        self.links.iter().chain(&self.blobs).try_for_each(|path| match fs::remove_file(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(unwritable(path, &error)),
            _ => Ok(()),
        })
    }
}

/// Whether a file of a snapshot is one of this model's, by its name: in another commit the same model
/// may have another one, and the same contents may also be another model.
fn names(found: &Found, path: &Path) -> bool {
    let same = |part: &Part| part.path.file_name() == path.file_name();
    found.parts.iter().any(same) || (found.quant.is_some() && files::quant(path) == found.quant)
}

/// All files of all snapshots, with the contents they lead to.
fn links(folder: &Folder) -> Vec<Link> {
    let all = snapshots(folder).into_iter();
    let paths = all.flat_map(|snapshot| snapshot.files.into_iter().map(move |file| snapshot.dir.join(file)));
    paths.filter_map(|path| blob(&path).map(|target| Link { path, target })).collect()
}

fn targets<'a>(parts: impl Iterator<Item = &'a Part>) -> BTreeSet<PathBuf> {
    parts.filter_map(|part| blob(&part.path)).collect()
}

/// The contents that a file of a snapshot stands for: one link is followed, not more. Where links
/// cannot be made, the file is the contents.
fn blob(path: &Path) -> Option<PathBuf> {
    let Ok(target) = fs::read_link(path) else { return Some(path.to_owned()) };
    let blobs = fs::canonicalize(path.parent()?.join(target.parent()?)).ok()?;
    Some(blobs.join(target.file_name()?))
}

/// Does what `plan` says, and tidies the directories that become empty.
///
/// # Errors
/// [`Kind::Refused`] when a download of it is under way; a cache that cannot be written.
pub fn remove(folder: &Folder, plan: &Removal) -> Result<()> {
    let mut locks = Vec::new();
    for blob in &plan.blobs {
        let name = blob.file_name().unwrap_or_default().to_string_lossy();
        let path = folder.lock(&name);
        if !path.parent().is_some_and(Path::is_dir) {
            continue;
        }
        match Lock::take(&path)? {
            Some(lock) => locks.push((lock, path)),
            None => {
                return Err(Error::new(Kind::Refused, tell!("cache-keep", repo = folder.repo().as_str()))
                    .why(tell!("cache-keep-why"))
                    .hint(tell!("cache-keep-hint")));
            }
        }
    }
    plan.carry_out()?;
    locks.iter().for_each(|(_, path)| _ = fs::remove_file(path));
    tidy(folder);
    Ok(())
}

/// Removes empty directories, references to commits that are gone, and the folder itself when no
/// model is left in it.
pub(super) fn tidy(folder: &Folder) {
    let snapshots = folder.dir().join("snapshots");
    for entry in fs::read_dir(&snapshots).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            sweep(&entry.path());
        }
    }
    let refs = folder.dir().join("refs");
    for entry in fs::read_dir(&refs).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if folder.commit(&name).is_some_and(|commit| !folder.snapshot(&commit).is_dir()) {
            _ = fs::remove_file(entry.path());
        }
    }
    // These succeed only for directories that are empty.
    for dir in [snapshots, refs, folder.blobs(), folder.dir(), folder.locks()] {
        _ = fs::remove_dir(dir);
    }
}

/// Removes a directory and those in it, as far as they are empty.
fn sweep(dir: &Path) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            sweep(&entry.path());
        }
    }
    _ = fs::remove_dir(dir);
}

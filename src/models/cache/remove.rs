//! Takes a model out of the hub's cache, and frees what nothing else links to.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::scan::{Snapshot, snapshots};
use super::{Folder, Lock};
use crate::error::{Error, Kind, Result};
use crate::models::fetch::partial::unwritable;
use crate::models::found::Found;

/// What taking a model away does, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Removal {
    /// Links in snapshots.
    pub links: Vec<PathBuf>,
    /// Contents that nothing else uses.
    pub blobs: Vec<PathBuf>,
    /// Bytes of the disk that become free.
    pub freed: u64,
    /// Contents that stay, and what uses them.
    pub kept: Vec<(PathBuf, String)>,
}

impl Removal {
    /// What taking `found` out of `folder` means. A projector goes with the last model of its
    /// repository that needs it.
    pub fn plan(folder: &Folder, found: &Found) -> Removal {
        let all = snapshots(folder);
        let parts: BTreeSet<PathBuf> = found.parts.iter().filter_map(|part| blob(&part.path)).collect();
        let mut plan = Removal::default();
        let mut others: Vec<PathBuf> = Vec::new();
        for (path, target) in links(&all) {
            if parts.contains(&target) {
                plan.links.push(path);
            } else {
                others.push(path);
            }
        }
        let rest = others.iter().any(crate::models::files::is_model);
        let mut gone = parts;
        if let Some(projector) = found.projector.as_ref().filter(|_| !rest)
            && let Some(target) = blob(&projector.path)
        {
            plan.links.extend(links(&all).into_iter().filter(|link| link.1 == target).map(|link| link.0));
            gone.insert(target);
        }
        for blob in gone {
            plan.judge(folder, blob);
        }
        plan
    }

    /// Whether contents go or stay, once no link of this repository is left.
    fn judge(&mut self, folder: &Folder, blob: PathBuf) {
        let Ok(meta) = fs::symlink_metadata(&blob) else { return };
        if meta.is_symlink() {
            // The hub's library keeps contents that repositories share in a store of its own, with
            // lists of its own; only the link is this repository's.
            let store = "the shared store of the hub's Python library; `hf cache prune` frees it";
            self.kept.push((fs::canonicalize(&blob).unwrap_or_else(|_| blob.clone()), store.into()));
        } else if meta.nlink() > 1 {
            let others = meta.nlink() - 1;
            self.kept.push((blob.clone(), format!("{others} more hard links, perhaps of another program")));
        } else {
            self.freed += meta.blocks() * 512;
        }
        if blob.starts_with(folder.blobs()) {
            self.blobs.push(blob);
        }
    }
}

/// All links of all snapshots, with the contents they lead to.
fn links(all: &[Snapshot]) -> Vec<(PathBuf, PathBuf)> {
    let paths = all.iter().flat_map(|snapshot| snapshot.files.iter().map(|file| snapshot.dir.join(file)));
    paths.filter_map(|path| blob(&path).map(|target| (path, target))).collect()
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
                return Err(Error::new(Kind::Refused, format!("will not remove {}", folder.repo()))
                    .why("another process is fetching it right now")
                    .hint("stop that download first"));
            }
        }
    }
    let delete = |path: &PathBuf| match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(unwritable(path, &error)),
        _ => Ok(()),
    };
    plan.links.iter().chain(&plan.blobs).try_for_each(delete)?;
    locks.iter().for_each(|(_, path)| _ = fs::remove_file(path));
    tidy(folder);
    Ok(())
}

/// Removes empty directories, references to commits that are gone, and the folder itself when no
/// model is left in it.
pub(super) fn tidy(folder: &Folder) {
    let snapshots = folder.dir().join("snapshots");
    for entry in fs::read_dir(&snapshots).into_iter().flatten().flatten() {
        sweep(&entry.path());
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

//! The hub's cache on disk, in the layout that llama.cpp and the hub's Python library share.
//!
//! `models--ORG--NAME/` holds `refs/BRANCH` (a commit), `blobs/HASH` (contents), and
//! `snapshots/COMMIT/PATH` (relative links to blobs); `.locks/` next to it holds one lock a blob.

mod gc;
mod lock;
mod remove;
mod scan;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Component, Path, PathBuf};

use super::disk::{make_dir, replace, unique, unwritable};
use super::id::Repo;
use crate::error::Result;

pub use gc::{Kind as WasteKind, Swept, Waste, sweep, waste};
pub use lock::Lock;
pub use remove::{Removal, remove};
pub use scan::{Snapshot, scan, snapshots, unreadable};

/// What other programs know a cache by, so that backups can leave it out (bford.info/cachedir).
const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55\n\
                   # This directory is a cache of models; see https://bford.info/cachedir/\n";

/// The folder of one repository in the cache.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
    repo: Repo,
}

impl Folder {
    /// The folder of `repo` in the cache at `root`; it need not exist.
    pub fn new(root: &Path, repo: &Repo) -> Folder {
        Folder { root: root.to_owned(), repo: repo.clone() }
    }

    /// All folders that are there.
    pub fn all(root: &Path) -> Vec<Folder> {
        let entries = fs::read_dir(root).into_iter().flatten().flatten();
        let repos = entries.filter_map(|entry| Repo::from_folder(entry.file_name().to_str()?));
        let mut all: Vec<Folder> = repos.map(|repo| Folder::new(root, &repo)).collect();
        all.sort_by(|a, b| a.repo.cmp(&b.repo));
        all
    }

    /// The repository.
    pub fn repo(&self) -> &Repo {
        &self.repo
    }

    /// `models--ORG--NAME`
    pub fn dir(&self) -> PathBuf {
        self.root.join(self.repo.folder())
    }

    /// The directory of contents.
    pub fn blobs(&self) -> PathBuf {
        self.dir().join("blobs")
    }

    /// The contents with this hash.
    pub fn blob(&self, hash: &str) -> PathBuf {
        self.blobs().join(hash)
    }

    /// The directory of a commit.
    pub fn snapshot(&self, commit: &str) -> PathBuf {
        self.dir().join("snapshots").join(commit)
    }

    /// The directory of this repository's locks.
    fn locks(&self) -> PathBuf {
        self.root.join(".locks").join(self.repo.folder())
    }

    /// The lock of the contents with this hash.
    pub fn lock(&self, hash: &str) -> PathBuf {
        self.locks().join(format!("{hash}.lock"))
    }

    /// Makes the directories that a download needs.
    ///
    /// # Errors
    /// The cache cannot be written.
    pub fn make(&self) -> Result<()> {
        let new = !self.root.exists();
        make_dir(&self.blobs())?;
        make_dir(&self.locks())?;
        let tag = self.root.join("CACHEDIR.TAG");
        if new && !tag.exists() {
            replace(&tag, TAG)?;
        }
        Ok(())
    }

    /// The commit that a branch or tag stood at when it was last fetched.
    pub fn commit(&self, reference: &str) -> Option<String> {
        let text = fs::read_to_string(self.dir().join("refs").join(reference)).ok()?;
        let commit = text.trim();
        (!commit.is_empty() && commit.chars().all(|c| c.is_ascii_alphanumeric())).then(|| commit.to_owned())
    }

    /// Notes the commit that a branch stands at; the last step of a download.
    ///
    /// # Errors
    /// The cache cannot be written.
    pub fn set_commit(&self, reference: &str, commit: &str) -> Result<()> {
        // A cache that others fill need not be writable to be used.
        if self.commit(reference).as_deref() == Some(commit) {
            return Ok(());
        }
        let path = self.dir().join("refs").join(reference);
        if let Some(dir) = path.parent() {
            make_dir(dir)?;
        }
        replace(&path, commit)
    }

    /// Makes `path` of a commit be the contents with this hash; the file is given back.
    ///
    /// # Errors
    /// The cache cannot be written.
    pub fn link(&self, commit: &str, path: &str, hash: &str) -> Result<PathBuf> {
        let place = self.snapshot(commit).join(path);
        let depth = Path::new(path).components().filter(|part| matches!(part, Component::Normal(_))).count();
        let target = PathBuf::from("../".repeat(depth + 1)).join("blobs").join(hash);
        if fs::read_link(&place).is_ok_and(|old| old == target) && place.exists() {
            return Ok(place);
        }
        if let Some(dir) = place.parent() {
            make_dir(dir)?;
        }
        let next = self.blobs().join(format!(".{hash}.{}.link", unique()));
        let made = symlink(&target, &next).and_then(|()| fs::rename(&next, &place));
        made.map_err(|error| unwritable(&place, &error))?;
        Ok(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_that_make_the_same_cache_at_once_do_not_trip_over_each_other() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(&dir.path().join("hub"), &Repo::new("a/b").unwrap());
        let fill = || {
            folder.make().unwrap();
            let whole = folder.blobs().join(unique());
            fs::write(&whole, "x").unwrap();
            fs::rename(whole, folder.blob("abc")).unwrap();
            for round in 0..50 {
                let place = folder.link(&format!("c{round}"), "sub/m.gguf", "abc").unwrap();
                assert_eq!(fs::read_to_string(place).unwrap(), "x");
                folder.set_commit("main", &format!("c{round}")).unwrap();
            }
        };
        std::thread::scope(|scope| (0..8).for_each(|_| _ = scope.spawn(fill)));
        assert_eq!(folder.commit("main").as_deref(), Some("c49"));
        let left = fs::read_dir(folder.blobs()).unwrap().count();
        assert_eq!(left, 1, "nothing is left of the links that were renamed");
    }
}

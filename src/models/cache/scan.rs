//! Which models the hub's cache holds, whoever fetched them.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Folder;
use crate::models::files;
use crate::models::found::{Found, Part, Store};
use crate::models::hex::is_hex;
use crate::models::id::Repo;
use crate::tell;

/// How deep the directories of a repository are followed.
const DEEPEST: usize = 4;

/// One commit of a repository, as far as it is here.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The commit.
    pub commit: String,
    /// Its directory.
    pub dir: PathBuf,
    /// Paths of its files in it whose contents are here, in order.
    pub files: Vec<PathBuf>,
}

/// The commits of a repository that are here: those that branches stand at first, then the newest.
pub fn snapshots(folder: &Folder) -> Vec<Snapshot> {
    let entries = fs::read_dir(folder.dir().join("snapshots")).into_iter().flatten().flatten();
    let main = folder.commit("main");
    let mut all: Vec<(bool, std::time::SystemTime, Snapshot)> = entries
        .filter_map(|entry| {
            let commit = entry.file_name().to_str()?.to_owned();
            // What a link leads to is not the cache's, and must not be deleted as if it were.
            let dir = entry.file_type().ok().filter(|kind| kind.is_dir()).map(|_| entry.path())?;
            let time = entry.metadata().and_then(|meta| meta.modified()).ok()?;
            let mut files = Vec::new();
            walk(&dir, &dir, 0, &mut files);
            files.sort();
            Some((main.as_ref() == Some(&commit), time, Snapshot { commit, dir, files }))
        })
        .collect();
    all.sort_by_key(|row| std::cmp::Reverse((row.0, row.1)));
    all.into_iter().map(|(_, _, snapshot)| snapshot).collect()
}

fn walk(dir: &Path, root: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            if depth < DEEPEST {
                walk(&path, root, depth + 1, files);
            }
        // A link whose contents are gone is no file.
        } else if path.is_file()
            && let Ok(inner) = path.strip_prefix(root)
        {
            files.push(inner.to_owned());
        }
    }
}

/// All models of the cache at `root`, in the order of their names. A model that several commits have
/// is listed once, as the newest.
pub fn scan(root: &Path) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for folder in Folder::all(root) {
        let from = all.len();
        for snapshot in snapshots(&folder) {
            for found in models(folder.repo(), &snapshot) {
                if !all[from..].iter().any(|known| known.name == found.name) {
                    all.push(found);
                }
            }
        }
    }
    all
}

/// What of the cache at `root` is there and cannot be read, a phrase each.
pub fn unreadable(root: &Path) -> Vec<String> {
    let folders = Folder::all(root).into_iter().map(|folder| folder.dir().join("snapshots"));
    let failed = std::iter::once(root.to_owned()).chain(folders).filter_map(|dir| {
        let error = fs::read_dir(&dir).err().filter(|error| error.kind() != ErrorKind::NotFound)?;
        Some(tell!("cache-unreadable", path = dir.display().to_string(), why = error.to_string()))
    });
    failed.collect()
}

/// The models of one commit.
fn models(repo: &Repo, snapshot: &Snapshot) -> Vec<Found> {
    let names: Vec<&str> = snapshot.files.iter().filter_map(|file| file.to_str()).collect();
    let models: Vec<&str> = names.iter().copied().filter(|name| files::is_model(name)).collect();
    let mut all: Vec<Found> = Vec::new();
    for set in files::collapse(&models) {
        let Some(&first) = set.parts.first().filter(|_| set.missing.is_none()) else { continue };
        let quant = files::quant(models[first]);
        let stem = files::stem(models[first]).rsplit('/').next().unwrap_or_default();
        let mut name = format!("{repo}:{}", quant.as_deref().unwrap_or(stem));
        // Two models of one quantisation in one repository are told apart by their files' names.
        if all.iter().any(|known| known.name == name) {
            name = format!("{repo}:{stem}");
        }
        let at = |file: &str| part(&snapshot.dir.join(file));
        all.push(Found {
            name,
            store: Store::Hub,
            parts: set.parts.iter().filter_map(|&index| at(models[index])).collect(),
            projector: files::projector(&names, models[first]).and_then(|index| at(names[index])),
            quant,
            commit: Some(snapshot.commit.clone()),
        });
    }
    all
}

/// A file of a snapshot; its contents are named by their hash.
pub(super) fn part(path: &Path) -> Option<Part> {
    let bytes = fs::metadata(path).ok()?.len();
    let target = fs::read_link(path).ok();
    let name = target.as_deref().and_then(Path::file_name).and_then(|name| name.to_str());
    let sha256 = name.filter(|name| is_hex(name, 64));
    Some(Part { path: path.to_owned(), bytes, sha256: sha256.map(str::to_owned) })
}

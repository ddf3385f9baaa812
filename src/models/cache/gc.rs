//! What the hub's cache holds that nobody can use: broken downloads, contents without a name.

use std::collections::HashSet;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{Folder, Lock};
use crate::models::fetch::partial;
use crate::tell;

/// Something nobody can use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waste {
    /// The file.
    pub path: PathBuf,
    /// Bytes of the disk it takes.
    pub bytes: u64,
    /// What it is.
    pub kind: Kind,
}

/// Kinds of waste.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A download that was not finished; the same pull would go on with it.
    Partial,
    /// Contents that no snapshot links to.
    Orphan,
    /// A link to contents that are gone.
    Broken,
}

impl Kind {
    /// For people.
    pub fn title(self) -> String {
        match self {
            Kind::Partial => tell!("cache-partial"),
            Kind::Orphan => tell!("cache-orphan"),
            Kind::Broken => tell!("cache-broken"),
        }
    }
}

/// Other programs' unfinished downloads may be under way as long as they change.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);

/// All waste in the cache at `root`; what is being fetched right now is none.
pub fn waste(root: &Path) -> Vec<Waste> {
    Folder::all(root).iter().flat_map(of).collect()
}

fn of(folder: &Folder) -> Vec<Waste> {
    let mut all = Vec::new();
    let mut used = HashSet::new();
    let mut dirs = vec![folder.dir().join("snapshots")];
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
            let path = entry.path();
            match fs::read_link(&path) {
                Ok(target) => {
                    if !path.exists() {
                        all.push(Waste { path, bytes: 0, kind: Kind::Broken });
                    } else if let Some(name) = target.file_name() {
                        used.insert(name.to_owned());
                    }
                }
                Err(_) if path.is_dir() => dirs.push(path),
                Err(_) => {}
            }
        }
    }
    for entry in fs::read_dir(folder.blobs()).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let Ok(meta) = fs::symlink_metadata(&path) else { continue };
        if meta.is_dir() || used.contains(&name) || busy(folder, &name.to_string_lossy()) {
            continue;
        }
        let unfinished = partial::blob_of(&name.to_string_lossy()).is_some();
        let foreign = [".incomplete", ".downloadInProgress", ".part", ".link", ".new"];
        let foreign = foreign.iter().any(|ending| name.to_string_lossy().ends_with(ending));
        let kind = if unfinished || foreign { Kind::Partial } else { Kind::Orphan };
        if !unfinished && !old(&meta) {
            continue;
        }
        // A link into the store of the hub's library takes no room here.
        let shared = meta.is_symlink() || meta.nlink() > 1;
        all.push(Waste { path, bytes: if shared { 0 } else { meta.blocks() * 512 }, kind });
    }
    all
}

/// Whether a process holds the lock of the file that `name` is or will become.
fn busy(folder: &Folder, name: &str) -> bool {
    let path = folder.lock(hash(name));
    path.exists() && !Lock::take(&path).is_ok_and(|lock| lock.is_some())
}

/// The name of the contents that a file in `blobs` is or will become.
fn hash(name: &str) -> &str {
    partial::blob_of(name).unwrap_or_else(|| name.trim_start_matches('.').split('.').next().unwrap_or(name))
}

fn old(meta: &fs::Metadata) -> bool {
    let age = meta.modified().ok().and_then(|time| SystemTime::now().duration_since(time).ok());
    age.is_some_and(|age| age > STALE)
}

/// What deleting waste came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Bytes that became free.
    pub freed: u64,
    /// What is still there, and why.
    pub left: Vec<(PathBuf, String)>,
}

/// Deletes waste; what somebody has begun to use since it was found stays.
pub fn sweep(root: &Path, waste: &[Waste]) -> Swept {
    let mut swept = Swept::default();
    for folder in Folder::all(root) {
        let mut gone = false;
        for waste in waste.iter().filter(|waste| waste.path.starts_with(folder.dir())) {
            match delete(&folder, waste) {
                Ok(()) => {
                    gone = true;
                    swept.freed += waste.bytes;
                }
                Err(error) => swept.left.push((waste.path.clone(), error.to_string())),
            }
        }
        // Others may be filling folders that have nothing to be swept.
        if gone {
            super::remove::tidy(&folder);
        }
    }
    swept
}

fn delete(folder: &Folder, waste: &Waste) -> std::io::Result<()> {
    if waste.kind == Kind::Broken {
        return match waste.path.exists() {
            true => Err(std::io::Error::other(tell!("cache-come"))),
            false => fs::remove_file(&waste.path),
        };
    }
    let name = waste.path.file_name().unwrap_or_default().to_string_lossy();
    let path = folder.lock(hash(&name));
    let Some(dir) = path.parent().filter(|dir| dir.is_dir()) else { return fs::remove_file(&waste.path) };
    let lock = Lock::take(&path)
        .map_err(|_| std::io::Error::other(tell!("cache-locks", path = dir.display().to_string())))?;
    let Some(_lock) = lock else { return Err(std::io::Error::other(tell!("cache-busy"))) };
    fs::remove_file(&waste.path)?;
    _ = fs::remove_file(&path);
    Ok(())
}

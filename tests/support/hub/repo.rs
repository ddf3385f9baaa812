//! A repository: its commits, who may read it, and how its listing lies.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value, json};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::ask::Ask;
use super::card::Card;
use super::file::{File, Kept, hex};
use super::reply::Reply;
use super::shared::{Access, Caller, Shared};
use super::url;

/// The branch that is meant when none is named.
pub(super) const MAIN: &str = "main";

/// What listings tell of the sha256 of large files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hashes {
    #[default]
    Told,
    /// No `lfs` object at all.
    Missing,
    /// 64 asterisks.
    Redacted,
}

/// Who may read a repository.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Gate {
    #[default]
    Open,
    /// All see it, but its files are for those who accepted its licence.
    Gated,
    Private,
    /// Taken down.
    Disabled,
}

/// How the file listing is told.
#[derive(Clone, Debug, Default)]
pub(super) struct Listing {
    /// Entries per page; 0 for all.
    pub(super) page: usize,
    pub(super) hashes: Hashes,
    /// Entries added as they are.
    pub(super) raw: Vec<Value>,
}

/// Which headers of the hub come with a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Headers {
    #[default]
    Full,
    /// None, as with some mirrors.
    Bare,
}

#[derive(Debug)]
pub(super) struct Commit {
    pub(super) id: String,
    pub(super) files: BTreeMap<String, Arc<File>>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Repo {
    pub(super) id: String,
    pub(super) gate: Gate,
    pub(super) card: Card,
    pub(super) listing: Listing,
    pub(super) headers: Headers,
    pub(super) commits: Vec<Arc<Commit>>,
    /// Names of branches and the like, and their commits.
    pub(super) refs: BTreeMap<String, String>,
}

impl Repo {
    /// Adds a commit that this reference names from now on; returns its id.
    pub(super) fn commit(&mut self, reference: &str, files: BTreeMap<String, Arc<File>>) -> String {
        let mut hash = Sha1::new_with_prefix(format!("{} {}\n", self.id, self.commits.len()));
        for (path, file) in &files {
            hash.update(format!("{} {path}\n", file.size()));
        }
        let id = hex(hash.finalize());
        self.commits.push(Arc::new(Commit { id: id.clone(), files }));
        self.refs.insert(reference.to_owned(), id.clone());
        id
    }

    pub(super) fn at(&self, revision: &str) -> Option<&Arc<Commit>> {
        let id = self.refs.get(revision).map_or(revision, String::as_str);
        self.commits.iter().find(|commit| commit.id == id)
    }

    pub(super) fn head(&self) -> Option<&Arc<Commit>> {
        self.at(MAIN)
    }

    /// The large-file part of an entry, whose hash has another name in each place; none where there is none.
    pub(super) fn lfs(&self, file: &File, name: &str) -> Option<Value> {
        if file.kept == Kept::Git || self.listing.hashes == Hashes::Missing {
            return None;
        }
        let redacted = self.listing.hashes == Hashes::Redacted;
        let hash = if redacted { "*".repeat(64) } else { file.listed().to_owned() };
        Some(json!({ name: hash, "size": file.size(), "pointerSize": file.pointer().len() }))
    }

    /// An entry of the file listing.
    fn entry(&self, path: &str, file: &File) -> Value {
        let mut entry = json!({ "type": "file", "oid": file.oid(), "size": file.size() });
        if let Some(lfs) = self.lfs(file, "oid") {
            entry["lfs"] = lfs;
            entry["xetHash"] = xet(file).into();
        }
        entry["path"] = path.into();
        entry
    }

    /// The entries of a folder (`""` for all), folders first, each in order of its path.
    pub(super) fn tree(&self, commit: &Commit, folder: &str, depth: Depth) -> Vec<Value> {
        let base = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let (mut folders, mut files) = (BTreeSet::new(), Vec::new());
        for (path, file) in &commit.files {
            let Some(below) = path.strip_prefix(&base) else { continue };
            let parents =
                below.match_indices('/').map(|(at, _)| &below[..at]).filter(|parent| !parent.is_empty());
            folders.extend(
                parents.filter(|parent| depth.reaches(parent)).map(|parent| format!("{base}{parent}")),
            );
            if depth.reaches(below) {
                files.push(self.entry(path, file));
            }
        }
        let folder = |path: String| {
            let oid = hex(Sha1::digest(path.as_bytes()));
            json!({ "type": "directory", "oid": oid, "size": 0, "path": path })
        };
        folders.into_iter().map(folder).chain(files).chain(self.listing.raw.iter().cloned()).collect()
    }

    /// The entries of these paths, files and folders alike.
    pub(super) fn paths<'a>(&self, commit: &Commit, paths: impl Iterator<Item = &'a str>) -> Vec<Value> {
        let all = self.tree(commit, "", Depth::All);
        let paths: BTreeSet<&str> = paths.collect();
        all.into_iter()
            .filter(|entry| entry["path"].as_str().is_some_and(|path| paths.contains(path)))
            .collect()
    }

    /// The `siblings` of the info: names alone, or sizes and hashes too.
    pub(super) fn siblings(&self, commit: &Commit, blobs: Blobs) -> Value {
        let tell = |(path, file): (&String, &Arc<File>)| {
            let mut entry = Map::from_iter([("rfilename".to_owned(), json!(path))]);
            if blobs == Blobs::Told {
                entry.insert("blobId".to_owned(), json!(file.oid()));
                entry.insert("size".to_owned(), json!(file.size()));
                entry.extend(self.lfs(file, "sha256").map(|lfs| ("lfs".to_owned(), lfs)));
            }
            Value::Object(entry)
        };
        commit.files.iter().map(tell).collect()
    }

    /// The `gguf` object, for the first model file.
    pub(super) fn gguf(&self) -> Option<Value> {
        let size = || {
            let files = &self.head()?.files;
            files.iter().find(|(path, _)| path.ends_with(".gguf")).map(|(_, file)| file.size())
        };
        self.card.gguf.as_ref().map(|gguf| gguf.tell(size().unwrap_or(0)))
    }
}

/// How far down a listing goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    All,
    One,
}

impl Depth {
    fn reaches(self, below: &str) -> bool {
        self == Depth::All || !below.contains('/')
    }
}

/// Whether `siblings` tell more than names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blobs {
    Told,
    Left,
}

/// The hub's other name for a large file, which is of no use here but comes with real answers.
pub(super) fn xet(file: &File) -> String {
    hex(Sha256::digest(file.sha256()))
}

/// The repository that the path names at segment `at`, if the caller may know of it.
///
/// # Errors
/// The redirect or refusal to send instead.
pub(super) fn find(shared: &Shared, ask: &Ask, at: usize) -> Result<Arc<Repo>, Reply> {
    let caller = shared.caller(ask);
    if caller == Caller::Wrong {
        return Err(Reply::refusal(401, None, "Invalid credentials in Authorization header"));
    }
    let id = ask.segments()[at..at + 2].join("/");
    let store = shared.store();
    if let Some((new, status)) = store.moved.get(&id.to_lowercase()) {
        return Err(Reply::redirect(*status, &elsewhere(shared, ask, at, new)));
    }
    let found = store.repos.get(&id.to_lowercase()).cloned();
    let visible = |repo: &Arc<Repo>| repo.gate != Gate::Private || caller == Caller::Known(Access::Full);
    match found.filter(visible) {
        Some(repo) if repo.gate == Gate::Disabled => {
            Err(Reply::refusal(403, None, "Access to this resource is disabled."))
        }
        Some(repo) if repo.id != id => Err(Reply::redirect(307, &elsewhere(shared, ask, at, &repo.id))),
        Some(repo) => Ok(repo),
        // Whether it is missing or private is kept from those who have not said who they are.
        None if caller == Caller::Nobody => {
            Err(Reply::refusal(401, Some("RepoNotFound"), "Invalid username or password."))
        }
        None => Err(Reply::refusal(404, Some("RepoNotFound"), "Repository not found")),
    }
}

/// What was asked, of the repository `new`, as a path.
fn elsewhere(shared: &Shared, ask: &Ask, at: usize, new: &str) -> String {
    let mut segments: Vec<&str> = ask.path.split('/').collect();
    let new = url::path(new);
    segments.splice(at + 1..at + 3, [new.as_str()]);
    let query = if ask.query.is_empty() { String::new() } else { format!("?{}", ask.query) };
    format!("{}{}{query}", shared.sites.prefix, segments.join("/"))
}

/// The commit of a revision.
///
/// # Errors
/// The refusal to send instead.
pub(super) fn commit(repo: &Repo, revision: &str) -> Result<Arc<Commit>, Reply> {
    let missing = || Reply::refusal(404, Some("RevisionNotFound"), &format!("Invalid rev id: {revision}"));
    repo.at(revision).cloned().ok_or_else(missing)
}

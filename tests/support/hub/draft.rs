//! A repository that is being written, until it is committed.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use axum::body::Bytes;
use serde_json::Value;

use super::card::Gguf;
use super::file::{Content, File, Kept};
use super::repo::{Gate, Hashes, Headers, MAIN, Repo};
use super::shared::Shared;

/// Changes of a repository; they count from [`Draft::commit`] or [`Draft::save`] on.
#[must_use]
pub struct Draft {
    shared: Arc<Shared>,
    repo: Repo,
    files: BTreeMap<String, Arc<File>>,
}

impl Draft {
    pub(super) fn new(shared: Arc<Shared>, id: &str) -> Draft {
        let known = shared.store().repos.get(&id.to_lowercase()).map(|repo| Repo::clone(repo));
        let repo = known.unwrap_or_else(|| Repo { id: id.to_owned(), ..Repo::default() });
        let files = repo.head().map(|commit| commit.files.clone()).unwrap_or_default();
        Draft { shared, repo, files }
    }

    fn put(mut self, path: &str, file: Arc<File>) -> Draft {
        self.files.insert(path.to_owned(), file);
        self
    }

    /// A large file, known by its sha256 and served by the CDN. The path is served as it is, hostile or not.
    pub fn file(self, path: &str, bytes: impl Into<Bytes>) -> Draft {
        self.put(path, File::new(Content::Memory(bytes.into()), Kept::Lfs))
    }

    /// A large file whose bytes stay on disk.
    pub fn file_at(self, path: &str, source: impl AsRef<Path>) -> Draft {
        let path_there = source.as_ref().to_owned();
        let size = std::fs::metadata(&path_there).unwrap().len();
        self.put(path, File::new(Content::Disk { path: path_there, size }, Kept::Lfs))
    }

    /// A file in git itself, known by its git sha1 and served by the hub.
    pub fn small(self, path: &str, bytes: impl Into<Bytes>) -> Draft {
        self.put(path, File::new(Content::Memory(bytes.into()), Kept::Git))
    }

    pub fn remove(mut self, path: &str) -> Draft {
        self.files.remove(path).unwrap();
        self
    }

    /// Lets listings tell this sha256 of a large file; its bytes and its headers stay true.
    pub fn lie(self, path: &str, sha256: &str) -> Draft {
        let file = self.files[path].lying(sha256);
        self.put(path, file)
    }

    pub fn licence(mut self, licence: &str) -> Draft {
        self.repo.card.licence = Some(licence.to_owned());
        self
    }

    pub fn tag(mut self, tag: &str) -> Draft {
        self.repo.card.tags.push(tag.to_owned());
        self
    }

    pub fn downloads(mut self, count: u64) -> Draft {
        self.repo.card.downloads = count;
        self
    }

    pub fn likes(mut self, count: u64) -> Draft {
        self.repo.card.likes = count;
        self
    }

    /// When it was last changed, as `2026-08-01T12:00:00.000Z`.
    pub fn modified(mut self, time: &str) -> Draft {
        self.repo.card.modified = time.to_owned();
        self
    }

    /// What the API tells of the model: parameters, architecture, context length; tags it `gguf` too.
    pub fn gguf(mut self, total: u64, architecture: &str, context: u64) -> Draft {
        self.repo.card.gguf = Some(Gguf { total, architecture: architecture.to_owned(), context });
        if self.repo.card.tags.iter().any(|tag| tag == "gguf") { self } else { self.tag("gguf") }
    }

    /// Everybody sees it, only a token with access gets its files.
    pub fn gated(self) -> Draft {
        self.gate(Gate::Gated)
    }

    /// Only a token with access sees it.
    pub fn private(self) -> Draft {
        self.gate(Gate::Private)
    }

    /// It was taken down.
    pub fn disabled(self) -> Draft {
        self.gate(Gate::Disabled)
    }

    /// Everybody may read it, as with a new one.
    pub fn open(self) -> Draft {
        self.gate(Gate::Open)
    }

    fn gate(mut self, gate: Gate) -> Draft {
        self.repo.gate = gate;
        self
    }

    /// The file listing comes in pages of so many entries.
    pub fn paged(mut self, entries: usize) -> Draft {
        self.repo.listing.page = entries;
        self
    }

    /// What listings tell of the hashes of large files.
    pub fn hashes(mut self, hashes: Hashes) -> Draft {
        self.repo.listing.hashes = hashes;
        self
    }

    /// One more entry at the end of the file listing, as it is; there need not be such a file.
    pub fn raw(mut self, entry: Value) -> Draft {
        self.repo.listing.raw.push(entry);
        self
    }

    /// Files come without the hub's `X-…` headers.
    pub fn bare(mut self) -> Draft {
        self.repo.headers = Headers::Bare;
        self
    }

    /// A new commit, which `main` names from now on; older ones stay. Returns its id.
    pub fn commit(self) -> String {
        self.commit_to(MAIN)
    }

    /// A new commit under another name, such as `refs/pr/1`. Returns its id.
    pub fn commit_to(mut self, reference: &str) -> String {
        // Here, and not while a client with a time limit waits for its answer.
        self.files.values().filter(|file| file.kept == Kept::Lfs).for_each(|file| _ = file.sha256());
        let id = self.repo.commit(reference, self.files);
        self.shared.store().repos.insert(self.repo.id.to_lowercase(), Arc::new(self.repo));
        id
    }

    /// Keeps the settings without a new commit; changes of files are lost.
    pub fn save(self) {
        self.shared.store().repos.insert(self.repo.id.to_lowercase(), Arc::new(self.repo));
    }
}

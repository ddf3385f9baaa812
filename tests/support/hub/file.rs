//! A file of a repository: its bytes, in memory or on disk, and its hashes.

use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// Where bytes are.
#[derive(Clone, Debug)]
pub(super) enum Content {
    Memory(Bytes),
    Disk { path: PathBuf, size: u64 },
}

/// How the hub keeps a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// As a large file, known by its sha256 and served by the CDN.
    Lfs,
    /// In git, known by the sha1 of its blob and served by the hub.
    Git,
}

#[derive(Debug)]
pub(super) struct File {
    pub(super) content: Content,
    pub(super) kept: Kept,
    /// The sha256 that listings tell instead of the true one.
    pub(super) told: Option<String>,
    sha256: OnceLock<String>,
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Content {
    pub(super) fn size(&self) -> u64 {
        match self {
            Content::Memory(bytes) => bytes.len() as u64,
            Content::Disk { size, .. } => *size,
        }
    }

    /// Shows all bytes to a hash, piece by piece.
    fn feed(&self, hash: &mut impl Digest) {
        match self {
            Content::Memory(bytes) => hash.update(bytes),
            Content::Disk { path, .. } => {
                let (mut file, mut piece) = (fs::File::open(path).unwrap(), vec![0; 1 << 20]);
                loop {
                    match file.read(&mut piece).unwrap() {
                        0 => break,
                        count => hash.update(&piece[..count]),
                    }
                }
            }
        }
    }
}

/// The name git gives a blob: the sha1 of its length and its bytes.
fn blob(content: &Content) -> String {
    let mut hash = Sha1::new_with_prefix(format!("blob {}\0", content.size()));
    content.feed(&mut hash);
    hex(hash.finalize())
}

impl File {
    pub(super) fn new(content: Content, kept: Kept) -> Arc<File> {
        Arc::new(File { content, kept, told: None, sha256: OnceLock::new() })
    }

    /// The same file, of which listings tell this sha256.
    pub(super) fn lying(&self, sha256: &str) -> Arc<File> {
        let content = self.content.clone();
        Arc::new(File {
            content,
            kept: self.kept,
            told: Some(sha256.to_owned()),
            sha256: self.sha256.clone(),
        })
    }

    pub(super) fn size(&self) -> u64 {
        self.content.size()
    }

    /// Of its bytes; computed once, because large files take seconds.
    pub(super) fn sha256(&self) -> &str {
        self.sha256.get_or_init(|| {
            let mut hash = Sha256::new();
            self.content.feed(&mut hash);
            hex(hash.finalize())
        })
    }

    /// What listings tell as its sha256.
    pub(super) fn listed(&self) -> &str {
        self.told.as_deref().unwrap_or_else(|| self.sha256())
    }

    /// The git object of the file, or of the pointer that stands for a large one.
    pub(super) fn oid(&self) -> String {
        match self.kept {
            Kept::Git => blob(&self.content),
            Kept::Lfs => blob(&Content::Memory(self.pointer().into())),
        }
    }

    /// The pointer file of git LFS.
    pub(super) fn pointer(&self) -> String {
        let head = "version https://git-lfs.github.com/spec/v1";
        format!("{head}\noid sha256:{}\nsize {}\n", self.sha256(), self.size())
    }
}

//! What a download will do, before its first byte.

use std::path::{Path, PathBuf};

use super::{is_whole, partial};
use crate::error::{Error, Kind, Result};
use crate::models::cache::Folder;
use crate::models::disk;
use crate::models::files;
use crate::models::found::{Found, Part, Store};
use crate::models::hub::{Digest, Listing, Remote};
use crate::models::id::Pick;
use crate::tell;

/// The files of a model, and which of them are here.
#[derive(Debug)]
pub struct Plan {
    /// Where it comes from.
    pub listing: Listing,
    /// Its folder in the cache.
    pub folder: Folder,
    /// The model's files in order, then its projector.
    pub items: Vec<Item>,
    /// The quantisation, as the name says.
    pub quant: Option<String>,
}

/// A file of a plan.
#[derive(Debug)]
pub struct Item {
    /// What the hub says of it.
    pub file: Remote,
    /// What is here of it.
    pub have: Have,
}

/// What is here of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Have {
    /// Nothing.
    Nothing,
    /// So many bytes of an earlier attempt.
    Part(u64),
    /// All of it.
    Here,
    /// Another program seems to have it.
    Elsewhere {
        /// Its file.
        path: PathBuf,
        /// Whose it is.
        store: Store,
    },
}

/// The disk keeps this much for everything else.
const SPARE: u64 = 512 << 20;

impl Plan {
    /// Chooses files and looks what is here of them. `seed` knows the SHA-256 of a file that the hub
    /// does not tell; `found` are the models of this machine.
    ///
    /// # Errors
    /// Nothing fits the choice; a shard is missing; a file that nothing could check.
    pub fn new(
        root: &Path,
        listing: Listing,
        pick: &Pick,
        seed: &dyn Fn(&str) -> Option<String>,
        found: &[Found],
    ) -> Result<Plan> {
        let paths: Vec<&str> = listing.files.iter().map(|file| file.path.as_str()).collect();
        let choice = files::pick(&paths, pick).map_err(|fault| {
            let error = fault.error(listing.repo.as_str());
            match fault {
                files::Fault::Missing(_) => error.hint(tell!("fetch-missing-hint")),
                _ => error,
            }
        })?;
        let folder = Folder::new(root, &listing.repo);
        let chosen = choice.parts.iter().chain(&choice.projector);
        let items = chosen.map(|&index| item(&folder, listing.files[index].clone(), seed, found));
        let items = items.collect::<Result<Vec<Item>>>()?;
        Ok(Plan { listing, folder, items, quant: choice.quant })
    }

    /// Bytes that are here, and bytes in all, of the files that are not whole.
    pub(super) fn figures(&self) -> (u64, u64) {
        self.open().fold((0, 0), |(done, total), item| {
            let part = if let Have::Part(part) = item.have { part } else { 0 };
            (done + part, total + item.file.bytes)
        })
    }

    /// Files that are not whole.
    fn open(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.have != Have::Here)
    }

    /// Bytes that must come over the network.
    pub fn to_fetch(&self) -> u64 {
        let missing = |item: &Item| match &item.have {
            Have::Nothing => item.file.bytes,
            Have::Part(part) => item.file.bytes.saturating_sub(*part),
            Have::Here | Have::Elsewhere { .. } => 0,
        };
        self.items.iter().map(missing).sum()
    }

    /// Bytes of all files.
    pub fn bytes(&self) -> u64 {
        self.items.iter().map(|item| item.file.bytes).sum()
    }

    /// Bytes of the model without its projector.
    pub fn weights(&self) -> u64 {
        let items = self.items.iter().filter(|item| !files::is_projector(&item.file.path));
        items.map(|item| item.file.bytes).sum()
    }

    /// Checks that the disk has room; gives the bytes that are free.
    ///
    /// # Errors
    /// [`Kind::Fit`] with both numbers.
    pub fn room(&self, show: fn(u64) -> String) -> Result<Option<u64>> {
        let Some(free) = disk::free(&self.folder.dir()) else { return Ok(None) };
        let needed: u64 = self.open().map(|item| self.to_take(item)).sum();
        // A twentieth more, as file systems need some room themselves.
        let wanted = needed + (needed / 20).min(SPARE);
        if needed > 0 && wanted > free {
            return Err(Error::new(Kind::Fit, tell!("fetch-room", repo = self.listing.repo.as_str()))
                .why(tell!(
                    "fetch-room-why",
                    need = show(wanted),
                    free = show(free),
                    path = self.folder.dir().display().to_string()
                ))
                .hint(tell!("fetch-room-hint")));
        }
        Ok(Some(free))
    }

    /// Bytes of the disk that a file will take yet.
    fn to_take(&self, item: &Item) -> u64 {
        let taken = item
            .file
            .digest
            .hex()
            .map_or(0, |hash| partial::left(&self.folder.blobs(), hash, item.file.bytes).1);
        match item.have {
            Have::Here | Have::Elsewhere { .. } => 0,
            _ => item.file.bytes.saturating_sub(taken),
        }
    }
}

fn item(
    folder: &Folder,
    mut file: Remote,
    seed: &dyn Fn(&str) -> Option<String>,
    found: &[Found],
) -> Result<Item> {
    if file.digest == Digest::Unknown
        && let Some(sha256) = seed(&file.path)
    {
        file.digest = Digest::Sha256(sha256);
    }
    let Some(hash) = file.digest.hex() else {
        return Err(Error::new(Kind::Network, tell!("fetch-refused", path = &file.path))
            .why(tell!("fetch-refused-why"))
            .hint(tell!("fetch-refused-hint")));
    };
    let have = if is_whole(&folder.blob(hash), file.bytes) {
        Have::Here
    } else if let Some((part, store)) = elsewhere(&file, hash, found) {
        Have::Elsewhere { path: part.path.clone(), store }
    } else {
        match partial::left(&folder.blobs(), hash, file.bytes).0 {
            0 => Have::Nothing,
            part => Have::Part(part),
        }
    };
    Ok(Item { file, have })
}

/// A file of this machine that has the length and, where known, the hash of `file`.
fn elsewhere<'a>(file: &Remote, hash: &str, found: &'a [Found]) -> Option<(&'a Part, Store)> {
    let parts = |found: &'a Found| found.parts.iter().chain(&found.projector).map(|part| (part, found.store));
    let same =
        |part: &Part| part.bytes == file.bytes && part.sha256.as_deref().is_none_or(|sha256| sha256 == hash);
    found.iter().flat_map(parts).filter(|(part, _)| same(part)).max_by_key(|(part, _)| part.sha256.is_some())
}

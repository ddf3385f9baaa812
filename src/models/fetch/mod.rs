//! From a listing to files in the cache: what is missing, whether it fits on the disk, and the way here.

mod check;
pub mod partial;
mod plan;
mod ranges;
mod transfer;

use std::fs;
use std::path::{Path, PathBuf};

use super::cache::{Folder, Lock};
use super::hex::is_hex;
use super::hub::{Client, Digest, Listing, Remote};
use super::id::Source;
use super::meter::{Meter, Step};
use crate::error::{Error, Kind, Result};
use crate::tell;
use partial::Partial;
use transfer::Transfer;

pub use check::hash_aside;
pub use plan::{Have, Item, Plan};

/// Files from this size on are fetched over several connections.
const LARGE: u64 = 500_000_000;
/// So many.
const CONNECTIONS: usize = 4;

/// Fetches what a plan names.
#[derive(Debug)]
pub struct Fetch<'a> {
    /// Whom to ask.
    pub client: &'a Client,
    /// What it is told to.
    pub meter: &'a Meter,
    /// Connections for each file; `None` is chosen by its size.
    pub connections: Option<usize>,
}

impl Fetch<'_> {
    /// Fetches, checks and names every file; gives the paths in the order of the plan. Stopped at any
    /// moment, it leaves nothing that looks whole and is not, and goes on there the next time.
    ///
    /// # Errors
    /// What the hub says; contents that are not what they must be; a disk that is full.
    pub async fn run(&self, plan: &Plan) -> Result<Vec<PathBuf>> {
        let folder = &plan.folder;
        folder.make()?;
        let (done, total) = plan.figures();
        self.meter.start(done, total);
        let mut paths = Vec::new();
        for item in &plan.items {
            let hash = self.blob(folder, &plan.listing, item).await?;
            paths.push(folder.link(&plan.listing.commit, &item.file.path, &hash)?);
        }
        let listing = &plan.listing;
        let reference = match listing.source {
            Source::Hub => (listing.revision != listing.commit).then_some(listing.revision.as_str()),
            // What stands there already is the hub's, which knows the commits of its own branches.
            Source::ModelScope => folder.commit("main").is_none().then_some("main"),
        };
        if let Some(reference) = reference {
            folder.set_commit(reference, &listing.commit)?;
        }
        self.meter.set(Step::Idle);
        Ok(paths)
    }

    /// Brings the contents of one file into the cache, and gives their hash.
    async fn blob(&self, folder: &Folder, listing: &Listing, item: &Item) -> Result<String> {
        let file = &item.file;
        let Some(hash) = file.digest.hex() else {
            return Err(Error::new(Kind::Network, tell!("fetch-unchecked", path = &file.path))
                .why(tell!("fetch-unchecked-why")));
        };
        let blob = folder.blob(hash);
        if is_whole(&blob, file.bytes) {
            // What was not counted as here was fetched by somebody else in the meantime.
            self.meter.add(if item.have == Have::Here { 0 } else { file.bytes });
            return Ok(hash.to_owned());
        }
        let _lock = Lock::wait(&folder.lock(hash), &file.path, self.meter).await?;
        if is_whole(&blob, file.bytes) {
            let (done, _) = partial::left(&folder.blobs(), hash, file.bytes);
            self.meter.add(file.bytes.saturating_sub(done));
            return Ok(hash.to_owned());
        }
        if let Have::Elsewhere { path, .. } = &item.have
            && self.adopt(path, &blob, file).await
        {
            return Ok(hash.to_owned());
        }
        self.fetch(folder, listing, file, &blob).await?;
        Ok(hash.to_owned())
    }

    /// Fetches a file; what does not hash to what it must is fetched once more.
    async fn fetch(&self, folder: &Folder, listing: &Listing, file: &Remote, blob: &Path) -> Result<()> {
        let Some(wanted) = file.digest.hex() else { return Ok(()) };
        let mut partial = Partial::open(&folder.blobs(), wanted, file.bytes)?;
        for attempt in 0.. {
            let transfer = Transfer::new(self.client, listing, file, partial, self.meter)?;
            let (mut whole, hash) = transfer.run(self.width(file.bytes)).await?;
            if hash == wanted {
                return whole.finish(blob);
            }
            whole.forget()?;
            if attempt == 1 {
                whole.discard();
                return Err(Error::new(Kind::Network, tell!("fetch-wrong", path = &file.path))
                    .why(tell!("fetch-wrong-why", hash = &hash, wanted = wanted))
                    .hint(tell!("fetch-wrong-hint")));
            }
            self.meter.lose(file.bytes);
            partial = whole;
        }
        Ok(())
    }

    /// Makes a file of another program be the blob too, if it is really the same; nothing is copied.
    async fn adopt(&self, path: &Path, blob: &Path, file: &Remote) -> bool {
        self.meter.set(Step::Check(file.path.clone()));
        let same = match hash_aside(path, &file.digest, self.meter).await {
            Ok(hash) => Some(hash.as_str()) == file.digest.hex(),
            Err(_) => false,
        };
        // The link shares the contents, which live as long as one of their names.
        if same && fs::canonicalize(path).is_ok_and(|real| fs::hard_link(real, blob).is_ok()) {
            return true;
        }
        self.meter.lose(file.bytes);
        false
    }

    /// Connections for a file of so many bytes.
    fn width(&self, bytes: u64) -> usize {
        self.connections.unwrap_or(if bytes >= LARGE { CONNECTIONS } else { 1 }).clamp(1, 32)
    }
}

/// Whether contents are there in full.
fn is_whole(blob: &Path, bytes: u64) -> bool {
    fs::metadata(blob).is_ok_and(|meta| meta.is_file() && meta.len() == bytes)
}

/// The kind of hash that a file in the cache is named by.
pub fn digest_of(name: &str) -> Digest {
    if is_hex(name, 64) {
        Digest::Sha256(name.to_owned())
    } else if is_hex(name, 40) {
        Digest::Git(name.to_owned())
    } else {
        Digest::Unknown
    }
}

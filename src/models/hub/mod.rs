//! Questions to a model hub: which files a repository has, what they hash to, and their bytes.

mod account;
mod call;
mod fault;
mod pace;
mod reply;
mod scope;
mod search;
mod truth;

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Response, Url};

use super::hex::is_hex;
use super::id::{Id, Pick, Repo, Source, safe};
use super::meter::Meter;
use crate::config;
use crate::error::{Context, Error, Kind, Result};
use crate::net;
use crate::tell;
use call::{Call, Tries, parse, unreadable};

pub use fault::{Cure, Fault};
pub use pace::Pace;
pub use search::{Gate, Hit};

/// What proves that a file is the right one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Digest {
    /// SHA-256 of the contents, in lower-case hexadecimal.
    Sha256(String),
    /// git's object id: SHA-1 of `blob LENGTH\0` and the contents.
    Git(String),
    /// The hub does not tell.
    Unknown,
}

impl Digest {
    /// The hexadecimal digits, which are the blob's name in the cache.
    pub fn hex(&self) -> Option<&str> {
        match self {
            Digest::Sha256(hex) | Digest::Git(hex) => Some(hex),
            Digest::Unknown => None,
        }
    }
}

/// A file of a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// Its path in the repository.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// What it hashes to.
    pub digest: Digest,
}

/// The files of a repository at one commit.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Where it was listed.
    pub source: Source,
    /// The repository, as the hub spells it.
    pub repo: Repo,
    /// The branch or tag that was asked for.
    pub revision: String,
    /// The commit it stood at.
    pub commit: String,
    /// The licence's tag.
    pub licence: Option<String>,
    /// All files.
    pub files: Vec<Remote>,
    /// What the user should know about where the hashes come from.
    pub notice: Option<String>,
}

/// A part of a file on its way.
#[derive(Debug)]
pub struct Opened {
    /// The body.
    pub response: Response,
    /// The offset of its first byte, which is not the wanted one where a server ignores ranges.
    pub from: u64,
    /// Where it came from in the end; good for more parts, until it expires.
    pub url: Url,
}

/// A client of one hub and of ModelScope; it opens no connection before it is asked something.
#[derive(Clone, Debug)]
pub struct Client {
    hub: config::Hub,
    http: reqwest::Client,
    meter: Meter,
    tries: Tries,
}

impl Client {
    /// A client that tells `meter` what it waits for.
    ///
    /// # Errors
    /// The machine's network cannot be set up.
    pub fn new(hub: &config::Hub, meter: &Meter) -> Result<Client> {
        let http = net::builder()
            .redirect(Policy::none())
            .user_agent(concat!("qwill/", env!("CARGO_PKG_VERSION")))
            .pool_idle_timeout(Duration::from_secs(20))
            .build()
            .context(Kind::Network, tell!("hub-setup"))?;
        Ok(Client { hub: hub.clone(), http, meter: meter.clone(), tries: Tries::Many })
    }

    /// The settings it works with.
    pub fn settings(&self) -> &config::Hub {
        &self.hub
    }

    /// The files of a repository at the newest commit of the revision that is wanted, with hashes
    /// that a mirror cannot have made up.
    ///
    /// # Errors
    /// [`Kind::Network`] with what the hub says; an unsafe path in the listing.
    pub async fn listing(&self, id: &Id) -> Result<Listing, Fault> {
        let mut listing = match id.source {
            Source::Hub => self.hub_listing(id).await?,
            Source::ModelScope => self.scope_listing(id).await?,
        };
        if let Some(bad) = listing.files.iter().find(|file| !safe(&file.path)) {
            let error = Error::new(Kind::Network, tell!("fetch-refused", path = id.repo.as_str()))
                .why(tell!("hub-outside", path = &bad.path));
            return Err(Fault::fatal(error));
        }
        truth::settle(self, &mut listing).await?;
        Ok(listing)
    }

    async fn hub_listing(&self, id: &Id) -> Result<Listing, Fault> {
        let revision = id.revision.clone().unwrap_or_else(|| "main".into());
        let url =
            self.at(&self.hub.endpoint, &["api", "models", id.repo.as_str(), "revision"], &[&revision])?;
        let info: reply::Info = self.json(&self.call(id, url)).await?;
        let repo = info.id.as_deref().and_then(Repo::new).unwrap_or_else(|| id.repo.clone());
        let Some(commit) = info.sha.filter(|sha| is_hex(sha, 40)) else {
            return Err(Fault::fatal(unreadable(&self.hub.endpoint, &tell!("hub-commit"))));
        };
        let licence = info.card.and_then(|card| card.licence());
        let files = self.tree(&self.hub.endpoint, &repo, &commit).await?;
        Ok(Listing { source: Source::Hub, repo, revision, commit, licence, files, notice: None })
    }

    /// All files of a commit, page by page.
    async fn tree(&self, base: &str, repo: &Repo, commit: &str) -> Result<Vec<Remote>, Fault> {
        let mut url = self.at(base, &["api", "models", repo.as_str(), "tree"], &[commit])?;
        url.set_query(Some("recursive=true"));
        let id = Id { source: Source::Hub, repo: repo.clone(), revision: None, pick: Pick::Usual };
        let mut files = Vec::new();
        let mut next = Some(url);
        // Enough for a hundred thousand files: a listing without an end is no listing.
        for _ in 0..100 {
            let Some(url) = next.take() else { break };
            let answer = self.answer(&self.call(&id, url.clone())).await?;
            let entries: Vec<reply::Entry> = parse(&url, &answer.body)?;
            files.extend(entries.into_iter().filter_map(reply::Entry::file));
            next = answer.next;
        }
        Ok(files)
    }

    /// Opens `file` from byte `start` up to `end`, which is not included; `via` is the address that
    /// an earlier call found.
    ///
    /// # Errors
    /// What the hub says, once: trying again is the caller's.
    pub async fn open(
        &self,
        listing: &Listing,
        file: &Remote,
        (start, end): (u64, u64),
        via: Option<Url>,
    ) -> Result<Opened, Fault> {
        let url = match via {
            Some(url) => url,
            None => self.address(listing, file)?,
        };
        let range =
            (start > 0 || end < file.bytes).then(|| format!("bytes={start}-{}", end.saturating_sub(1)));
        let page = Some(self.page(listing.source, &listing.repo));
        let call = Call { url, source: listing.source, range, what: &file.path, page };
        let response = self.once(&call).await?;
        let from = reply::starts_at(&response, start, file).map_err(|error| Fault::passing(*error))?;
        let url = response.url().clone();
        Ok(Opened { response, from, url })
    }

    /// The first bytes of a file, for a look at its header.
    ///
    /// # Errors
    /// What the hub says.
    pub async fn start(&self, listing: &Listing, file: &Remote, bytes: u64) -> Result<Vec<u8>, Fault> {
        let end = bytes.min(file.bytes);
        self.retried(async || {
            let mut response = self.open(listing, file, (0, end), None).await?.response;
            let mut start = Vec::new();
            while (start.len() as u64) < end {
                match self.chunk(&mut response, &file.path).await? {
                    Some(chunk) => start.extend_from_slice(&chunk),
                    None => return Err(self.broken(&file.path, &tell!("fetch-short"))),
                }
            }
            start.truncate(usize::try_from(end).unwrap_or(usize::MAX));
            Ok(start)
        })
        .await
    }

    /// The web page of a repository.
    pub fn page(&self, source: Source, repo: &Repo) -> String {
        match source {
            Source::Hub => format!("{}/{repo}", self.hub.endpoint),
            Source::ModelScope => format!("{}/models/{repo}", self.hub.modelscope),
        }
    }

    fn address(&self, listing: &Listing, file: &Remote) -> Result<Url, Fault> {
        let parts: Vec<&str> = file.path.split('/').collect();
        match listing.source {
            Source::Hub => {
                let parts = [&[listing.commit.as_str()], parts.as_slice()].concat();
                self.at(&self.hub.endpoint, &[listing.repo.as_str(), "resolve"], &parts)
            }
            Source::ModelScope => {
                let parts = [&[listing.revision.as_str()], parts.as_slice()].concat();
                self.at(&self.hub.modelscope, &["models", listing.repo.as_str(), "resolve"], &parts)
            }
        }
    }
}

//! Questions to a model hub: which files a repository has, what they hash to, and their bytes.

mod fault;
mod pace;
mod reply;
mod scope;
mod search;
mod truth;

use std::time::Duration;

use reqwest::header::{ACCEPT_ENCODING, AUTHORIZATION, HeaderValue, LOCATION, RANGE};
use reqwest::redirect::Policy;
use reqwest::{Response, Url};
use serde::de::DeserializeOwned;

use super::id::{Id, Pick, Repo, Source, safe};
use super::meter::{Meter, Step};
use crate::config::{self, Network, Secret};
use crate::error::{Context, Error, Kind, Result};
use crate::net;
use fault::{About, Token};

pub use fault::{Cure, Fault};
pub use pace::Pace;
pub use search::{Gate, Hit};

/// Redirects that are followed for one request.
const REDIRECTS: usize = 10;
/// The longest answer to a question, in bytes; listings of the largest repositories take some megabytes.
const LONGEST: usize = 64 << 20;

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

/// How often a request is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tries {
    /// As long as it may help.
    Many,
    /// Once.
    One,
}

/// One request, to be made as often as it takes.
#[derive(Clone, Debug)]
struct Call<'a> {
    url: Url,
    source: Source,
    /// `bytes=…`
    range: Option<String>,
    /// What errors call it.
    what: &'a str,
    page: Option<String>,
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
            .context(Kind::Network, "cannot set up the network")?;
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
            let error = Error::new(Kind::Network, format!("will not fetch {}", id.repo))
                .why(format!("its listing names a file outside of it: {}", bad.path));
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
            return Err(Fault::fatal(unreadable(&self.hub.endpoint, "the answer names no commit")));
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
            let response = self.send(&self.call(&id, url.clone())).await?;
            next = reply::next_page(&response).and_then(|link| url.join(&link).ok());
            // The next page is the same host's, whatever the answer says.
            next = next.filter(|next| next.origin() == url.origin());
            let entries: Vec<reply::Entry> = parse(&url, body(response).await?)?;
            files.extend(entries.into_iter().filter_map(reply::Entry::file));
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
        let mut opened = self.retried(|| self.open(listing, file, (0, end), None)).await?;
        let mut start = Vec::new();
        while (start.len() as u64) < end {
            let next = tokio::time::timeout(self.hub.stall, opened.response.chunk());
            match next.await {
                Ok(Ok(Some(chunk))) => start.extend_from_slice(&chunk),
                Ok(Ok(None)) => break,
                Ok(Err(error)) => return Err(Fault::passing(self.broken(&file.path, &net::root(&error)))),
                Err(_) => return Err(Fault::passing(self.broken(&file.path, "nothing came any more"))),
            }
        }
        start.truncate(usize::try_from(end).unwrap_or(usize::MAX));
        Ok(start)
    }

    /// Refuses a hub whose connection others can read, to which no token goes.
    ///
    /// # Errors
    /// [`Kind::Refused`].
    pub fn trusted(&self) -> Result<()> {
        if Url::parse(&self.hub.endpoint).is_ok_and(|url| is_private(&url)) {
            return Ok(());
        }
        Err(Error::new(Kind::Refused, format!("will not send a token to {}", self.hub.endpoint))
            .why("the connection is not encrypted")
            .hint("HF_ENDPOINT must begin with https://"))
    }

    /// Whose token this is.
    ///
    /// # Errors
    /// The hub does not know it; [`Client::trusted`].
    pub async fn whoami(&self, token: &Secret) -> Result<String> {
        self.trusted()?;
        let mut asking = self.clone();
        asking.hub.token = Some(token.clone());
        let url = self.at(&self.hub.endpoint, &["api", "whoami-v2"], &[]).map_err(|fault| fault.error)?;
        let host = url.host_str().unwrap_or_default().to_owned();
        let call = Call { url, source: Source::Hub, range: None, what: "your account", page: None };
        match asking.json::<reply::Who>(&call).await {
            Ok(answer) => Ok(answer.name),
            // Mirrors leave out the header that tells a wrong token from a missing repository.
            Err(fault) if matches!(fault.cure, Cure::Token | Cure::Repo) => {
                Err(Error::new(Kind::Network, format!("{host} does not accept this token"))
                    .hint(format!("make another one: {}", self.tokens_page())))
            }
            Err(fault) => Err(fault.error),
        }
    }

    /// The web page where tokens are made.
    pub fn tokens_page(&self) -> String {
        format!("{}/settings/tokens", self.hub.endpoint)
    }

    fn call<'a>(&self, id: &'a Id, url: Url) -> Call<'a> {
        let page = Some(self.page(id.source, &id.repo));
        Call { url, source: id.source, range: None, what: id.repo.as_str(), page }
    }

    /// The web page of a repository.
    pub fn page(&self, source: Source, repo: &Repo) -> String {
        match source {
            Source::Hub => format!("{}/{repo}", self.hub.endpoint),
            Source::ModelScope => format!("{}/models/{repo}", self.hub.modelscope),
        }
    }

    /// An address below `base`: `fixed` parts as they are, `parts` with all that is special encoded.
    fn at(&self, base: &str, fixed: &[&str], parts: &[&str]) -> Result<Url, Fault> {
        let encoded = parts.iter().map(|part| encode(part));
        let path = fixed.iter().map(ToString::to_string).chain(encoded).collect::<Vec<_>>().join("/");
        let bad = |error| Fault::fatal(Error::new(Kind::Usage, format!("{base} is no address")).why(error));
        Url::parse(&format!("{base}/{path}")).map_err(bad)
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

    async fn json<T: DeserializeOwned>(&self, call: &Call<'_>) -> Result<T, Fault> {
        let response = self.send(call).await?;
        parse(&call.url, body(response).await?)
    }

    /// Makes a request until it is answered, with pauses.
    async fn send(&self, call: &Call<'_>) -> Result<Response, Fault> {
        self.meter.set(Step::Ask(call.url.host_str().unwrap_or_default().into()));
        self.retried(|| self.once(call)).await
    }

    /// Does something again while that may help, and while the hub's pauses are bearable.
    async fn retried<T, F>(&self, mut attempt: impl FnMut() -> F) -> Result<T, Fault>
    where
        F: Future<Output = Result<T, Fault>>,
    {
        let mut pace = Pace::default();
        loop {
            let fault = match attempt().await {
                Ok(done) => return Ok(done),
                Err(fault) => fault,
            };
            let step = self.meter.step();
            if self.tries == Tries::One || !self.rest(&mut pace, &fault).await {
                return Err(fault);
            }
            self.meter.set(step);
        }
    }

    /// Waits before the next attempt; false when there should be none.
    pub async fn rest(&self, pace: &mut Pace, fault: &Fault) -> bool {
        let (pause, step) = match fault.cure {
            Cure::Wait(pause) => {
                let pause = pause + Duration::from_millis(200);
                (Some(pause), Step::Limit(std::time::Instant::now() + pause))
            }
            Cure::Retry => {
                let pause = pace.pause();
                let at = std::time::Instant::now() + pause.unwrap_or_default();
                (pause, Step::Retry(at, fault.error.to_string()))
            }
            _ => (None, Step::Idle),
        };
        let Some(pause) = pause else { return false };
        self.meter.set(step);
        tokio::time::sleep(pause).await;
        true
    }

    /// Makes a request once, and follows it to where it leads. The token goes to the hub alone.
    async fn once(&self, call: &Call<'_>) -> Result<Response, Fault> {
        let mut url = call.url.clone();
        for _ in 0..REDIRECTS {
            let token = self.token(&url, call.source);
            let sent = if token.is_some() { Token::Sent } else { Token::Missing };
            let response = self.get(&url, call, token).await?;
            let status = response.status();
            if status.is_success() {
                return Ok(response);
            }
            let host = url.host_str().unwrap_or_default();
            if !status.is_redirection() {
                let about = About { host, what: call.what, page: call.page.as_deref(), token: sent };
                return Err(fault::of(status, response.headers(), &about));
            }
            let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
            let next = location.and_then(|location| url.join(location).ok());
            let Some(next) = next.filter(|next| ["http", "https"].contains(&next.scheme())) else {
                return Err(Fault::passing(unreadable(host, "it redirects to nowhere")));
            };
            if url.scheme() == "https" && next.scheme() == "http" {
                return Err(Fault::fatal(unreadable(host, "it redirects to an unencrypted connection")));
            }
            url = next;
        }
        Err(Fault::fatal(unreadable(call.url.host_str().unwrap_or_default(), "it redirects in circles")))
    }

    async fn get(&self, url: &Url, call: &Call<'_>, token: Option<&Secret>) -> Result<Response, Fault> {
        if self.hub.network == Network::Off {
            let error = Error::new(Kind::Refused, format!("cannot get {}", call.what))
                .why("the network is off")
                .hint("leave out --offline, and unset HF_HUB_OFFLINE");
            return Err(Fault::fatal(error));
        }
        // A compressed answer has another length, and ranges of it mean nothing.
        let mut request = self.http.get(url.clone()).header(ACCEPT_ENCODING, "identity");
        if let Some(token) = token {
            let Ok(mut value) = HeaderValue::from_str(&format!("Bearer {}", token.reveal())) else {
                let error = Error::new(Kind::Usage, "the hub's token has characters that no token has");
                return Err(Fault::fatal(error.hint("correct HF_TOKEN, or log in again: qwill login")));
            };
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        if let Some(range) = &call.range {
            request = request.header(RANGE, range);
        }
        let host = url.host_str().unwrap_or_default();
        match tokio::time::timeout(self.hub.stall, request.send()).await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(Fault::passing(Client::unreachable(host, &net::root(&error)))),
            Err(_) => Err(Fault::passing(Client::unreachable(host, "it does not answer"))),
        }
    }

    /// The token for this address: only its own hub's, and only where nobody can listen.
    fn token(&self, url: &Url, source: Source) -> Option<&Secret> {
        let (base, token) = match source {
            Source::Hub => (&self.hub.endpoint, &self.hub.token),
            Source::ModelScope => (&self.hub.modelscope, &self.hub.modelscope_token),
        };
        let base = Url::parse(base).ok()?;
        token.as_ref().filter(|_| is_private(url) && base.origin() == url.origin())
    }

    fn unreachable(host: &str, why: &str) -> Error {
        Error::new(Kind::Network, format!("cannot reach {host}"))
            .why(why)
            .hint("check the network and the address")
    }

    /// A transfer that broke off.
    pub fn broken(&self, what: &str, why: &str) -> Error {
        Error::new(Kind::Network, format!("the transfer of {what} broke off")).why(why)
    }
}

/// Whether nobody can listen on the way there.
fn is_private(url: &Url) -> bool {
    url.scheme() == "https" || url.host_str().is_some_and(is_loopback)
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}

/// Whether `text` is `digits` hexadecimal digits; hubs redact hashes as stars.
fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A path segment with everything encoded that could end it.
fn encode(part: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encoded = |byte: u8| if plain(byte) { (byte as char).to_string() } else { format!("%{byte:02X}") };
    part.bytes().map(encoded).collect()
}

fn unreadable(host: &str, why: &str) -> Error {
    Error::new(Kind::Network, format!("{host} is not like a model hub")).why(why)
}

async fn body(mut response: Response) -> Result<Vec<u8>, Fault> {
    let host = response.url().host_str().unwrap_or_default().to_owned();
    let mut bytes = Vec::new();
    let broken =
        |why: String| Fault::passing(Error::new(Kind::Network, format!("{host} broke off")).why(why));
    while let Some(chunk) = response.chunk().await.map_err(|error| broken(net::root(&error)))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > LONGEST {
            return Err(Fault::fatal(unreadable(&host, "its answer has no end")));
        }
    }
    Ok(bytes)
}

fn parse<T: DeserializeOwned>(url: &Url, body: Vec<u8>) -> Result<T, Fault> {
    serde_json::from_slice(&body).map_err(|error| {
        let host = url.host_str().unwrap_or_default();
        let page = body.trim_ascii_start().starts_with(b"<");
        let why = if page { "it answers with a web page".into() } else { error.to_string() };
        Fault::fatal(unreadable(host, &why).hint("is there a login page between you and the network?"))
    })
}

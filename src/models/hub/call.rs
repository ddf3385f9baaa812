//! One request to a hub: its address, the token that may go with it, redirects, pauses, its answer.

use std::time::{Duration, Instant};

use bytes::Bytes;
use reqwest::header::{ACCEPT_ENCODING, AUTHORIZATION, HeaderValue, LOCATION, RANGE};
use reqwest::{Response, Url};
use serde::de::DeserializeOwned;

use super::fault::{self, About, Cure, Fault, Token};
use super::pace::Pace;
use super::{Client, reply};
use crate::config::{Network, Secret};
use crate::error::{Error, Kind};
use crate::models::id::{Id, Source};
use crate::models::meter::Step;
use crate::net;
use crate::tell;

/// Redirects that are followed for one request.
const REDIRECTS: usize = 10;
/// The longest answer to a question, in bytes; listings of the largest repositories take some megabytes.
const LONGEST: usize = 64 << 20;

/// How often a request is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tries {
    /// As long as it may help.
    Many,
    /// Once.
    One,
}

/// One request, to be made as often as it takes.
#[derive(Clone, Debug)]
pub(super) struct Call<'a> {
    pub(super) url: Url,
    pub(super) source: Source,
    /// `bytes=…`
    pub(super) range: Option<String>,
    /// What errors call it.
    pub(super) what: &'a str,
    pub(super) page: Option<String>,
}

/// What a hub answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) body: Vec<u8>,
    /// Where it goes on.
    pub(super) next: Option<Url>,
}

impl Client {
    pub(super) fn call<'a>(&self, id: &'a Id, url: Url) -> Call<'a> {
        let page = Some(self.page(id.source, &id.repo));
        Call { url, source: id.source, range: None, what: id.repo.as_str(), page }
    }

    /// An address below `base`: `fixed` parts as they are, `parts` with all that is special encoded.
    pub(super) fn at(&self, base: &str, fixed: &[&str], parts: &[&str]) -> Result<Url, Fault> {
        let encoded = parts.iter().map(|part| encode(part));
        let path = fixed.iter().map(ToString::to_string).chain(encoded).collect::<Vec<_>>().join("/");
        let bad = |error| Fault::fatal(Error::new(Kind::Usage, tell!("hub-address", url = base)).why(error));
        Url::parse(&format!("{base}/{path}")).map_err(bad)
    }

    /// Asks until there is an answer, with pauses, and reads it.
    pub(super) async fn json<T: DeserializeOwned>(&self, call: &Call<'_>) -> Result<T, Fault> {
        parse(&call.url, &self.answer(call).await?.body)
    }

    /// The same for an answer that may go on on another page.
    pub(super) async fn answer(&self, call: &Call<'_>) -> Result<Answer, Fault> {
        self.meter.set(Step::Ask(call.url.host_str().unwrap_or_default().into()));
        self.retried(async || {
            let response = self.once(call).await?;
            let next = reply::next_page(&response).and_then(|link| call.url.join(&link).ok());
            // The next page is the same host's, whatever the answer says.
            let next = next.filter(|next| next.origin() == call.url.origin());
            Ok(Answer { body: self.body(response).await?, next })
        })
        .await
    }

    /// Does something again while that may help, and while the hub's pauses are bearable.
    pub(super) async fn retried<T>(&self, attempt: impl AsyncFn() -> Result<T, Fault>) -> Result<T, Fault> {
        let mut pace = Pace::brief();
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
                (Some(pause), Step::Limit(Instant::now() + pause))
            }
            Cure::Retry => {
                let pause = pace.pause();
                let at = Instant::now() + pause.unwrap_or_default();
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
    pub(super) async fn once(&self, call: &Call<'_>) -> Result<Response, Fault> {
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
                return Err(Fault::passing(unreadable(host, &tell!("hub-nowhere"))));
            };
            if url.scheme() == "https" && next.scheme() == "http" {
                return Err(Fault::fatal(unreadable(host, &tell!("hub-downgrade"))));
            }
            url = next;
        }
        Err(Fault::fatal(unreadable(call.url.host_str().unwrap_or_default(), &tell!("hub-circles"))))
    }

    async fn get(&self, url: &Url, call: &Call<'_>, token: Option<&Secret>) -> Result<Response, Fault> {
        if self.hub.network == Network::Off {
            let error = Error::new(Kind::Refused, tell!("hub-get", what = call.what))
                .why(tell!("hub-off"))
                .hint(tell!("hub-off-hint"));
            return Err(Fault::fatal(error));
        }
        // A compressed answer has another length, and ranges of it mean nothing.
        let mut request = self.http.get(url.clone()).header(ACCEPT_ENCODING, "identity");
        if let Some(token) = token {
            let Ok(mut value) = HeaderValue::from_str(&format!("Bearer {}", token.reveal())) else {
                let error = Error::new(Kind::Usage, tell!("hub-token-odd"));
                return Err(Fault::fatal(error.hint(tell!("hub-token-odd-hint"))));
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
            Err(_) => Err(Fault::passing(Client::unreachable(host, &tell!("hub-silent")))),
        }
    }

    /// The token for this address: only its own hub's, and only where nobody can listen.
    pub(super) fn token(&self, url: &Url, source: Source) -> Option<&Secret> {
        let (base, token) = match source {
            Source::Hub => (&self.hub.endpoint, &self.hub.token),
            Source::ModelScope => (&self.hub.modelscope, &self.hub.modelscope_token),
        };
        let base = Url::parse(base).ok()?;
        token.as_ref().filter(|_| is_private(url) && base.origin() == url.origin())
    }

    fn unreachable(host: &str, why: &str) -> Error {
        Error::new(Kind::Network, tell!("hub-reach", host = host)).why(why).hint(tell!("hub-reach-hint"))
    }

    async fn body(&self, mut response: Response) -> Result<Vec<u8>, Fault> {
        let host = response.url().host_str().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        while let Some(chunk) = self.chunk(&mut response, &host).await? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > LONGEST {
                return Err(Fault::fatal(unreadable(&host, &tell!("hub-endless"))));
            }
        }
        Ok(bytes)
    }

    /// The next bytes of a body; `None` at its end.
    ///
    /// # Errors
    /// It breaks off or stands still; `what` is told to have done so.
    pub async fn chunk(&self, response: &mut Response, what: &str) -> Result<Option<Bytes>, Fault> {
        let why = match tokio::time::timeout(self.hub.stall, response.chunk()).await {
            Ok(Ok(chunk)) => return Ok(chunk),
            Ok(Err(error)) => net::root(&error),
            Err(_) => tell!("hub-stalled"),
        };
        Err(self.broken(what, &why))
    }

    /// A transfer that broke off.
    pub fn broken(&self, what: &str, why: &str) -> Fault {
        let error = Error::new(Kind::Network, tell!("hub-broken", what = what)).why(why);
        Fault::passing(error.hint(tell!("hub-broken-hint")))
    }
}

/// Whether nobody can listen on the way there.
pub(super) fn is_private(url: &Url) -> bool {
    url.scheme() == "https" || url.host_str().is_some_and(is_loopback)
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}

/// A path segment with everything encoded that could end it.
fn encode(part: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encoded = |byte: u8| if plain(byte) { (byte as char).to_string() } else { format!("%{byte:02X}") };
    part.bytes().map(encoded).collect()
}

pub(super) fn unreadable(host: &str, why: &str) -> Error {
    Error::new(Kind::Network, tell!("hub-unlike", host = host)).why(why)
}

pub(super) fn parse<T: DeserializeOwned>(url: &Url, body: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(body).map_err(|error| {
        let host = url.host_str().unwrap_or_default();
        let page = body.trim_ascii_start().starts_with(b"<");
        let why = if page { tell!("hub-page") } else { error.to_string() };
        Fault::fatal(unreadable(host, &why).hint(tell!("hub-page-hint")))
    })
}

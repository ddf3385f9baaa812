//! What the hub answers, as far as it is read.

use reqwest::header::{CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, LINK};
use reqwest::{Response, StatusCode};
use serde::Deserialize;
use serde_json::Value;

use super::{Digest, Remote};
use crate::error::{Error, Kind};
use crate::models::hex::is_hex;
use crate::tell;

/// `/api/models/{id}/revision/{rev}`
#[derive(Debug, Deserialize)]
pub(super) struct Info {
    pub(super) id: Option<String>,
    pub(super) sha: Option<String>,
    #[serde(rename = "cardData")]
    pub(super) card: Option<Card>,
}

/// The part of a model card that is data.
#[derive(Debug, Deserialize)]
pub(super) struct Card {
    license: Option<Value>,
}

impl Card {
    /// The licence's tag; of several the first.
    pub(super) fn licence(self) -> Option<String> {
        match self.license? {
            Value::String(text) => Some(text),
            Value::Array(all) => all.into_iter().find_map(|one| one.as_str().map(str::to_owned)),
            _ => None,
        }
    }
}

/// One row of `/api/models/{id}/tree/{rev}`
#[derive(Debug, Deserialize)]
pub(super) struct Entry {
    #[serde(rename = "type")]
    kind: String,
    path: String,
    #[serde(default)]
    oid: String,
    #[serde(default)]
    size: u64,
    lfs: Option<Lfs>,
}

#[derive(Debug, Deserialize)]
struct Lfs {
    /// SHA-256; in other answers the field is called so.
    #[serde(alias = "sha256")]
    oid: String,
    size: Option<u64>,
}

impl Entry {
    /// The file, unless it is a directory. A small file's git id proves it; a large one's is that of
    /// the pointer and proves nothing.
    pub(super) fn file(self) -> Option<Remote> {
        if self.kind != "file" {
            return None;
        }
        let (bytes, digest) = match self.lfs {
            Some(lfs) => {
                let known = is_hex(&lfs.oid, 64);
                let digest =
                    if known { Digest::Sha256(lfs.oid.to_ascii_lowercase()) } else { Digest::Unknown };
                (lfs.size.unwrap_or(self.size), digest)
            }
            // Model files are never kept in git itself, so one without the field is one of a mirror
            // that leaves it out.
            None if self.path.to_ascii_lowercase().ends_with(".gguf") && self.size > GIT => {
                (self.size, Digest::Unknown)
            }
            None if is_hex(&self.oid, 40) => (self.size, Digest::Git(self.oid.to_ascii_lowercase())),
            None => (self.size, Digest::Unknown),
        };
        Some(Remote { path: self.path, bytes, digest })
    }
}

/// The largest file that hubs keep in git itself.
const GIT: u64 = 10 << 20;

/// `/api/whoami-v2`
#[derive(Debug, Deserialize)]
pub(super) struct Who {
    pub(super) name: String,
}

/// The address of the next page: `Link: <…>; rel="next"`.
pub(super) fn next_page(response: &Response) -> Option<String> {
    let links = response.headers().get(LINK)?.to_str().ok()?;
    let next = links.split(',').find(|link| link.contains("rel=\"next\""))?;
    Some(next.split_once('<')?.1.split_once('>')?.0.to_owned())
}

/// The offset in `file` of the first byte of an answer, after a look at whether it is the file at all.
///
/// # Errors
/// A web page, or a part of something of another length.
pub(super) fn starts_at(response: &Response, wanted: u64, file: &Remote) -> Result<u64, Box<Error>> {
    let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let host = response.url().host_str().unwrap_or_default();
    let wrong = |why: String| {
        Box::new(Error::new(Kind::Network, tell!("hub-other", host = host, path = &file.path)).why(why))
    };
    let length: Option<u64> = text(CONTENT_LENGTH).parse().ok();
    if response.status() == StatusCode::PARTIAL_CONTENT {
        let range = text(CONTENT_RANGE);
        let (span, total) =
            range.strip_prefix("bytes ").and_then(|range| range.split_once('/')).unwrap_or_default();
        let from = span.split_once('-').and_then(|(from, _)| from.parse::<u64>().ok());
        if total.parse::<u64>().is_ok_and(|total| total != file.bytes) {
            return Err(wrong(tell!("hub-other-bytes", bytes = total, wanted = file.bytes.to_string())));
        }
        return match from {
            Some(from) if from == wanted => Ok(from),
            _ => Err(wrong(tell!("hub-other-start", at = span, wanted = wanted.to_string()))),
        };
    }
    if text(CONTENT_TYPE).starts_with("text/html") {
        return Err(wrong(tell!("hub-other-page")));
    }
    match length {
        Some(length) if length != file.bytes => {
            Err(wrong(tell!("hub-other-bytes", bytes = length.to_string(), wanted = file.bytes.to_string())))
        }
        _ => Ok(0),
    }
}

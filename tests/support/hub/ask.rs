//! A request as it came, for the answer and for the log.

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::request::Parts;

use super::fault::Where;
use super::url;

/// Which listener was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    Hub,
    Cdn,
    ModelScope,
}

/// A request, as a test looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub host: Host,
    pub method: String,
    /// As sent, percent-encoded.
    pub path: String,
    pub query: String,
    pub range: Option<String>,
    pub authorization: Option<String>,
    pub accept_encoding: Option<String>,
    pub user_agent: Option<String>,
    /// Requests over the same connection have the same number.
    pub connection: u64,
    /// Of the answer; 0 while there is none.
    pub status: u16,
}

/// A request, as the answer needs it.
pub(super) struct Ask {
    pub(super) host: Host,
    pub(super) method: String,
    /// Without the hub's prefix, percent-encoded.
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    /// The values of the query, and of the form when there is one.
    pub(super) pairs: Vec<(String, String)>,
}

impl Ask {
    pub(super) fn new(host: Host, parts: &Parts, body: &Bytes, prefix: &str) -> Ask {
        let path = parts.uri.path();
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let mut pairs = url::pairs(&query);
        pairs.extend(url::pairs(&String::from_utf8_lossy(body)));
        // What does not lie below the prefix is nowhere.
        let path = if host == Host::Hub { path.strip_prefix(prefix).unwrap_or("/") } else { path };
        Ask {
            host,
            method: parts.method.to_string(),
            path: path.to_owned(),
            query,
            headers: parts.headers.clone(),
            pairs,
        }
    }

    /// What the log keeps of it.
    pub(super) fn log(&self, path: &str, connection: u64) -> Asked {
        Asked {
            host: self.host,
            method: self.method.clone(),
            path: path.to_owned(),
            query: self.query.clone(),
            range: self.header("range"),
            authorization: self.header("authorization"),
            accept_encoding: self.header("accept-encoding"),
            user_agent: self.header("user-agent"),
            connection,
            status: 0,
        }
    }

    pub(super) fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
    }

    /// The first value of this name in the query.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.as_str())
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |pair| pair.0 == name).map(|pair| pair.1.as_str())
    }

    /// Whether a switch is on, in either hub's spelling.
    pub(super) fn on(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| matches!(value.to_lowercase().as_str(), "true" | "1"))
    }

    /// A number, 0 when there is none.
    pub(super) fn number(&self, name: &str) -> usize {
        self.get(name).and_then(|text| text.parse().ok()).unwrap_or(0)
    }

    /// The segments of the path, decoded.
    pub(super) fn segments(&self) -> Vec<String> {
        self.path.split('/').skip(1).map(url::decode).collect()
    }

    pub(super) fn place(&self) -> Where {
        let scope = self.path.ends_with("/repo") || self.path.starts_with("/models/");
        match self.host {
            Host::Cdn => Where::Cdn,
            Host::Hub if self.path.starts_with("/api/") => Where::Api,
            Host::ModelScope if !scope => Where::Api,
            Host::Hub | Host::ModelScope => Where::Resolve,
        }
    }

    /// The decoded path with its query, which faults look into.
    pub(super) fn text(&self) -> String {
        url::decode(&format!("{}?{}", self.path, self.query))
    }
}

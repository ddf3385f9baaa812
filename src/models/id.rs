//! What a user may mean by the name of a model, told from the name alone.

use std::fmt;
use std::path::{Component, Path};

use crate::error::{Error, Kind, Result};

/// Where a repository lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The HuggingFace hub, or a mirror of it.
    Hub,
    /// ModelScope.
    ModelScope,
}

/// `org/name` of a repository, in characters that are safe in paths and addresses.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Repo(String);

impl Repo {
    /// Checks the hub's rule: `^[\w.-]+/[\w.-]+$`, at most 96 characters, no `--` and no `..`.
    pub fn new(text: &str) -> Option<Repo> {
        let word = |part: &str| {
            !part.is_empty()
                && !part.starts_with(['.', '-'])
                && part.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
        };
        let (org, name) = text.split_once('/')?;
        let good = word(org) && word(name) && text.len() <= 96;
        (good && !text.contains("--") && !text.contains("..")).then(|| Repo(text.to_owned()))
    }

    /// The repository whose cache folder has this name (`models--org--name`).
    pub fn from_folder(folder: &str) -> Option<Repo> {
        let (org, name) = folder.strip_prefix("models--")?.split_once("--")?;
        Repo::new(&format!("{org}/{name}"))
    }

    /// The name of its cache folder.
    pub fn folder(&self) -> String {
        format!("models--{}", self.0.replace('/', "--"))
    }

    /// `org/name`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the slash.
    pub fn org(&self) -> &str {
        self.0.split_once('/').map_or("", |parts| parts.0)
    }

    /// What stands behind the slash.
    pub fn name(&self) -> &str {
        self.0.split_once('/').map_or("", |parts| parts.1)
    }
}

impl fmt::Display for Repo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which file of a repository is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The usual one.
    Usual,
    /// The one of this quantisation, in any case.
    Quant(String),
    /// The one at this path.
    File(String),
}

/// A repository and which file of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id {
    /// Where it is fetched from.
    pub source: Source,
    /// The repository.
    pub repo: Repo,
    /// Branch, tag or commit; the usual branch if none is named.
    pub revision: Option<String>,
    /// Which file.
    pub pick: Pick,
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.source, &self.pick) {
            (Source::ModelScope, Pick::Quant(quant)) => write!(f, "ms:{}:{quant}", self.repo),
            (Source::ModelScope, _) => write!(f, "ms:{}", self.repo),
            (Source::Hub, Pick::Quant(quant)) => write!(f, "{}:{quant}", self.repo),
            (Source::Hub, _) => write!(f, "{}", self.repo),
        }
    }
}

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// The model inside the program.
    Starter,
    /// A path of this machine.
    Path,
    /// A row of the catalog, such as `qwen3:4b`, and perhaps a quantisation.
    Alias {
        /// In lower case.
        alias: String,
        /// As the user wrote it.
        quant: Option<String>,
    },
    /// A repository.
    Id(Id),
}

/// Hosts whose addresses mean repositories of the hub.
const HOSTS: [&str; 4] = ["huggingface.co", "www.huggingface.co", "hf.co", "hf-mirror.com"];
/// Hosts whose addresses mean repositories of ModelScope.
const SCOPES: [&str; 4] = ["modelscope.cn", "www.modelscope.cn", "modelscope.ai", "www.modelscope.ai"];

impl Name {
    /// Reads a name; `endpoint` is the address of the hub in use, whose own addresses count too.
    ///
    /// # Errors
    /// [`Kind::Usage`] when it can mean nothing.
    pub fn parse(text: &str, endpoint: &str) -> Result<Name> {
        let text = text.trim();
        if text == "starter" {
            return Ok(Name::Starter);
        }
        if is_path(text) {
            return Ok(Name::Path);
        }
        let rest = text.strip_prefix(endpoint).and_then(|rest| rest.strip_prefix('/'));
        if let Some(rest) = rest {
            return address(Source::Hub, rest).map(Name::Id).ok_or_else(|| no_model(text));
        }
        if let Some((scheme, rest)) = text.split_once("://") {
            return linked(scheme, rest).map(Name::Id).ok_or_else(|| no_model(text));
        }
        let lower = text.to_ascii_lowercase();
        for (prefix, source) in
            [("hf:", Source::Hub), ("ms:", Source::ModelScope), ("modelscope:", Source::ModelScope)]
        {
            if lower.starts_with(prefix) {
                return short(source, &text[prefix.len()..]).map(Name::Id).ok_or_else(|| no_model(text));
            }
        }
        if let Some((host, rest)) = text.split_once('/')
            && let Some(source) = host_source(host)
        {
            return address(source, rest).map(Name::Id).ok_or_else(|| no_model(text));
        }
        if text.contains('/') {
            return short(Source::Hub, text).map(Name::Id).ok_or_else(|| no_model(text));
        }
        alias(text).ok_or_else(|| no_model(text))
    }
}

fn no_model(text: &str) -> Error {
    Error::new(Kind::Usage, format!("{text} is not the name of a model"))
        .hint("names look like qwen3:4b, Qwen/Qwen3-4B-GGUF or Qwen/Qwen3-4B-GGUF:Q8_0")
}

/// Whether a name is a path: it begins like one, ends in `.gguf` without being an address, or is there.
fn is_path(text: &str) -> bool {
    let first = Path::new(text).components().next();
    let rooted = matches!(first, Some(Component::RootDir | Component::CurDir | Component::ParentDir));
    let gguf = text.to_ascii_lowercase().ends_with(".gguf") && !text.contains("://");
    let host = text.split_once('/').is_some_and(|(host, _)| host_source(host).is_some());
    rooted || text.starts_with("~/") || (gguf && !host)
}

fn host_source(host: &str) -> Option<Source> {
    let host = host.to_ascii_lowercase();
    if HOSTS.contains(&host.as_str()) {
        Some(Source::Hub)
    } else if SCOPES.contains(&host.as_str()) {
        Some(Source::ModelScope)
    } else {
        None
    }
}

/// `hf://…`, `ms://…`, and the addresses of web pages and files.
fn linked(scheme: &str, rest: &str) -> Option<Id> {
    match scheme.to_ascii_lowercase().as_str() {
        "hf" | "huggingface" => short(Source::Hub, rest),
        "ms" | "modelscope" => short(Source::ModelScope, rest),
        "http" | "https" => {
            let (host, rest) = rest.split_once('/')?;
            address(host_source(host)?, rest)
        }
        _ => None,
    }
}

/// The part of an address behind the host: `org/repo`, `…:QUANT`, `…/tree/REV`, `…/blob/REV/FILE`,
/// `…/resolve/REV/FILE`; ModelScope's begin with `models/`.
fn address(source: Source, rest: &str) -> Option<Id> {
    let rest = rest.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let rest = rest.strip_prefix("models/").unwrap_or(rest);
    let mut parts = rest.splitn(5, '/');
    let (org, name) = (parts.next()?, parts.next()?);
    let Some(view) = parts.next() else { return short(source, &format!("{org}/{name}")) };
    let repo = Repo::new(&format!("{org}/{name}"))?;
    let revision = parts.next().and_then(decoded);
    let file = parts.next().and_then(decoded);
    match (view, file) {
        ("blob" | "resolve" | "file" | "raw", Some(file)) if safe(&file) => {
            Some(Id { source, repo, revision, pick: Pick::File(file) })
        }
        ("tree" | "files" | "summary", _) => Some(Id { source, repo, revision, pick: Pick::Usual }),
        _ => None,
    }
}

/// `org/repo`, `org/repo:QUANT` or `org/repo@quant`.
fn short(source: Source, text: &str) -> Option<Id> {
    let (repo, quant) = split(text);
    let pick = match quant {
        Some(quant) if is_quant(quant) => Pick::Quant(quant.to_owned()),
        Some(_) => return None,
        None => Pick::Usual,
    };
    Some(Id { source, repo: Repo::new(repo.trim_end_matches('/'))?, revision: None, pick })
}

/// `family`, `family:size`, each with `@quant`, or `family:size:quant`.
fn alias(text: &str) -> Option<Name> {
    let (alias, quant) = match text.split_once('@') {
        Some((alias, quant)) => (alias, Some(quant)),
        None => match text.match_indices(':').nth(1) {
            Some((at, _)) => (&text[..at], Some(&text[at + 1..])),
            None => (text, None),
        },
    };
    let word =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    let good = alias.split(':').all(word) && quant.is_none_or(is_quant);
    good.then(|| Name::Alias { alias: alias.to_ascii_lowercase(), quant: quant.map(str::to_owned) })
}

fn split(text: &str) -> (&str, Option<&str>) {
    match text.split_once('@').or_else(|| text.split_once(':')) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

fn is_quant(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}

/// Undoes `%2F` and the like; `None` when that gives no UTF-8.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let pair = tail.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

/// Whether a path from outside stays below the directory it is put into.
pub fn safe(path: &str) -> bool {
    !path.is_empty()
        && path.len() < 512
        && !path.contains(['\\', '\0', ':'])
        && !path.chars().any(char::is_control)
        && path.split('/').all(|part| !matches!(part, "" | "." | "..") && part.len() < 256)
}

//! What a user may mean by the name of a model, told from the name alone.

use std::fmt;
use std::path::{Component, Path};

use crate::config::Service;
use crate::error::{Error, Kind, Result};
use crate::tell;

/// Where a repository lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The HuggingFace hub, or a mirror of it.
    Hub,
    /// ModelScope.
    ModelScope,
}

impl From<Service> for Source {
    fn from(service: Service) -> Source {
        match service {
            Service::Hub => Source::Hub,
            Service::ModelScope => Source::ModelScope,
        }
    }
}

/// `org/name` of a repository, in characters that are safe in paths and addresses.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Repo(String);

impl Repo {
    /// Checks the hub's rule: two parts of letters, digits, `_`, `.` and `-`, each of at most 96
    /// characters, which neither begin nor end with `.` or `-`; no `--` and no `..`.
    pub fn new(text: &str) -> Option<Repo> {
        let part = |part: &str| {
            is_word(part) && part.len() <= 96 && !part.starts_with(['.', '-']) && !part.ends_with(['.', '-'])
        };
        let (org, name) = text.split_once('/')?;
        let good = part(org) && part(name) && !text.contains("--") && !text.contains("..");
        good.then(|| Repo(text.to_owned()))
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
        let plain = host_source(self.repo.org()).is_none() && !is_gguf(self.repo.name());
        let prefix = match self.source {
            Source::ModelScope => "ms:",
            Source::Hub if plain => "",
            // Without it this would be an address, or the path of a file.
            Source::Hub => "hf:",
        };
        write!(f, "{prefix}{}", self.repo)?;
        match &self.pick {
            Pick::Quant(quant) => write!(f, ":{quant}"),
            Pick::Usual | Pick::File(_) => Ok(()),
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

/// What may stand before `org/repo`, in any case.
const PREFIXES: [(&str, Source); 3] =
    [("hf:", Source::Hub), ("ms:", Source::ModelScope), ("modelscope:", Source::ModelScope)];
/// How revisions begin that have three segments: pull requests and conversions.
const REFS: [&str; 2] = ["refs/pr/", "refs/convert/"];
/// The parameters by which pages of the hub and of ModelScope show one file.
const SHOWN: [&str; 2] = ["show_file_info=", "fileName="];

impl Name {
    /// Reads a name; `endpoint` is the address of the hub in use, whose own addresses count too.
    ///
    /// # Errors
    /// [`Kind::Usage`] when it can mean nothing.
    pub fn parse(text: &str, endpoint: &str) -> Result<Name> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("starter") {
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
        if let Some((source, rest)) = prefixed(text) {
            return short(source, rest).map(Name::Id).ok_or_else(|| no_model(text));
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
    Error::new(Kind::Usage, tell!("name-bad", name = text)).hint(tell!("name-bad-hint"))
}

/// Whether a name is a path: it begins like one, or ends in `.gguf` and names no source.
fn is_path(text: &str) -> bool {
    let first = Path::new(text).components().next();
    let rooted = matches!(first, Some(Component::RootDir | Component::CurDir | Component::ParentDir));
    let host = text.split_once('/').is_some_and(|(host, _)| host_source(host).is_some());
    let elsewhere = host || text.contains("://") || prefixed(text).is_some();
    rooted || text.starts_with("~/") || (is_gguf(text) && !elsewhere)
}

fn is_gguf(text: &str) -> bool {
    text.to_ascii_lowercase().ends_with(".gguf")
}

/// The source that a prefix names, and what follows it.
fn prefixed(text: &str) -> Option<(Source, &str)> {
    PREFIXES.into_iter().find_map(|(prefix, source)| {
        let (start, rest) = text.split_at_checked(prefix.len())?;
        start.eq_ignore_ascii_case(prefix).then_some((source, rest))
    })
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
/// `…/resolve/REV/FILE`, any with a file in the query; ModelScope's begin with `models/` and have
/// `…/file/view/REV/FILE`.
fn address(source: Source, rest: &str) -> Option<Id> {
    let rest = rest.split_once('#').map_or(rest, |parts| parts.0);
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let rest = rest.trim_end_matches('/');
    let (org, rest) = rest.strip_prefix("models/").unwrap_or(rest).split_once('/')?;
    let (name, rest) = rest.split_once('/').unwrap_or((rest, ""));
    let (view, place) = rest.split_once('/').unwrap_or((rest, ""));
    let place = if view == "file" { place.strip_prefix("view/")? } else { place };
    let (revision, file) = revision(place);
    let mut id = short(source, &format!("{org}/{name}"))?;
    if !place.is_empty() {
        id.revision = Some(decoded(revision).filter(|revision| safe(revision))?);
    }
    let shown = query.split('&').find_map(|pair| SHOWN.iter().find_map(|key| pair.strip_prefix(key)));
    let file = match view {
        "blob" | "resolve" | "raw" | "file" if !file.is_empty() => Some(file),
        "blob" | "resolve" | "raw" | "file" => Some(shown?),
        "" | "tree" | "files" | "summary" => shown,
        _ => return None,
    };
    // A page of a repository has no quantisation in its address.
    if id.pick != Pick::Usual && !rest.is_empty() {
        return None;
    }
    if let Some(file) = file {
        id.pick = Pick::File(decoded(file).filter(|file| safe(file))?);
    }
    Some(id)
}

/// A revision and the path behind it.
fn revision(place: &str) -> (&str, &str) {
    let long = REFS.iter().find(|start| place.starts_with(*start)).map_or(0, |start| start.len());
    match place[long..].find('/') {
        Some(end) => (&place[..long + end], &place[long + end + 1..]),
        None => (place, ""),
    }
}

/// `org/repo`, `org/repo:QUANT`, `org/repo@quant` or `org/repo:FILE.gguf`.
fn short(source: Source, text: &str) -> Option<Id> {
    let (repo, quant) = split(text);
    let pick = match quant {
        Some(file) if is_quant(file) && is_gguf(file) => Pick::File(file.to_owned()),
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
    let good = alias.split(':').all(is_word) && quant.is_none_or(is_quant);
    good.then(|| Name::Alias { alias: alias.to_ascii_lowercase(), quant: quant.map(str::to_owned) })
}

fn split(text: &str) -> (&str, Option<&str>) {
    match text.split_once('@').or_else(|| text.split_once(':')) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

/// Whether a part of a name has only characters that are safe in paths and addresses.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}

fn is_quant(text: &str) -> bool {
    is_word(text) && text.len() <= 64
}

/// Undoes `%2F` and the like; `None` when that gives no UTF-8.
fn decoded(text: &str) -> Option<String> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let pair = match tail {
            [high, low, ..] if *first == b'%' => digit(*high).zip(digit(*low)),
            _ => None,
        };
        bytes.push(pair.map_or(*first, |(high, low)| (high * 16 + low) as u8));
        rest = if pair.is_some() { &tail[2..] } else { tail };
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

#[cfg(test)]
mod tests;

//! ModelScope's answers, turned into the same listing.

use serde::Deserialize;
use sha1::{Digest as _, Sha1};

use super::call::unreadable;
use super::fault::{Cure, Fault};
use super::{Client, Digest, Listing, Remote};
use crate::error::{Error, Kind};
use crate::models::hex::{hex, is_hex};
use crate::models::id::{Id, Source};
use crate::tell;

/// What a listing is cut at, without a word about it.
const MOST: usize = 3000;

#[derive(Debug, Deserialize)]
struct Answer {
    #[serde(rename = "Data")]
    data: Option<Data>,
}

#[derive(Debug, Deserialize)]
struct Data {
    #[serde(rename = "Files")]
    files: Option<Vec<Entry>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry {
    path: String,
    #[serde(rename = "Type")]
    kind: String,
    #[serde(default)]
    size: u64,
    #[serde(default)]
    sha256: Option<String>,
}

impl Client {
    /// The files of a repository on ModelScope.
    ///
    /// The snapshot is named after the listing itself, because there every file has a commit of its
    /// own: the same contents have the same name.
    pub(super) async fn scope_listing(&self, id: &Id) -> Result<Listing, Fault> {
        let revision = id.revision.clone().unwrap_or_else(|| "master".into());
        let base = &self.settings().modelscope;
        let mut url = self.at(base, &["api", "v1", "models", id.repo.as_str(), "repo", "files"], &[])?;
        url.query_pairs_mut().append_pair("Revision", &revision).append_pair("Recursive", "True");
        let answer: Answer = self.json(&self.call(id, url)).await?;
        let Some(entries) = answer.data.and_then(|data| data.files) else {
            let error = Error::new(Kind::Network, tell!("hub-get", what = id.repo.as_str()))
                .why(tell!("hub-private", host = "ModelScope"))
                .hint(tell!("hub-name"));
            return Err(Fault { error, cure: Cure::Repo });
        };
        if entries.len() >= MOST {
            return Err(Fault::fatal(unreadable(base, &tell!("hub-cut"))));
        }
        let mut files: Vec<Remote> = entries.into_iter().filter_map(Entry::file).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let commit = name(&files);
        Ok(Listing {
            source: Source::ModelScope,
            repo: id.repo.clone(),
            revision,
            commit,
            licence: None,
            files,
            notice: None,
        })
    }
}

impl Entry {
    fn file(self) -> Option<Remote> {
        let digest = match self.sha256 {
            Some(sha256) if is_hex(&sha256, 64) => Digest::Sha256(sha256.to_ascii_lowercase()),
            _ => Digest::Unknown,
        };
        (self.kind == "blob").then_some(Remote { path: self.path, bytes: self.size, digest })
    }
}

/// Forty hexadecimal digits that stand for these files.
fn name(files: &[Remote]) -> String {
    let mut hash = Sha1::new();
    for file in files {
        hash.update(format!("{} {} {}\n", file.digest.hex().unwrap_or("-"), file.bytes, file.path));
    }
    hex(&hash.finalize())
}

//! The hub's search, for repositories with GGUF files.

use serde::Deserialize;

use super::call::Call;
use super::fault::Cure;
use super::{Client, Fault};
use crate::config::Service;
use crate::error::{Error, Kind};
use crate::models::id::{Id, Pick, Repo, Source};
use crate::{tell, text};

/// A repository that a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The repository.
    pub repo: Repo,
    /// Downloads of the last month, as the hub counts them.
    pub downloads: u64,
    /// The day of the last change, `2025-05-09`.
    pub changed: Option<String>,
    /// Whether a licence must be accepted first.
    pub gated: Gate,
    /// Parameters and architecture of one of its files.
    pub parameters: Option<u64>,
    /// `general.architecture` of that file.
    pub arch: Option<String>,
    /// The context that file was trained for.
    pub context: Option<u64>,
    /// Paths of all files.
    pub files: Vec<String>,
}

/// Whether a licence must be accepted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Anybody may fetch it.
    Open,
    /// After accepting its licence.
    Gated,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    id: String,
    #[serde(default)]
    downloads: u64,
    last_modified: Option<String>,
    gated: Option<serde_json::Value>,
    gguf: Option<Gguf>,
    #[serde(default)]
    siblings: Vec<Sibling>,
}

#[derive(Debug, Deserialize)]
struct Gguf {
    total: Option<u64>,
    architecture: Option<String>,
    context_length: Option<u64>,
}

#[derive(Debug, Deserialize)]
struct Sibling {
    rfilename: String,
}

impl Row {
    /// `None` when the name is not one that can be fetched.
    fn hit(self) -> Option<Hit> {
        let gguf = self.gguf;
        let open = self.gated.is_none_or(|gated| gated == false || gated.is_null());
        Some(Hit {
            repo: Repo::new(&self.id)?,
            downloads: self.downloads,
            changed: self.last_modified.and_then(|time| time.get(..10).map(str::to_owned)),
            gated: if open { Gate::Open } else { Gate::Gated },
            parameters: gguf.as_ref().and_then(|gguf| gguf.total),
            context: gguf.as_ref().and_then(|gguf| gguf.context_length),
            arch: gguf.and_then(|gguf| gguf.architecture),
            files: self.siblings.into_iter().map(|file| file.rfilename).collect(),
        })
    }
}

impl Client {
    /// Repositories with GGUF files whose names hold `text`, the most fetched first.
    ///
    /// # Errors
    /// What the hub says; [`Kind::Usage`] for ModelScope, whose search is another.
    pub async fn search(&self, text: &str, limit: usize) -> Result<Vec<Hit>, Fault> {
        if self.hub.usual() == Service::ModelScope {
            return Err(Fault::fatal(
                Error::new(Kind::Usage, tell!("hub-search"))
                    .why(tell!("hub-search-why"))
                    .hint(tell!("hub-search-hint")),
            ));
        }
        let mut url = self.at(&self.hub.endpoint, &["api", "models"], &[])?;
        let limit_text = limit.to_string();
        let pairs = [("search", text), ("filter", "gguf"), ("sort", "downloads"), ("limit", &limit_text)];
        url.query_pairs_mut().extend_pairs(pairs);
        for part in ["gguf", "downloads", "lastModified", "gated", "siblings"] {
            url.query_pairs_mut().append_pair("expand[]", part);
        }
        let what = tell!("hub-results");
        let call = Call { url: url.clone(), source: Source::Hub, range: None, what: &what, page: None };
        let rows: Vec<Row> = self.json(&call).await?;
        let mut hits: Vec<Hit> = rows.into_iter().filter_map(Row::hit).collect();
        hits.sort_by_key(|hit| std::cmp::Reverse(hit.downloads));
        hits.truncate(limit);
        Ok(hits)
    }

    /// Names of repositories that a mistyped one may have meant; none when that cannot be found out.
    pub async fn similar(&self, repo: &Repo) -> Vec<Repo> {
        // The stem finds more than the whole name: without its end, which says GGUF or a quantisation.
        let name = repo.name();
        let stem = name.strip_suffix("-GGUF").or_else(|| name.strip_suffix("-gguf")).unwrap_or(name);
        let mut found = self.search(stem, 5).await.unwrap_or_default();
        if found.is_empty()
            && let Some((start, _)) = stem.rsplit_once(['-', '_'])
        {
            found = self.search(start, 5).await.unwrap_or_default();
        }
        found.into_iter().map(|hit| hit.repo).filter(|found| found != repo).take(3).collect()
    }

    /// The error of a failed request, with names that may have been meant.
    pub async fn explained(&self, fault: Fault, id: &Id) -> Error {
        let repo = &id.repo;
        if fault.cure == Cure::Retry && id.source == Source::Hub && self.hub.endpoint == self.hub.origin {
            return fault.error.better(tell!("hub-elsewhere", repo = repo.as_str()));
        }
        if fault.cure != Cure::Repo || id.source == Source::ModelScope {
            return fault.error;
        }
        let similar = self.similar(repo).await;
        if similar.is_empty() {
            return fault.error;
        }
        let names = text::list(similar.iter().map(Repo::as_str));
        let hint = fault.error.remedy().unwrap_or_default().to_owned();
        fault.error.better(tell!("hub-near", names = names, hint = hint))
    }

    /// The files of a repository as they are now, where names without a source are fetched from.
    ///
    /// # Errors
    /// What the hub says.
    pub async fn newest(&self, repo: &Repo) -> Result<super::Listing, Fault> {
        let source = Source::from(self.hub.usual());
        let id = Id { source, repo: repo.clone(), revision: None, pick: Pick::Usual };
        self.listing(&id).await
    }
}

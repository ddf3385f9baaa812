//! ModelScope's listener: the same repositories in its own words.

use std::sync::Arc;

use serde_json::{Value, json};

use super::ask::Ask;
use super::reply::Reply;
use super::repo::{Commit, Depth, Gate, Hashes, MAIN, Repo};
use super::resolve;
use super::shared::{Access, Caller, Shared};

/// Its name for `main`.
const MASTER: &str = "master";

/// Where its listings end, without a word about the rest.
const MOST: usize = 3000;

/// Answers what is asked of ModelScope.
pub(super) fn answer(shared: &Shared, ask: &Ask) -> Reply {
    let segments = ask.segments();
    let words: Vec<&str> = segments.iter().map(String::as_str).collect();
    let scope = Scope { shared, ask };
    let reply = match words.as_slice() {
        ["api", "v1", "models", org, name, rest @ ..] => {
            scope.find(org, name).and_then(|repo| scope.of_repo(&repo, rest))
        }
        ["models", org, name, "resolve", revision, path @ ..] => {
            scope.find(org, name).and_then(|repo| scope.file(&repo, revision, &path.join("/")))
        }
        _ => None,
    };
    let message = "Record not found: it does not exist, or it is private.";
    reply.unwrap_or_else(|| {
        Reply::json(404, &json!({ "Code": 10_010_205_001_u64, "Message": message, "Success": false }))
    })
}

struct Scope<'a> {
    shared: &'a Shared,
    ask: &'a Ask,
}

impl Scope<'_> {
    fn find(&self, org: &str, name: &str) -> Option<Arc<Repo>> {
        let repo = self.shared.store().repos.get(&format!("{org}/{name}").to_lowercase()).cloned()?;
        let visible = match repo.gate {
            Gate::Open | Gate::Gated => true,
            Gate::Private => self.shared.caller(self.ask) == Caller::Known(Access::Full),
            Gate::Disabled => false,
        };
        visible.then_some(repo)
    }

    fn of_repo(&self, repo: &Repo, rest: &[&str]) -> Option<Reply> {
        let revision = self.ask.get("Revision").unwrap_or(MASTER);
        match rest {
            [] => Some(told(&info(repo)?)),
            ["revisions"] => {
                let branches = repo.refs.keys().map(|name| if name == MAIN { MASTER } else { name });
                let branches: Vec<Value> = branches.map(|name| json!({ "Revision": name })).collect();
                Some(told(&json!({ "RevisionMap": { "Branches": branches, "Tags": [] } })))
            }
            ["repo", "files"] => {
                let files = self.files(repo, at(repo, revision)?);
                Some(told(&json!({ "Files": files, "IsVisual": 0 })))
            }
            ["repo"] => self.file(repo, revision, self.ask.get("FilePath")?),
            _ => None,
        }
    }

    fn files(&self, repo: &Repo, commit: &Commit) -> Vec<Value> {
        let depth = if self.ask.on("Recursive") { Depth::All } else { Depth::One };
        let tell = |entry: &Value| {
            let path = entry["path"].as_str().unwrap_or_default();
            let known = commit.files.get(path).map(|file| file.listed().to_owned());
            let hash = match repo.listing.hashes {
                Hashes::Told => {
                    known.or_else(|| Some(entry["lfs"]["oid"].as_str()?.to_owned())).unwrap_or_default()
                }
                Hashes::Missing => String::new(),
                Hashes::Redacted => "*".repeat(64),
            };
            json!({
                "Name": path.rsplit('/').next(),
                "Path": path,
                "Type": if entry["type"] == "directory" { "tree" } else { "blob" },
                "Size": entry["size"],
                "Sha256": if entry["type"] == "directory" { String::new() } else { hash },
                "Revision": commit.id,
                "IsLFS": entry.get("lfs").is_some(),
                "Mode": "33188",
            })
        };
        let entries = repo.tree(commit, self.ask.get("Root").unwrap_or_default(), depth);
        entries.iter().take(MOST).map(tell).collect()
    }

    /// The redirect to a file.
    fn file(&self, repo: &Repo, revision: &str, path: &str) -> Option<Reply> {
        if repo.gate == Gate::Gated && self.shared.caller(self.ask) != Caller::Known(Access::Full) {
            let refused = json!({ "Code": 10_010_205_002_u64, "Message": "no permission", "Success": false });
            return Some(Reply::json(403, &refused));
        }
        let commit = at(repo, revision)?;
        commit.files.get(path)?;
        Some(Reply::redirect(302, &resolve::address(self.shared, repo, commit, path)))
    }
}

fn at<'a>(repo: &'a Repo, revision: &str) -> Option<&'a Arc<Commit>> {
    repo.at(if revision == MASTER { MAIN } else { revision })
}

fn info(repo: &Repo) -> Option<Value> {
    let (org, name) = repo.id.split_once('/')?;
    Some(json!({
        "Name": name,
        "Path": org,
        "License": repo.card.licence,
        "Downloads": repo.card.downloads,
        "Stars": repo.card.likes,
        "Tags": repo.card.tags,
        "Revision": MASTER,
        "Visibility": if repo.gate == Gate::Private { 1 } else { 5 },
    }))
}

fn told(data: &Value) -> Reply {
    Reply::json(200, &json!({ "Code": 200, "Data": data, "Message": "success", "Success": true }))
}

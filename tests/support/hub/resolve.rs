//! The way to a file: from the hub, by a signed address, to the CDN.

use std::time::{SystemTime, UNIX_EPOCH};

use super::ask::Ask;
use super::file::{File, Kept};
use super::reply::Reply;
use super::repo::{self, Commit, Gate, Headers, Repo};
use super::shared::{Access, Caller, Shared};
use super::url;

/// Answers `/{id}/resolve/{rev}/{path}`.
pub(super) fn hub(
    shared: &Shared,
    ask: &Ask,
    repo: &Repo,
    revision: &str,
    path: &str,
) -> Result<Reply, Reply> {
    if repo.gate == Gate::Gated && shared.caller(ask) != Caller::Known(Access::Full) {
        let why = "You must have access to it and be authenticated to access it. Please log in.";
        let message = format!("Access to model {} is restricted. {why}", repo.id);
        return Err(Reply::refusal(403, Some("GatedRepo"), &message));
    }
    let commit = repo::commit(repo, revision)?;
    let Some(file) = commit.files.get(path) else {
        let reply = Reply::refusal(404, Some("EntryNotFound"), "Entry not found");
        return Err(reply.header("X-Repo-Commit", &commit.id));
    };
    let reply = match file.kept {
        Kept::Lfs => {
            Reply::redirect(302, &address(shared, repo, &commit, path)).header("Accept-Ranges", "bytes")
        }
        Kept::Git => Reply::file(ask, file, format!("{}/{path}", repo.id), &format!("\"{}\"", file.oid())),
    };
    Ok(if repo.headers == Headers::Bare { reply } else { own(reply, shared, repo, &commit, file) })
}

/// Adds the headers that only the hub itself sends.
fn own(reply: Reply, shared: &Shared, repo: &Repo, commit: &Commit, file: &File) -> Reply {
    let reply = reply.header("X-Repo-Commit", &commit.id);
    if file.kept == Kept::Git {
        return reply;
    }
    let auth = format!("{}/api/models/{}/xet-read-token/{}", shared.sites.hub, repo.id, commit.id);
    reply
        .header("X-Linked-Size", &file.size().to_string())
        .header("X-Linked-Etag", &format!("\"{}\"", file.sha256()))
        .header("X-Xet-Hash", &repo::xet(file))
        .header("Link", &format!("<{auth}>; rel=\"xet-auth\""))
}

/// A signed address of the CDN, which is good until it is used up or too old.
pub(super) fn address(shared: &Shared, repo: &Repo, commit: &Commit, path: &str) -> String {
    let signature = shared.links().sign();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let path = url::path(&format!("{}/{}/{path}", repo.id, commit.id));
    format!("{}/{path}?Expires={}&sig={signature}", shared.sites.cdn, now + 3600)
}

/// Answers what is asked of the CDN: `/{id}/{commit}/{path}?sig=…`.
pub(super) fn cdn(shared: &Shared, ask: &Ask) -> Reply {
    let denied = |message: &str| {
        let body = format!(
            "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>{message}</Message></Error>"
        );
        Reply::text(403, &body).header("Content-Type", "application/xml")
    };
    if !ask.get("sig").is_some_and(|signature| shared.links().hold(signature)) {
        return denied("Request has expired");
    }
    let segments = ask.segments();
    let [org, name, commit, path @ ..] = segments.as_slice() else { return denied("No such key") };
    let (id, path) = (format!("{org}/{name}"), path.join("/"));
    let repo = shared.store().repos.get(&id.to_lowercase()).cloned();
    let commit = repo.as_ref().and_then(|repo| repo.at(commit));
    let Some((commit, file)) = commit.and_then(|commit| Some((commit, commit.files.get(&path)?))) else {
        return denied("No such key");
    };
    // Not the hash of the file: the CDN has names of its own.
    let etag = format!("\"{}-{}\"", &commit.id[..16], file.size());
    Reply::file(ask, file, format!("{id}/{path}"), &etag)
}

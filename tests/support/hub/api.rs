//! The hub's listener: its JSON API, and the way to its files.

use serde_json::{Value, json};

use super::ask::Ask;
use super::reply::Reply;
use super::repo::{self, Blobs, Commit, Depth, Gate, MAIN, Repo};
use super::shared::{Caller, Shared};
use super::{resolve, search, url};

/// Answers what is asked of the hub.
pub(super) fn answer(shared: &Shared, ask: &Ask) -> Reply {
    let segments = ask.segments();
    let words: Vec<&str> = segments.iter().map(String::as_str).collect();
    let reply = match words.as_slice() {
        ["api", "whoami-v2"] => Ok(whoami(shared, ask)),
        ["api", "models"] => Ok(search::answer(shared, ask)),
        ["api", "models", _, _, rest @ ..] => {
            repo::find(shared, ask, 2).and_then(|repo| of_repo(shared, ask, &repo, rest))
        }
        [_, _, "resolve", revision, path @ ..] => repo::find(shared, ask, 0)
            .and_then(|repo| resolve::hub(shared, ask, &repo, revision, &path.join("/"))),
        _ => Ok(nowhere()),
    };
    reply.unwrap_or_else(|refusal| refusal)
}

fn nowhere() -> Reply {
    Reply::refusal(404, None, "Sorry, we can't find the page you are looking for.")
}

fn whoami(shared: &Shared, ask: &Ask) -> Reply {
    match shared.caller(ask) {
        Caller::Known(_) => {
            let auth =
                json!({ "type": "access_token", "accessToken": { "displayName": "test", "role": "read" } });
            Reply::json(200, &json!({ "type": "user", "name": "tester", "fullname": "Tester", "auth": auth }))
        }
        Caller::Nobody => Reply::refusal(401, None, "Invalid username or password."),
        Caller::Wrong => Reply::refusal(401, None, "Invalid credentials in Authorization header"),
    }
}

fn of_repo(shared: &Shared, ask: &Ask, repo: &Repo, rest: &[&str]) -> Result<Reply, Reply> {
    match rest {
        [] => info(ask, repo, MAIN),
        ["revision", revision] => info(ask, repo, revision),
        ["refs"] => Ok(Reply::json(200, &refs(ask, repo))),
        ["tree", revision, folder @ ..] => tree(shared, ask, repo, revision, &folder.join("/")),
        ["paths-info", revision] => {
            let entries = repo.paths(&*repo::commit(repo, revision)?, ask.all("paths"));
            Ok(Reply::json(200, &Value::Array(entries)))
        }
        _ => Ok(nowhere()),
    }
}

fn info(ask: &Ask, repo: &Repo, revision: &str) -> Result<Reply, Reply> {
    let commit = repo::commit(repo, revision)?;
    let expand: Vec<&str> = search::expanded(ask).collect();
    if !expand.is_empty() && ask.on("blobs") {
        return Err(Reply::refusal(400, None, "\"blobs\" and \"expand\" are mutually exclusive"));
    }
    let blobs = if ask.on("blobs") { Blobs::Told } else { Blobs::Left };
    let all = describe(repo, &commit, blobs);
    Ok(Reply::json(200, &if expand.is_empty() { all } else { search::pick(&all, &expand) }))
}

/// Everything the API tells of a repository at a commit.
pub(super) fn describe(repo: &Repo, commit: &Commit, blobs: Blobs) -> Value {
    let mut all = json!({
        "_id": &commit.id[..24],
        "id": repo.id,
        "modelId": repo.id,
        "author": repo.id.split('/').next(),
        "sha": commit.id,
        "createdAt": "2026-01-01T00:00:00.000Z",
        "lastModified": repo.card.modified,
        "private": repo.gate == Gate::Private,
        "gated": if repo.gate == Gate::Gated { json!("manual") } else { json!(false) },
        "disabled": repo.gate == Gate::Disabled,
        "downloads": repo.card.downloads,
        "likes": repo.card.likes,
        "pipeline_tag": "text-generation",
        "tags": repo.card.all_tags(),
        "cardData": repo.card.data(),
        "siblings": repo.siblings(commit, blobs),
    });
    if let Some(gguf) = repo.gguf() {
        all["gguf"] = gguf;
    }
    all
}

fn refs(ask: &Ask, repo: &Repo) -> Value {
    let tell = |below: &'static str, (name, commit): (&String, &String)| json!({ "name": name, "ref": format!("{below}{name}"), "targetCommit": commit });
    let (pulls, branches): (Vec<_>, Vec<_>) =
        repo.refs.iter().partition(|(name, _)| name.starts_with("refs/"));
    let branches: Vec<Value> = branches.into_iter().map(|branch| tell("refs/heads/", branch)).collect();
    let mut all = json!({ "branches": branches, "converts": [], "tags": [] });
    if ask.on("include_prs") {
        all["pullRequests"] = pulls.into_iter().map(|pull| tell("", pull)).collect();
    }
    all
}

fn tree(shared: &Shared, ask: &Ask, repo: &Repo, revision: &str, folder: &str) -> Result<Reply, Reply> {
    let commit = repo::commit(repo, revision)?;
    let depth = if ask.on("recursive") { Depth::All } else { Depth::One };
    let below = format!("{folder}/");
    if !folder.is_empty() && !commit.files.keys().any(|path| path.starts_with(&below)) {
        return Err(Reply::refusal(
            404,
            Some("EntryNotFound"),
            &format!("{folder} does not exist on \"{revision}\""),
        ));
    }
    Ok(page(shared, ask, &repo.tree(&commit, folder, depth), repo.listing.page))
}

/// The page of a list that the cursor points to, with a link to the next one; 0 is a page that holds all.
pub(super) fn page(shared: &Shared, ask: &Ask, all: &[Value], size: usize) -> Reply {
    let from = ask.number("cursor").min(all.len());
    let to = if size == 0 { all.len() } else { (from + size).min(all.len()) };
    let reply = Reply::json(200, &Value::Array(all[from..to].to_vec()));
    if to == all.len() {
        return reply;
    }
    let rest = ask.pairs.iter().filter(|pair| pair.0 != "cursor");
    let query: String =
        rest.map(|(name, value)| format!("{}={}&", url::encode(name), url::encode(value))).collect();
    let next = format!("{}{}?{query}cursor={to}", shared.sites.hub, ask.path);
    reply.header("Link", &format!("<{next}>; rel=\"next\""))
}

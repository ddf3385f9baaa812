//! The list of repositories that fit a search.

use std::cmp::Reverse;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::api;
use super::ask::Ask;
use super::reply::Reply;
use super::repo::{Blobs, Gate, Repo};
use super::shared::{Access, Caller, Shared};

/// Entries of a page when no limit is asked for.
const PAGE: usize = 1000;

/// What the list tells of a repository unless more is asked for.
const SHORT: [&str; 9] =
    ["id", "modelId", "private", "likes", "downloads", "tags", "pipeline_tag", "createdAt", "_id"];

/// And what it tells when all is asked for.
const FULL: [&str; 6] = ["author", "sha", "lastModified", "gated", "disabled", "siblings"];

pub(super) fn answer(shared: &Shared, ask: &Ask) -> Reply {
    let caller = shared.caller(ask);
    if caller == Caller::Wrong {
        return Reply::refusal(401, None, "Invalid credentials in Authorization header");
    }
    let all: Vec<Arc<Repo>> = shared.store().repos.values().cloned().collect();
    let hidden = |repo: &Repo| match repo.gate {
        Gate::Private => caller != Caller::Known(Access::Full),
        Gate::Disabled => true,
        Gate::Open | Gate::Gated => false,
    };
    let mut found: Vec<Arc<Repo>> = all.into_iter().filter(|repo| !hidden(repo) && fits(repo, ask)).collect();
    sort(&mut found, ask.get("sort").unwrap_or("downloads"));
    if ask.get("direction") == Some("1") {
        found.reverse();
    }
    let expand: Vec<&str> = expanded(ask).collect();
    let fields: Vec<&str> = match (expand.is_empty(), ask.on("full")) {
        (false, _) => expand,
        (true, true) => [&SHORT[..], &FULL[..]].concat(),
        (true, false) => SHORT.to_vec(),
    };
    let tell = |repo: &Arc<Repo>| Some(pick(&api::describe(repo, repo.head()?, Blobs::Left), &fields));
    let list: Vec<Value> = found.iter().filter_map(tell).collect();
    let limit = ask.number("limit");
    api::page(shared, ask, &list, if limit == 0 { PAGE } else { limit })
}

fn fits(repo: &Repo, ask: &Ask) -> bool {
    let name = repo.id.to_lowercase();
    let named = ask
        .get("search")
        .is_none_or(|text| text.split_whitespace().all(|word| name.contains(&word.to_lowercase())));
    let author = ask.get("author").filter(|author| !author.is_empty());
    let by = author.is_none_or(|author| name.starts_with(&format!("{}/", author.to_lowercase())));
    let tags = repo.card.all_tags();
    let wanted = |name| ask.all(name).flat_map(|filter| filter.split(',')).filter(|tag| !tag.is_empty());
    named && by && wanted("filter").all(|tag| tags.iter().any(|known| known == tag))
}

/// The most comes first; equal ones stay in order of their names.
fn sort(found: &mut [Arc<Repo>], by: &str) {
    match by {
        "likes" | "trendingScore" => found.sort_by_key(|repo| Reverse(repo.card.likes)),
        "lastModified" => found.sort_by_key(|repo| Reverse(repo.card.modified.clone())),
        _ => found.sort_by_key(|repo| Reverse(repo.card.downloads)),
    }
}

/// The fields asked for, in either spelling.
pub(super) fn expanded(ask: &Ask) -> impl Iterator<Item = &str> {
    ask.all("expand[]").chain(ask.all("expand")).flat_map(|fields| fields.split(','))
}

/// These fields alone, and those that are always told.
pub(super) fn pick(all: &Value, fields: &[&str]) -> Value {
    let wanted = |name: &str| ["_id", "id"].contains(&name) || fields.contains(&name);
    let fields = all.as_object().into_iter().flatten();
    fields
        .filter(|(name, _)| wanted(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect::<Map<_, _>>()
        .into()
}

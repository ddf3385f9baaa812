//! `qwill outdated`: which of the fetched models have changed on the hub.

use std::fs;
use std::path::Path;

use clap::Args;
use futures_util::StreamExt;
use serde_json::{Value as Json, json};

use super::bar::Bar;
use super::out::{self, Output, Quiet};
use super::{table, wait};
use crate::config::{Config, Network};
use crate::error::{Error, Kind, Result};
use crate::models::cache::{self, Folder};
use crate::models::fetch::digest_of;
use crate::models::found::{Found, Part};
use crate::models::hub::{Client, Cure, Digest, Listing, Remote};
use crate::models::id::Repo;
use crate::models::meter::Meter;
use crate::{tell, text};

/// The arguments of `outdated`.
#[derive(Clone, Debug, Args)]
pub(super) struct Outdated {
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    network: super::NetworkArg,
}

/// Repositories that are asked about at the same time.
const AT_ONCE: usize = 4;

impl Outdated {
    /// Prints how every model of the hub's cache stands.
    ///
    /// # Errors
    /// [`Kind::Refused`] offline; [`Kind::Network`] when no repository at all could be asked about.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let hub = self.network.apply(&config.hub);
        if hub.network == Network::Off {
            return Err(Error::new(Kind::Refused, tell!("cmd-outdated-offline"))
                .why(tell!("cmd-network-off"))
                .hint(tell!("cmd-offline-hint")));
        }
        let groups = groups(cache::scan(&hub.cache));
        let meter = Meter::default();
        let client = Client::new(&hub, &meter)?;
        let mut bar = Bar::new(&meter, Quiet::No);
        let answers = wait(bar.watch(async {
            let asked = futures_util::stream::iter(groups).map(|(repo, models)| ask(&client, repo, models));
            Ok(asked.buffered(AT_ONCE).collect::<Vec<Answer>>().await)
        }))?;
        self.tell(&answers)?;
        match answers.iter().map(|answer| answer.unasked.clone()).collect::<Option<Vec<Error>>>() {
            Some(errors) => errors.into_iter().next().map_or(Ok(()), |error| {
                Err(Error::new(Kind::Network, tell!("cmd-outdated-unasked"))
                    .why(&error)
                    .hint(error.remedy().map_or_else(|| tell!("cmd-outdated-later"), str::to_owned)))
            }),
            None => Ok(()),
        }
    }

    fn tell(&self, answers: &[Answer]) -> Result<()> {
        let rows = || answers.iter().flat_map(|answer| &answer.rows);
        let mut output = Output::new();
        if self.json {
            output.text(&Json::from_iter(rows().map(Row::json)).to_string())?;
            return output.end();
        }
        if rows().next().is_none() {
            out::notice(&tell!("cmd-outdated-empty"), Quiet::No);
            return Ok(());
        }
        let head = vec![
            tell!("cmd-head-name"),
            tell!("cmd-head-here"),
            tell!("cmd-head-newest"),
            tell!("cmd-head-state"),
        ];
        let cells: Vec<Vec<String>> = std::iter::once(head).chain(rows().map(Row::cells)).collect();
        output.text(&table::lines(&cells, &[], None).join("\n"))?;
        output.end()?;
        let mut notices: Vec<&str> = answers.iter().filter_map(|answer| answer.notice.as_deref()).collect();
        notices.dedup();
        notices.into_iter().for_each(|notice| out::notice(notice, Quiet::No));
        if let Some(row) = rows().find(|row| matches!(row.state, State::Changed(_))) {
            out::hint(&tell!("cmd-outdated-hint", name = &row.found.name));
        }
        Ok(())
    }
}

/// What came of asking about one repository.
struct Answer {
    rows: Vec<Row>,
    /// Why it could not be asked about.
    unasked: Option<Error>,
    /// What the user should know about where the hashes come from.
    notice: Option<String>,
}

/// How a model stands.
struct Row {
    found: Found,
    newest: Option<String>,
    /// What the repository is called now, if that is another name.
    renamed: Option<Repo>,
    state: State,
}

#[derive(Clone, Debug)]
enum State {
    /// All its files are those of the newest commit.
    Current,
    /// These of its files are not.
    Changed(Vec<Change>),
    /// The hub does not show the repository.
    Gone,
    /// The hub could not be asked.
    Unknown(Error),
}

/// A file that is not what it is on the hub.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    path: String,
    /// Its length on the hub; `None` where it is not there any more.
    bytes: Option<u64>,
}

/// The models of each repository.
fn groups(models: Vec<Found>) -> Vec<(Repo, Vec<Found>)> {
    let mut groups: Vec<(Repo, Vec<Found>)> = Vec::new();
    for found in models {
        let Some(repo) = found.repo().and_then(Repo::new) else { continue };
        match groups.last_mut().filter(|group| group.0 == repo) {
            Some((_, models)) => models.push(found),
            None => groups.push((repo, vec![found])),
        }
    }
    groups
}

/// Asks about one repository.
async fn ask(client: &Client, repo: Repo, models: Vec<Found>) -> Answer {
    let root = &client.settings().cache;
    let rows = |state: &dyn Fn(&Found) -> State, listing: Option<&Listing>| {
        let row = |found: Found| Row {
            state: state(&found),
            newest: listing.map(|listing| listing.commit.clone()),
            renamed: listing.map(|listing| listing.repo.clone()).filter(|now| *now != repo),
            found,
        };
        models.into_iter().map(row).collect()
    };
    match client.newest(&repo).await {
        Ok(listing) => {
            let folder = Folder::new(root, &repo);
            let rows = rows(&|found| compare(&folder, found, &listing), Some(&listing));
            Answer { rows, unasked: None, notice: listing.notice }
        }
        Err(fault) if fault.cure == Cure::Repo => {
            Answer { rows: rows(&|_| State::Gone, None), unasked: None, notice: None }
        }
        Err(fault) => {
            let rows = rows(&|_| State::Unknown(fault.error.clone()), None);
            Answer { rows, unasked: Some(fault.error), notice: None }
        }
    }
}

/// Holds the files of a model against the newest ones.
fn compare(folder: &Folder, found: &Found, listing: &Listing) -> State {
    let Some(commit) = found.commit.as_deref() else { return State::Current };
    let dir = folder.snapshot(commit);
    let change = |part: &Part| {
        let path = part.path.strip_prefix(&dir).ok()?.to_str()?;
        let remote = listing.files.iter().find(|file| file.path == path);
        let same = remote.is_some_and(|remote| same(part, remote));
        (!same).then(|| Change { path: path.to_owned(), bytes: remote.map(|remote| remote.bytes) })
    };
    let changes: Vec<Change> = found.parts.iter().chain(&found.projector).filter_map(change).collect();
    if changes.is_empty() { State::Current } else { State::Changed(changes) }
}

/// Whether a file here is that of the hub: by its hash, or by its length where one of them has none.
fn same(part: &Part, remote: &Remote) -> bool {
    match (digest(&part.path), &remote.digest) {
        (Digest::Sha256(here), Digest::Sha256(there)) | (Digest::Git(here), Digest::Git(there)) => {
            here.eq_ignore_ascii_case(there)
        }
        _ => part.bytes == remote.bytes,
    }
}

/// What a file of the cache hashes to, by the name of its contents.
fn digest(path: &Path) -> Digest {
    let target = fs::read_link(path).ok();
    let name = target.as_deref().and_then(Path::file_name).and_then(|name| name.to_str());
    name.map_or(Digest::Unknown, digest_of)
}

impl Row {
    fn cells(&self) -> Vec<String> {
        let short = |commit: &Option<String>| {
            commit.as_deref().map_or("?", |commit| commit.get(..7).unwrap_or(commit)).to_owned()
        };
        vec![self.found.name.clone(), short(&self.found.commit), short(&self.newest), self.text()]
    }

    fn text(&self) -> String {
        let text = match &self.state {
            State::Current if self.newest == self.found.commit => tell!("cmd-outdated-current"),
            State::Current => tell!("cmd-outdated-same"),
            State::Changed(changes) => {
                let change = |change: &Change| match change.bytes {
                    Some(bytes) => format!("{} {}", change.path, out::bytes(bytes)),
                    None => tell!("cmd-outdated-missing", path = &change.path),
                };
                tell!("cmd-outdated-changed", files = text::list(changes.iter().map(change)))
            }
            State::Gone => tell!("cmd-outdated-gone"),
            State::Unknown(error) => tell!("cmd-outdated-unknown", why = error.to_string()),
        };
        match &self.renamed {
            Some(now) => tell!("cmd-outdated-renamed", state = text, name = now.as_str()),
            None => text,
        }
    }

    fn json(&self) -> Json {
        let (state, changes) = match &self.state {
            State::Current => ("current", &[][..]),
            State::Changed(changes) => ("changed", changes.as_slice()),
            State::Gone => ("gone", &[][..]),
            State::Unknown(_) => ("unknown", &[][..]),
        };
        let mut row = json!({
            "name": self.found.name,
            "commit": self.found.commit,
            "newest": self.newest,
            "state": state,
            "files": Json::from_iter(
                changes.iter().map(|change| json!({ "path": change.path, "bytes": change.bytes })),
            ),
        });
        if let Some(now) = &self.renamed {
            row["renamed"] = now.as_str().into();
        }
        if let State::Unknown(error) = &self.state {
            row["error"] = error.to_string().into();
        }
        row
    }
}

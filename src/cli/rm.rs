//! `qwill rm`: deletes models that qwill fetched or imported.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use clap::Args;

use super::out::{self, Output, Quiet};
use super::table;
use crate::client;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::models::cache::{self, Folder, Removal};
use crate::models::found::{Found, Store};
use crate::models::id::{Name, Pick, Repo};
use crate::models::library::Library;
use crate::wire::Status;
use crate::{tell, text};

/// The arguments of `rm`.
#[derive(Clone, Debug, Args)]
pub(super) struct Rm {
    #[arg(required = true, value_name = "MODEL")]
    models: Vec<String>,
    #[arg(long)]
    dry_run: bool,
}

impl Rm {
    /// Deletes them, after all of them were found to be ours and idle.
    ///
    /// # Errors
    /// [`Kind::Usage`] for a name that means several; [`Kind::Refused`] for models of other programs,
    /// and for those that an engine runs with; a cache that cannot be written.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let library = Library::open(config);
        let mut chosen: Vec<Found> = Vec::new();
        for name in &self.models {
            let found = choose(name, &library, config)?;
            owned(name, &found)?;
            if !chosen.contains(&found) {
                chosen.push(found);
            }
        }
        for found in &chosen {
            let Some(engine) = engine(found, config)? else { continue };
            let busy = Error::new(Kind::Refused, tell!("cmd-rm-refused", name = &found.name))
                .why(tell!("cmd-rm-busy", pid = engine.pid.to_string()))
                .hint(tell!("cmd-rm-busy-hint"));
            match self.dry_run {
                true => out::notice(&busy.to_string(), Quiet::No),
                false => return Err(busy),
            }
        }
        let mut output = Output::new();
        for group in groups(&chosen) {
            let plan = group.plan(config);
            output.text(&text(&group, &plan, &self))?;
            if !self.dry_run {
                group.carry_out(&plan, config)?;
            }
        }
        output.end()?;
        if !self.dry_run {
            older(&chosen, config);
        }
        Ok(())
    }
}

/// The model that a name means, if it leaves no choice.
fn choose(name: &str, library: &Library, config: &Config) -> Result<Found> {
    let found = library.named(name, config).map_err(|error| match error.kind() {
        Kind::Model => error.better(tell!("cmd-rm-list")),
        _ => error,
    })?;
    let open = matches!(
        Name::parse(name, &config.hub.endpoint),
        Ok(Name::Alias { quant: None, .. }) | Ok(Name::Id(crate::models::id::Id { pick: Pick::Usual, .. }))
    );
    if !open || found.store != Store::Hub || library.called(name).is_some() {
        return Ok(found);
    }
    let all: Vec<&str> =
        library.of_repo(found.repo().unwrap_or_default()).map(|found| &*found.name).collect();
    match all.len() {
        0 | 1 => Ok(found),
        many => Err(Error::new(Kind::Usage, tell!("cmd-rm-several", name = name, count = many))
            .hint(tell!("cmd-rm-several-hint", names = text::list(all)))),
    }
}

/// That a model is ours to delete.
fn owned(name: &str, found: &Found) -> Result<()> {
    let refused = |why: String, hint: String| {
        Err(Error::new(Kind::Refused, tell!("cmd-rm-refused", name = name)).why(why).hint(hint))
    };
    let belongs = || tell!("cmd-rm-belongs", store = found.store.title());
    match found.store {
        Store::Hub | Store::Imported => Ok(()),
        Store::Ollama => {
            let own = found.name.strip_prefix("ollama/").unwrap_or(&found.name);
            refused(belongs(), tell!("cmd-rm-ollama", name = quoted(own)))
        }
        Store::LmStudio => refused(belongs(), tell!("cmd-rm-lmstudio")),
        Store::LlamaCpp => {
            let paths = found.parts.iter().chain(&found.projector);
            let paths: Vec<String> = paths.map(|part| quoted(&part.path.to_string_lossy())).collect();
            refused(belongs(), tell!("cmd-rm-llamacpp", paths = paths.join(" ")))
        }
        Store::Starter => refused(tell!("cmd-rm-inside"), tell!("cmd-rm-inside-hint")),
        Store::File => {
            let path = quoted(&found.path().to_string_lossy());
            refused(tell!("cmd-rm-own"), format!("rm {path}"))
        }
    }
}

/// A word of a shell's command line.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-:@+=".contains(c);
    match !text.is_empty() && text.chars().all(plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

/// The engine that runs with a model, if there is one.
fn engine(found: &Found, config: &Config) -> Result<Option<Status>> {
    // Where nobody has made the directory of sockets, no engine runs.
    if !config.places.run.is_dir() {
        return Ok(None);
    }
    let runs = |engine: &Status| {
        let path = engine.identity.model.rsplit_once(' ').map_or("", |parts| parts.0);
        same(Path::new(path), found.path())
    };
    Ok(super::wait(client::engines(config))?.into_iter().find(runs))
}

/// Whether two absolute paths lead to one file.
fn same(one: &Path, other: &Path) -> bool {
    let file = |path: &Path| fs::metadata(path).map(|meta| (meta.dev(), meta.ino())).ok();
    one.is_absolute() && file(one).is_some_and(|one| file(other) == Some(one))
}

/// Models that are deleted together, because they may share files.
struct Group<'a> {
    /// Their repository, of models of the hub's cache.
    repo: Option<Repo>,
    found: Vec<&'a Found>,
}

fn groups(chosen: &[Found]) -> Vec<Group<'_>> {
    let mut repos: BTreeMap<Repo, Vec<&Found>> = BTreeMap::new();
    let mut groups = Vec::new();
    for found in chosen {
        match found.repo().and_then(Repo::new).filter(|_| found.store == Store::Hub) {
            Some(repo) => repos.entry(repo).or_default().push(found),
            None => groups.push(Group { repo: None, found: vec![found] }),
        }
    }
    groups.extend(repos.into_iter().map(|(repo, found)| Group { repo: Some(repo), found }));
    groups
}

impl Group<'_> {
    fn plan(&self, config: &Config) -> Removal {
        match &self.repo {
            Some(repo) => Removal::plan(&Folder::new(&config.hub.cache, repo), &self.found),
            None => self.found.first().map(|found| Removal::files(found)).unwrap_or_default(),
        }
    }

    fn carry_out(&self, plan: &Removal, config: &Config) -> Result<()> {
        match &self.repo {
            Some(repo) => cache::remove(&Folder::new(&config.hub.cache, repo), plan),
            None => plan.carry_out(),
        }
    }
}

fn text(group: &Group<'_>, plan: &Removal, rm: &Rm) -> String {
    let names = text::list(group.found.iter().map(|found| &*found.name));
    let freed = out::bytes(plan.freed);
    let head = match rm.dry_run {
        true => tell!("cmd-rm-would", names = names, bytes = freed),
        false => tell!("cmd-rm-deletes", names = names, bytes = freed),
    };
    let gone = plan.links.iter().chain(&plan.blobs).map(|path| format!("  {}", path.display()));
    let kept = plan
        .kept
        .iter()
        .map(|(path, why)| tell!("cmd-rm-stays", path = path.display().to_string(), why = why.to_string()));
    let lines = std::iter::once(head).chain(gone).chain(kept);
    lines.map(|line| table::cell(&line) + "\n").collect()
}

/// Tells of models that are here under the same name still.
fn older(gone: &[Found], config: &Config) {
    let library = Library::open(config);
    for found in gone.iter().filter_map(|gone| library.called(&gone.name)) {
        let (name, commit) = (&found.name, found.commit.as_deref());
        let text = match commit.map(|commit| commit.get(..7).unwrap_or(commit)) {
            Some(commit) => tell!("cmd-rm-another-commit", name = name, commit = commit),
            None => tell!("cmd-rm-another", name = name),
        };
        out::notice(&text, Quiet::No);
    }
}

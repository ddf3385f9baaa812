//! All models on this machine, and which of them a name means.

use std::fs;
use std::path::{Path, PathBuf};

use super::card::{Card, Cards};
use super::catalog::Catalog;
use super::fit::{Fit, Machine, Place, Verdict};
use super::found::{Found, Part, Store};
use super::id::{Id, Name, Pick, Source};
use super::measured::Measured;
use super::name::Model;
use super::{cache, files, starter, stores};
use crate::config::{Config, Places};
use crate::error::{Error, Kind, Result};
use crate::{tell, text};

/// Tokens of context that a model must have room for to be called fitting.
pub const CONTEXT: u64 = 8192;
/// Weights that a processor reads for each token without keeping a reader waiting, in bytes: about
/// five tokens a second with the memory of ordinary machines.
const BRISK: u64 = 6_000_000_000;

/// The models of this machine.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// All of them, the hub's first.
    pub found: Vec<Found>,
    /// What could not be read.
    pub notices: Vec<String>,
}

impl Library {
    /// Looks at the hub's cache, at what was imported, and at the stores of other programs.
    pub fn open(config: &Config) -> Library {
        let mut found = cache::scan(&config.hub.cache);
        found.extend(imported(&config.places));
        let other = stores::scan(&config.stores);
        found.extend(other.found);
        let notices = [cache::unreadable(&config.hub.cache), other.notices].concat();
        Library { found, notices }
    }

    /// The model that `name` means.
    ///
    /// # Errors
    /// [`Kind::Model`] when it is not here, with the command that fetches it; a name that means nothing.
    pub fn find(&self, name: &str, config: &Config) -> Result<&Found> {
        match self.called(name) {
            Some(found) => Ok(found),
            None => self.find_in(name, &catalog(config)?, config),
        }
    }

    /// The model whose own name this is; where only case tells names apart, the very one.
    pub fn called(&self, name: &str) -> Option<&Found> {
        let alike = |found: &&Found| found.name.eq_ignore_ascii_case(name);
        self.found.iter().find(|found| found.name == name).or_else(|| self.found.iter().find(alike))
    }

    /// The model that a path, `starter` or any other name means, with all its files.
    ///
    /// # Errors
    /// The same as [`Library::find`]; the starter cannot be unpacked.
    pub fn named(&self, name: &str, config: &Config) -> Result<Found> {
        match Model::plain(name, config)? {
            Some(Model::Starter) => starter::found(&config.places),
            Some(model) => {
                let path = model.argument();
                let known = self.found.iter().find(|found| Model::of(found).argument() == path);
                known.cloned().map_or_else(|| Found::file(&path), Ok)
            }
            None => self.find(name, config).cloned(),
        }
    }

    /// The shortest name that means `found` wherever a model is named; its path if there is no other.
    pub fn short(&self, found: &Found, catalog: &Catalog, config: &Config) -> String {
        let repo = found.repo().filter(|_| found.store == Store::Hub);
        let alias = repo.and_then(|repo| catalog.of_repo(repo)).map(|model| model.alias.clone());
        let exact = alias.iter().zip(&found.quant).map(|(alias, quant)| format!("{alias}@{quant}")).next();
        let means = |name: &String| {
            let here = || self.called(name).map_or_else(|| self.find_in(name, catalog, config), Ok);
            // A file of that name in this directory would be taken instead.
            matches!(Model::plain(name, config), Ok(None)) && here().is_ok_and(|other| other == found)
        };
        let names = alias.into_iter().chain(exact).chain([found.name.clone()]);
        names.into_iter().find(means).unwrap_or_else(|| found.path().display().to_string())
    }

    /// The model that a name means as a repository.
    fn find_in(&self, name: &str, catalog: &Catalog, config: &Config) -> Result<&Found> {
        let id = id(name, catalog, config)?;
        let found = self.of_id(&id).or_else(|| self.stand_in(name, &id, catalog));
        found.ok_or_else(|| {
            Error::new(Kind::Model, tell!("name-absent", name = name))
                .hint(tell!("name-absent-hint", name = name))
        })
    }

    /// For an alias whose usual file is not here: the same model in another quantisation, or by somebody
    /// else.
    fn stand_in(&self, name: &str, id: &Id, catalog: &Catalog) -> Option<&Found> {
        let model = catalog.find(name)?;
        let usual = Id { pick: Pick::Usual, ..id.clone() };
        let same = |found: &&Found| {
            let known = found.repo().and_then(|repo| catalog.of_repo(repo));
            found.store == Store::Hub && known.is_some_and(|known| known.alias == model.alias)
        };
        self.of_id(&usual).or_else(|| self.found.iter().find(same))
    }

    /// The model of a repository that is meant, if it is here.
    pub fn of_id(&self, id: &Id) -> Option<&Found> {
        let here: Vec<&Found> = self.of_repo(id.repo.as_str()).collect();
        let owned = here.iter().enumerate().flat_map(|(index, found)| {
            found.parts.iter().filter_map(move |part| Some((index, part.path.file_name()?.to_str()?)))
        });
        let (owners, names): (Vec<usize>, Vec<&str>) = owned.unzip();
        let pick = match &id.pick {
            Pick::File(path) => Pick::File(path.rsplit('/').next().unwrap_or(path).to_owned()),
            pick => pick.clone(),
        };
        let choice = files::pick(&names, &pick).ok()?;
        here.get(owners[*choice.parts.first()?]).copied()
    }

    /// All models of a repository in the hub's cache.
    pub fn of_repo<'a, 'r>(&'a self, repo: &'r str) -> impl Iterator<Item = &'a Found> + use<'a, 'r> {
        self.found.iter().filter(move |found| {
            let named = found.name.split_once(':').map_or(found.name.as_str(), |parts| parts.0);
            found.store == Store::Hub && named.eq_ignore_ascii_case(repo)
        })
    }

    /// The largest model that fits this machine and answers briskly; `None` when there is none.
    pub fn best(&self, config: &Config) -> Option<&Found> {
        if self.found.is_empty() {
            return None;
        }
        let (machine, measured) = (Machine::here(Vec::new()), Measured::load(&config.places));
        let mut cards = Cards::load(&config.places);
        let ranked = self.found.iter().filter_map(|found| {
            let card = cards.of(found).ok()?;
            Some((rank(&card, &machine, &measured)?, found))
        });
        // Of equals the first counts, which is the hub's.
        let best = ranked.reduce(|best, next| if next.0 > best.0 { next } else { best });
        let best = best.map(|ranked| ranked.1);
        cards.save();
        best
    }
}

/// Whether a model that lies like this, and reads so many bytes of weights for each token, keeps up with a
/// reader.
pub fn is_brisk(active: u64, fit: &Fit) -> bool {
    active <= BRISK || matches!(fit.place, Place::Device(_))
}

/// The order of models as answers are concerned; `None` for those that cannot answer here.
fn rank(card: &Card, machine: &Machine, measured: &Measured) -> Option<(bool, bool, u64, u64)> {
    let fit = card.fit(CONTEXT, machine, measured)?;
    if card.problem.is_some() || fit.verdict == Verdict::No {
        return None;
    }
    let brisk = is_brisk(card.active, &fit);
    // Among those that keep a reader waiting the smaller is the better.
    let size = if brisk { card.parameters } else { u64::MAX - card.active };
    Some((fit.verdict != Verdict::Tight, brisk, size, card.weights))
}

/// The model of that name; without one the configured model, the best on this machine, and else the
/// starter.
///
/// # Errors
/// [`Kind::Model`] when it is not here, [`Kind::Usage`] when it is no name.
pub fn model(name: Option<&str>, config: &Config) -> Result<Model> {
    let Some(name) = name.or(config.model.as_deref()) else {
        return Ok(Library::open(config).best(config).map_or(Model::Starter, Model::of));
    };
    match Model::plain(name, config)? {
        Some(model) => Ok(model),
        None => Library::open(config).find(name, config).map(Model::of),
    }
}

/// What a name means as a repository.
///
/// # Errors
/// [`Kind::Usage`] for a path or for what is no name; [`Kind::Model`] for an alias that nobody knows.
pub fn id(name: &str, catalog: &Catalog, config: &Config) -> Result<Id> {
    let usual = Source::from(config.hub.usual());
    match Name::parse(name, &config.hub.endpoint)? {
        Name::Id(id) => Ok(Id { source: if id.source == Source::Hub { usual } else { id.source }, ..id }),
        Name::Alias { alias, quant } => {
            let Some(model) = catalog.find(&alias) else { return Err(unknown(name, &alias, catalog)) };
            let pick = Pick::Quant(quant.unwrap_or_else(|| model.quant.clone()));
            Ok(Id { source: usual, repo: model.repo.clone(), revision: None, pick })
        }
        Name::Starter => Err(Error::new(Kind::Usage, tell!("starter-inside"))),
        Name::Path => Err(Error::new(Kind::Usage, tell!("name-is-path", name = name))),
    }
}

fn unknown(name: &str, alias: &str, catalog: &Catalog) -> Error {
    let error = Error::new(Kind::Model, tell!("name-none", name = name));
    let near = catalog.nearest(alias);
    if near.is_empty() {
        return error.hint(tell!("name-none-hint"));
    }
    error.hint(tell!("name-near", names = text::list(near)))
}

/// The catalog with the user's own rows.
///
/// # Errors
/// The user's file is broken.
pub fn catalog(config: &Config) -> Result<Catalog> {
    Catalog::load(&config.places.config.join("catalog.toml"))
}

/// Where imported models lie.
pub fn imports(places: &Places) -> PathBuf {
    places.data.join("models")
}

fn imported(places: &Places) -> Vec<Found> {
    let dir = imports(places);
    let entries = fs::read_dir(&dir).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let models: Vec<&str> = names.iter().copied().filter(|name| files::is_model(name)).collect();
    let part = |name: &str| part(&dir.join(name));
    let sets = files::collapse(&models).into_iter().filter(|set| set.missing.is_none());
    sets.filter_map(|set| {
        let first = models[*set.parts.first()?];
        Some(Found {
            name: files::stem(first).to_owned(),
            store: Store::Imported,
            parts: set.parts.iter().map(|&index| part(models[index])).collect::<Option<_>>()?,
            projector: None,
            quant: files::quant(first),
            commit: None,
        })
    })
    .collect()
}

fn part(path: &Path) -> Option<Part> {
    Some(Part { path: path.to_owned(), bytes: fs::metadata(path).ok()?.len(), sha256: None })
}

//! The models that have short names: what is known of them before a hub is asked.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::Deserialize;
use strsim::damerau_levenshtein;
use toml::Spanned;

use crate::error::{Context, Error, Kind, Result};
use crate::tell;

mod rows;
mod sampling;

pub use rows::{Family, File, Holds, Licence, Manner, Model, Presence, Shape, Terms, Thinking, Use, Window};
pub use sampling::{Dialect, Numbers, Row, Traits};

const BUILTIN: &str = include_str!("../catalog.toml");

/// Who quantises models of others under the names those have; some put the maker's before them.
const QUANTISERS: [&str; 5] = ["qwen", "unsloth", "bartowski", "lmstudio-community", "ggml-org"];

/// The models that have short names, and the families they belong to.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    families: Vec<Family>,
    models: Vec<Model>,
}

/// A catalog file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    #[serde(default)]
    family: Vec<Spanned<Family>>,
    #[serde(default)]
    model: Vec<Spanned<Model>>,
}

/// A catalog file that is being read.
struct Text<'a> {
    /// For messages.
    name: &'a str,
    text: &'a str,
}

impl Catalog {
    /// The rows inside the program.
    ///
    /// # Errors
    /// When they cannot be read, which a unit test rules out.
    pub fn builtin() -> Result<Catalog> {
        Catalog::of(&[Text { name: &tell!("catalog-builtin"), text: BUILTIN }])
    }

    /// The rows inside the program, then those of the user's file if there is one: a family or model
    /// with a name that is known takes its place, others are added.
    ///
    /// # Errors
    /// A file that cannot be read or is not valid, with the line.
    pub fn load(user_file: &Path) -> Result<Catalog> {
        let name = user_file.display().to_string();
        let text = match fs::read_to_string(user_file) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Catalog::builtin();
            }
            Err(error) => return Err(error).context(Kind::Usage, tell!("disk-unreadable", path = &name)),
        };
        let own = tell!("catalog-builtin");
        let builtin = Text { name: &own, text: BUILTIN };
        Catalog::of(&[builtin, Text { name: &name, text: &text }])
    }

    /// The model of that name in any case: an alias, a further alias, or a family's bare name.
    pub fn find(&self, alias: &str) -> Option<&Model> {
        let name = alias.to_ascii_lowercase();
        self.models.iter().find(|model| model.names().any(|known| known == name)).or_else(|| {
            let family = self.family(&name)?;
            let alias = format!("{name}:{}", family.default.as_ref()?);
            self.models.iter().find(|model| model.alias == alias)
        })
    }

    /// Up to three names like `text`, nearest first; none where nothing is near.
    pub fn nearest(&self, text: &str) -> Vec<&str> {
        let text = text.to_ascii_lowercase();
        let most = (text.len() / 3).clamp(1, 4);
        let mut near: Vec<(usize, &str, &str)> = Vec::new();
        for (name, owner) in self.listed_names().filter(|name| name.0.len().abs_diff(text.len()) <= most) {
            let distance = damerau_levenshtein(&text, name);
            if distance <= most {
                near.push((distance, name, owner));
            }
        }
        near.sort_by_key(|row| row.0);
        let mut found: Vec<(&str, &str)> = Vec::new();
        for (_, name, owner) in near {
            if !found.iter().any(|known| known.1 == owner) {
                found.push((name, owner));
            }
        }
        found.into_iter().take(3).map(|row| row.0).collect()
    }

    /// The model that this repository holds, in any case: one of its repositories, or the repository of
    /// a known quantiser that is named after it.
    pub fn of_repo(&self, repo: &str) -> Option<&Model> {
        let named = |model: &&Model| model.repos().any(|known| known.as_str().eq_ignore_ascii_case(repo));
        self.models.iter().find(named).or_else(|| {
            let base = base(repo)?;
            self.models.iter().find(|model| self::base(model.repo.as_str()).as_deref() == Some(&base))
        })
    }

    /// What is known of the file at path `file` in `repo`, both in any case: its exact size, its hash,
    /// or both. A repository may have replaced the file since, so a file that differs need not be broken.
    pub fn seed(&self, repo: &str, file: &str) -> Option<&File> {
        self.models.iter().find_map(|model| {
            model.files.iter().find(|known| {
                let home = known.repo.as_ref().unwrap_or(&model.repo);
                known.is_seed() && home.as_str().eq_ignore_ascii_case(repo) && known.is(file)
            })
        })
    }

    /// All models: the built-in ones, then the user's.
    pub fn models(&self) -> impl Iterator<Item = &Model> {
        self.models.iter()
    }

    /// All families, in the same order.
    pub fn families(&self) -> impl Iterator<Item = &Family> {
        self.families.iter()
    }

    /// The family of that name, in lower case.
    pub fn family(&self, name: &str) -> Option<&Family> {
        self.families.iter().find(|family| family.name == name)
    }

    /// Rows of later texts take the places of those of earlier ones.
    fn of(texts: &[Text<'_>]) -> Result<Catalog> {
        let mut catalog = Catalog::default();
        for text in texts {
            catalog.add(text)?;
        }
        // After all texts, so that a family in the user's file counts for the models of the program.
        for model in &mut catalog.models {
            if let Some(family) = catalog.families.iter().find(|family| family.name == model.family()) {
                model.inherit(family);
            }
        }
        Ok(catalog)
    }

    fn add(&mut self, text: &Text<'_>) -> Result<()> {
        let rows: Rows = toml::from_str(text.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            text.fault(at, error.message().replace('\n', " "))
        })?;
        // The row that a name was written in; a name that is there already stands twice.
        let mut lines: HashMap<String, usize> = HashMap::new();
        for row in &rows.family {
            text.once(&mut lines, &row.get_ref().name, row.span().start)?;
        }
        for row in &rows.model {
            text.once(&mut lines, &row.get_ref().alias, row.span().start)?;
        }
        for row in rows.family {
            put(&mut self.families, row.into_inner(), |family| &family.name);
        }
        for row in rows.model {
            put(&mut self.models, row.into_inner(), |model| &model.alias);
        }
        self.check(text, &lines)
    }

    /// That what the rows name is there, and no two models have a name in common. `lines` are the rows
    /// of `text`, by name.
    fn check(&self, text: &Text<'_>, lines: &HashMap<String, usize>) -> Result<()> {
        for model in &self.models {
            if self.family(model.family()).is_none() {
                let why = tell!("catalog-family", name = model.family());
                return Err(text.fault(line_of(lines, &[&model.alias]), why));
            }
        }
        for family in &self.families {
            let Some(size) = &family.default else { continue };
            let alias = format!("{}:{size}", family.name);
            if !self.models.iter().any(|model| model.alias == alias) {
                let why = tell!("catalog-default", name = &alias);
                return Err(text.fault(line_of(lines, &[&family.name]), why));
            }
        }
        let mut owners: HashMap<&str, &str> = HashMap::new();
        for (name, owner) in self.names() {
            if let Some(other) = owners.insert(name, owner) {
                let why = tell!("catalog-twice", name = name, model = other, other = owner);
                return Err(text.fault(line_of(lines, &[owner, other]), why));
            }
        }
        Ok(())
    }

    /// Every name, and the alias or family it belongs to.
    fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        let models = self.models.iter().flat_map(|model| model.names().map(|name| (name, &*model.alias)));
        self.families.iter().map(|family| (&*family.name, &*family.name)).chain(models)
    }

    fn listed_names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.names().filter(|(_, owner)| {
            let family = owner.split(':').next().unwrap_or_default();
            self.family(family).is_some_and(|family| family.listed)
        })
    }
}

impl Text<'_> {
    /// An error in the line that holds byte `at`.
    fn fault(&self, at: usize, why: String) -> Error {
        let line = self.text.get(..at).unwrap_or_default().matches('\n').count() + 1;
        Error::new(Kind::Usage, tell!("catalog-line", name = self.name, line = line.to_string()))
            .why(why)
            .hint(tell!("catalog-line-hint"))
    }

    fn once(&self, lines: &mut HashMap<String, usize>, name: &str, at: usize) -> Result<()> {
        match lines.insert(name.to_owned(), at) {
            Some(_) => Err(self.fault(at, tell!("catalog-rows", name = name))),
            None => Ok(()),
        }
    }
}

/// Where the first of these names that is a row of the file was written.
fn line_of(lines: &HashMap<String, usize>, names: &[&str]) -> usize {
    names.iter().find_map(|name| lines.get(*name).copied()).unwrap_or(0)
}

/// In the place of the row with the same key, or at the end.
fn put<T>(rows: &mut Vec<T>, row: T, key: fn(&T) -> &String) {
    match rows.iter_mut().find(|known| key(known) == key(&row)) {
        Some(known) => *known = row,
        None => rows.push(row),
    }
}

/// The name of the model in a quantiser's repository, in lower case: `qwen3-4b` in
/// `bartowski/Qwen_Qwen3-4B-GGUF`.
fn base(repo: &str) -> Option<String> {
    let repo = repo.to_ascii_lowercase();
    let (org, name) = repo.split_once('/')?;
    let name = name.strip_suffix("-gguf")?;
    let name = if org == "bartowski" { name.split_once('_').map_or(name, |parts| parts.1) } else { name };
    QUANTISERS.contains(&org).then(|| name.to_owned())
}

#[cfg(test)]
mod tests;

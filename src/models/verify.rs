//! What the files of a model should hash to, and who says so.

use std::fs;
use std::path::PathBuf;

use super::catalog::Catalog;
use super::fetch::digest_of;
use super::found::{Found, Part, Store};
use super::hub::Digest;

/// A file that can be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The model it belongs to.
    pub model: String,
    /// Whose it is.
    pub store: Store,
    /// Where it lies.
    pub path: PathBuf,
    /// Its length.
    pub bytes: u64,
    /// What it should hash to.
    pub claim: Claim,
}

/// What is known of the hash of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Its store says what it is.
    Sure(Digest),
    /// The catalog knows the file of that name, which may have been replaced since.
    Likely(Digest),
    /// Nothing.
    None,
}

/// What hashing a file showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is what it should be.
    Right,
    /// It is not.
    Wrong,
    /// Nobody says for certain what it should be.
    Unknown,
}

impl Outcome {
    /// In lists and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Right => "ok",
            Outcome::Wrong => "wrong",
            Outcome::Unknown => "unknown",
        }
    }
}

impl Claim {
    /// The kind of hash to make.
    pub fn digest(&self) -> &Digest {
        match self {
            Claim::Sure(digest) | Claim::Likely(digest) => digest,
            Claim::None => &Digest::Unknown,
        }
    }

    /// What it means that the file hashes to `hash`.
    pub fn judge(&self, hash: &str) -> Outcome {
        let same = self.digest().hex().is_some_and(|hex| hex.eq_ignore_ascii_case(hash));
        match self {
            _ if same => Outcome::Right,
            Claim::Sure(_) => Outcome::Wrong,
            Claim::Likely(_) | Claim::None => Outcome::Unknown,
        }
    }
}

/// The files of a model, the projector last.
pub fn items(found: &Found, catalog: &Catalog) -> Vec<Item> {
    let item = |part: &Part| Item {
        model: found.name.clone(),
        store: found.store,
        path: part.path.clone(),
        bytes: part.bytes,
        claim: claim(found, part, catalog),
    };
    found.parts.iter().chain(&found.projector).map(item).collect()
}

fn claim(found: &Found, part: &Part, catalog: &Catalog) -> Claim {
    if let Some(hash) = &part.sha256 {
        return Claim::Sure(Digest::Sha256(hash.clone()));
    }
    // Small files are named by git's hash in the hub's cache.
    let target = fs::read_link(&part.path).ok().filter(|_| found.store == Store::Hub);
    let name = target.as_deref().and_then(|target| target.file_name()?.to_str());
    match name.map_or(Digest::Unknown, digest_of) {
        Digest::Unknown => seed(found, part, catalog).map_or(Claim::None, Claim::Likely),
        digest => Claim::Sure(digest),
    }
}

/// What the catalog says of a file whose repository its place tells.
fn seed(found: &Found, part: &Part, catalog: &Catalog) -> Option<Digest> {
    let name = part.path.file_name()?.to_str()?;
    let seed = match (found.store, found.repo()) {
        (Store::LlamaCpp, _) => catalog.models().flat_map(|model| model.repos()).find_map(|repo| {
            let file = name.strip_prefix(&format!("{}_", repo.as_str().replace('/', "_")))?;
            catalog.seed(repo.as_str(), file)
        }),
        (_, Some(repo)) => catalog.seed(repo, name),
        _ => None,
    };
    seed?.sha256.clone().map(Digest::Sha256)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_held_against_a_file_only_by_who_knows_that_file() {
        let digest = || Digest::Sha256("ab".into());
        assert_eq!(Claim::Sure(digest()).judge("AB"), Outcome::Right);
        assert_eq!(Claim::Sure(digest()).judge("cd"), Outcome::Wrong);
        assert_eq!(Claim::Likely(digest()).judge("ab"), Outcome::Right);
        assert_eq!(Claim::Likely(digest()).judge("cd"), Outcome::Unknown);
        assert_eq!(Claim::None.judge("ab"), Outcome::Unknown);
    }

    #[test]
    fn the_catalog_knows_files_of_other_programs_by_their_names() {
        let catalog = Catalog::builtin().unwrap();
        let known = |model: &super::super::catalog::Model| {
            let files = model.files.iter().filter(|file| file.repo.is_none());
            files.filter_map(|file| Some((file.name.clone()?, file.sha256.clone()?))).next()
        };
        let (model, (file, hash)) = catalog.models().find_map(|model| Some((model, known(model)?))).unwrap();
        let repo = model.repo.as_str();
        let found = |store: Store, name: String, file: String| Found {
            name,
            store,
            parts: vec![Part { path: PathBuf::from("/none").join(file), bytes: 1, sha256: None }],
            projector: None,
            quant: None,
            commit: None,
        };
        let flat = format!("{}_{file}", repo.replace('/', "_"));
        for found in [
            found(Store::LmStudio, format!("lmstudio/{repo}/x"), file.clone()),
            found(Store::LlamaCpp, format!("llamacpp/{flat}"), flat),
            found(Store::Hub, format!("{repo}:Q4_K_M"), file.clone()),
        ] {
            assert_eq!(items(&found, &catalog)[0].claim, Claim::Likely(Digest::Sha256(hash.clone())));
        }
        let own = found(Store::File, "x".into(), file);
        assert_eq!(items(&own, &catalog)[0].claim, Claim::None);
    }
}

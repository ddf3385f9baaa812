//! The models that other programs keep on this machine: found where they lie, and never changed.

mod llamacpp;
mod lmstudio;
mod ollama;
mod walk;

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::found::{Found, Part, Store};
use crate::config::Stores;
use crate::tell;

/// Notices that a store may give before the rest is only counted.
const NOTICES: usize = 5;

/// What was found in the stores of other programs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// The models, in the order of their names, each name once.
    pub found: Vec<Found>,
    /// What was left out and why, a phrase each; names of files stand in it as they are, so it is to be
    /// made harmless before it is shown.
    pub notices: Vec<String>,
}

/// All models of the other programs. Stores that are not there are no trouble; what could not be read
/// is told.
pub fn scan(stores: &Stores) -> Scan {
    let mut scan = Scan::default();
    scan.take(Store::Ollama, &stores.ollama, ollama::read);
    scan.take(Store::LmStudio, &stores.lmstudio, lmstudio::read);
    scan.take(Store::LlamaCpp, &stores.llamacpp, llamacpp::read);
    scan.sort();
    scan
}

impl Scan {
    /// Adds what the roots hold, a root that is named twice only once.
    fn take(&mut self, store: Store, roots: &[PathBuf], read: fn(&mut Reading)) {
        let mut seen = Vec::new();
        for root in roots {
            // The engine may run in another directory.
            let root = std::path::absolute(root).unwrap_or_else(|_| root.clone());
            let real = fs::canonicalize(&root).unwrap_or_else(|_| root.clone());
            if seen.contains(&real) {
                continue;
            }
            seen.push(real);
            let mut reading = Reading::new(store, root);
            read(&mut reading);
            let part = reading.finish();
            self.found.extend(part.found);
            self.notices.extend(part.notices);
        }
    }

    /// Puts the models into order; of two with one name the first found stays.
    fn sort(&mut self) {
        self.found.sort_by(|a, b| a.name.cmp(&b.name));
        let mut kept: HashMap<String, PathBuf> = HashMap::new();
        let notices = &mut self.notices;
        self.found.retain(|found| match kept.get(&found.name) {
            Some(path) => {
                if fs::canonicalize(path).ok() != fs::canonicalize(found.path()).ok() {
                    let (path, other) = (path.display().to_string(), found.path().display().to_string());
                    notices.push(tell!("store-twice", name = &found.name, path = path, other = other));
                }
                false
            }
            None => kept.insert(found.name.clone(), found.path().to_owned()).is_none(),
        });
    }
}

/// A file as its store describes it.
struct Listed {
    path: PathBuf,
    /// The length it should have.
    bytes: Option<u64>,
    sha256: Option<String>,
}

impl Listed {
    fn new(path: PathBuf) -> Listed {
        Listed { path, bytes: None, sha256: None }
    }

    /// The file as it is, if it is whole and begins like a GGUF file.
    fn check(&self) -> io::Result<Part> {
        let meta = fs::metadata(&self.path)?;
        // Opening a pipe would wait for its other end.
        if !meta.is_file() {
            return Err(io::Error::other(tell!("store-no-file", path = self.path.display().to_string())));
        }
        let bytes = meta.len();
        if let Some(listed) = self.bytes.filter(|listed| *listed != bytes) {
            let (bytes, wanted, path) =
                (bytes.to_string(), listed.to_string(), self.path.display().to_string());
            return Err(io::Error::other(tell!("store-bytes", path = path, bytes = bytes, wanted = wanted)));
        }
        let mut magic = Vec::new();
        File::open(&self.path)?.take(4).read_to_end(&mut magic)?;
        if magic != b"GGUF" {
            return Err(io::Error::other(tell!("store-no-gguf", path = self.path.display().to_string())));
        }
        Ok(Part { path: self.path.clone(), bytes, sha256: self.sha256.clone() })
    }
}

/// A model as its store describes it.
struct Entry {
    /// The name without that of the store.
    name: String,
    parts: Vec<Listed>,
    projector: Option<Listed>,
    quant: Option<String>,
}

/// One root of a store while it is read.
struct Reading {
    store: Store,
    root: PathBuf,
    scan: Scan,
    denied: bool,
}

impl Reading {
    fn new(store: Store, root: PathBuf) -> Reading {
        Reading { store, root, scan: Scan::default(), denied: false }
    }

    /// Takes a model in if all its files are there; one without its projector still answers text.
    fn add(&mut self, entry: Entry) {
        let name = format!("{}/{}", self.store.name(), entry.name);
        let mut parts = Vec::new();
        for listed in &entry.parts {
            match listed.check() {
                Ok(part) => parts.push(part),
                Err(error) => return self.fail(&tell!("store-left-out", name = &name), &listed.path, &error),
            }
        }
        if parts.is_empty() {
            return;
        }
        let projector = entry.projector.and_then(|listed| match listed.check() {
            Ok(part) => Some(part),
            Err(error) => {
                self.fail(&tell!("store-no-images", name = &name), &listed.path, &error);
                None
            }
        });
        let (store, quant) = (self.store, entry.quant);
        self.scan.found.push(Found { name, store, parts, projector, quant, commit: None });
    }

    /// Tells what was left out.
    fn tell(&mut self, notice: String) {
        self.scan.notices.push(notice);
    }

    /// Tells what could not be read; what this account may not read is told once for all.
    fn fail(&mut self, what: &str, path: &Path, error: &io::Error) {
        let path = path.display().to_string();
        let why = match error.kind() {
            io::ErrorKind::PermissionDenied => return self.denied = true,
            io::ErrorKind::NotFound => tell!("store-missing", path = path),
            // One of ours, which names the path.
            io::ErrorKind::Other => error.to_string(),
            _ => tell!("error-cause", what = path, why = error.to_string()),
        };
        self.tell(tell!("error-cause", what = what, why = why));
    }

    fn finish(mut self) -> Scan {
        let (title, root) = (self.store.title(), self.root.display().to_string());
        let notices = &mut self.scan.notices;
        let more = notices.len().saturating_sub(NOTICES);
        if more > 0 {
            notices.truncate(NOTICES);
            notices.push(tell!("store-more", count = more, store = &title, path = &root));
        }
        if self.denied {
            let remedy = match self.store {
                Store::Ollama => tell!("store-denied-ollama"),
                _ => tell!("store-denied-owner"),
            };
            let what = tell!("store-denied", store = &title, path = &root);
            notices.insert(0, tell!("error-cause", what = what, why = remedy));
        }
        self.scan
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes a file below the root, and the directories above it.
    pub(super) fn put(root: &Path, path: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// What reading the root gives.
    pub(super) fn read(store: Store, root: &Path, read: fn(&mut Reading)) -> Scan {
        let mut reading = Reading::new(store, root.to_owned());
        read(&mut reading);
        let mut scan = reading.finish();
        scan.sort();
        scan
    }

    pub(super) fn names(scan: &Scan) -> Vec<&str> {
        scan.found.iter().map(|found| found.name.as_str()).collect()
    }

    #[test]
    fn stores_that_are_not_there_are_no_trouble() {
        let dir = tempfile::tempdir().unwrap();
        let none = vec![dir.path().join("none")];
        let stores = Stores { ollama: none.clone(), lmstudio: none.clone(), llamacpp: none };
        assert_eq!(scan(&stores), Scan::default());
        assert_eq!(scan(&Stores::default()), Scan::default());
    }

    #[test]
    fn all_stores_come_in_the_order_of_names_and_nothing_twice() {
        let dir = tempfile::tempdir().unwrap();
        let (old, new) = (dir.path().join("old"), dir.path().join("new"));
        let flat = dir.path().join("flat");
        put(&old, "org/repo/a-Q8_0.gguf", b"GGUF old");
        put(&old, "org/repo/b.gguf", b"GGUF");
        put(&new, "org/repo/a-Q8_0.gguf", b"GGUF");
        put(&flat, "z.gguf", b"GGUF");
        put(&flat, "a.gguf", b"GGUF");
        let lmstudio = vec![new.clone(), old.clone(), new.join("../new")];
        let scan = scan(&Stores { ollama: vec![], lmstudio, llamacpp: vec![flat.clone(), flat] });
        let expected = ["llamacpp/a", "llamacpp/z", "lmstudio/org/repo/a-Q8_0", "lmstudio/org/repo/b"];
        assert_eq!(names(&scan), expected);
        assert_eq!(scan.found[2].path(), new.join("org/repo/a-Q8_0.gguf"));
        assert_eq!(scan.notices.len(), 1);
        assert!(scan.notices[0].contains(old.to_str().unwrap()), "{:?}", scan.notices);
    }

    #[test]
    fn what_may_not_be_read_is_told_once_with_its_place_and_a_remedy() {
        let mut reading = Reading::new(Store::Ollama, "/usr/share/ollama/.ollama/models".into());
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        reading.fail("a is left out", Path::new("a"), &denied);
        reading.fail("b is left out", Path::new("b"), &denied);
        let notices = reading.finish().notices;
        assert_eq!(notices.len(), 1);
        for part in ["/usr/share/ollama/.ollama/models", "usermod -aG ollama", "OLLAMA_MODELS"] {
            assert!(notices[0].contains(part), "{notices:?}");
        }
    }

    #[test]
    fn a_thousand_notices_are_few() {
        let dir = tempfile::tempdir().unwrap();
        for number in 0..20 {
            put(dir.path(), &format!("{number}.gguf"), b"text");
        }
        let scan = read(Store::LlamaCpp, dir.path(), llamacpp::read);
        assert!(scan.found.is_empty());
        assert_eq!(scan.notices.len(), NOTICES + 1);
        assert!(scan.notices[NOTICES].starts_with("15 more"), "{:?}", scan.notices);
    }

    #[test]
    fn a_file_is_taken_only_as_its_store_lists_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = put(dir.path(), "a.gguf", b"GGUF1234");
        let check = |bytes| Listed { path: path.clone(), bytes, sha256: Some("ab".into()) }.check();
        let part = Part { path: path.clone(), bytes: 8, sha256: Some("ab".into()) };
        assert_eq!(check(Some(8)).unwrap(), part);
        assert_eq!(check(None).unwrap(), part);
        let said = |error: io::Error| error.to_string();
        assert!(said(check(Some(9)).unwrap_err()).ends_with("a.gguf has 8 bytes and should have 9"));
        assert!(Listed::new(dir.path().to_owned()).check().is_err());
        let empty = Listed::new(put(dir.path(), "b.gguf", b""));
        assert!(said(empty.check().unwrap_err()).ends_with("b.gguf is no GGUF file"));
    }
}

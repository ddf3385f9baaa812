//! A model file of this machine gets a name of its own, as a link to it or as a copy.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::aside::aside;
use super::cache::Lock;
use super::catalog::Catalog;
use super::disk::{free, make_dir, sync_dir, unwritable};
use super::files::{self, Shard};
use super::gguf::Header;
use super::id::Name;
use super::meter::{Meter, Step};
use crate::error::{Context, Error, Kind, Result};
use crate::tell;

/// Bytes that are copied at once; between two pieces the copy can be stopped.
const PIECE: u64 = 32 << 20;
/// The longest name: with the number of a shard and its endings it has to be a file's name.
const LONGEST: usize = 200;
/// The ending of a copy that is not whole yet.
const PART: &str = ".part";

/// An import that nothing speaks against.
#[derive(Debug)]
pub struct Import {
    /// What `-m` will take to mean the model.
    pub name: String,
    /// Where imported models lie.
    dir: PathBuf,
    /// Each file of the model: where it is, and where it will be.
    parts: Vec<(PathBuf, PathBuf)>,
    /// Bytes of all of them.
    pub bytes: u64,
}

impl Import {
    /// Checks the headers of `file` and of the parts next to it, and the name, which is that of the file
    /// if there is no other. `dir` is where imported models lie.
    ///
    /// # Errors
    /// [`Kind::Model`] when it is no model that can be used, or a part of it is missing;
    /// [`Kind::Usage`] for a name that is none or is taken.
    pub fn new(file: &Path, name: Option<&str>, dir: &Path, catalog: &Catalog) -> Result<Import> {
        let files = siblings(file)?;
        let bytes = check(&files)?;
        let own = files.first().and_then(|file| file.file_name()).unwrap_or_default().to_string_lossy();
        let name = name.unwrap_or_else(|| files::stem(&own));
        let name = files::stem(name).to_owned();
        usable(&name, catalog)?;
        free_name(&name, dir)?;
        let count = u32::try_from(files.len()).unwrap_or(u32::MAX);
        let place = |number: u32| match own.as_ref() {
            own if Shard::read(own).is_some() => dir.join(Shard { stem: &name, number, count }.path(number)),
            _ => dir.join(format!("{name}.gguf")),
        };
        let parts = files.iter().zip(1..).map(|(file, number)| (file.clone(), place(number))).collect();
        Ok(Import { name, dir: dir.to_owned(), parts, bytes })
    }

    /// Makes links to the files where they are; gives the first.
    ///
    /// # Errors
    /// The directory cannot be written.
    pub fn link(&self) -> Result<PathBuf> {
        make_dir(&self.dir).map_err(elsewhere)?;
        let mut made = Made::default();
        for (from, to) in &self.parts {
            symlink(from, to).map_err(|error| elsewhere(unwritable(to, &error)))?;
            made.0.push(to.clone());
        }
        Ok(self.done(made))
    }

    /// Copies the files, as copies that share their contents where the file system has such; gives the
    /// first. Stopped at any moment it leaves nothing.
    ///
    /// # Errors
    /// [`Kind::Fit`] without room; what cannot be read or written.
    pub async fn copy(&self, meter: &Meter) -> Result<PathBuf> {
        make_dir(&self.dir).map_err(elsewhere)?;
        self.sweep();
        meter.start(0, self.bytes);
        let (mut made, mut locks) = (Made::default(), Vec::new());
        for (from, to) in &self.parts {
            let next = partial(to);
            let mut options = OpenOptions::new();
            let open = options.write(true).create_new(true).open(&next);
            let file = open.map_err(|error| elsewhere(unwritable(&next, &error)))?;
            made.0.push(next.clone());
            locks.push(Lock::take(&next)?);
            meter.set(Step::Copy(from.file_name().unwrap_or_default().to_string_lossy().into_owned()));
            let (source, meter) = (from.clone(), meter.clone());
            aside(move |stop| pour(&source, file, &meter, stop)).await.map_err(elsewhere)?;
        }
        for (_, to) in &self.parts {
            // Somebody may have taken the name meanwhile.
            if fs::symlink_metadata(to).is_ok() {
                return Err(taken(&self.name));
            }
            fs::rename(partial(to), to).map_err(|error| elsewhere(unwritable(to, &error)))?;
            made.0.push(to.clone());
        }
        Ok(self.done(made))
    }

    /// Checks that the disk has room for a copy; `show` is how errors write bytes.
    ///
    /// # Errors
    /// [`Kind::Fit`] with both numbers.
    pub fn room(&self, show: fn(u64) -> String) -> Result<()> {
        let Some(free) = free(&self.dir).filter(|&free| free < self.bytes) else { return Ok(()) };
        Err(Error::new(Kind::Fit, tell!("import-room", name = &self.name))
            .why(tell!("import-room-why", need = show(self.bytes), free = show(free)))
            .hint(tell!("import-room-hint")))
    }

    fn done(&self, mut made: Made) -> PathBuf {
        made.0.clear();
        sync_dir(Some(&self.dir));
        self.parts.first().map(|part| part.1.clone()).unwrap_or_default()
    }

    /// Takes away what copies left that were killed; those at work hold their locks.
    fn sweep(&self) {
        for entry in fs::read_dir(&self.dir).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let left = name.to_str().is_some_and(|name| name.starts_with('.') && name.ends_with(PART));
            if left && let Ok(Some(_lock)) = Lock::take(&entry.path()) {
                // What cannot be removed takes room and nothing else.
                _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Files that go again unless all went well.
#[derive(Debug, Default)]
struct Made(Vec<PathBuf>);

impl Drop for Made {
    fn drop(&mut self) {
        for path in &self.0 {
            _ = fs::remove_file(path);
        }
    }
}

/// Where a copy grows; one of its own for each process.
fn partial(to: &Path) -> PathBuf {
    let name = to.file_name().unwrap_or_default().to_string_lossy();
    to.with_file_name(format!(".{name}.{}{PART}", std::process::id()))
}

/// Copies all of a file to the disk.
fn pour(from: &Path, mut to: File, meter: &Meter, stop: &AtomicBool) -> Result<()> {
    let what = || tell!("disk-unreadable", path = from.display().to_string());
    let unreadable = |error: &io::Error| Error::new(Kind::Model, what()).why(error);
    let source = File::open(from).map_err(|error| unreadable(&error))?;
    let wanted = source.metadata().map_err(|error| unreadable(&error))?.len();
    let mut copied = 0;
    loop {
        if stop.load(Ordering::Relaxed) {
            return Err(Error::new(Kind::Interrupted, tell!("disk-interrupted")));
        }
        let piece = io::copy(&mut io::Read::take(&source, PIECE), &mut to);
        match piece.map_err(|error| broken(from, &error))? {
            0 => break,
            bytes => {
                copied += bytes;
                meter.add(bytes);
            }
        }
    }
    if copied != wanted {
        return Err(Error::new(Kind::Model, tell!("import-copy", path = from.display().to_string()))
            .why(tell!("import-changes"))
            .hint(tell!("import-changes-hint")));
    }
    to.sync_all().map_err(|error| broken(from, &error))
}

fn broken(from: &Path, error: &io::Error) -> Error {
    let full = matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
    let kind = if full { Kind::Fit } else { Kind::Other };
    let error = Error::new(kind, tell!("import-copy", path = from.display().to_string())).why(error);
    if full { error.hint(tell!("import-full-hint")) } else { error }
}

/// The hint about the hub's cache does not help here.
fn elsewhere(error: Error) -> Error {
    if error.remedy().is_some_and(|hint| hint.contains("HF_HUB_CACHE")) {
        return error.better(tell!("import-place-hint"));
    }
    error
}

/// All files of the model that `file` is of, in order, by their absolute paths.
fn siblings(file: &Path) -> Result<Vec<PathBuf>> {
    let absolute = std::path::absolute(file).context(Kind::Usage, tell!("import-no-path"))?;
    let (Some(dir), Some(name)) = (absolute.parent(), absolute.file_name().and_then(|name| name.to_str()))
    else {
        return Ok(vec![absolute]);
    };
    let Some(shard) = Shard::read(name).filter(|_| absolute.is_file()) else { return Ok(vec![absolute]) };
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.retain(|name| {
        Shard::read(name).is_some_and(|other| (other.stem, other.count) == (shard.stem, shard.count))
    });
    let Some(set) = files::collapse(&names).into_iter().next() else { return Ok(vec![absolute]) };
    if let Some(missing) = set.missing {
        let why = match missing.count {
            0 | 1 => tell!("import-missing", name = &missing.first),
            count => tell!("import-missing-more", name = &missing.first, count = count - 1),
        };
        return Err(Error::new(Kind::Model, tell!("import-fails", path = file.display().to_string()))
            .why(why)
            .hint(tell!("import-missing-hint", count = shard.count)));
    }
    Ok(set.parts.iter().map(|&part| dir.join(&names[part])).collect())
}

/// Reads the headers of all parts; gives the bytes of all of them.
fn check(files: &[PathBuf]) -> Result<u64> {
    let mut bytes: u64 = 0;
    for (file, number) in files.iter().zip(0..) {
        let header = Header::open(file)?;
        if number == 0 {
            header.check()?;
        }
        let what = || tell!("import-fails", path = file.display().to_string());
        let wrong = |why: String| Error::new(Kind::Model, what()).why(why);
        match header.split() {
            Some((_, count)) if files.len() == 1 => {
                return Err(wrong(tell!("import-part", of = count.to_string()))
                    .hint(tell!("import-part-hint", of = format!("{count:05}"))));
            }
            Some((part, count)) if (part, count) != (number, files.len() as u64) => {
                let (part, of) = (part.saturating_add(1).to_string(), count.to_string());
                return Err(
                    wrong(tell!("import-inside", part = part, of = of)).hint(tell!("import-inside-hint"))
                );
            }
            _ => bytes = bytes.saturating_add(header.file_len()),
        }
    }
    Ok(bytes)
}

/// Whether `-m` can mean a model by this name, and means no other by it.
fn usable(name: &str, catalog: &Catalog) -> Result<()> {
    let no = |why: String| {
        let like: String = name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || "._".contains(c) { c } else { '-' })
            .collect();
        let like = like.trim_matches(['-', '.']);
        let like = if like != name && is_word(like) { like } else { "MY-MODEL" };
        let what = tell!("import-name", name = name);
        Err(Error::new(Kind::Usage, what).why(why).hint(tell!("import-name-hint", name = like)))
    };
    if !is_word(name) {
        return no(tell!("import-name-letters"));
    }
    if name == "starter" || catalog.find(name).is_some() {
        return no(tell!("import-name-other"));
    }
    let file = format!("{name}.gguf");
    if !files::is_model(&file) || files::stem(&file) != name {
        return no(tell!("import-name-file"));
    }
    Ok(())
}

/// Whether a name means neither a path nor a repository nor a quantisation of something.
fn is_word(name: &str) -> bool {
    let alias = Name::Alias { alias: name.to_ascii_lowercase(), quant: None };
    let plain = !name.starts_with(['.', '-']) && !name.contains([':', '/']) && name.len() <= LONGEST;
    plain && (name == "starter" || Name::parse(name, "").is_ok_and(|parsed| parsed == alias))
}

/// Whether no other imported model has the name, in any case.
fn free_name(name: &str, dir: &Path) -> Result<()> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let mut names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    if names.any(|file| files::stem(&file).eq_ignore_ascii_case(name)) { Err(taken(name)) } else { Ok(()) }
}

fn taken(name: &str) -> Error {
    Error::new(Kind::Usage, tell!("import-taken", name = name)).hint(tell!("import-taken-hint"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn the_place_for_fetched_models_is_never_advised_in_any_language() {
        for lang in text::Lang::ALL {
            text::speak_here(Some(lang));
            let error = Error::new(Kind::Other, "x").hint(tell!("disk-place-hint"));
            assert!(elsewhere(error).remedy().unwrap().contains("QWILL_HOME"), "{lang:?}");
        }
        text::speak_here(None);
    }

    #[test]
    fn a_name_is_one_word_that_means_nothing_else() {
        let catalog = Catalog::builtin().unwrap();
        for good in ["tiny", "My-Model.Q4_K_M", "x1", "sha256-0123"] {
            usable(good, &catalog).unwrap();
        }
        for bad in [
            "",
            ".",
            "..",
            ".x",
            "-x",
            "a/b",
            "a:b",
            "a@b",
            "a b",
            "ä",
            "starter",
            "qwen3",
            "QWEN3",
            "qwen3:8b",
            "x.gguf",
            "mmproj-x",
            "x-draft",
            "imatrix",
            "x-00001-of-00002",
        ] {
            let error = usable(bad, &catalog).unwrap_err();
            assert_eq!(error.kind(), Kind::Usage, "{bad}");
            assert!(error.remedy().unwrap().contains("--name"), "{bad}");
        }
        assert!(usable(&"x".repeat(300), &catalog).is_err());
        assert_eq!(
            usable("my model (1)", &catalog).unwrap_err().remedy(),
            Some("give it another: --name my-model--1")
        );
    }

    #[tokio::test]
    async fn what_a_killed_copy_left_goes_with_the_next_one_and_one_at_work_stays() {
        let dir = tempfile::tempdir().unwrap();
        let source = dir.path().join("source");
        fs::write(&source, vec![7; 100_000]).unwrap();
        let models = dir.path().join("models");
        fs::create_dir(&models).unwrap();
        let (left, busy) = (models.join(".a.gguf.1.part"), models.join(".b.gguf.2.part"));
        fs::write(&left, "x").unwrap();
        let _lock = Lock::take(&busy).unwrap().unwrap();
        let parts = vec![(source.clone(), models.join("c.gguf"))];
        let import = Import { name: "c".into(), dir: models.clone(), parts, bytes: 100_000 };
        let meter = Meter::default();
        assert_eq!(import.copy(&meter).await.unwrap(), models.join("c.gguf"));
        assert_eq!(meter.figures(), (100_000, 100_000));
        assert_eq!(fs::read(models.join("c.gguf")).unwrap(), fs::read(&source).unwrap());
        assert!(!left.exists() && busy.exists());
        let error = import.copy(&meter).await.unwrap_err();
        assert!(error.to_string().contains("already"), "{error}");
        let mut all: Vec<_> =
            fs::read_dir(&models).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        all.sort();
        assert_eq!(all, [".b.gguf.2.part", "c.gguf"]);
    }

    #[tokio::test]
    async fn a_copy_that_is_stopped_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let source = dir.path().join("source");
        File::create(&source).unwrap().set_len(PIECE * 4).unwrap();
        let models = dir.path().join("models");
        let parts = vec![(source, models.join("c.gguf"))];
        let import = Import { name: "c".into(), dir: models.clone(), parts, bytes: PIECE * 4 };
        let meter = Meter::default();
        {
            let mut copy = std::pin::pin!(import.copy(&meter));
            // Once it waits for the copying thread it is left.
            assert!(futures_util::FutureExt::now_or_never(copy.as_mut()).is_none());
            assert_eq!(fs::read_dir(&models).unwrap().count(), 1);
        }
        assert_eq!(fs::read_dir(&models).unwrap().count(), 0);
    }
}

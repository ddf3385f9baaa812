//! Mentions of files in a message, and what they bring with it.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::chat::mention::{names, trimmed};
use crate::chat::prompt::Block;
use crate::config;
use crate::error::{Context, Error, Kind, Result};
use crate::tell;

/// Bytes that a mentioned file may have.
pub const LIMIT: u64 = 256 << 10;

/// Extensions of files that are images.
const IMAGES: [&str; 7] = ["png", "jpg", "jpeg", "gif", "webp", "bmp", "avif"];

/// The files that a message mentions, each once, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Paths of files that may be text.
    pub texts: Vec<String>,
    /// Paths of images.
    pub images: Vec<String>,
}

/// Whether the path is that of an image, by its extension.
pub fn is_image(path: &str) -> bool {
    let extension = Path::new(path).extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| IMAGES.contains(&extension.to_ascii_lowercase().as_str()))
}

/// The files below `root` that the text mentions with `@path` or `@"path"`. What names no file, such as
/// `@property`, is text like any other; punctuation behind a path is none of it.
pub fn found(text: &str, root: &Path) -> Found {
    let mut out = Found::default();
    for name in names(text) {
        let is_file = |path: &&str| !path.is_empty() && at(root, path).is_file();
        let Some(path) = [name, trimmed(name)].into_iter().find(is_file) else { continue };
        let list = if is_image(path) { &mut out.images } else { &mut out.texts };
        if !list.iter().any(|had| had == path) {
            list.push(path.to_owned());
        }
    }
    out
}

/// Looks for pictures, paths taken from `root`.
///
/// # Errors
/// The first that is no file.
pub fn are_there(root: &Path, pictures: &[String]) -> Result<()> {
    match pictures.iter().find(|picture| !at(root, picture).is_file()) {
        Some(picture) => Err(Error::new(Kind::Usage, tell!("file-no-picture", name = picture))
            .hint(tell!("file-no-picture-hint"))),
        None => Ok(()),
    }
}

/// Reads files for a message, paths taken from `root`.
///
/// # Errors
/// A file that is not there or no file, that is no text, or that is larger than [`LIMIT`].
pub fn attach(root: &Path, paths: &[String]) -> Result<Vec<Block>> {
    paths.iter().map(|path| Ok(Block { name: path.clone(), text: read(root, path)? })).collect()
}

/// The files that are named behind a command: all of it is one name, or each word is.
///
/// # Errors
/// Like [`attach`], for the first that cannot be.
pub fn meant(root: &Path, names: &str) -> Result<Vec<String>> {
    let clean = |name: &str| name.strip_prefix('@').unwrap_or(name).trim_matches('"').to_owned();
    let whole = clean(names.trim());
    if at(root, &whole).is_file() {
        return attach(root, std::slice::from_ref(&whole)).map(|_| vec![whole]);
    }
    let words: Vec<String> = names.split_whitespace().map(clean).collect();
    attach(root, &words).map(|_| words)
}

/// Where a file is that is named as people write it: below `root`, below the home directory, or anywhere.
pub fn at(root: &Path, path: &str) -> PathBuf {
    root.join(config::unfold(path.into()))
}

fn read(root: &Path, path: &str) -> Result<String> {
    let whole = at(root, path);
    let wrong = || tell!("file-unread", path = path);
    // Looked at before it is opened: opening a named pipe would wait for somebody to write.
    let meta = fs::metadata(&whole).context(Kind::Usage, wrong())?;
    if !meta.is_file() {
        let what = if meta.is_dir() { tell!("file-directory") } else { tell!("file-no-file") };
        return Err(Error::new(Kind::Usage, wrong()).why(what).hint(tell!("file-one-by-one")));
    }
    let mut bytes = Vec::new();
    let file = File::open(&whole).context(Kind::Usage, wrong())?;
    file.take(LIMIT + 1).read_to_end(&mut bytes).context(Kind::Usage, wrong())?;
    if bytes.contains(&0) {
        return Err(not_text(path));
    }
    if bytes.len() as u64 > LIMIT {
        let size = tell!("file-large", count = LIMIT >> 10);
        return Err(Error::new(Kind::Fit, wrong()).why(size).hint(tell!("file-large-hint")));
    }
    String::from_utf8(bytes).map_err(|_| not_text(path))
}

fn not_text(path: &str) -> Error {
    let error = Error::new(Kind::Usage, tell!("file-unread", path = path));
    error.why(tell!("file-no-text")).hint(tell!("file-no-text-hint"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::mention::mention;

    fn project() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, bytes) in [
            ("a.rs", &b"fn a() {}\n"[..]),
            ("two words.txt", b"x"),
            ("cat.PNG", b"\x89PNG"),
            ("binary", b"a\0b"),
            ("latin", b"caf\xE9"),
            ("ملف.txt", b"y"),
        ] {
            fs::write(dir.path().join(name), bytes).unwrap();
        }
        dir
    }

    #[test]
    fn files_are_named_from_the_project_the_home_or_the_root() {
        let home = std::env::home_dir().unwrap();
        let project = Path::new("/project");
        assert_eq!(at(project, "a/b.png"), Path::new("/project/a/b.png"));
        assert_eq!(at(project, "~/b.png"), home.join("b.png"));
        assert_eq!(at(project, "~b.png"), Path::new("/project/~b.png"));
        assert_eq!(at(project, "/b.png"), Path::new("/b.png"));
    }

    #[test]
    fn mentions_are_found_and_only_files_are_meant() {
        let dir = project();
        let text =
            "see @a.rs, (@\"two words.txt\") @cat.PNG; not me@a.rs @property @ @a.rs and @ملف.txt؟ @/nowhere";
        let found = found(text, dir.path());
        assert_eq!(found.texts, ["a.rs", "two words.txt", "ملف.txt"]);
        assert_eq!(found.images, ["cat.PNG"]);
    }

    #[test]
    fn every_path_that_is_written_as_a_mention_is_found_again() {
        let dir = project();
        for path in ["a.rs", "two words.txt", "odd)", "dots..."] {
            fs::write(dir.path().join(path), "x").unwrap();
            assert_eq!(found(&format!("{}, then", mention(path)), dir.path()).texts, [path], "{path}");
        }
    }

    #[test]
    fn text_is_attached_under_its_name() {
        let dir = project();
        let blocks = attach(dir.path(), &["a.rs".into()]).unwrap();
        assert_eq!(blocks, [Block { name: "a.rs".into(), text: "fn a() {}\n".into() }]);
    }

    #[test]
    fn names_behind_a_command_are_one_or_each_a_file() {
        let dir = project();
        for (names, wanted) in [
            ("a.rs", vec!["a.rs"]),
            ("two words.txt", vec!["two words.txt"]),
            ("@\"two words.txt\"", vec!["two words.txt"]),
            ("a.rs @ملف.txt", vec!["a.rs", "ملف.txt"]),
        ] {
            assert_eq!(meant(dir.path(), names).unwrap(), wanted, "{names}");
        }
        assert!(meant(dir.path(), "a.rs none").is_err() && meant(dir.path(), "binary").is_err());
    }

    #[test]
    fn what_is_no_text_or_no_file_or_too_long_is_refused() {
        let dir = project();
        fs::write(dir.path().join("long"), vec![b'x'; LIMIT as usize + 1]).unwrap();
        fs::create_dir(dir.path().join("sub")).unwrap();
        rustix::fs::mkfifoat(rustix::fs::CWD, dir.path().join("pipe"), rustix::fs::Mode::RUSR).unwrap();
        for (path, why) in [
            ("binary", "it is not text"),
            ("latin", "it is not text"),
            ("long", "it has more than 256 KiB"),
            ("sub", "it is a directory"),
            ("pipe", "it is not a file"),
            ("none", "No such file or directory (os error 2)"),
        ] {
            let error = attach(dir.path(), &[path.to_owned()]).unwrap_err();
            assert_eq!(error.to_string(), format!("cannot read {path}: {why}"));
        }
    }
}

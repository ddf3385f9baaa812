//! What the calls of a model are kept to: files that exist, and the texts of those that it knows.

use std::collections::{BTreeMap, BTreeSet};

use super::edit::text::{Ending, Text};
use super::tool;
use super::workspace::{Place, Workspace};
use crate::wire::{Guide, Quote};

/// Files of a project that can be named; in a larger one any name can be.
const FILES: usize = 20_000;
/// The longest text that can be quoted, in bytes.
const LONG: u64 = 1 << 20;
/// All texts together.
const ALL: usize = 4 << 20;
/// Words that were said which are tried as names of files.
const WORDS: usize = 2000;

/// What is known of a project: what it holds by the rules of version control, what was read or written so far, and
/// what `said` names. Looks at the disk.
pub fn lead<'a>(workspace: &Workspace, said: impl IntoIterator<Item = &'a str>) -> Guide {
    let files = texts(workspace);
    let mut guide = Guide::default();
    let quote = Quote { path: tool::PATH.into(), value: tool::OLD.into() };
    guide.quote.insert(tool::EDIT.into(), quote);
    let held = workspace.resolve(".").map(|root| workspace.files(&root, FILES));
    if let Ok(held) = held
        && !held.more
    {
        // What is ignored is read all the same when somebody names it.
        let mut paths: BTreeSet<String> = held.paths.into_iter().collect();
        paths.extend(named(workspace, said));
        guide.paths = paths.into_iter().collect();
        guide.existing.insert(tool::READ.into(), tool::PATH.into());
    }
    guide.files = files;
    guide
}

/// The texts of the files that were noted, in the form in which a model reads them.
fn texts(workspace: &Workspace) -> BTreeMap<String, String> {
    let mut left = ALL;
    let mut files = BTreeMap::new();
    for path in workspace.noted() {
        let Ok(place) = workspace.resolve(&path) else { continue };
        let Some(text) = text(workspace, &place).filter(|text| text.len() <= left) else { continue };
        left -= text.len();
        files.insert(path, text);
    }
    files
}

fn text(workspace: &Workspace, place: &Place) -> Option<String> {
    let size = place.abs.metadata().ok()?.len();
    let bytes = (size <= LONG).then(|| workspace.bytes(place).ok())??;
    Some(Ending::Lf.convert(&Text::read(&bytes).ok()?.body))
}

/// The files that are named in these texts, as they are named there.
fn named<'a>(workspace: &Workspace, said: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mark = |c: char| !(c.is_alphanumeric() || matches!(c, '/' | '_' | '~'));
    let words = said.into_iter().flat_map(str::split_whitespace).flat_map(|word| {
        let bare = word.trim_end_matches(mark).trim_start_matches(|c| c != '.' && mark(c));
        // Behind a colon stands the line.
        [Some(bare), bare.split_once(':').map(|(path, _)| path)].into_iter().flatten()
    });
    let words = words.filter(|word| word.contains(['.', '/'])).take(WORDS);
    let words: BTreeSet<&str> = words.collect();
    let is_file = |word: &&str| workspace.resolve(word).is_ok_and(|place| place.abs.is_file());
    words.into_iter().filter(is_file).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::code::workspace::read::Span;

    fn room() -> (tempfile::TempDir, Workspace) {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in [
            (".gitignore", "/out\n"),
            ("notes.txt", "\u{feff}alpha\r\nbeta\r\n"),
            ("src/main.rs", "fn main() {}\n"),
            ("out/build.log", "ok\n"),
            ("data.bin", "a\0b"),
        ] {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let space = Workspace::open(dir.path()).unwrap();
        (dir, space)
    }

    fn read(space: &Workspace, path: &str) {
        space.read(&space.resolve(path).unwrap(), Span::default()).unwrap();
    }

    #[test]
    fn reads_are_kept_to_files_that_exist_and_edits_to_what_was_read() {
        let (dir, space) = room();
        let guide = lead(&space, []);
        assert_eq!(guide.paths, [".gitignore", "data.bin", "notes.txt", "src/main.rs"]);
        assert_eq!(guide.existing["read"], "path");
        assert!(guide.files.is_empty());
        read(&space, "./notes.txt");
        space.note(&space.resolve("data.bin").unwrap(), b"a\0b");
        space.note(&space.resolve("gone.txt").unwrap(), b"gone");
        let guide = lead(&space, []);
        assert_eq!(guide.quote["edit"], Quote { path: "path".into(), value: "old".into() });
        let files: Vec<_> = guide.files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert_eq!(files, [("notes.txt", "alpha\nbeta\n")], "without marks and as a model reads it");
        fs::write(dir.path().join("notes.txt"), "later\n").unwrap();
        assert_eq!(lead(&space, []).files["notes.txt"], "later\n");
        fs::write(dir.path().join("notes.txt"), "x".repeat(LONG as usize + 1)).unwrap();
        assert!(lead(&space, []).files.is_empty());
    }

    #[test]
    fn an_ignored_file_can_be_read_when_somebody_names_it() {
        let (_dir, space) = room();
        for said in
            ["read out/build.log.", "see (`./out/build.log`)!", "out/build.log:3: error", "- out/build.log"]
        {
            let paths = lead(&space, [said]).paths;
            assert!(paths.iter().any(|path| path.ends_with("out/build.log")), "{said}: {paths:?}");
        }
        let paths = lead(&space, ["../x /etc/passwd out/none.log build.log ~/.profile"]).paths;
        assert_eq!(paths.len(), 4, "{paths:?}");
    }

    #[test]
    fn what_is_too_much_is_left_out() {
        let (dir, space) = room();
        for at in 0..6 {
            let path = format!("big{at}.txt");
            fs::write(dir.path().join(&path), "word ".repeat(200_000)).unwrap();
            read(&space, &path);
        }
        let files = lead(&space, []).files;
        assert_eq!(files.len(), 4);
        assert!(files.values().map(String::len).sum::<usize>() <= ALL);
    }
}

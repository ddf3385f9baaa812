//! Edits of whole trees: what an answer makes of the files of a directory, byte for byte.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its files fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use qwill::code::edit::plan::Plan;
use qwill::code::edit::{commit, fault, format, plan};

/// The files below a directory, by their paths.
fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut files, mut dirs) = (BTreeMap::new(), vec![root.to_owned()]);
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(&dir).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn lay(files: &BTreeMap<String, Vec<u8>>, root: &Path) {
    for (name, bytes) in files {
        fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
        fs::write(root.join(name), bytes).unwrap();
    }
}

/// The plan for an answer, or what the model is told.
fn planned(answer: &str, root: &Path) -> Result<Plan, String> {
    let changes = format::parse(answer).map_err(|broken| broken.model())?;
    let read = |path: &str| match fs::read(root.join(path)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        // A path that goes through a file is of no file.
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => Ok(None),
        read => read.map(Some),
    };
    plan::plan(&changes, read).map_err(|failures| fault::model(&failures))
}

#[test]
fn every_case_gives_the_files_that_are_expected() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/edits");
    let mut dirs: Vec<_> = fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path()).collect();
    dirs.retain(|dir| dir.is_dir());
    dirs.sort();
    assert!(dirs.len() >= 25, "cases are missing");
    let mut faults = Vec::new();
    for dir in dirs {
        let name = dir.file_name().unwrap().to_str().unwrap();
        let (work, journal) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        lay(&tree(&dir.join("input")), work.path());
        let answer = fs::read_to_string(dir.join("patch.txt")).unwrap();
        let told = match planned(&answer, work.path()) {
            Ok(plan) => {
                commit::commit(&plan, work.path(), journal.path()).unwrap();
                None
            }
            Err(told) => Some(told),
        };
        let expected = fs::read_to_string(dir.join("model.txt")).ok();
        if told != expected {
            faults.push(format!("{name}: told {told:?}, expected {expected:?}"));
        }
        let (is, wanted) = (tree(work.path()), tree(&dir.join("expected")));
        if is != wanted {
            let show = |files: &BTreeMap<String, Vec<u8>>| {
                files
                    .iter()
                    .map(|(name, bytes)| format!("  {name}: {:?}\n", String::from_utf8_lossy(bytes)))
                    .collect::<String>()
            };
            faults.push(format!("{name}: files are\n{}expected are\n{}", show(&is), show(&wanted)));
        }
        let left: Vec<_> = tree(journal.path()).into_keys().filter(|name| name != "lock").collect();
        assert!(left.is_empty(), "{name}: {left:?} is left");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

//! The files below a directory, without getting lost in links.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::Reading;
use crate::tell;

/// Entries of directories that are looked at before the rest is left out.
const ENTRIES: usize = 50_000;

/// A directory on the way.
struct Dir {
    /// From the root, with a `/` at the end unless it is the root.
    path: String,
    depth: usize,
    /// Where it and those above it really lie, to see when a link leads back up.
    above: Vec<PathBuf>,
}

/// The files in `dir` and below, as paths from there with `/`, sorted; those of up to `depth` parts.
/// Links are followed, but not into a directory that is already on the way. Hidden files are left out.
pub(super) fn files(dir: &Path, depth: usize, reading: &mut Reading) -> Vec<String> {
    walk(dir, depth, ENTRIES, reading)
}

fn walk(root: &Path, depth: usize, limit: usize, reading: &mut Reading) -> Vec<String> {
    let mut left = limit;
    let mut files = Vec::new();
    let mut dirs = vec![Dir { path: String::new(), depth: 1, above: Vec::new() }];
    while let Some(dir) = dirs.pop() {
        let real = match fs::canonicalize(root.join(&dir.path)) {
            // The root need not be there.
            Err(error) if error.kind() == ErrorKind::NotFound && dir.path.is_empty() => return files,
            Err(error) => {
                reading.fail(&tell!("store-some"), &root.join(&dir.path), &error);
                continue;
            }
            Ok(real) if dir.above.contains(&real) => continue,
            Ok(real) => real,
        };
        let names = match names(&real, &mut left, reading) {
            Ok(names) => names,
            Err(error) => {
                reading.fail(&tell!("store-some"), &root.join(&dir.path), &error);
                continue;
            }
        };
        let above = [dir.above, vec![real]].concat();
        for name in names {
            let path = format!("{}{name}", dir.path);
            match fs::metadata(root.join(&path)) {
                Ok(meta) if meta.is_dir() && dir.depth < depth => {
                    dirs.push(Dir { path: path + "/", depth: dir.depth + 1, above: above.clone() });
                }
                Ok(meta) if !meta.is_file() => {}
                // Whoever needs a file that cannot be looked at tells why.
                _ => files.push(path),
            }
        }
        if left == 0 {
            reading.tell(tell!("store-many", path = root.display().to_string(), count = limit.to_string()));
            break;
        }
    }
    files.sort();
    files
}

fn names(dir: &Path, left: &mut usize, reading: &mut Reading) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir)? {
        if *left == 0 {
            break;
        }
        *left -= 1;
        match entry?.file_name().into_string() {
            Ok(name) if name.starts_with('.') => {}
            Ok(name) => names.push(name),
            Err(name) => {
                let path = dir.join(name);
                reading.tell(tell!("store-utf8", path = path.display().to_string()));
            }
        }
    }
    // The order in which a file system lists would decide what the limit leaves out.
    names.sort_by(|a, b| b.cmp(a));
    Ok(names)
}

#[cfg(all(test, unix))]
mod tests {
    use super::super::tests::put;
    use super::*;
    use crate::models::found::Store;
    use std::os::unix::fs::symlink;

    fn reading(root: &Path) -> Reading {
        Reading::new(Store::LmStudio, root.to_owned())
    }

    #[test]
    fn links_are_followed_but_not_round_and_round() {
        let dir = tempfile::tempdir().unwrap();
        let (root, other) = (dir.path().join("root"), dir.path().join("other"));
        put(&root, "a/one", b"");
        put(&other, "two", b"");
        symlink(&root, root.join("a/up")).unwrap();
        symlink(".", root.join("a/here")).unwrap();
        symlink(&other, root.join("b")).unwrap();
        symlink(root.join("a/one"), root.join("c")).unwrap();
        symlink(&root, other.join("back")).unwrap();
        symlink("loop", root.join("loop")).unwrap();
        symlink("nowhere", root.join("broken")).unwrap();
        let mut reading = reading(&root);
        assert_eq!(files(&root, 9, &mut reading), ["a/one", "b/two", "broken", "c", "loop"]);
        assert!(reading.finish().notices.is_empty());
    }

    #[test]
    fn depth_and_number_have_an_end() {
        let dir = tempfile::tempdir().unwrap();
        for path in ["a", "b/c", "b/d/e", "b/.hidden", ".git/config"] {
            put(dir.path(), path, b"");
        }
        let mut reading = reading(dir.path());
        assert_eq!(walk(dir.path(), 1, 99, &mut reading), ["a"]);
        assert_eq!(walk(dir.path(), 2, 99, &mut reading), ["a", "b/c"]);
        assert_eq!(walk(dir.path(), 3, 99, &mut reading), ["a", "b/c", "b/d/e"]);
        assert!(reading.scan.notices.is_empty());
        assert!(walk(dir.path(), 3, 4, &mut reading).len() < 3);
        assert_eq!(reading.scan.notices.len(), 1);
    }

    #[test]
    fn pipes_are_no_files_and_a_root_that_is_a_file_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let _listening = std::os::unix::net::UnixListener::bind(dir.path().join("socket")).unwrap();
        let mut reading = reading(dir.path());
        assert!(files(dir.path(), 3, &mut reading).is_empty());
        let file = put(dir.path(), "file", b"");
        assert!(files(&file, 3, &mut reading).is_empty());
        assert_eq!(reading.scan.notices.len(), 1);
    }
}

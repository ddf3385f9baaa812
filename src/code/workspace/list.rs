//! Shows a model what is in a directory.

use std::fs;

use super::read::weigh;
use super::{Place, Workspace, walk};
use crate::error::{Error, Kind, Result};
use crate::tell;

/// Entries that are shown.
const SHOWN: usize = 200;

/// Entries that are counted.
const COUNTED: usize = 20_000;

impl Workspace {
    /// What is in `dir`, so many levels deep, one entry a line by its path from the root: directories with `/` at
    /// the end, files with their size, links with where they lead. Ignored files are left out.
    ///
    /// # Errors
    /// There is no such directory.
    pub fn list(&self, dir: &Place, depth: usize) -> Result<String> {
        let Ok(meta) = fs::symlink_metadata(&dir.abs) else { return Err(self.missing(dir)) };
        if !meta.is_dir() {
            return Err(Error::new(Kind::Usage, tell!("workspace-file", path = dir.rel.as_str())));
        }
        let (mut text, mut count) = (String::new(), 0);
        let mut walk = walk::builder(self.root(), &dir.abs);
        for entry in walk.max_depth(Some(depth.max(1))).build().flatten().filter(|entry| entry.depth() > 0) {
            count += 1;
            if count > COUNTED {
                break;
            }
            if count <= SHOWN {
                let path = entry.path().strip_prefix(self.root()).unwrap_or(entry.path()).to_string_lossy();
                text.push_str(&format!("{path}{}\n", after(&entry)));
            }
        }
        match count {
            0 => text.push_str("(empty)\n"),
            count if count > COUNTED => {
                text.push_str(&format!("... and more than {} more\n", COUNTED - SHOWN))
            }
            count if count > SHOWN => text.push_str(&format!("... and {} more\n", count - SHOWN)),
            _ => {}
        }
        Ok(text)
    }
}

/// What stands behind an entry's name.
fn after(entry: &ignore::DirEntry) -> String {
    let Ok(meta) = entry.metadata() else { return String::new() };
    if meta.is_dir() {
        return "/".to_owned();
    }
    if meta.is_symlink() {
        let to = fs::read_link(entry.path()).unwrap_or_default();
        return format!(" -> {}", to.display());
    }
    format!(" ({})", weigh(meta.len()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn entries_are_listed_with_what_they_are() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("src/deep")).unwrap();
        fs::create_dir_all(dir.path().join(".git")).unwrap();
        fs::write(dir.path().join("src/deep/x"), "").unwrap();
        fs::write(dir.path().join("a"), "12").unwrap();
        symlink("src", dir.path().join("l")).unwrap();
        let space = Workspace::open(dir.path()).unwrap();
        let list = |path: &str, depth| space.list(&space.resolve(path).unwrap(), depth);
        assert_eq!(list(".", 1).unwrap(), "a (2 B)\nl -> src\nsrc/\n");
        assert_eq!(list(".", 2).unwrap(), "a (2 B)\nl -> src\nsrc/\nsrc/deep/\n");
        assert_eq!(list("src/deep", 3).unwrap(), "src/deep/x (0 B)\n");
        fs::remove_file(dir.path().join("src/deep/x")).unwrap();
        assert_eq!(list("src/deep", 0).unwrap(), "(empty)\n");
        assert_eq!(list("a", 1).unwrap_err().to_string(), "a is a file");
        assert_eq!(list("b", 1).unwrap_err().to_string(), "there is no b");
    }

    #[test]
    fn a_long_list_is_cut_and_the_rest_counted() {
        let dir = tempfile::tempdir().unwrap();
        for index in 0..205 {
            fs::write(dir.path().join(format!("{index:03}")), "").unwrap();
        }
        let space = Workspace::open(dir.path()).unwrap();
        let text = space.list(&space.resolve(".").unwrap(), 1).unwrap();
        assert!(text.ends_with("199 (0 B)\n... and 5 more\n"), "{text}");
    }
}

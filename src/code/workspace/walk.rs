//! Goes through a project by the rules of version control, whether or not it is under version control.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::{Place, Workspace};

/// Files of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// From the root, with `/`, in the order of their names.
    pub paths: Vec<String>,
    /// Whether there are more than were wanted.
    pub more: bool,
}

impl Workspace {
    /// Files and links below `under`, at most `cap`. Hidden ones are among them, ignored ones are not, nor what
    /// belongs to version control, nor what has a name that is no UTF-8.
    pub fn files(&self, under: &Place, cap: usize) -> Files {
        let mut files = Files::default();
        for entry in builder(self.root(), &under.abs).build() {
            // A directory that cannot be read hides its files and no others.
            let Ok(entry) = entry else { continue };
            if entry.file_type().is_none_or(|kind| kind.is_dir()) {
                continue;
            }
            let path = entry.path().strip_prefix(self.root()).unwrap_or(entry.path());
            let Some(path) = path.to_str() else { continue };
            if files.paths.len() == cap {
                files.more = true;
                break;
            }
            files.paths.push(path.to_owned());
        }
        files
    }
}

/// A walk below `under` in name order that follows no links and leaves `.git` out. The ignore files above
/// count too; those above the root only if the root is a part of a larger repository.
pub fn builder(root: &Path, under: &Path) -> WalkBuilder {
    let mut walk = WalkBuilder::new(under);
    walk.hidden(false)
        .require_git(false)
        .follow_links(false)
        .parents(under != root || is_part(root))
        .sort_by_file_name(OsStr::cmp)
        .filter_entry(|entry| entry.depth() == 0 || !is_git(entry.file_name()));
    walk
}

/// Whether a name is that of version control's own directory.
pub fn is_git(name: &OsStr) -> bool {
    name.eq_ignore_ascii_case(".git")
}

/// Whether a directory is below the root of a repository.
fn is_part(root: &Path) -> bool {
    let has = |dir: &Path| PathBuf::from(dir).join(".git").exists();
    !has(root) && root.ancestors().skip(1).any(has)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn room() -> (tempfile::TempDir, Workspace) {
        let dir = tempfile::tempdir().unwrap();
        for path in [
            ".git/config",
            "b/deep/x.rs",
            "b-c.txt",
            "target/out.o",
            "a.log",
            ".hidden",
            "b/skip.me",
            "sub/.git/x",
        ] {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        fs::write(dir.path().join(".gitignore"), "/target\n*.log\n").unwrap();
        fs::write(dir.path().join("b/.gitignore"), "skip.me\n").unwrap();
        let space = Workspace::open(dir.path()).unwrap();
        (dir, space)
    }

    #[test]
    fn ignored_files_and_version_control_are_left_out() {
        let (_dir, space) = room();
        let files = space.files(&space.resolve(".").unwrap(), 100);
        assert_eq!(files.paths, [".gitignore", ".hidden", "b/.gitignore", "b/deep/x.rs", "b-c.txt"]);
        assert!(!files.more);
    }

    #[test]
    fn a_directory_that_is_asked_for_is_shown_though_it_is_ignored() {
        let (_dir, space) = room();
        let files = space.files(&space.resolve("target").unwrap(), 100);
        assert_eq!(files.paths, ["target/out.o"]);
        assert_eq!(space.files(&space.resolve("b").unwrap(), 100).paths, ["b/.gitignore", "b/deep/x.rs"]);
    }

    #[test]
    fn no_more_are_given_than_are_wanted() {
        let (_dir, space) = room();
        let files = space.files(&space.resolve(".").unwrap(), 2);
        assert_eq!((files.paths.len(), files.more), (2, true));
        assert!(!space.files(&space.resolve(".").unwrap(), 5).more);
    }
}

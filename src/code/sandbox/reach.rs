//! What may be read when some things may not: Landlock only knows what is allowed, and all below it.

use std::fs;
use std::path::{Path, PathBuf};

/// Devices that are harmless; others give sound, pictures, keys, whole disks, and the terminals of other programs.
pub(super) const DEVICES: [&str; 6] =
    ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty"];

/// The largest parts of the tree at `top` that hold nothing of `hidden`, which are paths without links. Links on
/// the way are left out: what they point to counts where it is.
pub(super) fn beside(top: &Path, hidden: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut dirs = vec![top.to_owned()];
    while let Some(dir) = dirs.pop() {
        if hidden.contains(&dir) {
            continue;
        }
        if !hidden.iter().any(|path| path.starts_with(&dir)) {
            found.push(dir);
            continue;
        }
        for entry in fs::read_dir(&dir).into_iter().flatten().flatten() {
            if entry.file_type().is_ok_and(|kind| !kind.is_symlink()) {
                dirs.push(entry.path());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tree(paths: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for path in paths {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        dir
    }

    #[test]
    fn only_the_way_to_a_secret_is_split() {
        let dir = tree(&["a/b/secret", "a/b/c/d", "a/e", "f/g/h"]);
        let top = dir.path().canonicalize().unwrap();
        std::os::unix::fs::symlink(top.join("a/b/secret"), top.join("link")).unwrap();
        let mut found = beside(&top, &[top.join("a/b/secret")]);
        found.sort();
        assert_eq!(found, ["a/b/c", "a/e", "f"].map(|path| top.join(path)));
        assert_eq!(beside(&top, &[]), std::slice::from_ref(&top));
        assert!(beside(&top, std::slice::from_ref(&top)).is_empty());
    }

    proptest! {
        #[test]
        fn nothing_hidden_is_below_what_is_found(pick in prop::collection::vec(0..6usize, 0..4)) {
            let all = ["a/b/c", "a/b/d", "a/e", "f", "g/h/i/j", "g/k"];
            let dir = tree(&all);
            let top = dir.path().canonicalize().unwrap();
            let hidden: Vec<PathBuf> = pick.iter().map(|&at| top.join(all[at])).collect();
            let found = beside(&top, &hidden);
            for path in all.map(|path| top.join(path)) {
                let open = found.iter().any(|dir| path.starts_with(dir));
                prop_assert_eq!(open, !hidden.contains(&path), "{:?}", path);
            }
        }
    }
}

//! The project's files: a list made in the background to pick from, and what a mention of one brings.

mod attach;
mod walk;

pub use crate::chat::mention::mention;
pub use attach::{are_there, at, attach, found, is_image, meant};

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::words::{self, Kind};

/// Files listed at most; more would make no picker better.
pub const MOST: usize = 50_000;

/// A file that a query found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its path from the project's directory, as it is: not made harmless for a screen.
    pub path: String,
    /// Positions of the matched letters, in graphemes from 0.
    pub matched: Vec<usize>,
}

/// How far the list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// More files may come.
    Listing,
    /// All are there.
    Whole,
    /// There are more than [`MOST`].
    Cut,
}

/// The list, and what its thread shares with it.
#[derive(Debug)]
struct Shared {
    list: RwLock<(Vec<String>, State)>,
    stop: AtomicBool,
}

/// The files below a directory: no hidden ones, none that version control ignores, no links followed.
#[derive(Debug)]
pub struct Files {
    root: PathBuf,
    shared: Arc<Shared>,
}

impl Files {
    /// Begins to list the files below `root` on a thread of its own, which ends when this is dropped.
    pub fn new(root: &Path) -> Files {
        let list = RwLock::new((Vec::new(), State::Listing));
        let shared = Arc::new(Shared { list, stop: AtomicBool::new(false) });
        let (theirs, dir) = (Arc::clone(&shared), root.to_owned());
        let thread = std::thread::Builder::new().name("files".into());
        if thread.spawn(move || walk::list(&dir, &theirs)).is_err() {
            shared.close(State::Whole);
        }
        Files { root: root.to_owned(), shared }
    }

    /// The directory that paths are taken from.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Lists anew, as files come and go.
    pub fn refresh(&mut self) {
        *self = Files::new(&self.root);
    }

    /// How far the list is.
    pub fn state(&self) -> State {
        self.shared.list.read().unwrap_or_else(PoisonError::into_inner).1
    }

    /// The files that fit the query, best first, no more than `limit`; for a blank query those nearest to the
    /// project's directory.
    pub fn rank(&self, query: &str, limit: usize) -> Vec<Hit> {
        let list = self.shared.list.read().unwrap_or_else(PoisonError::into_inner);
        if query.trim().is_empty() {
            return nearest(&list.0, limit);
        }
        let found = words::top(Kind::Paths, query, &list.0, limit);
        let hit = |(index, _, matched): (usize, u32, Vec<u32>)| Hit {
            path: list.0[index].clone(),
            matched: matched.into_iter().map(|at| at as usize).collect(),
        };
        found.into_iter().map(hit).collect()
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
    }
}

impl Shared {
    /// Adds files; says whether more are wanted.
    fn add(&self, files: &mut Vec<String>) -> bool {
        let mut list = self.list.write().unwrap_or_else(PoisonError::into_inner);
        let room = MOST - list.0.len();
        let over = files.len() > room;
        list.0.extend(files.drain(..).take(room));
        if over {
            list.1 = State::Cut;
        }
        !over && !self.stop.load(Ordering::Relaxed)
    }

    fn close(&self, state: State) {
        self.list.write().unwrap_or_else(PoisonError::into_inner).1 = state;
    }
}

/// The paths with the fewest directories, in the order of their names.
fn nearest(list: &[String], limit: usize) -> Vec<Hit> {
    let order = |path: &&String| (path.matches('/').count(), (*path).clone());
    let mut paths: Vec<&String> = list.iter().collect();
    if limit < paths.len() {
        paths.select_nth_unstable_by_key(limit, order);
        paths.truncate(limit);
    }
    paths.sort_unstable_by_key(order);
    paths.into_iter().map(|path| Hit { path: path.clone(), matched: Vec::new() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn whole(root: &Path) -> Files {
        let files = Files::new(root);
        while files.state() == State::Listing {
            std::thread::yield_now();
        }
        files
    }

    fn paths(files: &Files, query: &str) -> Vec<String> {
        files.rank(query, 10).into_iter().map(|hit| hit.path).collect()
    }

    #[test]
    fn hidden_and_ignored_files_and_links_are_left_out() {
        let dir = tempfile::tempdir().unwrap();
        for path in ["src/main.rs", "a.md", ".env", ".git/config", "target/x.rs", "b.log"] {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        fs::write(dir.path().join(".gitignore"), "target/\n*.log\n").unwrap();
        std::os::unix::fs::symlink(dir.path(), dir.path().join("loop")).unwrap();
        let mut files = whole(dir.path());
        assert_eq!(paths(&files, ""), ["a.md", "src/main.rs"]);
        assert_eq!(files.rank("mn", 10), [Hit { path: "src/main.rs".into(), matched: vec![4, 7] }]);
        fs::write(dir.path().join("new.rs"), "x").unwrap();
        files.refresh();
        while files.state() == State::Listing {
            std::thread::yield_now();
        }
        assert_eq!(paths(&files, ".rs"), ["new.rs", "src/main.rs"]);
    }

    #[test]
    fn a_missing_directory_has_no_files() {
        assert!(whole(Path::new("/nowhere/at/all")).rank("", 10).is_empty());
    }

    #[test]
    fn the_list_has_an_end() {
        let shared = Shared { list: RwLock::new((Vec::new(), State::Listing)), stop: AtomicBool::new(false) };
        let mut many: Vec<String> = (0..MOST).map(|n| n.to_string()).collect();
        assert!(shared.add(&mut many));
        assert!(!shared.add(&mut vec!["one more".to_owned()]));
        assert_eq!((shared.list.read().unwrap().0.len(), shared.list.read().unwrap().1), (MOST, State::Cut));
    }

    #[test]
    fn an_ignore_file_counts_outside_of_version_control_too() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(".gitignore"), "x\n").unwrap();
        fs::write(dir.path().join("x"), "").unwrap();
        fs::write(dir.path().join("y"), "").unwrap();
        assert_eq!(paths(&whole(dir.path()), ""), ["y"]);
    }
}

//! Commits that are stopped at every change of the disk.

use std::collections::BTreeMap;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

use super::*;

/// Where the disk stops.
#[derive(Default)]
pub(super) struct Stop {
    /// Changes so far.
    count: usize,
    /// The change that fails, from 1.
    at: Option<usize>,
    /// Whether all later ones fail too, as when the program is killed.
    for_good: bool,
}

impl Stop {
    pub(super) fn step(&mut self) -> io::Result<()> {
        self.count += 1;
        let fails = |at| self.count == at || self.for_good && self.count > at;
        if self.at.is_some_and(fails) { Err(io::Error::other("stopped")) } else { Ok(()) }
    }
}

fn killed(at: usize) -> Disk {
    Disk { stop: Stop { count: 0, at: Some(at), for_good: true } }
}

fn failing(at: usize) -> Disk {
    Disk { stop: Stop { count: 0, at: Some(at), for_good: false } }
}

/// Everything below a directory: the mode and the bytes of files, where links lead, directories.
fn tree(root: &Path) -> BTreeMap<PathBuf, (u32, Vec<u8>)> {
    let (mut all, mut dirs) = (BTreeMap::new(), vec![root.to_owned()]);
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(&dir).unwrap() {
            let path = entry.unwrap().path();
            let meta = fs::symlink_metadata(&path).unwrap();
            let bytes = if meta.is_dir() {
                dirs.push(path.clone());
                Vec::new()
            } else if meta.is_symlink() {
                fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes()
            } else {
                fs::read(&path).unwrap()
            };
            all.insert(path.strip_prefix(root).unwrap().to_owned(), (meta.mode(), bytes));
        }
    }
    all
}

fn file(path: &str, before: Option<&str>, after: Option<&str>) -> File {
    let bytes = |text: Option<&str>| text.map(|text| text.as_bytes().to_vec());
    File { path: path.into(), before: bytes(before), after: bytes(after), from: None }
}

/// A project with a file of each kind, and a plan for all of them.
fn project() -> (tempfile::TempDir, Plan) {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("root");
    fs::create_dir_all(root.join("in")).unwrap();
    for (path, text) in [("run", "1"), ("in/gone", "2"), ("target", "3"), ("moved", "4")] {
        fs::write(root.join(path), text).unwrap();
    }
    for path in ["run", "moved"] {
        fs::set_permissions(root.join(path), fs::Permissions::from_mode(0o751)).unwrap();
    }
    symlink("../target", root.join("in/link")).unwrap();
    symlink("target", root.join("dead")).unwrap();
    let moved = File { from: Some("moved".into()), ..file("new/deep/er", None, Some("4")) };
    let files = vec![
        file("in/gone", Some("2"), None),
        file("in/link", Some("3"), Some("three")),
        file("moved", Some("4"), None),
        moved,
        file("new/other", None, Some("")),
        file("run", Some("1"), Some("one")),
    ];
    (dir, Plan { files, notes: Vec::new() })
}

#[test]
fn all_files_are_written_as_they_are() {
    let (dir, plan) = project();
    let (root, log) = (dir.path().join("root"), dir.path().join("log"));
    commit(&plan, &root, &log).unwrap();
    let tree = tree(&root);
    let names: Vec<_> = tree.keys().map(|path| path.to_str().unwrap()).collect();
    assert_eq!(
        names,
        ["dead", "in", "in/link", "new", "new/deep", "new/deep/er", "new/other", "run", "target"]
    );
    let of = |path: &str| (tree[Path::new(path)].0 & 0o777, tree[Path::new(path)].1.as_slice());
    assert_eq!((of("run"), of("new/deep/er")), ((0o751, &b"one"[..]), (0o751, &b"4"[..])));
    assert_eq!((of("target").1, of("in/link").1), (&b"three"[..], &b"../target"[..]));
    assert_eq!(recover(&log).unwrap(), []);
}

#[test]
fn a_link_that_goes_is_only_the_link() {
    let (dir, _) = project();
    let root = dir.path().join("root");
    let plan = Plan { files: vec![file("dead", Some("3"), None)], notes: Vec::new() };
    for at in 1.. {
        let before = tree(&root);
        if write(&plan, &root, &dir.path().join("log"), &mut failing(at)).is_ok() {
            break;
        }
        assert_eq!(tree(&root), before);
    }
    assert!(!root.join("dead").is_symlink() && root.join("target").exists());
}

/// After a kill at any change, and a kill at any change of the recovery, all files are old or all are new.
#[test]
fn a_kill_anywhere_leaves_all_old_or_all_new() {
    let (mut old, mut new) = (0, 0);
    for at in 1.. {
        for again in 1.. {
            let (dir, plan) = project();
            let (root, log) = (dir.path().join("root"), dir.path().join("log"));
            let before = tree(&root);
            let mut disk = killed(at);
            _ = write(&plan, &root, &log, &mut disk);
            if disk.stop.count < at {
                assert!(old > 5 && new > 1, "{old} old, {new} new");
                return;
            }
            let mut disk = killed(again);
            _ = journal::recover(&log, &mut disk);
            assert_eq!(recover(&log).unwrap(), [], "at {at}, {again}");
            let after = tree(&root);
            if after == before {
                old += 1;
            } else {
                commit_fresh(&after);
                new += 1;
            }
            assert!(fs::read_dir(&log).unwrap().count() <= 1, "only the lock stays");
            if disk.stop.count < again {
                break;
            }
        }
    }
}

/// That a tree is what the plan makes of the project.
fn commit_fresh(after: &BTreeMap<PathBuf, (u32, Vec<u8>)>) {
    let (dir, plan) = project();
    commit(&plan, &dir.path().join("root"), &dir.path().join("log")).unwrap();
    assert_eq!(*after, tree(&dir.path().join("root")));
}

#[test]
fn a_failure_anywhere_leaves_all_old() {
    for at in 1.. {
        let (dir, plan) = project();
        let (root, log) = (dir.path().join("root"), dir.path().join("log"));
        let before = tree(&root);
        let mut disk = failing(at);
        let done = write(&plan, &root, &log, &mut disk);
        if disk.stop.count < at {
            assert!(at > 10);
            return;
        }
        match done {
            Ok(()) => commit_fresh(&tree_after_recovery(&root, &log)),
            Err(_) => assert_eq!(tree(&root), before, "at {at}"),
        }
    }
}

fn tree_after_recovery(root: &Path, log: &Path) -> BTreeMap<PathBuf, (u32, Vec<u8>)> {
    recover(log).unwrap();
    tree(root)
}

#[test]
fn a_file_that_was_changed_on_disk_stops_all() {
    let (dir, plan) = project();
    let root = dir.path().join("root");
    fs::write(root.join("run"), "mine").unwrap();
    let before = tree(&root);
    let error = commit(&plan, &root, &dir.path().join("log")).unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (Kind::Refused, "run was changed on disk"));
    assert_eq!(tree(&root), before);
}

#[test]
fn what_somebody_wrote_after_a_kill_is_left() {
    for at in 1.. {
        let (dir, plan) = project();
        let (root, log) = (dir.path().join("root"), dir.path().join("log"));
        let mut disk = killed(at);
        _ = write(&plan, &root, &log, &mut disk);
        if disk.stop.count < at {
            return;
        }
        fs::remove_file(root.join("run")).unwrap();
        fs::write(root.join("run"), "mine").unwrap();
        let files = recover(&log).unwrap();
        assert_eq!(fs::read(root.join("run")).unwrap(), b"mine");
        for file in files {
            assert!(file.path.ends_with("root/run"), "at {at}");
            assert!(file.kept.is_none_or(|kept| fs::read(kept).unwrap() == b"1"), "at {at}");
        }
    }
}

#[test]
fn two_names_of_one_file_are_refused() {
    let (dir, _) = project();
    let files = vec![file("in/link", Some("3"), Some("a")), file("target", Some("3"), Some("b"))];
    let plan = Plan { files, notes: Vec::new() };
    let error = commit(&plan, &dir.path().join("root"), &dir.path().join("log")).unwrap_err();
    assert_eq!(error.kind(), Kind::Refused);
}

#[test]
fn a_journal_that_nobody_can_read_is_told() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("1.open"), "{").unwrap();
    let error = recover(dir.path()).unwrap_err();
    assert!(error.to_string().starts_with("cannot read the journal of an edit, "), "{error}");
    assert_eq!(recover(&dir.path().join("none")).unwrap(), []);
}

//! Tests of the way back: by examples.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use super::*;

mod random;

/// Everything below a directory, byte for byte.
type Tree = BTreeMap<PathBuf, (char, Vec<u8>, u32)>;

fn tree(root: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut left = vec![root.to_path_buf()];
    while let Some(dir) = left.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let meta = fs::symlink_metadata(&path).unwrap();
            let mode = meta.permissions().mode() & 0o7777;
            let what = if meta.is_symlink() {
                ('l', fs::read_link(&path).unwrap().to_str().unwrap().into(), 0)
            } else if meta.is_dir() {
                left.push(path.clone());
                ('d', Vec::new(), mode)
            } else {
                ('f', fs::read(&path).unwrap(), mode)
            };
            tree.insert(path.strip_prefix(root).unwrap().to_path_buf(), what);
        }
    }
    tree
}

struct Room {
    dir: tempfile::TempDir,
    root: PathBuf,
    store: Store,
}

impl Room {
    fn new() -> Room {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("root");
        fs::create_dir(&root).unwrap();
        let root = root.canonicalize().unwrap();
        let store = Store::open(&dir.path().join("store"), &root).unwrap();
        Room { dir, root, store }
    }

    /// The store as the next process finds it.
    fn again(self) -> Room {
        let Room { dir, root, store } = self;
        drop(store);
        let store = Store::open(&dir.path().join("store"), &root).unwrap();
        Room { dir, root, store }
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_else(|_| "-".into())
    }

    /// A turn that writes one file.
    fn turn(&mut self, path: &str, text: &str) -> u64 {
        let id = self.store.begin(path).unwrap();
        self.store.save(&[path]).unwrap();
        self.write(path, text);
        self.store.end().unwrap();
        id
    }

    fn tree(&self) -> Tree {
        tree(&self.root)
    }
}

#[test]
fn a_turn_is_undone_and_redone() {
    let mut room = Room::new();
    room.write("a", "1");
    let before = room.tree();
    room.turn("a", "2");
    room.turn("new/deep/b", "3");
    let after = room.tree();
    let undo = room.store.undo().unwrap().unwrap();
    assert_eq!((undo.removed, undo.restored), (vec!["new/deep/b".to_owned()], vec![]));
    assert!(!room.root.join("new").exists());
    let undo = room.store.undo().unwrap().unwrap();
    assert_eq!((undo.removed, undo.restored), (vec![], vec!["a".to_owned()]));
    assert_eq!(room.tree(), before);
    assert_eq!(room.store.undo().unwrap(), None);
    let mut room = room.again();
    assert_eq!(room.store.undone().len(), 2);
    room.store.redo().unwrap().unwrap();
    room.store.redo().unwrap().unwrap();
    assert_eq!(room.tree(), after);
    assert_eq!(room.store.redo().unwrap(), None);
}

#[test]
fn what_the_user_wrote_since_is_named_and_comes_back() {
    let mut room = Room::new();
    room.write("a", "1");
    room.turn("a", "2");
    room.write("a", "mine");
    room.write("other", "mine too");
    let undo = room.store.undo().unwrap().unwrap();
    assert_eq!(undo.conflicts.len(), 1);
    assert_eq!(undo.conflicts[0].path, "a");
    assert_eq!(fs::read_to_string(undo.conflicts[0].copy.as_ref().unwrap()).unwrap(), "mine");
    assert_eq!((room.text("a"), room.text("other")), ("1".into(), "mine too".into()));
    room.write("a", "again");
    let redo = room.store.redo().unwrap().unwrap();
    assert_eq!((redo.conflicts[0].path.as_str(), room.text("a")), ("a", "mine".into()));
    room.store.undo().unwrap().unwrap();
    assert_eq!(room.text("a"), "again");
}

#[test]
fn a_directory_stays_that_the_user_put_something_into() {
    let mut room = Room::new();
    room.turn("new/a", "1");
    room.write("new/mine", "2");
    let undo = room.store.undo().unwrap().unwrap();
    assert!(undo.conflicts.is_empty() && undo.blocked.is_empty());
    assert_eq!((room.text("new/a"), room.text("new/mine")), ("-".into(), "2".into()));
}

#[test]
fn a_link_in_the_way_is_not_followed() {
    let mut room = Room::new();
    room.write("d/a", "1");
    room.turn("d/a", "2");
    let out = room.dir.path().join("out");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("a"), "theirs").unwrap();
    fs::remove_dir_all(room.root.join("d")).unwrap();
    symlink(&out, room.root.join("d")).unwrap();
    let undo = room.store.undo().unwrap().unwrap();
    assert_eq!(undo.blocked, ["d/a"]);
    assert_eq!(fs::read_to_string(out.join("a")).unwrap(), "theirs");
    room.store.redo().unwrap().unwrap();
    assert_eq!(fs::read_to_string(out.join("a")).unwrap(), "theirs");
}

#[test]
fn what_a_command_did_is_found_and_undone() {
    let mut room = Room::new();
    for (path, text) in
        [("keep", "1"), ("change", "2"), ("gone/x", "3"), (".gitignore", "out\n"), ("out/y", "4")]
    {
        room.write(path, text);
    }
    fs::create_dir(room.root.join(".git")).unwrap();
    fs::write(room.root.join(".git/index"), "git's").unwrap();
    let before = room.tree();
    room.store.begin("sh").unwrap();
    let scan = room.store.scan().unwrap();
    room.write("change", "22");
    room.write("added/z", "5");
    room.write("out/built", "6");
    room.write(".git/index", "git's own");
    fs::remove_dir_all(room.root.join("gone")).unwrap();
    fs::set_permissions(room.root.join("keep"), fs::Permissions::from_mode(0o755)).unwrap();
    let changes = room.store.changes(&scan).unwrap();
    assert_eq!(changes.added, ["added/z"]);
    assert_eq!(changes.modified, ["change", "keep"]);
    assert_eq!(changes.deleted, ["gone/x"]);
    room.store.undo().unwrap().unwrap();
    assert_eq!(room.text(".git/index"), "git's own");
    assert_eq!(room.text("out/built"), "6");
    fs::remove_file(room.root.join("out/built")).unwrap();
    room.write(".git/index", "git's");
    assert_eq!(room.tree(), before);
}

#[test]
fn a_file_that_only_comes_to_light_is_not_taken_for_a_new_one() {
    let mut room = Room::new();
    room.write(".gitignore", "out\n");
    room.write("out/y", "4");
    // The clock of the file system is coarse.
    std::thread::sleep(std::time::Duration::from_millis(120));
    room.store.begin("sh").unwrap();
    let scan = room.store.scan().unwrap();
    room.write(".gitignore", "\n");
    room.write("out/z", "5");
    let changes = room.store.changes(&scan).unwrap();
    assert_eq!((changes.added, changes.modified), (vec!["out/z".to_owned()], vec![".gitignore".to_owned()]));
    room.store.undo().unwrap();
    assert_eq!((room.text("out/y"), room.text("out/z")), ("4".into(), "-".into()));
}

#[test]
fn what_is_too_large_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("root");
    fs::create_dir(&root).unwrap();
    fs::write(root.join("a"), "1234567").unwrap();
    fs::write(root.join("b"), "12").unwrap();
    let limits = Limits { file: 4, all: 6, ..Limits::default() };
    let mut store = Store::open_with(&dir.path().join("store"), &root, limits).unwrap();
    store.begin("sh").unwrap();
    let scan = store.scan().unwrap();
    assert_eq!(scan.skipped, ["a"]);
    fs::write(root.join("a"), "12345678").unwrap();
    fs::write(root.join("c"), "1234567").unwrap();
    let changes = store.changes(&scan).unwrap();
    assert_eq!((changes.lost, changes.added), (vec!["a".to_owned()], vec!["c".to_owned()]));
    assert_eq!(store.save(&["a", "../x", ".git/y"]).unwrap(), ["a", "../x", ".git/y"]);
    store.undo().unwrap().unwrap();
    assert!(!root.join("c").exists());
    store.redo().unwrap().unwrap();
    assert_eq!(fs::read_to_string(root.join("c")).unwrap(), "1234567");
}

#[test]
fn files_that_no_longer_fit_into_a_scan_are_not_taken_for_changed_ones() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("root");
    fs::create_dir(&root).unwrap();
    fs::write(root.join("b"), "1234").unwrap();
    fs::write(root.join("c"), "5678").unwrap();
    let limits = Limits { all: 6, ..Limits::default() };
    let mut store = Store::open_with(&dir.path().join("store"), &root, limits).unwrap();
    store.begin("sh").unwrap();
    let scan = store.scan().unwrap();
    fs::remove_file(root.join("b")).unwrap();
    let changes = store.changes(&scan).unwrap();
    assert_eq!((changes.deleted, changes.modified), (vec!["b".to_owned()], vec![]));
    let scan = store.scan().unwrap();
    fs::write(root.join("a"), "1234").unwrap();
    let changes = store.changes(&scan).unwrap();
    assert_eq!((changes.added, changes.modified), (vec!["a".to_owned()], vec![]));
}

#[test]
fn a_turn_that_changes_nothing_is_forgotten() {
    let mut room = Room::new();
    room.write("a", "1");
    room.turn("a", "2");
    room.turn("a", "2");
    room.store.begin("nothing").unwrap();
    room.store.end().unwrap();
    assert_eq!(room.store.done().len(), 1);
    assert_eq!(room.store.done()[0].paths(), ["a"]);
    assert_eq!(room.again().store.done().len(), 1);
}

#[test]
fn a_new_turn_ends_what_could_be_redone() {
    let mut room = Room::new();
    let first = room.turn("a", "1");
    room.store.undo().unwrap().unwrap();
    let second = room.turn("a", "2");
    assert!(second > first);
    assert!(room.store.undone().is_empty());
    assert_eq!(room.store.original(second, "a"), None);
    let third = room.turn("a", "3");
    assert_eq!(room.store.original(third, "a").unwrap(), b"2");
}

#[test]
fn one_process_has_the_store() {
    let room = Room::new();
    let second = Store::open(&room.dir.path().join("store"), &room.root);
    assert_eq!(second.unwrap_err().kind(), Kind::Refused);
}

#[test]
fn a_killed_command_is_looked_at_when_the_store_opens_again() {
    let mut room = Room::new();
    room.write("a", "1");
    let before = room.tree();
    room.store.begin("sh").unwrap();
    room.store.scan().unwrap();
    room.write("a", "2");
    room.write("b", "3");
    let mut room = room.again();
    assert_eq!(room.store.undo().unwrap().unwrap().turns.len(), 1);
    assert_eq!(room.tree(), before);
}

#[test]
fn the_oldest_turns_go_when_there_is_no_room() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("root");
    fs::create_dir(&root).unwrap();
    let limits = Limits { store: 2500, ..Limits::default() };
    let mut store = Store::open_with(&dir.path().join("store"), &root, limits).unwrap();
    for turn in 0..6 {
        store.begin("x").unwrap();
        store.save(&["a"]).unwrap();
        fs::write(root.join("a"), format!("{turn:1000}")).unwrap();
    }
    store.end().unwrap();
    let ids = |store: &Store| store.done().iter().map(|turn| turn.id).collect::<Vec<_>>();
    assert_eq!(store.gc().unwrap(), 3000);
    assert_eq!(ids(&store), [4, 5]);
    drop(store);
    let mut store = Store::open_with(&dir.path().join("store"), &root, limits).unwrap();
    assert_eq!(ids(&store), [4, 5]);
    store.rewind(0).unwrap();
    assert_eq!(fs::read_to_string(root.join("a")).unwrap(), format!("{:1000}", 3));
    assert_eq!(store.begin("y").unwrap(), 6);
}

#[test]
fn modes_that_forbid_everything_are_taken_back() {
    let mut room = Room::new();
    room.write("a", "1");
    room.write("d/b", "2");
    let before = room.tree();
    room.store.begin("shut").unwrap();
    room.store.save(&["a", "d"]).unwrap();
    room.write("d/b", "3");
    for path in ["a", "d/b", "d"] {
        fs::set_permissions(room.root.join(path), fs::Permissions::from_mode(0o000)).unwrap();
    }
    room.store.begin("next").unwrap();
    let undo = room.store.undo().unwrap().unwrap();
    assert_eq!(room.tree(), before);
    assert!(undo.blocked.is_empty(), "{undo:?}");
    room.store.redo().unwrap().unwrap();
    for path in ["a", "d", "d/b"] {
        assert_eq!(fs::metadata(room.root.join(path)).unwrap().permissions().mode() & 0o777, 0, "{path}");
        // Another user than root needs this to look further.
        let mode = if path == "d" { 0o700 } else { 0o600 };
        fs::set_permissions(room.root.join(path), fs::Permissions::from_mode(mode)).unwrap();
    }
    assert_eq!(room.text("d/b"), "3");
}

#[test]
fn a_name_that_is_no_utf8_is_brought_back() {
    use std::os::unix::ffi::OsStrExt;
    let mut room = Room::new();
    let path = room.root.join(std::ffi::OsStr::from_bytes(b"a\xff"));
    fs::write(&path, "1").unwrap();
    let before = room.tree();
    room.store.begin("sh").unwrap();
    let scan = room.store.scan().unwrap();
    fs::remove_file(path).unwrap();
    room.store.changes(&scan).unwrap();
    let mut room = room.again();
    room.store.undo().unwrap();
    assert_eq!(room.tree(), before);
}

#[test]
fn a_journal_that_is_cut_anywhere_is_read_as_far_as_it_goes() {
    let mut room = Room::new();
    room.turn("a", "1");
    room.turn("b/c", "2");
    room.store.undo().unwrap();
    room.store.redo().unwrap();
    let journal = room.dir.path().join("store/journal");
    let whole = fs::read(&journal).unwrap();
    let mut most = 0;
    for end in 0..=whole.len() {
        fs::write(&journal, &whole[..end]).unwrap();
        let (_, book) = Journal::open(journal.clone()).unwrap();
        assert!(book.turns.len() >= most && book.done <= book.turns.len());
        most = most.max(book.turns.len());
        let good = fs::read(&journal).unwrap();
        assert!(whole.starts_with(&good) && good.iter().all(|byte| *byte != 0));
    }
    assert_eq!(most, 2);
    let mut broken = whole.clone();
    broken[whole.len() / 2] ^= 1;
    fs::write(&journal, broken).unwrap();
    assert!(Journal::open(journal).is_ok());
}

//! An undo whose process is killed is finished by the next one, whenever the kill comes.
#![allow(clippy::unwrap_used, reason = "a test that cannot write fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use qwill::code::checkpoint::Store;

/// Says to a process of this very test that it is the one to be killed, and where.
const ROOM: &str = "QWILL_TEST_ROOM";

/// Kills, each a little later after the beginning than the one before.
const KILLS: u64 = 25;

fn tree(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let dirs = files.flat_map(|path| match path.is_dir() {
        true => tree(&path).into_iter().chain([(path, Vec::new())]).collect::<Vec<_>>(),
        false => vec![(path.clone(), fs::read(path).unwrap())],
    });
    dirs.collect()
}

#[test]
fn a_killed_undo_is_finished() {
    if let Ok(room) = std::env::var(ROOM) {
        return swing(Path::new(&room));
    }
    let dir = tempfile::tempdir().unwrap();
    let (root, place) = (dir.path().join("root"), dir.path().join("store"));
    fs::create_dir_all(root.join("old")).unwrap();
    for index in 0..20 {
        fs::write(root.join(format!("old/{index}")), [index; 3000]).unwrap();
    }
    let before = tree(&root);
    let mut store = Store::open(&place, &root).unwrap();
    store.begin("all").unwrap();
    let scan = store.scan().unwrap();
    for index in 0..20 {
        fs::write(root.join(format!("old/{index}")), "new").unwrap();
        fs::create_dir(root.join(format!("{index}"))).unwrap();
        fs::write(root.join(format!("{index}/x")), [index; 50]).unwrap();
        fs::remove_file(root.join(format!("old/{}", 19 - index))).ok();
    }
    store.changes(&scan).unwrap();
    store.end().unwrap();
    let after = tree(&root);
    drop(store);
    for kill in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_killed_undo_is_finished"])
            .env(ROOM, dir.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while !dir.path().join("started").exists() {
            assert!(child.try_wait().unwrap().is_none(), "it ended");
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_micros(kill * 1700));
        child.kill().unwrap();
        child.wait().unwrap();
        fs::remove_file(dir.path().join("started")).unwrap();
        let store = Store::open(&place, &root).unwrap();
        let wanted = if store.done().is_empty() { &before } else { &after };
        assert!(tree(&root) == *wanted, "kill {kill}: {:?}", tree(&root).keys());
    }
}

/// Undoes and redoes until it is killed.
fn swing(room: &Path) {
    let mut store = Store::open(&room.join("store"), &room.join("root")).unwrap();
    fs::write(room.join("started"), "").unwrap();
    loop {
        if store.undo().unwrap().is_none() {
            store.redo().unwrap();
        }
    }
}

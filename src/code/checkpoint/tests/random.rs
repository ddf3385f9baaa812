//! The way back after random turns, and when it is stopped at every step.

use std::os::unix::fs::{PermissionsExt, symlink};

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

/// Something that an agent, a command or a user does to the tree.
#[derive(Clone, Debug)]
enum Deed {
    Write(&'static str, Vec<u8>),
    Remove(&'static str),
    Move(&'static str, &'static str),
    Mode(&'static str, u32),
    Link(&'static str, &'static str),
    Dir(&'static str),
}

/// Names that are files at one time and directories at another.
const PATHS: [&str; 9] = ["a", "b", "a/x", "a/y", "d/e/f", "d/g", "d/e", "d", "ü n"];

fn deed() -> impl Strategy<Value = Deed> {
    let path = || select(&PATHS[..]);
    prop_oneof![
        4 => (path(), proptest::collection::vec(any::<u8>(), 0..20)).prop_map(|(path, bytes)| Deed::Write(path, bytes)),
        2 => path().prop_map(Deed::Remove),
        2 => (path(), path()).prop_map(|(from, to)| Deed::Move(from, to)),
        2 => (path(), select(vec![0o600, 0o644, 0o755, 0o500, 0o444])).prop_map(|(path, mode)| Deed::Mode(path, mode)),
        1 => (path(), select(vec!["a", "d/e", "nowhere", ".."])).prop_map(|(path, to)| Deed::Link(path, to)),
        1 => path().prop_map(Deed::Dir),
    ]
}

impl Deed {
    fn paths(&self) -> Vec<&'static str> {
        match self {
            Deed::Write(path, _) | Deed::Remove(path) | Deed::Mode(path, _) => vec![path],
            Deed::Link(path, _) | Deed::Dir(path) => vec![path],
            Deed::Move(from, to) => vec![from, to],
        }
    }

    /// Does it where it can be done: what the system refuses is left.
    fn done(&self, root: &Path) {
        let reached = |path: &str| {
            let above = Path::new(path).parent().unwrap();
            let free = |dir: &Path| fs::symlink_metadata(root.join(dir)).map_or(true, |meta| meta.is_dir());
            above.ancestors().all(free) && fs::create_dir_all(root.join(above)).is_ok()
        };
        if !self.paths().into_iter().all(reached) {
            return;
        }
        let remove = |path: &Path| match fs::symlink_metadata(path) {
            Ok(meta) if meta.is_dir() => fs::remove_dir_all(path),
            Ok(_) => fs::remove_file(path),
            Err(_) => Ok(()),
        };
        let at = |path: &str| root.join(path);
        _ = match self {
            Deed::Write(path, bytes) => remove(&at(path)).and_then(|()| fs::write(at(path), bytes)),
            Deed::Remove(path) => remove(&at(path)),
            Deed::Move(from, to) => fs::rename(at(from), at(to)),
            Deed::Mode(path, mode) if !at(path).is_symlink() => {
                let dir = if at(path).is_dir() { 0o700 } else { 0 };
                fs::set_permissions(at(path), fs::Permissions::from_mode(mode | dir))
            }
            Deed::Mode(..) => Ok(()),
            Deed::Link(path, to) => remove(&at(path)).and_then(|()| symlink(to, at(path))),
            Deed::Dir(path) => fs::create_dir(at(path)),
        };
    }
}

/// How a turn does its deeds: as tools, which tell what they touch, or as a command.
#[derive(Clone, Copy, Debug)]
enum By {
    Tool,
    Command,
}

type Plan = Vec<(By, Vec<Deed>)>;

fn plan() -> impl Strategy<Value = Plan> {
    let by = prop_oneof![Just(By::Tool), Just(By::Command)];
    proptest::collection::vec((by, proptest::collection::vec(deed(), 1..5)), 1..6)
}

impl Room {
    fn play(&mut self, by: By, deeds: &[Deed]) {
        self.store.begin("turn").unwrap();
        let scan = matches!(by, By::Command).then(|| self.store.scan().unwrap());
        for deed in deeds {
            if scan.is_none() {
                match deed {
                    Deed::Move(from, to) => self.store.save_move(from.as_ref(), to.as_ref()).unwrap(),
                    deed => self.store.save(&deed.paths()).unwrap(),
                };
            }
            deed.done(&self.root);
        }
        if let Some(scan) = scan {
            self.store.changes(&scan).unwrap();
        }
        self.store.end().unwrap();
    }
}

/// The trees before each turn that changed something, and the last one.
fn played(room: &mut Room, plan: &Plan) -> Vec<Tree> {
    let mut trees = vec![room.tree()];
    for (by, deeds) in plan {
        room.play(*by, deeds);
        if trees.last() != Some(&room.tree()) {
            trees.push(room.tree());
        }
        assert_eq!(room.store.done().len(), trees.len() - 1);
    }
    trees
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_turn_is_undone_and_redone_byte_for_byte(start in proptest::collection::vec(deed(), 0..6), plan in plan(), to in 0usize..6) {
        let mut room = Room::new();
        start.iter().for_each(|deed| deed.done(&room.root));
        let trees = played(&mut room, &plan);
        for tree in trees.iter().rev().skip(1) {
            let undo = room.store.undo().unwrap().unwrap();
            prop_assert!(undo.conflicts.is_empty() && undo.blocked.is_empty(), "{undo:?}");
            prop_assert_eq!(&room.tree(), tree);
        }
        let mut room = room.again();
        for tree in &trees[1..] {
            let redo = room.store.redo().unwrap().unwrap();
            prop_assert!(redo.conflicts.is_empty() && redo.blocked.is_empty(), "{redo:?}");
            prop_assert_eq!(&room.tree(), tree);
        }
        if let Some(turn) = room.store.done().get(to) {
            room.store.rewind(turn.id).unwrap();
            prop_assert_eq!(&room.tree(), &trees[to]);
        }
    }

    #[test]
    fn nothing_of_the_users_is_lost(plan in plan(), own in proptest::collection::vec(proptest::collection::vec(deed(), 0..3), 6)) {
        let mut room = Room::new();
        for ((by, deeds), mine) in plan.iter().zip(&own) {
            room.play(*by, deeds);
            mine.iter().for_each(|deed| deed.done(&room.root));
        }
        let tree = room.tree();
        let count = room.store.done().len();
        for _ in 0..count {
            room.store.undo().unwrap().unwrap();
        }
        for _ in 0..count {
            room.store.redo().unwrap().unwrap();
        }
        prop_assert_eq!(room.tree(), tree);
    }

    #[test]
    fn an_undo_that_is_stopped_anywhere_is_finished_later(start in proptest::collection::vec(deed(), 0..6), plan in plan()) {
        let mut room = Room::new();
        start.iter().for_each(|deed| deed.done(&room.root));
        let trees = played(&mut room, &plan);
        let [.., before, after] = &trees[..] else { return Ok(()) };
        for left in 0.. {
            room.store.fuse.left = Some(left);
            let whole = room.store.undo().is_ok();
            room = room.again();
            let undone = room.store.done().len() == trees.len() - 2;
            prop_assert_eq!(&room.tree(), if undone { before } else { after });
            if undone {
                room.store.fuse.left = Some(left);
                let redone = room.store.redo().is_ok();
                room = room.again();
                if room.store.done().len() < trees.len() - 1 {
                    prop_assert!(!redone);
                    prop_assert_eq!(&room.tree(), before);
                    room.store.redo().unwrap().unwrap();
                }
                prop_assert_eq!(&room.tree(), after);
            }
            if whole {
                break;
            }
        }
    }
}

//! Tests of the project's boundary, and of what was read.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;

use super::*;

/// A project with something beside it that nobody may reach.
struct Room {
    dir: tempfile::TempDir,
    space: Workspace,
}

fn room() -> Room {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("root");
    fs::create_dir_all(root.join("sub/deep")).unwrap();
    fs::create_dir_all(root.join(".git")).unwrap();
    fs::create_dir(dir.path().join("out")).unwrap();
    fs::create_dir(dir.path().join("rooted")).unwrap();
    fs::write(dir.path().join("out/secret"), "x").unwrap();
    fs::write(root.join("a.txt"), "a").unwrap();
    for (target, link) in [
        ("sub", "in"),
        ("../out", "out"),
        ("../out/secret", "sub/leak"),
        ("../../out/secret", "sub/leak2"),
        ("../out/new", "dangling-out"),
        ("sub/new", "dangling-in"),
        ("loop2", "loop1"),
        ("loop1", "loop2"),
        ("self/x", "self"),
        ("..", "up"),
        ("../root/sub", "round"),
        ("/etc", "etc"),
        (".git", "innocent"),
    ] {
        symlink(target, root.join(link)).unwrap();
    }
    symlink(root.join("sub"), root.join("absolute-in")).unwrap();
    symlink(&root, dir.path().join("alias")).unwrap();
    let space = Workspace::open(&dir.path().join("alias")).unwrap();
    Room { dir, space }
}

#[test]
fn paths_inside_are_found_however_they_are_written() {
    let room = room();
    let root = room.space.root().display().to_string();
    let alias = room.dir.path().join("alias").display().to_string();
    for (path, rel) in [
        ("a.txt", "a.txt"),
        ("./a.txt", "a.txt"),
        (".//sub///deep/", "sub/deep"),
        ("sub/../a.txt", "a.txt"),
        ("sub/deep/../../a.txt", "a.txt"),
        ("new/not/yet", "new/not/yet"),
        ("new/../a.txt", "a.txt"),
        (".", "."),
        ("./", "."),
        ("sub/..", "."),
        ("in/deep", "sub/deep"),
        ("in/new", "sub/new"),
        ("dangling-in", "sub/new"),
        ("absolute-in/deep", "sub/deep"),
        ("round/deep", "sub/deep"),
        ("in/../a.txt", "a.txt"),
        ("...", "..."),
        ("a~", "a~"),
        ("sub/~", "sub/~"),
        ("ein Name", "ein Name"),
        (&root, "."),
        (&format!("{root}/sub//deep"), "sub/deep"),
        (&format!("{alias}/in/x"), "sub/x"),
    ] {
        let found = room.space.resolve(path);
        let place = found.as_ref().unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(place.rel, rel, "{path}");
        assert_eq!(place.abs, room.space.root().join(rel).components().collect::<PathBuf>(), "{path}");
    }
}

#[test]
fn paths_that_leave_are_refused() {
    let room = room();
    let root = room.space.root().display().to_string();
    let alias = room.dir.path().join("alias").display().to_string();
    for path in [
        "",
        "..",
        "../root/a.txt",
        "../rooted/x",
        "sub/../../out/secret",
        "new/../../out",
        "/",
        "/etc/passwd",
        "//etc/passwd",
        &format!("{root}ed/x"),
        &format!("{root}/../out/secret"),
        &format!("{root}/../rooted"),
        &format!("{alias}/../root/a.txt"),
        &format!("{alias}/out/secret"),
        "~",
        "~/x",
        "a\0b",
        "out",
        "out/secret",
        "out/new",
        "sub/leak2",
        "in/leak2",
        "dangling-out",
        "loop1",
        "loop1/x",
        "self",
        "up",
        "up/root/a.txt",
        "etc/passwd",
    ] {
        let error = room.space.resolve(path).expect_err(path);
        assert_eq!(error.kind(), Kind::Refused, "{path}");
    }
}

#[test]
fn a_guard_sees_through_links_and_cases() {
    let room = room();
    let guard = |path: &str| room.space.resolve(path).unwrap().guard;
    assert_eq!(guard("innocent/config"), Guard::Git);
    assert_eq!(guard(".GIT/config"), Guard::Git);
    assert_eq!(guard("sub/.Env"), Guard::Secret);
    assert_eq!(guard("a.txt"), Guard::Plain);
}

#[test]
fn what_is_no_file_is_refused() {
    let room = room();
    let _socket = UnixListener::bind(room.space.root().join("socket")).unwrap();
    assert_eq!(room.space.resolve("socket").unwrap_err().kind(), Kind::Refused);
    symlink("socket", room.space.root().join("to-socket")).unwrap();
    assert_eq!(room.space.resolve("to-socket").unwrap_err().kind(), Kind::Refused);
}

#[test]
fn a_root_that_is_no_directory_is_told() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("x"), "").unwrap();
    for name in ["x", "none"] {
        assert_eq!(Workspace::open(&dir.path().join(name)).unwrap_err().kind(), Kind::Usage);
    }
}

#[test]
fn a_file_that_changed_since_it_was_read_is_known() {
    let room = room();
    let (place, same) = (room.space.resolve("in/x").unwrap(), room.space.resolve("sub/x").unwrap());
    assert_eq!(room.space.changed(&place, b"1"), Seen::Never);
    room.space.note(&place, b"1");
    assert_eq!(room.space.changed(&same, b"1"), Seen::Same);
    assert_eq!(room.space.changed(&same, b"2"), Seen::Changed);
    room.space.note(&same, b"2");
    assert_eq!(room.space.changed(&place, b"2"), Seen::Same);
    room.space.forget(&place);
    assert_eq!(room.space.changed(&place, b"2"), Seen::Never);
}

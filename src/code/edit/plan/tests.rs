//! What changes come to together.

use super::*;
use crate::code::edit::format::{Spot, parse};
use crate::code::edit::matcher::Grain;

fn replace(path: &str, old: &str, new: &str) -> Change {
    let (path, old, new) = (path.into(), old.into(), new.into());
    Change::Replace { path, old, new, grain: Grain::Text, spot: Spot::Anywhere }
}

fn made(files: &[(&str, &str)], changes: &[Change]) -> Result<Plan, Vec<Failure>> {
    let bytes =
        |path: &str| files.iter().find(|(name, _)| *name == path).map(|(_, text)| text.as_bytes().to_vec());
    plan(changes, |path| Ok(bytes(path)))
}

/// The text of a file afterwards.
fn after<'a>(plan: &'a Plan, path: &str) -> &'a str {
    let file = plan.files.iter().find(|file| file.path == path).unwrap();
    std::str::from_utf8(file.after.as_ref().unwrap()).unwrap()
}

fn faults(files: &[(&str, &str)], changes: &[Change]) -> Vec<(usize, Fault)> {
    made(files, changes).unwrap_err().into_iter().map(|failure| (failure.number, failure.fault)).collect()
}

#[test]
fn changes_of_one_file_are_made_one_after_the_other() {
    let plan = made(&[("a", "1 2 3\n")], &[replace("a", "3", "three"), replace("./a", "1", "one")]).unwrap();
    assert_eq!((after(&plan, "a"), plan.files.len()), ("one 2 three\n", 1));
}

#[test]
fn every_change_that_fails_is_told_and_none_is_made() {
    let changes = [replace("a", "x", "y"), replace("a", "1", "2"), replace("b", "1", "2")];
    let told = faults(&[("a", "1\n")], &changes);
    assert_eq!(told, [(1, Fault::Place(Miss::Missing(None))), (3, Fault::Absent)]);
}

#[test]
fn changes_that_meet_are_refused() {
    let file = [("a", "0\none two three\n4\n")];
    let told = faults(&file, &[replace("a", "two", "2"), replace("a", "one 2 three", "x")]);
    assert_eq!(told, [(2, Fault::Overlap { line: 2 })]);
    let whole = Change::Write { path: "a".into(), text: "x\n".into() };
    assert_eq!(faults(&file, &[replace("a", "two", "2"), whole.clone()]), [(2, Fault::Overlap { line: 1 })]);
    let gone = Change::Delete { path: "a".into() };
    assert_eq!(faults(&file, &[whole, gone]), [(2, Fault::Overlap { line: 1 })]);
    // The same words before and after are no meeting.
    assert!(made(&file, &[replace("a", "one two", "1 two"), replace("a", "two three", "two 3")]).is_ok());
    // Of places behind a change that made the text longer the same holds.
    let longer =
        [replace("a", "0\n", "0\n0.1\n0.2\n"), replace("a", "two", "2"), replace("a", "2 three", "3")];
    assert_eq!(faults(&file, &longer), [(3, Fault::Overlap { line: 4 })]);
}

#[test]
fn a_file_can_be_made_moved_and_taken_away() {
    let rename = |from: &str, to: &str| Change::Move { from: from.into(), to: to.into() };
    let files = [("a", "1\n"), ("b", "2\n")];
    let plan = made(&files, &[rename("a", "c"), replace("c", "1", "one"), rename("b", "a")]).unwrap();
    let row = |file: &File| (file.path.clone(), file.from.clone());
    let rows: Vec<_> = plan.files.iter().map(row).collect();
    let wanted = [("a", Some("b")), ("b", None), ("c", Some("a"))];
    assert_eq!(rows, wanted.map(|(path, from)| (path.to_owned(), from.map(str::to_owned))));
    assert_eq!((after(&plan, "a"), after(&plan, "c")), ("2\n", "one\n"));
    assert_eq!(faults(&files, &[rename("a", "b")]), [(1, Fault::Exists)]);
    assert_eq!(faults(&files, &[rename("a", "c"), replace("a", "1", "2")]), [(2, Fault::Gone)]);
    assert_eq!(faults(&files, &[rename("x", "y")]), [(1, Fault::Absent)]);
    assert_eq!(made(&files, &[rename("a", "c"), rename("c", "a")]).unwrap().files, []);
}

#[test]
fn a_path_must_be_plain() {
    for path in ["", "/", "..", "a/../b", "a/", "./", "a\0b"] {
        assert_eq!(faults(&[], &[replace(path, "", "x")]), [(1, Fault::Path)], "{path:?}");
    }
    assert_eq!(clean("./a//b/./c"), Ok("a/b/c".into()));
}

#[test]
fn what_cannot_be_read_is_told() {
    let failures = plan(&[replace("a", "1", "2")], |_| Err(std::io::Error::other("no"))).unwrap_err();
    assert_eq!(failures[0].fault, Fault::Unreadable("no".into()));
}

#[test]
fn what_was_forgiven_is_noted() {
    let plan = made(&[("a", "x\n  b(\n  c)\n")], &[replace("a", "b(\nc)", "d()")]).unwrap();
    assert_eq!(plan.notes, [Note { path: "a".into(), line: 2, rung: Rung::Indent }]);
}

#[test]
fn a_heading_that_is_there_twice_tells_nothing_apart() {
    let file = [("a.py", "def a():\n    x\ndef a():\n    x\n")];
    let patch = "*** Update File: a.py\n@@ def a():\n-    x\n+    y\n";
    let told = faults(&file, &parse(patch).unwrap());
    assert_eq!(told, [(1, Fault::Place(Miss::Ambiguous(vec![2, 4])))]);
}

#[test]
fn new_lines_below_a_heading_that_is_not_there_are_refused() {
    let patch = "*** Update File: a.py\n@@ def b():\n+    y\n";
    let told = faults(&[("a.py", "def a():\n    x\n")], &parse(patch).unwrap());
    assert!(matches!(told[..], [(1, Fault::Place(Miss::Missing(_)))]), "{told:?}");
}

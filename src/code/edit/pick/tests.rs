//! Which parts a plan has, and that what is taken is what the files hold.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn file(path: &str, before: Option<&str>, after: Option<&str>) -> File {
    let bytes = |text: Option<&str>| text.map(|text| text.as_bytes().to_vec());
    File { path: path.into(), before: bytes(before), after: bytes(after), from: None }
}

fn plan(files: Vec<File>) -> Plan {
    Plan { files, notes: Vec::new() }
}

fn units(plan: &Plan) -> Vec<(usize, usize)> {
    sections(plan).iter().map(|section| (section.file, section.unit)).collect()
}

fn numbered(count: usize) -> String {
    (0..count).map(|n| format!("line {n}\n")).collect()
}

#[test]
fn a_plan_has_as_many_sections_as_its_difference_has_headings() {
    let before = numbered(40);
    let after = before.replace("line 3\n", "three\n").replace("line 5\n", "").replace("line 30\n", "x\ny\n");
    let all = plan(vec![
        file("a", Some(&before), Some(&after)),
        file("b", None, Some("new\n")),
        file("c", Some("old\n"), None),
        file("d", None, Some("")),
    ]);
    assert_eq!(units(&all), [(0, 0), (0, 1), (1, 2), (2, 3), (3, 4)]);
    let text = difference(&all);
    assert_eq!(text.lines().filter(|line| line.starts_with("@@ ")).count(), 5, "{text}");
    let kept = BTreeSet::from([0, 2]);
    let left = left(&all, &kept);
    assert!(left.contains("a\n@@ -28,7 +27,8 @@\n") && left.contains("-line 30\n+x\n+y\n"), "{left}");
    assert!(left.contains("c\n@@ -1 +0,0 @@\n-old\n") && !left.contains("three"), "{left}");
}

#[test]
fn moved_files_are_taken_together() {
    let to = File { from: Some("z".into()), ..file("a", None, Some("1\n")) };
    let all = plan(vec![to, file("m", Some("x\n"), Some("y\n")), file("z", Some("1\n"), None)]);
    assert_eq!(units(&all), [(0, 0), (1, 1), (2, 0)]);
    let names = |plan: Plan| plan.files.into_iter().map(|file| file.path).collect::<Vec<_>>();
    assert_eq!(names(take(&all, &BTreeSet::from([0]))), ["a", "z"]);
    assert_eq!(names(take(&all, &BTreeSet::from([1]))), ["m"]);
}

#[test]
fn bytes_that_are_no_text_are_taken_whole() {
    let bytes =
        File { before: Some(b"\xff\n".to_vec()), after: Some(b"\xfe\n".to_vec()), ..file("a", None, None) };
    let all = plan(vec![bytes.clone()]);
    assert_eq!(take(&all, &BTreeSet::from([0])).files, [bytes]);
    assert!(take(&all, &BTreeSet::new()).files.is_empty());
}

#[test]
fn what_ends_in_another_way_keeps_its_bytes() {
    let before = format!("\u{feff}first\r\n{}last", numbered(20));
    let after = format!("\u{feff}First\r\n{}last\n", numbered(20));
    let all = plan(vec![file("a", Some(&before), Some(&after))]);
    let text = |taken: &[usize]| {
        let plan = take(&all, &taken.iter().copied().collect());
        String::from_utf8(plan.files[0].after.clone().unwrap()).unwrap()
    };
    assert_eq!(text(&[0]), format!("\u{feff}First\r\n{}last", numbered(20)));
    assert_eq!(text(&[1]), format!("\u{feff}first\r\n{}last\n", numbered(20)));
}

/// What becomes of some lines that are far from the next.
#[derive(Clone, Debug)]
enum Deed {
    Remove,
    Replace(&'static str),
    Before(&'static str),
}

fn deed() -> impl Strategy<Value = Deed> {
    let text = || select(vec!["x", "", "line 1", "y\n\nz", "\r", "ü"]);
    prop_oneof![Just(Deed::Remove), text().prop_map(Deed::Replace), text().prop_map(Deed::Before)]
}

/// A text whose deeds of these numbers are done, each ten lines behind the one before.
fn done(deeds: &[Deed], which: &BTreeSet<usize>, (mark, ending, last): (&str, &str, &str)) -> String {
    let mut out = mark.to_owned();
    for number in 0..deeds.len() * 10 {
        let line = format!("{number} of many{ending}");
        match deeds.get(number / 10).filter(|_| number % 10 == 5 && which.contains(&(number / 10))) {
            None => out += &line,
            Some(Deed::Remove) => {}
            Some(Deed::Replace(text)) => out += &format!("{text}!{ending}"),
            Some(Deed::Before(text)) => out += &format!("{text}?{ending}{line}"),
        }
    }
    out + last
}

proptest! {
    #[test]
    fn taking_some_hunks_is_making_only_those_changes(
        deeds in proptest::collection::vec(deed(), 1..7),
        bits in any::<u8>(),
        mark in select(vec!["", "\u{feff}"]),
        ending in select(vec!["\n", "\r\n"]),
        last in select(vec!["", "end"]),
    ) {
        let all: BTreeSet<usize> = (0..deeds.len()).collect();
        let some: BTreeSet<usize> = all.iter().copied().filter(|at| bits >> at & 1 == 1).collect();
        let text = |which: &BTreeSet<usize>| done(&deeds, which, (mark, ending, last));
        let before = text(&BTreeSet::new());
        let change = plan(vec![file("a", Some(&before), Some(&text(&all)))]);
        prop_assert_eq!(sections(&change).len(), deeds.len());
        let taken = take(&change, &some);
        let now = taken.files.first().map_or(before.as_bytes(), |file| file.after.as_deref().unwrap());
        prop_assert_eq!(String::from_utf8_lossy(now), text(&some));
        prop_assert_eq!(take(&change, &all), change);
    }

    #[test]
    fn all_hunks_are_the_plan_and_none_are_no_change(
        before in "([ab]\n|[ab]\r\n|\r|é){0,40}",
        after in "([ab]\n|[ab]\r\n|\r|é){0,40}",
    ) {
        let change = plan(vec![file("a", Some(&before), Some(&after))]);
        let all: BTreeSet<usize> = sections(&change).iter().map(|section| section.unit).collect();
        prop_assert_eq!(take(&change, &all), change.clone());
        prop_assert!(take(&change, &BTreeSet::new()).files.is_empty());
    }
}

//! Each form of an edit, and what is wrong with one.

use proptest::prelude::*;

use super::*;

fn replace(path: &str, old: &str, new: &str, spot: Spot) -> Change {
    Change::Replace { path: path.into(), old: old.into(), new: new.into(), grain: Grain::Lines, spot }
}

fn plain(path: &str, old: &str, new: &str) -> Change {
    replace(path, old, new, Spot::Anywhere)
}

fn write(path: &str, text: &str) -> Change {
    Change::Write { path: path.into(), text: text.into() }
}

#[track_caller]
fn flaw(text: &str, line: usize, flaw: Flaw) {
    assert_eq!(parse(text), Err(Broken { line, flaw }));
}

#[test]
fn text_without_an_edit_gives_none() {
    let texts =
        ["", "Hello.\n\n```rust\nlet a = 1;\n```\n", "a < b\n=======\n>>> x\n", "--- \n+++\n", "```\nopen"];
    for text in texts {
        assert_eq!(parse(text), Ok(Vec::new()), "{text:?}");
    }
}

#[test]
fn a_block_is_about_the_file_named_nearest() {
    let block = "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n";
    for head in [
        "a/b.rs\n",
        "**a/b.rs**\n",
        "`a/b.rs`:\n\n",
        "### a/b.rs\n",
        "File: a/b.rs\n",
        "a/b.rs\n```rust\n",
        "a/b.rs\n<source>rust\n",
        "```a/b.rs\n",
        "```rust a/b.rs\n",
        "```rust:a/b.rs\n",
        "```rust title=\"a/b.rs\"\n",
        "x.rs\n```rust\na/b.rs\n",
        "~~~~\n# a/b.rs\n",
        "Now I change it.\n\na/b.rs\n",
    ] {
        assert_eq!(parse(&[head, block].concat()), Ok(vec![plain("a/b.rs", "a\n", "b\n")]), "{head:?}");
    }
    let twice = ["a.rs\n```\n", block, "```\nand again\n```\n", block, "```\n"].concat();
    assert_eq!(parse(&twice).unwrap().len(), 2);
    let app = ["app/[id]/page.tsx\n", block].concat();
    assert_eq!(parse(&app).unwrap()[0].path(), "app/[id]/page.tsx");
    flaw(block, 1, Flaw::Nameless);
    flaw(&["change example.rs please\n", block].concat(), 2, Flaw::Nameless);
}

#[test]
fn marks_may_be_more_or_fewer() {
    let block = |a: &str, b: &str, c: &str| format!("a.rs\n{a} SEARCH\nx\n{b}\ny\n{c} REPLACE\n");
    for (a, b, c) in
        [("<<<<<", "=====", ">>>>>"), ("<<<<<<<<<", "=======", ">>>>>>>"), ("<<<<<<<", "======", ">>>>>>>>")]
    {
        assert_eq!(parse(&block(a, b, c)), Ok(vec![plain("a.rs", "x\n", "y\n")]));
    }
    let heading = "a.rst\n<<<<<<< SEARCH\nTitle\n=====\n=======\nOther\n=====\n>>>>>>> REPLACE\n";
    assert_eq!(parse(heading), Ok(vec![plain("a.rst", "Title\n=====\n", "Other\n=====\n")]));
}

#[test]
fn a_broken_block_is_told() {
    flaw("a.rs\n<<<<<<< SEARCH\na\n", 2, Flaw::Unclosed);
    flaw("a.rs\n<<<<<<< SEARCH\na\n>>>>>>> REPLACE\n", 2, Flaw::Divider);
    flaw("a.rs\n<<<<<<< SEARCH\na\n<<<<<<< SEARCH\nb\n=======\nc\n>>>>>>> REPLACE\n", 2, Flaw::Unclosed);
    flaw("a.rs\n```rust\nfn a() {\n", 2, Flaw::Unclosed);
}

#[test]
fn a_diff_is_read_without_its_numbers() {
    let diff = "--- a/x.c\t2020\n+++ b/x.c\t2021\n@@ -1,99 +7 @@ int main()\n a\n-b\n+c\n\n@@ @@\n-d\n+e\n";
    let wanted = vec![
        replace("x.c", "a\nb\n", "a\nc\n", Spot::Under(vec!["int main()".into()])),
        plain("x.c", "d\n", "e\n"),
    ];
    assert_eq!(parse(diff), Ok(wanted.clone()));
    assert_eq!(parse(&format!("Look:\n```diff\n{diff}```\nDone.\n")), Ok(wanted));
    let dashes = "--- x\n+++ x\n@@ -1 +1 @@\n--- old\n+++ new\n";
    assert_eq!(parse(dashes), Ok(vec![plain("x", "-- old\n", "++ new\n")]));
    assert_eq!(
        parse("--- a\n+++ b\n@@\n-x\n+y\n").unwrap()[1],
        Change::Move { from: "a".into(), to: "b".into() }
    );
}

#[test]
fn a_diff_of_many_files_is_read_whole() {
    let diff = "diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\ndiff --git a/z b/z\nindex 1..2\n\
        --- a/z\n+++ b/z\n@@ -1 +1 @@\n-1\n+2\n--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+n\n--- a/g\n+++ /dev/null\n\
        @@ -1 +0,0 @@\n-g\n";
    let wanted = vec![
        Change::Move { from: "x".into(), to: "y".into() },
        plain("z", "1\n", "2\n"),
        Change::Add { path: "n".into(), text: "n\n".into() },
        Change::Delete { path: "g".into() },
    ];
    assert_eq!(parse(diff), Ok(wanted));
}

#[test]
fn a_diff_that_would_be_read_in_part_is_refused() {
    flaw("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\nnot a line\n+b\n", 5, Flaw::Stray);
    flaw("```diff\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\nnot a line\n+b\n```\n", 7, Flaw::Stray);
    flaw("--- a/x\n+++ b/x\n@@ -1 +1 @@\n+a\n", 3, Flaw::Nowhere);
    assert_eq!(parse("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n\nThat is it.\n").unwrap().len(), 1);
}

#[test]
fn a_patch_has_all_its_kinds() {
    let patch = "*** Begin Patch\n*** Add File: n\n+1\n+\n*** Delete File: d\n*** Update File: u\n*** Move to: v\n\
        @@ class A\n@@ def f\n a\n-b\n\n+c\n@@\n-z\n+y\n*** End of File\n*** End Patch\n";
    let wanted = vec![
        Change::Add { path: "n".into(), text: "1\n\n".into() },
        Change::Delete { path: "d".into() },
        replace("u", "a\nb\n\n", "a\n\nc\n", Spot::Under(vec!["class A".into(), "def f".into()])),
        replace("u", "z\n", "y\n", Spot::End),
        Change::Move { from: "u".into(), to: "v".into() },
    ];
    assert_eq!(parse(patch), Ok(wanted.clone()));
    assert_eq!(parse(&format!("```\n{patch}```\n")), Ok(wanted.clone()));
    let bare = patch.replace("*** Begin Patch\n", "").replace("*** End Patch\n", "");
    assert_eq!(parse(&bare), Ok(wanted));
}

#[test]
fn a_broken_patch_is_told() {
    let patch = |body: &str| format!("*** Begin Patch\n{body}*** End Patch\n");
    flaw("*** Begin Patch\n*** Update File: a\n@@\n-a\n+b\n", 1, Flaw::Unclosed);
    flaw(&patch("*** Update File:\n-a\n"), 2, Flaw::Nameless);
    flaw(&patch("*** Update File: a\n@@\nab\n"), 4, Flaw::Stray);
    flaw(&patch("*** Update File: a\n@@\n+b\n"), 3, Flaw::Nowhere);
    flaw(&patch("*** Update File: a\n"), 2, Flaw::Nowhere);
    flaw(&patch("*** Rename File: a\n"), 2, Flaw::Heading);
    flaw(&patch("*** Add File: a\nb\n"), 3, Flaw::Stray);
}

#[test]
fn a_whole_file_needs_a_path_beside_its_fence() {
    assert_eq!(parse("src/a.rs\n\n````rust\n```\n````\n"), Ok(vec![write("src/a.rs", "```\n")]));
    assert_eq!(parse("```Makefile\nall:\n```\n"), Ok(vec![write("Makefile", "all:\n")]));
    assert_eq!(parse("In src/a.rs:\n```rust\nx\n```\n"), Ok(Vec::new()), "a sentence is no path");
    assert_eq!(parse("```rust\n```\n\n```sh\na.sh\n```\n"), Ok(Vec::new()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_text_is_read_without_harm(text in any::<String>()) {
        _ = parse(&text);
    }

    #[test]
    fn any_pieces_of_edits_are_read_without_harm(
        lines in prop::collection::vec(prop::sample::select(vec![
            "<<<<<<< SEARCH", "=======", ">>>>>>> REPLACE", "a.rs", "--- a/x", "+++ b/x", "+++ /dev/null", "@@ -1 +1 @@ f",
            "@@", "+a", "-b", " c", "", "\\ No newline at end of file", "*** Begin Patch", "*** End Patch",
            "*** Update File: u", "*** Add File: n", "*** Delete File: d", "*** Move to: m", "*** End of File",
            "diff --git a/x b/y", "index 1", "rename from x", "rename to y", "```", "```rust a.rs", "~~~~", "é",
        ]), 0..30),
    ) {
        let changes = parse(&lines.join("\n")).unwrap_or_default();
        prop_assert!(changes.iter().all(|change| !change.path().is_empty()));
    }
}

//! What the lines of a difference look like, and that none is lost.

use super::*;
use crate::render::theme::{Depth, Role, Shade};

const RUST: &str =
    "--- a/x.rs\n+++ b/x.rs\n@@ -1,3 +1,3 @@\n fn a() {}\n-let old = 1; // one\n+let new = \"two\";\n }\n";

fn lines(diff: &str, theme: &Theme, sides: Sides, cols: usize) -> Laid {
    let code = Highlighter::new();
    lay(diff, Way { theme, code: &code, path: "", coloured: 100 }, sides, cols)
}

fn texts(laid: &Laid) -> Vec<String> {
    laid.rows.iter().map(Line::text).collect()
}

#[test]
fn a_removed_line_of_dashes_is_no_heading() {
    let diff =
        "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n--- old\n+++ new\n same\n--- a/y\n+++ b/y\n@@ -1 +0,0 @@\n-x\n";
    use Kind::{Head, Name, New, Old, Same};
    let kinds: Vec<Kind> = parse(diff).into_iter().map(|line| line.0).collect();
    assert_eq!(kinds, [Name, Name, Head, Old, New, Same, Name, Name, Head, Old]);
    let laid = lines(diff, &Theme::auto(Shade::Dark), Sides::Below, 80);
    assert_eq!(laid.hunks, [2..6, 8..10]);
}

#[test]
fn no_row_is_wider_than_the_screen_and_nothing_is_lost() {
    let laid = lines("+abcdefghij\n", &Theme::auto(Shade::Dark), Sides::Below, 4);
    assert_eq!(texts(&laid), ["+abc", "defg", "hij"]);
    let laid = lines("-abcdef\n+xy\n z\n", &Theme::auto(Shade::Dark), Sides::Beside, 11);
    assert_eq!(texts(&laid), ["-abc │ +xy ", "def  │     ", " z   │  z  "]);
}

#[test]
fn both_sides_are_paired_hunk_by_hunk() {
    let diff = "--- a/x\n+++ b/x\n@@ -1,3 +1,2 @@\n a\n-b\n-c\n+d\n@@ -9 +8,0 @@\n-e\n\\ No newline at end of file\n";
    let laid = lines(diff, &Theme::plain(), Sides::Beside, 60);
    let rows: Vec<String> =
        texts(&laid).iter().map(|row| row.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let wanted =
        ["--- a/x", "+++ b/x", "@@ -1,3 +1,2 @@", "a │ a", "-b │ +d", "-c │", "@@ -9 +8,0 @@", "-e │"];
    assert_eq!(rows[..8], wanted);
    assert_eq!(laid.hunks, [2..6, 6..rows.len()]);
}

#[test]
fn code_has_the_colours_of_its_language_and_what_changed_its_ground() {
    let theme = Theme::auto(Shade::Dark);
    let laid = lines(RUST, &theme, Sides::Below, 80);
    let grounds: Vec<Option<_>> = laid.rows[3..].iter().map(|row| row.fill.bg).collect();
    let (good, bad) = (theme.tint(Role::Good).bg, theme.tint(Role::Error).bg);
    assert!(good.is_some() && bad.is_some() && good != bad);
    assert_eq!(grounds, [None, bad, good, None]);
    let (old, new) = (&laid.rows[4], &laid.rows[5]);
    assert_eq!((old.spans[0].text.as_str(), old.spans[0].style.fg), ("-", theme.style(Role::Error).fg));
    assert_eq!((new.spans[0].text.as_str(), new.spans[0].style.fg), ("+", theme.style(Role::Good).fg));
    let looks: std::collections::HashSet<_> = old.spans.iter().skip(1).map(|span| span.style).collect();
    assert!(looks.len() > 2, "{old:?}");
    assert!(old.spans.iter().all(|span| span.style.bg == bad), "{old:?}");
}

#[test]
fn with_few_colours_old_and_new_differ_by_them_and_without_by_their_signs() {
    for depth in [Depth::Ansi16, Depth::None] {
        let theme = Theme::auto(Shade::Dark).at(depth);
        let laid = lines(RUST, &theme, Sides::Below, 80);
        let (old, new) = (&laid.rows[4], &laid.rows[5]);
        assert_eq!((old.spans.len(), new.spans.len()), (1, 1));
        assert!(old.text().starts_with('-') && new.text().starts_with('+'));
        assert_eq!(old.spans[0].style, theme.style(Role::Error));
        assert_eq!(new.spans[0].style, theme.style(Role::Good));
    }
}

#[test]
fn only_so_many_lines_are_coloured() {
    let theme = Theme::auto(Shade::Dark);
    let diff: String = (0..200).map(|n| format!("+let a = {n};\n")).collect();
    let code = Highlighter::new();
    let way = Way { theme: &theme, code: &code, path: "a.rs", coloured: 20 };
    let laid = lay(&diff, way, Sides::Below, 80);
    let coloured = laid.rows.iter().filter(|row| row.spans.len() > 1).count();
    assert_eq!((laid.rows.len(), coloured), (200, 20));
}

//! Finds faults of syntax that an edit brings in.

use std::collections::HashMap;

use tree_sitter::{Node, Tree};

use super::edit::plan::{File, Plan};
use super::grammar::{Grammar, visit};

/// Characters of a wrong text that are shown.
const SHOWN: usize = 40;

/// A fault in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its line, from 1.
    pub line: usize,
    /// Its character in the line, from 1.
    pub column: usize,
    /// What is wrong, for a model.
    pub what: String,
}

/// The first fault of `after` that `before` did not have; a new file was empty before. `None` if there is none, or the
/// language is not known. Text that was wrong before may stay so: macros and dialects look wrong to a grammar.
pub fn check(path: &str, before: &str, after: &str) -> Option<Fault> {
    let grammar = Grammar::of(path)?;
    let tree = grammar.parse(after)?;
    if !tree.root_node().has_error() {
        return None;
    }
    let old = grammar.parse(before)?;
    let (known, found) = (faults(&old), faults(&tree));
    if found.len() <= known.len() {
        return None;
    }
    let brackets = |tree, text| if grammar == Grammar::Bash { None } else { unpaired(tree, text) };
    if let (Some(fault), None) = (brackets(&tree, after), brackets(&old, before)) {
        return Some(fault);
    }
    let mut left: HashMap<String, usize> = HashMap::new();
    for node in known {
        *left.entry(what(node, before)).or_default() += 1;
    }
    found.into_iter().find_map(|node| {
        let what = what(node, after);
        match left.get_mut(&what) {
            Some(count @ 1..) => {
                *count -= 1;
                None
            }
            _ => Some(at(node, after, what)),
        }
    })
}

/// What a model is told of the faults that its changes bring in, the first of each file; empty if there are none.
pub fn told(plan: &Plan) -> String {
    let faults = plan.files.iter().filter_map(|file| Some((file.path.as_str(), brought(file)?)));
    let place = |path: &str| if plan.files.len() > 1 { format!(" of {path}") } else { String::new() };
    let say = |(path, Fault { line, what, .. }): (&str, Fault)| {
        format!(", but there is a syntax error now at line {line}{}: {what}", place(path))
    };
    faults.map(say).collect()
}

fn brought(file: &File) -> Option<Fault> {
    let text = |bytes: &Option<Vec<u8>>| String::from_utf8(bytes.clone()?).ok();
    let before = if file.before.is_some() { text(&file.before)? } else { String::new() };
    check(&file.path, &before, &text(&file.after)?)
}

/// The nodes that the grammar could not place, and those that it lacks.
fn faults(tree: &Tree) -> Vec<Node<'_>> {
    let mut faults = Vec::new();
    visit(tree, |node| {
        if node.is_error() || node.is_missing() {
            faults.push(node);
        }
        node.has_error() && !node.is_error()
    });
    faults
}

fn what(node: Node, text: &str) -> String {
    if node.is_missing() {
        return format!("missing `{}`", node.kind());
    }
    let wrong = text.get(node.byte_range()).unwrap_or_default().trim();
    let line = wrong.lines().next().unwrap_or_default();
    let end = line.char_indices().nth(SHOWN).map_or(line.len(), |(at, _)| at);
    let more = if end < wrong.len() { "…" } else { "" };
    format!("unexpected `{}{more}`", &line[..end])
}

fn at(node: Node, text: &str, what: String) -> Fault {
    let (start, point) = (node.start_byte(), node.start_position());
    let head = text.get(start.saturating_sub(point.column)..start).unwrap_or_default();
    Fault { line: point.row + 1, column: head.chars().count() + 1, what }
}

/// The first bracket without its other half: where the grammar sees a fault is often far from there.
fn unpaired(tree: &Tree, text: &str) -> Option<Fault> {
    let (mut open, mut wrong) = (Vec::new(), None);
    visit(tree, |node| {
        if wrong.is_some() || node.child_count() > 0 || node.is_missing() {
            return wrong.is_none();
        }
        match node.kind() {
            "(" | "[" | "{" | "${" => open.push(node),
            close @ (")" | "]" | "}") => {
                let pair = open.pop().map(|node: Node| node.kind().trim_start_matches('$'));
                let wanted = match close {
                    ")" => "(",
                    "]" => "[",
                    _ => "{",
                };
                if pair != Some(wanted) {
                    wrong = Some(at(node, text, format!("unexpected `{close}`")));
                }
            }
            _ => {}
        }
        true
    });
    wrong.or_else(|| open.last().map(|node| at(*node, text, format!("`{}` is never closed", node.kind()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(path: &str, before: &str, after: &str) -> Option<(usize, usize, String)> {
        check(path, before, after).map(|fault| (fault.line, fault.column, fault.what))
    }

    #[test]
    fn a_bracket_without_its_half_is_found_where_it_is() {
        let good = "fn f() {\n    g(1);\n}\n\nfn h() {}\n";
        let open = "fn f() {\n    g(1;\n}\n\nfn h() {}\n";
        assert_eq!(fault("x.rs", good, good), None);
        let (line, _, _) = fault("x.rs", good, open).unwrap();
        assert!((2..=3).contains(&line));
        let never = "fn f() {\n    g(1);\n\nfn h() {}\n";
        assert_eq!(fault("x.rs", good, never), Some((1, 8, "`{` is never closed".into())));
        let twice = "fn f() {\n    g(1);\n}\n}\n\nfn h() {}\n";
        assert_eq!(fault("x.rs", good, twice), Some((4, 1, "unexpected `}`".into())));
    }

    #[test]
    fn other_faults_are_found_in_each_language() {
        for (path, good, bad) in [
            ("x.py", "def f():\n    return 1\n", "def f()\n    return 1\n"),
            ("x.js", "let a = `${b}`;\n", "let a = = 1;\n"),
            ("x.ts", "let a: number = 1;\n", "let a: = 1;\n"),
            ("x.go", "package x\nfunc f() int { return 1 }\n", "package x\nfunc f( int return 1 }\n"),
            ("x.c", "int f(void) { return 1; }\n", "int f(void) { return 1 1; }\n"),
            ("x.sh", "if true; then echo; fi\n", "if true; then echo;\n"),
        ] {
            assert_eq!(fault(path, "", good), None, "{path}");
            assert!(fault(path, good, bad).is_some(), "{path}");
            assert!(fault(path, "", bad).is_some(), "{path}");
        }
    }

    #[test]
    fn what_was_wrong_before_is_not_told_again() {
        let wrong = "fn f() { let = 1; }\nfn g() {}\n";
        assert_eq!(fault("x.rs", wrong, &wrong.replace('g', "h")), None);
        assert_eq!(fault("x.rs", wrong, "fn f() { let x = 1; }\nfn g() {}\n"), None);
        let two = "fn f() { let = 1; }\nfn g() { é @ }\n";
        let found = fault("x.rs", wrong, two).unwrap();
        assert_eq!(found.0, 2);
    }

    #[test]
    fn brackets_in_texts_are_no_brackets() {
        assert_eq!(fault("x.rs", "", "const A: &str = \"{(\"; // ]\n"), None);
        let bad = "const A: &str = \"{(\"; // ]\nfn = 1;\n";
        assert_eq!(fault("x.rs", "", bad).unwrap().0, 2);
    }

    #[test]
    fn a_model_is_told_only_of_what_its_change_brings_in() {
        let file = |path: &str, before: Option<&str>, after: Option<&str>| File {
            path: path.into(),
            before: before.map(|text| text.as_bytes().to_vec()),
            after: after.map(|text| text.as_bytes().to_vec()),
            from: None,
        };
        let of = |files| told(&Plan { files, notes: Vec::new() });
        let (good, bad) = ("fn f() {}\n", "\nfn f() {\n");
        let one = of(vec![file("x.rs", Some(good), Some(bad))]);
        assert_eq!(one, ", but there is a syntax error now at line 2: `{` is never closed");
        assert_eq!(of(vec![file("x.rs", None, Some(bad))]), one);
        assert_eq!(of(vec![file("x.rs", Some(bad), Some(good))]), "");
        assert_eq!(of(vec![file("x.rs", Some(bad), None)]), "");
        let two = of(vec![file("x.rs", Some(good), Some(good)), file("y.rs", None, Some(bad))]);
        assert!(two.contains("at line 2 of y.rs: "), "{two}");
        let bytes = File { after: Some(vec![0xff]), ..file("x.rs", Some(good), None) };
        assert_eq!(of(vec![bytes]), "");
    }

    #[test]
    fn an_unknown_language_has_no_faults() {
        assert_eq!(fault("x.txt", "", "fn ("), None);
    }
}

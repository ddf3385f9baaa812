//! Finds what a file defines and which names it uses.

use std::collections::{HashMap, HashSet};

use tree_sitter::Node;

use crate::code::grammar::name::{named, within};
use crate::code::grammar::{Grammar, visit};

/// Characters of a definition that are kept.
const HEAD: usize = 160;

/// Something that a file defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Def {
    /// Its name.
    pub name: String,
    /// Its line, from 1.
    pub line: usize,
    /// How it begins, without its body, in one line.
    pub head: String,
    /// How many definitions it stands in.
    pub depth: usize,
    /// Who can use it.
    pub reach: Reach,
}

/// Who can use a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Other files, or the language does not say.
    All,
    /// Its own file or directory.
    Near,
}

/// What a file defines and uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags {
    /// In the order of their lines.
    pub defs: Vec<Def>,
    /// Names that are used, and how often.
    pub uses: HashMap<String, usize>,
}

/// The tags of a text; none if it cannot be parsed.
pub fn tags(grammar: Grammar, text: &str) -> Tags {
    let mut tags = Tags::default();
    let Some(tree) = grammar.parse(text) else { return tags };
    let (mut names, mut ends) = (HashSet::new(), Vec::new());
    visit(&tree, |node| {
        while ends.last().is_some_and(|end| *end <= node.start_byte()) {
            ends.pop();
        }
        if let Some(name) = named(grammar, node) {
            names.insert(name.id());
            let text = |node: Node| text.get(node.byte_range()).unwrap_or_default().to_owned();
            let line = node.start_position().row + 1;
            let (name, head, depth) = (text(name), head(node, &text(node)), ends.len());
            let reach = reach(grammar, node, &name, &head);
            tags.defs.push(Def { name, line, head, depth, reach });
            ends.push(node.end_byte());
        } else if is_name(grammar, node) && !names.contains(&node.id()) {
            let name = text.get(node.byte_range()).unwrap_or_default();
            *tags.uses.entry(name.to_owned()).or_default() += 1;
        }
        true
    });
    tags
}

/// Who can use what is defined so.
fn reach(grammar: Grammar, node: Node, name: &str, head: &str) -> Reach {
    let all = match grammar {
        Grammar::Rust => {
            head.starts_with("pub") || node.kind() == "macro_definition" || within(node, "trait_item")
        }
        Grammar::Go => name.starts_with(char::is_uppercase),
        Grammar::C => head.split(' ').next() != Some("static"),
        _ => true,
    };
    if all { Reach::All } else { Reach::Near }
}

fn is_name(grammar: Grammar, node: Node) -> bool {
    let leaf = node.is_named() && node.child_count() == 0;
    leaf && (node.kind().ends_with("identifier") || grammar == Grammar::Bash && node.kind() == "word")
}

/// The beginning of a definition, up to its body.
fn head(node: Node, text: &str) -> String {
    let body = node.child_by_field_name("body").or_else(|| node.child_by_field_name("value"));
    let end = body.map_or(text.len(), |body| body.start_byte() - node.start_byte());
    let mut head = String::new();
    for word in text.get(..end).unwrap_or(text).split_whitespace() {
        if !head.is_empty() {
            head.push(' ');
        }
        head.push_str(word);
        if head.len() > HEAD {
            break;
        }
    }
    let end = head.char_indices().nth(HEAD).map_or(head.len(), |(at, _)| at);
    head.truncate(end);
    head.trim_end_matches(['{', '=', ':', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn defs(path: &str, text: &str) -> Vec<String> {
        let tags = tags(Grammar::of(path).unwrap(), text);
        let show = |def: Def| format!("{}{} {}: {}", " ".repeat(def.depth), def.line, def.name, def.head);
        tags.defs.into_iter().map(show).collect()
    }

    #[test]
    fn definitions_are_found_in_each_language() {
        let rust = "/// A.\npub struct A {\n    x: u8,\n}\nimpl A {\n    pub fn f(\n        &self,\n    ) -> u8 {\n        1\n    }\n}\n";
        assert_eq!(defs("x.rs", rust), ["2 A: pub struct A", "6 f: pub fn f( &self, ) -> u8"]);
        assert_eq!(defs("x.rs", "const N: u8 = 1;"), ["1 N: const N: u8"]);
        assert_eq!(defs("x.rs", "impl A for B { type C = D; }\ntype E = F;"), ["2 E: type E = F;"]);
        let python = "class A(B):\n    def f(self, x=1) -> int:\n        pass\n";
        assert_eq!(defs("x.py", python), ["1 A: class A(B)", " 2 f: def f(self, x=1) -> int"]);
        let script = "export class A { f(x) {} }\nconst g = (x) => 1;\nconst n = 1;\nfunction h() {}\n";
        assert_eq!(defs("x.js", script), ["1 A: class A", " 1 f: f(x)", "2 g: g", "4 h: function h()"]);
        let types = "interface I { a: b }\ntype T = string;\nenum E { A }\n";
        assert_eq!(defs("x.ts", types), ["1 I: interface I", "2 T: type T", "3 E: enum E"]);
        let go = "package x\ntype T struct{}\nfunc (t *T) F(a int) error {\n\treturn nil\n}\n";
        assert_eq!(defs("x.go", go), ["2 T: T struct{}", "3 F: func (t *T) F(a int) error"]);
        let c = "#define N 1\nstruct s { int a; };\nstatic char *f(int a) { struct s b; }\ntypedef int t;\n";
        assert_eq!(
            defs("x.c", c),
            ["1 N: #define N", "2 s: struct s", "3 f: static char *f(int a)", "4 t: typedef int t;"]
        );
        assert_eq!(defs("x.sh", "f() {\n  g\n}\n"), ["1 f: f()"]);
    }

    #[test]
    fn what_others_cannot_use_is_known() {
        let near = |path: &str, text: &str| {
            tags(Grammar::of(path).unwrap(), text)
                .defs
                .iter()
                .map(|def| def.reach == Reach::Near)
                .collect::<Vec<_>>()
        };
        let rust = "fn a() {}\npub fn b() {}\npub(crate) struct C;\ntrait D { fn e(&self); }\n";
        assert_eq!(near("x.rs", rust), [true, false, false, true, false]);
        assert_eq!(near("x.go", "package x\nfunc a() {}\nfunc B() {}\n"), [true, false]);
        assert_eq!(near("x.c", "static int a(void) {}\nint b(void) {}\n"), [true, false]);
    }

    #[test]
    fn uses_are_counted_without_definitions() {
        let tags = tags(Grammar::Rust, "fn f() { g(); g(); f() }\n");
        assert_eq!((tags.uses["g"], tags.uses["f"]), (2, 1));
    }
}

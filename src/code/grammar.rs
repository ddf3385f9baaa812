//! The programming languages whose structure is known here, and trees of their texts.

use tree_sitter::{Language, Node, Parser, Tree};

pub mod name;

/// Bytes of a text that is still parsed.
const LARGE: usize = 1 << 20;

/// A language whose grammar is built in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grammar {
    /// Rust.
    Rust,
    /// Python.
    Python,
    /// JavaScript, with JSX.
    JavaScript,
    /// TypeScript.
    TypeScript,
    /// TypeScript with JSX.
    Tsx,
    /// Go.
    Go,
    /// C.
    C,
    /// Bash and other shells.
    Bash,
}

/// Ends of file names, and what they mean.
const ENDS: [(&str, Grammar); 18] = [
    ("rs", Grammar::Rust),
    ("py", Grammar::Python),
    ("pyi", Grammar::Python),
    ("js", Grammar::JavaScript),
    ("jsx", Grammar::JavaScript),
    ("mjs", Grammar::JavaScript),
    ("cjs", Grammar::JavaScript),
    ("ts", Grammar::TypeScript),
    ("mts", Grammar::TypeScript),
    ("cts", Grammar::TypeScript),
    ("tsx", Grammar::Tsx),
    ("go", Grammar::Go),
    ("c", Grammar::C),
    ("h", Grammar::C),
    ("sh", Grammar::Bash),
    ("bash", Grammar::Bash),
    ("bashrc", Grammar::Bash),
    ("bats", Grammar::Bash),
];

impl Grammar {
    /// The language of a file by the end of its name; `None` for others.
    pub fn of(path: &str) -> Option<Grammar> {
        let (_, end) = path.rsplit('/').next()?.rsplit_once('.')?;
        ENDS.iter().find(|row| row.0 == end).map(|row| row.1)
    }

    /// The tree of a text, also of one with faults; `None` if the text is very large.
    pub fn parse(self, text: &str) -> Option<Tree> {
        if text.len() > LARGE {
            return None;
        }
        let mut parser = Parser::new();
        parser.set_language(&self.language()).ok()?;
        parser.parse(text, None)
    }

    fn language(self) -> Language {
        match self {
            Grammar::Rust => tree_sitter_rust::LANGUAGE,
            Grammar::Python => tree_sitter_python::LANGUAGE,
            Grammar::JavaScript => tree_sitter_javascript::LANGUAGE,
            Grammar::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT,
            Grammar::Tsx => tree_sitter_typescript::LANGUAGE_TSX,
            Grammar::Go => tree_sitter_go::LANGUAGE,
            Grammar::C => tree_sitter_c::LANGUAGE,
            Grammar::Bash => tree_sitter_bash::LANGUAGE,
        }
        .into()
    }
}

/// Calls `see` with every node, from the first to the last, a node before what is in it. It goes no deeper where `see`
/// gives `false`.
pub fn visit<'a>(tree: &'a Tree, mut see: impl FnMut(Node<'a>) -> bool) {
    let mut cursor = tree.walk();
    loop {
        if see(cursor.node()) && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_reads_its_own_text() {
        for (path, text) in [
            ("a/x.rs", "fn f() {}\n"),
            ("x.py", "def f(): pass\n"),
            ("x.js", "const f = () => <a/>\n"),
            ("x.ts", "let f: number = 1\n"),
            ("x.tsx", "let f: any = <a/>\n"),
            ("x.go", "package x\n"),
            ("x.h", "int f(void);\n"),
            ("x.sh", "f() { true; }\n"),
        ] {
            let tree = Grammar::of(path).unwrap().parse(text).unwrap();
            assert!(!tree.root_node().has_error(), "{path}");
        }
        for path in ["x.txt", "rs", "x.rs/y", ""] {
            assert_eq!(Grammar::of(path), None, "{path}");
        }
        assert!(Grammar::Rust.parse(&" ".repeat(LARGE + 1)).is_none());
    }
}

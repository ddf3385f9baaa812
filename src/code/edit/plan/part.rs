//! Where a whole part of a file stands: a function or a type by its name, or lines by their numbers.

use std::ops::Range;

use tree_sitter::{Node, Tree};

use crate::code::edit::fault::Part;
use crate::code::edit::text::{Ending, Lines};
use crate::code::grammar::name::named;
use crate::code::grammar::{Grammar, visit};

/// Names that a model is told of.
const NAMES: usize = 20;

/// Nodes around a definition that belong to it.
const WRAPS: [&str; 5] = [
    "export_statement",
    "decorated_definition",
    "lexical_declaration",
    "variable_declaration",
    "type_declaration",
];

/// The bytes of a text in whose place a new text goes, and that new text as the file would write it.
///
/// # Errors
/// There is no such part, there are several, or the new text is none of it.
pub(super) fn place(path: &str, text: &str, part: &str, new: &str) -> Result<(Range<usize>, String), Part> {
    let new = new.trim_matches('\n').trim_end();
    let (range, indent) = match numbers(part) {
        Some(lines) => (by_lines(text, lines)?, String::new()),
        None => by_name(path, text, part, new)?,
    };
    let ending = Ending::near(text, range.clone());
    let mut new = ending.convert(&shifted(new, &indent));
    let mut range = range;
    if new.is_empty() {
        // What is taken away takes its line with it.
        range.end += text[range.end..].chars().take_while(|c| *c == '\r').count();
        range.end += usize::from(text[range.end..].starts_with('\n'));
    } else if new.ends_with(';') && text[range.end..].starts_with(';') {
        new.pop();
    }
    if text[range.clone()] == new { Err(Part::Same) } else { Ok((range, new)) }
}

/// Whether a part is named by its lines.
pub fn numbers(part: &str) -> Option<(usize, usize)> {
    let words = part.trim().trim_start_matches("lines").trim_start_matches("line");
    let mut ends = words.split(['-', ':', '–']).map(|end| end.trim().trim_start_matches(['L', 'l']).parse());
    let first = ends.next()?.ok()?;
    let last = ends.next().map_or(Some(first), Result::ok)?;
    (ends.next().is_none() && first >= 1 && last >= first).then_some((first, last))
}

fn by_lines(text: &str, (first, last): (usize, usize)) -> Result<Range<usize>, Part> {
    let lines = Lines::of(text);
    if last > lines.len() {
        return Err(Part::Lines(lines.len()));
    }
    let span = lines.span(first - 1..last);
    let end = span.end - lines.ending(last - 1).len();
    Ok(span.start..end)
}

fn by_name(path: &str, text: &str, part: &str, new: &str) -> Result<(Range<usize>, String), Part> {
    let wanted: Vec<&str> = part
        .split(['.', ':', ' ', '(', ')', '*', '&'])
        .filter(|word| !word.is_empty() && !KEYWORDS.contains(word))
        .collect();
    let unknown = || Part::Unknown(Vec::new());
    let grammar = Grammar::of(path).ok_or_else(unknown)?;
    let tree = grammar.parse(text).ok_or_else(unknown)?;
    let found = definitions(grammar, &tree, text);
    if let Some(range) = block(&tree, text, part) {
        return Ok((range, String::new()));
    }
    let fits =
        |names: &[&str]| !part.trim().starts_with("impl") && !wanted.is_empty() && names.ends_with(&wanted);
    let hits: Vec<&(Node, Vec<&str>)> = found.iter().filter(|(_, names)| fits(names)).collect();
    let node = match hits[..] {
        [] => {
            let names = found.iter().map(|(_, names)| names.join("."));
            return Err(Part::Unknown(names.take(NAMES).collect()));
        }
        [(node, _)] => *node,
        _ => return Err(Part::Several(hits.iter().map(|hit| hit.0.start_position().row + 1).collect())),
    };
    let name = wanted.last().copied().unwrap_or_default();
    let words =
        |text: &str| text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == name);
    let defines =
        |text: &str| grammar.parse(text).is_some_and(|tree| !definitions(grammar, &tree, text).is_empty());
    if !new.is_empty() && !words(new) && !defines(new) {
        return Err(Part::Bare);
    }
    let node = wrapped(node, text, new);
    let start = leading(node, text, new).start_byte();
    let end = node.start_byte() + text[node.byte_range()].trim_end().len();
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let indent = &text[line..start];
    match indent.trim().is_empty() {
        true => Ok((line..end, indent.to_owned())),
        // It begins in the middle of a line.
        false => Ok((start..end, String::new())),
    }
}

/// The block of Rust that begins so.
fn block(tree: &Tree, text: &str, part: &str) -> Option<Range<usize>> {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (wanted, mut found) = (words(part), None);
    visit(tree, |node| {
        if let (None, "impl_item", Some(body)) = (&found, node.kind(), node.child_by_field_name("body"))
            && words(&text[node.start_byte()..body.start_byte()]) == wanted
        {
            found = Some(node.byte_range());
        }
        found.is_none()
    });
    found
}

/// Words before a name that say what it is.
const KEYWORDS: [&str; 16] = [
    "fn",
    "struct",
    "enum",
    "trait",
    "impl",
    "type",
    "const",
    "static",
    "mod",
    "def",
    "class",
    "func",
    "function",
    "interface",
    "pub",
    "async",
];

/// All definitions of a tree, each with the names of what it stands in and its own.
fn definitions<'a>(grammar: Grammar, tree: &'a Tree, text: &'a str) -> Vec<(Node<'a>, Vec<&'a str>)> {
    let mut found = Vec::new();
    visit(tree, |node| {
        if let Some(name) = named(grammar, node) {
            let mut names: Vec<&str> = vec![&text[name.byte_range()]];
            let mut at = node;
            while let Some(outer) = at.parent() {
                names.extend(around(grammar, outer, at).map(|name| bare(&text[name.byte_range()])));
                at = outer;
            }
            // A method of Go says what it belongs to by itself.
            let receiver = node.child_by_field_name("receiver").map(|node| bare(&text[node.byte_range()]));
            names.extend(receiver);
            names.reverse();
            found.push((node, names));
        }
        true
    });
    found
}

/// The name of what another definition stands in.
fn around<'a>(grammar: Grammar, outer: Node<'a>, inner: Node) -> Option<Node<'a>> {
    let body = outer.child_by_field_name("body").is_some_and(|body| body.id() == inner.id());
    match outer.kind() {
        "impl_item" if body => outer.child_by_field_name("type"),
        "mod_item" if body => outer.child_by_field_name("name"),
        _ if body => named(grammar, outer),
        _ => None,
    }
}

/// The name in a type: without its parameters, and of a receiver the type.
fn bare(name: &str) -> &str {
    let name = name.trim_matches(['(', ')']);
    let name = name.rsplit([' ', '*']).next().unwrap_or(name);
    name.split(['<', '[']).next().unwrap_or(name)
}

/// The node with what is written around it, where the new text has that too.
fn wrapped<'a>(node: Node<'a>, text: &str, new: &str) -> Node<'a> {
    let first =
        |text: &str| -> String { text.trim_start().chars().take_while(|c| c.is_alphanumeric()).collect() };
    let mut best = node;
    let mut at = node;
    while let Some(outer) = at.parent().filter(|outer| WRAPS.contains(&outer.kind())) {
        let own = first(&text[outer.byte_range()]);
        let decorated = outer.kind() == "decorated_definition" && new.trim_start().starts_with('@');
        if decorated || new.is_empty() || (!own.is_empty() && own == first(new)) {
            best = outer;
        }
        at = outer;
    }
    best
}

/// The first of the comments and attributes above a node that the new text brings anew; else the node.
fn leading<'a>(node: Node<'a>, text: &str, new: &str) -> Node<'a> {
    let comment = |kind: &str| kind.ends_with("comment");
    let attribute = |kind: &str| matches!(kind, "attribute_item" | "decorator");
    let head = new.trim_start();
    let is_attribute = head.starts_with("#[") || head.starts_with('@');
    let is_comment = !is_attribute && ["//", "/*", "#"].iter().any(|mark| head.starts_with(mark));
    let takes = |node: Node| {
        let kind = node.kind();
        new.is_empty() && (comment(kind) || attribute(kind))
            || is_comment && (comment(kind) || attribute(kind))
            || is_attribute && attribute(kind)
    };
    let mut first = node;
    while let Some(before) = first.prev_sibling().filter(|before| takes(*before)) {
        let end = before.start_byte() + text[before.byte_range()].trim_end().len();
        let between = &text[end..first.start_byte()];
        let line = text[..before.start_byte()].rfind('\n').map_or(0, |at| at + 1);
        let alone = text[line..before.start_byte()].trim().is_empty();
        if !alone || !between.trim().is_empty() || between.matches('\n').count() > 1 {
            break;
        }
        first = before;
    }
    first
}

/// A text moved to the right as far as the part that it takes the place of, if it is not there yet.
fn shifted(new: &str, indent: &str) -> String {
    let first = new.lines().next().unwrap_or_default();
    if indent.is_empty() || first.starts_with([' ', '\t']) {
        return new.to_owned();
    }
    let line = |line: &str| if line.trim().is_empty() { line.to_owned() } else { [indent, line].concat() };
    // What is between the lines of a file stays between them.
    new.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(path: &str, text: &str, part: &str, new: &str) -> Result<String, Part> {
        let (range, new) = place(path, text, part, new)?;
        Ok([&text[..range.start], &new, &text[range.end..]].concat())
    }

    const RUST: &str = "/// Doc.\n#[inline]\nfn a() {\n    1\n}\n\n// apart\n\nstruct S;\n\nimpl S {\n    /// Of it.\n    \
                        fn b(&self) -> u8 {\n        2\n    }\n}\n\nimpl Drop for S {\n    fn drop(&mut self) {}\n}\n";

    #[test]
    fn a_function_is_replaced_by_its_name_and_what_stands_above_it_stays() {
        for part in ["a", "fn a", "a()", "pub fn a("] {
            let text = put("x.rs", RUST, part, "fn a() {\n    9\n}\n").unwrap();
            assert_eq!(text, RUST.replace("    1\n", "    9\n"), "{part}");
        }
        let text = put("x.rs", RUST, "a", "/// New.\nfn a() {}").unwrap();
        assert!(text.starts_with("/// New.\nfn a() {}\n\n// apart\n"), "{text}");
        let text = put("x.rs", RUST, "a", "#[cold]\nfn a() {}").unwrap();
        assert!(text.starts_with("/// Doc.\n#[cold]\nfn a() {}\n\n"), "{text}");
    }

    #[test]
    fn a_method_is_named_by_its_type_and_gets_its_indent() {
        for part in ["b", "S::b", "S.b"] {
            let text = put("x.rs", RUST, part, "fn b(&self) -> u8 {\n    3\n}").unwrap();
            assert_eq!(text, RUST.replace("        2\n", "        3\n"), "{part}");
        }
        let given = "    fn b(&self) -> u8 {\n        3\n    }";
        assert_eq!(put("x.rs", RUST, "S.b", given).unwrap(), RUST.replace("        2\n", "        3\n"));
        assert_eq!(put("x.rs", RUST, "T.b", given), Err(Part::Unknown(names(RUST))));
    }

    fn names(text: &str) -> Vec<String> {
        let tree = Grammar::Rust.parse(text).unwrap();
        definitions(Grammar::Rust, &tree, text).into_iter().map(|(_, names)| names.join(".")).collect()
    }

    #[test]
    fn a_block_is_no_type_of_the_same_name() {
        assert_eq!(names(RUST), ["a", "S", "S.b", "S.drop"]);
        let text = put("x.rs", RUST, "impl Drop for S", "impl Drop for S {}").unwrap();
        assert!(text.contains("struct S;") && text.ends_with("}\n\nimpl Drop for S {}\n"), "{text}");
        assert!(matches!(put("x.rs", RUST, "impl T", "impl T {}"), Err(Part::Unknown(_))));
        let text = put("x.rs", RUST, "S", "struct S(u8);").unwrap();
        assert_eq!(text, RUST.replace("struct S;", "struct S(u8);"));
    }

    #[test]
    fn other_languages_have_their_wrappings() {
        let python =
            "class A:\n    @once\n    def f(self):\n        pass\n\n    def g(self):\n        pass\n";
        let text = put("x.py", python, "A.f", "def f(self):\n    return 1").unwrap();
        assert!(
            text.starts_with("class A:\n    @once\n    def f(self):\n        return 1\n\n    def g"),
            "{text}"
        );
        let text = put("x.py", python, "f", "@twice\ndef f(self):\n    return 1").unwrap();
        assert!(
            text.starts_with("class A:\n    @twice\n    def f(self):\n        return 1\n\n    def g"),
            "{text}"
        );
        let script = "export const f = () => {\n  1;\n};\nexport class A {\n  g() {}\n}\n";
        let text = put("x.ts", script, "f", "export const f = () => 2;").unwrap();
        assert!(text.starts_with("export const f = () => 2;\nexport class A"), "{text}");
        let text = put("x.ts", script, "f", "const f = () => 2;").unwrap();
        assert!(text.starts_with("export const f = () => 2;\nexport class A"), "{text}");
        let text = put("x.ts", script, "A.g", "g() { return 1; }").unwrap();
        assert!(text.ends_with("{\n  g() { return 1; }\n}\n"), "{text}");
        let go = "package x\n\ntype T struct{}\n\nfunc (t *T) F() {}\n\nfunc F() {}\n";
        let text = put("x.go", go, "T.F", "func (t *T) F() { x() }").unwrap();
        assert_eq!(text, go.replace("(t *T) F() {}", "(t *T) F() { x() }"));
        assert_eq!(put("x.go", go, "F", "func F() {}"), Err(Part::Several(vec![5, 7])));
        let text = put("x.go", go, "T", "type T struct{ a int }").unwrap();
        assert_eq!(text, go.replace("type T struct{}", "type T struct{ a int }"));
        let c = "struct s {\n  int a;\n};\nint f(void) { return 1; }\n";
        let text = put("x.c", c, "struct s", "struct s {\n  int b;\n};").unwrap();
        assert_eq!(text, c.replace("int a", "int b"));
    }

    #[test]
    fn what_is_given_up_goes_with_its_line_and_its_comments() {
        let text = put("x.rs", RUST, "a", "").unwrap();
        assert_eq!(text, RUST.replace("/// Doc.\n#[inline]\nfn a() {\n    1\n}\n", ""));
        assert_eq!(put("x.txt", "a\r\nb\r\nc\r\n", "2", "").unwrap(), "a\r\nc\r\n");
    }

    #[test]
    fn lines_end_as_the_file_has_them() {
        assert_eq!(put("x.txt", "a\r\nb\r\n", "2-2", "x\ny").unwrap(), "a\r\nx\r\ny\r\n");
        assert_eq!(put("x.txt", "a\nb", "lines 1-2", "x\n").unwrap(), "x");
        assert_eq!(put("x.txt", "a\n", "L2", "x"), Err(Part::Lines(1)));
        for part in ["", "0", "3-2", "1-2-3", "a-b", "-"] {
            assert_eq!(numbers(part), None, "{part}");
        }
    }

    #[test]
    fn a_text_that_defines_something_else_is_refused() {
        assert_eq!(put("x.rs", RUST, "a", "1 + 1"), Err(Part::Bare));
        assert_eq!(put("x.rs", RUST, "struct S", "struct S;"), Err(Part::Same));
        assert_eq!(put("x.txt", "a", "a", "b"), Err(Part::Unknown(Vec::new())));
        assert!(put("x.rs", RUST, "a", "fn renamed() {}").is_ok());
    }
}

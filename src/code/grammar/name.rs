//! Which nodes of a tree define something, and the name of what they define.

use tree_sitter::Node;

use super::Grammar;

/// The name of what a node defines.
pub fn named(grammar: Grammar, node: Node) -> Option<Node> {
    let kinds: &[&str] = match grammar {
        Grammar::Rust => &[
            "function_item",
            "function_signature_item",
            "struct_item",
            "enum_item",
            "union_item",
            "trait_item",
            "type_item",
            "const_item",
            "static_item",
            "macro_definition",
        ],
        Grammar::Python => &["function_definition", "class_definition"],
        Grammar::JavaScript | Grammar::TypeScript | Grammar::Tsx => &[
            "function_declaration",
            "generator_function_declaration",
            "class_declaration",
            "abstract_class_declaration",
            "method_definition",
            "interface_declaration",
            "type_alias_declaration",
            "enum_declaration",
            "variable_declarator",
        ],
        Grammar::Go => &["function_declaration", "method_declaration", "type_spec"],
        Grammar::C => &[
            "function_definition",
            "struct_specifier",
            "union_specifier",
            "enum_specifier",
            "type_definition",
            "preproc_def",
            "preproc_function_def",
        ],
        Grammar::Bash => &["function_definition"],
    };
    if !kinds.contains(&node.kind()) {
        return None;
    }
    match (grammar, node.kind()) {
        (Grammar::C, "function_definition" | "type_definition") => declared(node),
        // A type that is only named is defined elsewhere.
        (Grammar::C, kind) if kind.ends_with("specifier") => {
            node.child_by_field_name("body").and_then(|_| node.child_by_field_name("name"))
        }
        // An `impl` says what a trait's type is, which is no name of its own.
        (Grammar::Rust, "type_item") if within(node, "impl_item") => None,
        (_, "variable_declarator") => {
            let function = node.child_by_field_name("value")?.kind().contains("function");
            function.then(|| node.child_by_field_name("name")).flatten()
        }
        _ => node.child_by_field_name("name"),
    }
}

/// Whether a node stands in the body of a node of that kind.
pub fn within(node: Node, kind: &str) -> bool {
    node.parent().and_then(|body| body.parent()).is_some_and(|outer| outer.kind() == kind)
}

/// The name in the middle of a declaration of C.
fn declared(node: Node) -> Option<Node> {
    let mut at = node.child_by_field_name("declarator")?;
    while let Some(inner) = at.child_by_field_name("declarator") {
        at = inner;
    }
    at.kind().ends_with("identifier").then_some(at)
}

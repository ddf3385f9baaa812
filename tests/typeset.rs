//! A conversation of ten turns about a project, in Arabic, Chinese and English: how it stands on the screen, whoever
//! orders it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use qwill::chat::tree::{Node, NodeId};
use qwill::render::bidi::{Order, set_order_here};
use qwill::text::{Lang, speak_here};
use qwill::wire::Role;
use support::stage::Stage;

/// The turns of a file: `## user` and `## assistant` begin a message.
fn turns(text: &str) -> Vec<Node> {
    let text = format!("\n{text}");
    let mut nodes: Vec<Node> = Vec::new();
    for part in text.split("\n## ").skip(1) {
        let (role, text) = part.split_once('\n').unwrap();
        let role = if role == "user" { Role::User } else { Role::Assistant };
        let parent = nodes.last().map(|node| node.id);
        let id = NodeId(u32::try_from(nodes.len()).unwrap() + 1);
        nodes.push(Node::new(id, parent, role, text.trim().to_owned(), 1_700_000_000));
    }
    nodes
}

/// The whole conversation as one tall screen shows it.
fn shown(nodes: Vec<Node>, cols: u16) -> String {
    let mut stage = Stage::open(nodes, cols, 400);
    stage.wait(0);
    let text = stage.text();
    let mut rows: Vec<&str> = text.lines().collect();
    // The room between the conversation and the composer says nothing.
    rows.dedup_by(|next, row| row.is_empty() && next.is_empty());
    rows.join("\n")
}

#[test]
fn a_conversation_stands_as_it_should_in_every_language_and_mode() {
    let texts = [
        (Lang::Ar, "ar", include_str!("typeset/ar.md")),
        (Lang::Zh, "zh", include_str!("typeset/zh.md")),
        (Lang::En, "en", include_str!("typeset/en.md")),
    ];
    for (lang, name, text) in texts {
        for order in Order::ALL {
            for cols in [40, 80, 200] {
                speak_here(Some(lang));
                set_order_here(Some(order));
                let screen = shown(turns(text), cols);
                insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
                    insta::assert_snapshot!(format!("{name}_{}_{cols}", order.name()), screen);
                });
            }
        }
    }
    speak_here(None);
    set_order_here(None);
}

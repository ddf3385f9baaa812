//! What fills the context of an agent, by kind.

use crate::chat::prompt::blocks;
use crate::chat::tree::Node;
use crate::session::{Exactness, Part, Slot};
use crate::tell;
use crate::tui::app::App;
use crate::wire::Role;

/// One kind of what fills the context.
pub(super) struct Group {
    /// What it is called.
    pub(super) name: String,
    /// How many tokens.
    pub(super) tokens: u32,
    /// Whether they were counted.
    pub(super) exact: Exactness,
}

/// What fills the context, in the order in which it is listed; kinds with nothing are left out, but for what is free.
pub(super) fn groups(app: &App) -> Vec<Group> {
    let parts = app.session.parts();
    let mut all = system(app, &parts);
    let sum = |such: &dyn Fn(&Part) -> bool| -> u32 {
        parts.iter().filter(|part| such(part)).fold(0, |sum, part| sum.saturating_add(part.tokens))
    };
    let message = |part: &Part| match part.slot {
        Slot::Message(id) => app.session.tree.node(id).map(|node| (node, part.tokens)),
        _ => None,
    };
    let messages: Vec<(&Node, u32)> = parts.iter().filter_map(message).collect();
    let mut carried = 0;
    for path in &app.agent.added {
        let tokens = messages.iter().map(|(node, tokens)| within(node, path, *tokens)).sum();
        carried += tokens;
        all.push(about(tell!("page-file", path = path), tokens));
    }
    let is_tool = |node: &Node| node.role == Role::Tool;
    let tools: u32 = messages.iter().filter(|(node, _)| is_tool(node)).map(|(_, tokens)| tokens).sum();
    let said: u32 = messages.iter().filter(|(node, _)| !is_tool(node)).map(|(_, tokens)| tokens).sum();
    all.push(about(tell!("page-summary"), sum(&|part| matches!(part.slot, Slot::Summary(_)))));
    all.push(about(tell!("page-conversation"), said.saturating_sub(carried)));
    all.push(about(tell!("page-thinking"), sum(&|part| matches!(part.slot, Slot::Thinking(_)))));
    all.push(about(tell!("page-tools"), tools));
    all.push(about(tell!("page-draft"), sum(&|part| part.slot == Slot::Draft)));
    all.retain(|group| group.tokens > 0);
    if parts.iter().any(|part| part.slot == Slot::Free) {
        all.push(about(tell!("page-free"), sum(&|part| part.slot == Slot::Free)));
    }
    all
}

/// What the model is told first: the instructions, the project's notes, its map, and what the template puts around.
fn system(app: &App, parts: &[Part]) -> Vec<Group> {
    let of = |slot: Slot| parts.iter().find(|part| part.slot == slot).copied();
    let template = of(Slot::Template).map(|part| Group {
        name: tell!("page-template"),
        tokens: part.tokens,
        exact: part.exact,
    });
    let Some(part) = of(Slot::System) else { return template.into_iter().collect() };
    // Instructions of the user's own take the place of all of it.
    let work = app.session.setup.work.as_ref().filter(|_| app.session.chat.system.trim().is_empty());
    let (mut notes, mut map) = (0, 0);
    if let Some(work) = work {
        let bytes = work.told.parts(work.scale);
        let whole = work.told.to(work.scale).len();
        (notes, map) = (share(part.tokens, bytes.0, whole), share(part.tokens, bytes.1, whole));
    }
    let rest = part.tokens.saturating_sub(notes + map);
    let exact = if notes + map == 0 { part.exact } else { Exactness::About };
    let first = Group { name: tell!("page-instructions"), tokens: rest, exact };
    let more = [about(tell!("page-notes"), notes), about(tell!("page-map"), map)];
    std::iter::once(first).chain(more).chain(template).collect()
}

fn about(name: String, tokens: u32) -> Group {
    Group { name, tokens, exact: Exactness::About }
}

/// The tokens of a message that are those of this file.
fn within(node: &Node, path: &str, tokens: u32) -> u32 {
    let bytes = blocks(&node.text, path).iter().map(ExactSizeIterator::len).sum();
    if node.role == Role::User { share(tokens, bytes, node.text.len()) } else { 0 }
}

fn share(tokens: u32, part: usize, whole: usize) -> u32 {
    let tokens = u64::from(tokens) * part as u64 / (whole as u64).max(1);
    u32::try_from(tokens).unwrap_or(u32::MAX)
}

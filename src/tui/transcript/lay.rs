//! What a layout is of: the conversation, and how each message of it stands to its neighbours.

use super::cell::{Begun, Gap, Work};
use crate::chat::tree::{Node, NodeId, Tree};
use crate::render::look::Look;
use crate::session::Session;
use crate::tui::call;
use crate::wire::Role;

/// What a layout is of.
pub(super) struct Lay<'a> {
    pub(super) session: &'a Session,
    pub(super) tree: &'a Tree,
    pub(super) look: &'a Look,
}

impl Lay<'_> {
    fn at(&self, index: usize) -> Option<&Node> {
        self.tree.node(*self.tree.path().get(index)?)
    }

    /// What stands around a message of the work by tools.
    pub(super) fn work(&self, index: usize) -> Work {
        let Some(node) = self.at(index) else { return Work::default() };
        let next = self.at(index + 1);
        let begun = next.is_some_and(|next| next.role == Role::Tool);
        let of = node.call.as_ref().filter(|_| node.role == Role::Tool).and_then(|id| {
            let calls = (0..index).rev().filter_map(|at| self.at(at)).find(|node| node.role != Role::Tool)?;
            calls.calls.iter().find(|call| call.id == *id).cloned()
        });
        let inner = node.role == Role::Tool || begun && call::is_bare(node);
        let joined = inner && next.is_some_and(|next| next.role == Role::Tool || call::is_bare(next));
        let gap = if joined { Gap::No } else { Gap::Yes };
        Work { of, begun: if begun { Begun::Yes } else { Begun::No }, gap }
    }

    /// A message of the path and who wrote it; what nobody typed is a tool's.
    pub(super) fn node(&self, index: usize) -> Option<(NodeId, Role)> {
        let id = *self.tree.path().get(index)?;
        let node = self.tree.node(id)?;
        let role = if node.role == Role::User && !node.is_question() { Role::Tool } else { node.role };
        Some((id, role))
    }
}

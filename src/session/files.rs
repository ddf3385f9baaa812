//! Texts of files that stand in the conversation: whether one does, and how it is taken out.

use super::{Effect, Of, Session};
use crate::chat::prompt::without;
use crate::chat::tree::NodeId;
use crate::wire::Role;

impl Session {
    /// Whether this text stands in what is sent, before the message that is written anew, if there is one.
    pub fn says(&self, text: &str, before: Option<NodeId>) -> bool {
        let (_, nodes) = self.sent();
        nodes.iter().take_while(|node| Some(node.id) != before).any(|node| node.text.contains(text))
    }

    /// Takes the text of a file out of all messages of the user: from the next question on the model reads the prompt
    /// anew from there. Nothing where it stands nowhere.
    pub fn take_out(&mut self, name: &str, now: i64) -> Vec<Effect> {
        if self.is_busy() {
            return Vec::new();
        }
        let users = self.tree.nodes().filter(|node| node.role == Role::User);
        let changed: Vec<(NodeId, String)> =
            users.filter_map(|node| Some((node.id, without(&node.text, name)?))).collect();
        if changed.is_empty() {
            return Vec::new();
        }
        let ids: Vec<NodeId> = changed.iter().map(|one| one.0).collect();
        for (id, text) in changed {
            self.counts.forget(Of::Text(id));
            if let Some(node) = self.tree.node_mut(id) {
                node.text = text;
            }
        }
        self.counts.outdate(self.tree.nodes().last().map(|node| node.id));
        self.settle();
        let mut effects = vec![self.save(now, &ids)];
        effects.extend(self.ask_counts(&ids));
        effects
    }
}

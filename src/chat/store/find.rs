//! Which conversation the user means, and a copy of its path.

use rusqlite::params;

use super::{Chat, ChatId, Store, Write, missing};
use crate::chat::tree::{NodeId, Tree};
use crate::error::{Error, Kind, Result};
use crate::{tell, text};

/// So many of those that may be meant are named.
const NAMED: usize = 5;

/// An end of an id is taken for it from this many letters on.
const TAIL: usize = 4;

impl Store {
    /// The conversation that a text means: its id, a title, the beginning or the last letters of an id,
    /// or `last` for the one used last.
    ///
    /// # Errors
    /// [`Kind::Usage`] when it means none or several, with those it may mean.
    pub fn find(&self, text: &str) -> Result<Chat> {
        let text = text.trim();
        if let Some(chat) = self.chat(&ChatId(text.to_owned()))? {
            return Ok(chat);
        }
        if text == "last" {
            let last = self.list(1)?.pop();
            let none = Error::new(Kind::Usage, tell!("chats-empty"));
            return last.ok_or_else(|| none.hint(tell!("chats-empty-hint")));
        }
        let order = "ORDER BY updated DESC, id DESC";
        let titled = self.chats(&format!("WHERE title = ?1 {order}"), params![text])?;
        if let Some(chat) = only(text, titled)? {
            return Ok(chat);
        }
        let letters = text.to_ascii_lowercase();
        if !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            let tail = if letters.len() >= TAIL { letters.as_str() } else { "-" };
            let sql = format!("WHERE id GLOB ?1 || '*' OR id GLOB '*' || ?2 {order}");
            if let Some(chat) = only(text, self.chats(&sql, params![letters, tail])?)? {
                return Ok(chat);
            }
        }
        Err(self.unknown(text)?)
    }

    /// Copies the path to a message, or all of the current one, into a new conversation; `now` in
    /// seconds since 1970.
    ///
    /// # Errors
    /// [`Kind::Usage`] when the conversation or the message is not there; the database cannot be
    /// written.
    pub fn fork(&mut self, id: &ChatId, at: Option<NodeId>, now: i64) -> Result<Chat> {
        let Some(chat) = self.chat(id)? else { return Err(missing(id)) };
        let mut tree = Tree::load(self.nodes(id)?, chat.leaf);
        if let Some(at) = at {
            if tree.node(at).is_none() {
                let what = tell!("chats-no-message", name = id.0.as_str(), number = at.0.to_string());
                let hint = tell!("chats-no-message-hint", name = id.0.as_str());
                return Err(Error::new(Kind::Usage, what).hint(hint));
            }
            tree.go(Some(at));
        }
        let title = self.copied(&chat.title)?;
        let mut copy = Chat { id: ChatId::new(), title, created: now, updated: now, leaf: None, ..chat };
        let mut writes = Vec::new();
        for id in tree.path() {
            let Some(node) = tree.node(*id) else { continue };
            let mut node = node.clone();
            node.parent = copy.leaf;
            node.id = NodeId(copy.leaf.map_or(1, |last| last.0 + 1));
            copy.leaf = Some(node.id);
            writes.push(Write::Node(copy.id.clone(), node));
        }
        copy.messages = u32::try_from(writes.len()).unwrap_or(u32::MAX);
        // First, because messages make a conversation that is not there.
        writes.insert(0, Write::Chat(copy.clone()));
        self.put(&writes)?;
        Ok(copy)
    }

    /// A title for a copy that no conversation has.
    fn copied(&self, title: &str) -> Result<String> {
        if title.is_empty() {
            return Ok(String::new());
        }
        let numbered = title.rsplit_once(" (").filter(|(_, end)| {
            end.strip_suffix(')').is_some_and(|end| end.len() < 6 && end.bytes().all(|b| b.is_ascii_digit()))
        });
        let base = numbered.map_or(title, |(base, _)| base);
        for number in 2.. {
            let next = format!("{base} ({number})");
            if self.chats("WHERE title = ?1 LIMIT 1", params![next])?.is_empty() {
                return Ok(next);
            }
        }
        Ok(title.to_owned())
    }

    /// That no conversation is meant, and which ones may be.
    fn unknown(&self, text: &str) -> Result<Error> {
        let error = Error::new(Kind::Usage, tell!("chats-none", name = text));
        let like: Vec<Chat> = self.search(text, NAMED)?.into_iter().map(|hit| hit.chat).collect();
        Ok(match like.is_empty() {
            true => error.hint(tell!("chats-list-hint")),
            false => error.hint(tell!("chats-like-hint", names = names(&like))),
        })
    }
}

/// The only one of these, if there is any.
fn only(text: &str, mut all: Vec<Chat>) -> Result<Option<Chat>> {
    if all.len() > 1 {
        let what = tell!("chats-many", name = text, count = all.len());
        return Err(Error::new(Kind::Usage, what).hint(tell!("chats-many-hint", names = names(&all))));
    }
    Ok(all.pop())
}

fn names(chats: &[Chat]) -> String {
    let name = |chat: &Chat| match chat.title.as_str() {
        "" => chat.id.0.clone(),
        title => format!("{} ({title})", chat.id),
    };
    let more = (chats.len() > NAMED).then(|| "…".to_owned());
    text::list(chats.iter().take(NAMED).map(name).chain(more))
}

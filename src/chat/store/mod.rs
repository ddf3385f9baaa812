//! Where conversations are kept: one SQLite database, to which everything is written as it happens.

mod fault;
mod find;
mod id;
mod open;
mod row;
mod search;
mod write;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, params};

use self::fault::fault;
use super::tree::{Node, NodeId};
use crate::config::Places;
use crate::error::{Error, Kind, Result};
use crate::tell;

pub use id::ChatId;

/// A conversation without its messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chat {
    /// Its name.
    pub id: ChatId,
    /// What it is about; empty until that is known.
    pub title: String,
    /// The model that answers, as `-m` takes it.
    pub model: String,
    /// Instructions that hold for all of it.
    pub system: String,
    /// The project directory that it was begun in.
    pub dir: String,
    /// When it was begun, in seconds since 1970.
    pub created: i64,
    /// When it was last added to, in seconds since 1970.
    pub updated: i64,
    /// How many messages it has, on all branches; told by the store, and not written.
    pub messages: u32,
    /// Where its path ends.
    pub leaf: Option<NodeId>,
}

impl Chat {
    /// A conversation that begins now, in a project's directory.
    pub fn fresh(dir: &Path) -> Chat {
        let now = now();
        Chat {
            id: ChatId::new(),
            title: String::new(),
            model: String::new(),
            system: String::new(),
            dir: dir.display().to_string(),
            created: now,
            updated: now,
            messages: 0,
            leaf: None,
        }
    }
}

/// Seconds since 1970.
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(0)
}

/// A conversation that a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The conversation.
    pub chat: Chat,
    /// The text around the match on one line, the match between `«` and `»`.
    pub snippet: String,
    /// The newest message that matches; where only the title does, the one that the path ends at.
    pub node: NodeId,
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub enum Write {
    /// The conversation is so from now on; its count of messages is not written.
    Chat(Chat),
    /// The message is so from now on, whatever was appended to it. A conversation that is not there is
    /// made, so that what was said in one that somebody else deleted is not lost.
    Node(ChatId, Node),
    /// Its path ends here from now on.
    Leaf(ChatId, Option<NodeId>),
    /// It is called so from now on.
    Title(ChatId, String),
    /// More of a message that was written before. Nothing happens when that is not there.
    Append {
        /// The conversation.
        chat: ChatId,
        /// The message.
        node: NodeId,
        /// What its text goes on with.
        text: String,
        /// What its thinking goes on with.
        thinking: String,
    },
}

/// Where the conversations of this user are.
pub fn path(places: &Places) -> PathBuf {
    places.data.join("qwill.db")
}

/// The open database. Several processes may have it open; one at a time writes, the others wait.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens the database at `path`; makes it, and the directories above it, for this user alone.
    ///
    /// # Errors
    /// [`Kind::Refused`] for a database of a newer version or of another program; one that is damaged
    /// or cannot be written. None of these is changed.
    pub fn open(path: &Path) -> Result<Store> {
        let store = Store { db: open::open(path)?, path: path.to_owned() };
        store.settle();
        Ok(store)
    }

    /// Writes all of it or nothing; what was written outlives the process and a power cut.
    ///
    /// # Errors
    /// [`Kind::Fit`] on a full disk; a database that another process holds for seconds, or that cannot
    /// be written. The same writes may then be put again.
    pub fn put(&mut self, writes: &[Write]) -> Result<()> {
        write::put(&mut self.db, writes).map_err(fault(&self.path, || tell!("chats-save")))
    }

    /// At most `limit` conversations, the last used one first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn list(&self, limit: usize) -> Result<Vec<Chat>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.chats("ORDER BY updated DESC, id DESC LIMIT ?1", params![limit])
    }

    /// The conversation of that id.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn chat(&self, id: &ChatId) -> Result<Option<Chat>> {
        Ok(self.chats("WHERE id = ?1", params![id.0])?.pop())
    }

    /// All messages of a conversation in the order of their ids; none of one that is not there.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn nodes(&self, id: &ChatId) -> Result<Vec<Node>> {
        row::nodes(&self.db, id).map_err(self.unread())
    }

    /// What the user wrote in conversations that were begun in this directory, newest first, each text
    /// once, at most `limit` of them.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn inputs(&self, dir: &str, limit: usize) -> Result<Vec<String>> {
        row::inputs(&self.db, dir, limit).map_err(self.unread())
    }

    /// Deletes a conversation and all its messages.
    ///
    /// # Errors
    /// [`Kind::Usage`] when it is not there; the database cannot be written.
    pub fn remove(&mut self, id: &ChatId) -> Result<()> {
        let gone = self.db.execute("DELETE FROM chat WHERE id = ?1", params![id.0]);
        let gone = gone.map_err(fault(&self.path, || tell!("chats-delete")))?;
        if gone == 0 { Err(missing(id)) } else { Ok(()) }
    }

    /// Gives a conversation another title.
    ///
    /// # Errors
    /// [`Kind::Usage`] when it is not there; the database cannot be written.
    pub fn rename(&mut self, id: &ChatId, title: &str) -> Result<()> {
        let named = self.db.execute("UPDATE chat SET title = ?2 WHERE id = ?1", params![id.0, title]);
        let named = named.map_err(fault(&self.path, || tell!("chats-rename")))?;
        if named == 0 { Err(missing(id)) } else { Ok(()) }
    }

    /// Conversations, chosen and ordered by the end of a query.
    fn chats(&self, rest: &str, values: impl rusqlite::Params) -> Result<Vec<Chat>> {
        row::chats(&self.db, rest, values).map_err(self.unread())
    }

    fn unread(&self) -> impl Fn(rusqlite::Error) -> Error {
        fault(&self.path, || tell!("chats-read"))
    }

    /// Puts together what a process that died had appended, so that it can be searched. Where that
    /// cannot be done now, on a full disk or while another process writes, a later start does it.
    fn settle(&self) {
        let left = self.db.query_row("SELECT 1 FROM piece LIMIT 1", [], |_| Ok(()));
        if left.is_ok() && self.db.busy_timeout(Duration::ZERO).is_ok() {
            _ = write::settle(&self.db);
            _ = self.db.busy_timeout(open::PATIENCE);
        }
    }
}

/// No conversation has that id.
fn missing(id: &ChatId) -> Error {
    Error::new(Kind::Usage, tell!("chats-none", name = id.0.as_str())).hint(tell!("chats-list-hint"))
}

/// A file of SQLite's next to the database.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    name.into()
}

#[cfg(test)]
mod tests;

//! Rows of the database as what they stand for, and back.

use std::collections::HashSet;

use rusqlite::{Connection, Params, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Chat, ChatId};
use crate::chat::tree::{Node, NodeId, State};
use crate::wire::Role;

type Result<T> = rusqlite::Result<T>;

/// Conversations, chosen and ordered by the end of a query.
pub(super) fn chats(db: &Connection, rest: &str, values: impl Params) -> Result<Vec<Chat>> {
    let sql = format!(
        "SELECT id, title, model, system, dir, created, updated, leaf, \
         (SELECT count(*) FROM node WHERE node.chat = chat.key) FROM chat {rest}"
    );
    db.prepare_cached(&sql)?.query_map(values, chat)?.collect()
}

fn chat(row: &Row<'_>) -> Result<Chat> {
    Ok(Chat {
        id: ChatId(row.get(0)?),
        title: row.get(1)?,
        model: row.get(2)?,
        system: row.get(3)?,
        dir: row.get(4)?,
        created: row.get(5)?,
        updated: row.get(6)?,
        leaf: row.get::<_, Option<u32>>(7)?.map(NodeId),
        messages: row.get(8)?,
    })
}

/// The messages of a conversation, with what was appended to them.
pub(super) fn nodes(db: &Connection, id: &ChatId) -> Result<Vec<Node>> {
    let sql = "SELECT node.id, parent, role, text, thinking, calls, call, raw, node.model, images, state, \
               cost, summary, at FROM node JOIN chat ON chat.key = node.chat WHERE chat.id = ?1 \
               ORDER BY node.id";
    // Both are read from one state of the database, though another process may write in between.
    let read = db.unchecked_transaction()?;
    let mut nodes: Vec<Node> =
        read.prepare_cached(sql)?.query_map(params![id.0], node)?.collect::<Result<_>>()?;
    let sql = "SELECT node.id, piece.text, piece.thinking FROM piece JOIN node ON node.key = piece.node \
               JOIN chat ON chat.key = node.chat WHERE chat.id = ?1 ORDER BY piece.key";
    let mut pieces = read.prepare_cached(sql)?;
    let mut rows = pieces.query(params![id.0])?;
    while let Some(row) = rows.next()? {
        let id = NodeId(row.get(0)?);
        if let Ok(at) = nodes.binary_search_by_key(&id, |node| node.id) {
            nodes[at].text.push_str(row.get_ref(1)?.as_str()?);
            nodes[at].thinking.push_str(row.get_ref(2)?.as_str()?);
        }
    }
    Ok(nodes)
}

fn node(row: &Row<'_>) -> Result<Node> {
    Ok(Node {
        id: NodeId(row.get(0)?),
        parent: row.get::<_, Option<u32>>(1)?.map(NodeId),
        role: role(row.get_ref(2)?.as_str()?),
        text: row.get(3)?,
        thinking: row.get(4)?,
        calls: parts(row, 5)?.unwrap_or_default(),
        call: row.get(6)?,
        raw: row.get(7)?,
        model: row.get(8)?,
        images: parts(row, 9)?.unwrap_or_default(),
        state: State::named(row.get_ref(10)?.as_str()?),
        cost: parts(row, 11)?,
        summary: row.get(12)?,
        at: row.get(13)?,
    })
}

fn role(name: &str) -> Role {
    let all = [Role::System, Role::Assistant, Role::Tool];
    all.into_iter().find(|role| role.name() == name).unwrap_or(Role::User)
}

/// A column that holds JSON.
fn parts<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> Result<Option<T>> {
    let text = row.get_ref(at)?.as_str_or_null()?;
    let parse = |text: &str| {
        let wrong = |error| {
            rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, Box::new(error))
        };
        serde_json::from_str(text).map_err(wrong)
    };
    text.map(parse).transpose()
}

/// JSON for a column; none for what is empty.
pub(super) fn json<T: Serialize>(value: &[T]) -> Option<String> {
    (!value.is_empty()).then(|| serde_json::to_string(value).unwrap_or_default())
}

/// What the user wrote in a directory, newest first, each text once.
pub(super) fn inputs(db: &Connection, dir: &str, limit: usize) -> Result<Vec<String>> {
    let sql = "SELECT text FROM node JOIN chat ON chat.key = node.chat \
               WHERE role = 'user' AND dir = ?1 AND text <> '' ORDER BY at DESC, node.key DESC";
    let mut query = db.prepare_cached(sql)?;
    let mut rows = query.query(params![dir])?;
    let (mut seen, mut inputs) = (HashSet::new(), Vec::new());
    while inputs.len() < limit
        && let Some(row) = rows.next()?
    {
        let text: String = row.get(0)?;
        if seen.insert(text.clone()) {
            inputs.push(text);
        }
    }
    Ok(inputs)
}

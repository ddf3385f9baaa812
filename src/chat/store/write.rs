//! Changes of the database, each of them all or nothing.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use super::row::json;
use super::{Chat, ChatId, Write};
use crate::chat::fold::fold;
use crate::chat::tree::{Node, State};

type Result<T> = rusqlite::Result<T>;

/// Carries out all of these in one transaction.
pub(super) fn put(db: &mut Connection, writes: &[Write]) -> Result<()> {
    // One that first reads could not wait for its turn to write.
    let all = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for write in writes {
        match write {
            Write::Chat(chat) => put_chat(&all, chat)?,
            Write::Node(chat, node) => put_node(&all, chat, node)?,
            Write::Leaf(chat, leaf) => {
                let leaf = leaf.map(|leaf| leaf.0);
                run(&all, "UPDATE chat SET leaf = ?2 WHERE id = ?1", params![chat.0, leaf])?;
            }
            Write::Title(chat, title) => {
                run(&all, "UPDATE chat SET title = ?2 WHERE id = ?1", params![chat.0, title])?;
            }
            Write::Append { chat, node, text, thinking } => {
                let sql = "INSERT INTO piece (node, text, thinking) SELECT node.key, ?3, ?4 FROM node \
                           JOIN chat ON chat.key = node.chat WHERE chat.id = ?1 AND node.id = ?2";
                run(&all, sql, params![chat.0, node.0, text, thinking])?;
            }
        }
    }
    all.commit()
}

fn run(db: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<usize> {
    db.prepare_cached(sql)?.execute(values)
}

pub(super) fn put_chat(db: &Transaction<'_>, chat: &Chat) -> Result<()> {
    let sql = "INSERT INTO chat (id, title, model, system, dir, created, updated, leaf) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO UPDATE SET title = ?2, \
               model = ?3, system = ?4, dir = ?5, created = ?6, updated = ?7, leaf = ?8";
    let Chat { id, title, model, system, dir, created, updated, leaf, .. } = chat;
    let leaf = leaf.map(|leaf| leaf.0);
    run(db, sql, params![id.0, title, model, system, dir, created, updated, leaf])?;
    Ok(())
}

pub(super) fn put_node(db: &Transaction<'_>, chat: &ChatId, node: &Node) -> Result<()> {
    let sql = "INSERT INTO chat (id, title, model, system, dir, created, updated) \
               VALUES (?1, '', '', '', '', ?2, ?2) ON CONFLICT (id) DO UPDATE SET \
               updated = max(updated, ?2) RETURNING key";
    let chat: i64 = db.prepare_cached(sql)?.query_row(params![chat.0, node.at], |row| row.get(0))?;
    let sql = "INSERT INTO node (chat, id, parent, role, text, thinking, calls, call, raw, model, images, \
               state, cost, summary, at) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) \
               ON CONFLICT (chat, id) DO UPDATE SET parent = ?3, role = ?4, text = ?5, thinking = ?6, \
               calls = ?7, call = ?8, raw = ?9, model = ?10, images = ?11, state = ?12, cost = ?13, \
               summary = ?14, at = ?15 RETURNING key";
    let cost = node.cost.and_then(|cost| serde_json::to_string(&cost).ok());
    let values = params![
        chat,
        node.id.0,
        node.parent.map(|parent| parent.0),
        node.role.name(),
        node.text,
        node.thinking,
        json(&node.calls),
        node.call,
        node.raw,
        node.model,
        json(&node.images),
        node.state.name(),
        cost,
        node.summary,
        node.at,
    ];
    let key: i64 = db.prepare_cached(sql)?.query_row(values, |row| row.get(0))?;
    run(db, "DELETE FROM piece WHERE node = ?1", params![key])?;
    // One that the model still writes is searched when it is whole.
    let text = if node.state == State::Open { "" } else { node.text.as_str() };
    index(db, key, text)
}

/// Makes a message findable by this text.
fn index(db: &Connection, key: i64, text: &str) -> Result<()> {
    run(db, "DELETE FROM found WHERE rowid = ?1", params![key])?;
    let folded = fold(text);
    if !folded.is_empty() {
        run(db, "INSERT INTO found (rowid, text) VALUES (?1, ?2)", params![key, folded])?;
    }
    Ok(())
}

/// Puts what was appended into the rows of its messages. Those that another process still writes take
/// no harm: what it appends next goes behind.
pub(super) fn settle(db: &Connection) -> Result<()> {
    let all = Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
    loop {
        let sql = "SELECT node.key, node.text, node.thinking FROM piece \
                   JOIN node ON node.key = piece.node LIMIT 1";
        let read = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?));
        let next = all.prepare_cached(sql)?.query_row([], read).optional()?;
        let Some((key, text, thinking)) = next else { break };
        let (mut text, mut thinking): (String, String) = (text, thinking);
        {
            let mut pieces =
                all.prepare_cached("SELECT text, thinking FROM piece WHERE node = ?1 ORDER BY key")?;
            let mut rows = pieces.query(params![key])?;
            while let Some(row) = rows.next()? {
                text.push_str(row.get_ref(0)?.as_str()?);
                thinking.push_str(row.get_ref(1)?.as_str()?);
            }
        }
        let sql = "UPDATE node SET text = ?2, thinking = ?3 WHERE key = ?1";
        run(&all, sql, params![key, text, thinking])?;
        run(&all, "DELETE FROM piece WHERE node = ?1", params![key])?;
        index(&all, key, &text)?;
    }
    all.commit()
}

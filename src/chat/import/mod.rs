//! Conversations from files: our own exports, ChatGPT's, and messages in OpenAI's form.

mod chatgpt;
mod messages;
mod ours;

use serde_json::Value;

use super::export::marked;
use super::store::{Chat, now};
use super::tree::Node;
use crate::error::{Error, Kind, Result};
use crate::tell;
use crate::wire::paired;

/// A conversation and its messages.
pub type Talk = (Chat, Vec<Node>);

/// The conversations in a file called `name` (for errors only). Knows our JSON Lines and Markdown,
/// ChatGPT's `conversations.json` with all its branches, and messages as OpenAI's protocol has them:
/// a list, an object with `messages`, or either of them line by line. One that has a name of ours, or
/// that ChatGPT dates, gets the same id each time; others get a new one.
///
/// # Errors
/// [`Kind::Usage`] for a file of another form, and for one that is broken, with the line.
pub fn read(text: &str, name: &str) -> Result<Vec<Talk>> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let wrong = |why: String| Error::new(Kind::Usage, tell!("import-fails", path = name)).why(why);
    let talks = match text.trim_start().as_bytes().first() {
        Some(b'{' | b'[') => values(text).and_then(|values| json(&values)).map_err(wrong)?,
        _ if marked(text).is_some() => vec![ours::markdown(text).map_err(wrong)?],
        _ => return Err(wrong(tell!("chats-import-form")).hint(tell!("chats-import-hint"))),
    };
    match talks.is_empty() {
        true => Err(wrong(tell!("chats-import-empty")).hint(tell!("chats-import-hint"))),
        false => Ok(talks),
    }
}

/// All JSON values of a text, which may be one or one a line.
fn values(text: &str) -> Result<Vec<Value>, String> {
    let text = paired(text);
    let all = serde_json::Deserializer::from_str(&text).into_iter::<Value>();
    all.collect::<Result<_, _>>().map_err(|error| error.to_string())
}

fn json(values: &[Value]) -> Result<Vec<Talk>, String> {
    if values.first().is_some_and(|first| first.get("qwill").is_some()) {
        return ours::jsonl(values);
    }
    let mut talks = Vec::new();
    group(values, &mut talks)?;
    Ok(talks)
}

/// Each value by its form; messages one after the other are one conversation.
fn group(values: &[Value], talks: &mut Vec<Talk>) -> Result<(), String> {
    for (at, value) in values.iter().enumerate() {
        let list = |name: &str| value.get(name).and_then(Value::as_array);
        if value.get("mapping").is_some_and(Value::is_object) {
            talks.extend(chatgpt::talk(value));
        } else if let Some(all) = list("messages") {
            talks.extend(messages::talk(all, value)?);
        } else if value.get("role").is_some() {
            talks.extend(messages::talk(values, &Value::Null)?);
            break;
        } else if let Some(all) = value.as_array().or_else(|| list("conversations")) {
            // Lists in lists in lists have no meaning.
            if all.iter().any(Value::is_array) {
                return Err(tell!("chats-import-lists", number = (at + 1).to_string()));
            }
            group(all, talks)?;
        } else {
            return Err(tell!("chats-import-neither", number = (at + 1).to_string()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;

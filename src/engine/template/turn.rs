//! Messages in the shape that chat templates expect, so that they find no reason to refuse them.

use serde_json::{Map, Value, json};

use crate::wire::{Message, Role, ToolCall};

/// One message as template variables.
pub struct Turn<'a> {
    /// Who speaks.
    pub role: Role,
    /// `role`, `content` and whatever else the message has.
    pub fields: Value,
    /// The answer as the model wrote it.
    pub raw: Option<&'a str>,
}

/// What becomes of a system message that is not the first message.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Late {
    /// It stays one.
    System,
    /// It becomes a user message, for templates that allow only one.
    User,
}

/// All messages; the system messages at the beginning become one.
pub fn turns(messages: &[Message]) -> Vec<Turn<'_>> {
    let leading = messages.iter().take_while(|message| message.role == Role::System).count();
    let (system, rest) = messages.split_at(leading);
    let mut turns = Vec::with_capacity(rest.len() + 1);
    if leading > 0 {
        let texts: Vec<String> =
            system.iter().map(Message::text).filter(|text| !text.trim().is_empty()).collect();
        let fields = json!({ "role": "system", "content": texts.join("\n\n") });
        turns.push(Turn { role: Role::System, fields, raw: None });
    }
    turns.extend(rest.iter().map(turn));
    turns
}

impl Turn<'_> {
    /// The variables, with `late` deciding on the role.
    pub fn fields(&self, index: usize, late: Late) -> Value {
        let mut fields = self.fields.clone();
        if self.late(index) && late == Late::User {
            fields["role"] = "user".into();
        }
        fields
    }

    /// Whether it is a system message at a place where a template may refuse it.
    pub fn late(&self, index: usize) -> bool {
        self.role == Role::System && index > 0
    }
}

fn turn(message: &Message) -> Turn<'_> {
    let mut text = message.text();
    let mut thought = message.reasoning_content.clone();
    if message.role == Role::Assistant
        && thought.is_none()
        && let Some((inner, answer)) = thinking(&text)
    {
        (thought, text) = (Some(inner), answer);
    }
    let mut fields = Map::new();
    fields.insert("role".into(), message.role.name().into());
    fields.insert("content".into(), text.into());
    if let Some(thought) = thought {
        fields.insert("reasoning_content".into(), thought.into());
    }
    if let Some(calls) = message.tool_calls.as_ref().filter(|calls| !calls.is_empty()) {
        fields.insert("tool_calls".into(), calls.iter().map(call).collect());
    }
    for (key, value) in [("name", &message.name), ("tool_call_id", &message.tool_call_id)] {
        if let Some(value) = value {
            fields.insert(key.into(), value.as_str().into());
        }
    }
    let raw = message.raw.as_deref().filter(|_| message.role == Role::Assistant);
    Turn { role: message.role, fields: Value::Object(fields), raw }
}

/// A call with its arguments as an object, because templates list them; a string if they are none.
fn call(call: &ToolCall) -> Value {
    let text = call.function.arguments.as_str();
    let arguments = match serde_json::from_str(text) {
        Ok(object @ Value::Object(_)) => object,
        _ if text.trim().is_empty() => json!({}),
        _ => text.into(),
    };
    json!({
        "id": call.id,
        "type": call.kind,
        "function": { "name": call.function.name, "arguments": arguments },
    })
}

/// Thinking and answer of a text that holds both: an opening tag at the start, or none at all
/// and the closing one on a line of its own. Tags that the answer merely mentions do not count.
fn thinking(text: &str) -> Option<(String, String)> {
    let (inner, answer) = match text.trim_start().strip_prefix("<think>") {
        Some(rest) => rest.split_once("</think>")?,
        None => {
            let (inner, answer) = text.split_once("</think>")?;
            let alone = inner.ends_with('\n') && (answer.is_empty() || answer.starts_with('\n'));
            if !alone || inner.contains("<think>") {
                return None;
            }
            (inner, answer)
        }
    };
    Some((inner.trim_matches('\n').into(), answer.trim_start_matches('\n').into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::ToolFunction;

    #[test]
    fn leading_system_messages_become_one() {
        let messages = [
            Message::new(Role::System, "a"),
            Message::new(Role::System, " "),
            Message::new(Role::System, "b"),
            Message::new(Role::User, "hi"),
            Message::new(Role::System, "late"),
        ];
        let turns = turns(&messages);
        assert_eq!(turns.len(), 3);
        assert_eq!(turns[0].fields["content"], "a\n\nb");
        assert_eq!(turns[2].fields(2, Late::System)["role"], "system");
        assert_eq!(turns[2].fields(2, Late::User)["role"], "user");
        assert_eq!(turns[0].fields(0, Late::User)["role"], "system");
    }

    #[test]
    fn thinking_inside_an_answer_is_moved_out() {
        let split = |text: &str| {
            let message = [Message::new(Role::Assistant, text)];
            let fields = turns(&message).remove(0).fields;
            (fields["content"].clone(), fields.get("reasoning_content").cloned())
        };
        assert_eq!(split("<think>\na\n</think>\n\nb"), (json!("b"), Some(json!("a"))));
        assert_eq!(split("a\n</think>\n\nb"), (json!("b"), Some(json!("a"))));
        for plain in ["Close with `</think>`.", "open <think>", "x <think>\ny\n</think>\n"] {
            assert_eq!(split(plain), (json!(plain), None));
        }
    }

    #[test]
    fn arguments_become_objects_where_they_are() {
        let value = |arguments: &str| {
            let function = ToolFunction { name: "f".into(), arguments: arguments.into() };
            call(&ToolCall { id: "1".into(), kind: "function".into(), function })["function"]["arguments"]
                .clone()
        };
        assert_eq!(value("{\"a\": 1}"), json!({"a": 1}));
        assert_eq!(value(""), json!({}));
        assert_eq!(value("{\"a\": "), json!("{\"a\": "));
        assert_eq!(value("[1]"), json!("[1]"));
    }
}

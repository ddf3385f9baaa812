//! The built-in ChatML, which stands in for a template that is missing or fails.

use serde_json::{Map, Value};

use super::json;

/// What opens an answer.
pub const HEADER: &str = "<|im_start|>assistant\n";

/// The prompt for `messages` (template variables) with calls in the Hermes dialect.
pub fn render(messages: &[Value], tools: &[Value], kwargs: &Map<String, Value>) -> String {
    let mut out = String::new();
    let text = |message: &Value, key: &str| message[key].as_str().unwrap_or_default().to_owned();
    let system = messages.first().filter(|first| first["role"] == "system");
    if system.is_some() || !tools.is_empty() {
        out.push_str("<|im_start|>system\n");
        let words = system.map(|first| text(first, "content")).unwrap_or_default();
        out.push_str(&words);
        if !tools.is_empty() {
            out.push_str(if words.is_empty() { "" } else { "\n\n" });
            offer(&mut out, tools);
        }
        out.push_str("<|im_end|>\n");
    }
    let rest = messages.iter().skip(usize::from(system.is_some()));
    let mut rest = rest.peekable();
    let mut results = false;
    while let Some(message) = rest.next() {
        let content = text(message, "content");
        if message["role"] == "tool" {
            let next = rest.peek().is_some_and(|next| next["role"] == "tool");
            out.push_str(if results { "" } else { "<|im_start|>user" });
            out.push_str(&format!("\n<tool_response>\n{content}\n</tool_response>"));
            out.push_str(if next { "" } else { "<|im_end|>\n" });
            results = next;
            continue;
        }
        out.push_str(&format!("<|im_start|>{}\n{content}", text(message, "role")));
        calls(&mut out, &content, &message["tool_calls"]);
        out.push_str("<|im_end|>\n");
    }
    out.push_str(HEADER);
    if kwargs.get("enable_thinking") == Some(&Value::Bool(false)) {
        out.push_str("<think>\n\n</think>\n\n");
    }
    out
}

fn offer(out: &mut String, tools: &[Value]) {
    out.push_str(
        "# Tools\n\nThese functions can be called, given as JSON within <tools></tools>:\n<tools>\n",
    );
    for tool in tools {
        out.push_str(&json::line(tool));
        out.push('\n');
    }
    out.push_str(
        "</tools>\n\nTo call one, write a JSON object with its name and arguments within \
         <tool_call></tool_call>:\n<tool_call>\n{\"name\": <name>, \"arguments\": <object>}\n</tool_call>",
    );
}

fn calls(out: &mut String, content: &str, calls: &Value) {
    for (index, call) in calls.as_array().into_iter().flatten().enumerate() {
        let function = &call["function"];
        let arguments = match &function["arguments"] {
            Value::String(text) => text.clone(),
            object => json::line(object),
        };
        let name = json::line(&function["name"]);
        out.push_str(if index == 0 && content.is_empty() { "" } else { "\n" });
        out.push_str(&format!("<tool_call>\n{{\"name\": {name}, \"arguments\": {arguments}}}\n</tool_call>"));
    }
}

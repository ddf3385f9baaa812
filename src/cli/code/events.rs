//! Work told to a program: one JSON object a line, in the form that `codex exec --json` has.

use serde_json::{Value, json};

use super::run::Teller;
use crate::chat::tree::Node;
use crate::cli::out::Output as Out;
use crate::code::mcp::Offer;
use crate::code::project::{Ended, Output};
use crate::code::tool::{self, Call};
use crate::error::{Error, Result};
use crate::session::{Event, Session};
use crate::wire::{Role, ToolCall};

/// Tells events.
pub(super) struct Events {
    output: Out,
    items: usize,
}

impl Default for Events {
    fn default() -> Events {
        Events { output: Out::new(), items: 0 }
    }
}

impl Events {
    fn tell(&mut self, event: &Value) -> Result<()> {
        self.output.text(&format!("{event}\n"))
    }

    /// Something that is whole at once.
    fn whole(&mut self, mut item: Value) -> Result<()> {
        item["id"] = json!(self.id());
        self.items += 1;
        self.tell(&json!({ "type": "item.completed", "item": item }))
    }

    fn id(&self) -> String {
        format!("item_{}", self.items)
    }
}

impl Teller for Events {
    fn begin(&mut self, session: &Session) -> Result<()> {
        self.tell(&json!({ "type": "thread.started", "thread_id": session.chat.id.0 }))?;
        self.tell(&json!({ "type": "turn.started" }))
    }

    fn call(&mut self, call: &ToolCall, offer: Option<&Offer>) -> Result<()> {
        let mut item = item(call, offer, None);
        item["id"] = json!(self.id());
        self.tell(&json!({ "type": "item.started", "item": item }))
    }

    fn called(&mut self, call: &ToolCall, offer: Option<&Offer>, output: &Output) -> Result<()> {
        self.whole(item(call, offer, Some(output)))
    }

    fn event(&mut self, _: &Event) -> Result<()> {
        Ok(())
    }

    fn answer(&mut self, session: &Session) -> Result<()> {
        let last = session.path().rev().find(|node: &&Node| node.role == Role::Assistant);
        let Some((thinking, text)) = last.map(|node| (node.thinking.trim(), node.text.trim())) else {
            return Ok(());
        };
        if !thinking.is_empty() {
            self.whole(json!({ "type": "reasoning", "text": thinking }))?;
        }
        if !text.is_empty() {
            self.whole(json!({ "type": "agent_message", "text": text }))?;
        }
        Ok(())
    }

    fn notice(&mut self, text: &str) -> Result<()> {
        self.whole(json!({ "type": "error", "message": text }))
    }

    fn end(&mut self, session: &Session, error: Option<&Error>) -> Result<()> {
        let costs = session.path().filter_map(|node| node.cost);
        let [mut prompt, mut reused, mut answer] = [0_u64; 3];
        for cost in costs {
            prompt += u64::from(cost.prompt);
            reused += u64::from(cost.reused);
            answer += u64::from(cost.answer);
        }
        let usage = json!({ "input_tokens": prompt, "cached_input_tokens": reused, "output_tokens": answer });
        match error {
            None => self.tell(&json!({ "type": "turn.completed", "usage": usage })),
            Some(error) => self.tell(&json!({
                "type": "turn.failed",
                "error": { "kind": error.kind().name(), "message": error.to_string() },
                "usage": usage,
            })),
        }
    }
}

/// A call, and what came of it.
fn item(call: &ToolCall, offer: Option<&Offer>, output: Option<&Output>) -> Value {
    let status = match output.map(|output| output.ended) {
        None => "in_progress",
        Some(Ended::Well) => "completed",
        Some(Ended::Badly) => "failed",
        Some(Ended::Refused) => "declined",
    };
    let text = output.map(|output| output.text.as_str()).unwrap_or_default();
    let mut item = match tool::read(call) {
        Ok(Call::Shell { command, .. }) => {
            json!({ "type": "command_execution", "command": command, "aggregated_output": text })
        }
        Ok(Call::Edit { .. } | Call::Part { .. } | Call::Write { .. } | Call::Patch { .. }) => {
            let diff = output.map(|output| output.diff.as_str()).unwrap_or_default();
            json!({ "type": "file_change", "diff": diff, "message": text })
        }
        Ok(Call::Todo { items }) => json!({ "type": "todo_list", "items": todo(&items) }),
        _ => {
            let arguments = &call.function.arguments;
            let arguments: Value = serde_json::from_str(arguments).unwrap_or_else(|_| json!(arguments));
            match offer {
                Some(Offer { server, name, .. }) => json!({
                    "type": "mcp_tool_call", "server": server, "tool": name, "arguments": arguments, "output": text
                }),
                None => json!({
                    "type": "tool_call", "tool": call.function.name, "arguments": arguments, "output": text
                }),
            }
        }
    };
    item["status"] = json!(status);
    if let Some(output) = output.filter(|output| !output.changed.is_empty()) {
        item["changes"] = output.changed.iter().map(|path| json!({ "path": path })).collect();
    }
    item
}

fn todo(items: &str) -> Vec<Value> {
    let lines = items.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let line = line.trim_start_matches(['-', '*', ' ']);
            let (done, text) = match line.split_once(']') {
                Some((mark, text)) if mark.starts_with('[') => (mark.contains(['x', 'X']), text),
                _ => (false, line),
            };
            json!({ "text": text.trim(), "completed": done })
        })
        .collect()
}

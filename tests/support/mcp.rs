//! A server of tools of the test's own, which the test's program becomes when it is started again.
#![allow(clippy::print_stderr, reason = "a server writes there")]

use std::io::{BufRead, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

/// The lines of `config.toml` for a server of this name that the test `server` of this program is; `more` are further
/// lines, and `act` says how it behaves.
pub fn config(name: &str, act: &str, note: &Path, more: &str) -> String {
    let program = std::env::current_exe().unwrap();
    format!(
        "[mcp.{name}]\ncommand = {program:?}\nargs = [\"server\", \"--exact\", \"--nocapture\"]\n{more}\n\
         env = {{ ACT = \"{act}\", NOTE = {note:?}, DOCS_KEY = \"very-secret-word\" }}\n"
    )
}

/// The same as a project's own file has it.
pub fn shared(name: &str, act: &str, note: &Path) -> String {
    let program = std::env::current_exe().unwrap();
    let args = ["server", "--exact", "--nocapture"];
    let env = json!({ "ACT": act, "NOTE": note });
    json!({ "mcpServers": { name: { "command": program, "args": args, "env": env } } }).to_string()
}

/// Is the server, where the program was started as one. What the test's program itself writes to standard output is no
/// part of the protocol, and has to be borne.
pub fn serve() {
    let Ok(act) = std::env::var("ACT") else { return };
    if act == "silent" {
        std::thread::sleep(Duration::from_secs(600));
    }
    if act == "fails" {
        eprintln!("no key in very-secret-word");
        std::process::abort();
    }
    eprintln!("my key is {}", std::env::var("DOCS_KEY").unwrap_or_default());
    let mut late = false;
    for line in std::io::stdin().lock().lines() {
        let Ok(line) = line else { return };
        let message: Value = serde_json::from_str(&line).unwrap();
        if act == "garbage" && message["method"].is_string() {
            say("{ this is no JSON");
            say("[1, 2]");
            say(&"x".repeat(100_000));
        }
        let method = message["method"].as_str().unwrap_or_default();
        let result = match method {
            "initialize" => json!({
                "protocolVersion": message["params"]["protocolVersion"],
                "capabilities": { "tools": { "listChanged": true } },
                "serverInfo": { "name": "test", "version": "1" },
            }),
            "tools/list" => json!({ "tools": tools(late) }),
            "tools/call" => match call(&message["params"], &mut late) {
                Some(result) => result,
                None => continue,
            },
            "notifications/cancelled" => {
                note("cancelled");
                continue;
            }
            _ => continue,
        };
        say(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": result }).to_string());
    }
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

/// Leaves a word for the test.
fn note(word: &str) {
    std::fs::write(std::env::var("NOTE").unwrap(), word).unwrap();
}

fn tools(late: bool) -> Vec<Value> {
    let none = json!({ "type": "object", "properties": {} });
    let add = json!({
        "type": "object",
        "properties": {
            "a": { "type": "integer", "description": "The first number." },
            "unit": { "type": "string", "enum": ["m", "km"] },
        },
        "required": ["a"],
    });
    let looks = json!({ "readOnlyHint": true });
    let mut all =
        vec![json!({ "name": "add", "description": "Adds one.", "inputSchema": add, "annotations": looks })];
    let names = ["read", "fail", "flood", "hang", "die", "grow", "picture", "child"];
    let names = names.iter().chain(late.then_some(&"late"));
    all.extend(names.map(|name| json!({ "name": name, "description": "Does it.", "inputSchema": none })));
    all
}

fn text(text: &str) -> Option<Value> {
    Some(json!({ "content": [{ "type": "text", "text": text }] }))
}

fn call(params: &Value, late: &mut bool) -> Option<Value> {
    match params["name"].as_str().unwrap() {
        "add" => text(&format!("sum {}", params["arguments"]["a"].as_i64().unwrap() + 1)),
        "read" => text("read by the server"),
        "fail" => Some(json!({ "content": [{ "type": "text", "text": "no such page" }], "isError": true })),
        "flood" => {
            (0..20_000).for_each(|_| eprintln!("{}", "e".repeat(100)));
            text(&(0..40_000).map(|number| format!("line {number}\n")).collect::<String>())
        }
        "hang" => None,
        "die" => std::process::abort(),
        "grow" => {
            *late = true;
            say(&json!({ "jsonrpc": "2.0", "method": "notifications/tools/list_changed" }).to_string());
            text("grown")
        }
        "picture" => {
            Some(json!({ "content": [{ "type": "image", "data": "AAAA", "mimeType": "image/png" }] }))
        }
        _ => {
            let child = Command::new("sleep").arg("1000").stdin(Stdio::null()).stdout(Stdio::null()).spawn();
            note(&child.unwrap().id().to_string());
            text("started")
        }
    }
}

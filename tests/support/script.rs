//! An engine of the test's own that gives one answer after the other, whatever it is asked.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::Response;
use axum::routing::post;
use serde_json::{Value, json};

use super::remote::serve;

/// One answer.
#[derive(Clone, Debug)]
pub enum Say {
    /// Text, as it came from the model.
    Text(String),
    /// Calls as the protocol has them: names and arguments.
    Calls(Vec<(String, String)>),
    /// Text that a limit cut.
    Cut(String),
}

/// Text.
pub fn text(text: &str) -> Say {
    Say::Text(text.to_owned())
}

/// One call.
pub fn call(name: &str, arguments: Value) -> Say {
    Say::Calls(vec![(name.to_owned(), arguments.to_string())])
}

/// The engine; it ends with the test's process.
pub struct Script {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<Value>>>,
}

type Play = Arc<(Mutex<Vec<Say>>, Arc<Mutex<Vec<Value>>>)>;

impl Script {
    /// An engine that gives these answers, and then says that it is done.
    pub fn new(answers: Vec<Say>) -> Script {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let state: Play = Arc::new((Mutex::new(answers.into_iter().rev().collect()), Arc::clone(&asked)));
        let app = Router::new().route("/v1/chat/completions", post(answer));
        let app = app.route("/infill", post(infill)).with_state(state);
        Script { address: serve(app), asked }
    }

    /// The lines of `config.toml` that name it `lab`.
    pub fn config(&self) -> String {
        format!("[engine.lab]\nurl = \"http://{}/v1\"\nmodels = [\"big\"]\n", self.address)
    }

    /// What it was asked, in order.
    pub fn asked(&self) -> Vec<Value> {
        self.asked.lock().unwrap().clone()
    }

    /// What the last request says that a tool gave.
    pub fn results(&self) -> Vec<String> {
        let asked = self.asked();
        let messages = asked.last().map(|asked| asked["messages"].as_array().unwrap().clone());
        let tools = messages.into_iter().flatten().filter(|message| message["role"] == "tool");
        tools.map(|message| message["content"].as_str().unwrap().to_owned()).collect()
    }
}

async fn answer(State(play): State<Play>, body: Bytes) -> Response {
    play.1.lock().unwrap().push(serde_json::from_slice(&body).unwrap());
    let say = play.0.lock().unwrap().pop().unwrap_or_else(|| text("done"));
    let (deltas, finish) = match say {
        // In pieces that tear words, tags and letters apart.
        Say::Text(text) => (pieces(&text), "stop"),
        Say::Cut(text) => (pieces(&text), "length"),
        Say::Calls(calls) => {
            let call = |(at, (name, arguments)): (usize, &(String, String))| {
                let function = json!({ "name": name, "arguments": arguments });
                json!({ "tool_calls": [{ "index": at, "id": format!("call_{at}"), "type": "function", "function": function }] })
            };
            (calls.iter().enumerate().map(call).collect(), "tool_calls")
        }
    };
    let mut events: Vec<String> = Vec::new();
    for delta in deltas {
        events
            .push(json!({ "choices": [{ "index": 0, "delta": delta, "finish_reason": null }] }).to_string());
    }
    events.push(json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": finish }] }).to_string());
    events.push("[DONE]".to_owned());
    let body: String = events.iter().map(|event| format!("data: {event}\n\n")).collect();
    Response::builder().header("content-type", "text/event-stream").body(Body::from(body)).unwrap()
}

/// What fills a gap, in llama-server's form.
async fn infill(State(play): State<Play>, body: Bytes) -> Response {
    play.1.lock().unwrap().push(serde_json::from_slice(&body).unwrap());
    let say = play.0.lock().unwrap().pop().unwrap_or_else(|| text("done"));
    let (text, why) = match say {
        Say::Text(text) => (text, "eos"),
        Say::Cut(text) => (text, "limit"),
        Say::Calls(_) => panic!("a gap is not filled by calls"),
    };
    let mut events = pieces(&text);
    events.iter_mut().for_each(|event| event["stop"] = false.into());
    events.push(json!({ "content": "", "stop": true, "stop_type": why, "tokens_predicted": 1 }));
    let body: String = events.iter().map(|event| format!("data: {event}\n\n")).collect();
    Response::builder().header("content-type", "text/event-stream").body(Body::from(body)).unwrap()
}

fn pieces(text: &str) -> Vec<Value> {
    let chars: Vec<char> = text.chars().collect();
    chars.chunks(3).map(|part| json!({ "content": part.iter().collect::<String>() })).collect()
}

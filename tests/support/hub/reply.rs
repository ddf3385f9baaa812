//! An answer in the making.

use std::ops::Range;
use std::sync::Arc;

use axum::body::Body;
use axum::response::Response;
use serde_json::{Value, json};

use super::ask::Ask;
use super::body::{End, Payload};
use super::fault::{Act, Answer};
use super::file::{Content, File};
use super::net::Conn;
use super::shared::Shared;

/// What a mirror that is not one answers.
const HTML: &str =
    "<!DOCTYPE html><html><head><title>Please wait</title></head><body>One moment…</body></html>\n";

pub(super) struct Reply {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    /// What `Content-Length` promises.
    length: u64,
    /// In a box, because refusals travel as errors.
    pub(super) payload: Box<Payload>,
}

/// What part of a file is asked for.
enum Span {
    Whole,
    Part(Range<u64>),
    /// It begins behind the end.
    Beyond,
}

/// Reads a `Range` header; several ranges are answered with the whole, as allowed.
fn span(header: Option<&str>, size: u64) -> Span {
    let bounds = header.and_then(|text| text.strip_prefix("bytes=")).and_then(|text| text.split_once('-'));
    let Some((from, to)) = bounds else { return Span::Whole };
    let range = match (from.trim().parse::<u64>(), to.trim().parse::<u64>()) {
        (Ok(from), Ok(to)) if from <= to => from..to.saturating_add(1).min(size),
        (Ok(from), Err(_)) if to.trim().is_empty() => from..size,
        (Err(_), Ok(count)) if from.trim().is_empty() => size.saturating_sub(count)..size,
        _ => return Span::Whole,
    };
    if range.start < range.end { Span::Part(range) } else { Span::Beyond }
}

impl Reply {
    pub(super) fn text(status: u16, text: &str) -> Reply {
        let payload = Box::new(Payload::all(Content::Memory(text.to_owned().into())));
        let length = payload.len();
        Reply { status, headers: Vec::new(), length, payload }
            .header("Content-Type", "text/plain; charset=utf-8")
    }

    pub(super) fn json(status: u16, value: &Value) -> Reply {
        Reply::text(status, &value.to_string()).header("Content-Type", "application/json; charset=utf-8")
    }

    /// The hub's way to refuse; the code may be missing.
    pub(super) fn refusal(status: u16, code: Option<&str>, message: &str) -> Reply {
        let reply = Reply::json(status, &json!({ "error": message })).header("X-Error-Message", message);
        code.into_iter().fold(reply, |reply, code| reply.header("X-Error-Code", code))
    }

    pub(super) fn redirect(status: u16, to: &str) -> Reply {
        Reply::text(status, &format!("Redirecting to {to}")).header("Location", to)
    }

    /// A file or the part of it that is asked for, counted under this name.
    pub(super) fn file(ask: &Ask, file: &File, key: String, etag: &str) -> Reply {
        let size = file.size();
        // A range of something else than what the client has is no use to it.
        let stale = ask.header("if-range").is_some_and(|tag| tag != etag);
        let range = ask.header("range").filter(|_| !stale);
        let mut payload = Box::new(Payload { counted: Some(key), ..Payload::all(file.content.clone()) });
        let (status, range) = match span(range.as_deref(), size) {
            Span::Beyond => {
                let reply = Reply::text(416, "Range Not Satisfiable");
                return reply.header("Content-Range", &format!("bytes */{size}"));
            }
            Span::Whole => (200, None),
            Span::Part(part) => {
                payload.part = part;
                (206, Some(format!("bytes {}-{}/{size}", payload.part.start, payload.part.end - 1)))
            }
        };
        let reply = Reply { status, headers: Vec::new(), length: payload.len(), payload };
        let reply = reply.header("Content-Type", "application/octet-stream").header("Accept-Ranges", "bytes");
        let reply = reply.header("ETag", etag);
        range.iter().fold(reply, |reply, range| reply.header("Content-Range", range))
    }

    /// Sets a header, which stands once.
    pub(super) fn header(mut self, name: &str, value: &str) -> Reply {
        self.remove(name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    fn remove(&mut self, name: &str) {
        self.headers.retain(|header| !header.0.eq_ignore_ascii_case(name));
    }

    pub(super) fn is_redirect(&self) -> bool {
        (300..400).contains(&self.status)
    }

    /// Whether it sends something to this request.
    pub(super) fn has_body(&self, ask: &Ask) -> bool {
        ask.method != "HEAD" && self.payload.len() > 0
    }

    /// Does to the answer what a fault does; `uri` is what was asked.
    pub(super) fn suffer(&mut self, act: Act, uri: &str) {
        match act {
            Act::Answer(Answer { status, headers, body }) => {
                *self = headers
                    .iter()
                    .fold(Reply::text(status, &body), |reply, (name, value)| reply.header(name, value));
            }
            Act::Html => *self = Reply::text(200, HTML).header("Content-Type", "text/html; charset=utf-8"),
            Act::Redirect(status, to) => *self = Reply::redirect(status, &to),
            Act::Loop => *self = Reply::redirect(302, uri),
            Act::Cut(after) => self.stop(after, End::Close),
            Act::Reset(after) => self.stop(after, End::Reset),
            Act::Stall(after) => self.stop(after, End::Stall),
            Act::Short(after) => {
                self.stop(after, End::Clean);
                self.length = after;
            }
            Act::Drip(rate) => self.payload.rate = rate,
            Act::Corrupt(place) => self.payload.spoilt = Some(place),
            Act::IgnoreRange => {
                self.status = 200;
                self.payload.part = 0..self.payload.content.size();
                self.length = self.payload.len();
                self.remove("Content-Range");
            }
            Act::WrongTotal(total) => {
                let part = &self.payload.part;
                let range = format!("bytes {}-{}/{total}", part.start, part.end - 1);
                self.remove("Content-Range");
                self.headers.push(("Content-Range".to_owned(), range));
            }
            // These two never become an answer.
            Act::Mute | Act::Hangup => {}
        }
    }

    fn stop(&mut self, after: u64, end: End) {
        self.payload.part.end = self.payload.part.start + after;
        self.payload.end = end;
    }

    pub(super) fn send(self, ask: &Ask, shared: &Arc<Shared>, conn: Conn) -> Response {
        let mut response = Response::builder().status(self.status).header("Content-Length", self.length);
        for (name, value) in &self.headers {
            response = response.header(name, value);
        }
        let quiet = ask.method == "HEAD" || (self.payload.len() == 0 && self.payload.end == End::Clean);
        let body = if quiet { Body::empty() } else { self.payload.body(shared, conn) };
        response.body(body).unwrap()
    }
}

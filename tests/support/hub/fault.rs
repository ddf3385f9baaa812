//! What goes wrong, where, and how often.

use super::ask::Ask;
use super::reply::Reply;

/// Which requests a fault is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// The JSON of the hub or of ModelScope.
    Api,
    /// Requests for files, before the redirect; small files are served there.
    Resolve,
    /// The files behind the redirect.
    Cdn,
    Any,
}

/// An answer in the place of the right one.
#[derive(Clone, Debug)]
pub struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

/// What goes wrong. Faults of the body spare answers that are too short for them, and `HEAD`.
#[derive(Clone, Debug)]
pub enum Act {
    /// Another answer.
    Answer(Answer),
    /// A web page with status 200.
    Html,
    /// A redirect with this status to this place.
    Redirect(u16, String),
    /// A redirect to the address that was asked; one without end needs [`Fault::always`].
    Loop,
    /// The connection is closed without an answer.
    Hangup,
    /// No answer ever; the connection stays open.
    Mute,
    /// The connection is closed after exactly this many bytes of the body.
    Cut(u64),
    /// The connection is reset after this many bytes of the body, the last of which may get lost.
    Reset(u64),
    /// After this many bytes of the body nothing more comes; the connection stays open.
    Stall(u64),
    /// The body comes at this many bytes per second.
    Drip(u64),
    /// The byte at this place of the file is another one; spares answers without that byte.
    Corrupt(u64),
    /// The body is shorter than it should be, and so is its `Content-Length`.
    Short(u64),
    /// The whole file with status 200 where a part was asked for.
    IgnoreRange,
    /// A `Content-Range` with this total where a part was asked for.
    WrongTotal(u64),
}

/// Something that goes wrong once, unless told otherwise, with the first requests that fit.
#[derive(Clone, Debug)]
pub struct Fault {
    place: Where,
    path: String,
    method: Option<String>,
    skip: u64,
    left: Option<u64>,
    act: Act,
}

impl Answer {
    /// A status with nothing else.
    pub fn new(status: u16) -> Answer {
        Answer { status, headers: Vec::new(), body: String::new() }
    }

    /// The hub's refusal: a status with `X-Error-Code` and `X-Error-Message`.
    pub fn refusal(status: u16, code: &str, message: &str) -> Answer {
        let body = serde_json::json!({ "error": message }).to_string();
        Answer::new(status).header("X-Error-Code", code).header("X-Error-Message", message).body(&body)
    }

    /// Status 429 with the hub's own header: ask again in so many seconds.
    pub fn limited(seconds: u64) -> Answer {
        let policy = r#""fixed window";"api";q=500;w=300"#;
        Answer::new(429)
            .header("RateLimit", &format!(r#""api";r=0;t={seconds}"#))
            .header("RateLimit-Policy", policy)
            .body("rate limited")
    }

    /// With one more header, for example `Retry-After`.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Answer {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    #[must_use]
    pub fn body(mut self, body: &str) -> Answer {
        self.body = body.to_owned();
        self
    }
}

impl From<Answer> for Act {
    fn from(answer: Answer) -> Act {
        Act::Answer(answer)
    }
}

/// A bare status.
impl From<u16> for Act {
    fn from(status: u16) -> Act {
        Act::Answer(Answer::new(status))
    }
}

impl Fault {
    /// A fault of requests whose decoded path and query hold this text.
    pub fn new(place: Where, path: &str, act: impl Into<Act>) -> Fault {
        Fault { place, path: path.to_owned(), method: None, skip: 0, left: Some(1), act: act.into() }
    }

    /// It happens so many times.
    #[must_use]
    pub fn times(mut self, count: u64) -> Fault {
        self.left = Some(count);
        self
    }

    /// It never stops.
    #[must_use]
    pub fn always(mut self) -> Fault {
        self.left = None;
        self
    }

    /// It spares the first so many answers that it fits.
    #[must_use]
    pub fn skip(mut self, count: u64) -> Fault {
        self.skip = count;
        self
    }

    /// Only requests of this method (`HEAD`).
    #[must_use]
    pub fn method(mut self, method: &str) -> Fault {
        self.method = Some(method.to_owned());
        self
    }

    fn fits(&self, ask: &Ask, reply: &Reply) -> bool {
        let here = self.place == Where::Any || self.place == ask.place();
        let method = self.method.as_ref().is_none_or(|method| *method == ask.method);
        here && method && self.left != Some(0) && ask.text().contains(&self.path) && self.act.fits(ask, reply)
    }
}

impl Act {
    fn fits(&self, ask: &Ask, reply: &Reply) -> bool {
        let file = reply.payload.counted.is_some();
        match self {
            Act::Cut(after) | Act::Reset(after) | Act::Stall(after) | Act::Short(after) => {
                reply.has_body(ask) && !reply.is_redirect() && reply.payload.len() > *after
            }
            Act::Drip(_) => reply.has_body(ask) && !reply.is_redirect(),
            Act::Corrupt(place) => file && reply.has_body(ask) && reply.payload.part.contains(place),
            Act::IgnoreRange | Act::WrongTotal(_) => file && reply.status == 206,
            _ => true,
        }
    }
}

/// The first fault that fits, which is one nearer to being used up.
pub(super) fn take(faults: &mut Vec<Fault>, ask: &Ask, reply: &Reply) -> Option<Act> {
    for at in 0..faults.len() {
        let fault = &mut faults[at];
        if !fault.fits(ask, reply) {
            continue;
        }
        if fault.skip > 0 {
            fault.skip -= 1;
            continue;
        }
        let act = fault.act.clone();
        fault.left = fault.left.map(|left| left.saturating_sub(1));
        if fault.left == Some(0) {
            faults.remove(at);
        }
        return Some(act);
    }
    None
}

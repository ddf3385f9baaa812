//! What went wrong, why, and what to do next; its kind picks the exit code.

use std::fmt;

use crate::tell;

/// `Result` with this program's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The kinds of failure a caller can tell apart, in a script by the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Anything without a kind of its own.
    Other,
    /// The command line or the request makes no sense.
    Usage,
    /// The model is missing, unreadable or unsupported.
    Model,
    /// The network, a hub or a remote engine.
    Network,
    /// It does not fit the context or the memory.
    Fit,
    /// The answer was cut at the token limit.
    Cut,
    /// A schema or grammar was not met.
    Schema,
    /// Refused: approval, sandbox, offline, a socket of somebody else.
    Refused,
    /// The engine died.
    Engine,
    /// The user interrupted.
    Interrupted,
    /// The reader of our output went away, which is no failure.
    Pipe,
}

/// Name and exit code of every kind, in the order of the enum.
const KINDS: [(Kind, &str, u8); 11] = [
    (Kind::Other, "error", 1),
    (Kind::Usage, "usage", 2),
    (Kind::Model, "model", 3),
    (Kind::Network, "network", 4),
    (Kind::Fit, "fit", 5),
    (Kind::Cut, "cut", 6),
    (Kind::Schema, "schema", 7),
    (Kind::Refused, "refused", 8),
    (Kind::Engine, "engine", 9),
    (Kind::Interrupted, "interrupted", 130),
    (Kind::Pipe, "pipe", 0),
];

impl Kind {
    /// The exit code that this kind ends the program with.
    pub fn code(self) -> u8 {
        KINDS.iter().find(|row| row.0 == self).map_or(1, |row| row.2)
    }

    /// The short name used on the wire and in `--json`.
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|row| row.0 == self).map_or("error", |row| row.1)
    }

    /// The kind of that name; [`Kind::Other`] for a name it does not know.
    pub fn named(name: &str) -> Kind {
        KINDS.iter().find(|row| row.1 == name).map_or(Kind::Other, |row| row.0)
    }
}

/// A failure as the user will read it: one sentence, its causes, a hint.
#[derive(Clone, Debug)]
pub struct Error {
    kind: Kind,
    what: String,
    why: Vec<String>,
    hint: Option<String>,
}

impl Error {
    /// A failure of `kind`; `what` is a lower-case phrase without a full stop.
    pub fn new(kind: Kind, what: impl Into<String>) -> Error {
        Error { kind, what: what.into(), why: Vec::new(), hint: None }
    }

    /// Adds the cause, printed after the sentence.
    pub fn why(mut self, why: impl fmt::Display) -> Error {
        self.why.push(why.to_string());
        self
    }

    /// Adds what to do next; the first hint, set nearest to the cause, stays.
    pub fn hint(mut self, hint: impl Into<String>) -> Error {
        self.hint.get_or_insert(hint.into());
        self
    }

    /// Says what to do next in the place of what was said before.
    pub fn better(mut self, hint: impl Into<String>) -> Error {
        self.hint = Some(hint.into());
        self
    }

    /// The kind, for exit codes and the wire.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What to do next, when somebody knew it.
    pub fn remedy(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// The error as the JSON object that `--json` prints.
    pub fn json(&self) -> serde_json::Value {
        let mut error = serde_json::json!({
            "kind": self.kind.name(),
            "code": self.kind.code(),
            "message": self.to_string(),
        });
        if let Some(hint) = &self.hint {
            error["hint"] = hint.as_str().into();
        }
        serde_json::json!({ "error": error })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole =
            self.why.iter().fold(self.what.clone(), |what, why| tell!("error-cause", what = what, why = why));
        f.write_str(&whole)
    }
}

impl std::error::Error for Error {}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        let kind = match error.kind() {
            std::io::ErrorKind::BrokenPipe => Kind::Pipe,
            _ => Kind::Other,
        };
        Error::new(kind, error.to_string())
    }
}

/// Turns any error into ours by naming what was being done.
pub trait Context<T> {
    /// On failure: an error of `kind` that says `what`, with the original as its cause.
    fn context(self, kind: Kind, what: impl Into<String>) -> Result<T>;
}

impl<T, E: fmt::Display> Context<T> for std::result::Result<T, E> {
    fn context(self, kind: Kind, what: impl Into<String>) -> Result<T> {
        self.map_err(|error| Error::new(kind, what).why(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn every_kind_survives_the_wire() {
        for (kind, name, code) in KINDS {
            assert_eq!(Kind::named(name), kind);
            assert_eq!((kind.name(), kind.code()), (name, code));
        }
    }

    #[test]
    fn the_nearest_hint_wins() {
        let error = Error::new(Kind::Model, "cannot load x").why("no such file").hint("near").hint("far");
        assert_eq!(error.to_string(), "cannot load x: no such file");
        assert_eq!(error.remedy(), Some("near"));
    }

    #[test]
    fn causes_are_joined_as_the_language_does() {
        let error = Error::new(Kind::Model, "一").why("二").why("三");
        text::speak_here(Some(text::Lang::Zh));
        assert_eq!(error.to_string(), "一：二：三");
        text::speak_here(None);
        assert_eq!(error.to_string(), "一: 二: 三");
    }
}

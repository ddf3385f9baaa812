//! From a hub's refusal to a sentence that says what to do.

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::error::{Error, Kind};
use crate::tell;

/// Why a request to a hub brought nothing.
#[derive(Debug)]
pub struct Fault {
    /// What the user is to read.
    pub error: Error,
    /// What can be done about it by the program.
    pub cure: Cure,
}

/// What can be done about a failed request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cure {
    /// The same request may succeed later.
    Retry,
    /// The hub asked to wait this long.
    Wait(std::time::Duration),
    /// There is no such repository, or it is private.
    Repo,
    /// The token that was sent is not one of the hub's.
    Token,
    /// There is no such branch, tag or commit.
    Revision,
    /// Nothing.
    None,
}

impl Fault {
    /// A fault that nothing can be done about.
    pub fn fatal(error: Error) -> Fault {
        Fault { error, cure: Cure::None }
    }

    /// A fault that may pass.
    pub fn passing(error: Error) -> Fault {
        Fault { error, cure: Cure::Retry }
    }
}

/// What was asked of a hub, as far as errors name it.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The host that answered.
    pub host: &'a str,
    /// The repository, or what else was asked for.
    pub what: &'a str,
    /// The page where its licence is accepted, if it is a repository.
    pub page: Option<&'a str>,
    /// Whether a token was sent.
    pub token: Token,
}

/// Whether a token was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// It was.
    Sent,
    /// There is none, or it is not for this host.
    Missing,
}

/// The fault that an answer of `status` is; the meanings are those of the hub's `X-Error-Code`.
pub fn of(status: StatusCode, headers: &HeaderMap, about: &About<'_>) -> Fault {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (code, message) = (text("x-error-code"), text("x-error-message"));
    let new = |why: String| Error::new(Kind::Network, tell!("hub-get", what = about.what)).why(why);
    let login = match about.token {
        Token::Sent => tell!("hub-name-token"),
        Token::Missing => tell!("hub-name-login"),
    };
    let known = (status.as_u16(), code);
    match known {
        (401 | 403, "GatedRepo") => {
            let page = about.page.unwrap_or(about.host);
            let hint = match about.token {
                Token::Sent => tell!("hub-gated-again", url = page),
                Token::Missing => tell!("hub-gated-login", url = page),
            };
            Fault::fatal(new(tell!("hub-gated")).hint(hint))
        }
        (401, _) if message.contains("Invalid credentials") => {
            let error = new(tell!("hub-token-wrong")).hint(tell!("hub-token-again"));
            Fault { error, cure: Cure::Token }
        }
        (401, _) | (404, "RepoNotFound" | "") => {
            let error = new(tell!("hub-private", host = about.host)).hint(login);
            Fault { error, cure: Cure::Repo }
        }
        (403, _) if message.contains("disabled") => Fault::fatal(new(tell!("hub-down"))),
        (404, "RevisionNotFound") => {
            Fault { error: new(tell!("hub-revision")).hint(tell!("hub-revision-hint")), cure: Cure::Revision }
        }
        (404, "EntryNotFound") => Fault::fatal(new(tell!("hub-no-file"))),
        (404, _) => Fault::fatal(answered(new(tell!("hub-lacks", host = about.host)), message)),
        (429, _) => limited(headers, about),
        (408 | 500.., _) => Fault::passing(answered(
            new(tell!("hub-status", host = about.host, code = status.to_string())),
            message,
        )),
        _ => Fault::fatal(answered(
            new(tell!("hub-status", host = about.host, code = status.to_string())),
            message,
        )),
    }
}

fn limited(headers: &HeaderMap, about: &About<'_>) -> Fault {
    let error = Error::new(Kind::Network, tell!("hub-wait", host = about.host)).why(tell!("hub-wait-why"));
    match super::pace::wanted(headers) {
        Some(pause) if pause > super::pace::PATIENCE => {
            let minutes = pause.as_secs().div_ceil(60);
            Fault::fatal(error.hint(tell!("hub-wait-minutes", count = minutes)))
        }
        Some(pause) => Fault { error, cure: Cure::Wait(pause) },
        None => Fault::passing(error.hint(tell!("hub-wait-later"))),
    }
}

fn answered(error: Error, message: &str) -> Error {
    if message.is_empty() { error } else { error.why(message.chars().take(200).collect::<String>()) }
}

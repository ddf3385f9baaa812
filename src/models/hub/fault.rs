//! From a hub's refusal to a sentence that says what to do.

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::error::{Error, Kind};

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
    let new = |why: &str| Error::new(Kind::Network, format!("cannot get {}", about.what)).why(why);
    let login = match about.token {
        Token::Sent => "check the name; or the token is not for it: qwill login",
        Token::Missing => "check the name; for a private one, log in: qwill login",
    };
    let known = (status.as_u16(), code);
    match known {
        (401 | 403, "GatedRepo") => {
            let page = about.page.unwrap_or(about.host);
            let hint = match about.token {
                Token::Sent => format!("accept its licence on {page}, then try again"),
                Token::Missing => format!("accept its licence on {page}, then: qwill login"),
            };
            Fault::fatal(new("its authors want their licence accepted first").hint(hint))
        }
        (401, _) if message.contains("Invalid credentials") => {
            let error = new("the token is not valid").hint("log in again: qwill login");
            Fault { error, cure: Cure::Token }
        }
        (401, _) | (404, "RepoNotFound" | "") => {
            let error = new(&format!("{} has no such model, or it is private", about.host)).hint(login);
            Fault { error, cure: Cure::Repo }
        }
        (403, _) if message.contains("disabled") => Fault::fatal(new("the hub has taken it down")),
        (404, "RevisionNotFound") => Fault {
            error: new("it has no such branch, tag or commit").hint("leave out --revision for the newest"),
            cure: Cure::Revision,
        },
        (404, "EntryNotFound") => Fault::fatal(new("the repository has no such file")),
        (404, _) => Fault::fatal(answered(new(&format!("{} does not have it", about.host)), message)),
        (429, _) => limited(headers, about),
        (408 | 500.., _) => {
            Fault::passing(answered(new(&format!("{} answers {status}", about.host)), message))
        }
        _ => Fault::fatal(answered(new(&format!("{} answers {status}", about.host)), message)),
    }
}

fn limited(headers: &HeaderMap, about: &About<'_>) -> Fault {
    let error = Error::new(Kind::Network, format!("{} asks to wait", about.host)).why("too many requests");
    match super::pace::wanted(headers) {
        Some(pause) if pause > super::pace::PATIENCE => {
            let minutes = pause.as_secs().div_ceil(60);
            Fault::fatal(error.hint(format!("try again in {minutes} minutes; qwill login raises the limit")))
        }
        Some(pause) => Fault { error, cure: Cure::Wait(pause) },
        None => Fault::passing(error.hint("try again later; qwill login raises the limit")),
    }
}

fn answered(error: Error, message: &str) -> Error {
    if message.is_empty() { error } else { error.why(message.chars().take(200).collect::<String>()) }
}

//! What SQLite says, as the user is to read it.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::error::{Error, Kind};
use crate::tell;

/// What turns a fault of the database at `path` into an error; `what` says what could not be done.
pub(super) fn fault(path: &Path, what: fn() -> String) -> impl Fn(rusqlite::Error) -> Error {
    let path = path.to_owned();
    move |error| told(&path, what(), &error)
}

fn told(path: &Path, what: String, error: &rusqlite::Error) -> Error {
    let shown = path.display().to_string();
    let code = error.sqlite_error_code();
    let kind = match code {
        Some(ErrorCode::DiskFull) => Kind::Fit,
        _ => Kind::Other,
    };
    let said = Error::new(kind, what);
    match code {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            said.why(tell!("chats-held", path = &shown)).hint(tell!("chats-held-hint"))
        }
        Some(ErrorCode::DiskFull) => {
            said.why(tell!("disk-full", path = &shown)).hint(tell!("chats-full-hint"))
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => broken(path, &said, error),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            said.why(shown).why(error).hint(tell!("chats-place-hint"))
        }
        _ => said.why(shown).why(error),
    }
}

/// A file that is no database or only a part of one; nothing was changed in it.
pub(super) fn broken(path: &Path, said: &Error, why: impl std::fmt::Display) -> Error {
    let shown = path.display().to_string();
    let hint = tell!("chats-damaged-hint", path = &shown);
    said.clone().why(tell!("chats-damaged", path = shown)).why(why).hint(hint)
}

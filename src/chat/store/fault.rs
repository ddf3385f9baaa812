//! What SQLite says, as the user is to read it.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::error::{Error, Kind};

/// What turns a fault of the database at `path` into an error that says `what` could not be done.
pub(super) fn fault(path: &Path, what: &str) -> impl Fn(rusqlite::Error) -> Error {
    let (path, what) = (path.to_owned(), what.to_owned());
    move |error| tell(&path, &what, &error)
}

fn tell(path: &Path, what: &str, error: &rusqlite::Error) -> Error {
    let shown = path.display();
    let code = error.sqlite_error_code();
    let kind = match code {
        Some(ErrorCode::DiskFull) => Kind::Fit,
        _ => Kind::Other,
    };
    let said = Error::new(kind, format!("cannot {what}"));
    match code {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => said
            .why(format!("another program holds {shown}"))
            .hint("wait until it is done, or end it; then try again"),
        Some(ErrorCode::DiskFull) => said
            .why(format!("the disk of {shown} is full"))
            .hint("make room (qwill rm, qwill gc) and try again"),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => broken(path, &said, error),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => said
            .why(format!("{shown}: {error}"))
            .hint("choose a place that you may write to with QWILL_HOME or XDG_DATA_HOME"),
        _ => said.why(format!("{shown}: {error}")),
    }
}

/// A file that is no database or only a part of one; nothing was changed in it.
pub(super) fn broken(path: &Path, said: &Error, why: impl std::fmt::Display) -> Error {
    let shown = path.display();
    said.clone().why(format!("{shown} is damaged")).why(why).hint(format!(
        "nothing in it was changed; put a backup in its place, or begin anew: mv '{shown}' '{shown}.old'"
    ))
}

//! Opening the database: what is not ours, newer or damaged is refused before a byte of it changes.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::fault::{broken, fault};
use crate::error::{Error, Kind, Result};
use crate::tell;

/// What brings a database from each version to the next; their count is the newest version.
const STEPS: [&str; 1] = [include_str!("schema/1.sql")];

/// Marks a database as ours in its header: `qwil`.
const MARK: u32 = 0x7177_696c;

/// How long another process may write before we give up.
pub(super) const PATIENCE: Duration = Duration::from_secs(3);

/// Bytes that the log keeps on the disk after it was much longer.
const LOG: u32 = 4 << 20;

/// Opens the database, makes it where there is none, and brings it up to date.
pub(super) fn open(path: &Path) -> Result<Connection> {
    make(path)?;
    look(path)?;
    let what = || tell!("chats-open");
    let mut db = connect(path).map_err(fault(path, what))?;
    let version: u32 = number(&db, "user_version").map_err(fault(path, what))?;
    if version as usize > STEPS.len() {
        return Err(newer(path, version));
    }
    let ready = || -> rusqlite::Result<()> {
        write_ahead(&db)?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "foreign_keys", true)?;
        // What the user deletes is not to be read from the file.
        db.pragma_update(None, "secure_delete", true)?;
        db.pragma_update_and_check(None, "journal_size_limit", LOG, |_| Ok(()))?;
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        Ok(())
    };
    ready().map_err(fault(path, what))?;
    if (version as usize) < STEPS.len() {
        migrate(&mut db).map_err(fault(path, || tell!("chats-migrate")))?;
    }
    db.set_prepared_statement_cache_capacity(32);
    Ok(db)
}

/// The connection, which writes nothing by itself yet.
fn connect(path: &Path) -> rusqlite::Result<Connection> {
    // Without SQLITE_OPEN_URI a name cannot hold options.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(PATIENCE)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    Ok(db)
}

/// Readers and one writer side by side. SQLite does not wait for other processes that ask for the same
/// at once, so that it is asked again. On file systems that cannot it stays as it was.
fn write_ahead(db: &Connection) -> rusqlite::Result<()> {
    let mut tries = 0;
    loop {
        let set = db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()));
        match set {
            Err(error) if busy(&error) && tries < 100 => {
                tries += 1;
                std::thread::sleep(PATIENCE / 100);
            }
            done => return done,
        }
    }
}

fn busy(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
    matches!(error.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked))
}

/// All steps that are missing, or none of them.
fn migrate(db: &mut Connection) -> rusqlite::Result<()> {
    let all = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been quicker.
    let version: u32 = number(&all, "user_version")?;
    for step in STEPS.iter().skip(version as usize) {
        all.execute_batch(step)?;
    }
    all.pragma_update(None, "application_id", MARK)?;
    all.pragma_update(None, "user_version", version.max(STEPS.len() as u32))?;
    all.commit()
}

fn number(db: &Connection, name: &str) -> rusqlite::Result<u32> {
    db.pragma_query_value(None, name, |row| row.get(0))
}

/// Makes the file and the directories above it for this user alone, where they are missing.
fn make(path: &Path) -> Result<()> {
    let made = || {
        if let Some(dir) = path.parent() {
            DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
        }
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
            _ => Ok(()),
        }
    };
    made().map_err(|error| {
        Error::new(Kind::Other, tell!("chats-make"))
            .why(path.display())
            .why(error)
            .hint(tell!("chats-place-hint"))
    })
}

/// Reads the header without SQLite, which would begin to mend what it opens.
fn look(path: &Path) -> Result<()> {
    let said = Error::new(Kind::Other, tell!("chats-open"));
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(100).read_to_end(&mut head));
    read.map_err(|error| said.clone().why(path.display()).why(error))?;
    if head.is_empty() {
        return Ok(());
    }
    let field =
        |at: usize| head.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_be_bytes);
    if head.len() < 100 || !head.starts_with(b"SQLite format 3\0") {
        return Err(broken(path, &said, tell!("chats-no-database")));
    }
    let (version, mark) = (field(60), field(68));
    if mark != MARK && (mark, version) != (0, 0) {
        return Err(Error::new(Kind::Refused, tell!("chats-foreign"))
            .why(path.display())
            .hint(tell!("chats-foreign-hint")));
    }
    if version as usize > STEPS.len() {
        return Err(newer(path, version));
    }
    // What was written last may be in the log still, and then the file may be shorter.
    let log = fs::metadata(super::beside(path, "-wal")).map_or(0, |meta| meta.len());
    let page = match u64::from(head[16]) << 8 | u64::from(head[17]) {
        1 => 65536,
        size => size,
    };
    let (pages, length) = (u64::from(field(28)), fs::metadata(path).map_or(0, |meta| meta.len()));
    if log == 0 && field(24) == field(92) && length < pages * page {
        let (bytes, of) = (length.to_string(), (pages * page).to_string());
        return Err(broken(path, &said, tell!("chats-short", bytes = bytes, of = of)));
    }
    Ok(())
}

fn newer(path: &Path, version: u32) -> Error {
    let (found, known) = (version.to_string(), STEPS.len().to_string());
    let why = tell!("chats-newer-why", path = path.display().to_string(), found = found, known = known);
    Error::new(Kind::Refused, tell!("chats-newer")).why(why).hint(tell!("chats-newer-hint"))
}

//! A file that is not whole yet, and the journal that says which bytes of it are there.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::ranges::Ranges;
use crate::error::{Context, Kind, Result};
use crate::models::disk::{replace, sync_dir, unwritable};
use crate::tell;

/// After so many new bytes, or so long, the journal is written: this much is fetched again after a kill.
const CHUNK: u64 = 4 << 20;
const MOMENT: Duration = Duration::from_millis(100);
/// After so many new bytes the disk is made to hold them: this much is fetched again after a power cut.
const SAFE: u64 = 256 << 20;
/// Endings of the files. Not the `.incomplete` of the hub's own library alone, because that takes
/// the length of such a file for what is there of it.
const PART: &str = ".qwill.incomplete";
const JOURNAL: &str = ".qwill.json";
/// What the journal was when the disk last held everything in it: some file systems lose a file that
/// was just replaced when the power goes.
const KEPT: &str = ".qwill.kept";

/// A file on its way. Whoever has it holds the file's lock.
#[derive(Debug)]
pub(super) struct Partial {
    file: File,
    path: PathBuf,
    len: u64,
    journal: Journal,
    unwritten: u64,
    unsafe_bytes: u64,
    written: Instant,
}

/// What the journal's file holds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Journal {
    len: u64,
    /// The system's start that `done` was written in; after another one only `safe` counts.
    boot: String,
    /// What was written.
    done: Ranges,
    /// What the disk holds for sure.
    safe: Ranges,
}

impl Partial {
    /// The file that will be the blob `name` in `dir`, with all that an earlier attempt left of it.
    ///
    /// # Errors
    /// The directory cannot be written.
    pub(super) fn open(dir: &Path, name: &str, len: u64) -> Result<Partial> {
        let path = dir.join(format!("{name}{PART}"));
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).custom_flags(rustix::fs::OFlags::NOFOLLOW.bits() as i32);
        let file = options.open(&path).map_err(|error| unwritable(&path, &error))?;
        let here = file.metadata()?.len();
        let journal = match Journal::find(&path, len, here) {
            Some(journal) => journal.after_restart(),
            None => {
                file.set_len(0)?;
                Journal { len, boot: boot(), ..Journal::default() }
            }
        };
        reserve(&file, len, &path)?;
        let now = Instant::now();
        Ok(Partial { file, path, len, journal, unwritten: 0, unsafe_bytes: 0, written: now })
    }

    /// Bytes that are there.
    pub(super) fn done(&self) -> u64 {
        self.journal.done.total()
    }

    /// Bytes that are there from the start on.
    pub(super) fn prefix(&self) -> u64 {
        self.journal.done.prefix()
    }

    /// What is still to be fetched.
    pub(super) fn missing(&self) -> Vec<(u64, u64)> {
        self.journal.done.missing(self.len)
    }

    /// Another handle, to read what is there.
    ///
    /// # Errors
    /// Too many open files.
    pub(super) fn reader(&self) -> Result<File> {
        Ok(self.file.try_clone()?)
    }

    /// Puts bytes where they belong.
    ///
    /// # Errors
    /// A full disk, and the like.
    pub(super) fn write(&mut self, at: u64, bytes: &[u8]) -> Result<()> {
        self.file.write_all_at(bytes, at).map_err(|error| unwritable(&self.path, &error))?;
        let count = bytes.len() as u64;
        self.journal.done.add(at, at + count);
        self.unwritten += count;
        self.unsafe_bytes += count;
        if self.unsafe_bytes >= SAFE {
            self.file.sync_data()?;
            self.unsafe_bytes = 0;
            self.journal.safe = self.journal.done.clone();
            let text = serde_json::to_string(&self.journal).context(Kind::Other, tell!("fetch-journal"))?;
            replace(&beside(&self.path, KEPT), &text)?;
        }
        if self.unwritten >= CHUNK || self.written.elapsed() >= MOMENT {
            self.save()?;
        }
        Ok(())
    }

    /// Writes the journal.
    ///
    /// # Errors
    /// A full disk, and the like.
    fn save(&mut self) -> Result<()> {
        self.unwritten = 0;
        self.written = Instant::now();
        let path = beside(&self.path, JOURNAL);
        let next = path.with_extension("json.new");
        let text = serde_json::to_string(&self.journal).context(Kind::Other, tell!("fetch-journal"))?;
        let write = || fs::write(&next, text).and_then(|()| fs::rename(&next, &path));
        write().map_err(|error| unwritable(&path, &error))
    }

    /// Starts again from nothing.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn forget(&mut self) -> Result<()> {
        self.journal = Journal { len: self.len, boot: boot(), ..Journal::default() };
        _ = fs::remove_file(beside(&self.path, KEPT));
        self.save()?;
        self.file.set_len(0)?;
        reserve(&self.file, self.len, &self.path)
    }

    fn tidy(&self) {
        [JOURNAL, KEPT].iter().for_each(|ending| _ = fs::remove_file(beside(&self.path, ending)));
    }

    /// Leaves nothing of it.
    pub(super) fn discard(self) {
        // What stays is waste that `qwill gc` finds.
        _ = fs::remove_file(&self.path);
        self.tidy();
    }

    /// The file is whole and checked: makes the disk hold it and gives it its name.
    ///
    /// # Errors
    /// A full disk, and the like.
    pub(super) fn finish(mut self, blob: &Path) -> Result<()> {
        self.file.sync_all()?;
        // Readable as the umask wants: the hub's cache is shared with the user's other programs.
        fs::rename(&self.path, blob).map_err(|error| unwritable(blob, &error))?;
        self.tidy();
        self.unwritten = 0;
        sync_dir(blob.parent());
        Ok(())
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if self.unwritten > 0 {
            // What is lost then is fetched again.
            _ = self.save();
        }
    }
}

impl Journal {
    /// The journal of the file at `path`, which is to have `len` bytes and has `here` now.
    fn find(path: &Path, len: u64, here: u64) -> Option<Journal> {
        [JOURNAL, KEPT].iter().find_map(|ending| {
            let text = fs::read(beside(path, ending)).ok()?;
            serde_json::from_slice::<Journal>(&text).ok().filter(|journal| journal.fits(len, here))
        })
    }

    /// Whether it can be the journal of a file that is to have `len` bytes and has `here` now.
    fn fits(&self, len: u64, here: u64) -> bool {
        let end = self.done.missing(len).last().filter(|gap| gap.1 == len).map_or(len, |gap| gap.0);
        self.len == len && self.done.valid(len) && self.safe.valid(len) && end <= here
    }

    fn after_restart(mut self) -> Journal {
        let boot = boot();
        if self.boot != boot {
            self.done = self.safe.clone();
            self.boot = boot;
        }
        self
    }
}

/// Bytes of an earlier attempt at the blob `name` in `dir`, and how much of the disk it has already.
pub(super) fn left(dir: &Path, name: &str, len: u64) -> (u64, u64) {
    let path = dir.join(format!("{name}{PART}"));
    let Ok(meta) = fs::symlink_metadata(&path) else { return (0, 0) };
    let journal = Journal::find(&path, len, meta.len());
    (journal.map_or(0, |journal| journal.after_restart().done.total()), meta.blocks() * 512)
}

/// The blob's name, if `file` is the name of one of our files.
pub fn blob_of(file: &str) -> Option<&str> {
    [PART, JOURNAL, KEPT].iter().find_map(|ending| file.strip_suffix(ending))
}

/// The file with another ending that belongs to the unfinished file at `path`.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(name.replace(PART, ending))
}

/// What the system's running time is called; the same until it starts again.
fn boot() -> String {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").map(|id| id.trim().to_owned()).unwrap_or_default()
}

/// Takes the room on the disk now, so that it cannot run out at 99 %. File systems that cannot do
/// that find out later.
fn reserve(file: &File, len: u64, path: &Path) -> Result<()> {
    #[cfg(target_os = "linux")]
    if len > 0 {
        let taken = rustix::fs::fallocate(file, rustix::fs::FallocateFlags::KEEP_SIZE, 0, len);
        if taken == Err(rustix::io::Errno::NOSPC) {
            return Err(unwritable(path, &std::io::Error::from(rustix::io::Errno::NOSPC)));
        }
    }
    _ = (file, len, path);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_there_after_a_new_start() {
        let dir = tempfile::tempdir().unwrap();
        let mut part = Partial::open(dir.path(), "abc", 100).unwrap();
        part.write(50, &[7; 20]).unwrap();
        part.write(0, &[1; 10]).unwrap();
        drop(part);
        assert_eq!(left(dir.path(), "abc", 100).0, 30);
        let part = Partial::open(dir.path(), "abc", 100).unwrap();
        assert_eq!((part.done(), part.prefix()), (30, 10));
        assert_eq!(part.missing(), [(10, 50), (70, 100)]);
        assert_eq!(left(dir.path(), "abc", 101).0, 0, "of another length it is another file");
    }

    #[test]
    fn after_a_restart_of_the_machine_only_what_the_disk_held_counts() {
        let dir = tempfile::tempdir().unwrap();
        let mut part = Partial::open(dir.path(), "abc", 100).unwrap();
        part.write(0, &[1; 60]).unwrap();
        part.journal.safe.add(0, 40);
        part.journal.boot = "another".into();
        part.save().unwrap();
        drop(part);
        assert_eq!(Partial::open(dir.path(), "abc", 100).unwrap().done(), 40);
    }

    #[test]
    fn a_journal_that_claims_more_than_the_file_has_is_not_believed() {
        let dir = tempfile::tempdir().unwrap();
        let mut part = Partial::open(dir.path(), "abc", 100).unwrap();
        part.write(0, &[1; 60]).unwrap();
        drop(part);
        let path = dir.path().join(format!("abc{PART}"));
        OpenOptions::new().write(true).open(&path).unwrap().set_len(30).unwrap();
        assert_eq!(Partial::open(dir.path(), "abc", 100).unwrap().done(), 0);
        for text in ["", "{", "{\"len\":100,\"boot\":\"\",\"done\":[[5,1]],\"safe\":[]}"] {
            fs::write(beside(&path, JOURNAL), text).unwrap();
            assert_eq!(Partial::open(dir.path(), "abc", 100).unwrap().done(), 0, "{text}");
        }
    }

    #[test]
    fn a_journal_that_a_power_cut_emptied_is_replaced_by_the_one_the_disk_held() {
        let dir = tempfile::tempdir().unwrap();
        let mut part = Partial::open(dir.path(), "abc", 100).unwrap();
        part.unsafe_bytes = SAFE;
        part.write(0, &[1; 40]).unwrap();
        part.write(40, &[1; 20]).unwrap();
        drop(part);
        fs::write(dir.path().join(format!("abc{JOURNAL}")), "").unwrap();
        let part = Partial::open(dir.path(), "abc", 100).unwrap();
        assert_eq!(part.missing(), [(40, 100)]);
        part.discard();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_link_in_place_of_the_partial_file_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("precious");
        fs::write(&target, "x").unwrap();
        std::os::unix::fs::symlink(&target, dir.path().join(format!("abc{PART}"))).unwrap();
        assert!(Partial::open(dir.path(), "abc", 100).is_err());
        assert_eq!(fs::read(&target).unwrap(), b"x");
    }
}

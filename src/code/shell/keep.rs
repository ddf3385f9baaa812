//! The beginning and the end of an output in memory, and all of it, up to a bound, in a file.

use std::collections::VecDeque;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::clean::clean;

/// How much of an output goes into the file, in bytes.
pub const FILE_MAX: u64 = 16 << 20;

/// How far a cut is moved to fall between lines, in bytes.
const NEAR: usize = 400;

/// What is kept of an output while it comes.
#[derive(Debug)]
pub(super) struct Kept {
    /// Bytes of the beginning and of the end that are kept.
    room: (usize, usize),
    head: Vec<u8>,
    tail: VecDeque<u8>,
    size: u64,
    file: Option<File>,
}

impl Kept {
    /// Keeps `room` bytes, three fifths of them of the beginning; a new file takes the place of what is at `path`.
    ///
    /// # Errors
    /// The file cannot be made.
    pub(super) fn new(room: usize, path: &Path) -> io::Result<Kept> {
        // Not opened where it is: that could be a link which an earlier command made.
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        let first = room / 5 * 3;
        let room = (first, room - first);
        Ok(Kept { room, head: Vec::new(), tail: VecDeque::new(), size: 0, file: Some(file) })
    }

    /// Takes what came.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        let left = FILE_MAX.saturating_sub(self.size);
        let part = &bytes[..bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX))];
        if self.file.as_mut().is_some_and(|file| file.write_all(part).is_err()) {
            // A full disk must not end the command; what was written stays.
            self.file = None;
        }
        self.size += bytes.len() as u64;
        let (head, rest) = bytes.split_at(bytes.len().min(self.room.0 - self.head.len()));
        self.head.extend(head);
        self.tail.extend(rest);
        let over = self.tail.len().saturating_sub(self.room.1);
        self.tail.drain(..over);
    }

    /// All that came, in bytes.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Whether something was left out of what is in memory.
    pub(super) fn is_cut(&self) -> bool {
        self.size > (self.head.len() + self.tail.len()) as u64
    }

    /// The text, cut between lines if some end is near, else between characters.
    pub(super) fn text(&self) -> String {
        let tail: Vec<u8> = self.tail.iter().copied().collect();
        if !self.is_cut() {
            return clean(&String::from_utf8_lossy(&[self.head.as_slice(), &tail].concat()));
        }
        let (head, tail) = (&self.head[..end(&self.head)], &tail[start(&tail)..]);
        let lost = self.size - (head.len() + tail.len()) as u64;
        let [head, tail] = [head, tail].map(|part| clean(&String::from_utf8_lossy(part)));
        let gap = if head.is_empty() || head.ends_with('\n') { "" } else { "\n" };
        format!("{head}{gap}[... {lost} bytes left out ...]\n{tail}")
    }
}

/// Where the beginning ends.
fn end(head: &[u8]) -> usize {
    let near = head.len().saturating_sub(NEAR);
    if let Some(at) = head[near..].iter().rposition(|byte| *byte == b'\n') {
        return near + at + 1;
    }
    match std::str::from_utf8(&head[near..]) {
        Err(error) if error.error_len().is_none() => near + error.valid_up_to(),
        _ => head.len(),
    }
}

/// Where the end starts.
fn start(tail: &[u8]) -> usize {
    if let Some(at) = tail.iter().take(NEAR).position(|byte| *byte == b'\n') {
        return at + 1;
    }
    tail.iter().take(3).take_while(|byte| (0x80..0xC0).contains(*byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kept(room: usize, pieces: &[&[u8]]) -> (Kept, Vec<u8>) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out");
        let mut kept = Kept::new(room, &path).unwrap();
        pieces.iter().for_each(|piece| kept.push(piece));
        (kept, fs::read(path).unwrap())
    }

    #[test]
    fn a_short_output_is_whole() {
        let (kept, file) = kept(100, &[b"one\n", b"t\xFFwo"]);
        assert_eq!((kept.text().as_str(), kept.size(), kept.is_cut()), ("one\nt\u{FFFD}wo", 8, false));
        assert_eq!(file, b"one\nt\xFFwo");
    }

    #[test]
    fn a_long_output_is_cut_in_the_middle_between_characters() {
        let text = format!("aaaa你{}é你b", "x".repeat(100));
        let (kept, file) = kept(11, &[text.as_bytes()]);
        assert_eq!(kept.text(), "aaaa\n[... 105 bytes left out ...]\n你b");
        assert_eq!(file, text.as_bytes());
    }

    #[test]
    fn a_cut_falls_between_lines() {
        let lines: String = (0..1000).map(|n| format!("line {n}\n")).collect();
        let (kept, _) = kept(1000, &[lines.as_bytes()]);
        let text = kept.text();
        let (head, tail) = text.split_once("[... ").unwrap();
        let tail = tail.split_once('\n').unwrap().1;
        assert!(lines.starts_with(head) && head.ends_with('\n') && (400..=600).contains(&head.len()));
        assert!(lines.ends_with(tail) && tail.starts_with("line ") && (200..=400).contains(&tail.len()));
    }

    #[test]
    fn a_flood_takes_neither_memory_nor_disk() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out");
        let mut kept = Kept::new(1000, &path).unwrap();
        let piece = [b'y'; 1 << 16];
        (0..300).for_each(|_| kept.push(&piece));
        assert_eq!(kept.size(), 300 << 16);
        assert!(kept.tail.capacity() < 1 << 18 && kept.text().len() < 1100);
        assert_eq!(fs::metadata(path).unwrap().len(), FILE_MAX);
    }

    #[test]
    fn a_link_in_the_place_of_the_file_is_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let [other, path] = ["other", "out"].map(|name| dir.path().join(name));
        fs::write(&other, "mine").unwrap();
        std::os::unix::fs::symlink(&other, &path).unwrap();
        Kept::new(10, &path).unwrap().push(b"its");
        assert_eq!(fs::read(other).unwrap(), b"mine");
        assert_eq!(fs::read(path).unwrap(), b"its");
    }

    proptest! {
        #[test]
        fn however_it_comes_the_same_is_kept(text in "[a-zé你\\n]{0,80}", room in 0..60usize, cuts in prop::collection::vec(0..200usize, 0..5)) {
            let bytes = text.as_bytes();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let pieces: Vec<&[u8]> = cuts.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
            let (whole, _) = kept(room, &[bytes]);
            let (split, file) = kept(room, &pieces);
            prop_assert_eq!(whole.text(), split.text());
            prop_assert_eq!(file, bytes);
            let broken = split.text().contains('\u{FFFD}');
            prop_assert!(!broken);
        }
    }
}

//! A cursor over an untrusted file that stays inside it and inside a limit of memory.

use crate::error::{Error, Kind, Result};
use crate::tell;
use std::io::{ErrorKind, Read};
use std::path::Path;

/// Bytes a whole header may take in memory; the largest vocabularies need about 40 MB.
const MEMORY: u64 = 512 << 20;
/// The longest key and tensor name in bytes, as the format's specification sets it for keys.
const LONGEST_KEY: u64 = 64 << 10;

/// A piece of a header, as errors name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Magic,
    Version,
    Tensors,
    Pairs,
    Key,
    Type,
    Text,
    Value,
    Length,
    Array,
    Name,
    Shape,
    Kind,
    Place,
}

impl Piece {
    fn name(self) -> String {
        match self {
            Piece::Magic => tell!("gguf-piece-magic"),
            Piece::Version => tell!("gguf-piece-version"),
            Piece::Tensors => tell!("gguf-piece-tensors"),
            Piece::Pairs => tell!("gguf-piece-pairs"),
            Piece::Key => tell!("gguf-piece-key"),
            Piece::Type => tell!("gguf-piece-type"),
            Piece::Text => tell!("gguf-piece-text"),
            Piece::Value => tell!("gguf-piece-value"),
            Piece::Length => tell!("gguf-piece-length"),
            Piece::Array => tell!("gguf-piece-array"),
            Piece::Name => tell!("gguf-piece-name"),
            Piece::Shape => tell!("gguf-piece-shape"),
            Piece::Kind => tell!("gguf-piece-kind"),
            Piece::Place => tell!("gguf-piece-place"),
        }
    }
}

/// A cursor over the header that knows how many bytes the file has left.
pub(super) struct Reader<'a, R> {
    pub(super) path: &'a Path,
    pub(super) input: R,
    pub(super) at: u64,
    pub(super) len: u64,
    /// The array that is being read, by its key and how many elements it has.
    pub(super) open: Option<(String, u64)>,
    /// How many of the file's bytes `input` has, and whether more were wanted.
    hand: u64,
    dry: bool,
    memory: u64,
}

impl<'a, R: Read> Reader<'a, R> {
    pub(super) fn new(path: &'a Path, input: R, len: u64) -> Reader<'a, R> {
        Reader { path, input, at: 0, len, open: None, hand: len, dry: false, memory: MEMORY }
    }

    /// Says that `input` has only the first `bytes` of the file.
    pub(super) fn with_first(mut self, bytes: u64) -> Reader<'a, R> {
        self.hand = self.len.min(bytes);
        self
    }

    /// Whether reading failed for no other reason than that `input` has not the whole file.
    pub(super) fn dry(&self) -> bool {
        self.dry
    }

    pub(super) fn fail(&self, why: impl Into<String>) -> Error {
        Error::new(Kind::Model, tell!("gguf-unreadable", path = self.path.display().to_string()))
            .why(why.into())
    }

    pub(super) fn damaged(&self, why: impl Into<String>) -> Error {
        self.fail(why).hint(tell!("gguf-damaged-hint"))
    }

    /// Of a file that ends too early.
    pub(super) fn short(&self, why: impl Into<String>) -> Error {
        self.fail(why).hint(tell!("gguf-short-hint"))
    }

    pub(super) fn cut(&self, what: Piece) -> Error {
        let (at, of) = (self.at.to_string(), self.len.to_string());
        self.short(tell!("gguf-cut", what = what.name(), at = at, of = of))
    }

    pub(super) fn left(&self) -> u64 {
        self.len - self.at
    }

    /// Fails unless `bytes` more are in the file and at hand; `what` names them in an error.
    pub(super) fn reach(&mut self, bytes: u64, what: Piece) -> Result<()> {
        if bytes > self.left() {
            return Err(self.cut(what));
        }
        if bytes > self.hand - self.at {
            self.dry = true;
            return Err(self.cut(what));
        }
        Ok(())
    }

    /// Takes `bytes` from the memory this header may use.
    pub(super) fn charge(&mut self, bytes: u64) -> Result<()> {
        self.memory = self
            .memory
            .checked_sub(bytes)
            .ok_or_else(|| self.damaged(tell!("gguf-memory", size = (MEMORY >> 20).to_string())))?;
        Ok(())
    }

    /// Fills `buffer`, whose length the caller has bounded; `what` names it in an error.
    pub(super) fn fill(&mut self, buffer: &mut [u8], what: Piece) -> Result<()> {
        self.reach(buffer.len() as u64, what)?;
        self.input.read_exact(buffer).map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => self.cut(what),
            _ => self.fail(error.to_string()),
        })?;
        self.at += buffer.len() as u64;
        Ok(())
    }

    pub(super) fn u32(&mut self, what: Piece) -> Result<u32> {
        let mut bytes = [0; 4];
        self.fill(&mut bytes, what)?;
        Ok(u32::from_le_bytes(bytes))
    }

    pub(super) fn u64(&mut self, what: Piece) -> Result<u64> {
        let mut bytes = [0; 8];
        self.fill(&mut bytes, what)?;
        Ok(u64::from_le_bytes(bytes))
    }

    /// A string of at most `longest` bytes, as the bytes it has.
    pub(super) fn bytes(&mut self, what: Piece, longest: u64) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.append(&mut bytes, what, longest)?;
        Ok(bytes)
    }

    /// The same, behind what `bytes` holds already.
    pub(super) fn append(&mut self, bytes: &mut Vec<u8>, what: Piece, longest: u64) -> Result<()> {
        let start = self.at;
        let len = self.u64(what)?;
        if len > longest {
            let (at, bytes) = (start.to_string(), len.to_string());
            return Err(self.damaged(tell!("gguf-long", what = what.name(), at = at, bytes = bytes)));
        }
        self.reach(len, what)?;
        self.charge(len)?;
        let at = bytes.len();
        bytes.resize(at + len as usize, 0);
        self.fill(&mut bytes[at..], what)
    }

    /// A name that must be UTF-8: a key or a tensor's name.
    pub(super) fn name(&mut self, what: Piece) -> Result<String> {
        let start = self.at;
        let bytes = self.bytes(what, LONGEST_KEY)?;
        // The engine reads names as C strings and would take what stands before a zero byte for the whole.
        if bytes.contains(&0) {
            return Err(self.damaged(tell!("gguf-zero", what = what.name(), at = start.to_string())));
        }
        String::from_utf8(bytes)
            .map_err(|_| self.damaged(tell!("gguf-no-utf8", what = what.name(), at = start.to_string())))
    }
}

/// The text of `bytes`, with what is not UTF-8 replaced.
pub(super) fn lossy(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// The little-endian numbers of 1 to 8 bytes.
pub(super) fn unsigned(bytes: &[u8]) -> i64 {
    let mut wide = [0; 8];
    wide[..bytes.len()].copy_from_slice(bytes);
    i64::try_from(u64::from_le_bytes(wide)).unwrap_or(i64::MAX)
}

/// The same with a sign.
pub(super) fn signed(bytes: &[u8]) -> i64 {
    let negative = bytes.last().is_some_and(|&top| top >= 0x80);
    let mut wide = [if negative { 0xff } else { 0 }; 8];
    wide[..bytes.len()].copy_from_slice(bytes);
    i64::from_le_bytes(wide)
}

/// A number with a fraction, of 4 or 8 bytes.
pub(super) fn float(bytes: &[u8]) -> f64 {
    match *bytes {
        [a, b, c, d] => f64::from(f32::from_le_bytes([a, b, c, d])),
        [a, b, c, d, e, f, g, h] => f64::from_le_bytes([a, b, c, d, e, f, g, h]),
        _ => f64::NAN,
    }
}

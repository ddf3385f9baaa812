//! Reads a GGUF header, in which nothing is believed before it is checked against the file.

use super::bytes::{Piece, Reader, float, lossy, signed, unsigned};
use super::peek::{Peek, Reach};
use super::{Header, Tensor, Texts, Value, types};
use crate::error::{Error, Kind, Result};
use crate::tell;
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::Path;

/// The longest string value in bytes.
const LONGEST_TEXT: u64 = 64 << 20;
/// The most key-value pairs; real files have fewer than a hundred.
const MOST_PAIRS: u64 = 1 << 16;
/// The most tensors; the largest real files have some thousands.
const MOST_TENSORS: u64 = 1 << 20;
/// How deep arrays may nest; no known key nests at all.
const DEEPEST: usize = 4;
/// The fewest bytes of a pair (length, one letter, type, value) and of a tensor entry.
const SHORTEST: (u64, u64) = (14, 24);
/// What a file whose tensors have no alignment of their own is aligned to, in bytes.
const ALIGNMENT: u64 = 32;

/// Opens the file at `path` after refusing what cannot be a model file, and reads its header.
pub(super) fn open(path: &Path) -> Result<Header> {
    let what = || tell!("gguf-unreadable", path = path.display().to_string());
    let fail = |why: String| Error::new(Kind::Model, what()).why(why);
    let denied = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => fail(tell!("disk-none")).hint(tell!("gguf-none-hint")),
        ErrorKind::PermissionDenied => fail(tell!("disk-denied")).hint(tell!("gguf-denied-hint")),
        _ => fail(error.to_string()),
    };
    // The kind of file comes first, because opening a named pipe would wait for its writer.
    let facts = std::fs::metadata(path).map_err(denied)?;
    if facts.is_dir() {
        return Err(fail(tell!("gguf-directory")).hint(tell!("gguf-directory-hint")));
    }
    if !facts.is_file() {
        return Err(fail(tell!("gguf-no-file")));
    }
    let file = File::open(path).map_err(denied)?;
    let len = file.metadata().map_err(denied)?.len();
    Header::parse(path, BufReader::with_capacity(1 << 20, file), len)
}

impl<R: Read> Reader<'_, R> {
    /// Reads the whole header.
    pub(super) fn header(mut self) -> Result<Header> {
        let (version, tensors, pairs) = self.opening()?;
        let mut kv = Vec::new();
        self.pairs(pairs, &mut kv)?;
        let alignment = self.alignment(&kv)?;
        let tensors = self.tensors(tensors, alignment)?;
        let data = self.at.next_multiple_of(alignment);
        for tensor in &tensors {
            self.extent(tensor, data)?;
        }
        Ok(Header { path: self.path.to_owned(), version, kv, tensors, len: self.len, data, alignment })
    }

    /// Reads the pairs for as long as there are bytes at hand.
    pub(super) fn peek(mut self) -> Result<Peek> {
        let mut kv = Vec::new();
        let read = self.opening().and_then(|(_, _, pairs)| self.pairs(pairs, &mut kv));
        match read.and_then(|()| self.alignment(&kv)) {
            Ok(_) => Ok(Peek::new(kv, None, Reach::Tensors)),
            Err(_) if self.dry() => Ok(Peek::new(kv, self.open, Reach::Pairs)),
            Err(error) => Err(error),
        }
    }

    /// What stands before the pairs: the version, and how many tensors and pairs there are.
    fn opening(&mut self) -> Result<(u32, u64, u64)> {
        self.magic()?;
        let version = self.version()?;
        let tensors = self.count(Piece::Tensors, MOST_TENSORS, SHORTEST.1)?;
        let pairs = self.count(Piece::Pairs, MOST_PAIRS, SHORTEST.0)?;
        Ok((version, tensors, pairs))
    }

    /// Refuses what is no GGUF file, with a hint when it is a file we recognise.
    fn magic(&mut self) -> Result<()> {
        if self.len == 0 {
            return Err(self.short(tell!("gguf-empty")));
        }
        let mut start = Vec::new();
        self.input
            .by_ref()
            .take(self.len.min(4))
            .read_to_end(&mut start)
            .map_err(|error| self.fail(error.to_string()))?;
        self.at = start.len() as u64;
        if start == b"GGUF" {
            return Ok(());
        }
        if let Some(rest) = b"GGUF".strip_prefix(&start[..]) {
            self.reach(rest.len() as u64, Piece::Magic)?;
            return Err(self.cut(Piece::Magic));
        }
        // What stands at the start decides only between hints, so a failure to read more is no matter.
        self.input.by_ref().take(508).read_to_end(&mut start).ok();
        Err(stranger(self.fail(tell!("gguf-letters")), &start))
    }

    fn version(&mut self) -> Result<u32> {
        let version = self.u32(Piece::Version)?;
        match version {
            2 | 3 => Ok(version),
            1 => Err(self.fail(tell!("gguf-version", number = "1")).hint(tell!("gguf-newer-hint"))),
            _ if version & 0xffff == 0 && version != 0 => {
                Err(self.fail(tell!("gguf-endian")).hint(tell!("gguf-endian-hint")))
            }
            0 => Err(self.damaged(tell!("gguf-version", number = "0"))),
            _ => Err(self
                .fail(tell!("gguf-version-new", number = version.to_string()))
                .hint(tell!("gguf-version-hint"))),
        }
    }

    /// How many of `what` follow, which must fit in the bytes that are left.
    fn count(&mut self, what: Piece, most: u64, shortest: u64) -> Result<u64> {
        let count = self.u64(what)?;
        let all = count.to_string();
        if count > most {
            let most = most.to_string();
            return Err(self.damaged(match what {
                Piece::Pairs => tell!("gguf-most-pairs", count = all, most = most),
                _ => tell!("gguf-most-tensors", count = all, most = most),
            }));
        }
        if count * shortest > self.left() {
            let left = self.left().to_string();
            return Err(self.short(match what {
                Piece::Pairs => tell!("gguf-fit-pairs", count = all, bytes = left),
                _ => tell!("gguf-fit-tensors", count = all, bytes = left),
            }));
        }
        Ok(count)
    }

    /// Appends `count` pairs to `kv`, which keeps those before a failure.
    fn pairs(&mut self, count: u64, kv: &mut Vec<(String, Value)>) -> Result<()> {
        let mut seen = HashSet::new();
        for _ in 0..count {
            let start = self.at;
            self.charge(128)?;
            let key = self.name(Piece::Key)?;
            if key.is_empty() {
                return Err(self.damaged(tell!("gguf-key-empty", at = start.to_string())));
            }
            if !seen.insert(key.clone()) {
                return Err(self.damaged(tell!("gguf-key-twice", key = &key)));
            }
            let kind = self.u32(Piece::Type)?;
            let value = self.value(&key, kind, 0)?;
            self.open = None;
            kv.push((key, value));
        }
        Ok(())
    }

    fn value(&mut self, key: &str, kind: u32, depth: usize) -> Result<Value> {
        if kind == types::ARRAY {
            return self.array(key, depth + 1);
        }
        if kind == types::STRING {
            let text = self.bytes(Piece::Text, LONGEST_TEXT)?;
            return Ok(Value::Text(lossy(text)));
        }
        let mut bytes = [0; 8];
        let size = self.size(key, kind)?;
        self.fill(&mut bytes[..size], Piece::Value)?;
        Ok(match kind {
            types::BOOL => Value::Bool(bytes[0] != 0),
            types::F32 | types::F64 => Value::Float(float(&bytes[..size])),
            types::I8 | types::I16 | types::I32 | types::I64 => Value::Signed(signed(&bytes[..size])),
            _ => Value::Unsigned(u64::from_le_bytes(bytes)),
        })
    }

    /// Bytes of one scalar of type `kind`.
    fn size(&self, key: &str, kind: u32) -> Result<usize> {
        types::scalar(kind)
            .ok_or_else(|| self.damaged(tell!("gguf-value-type", key = key, number = kind.to_string())))
    }

    fn array(&mut self, key: &str, depth: usize) -> Result<Value> {
        if depth > DEEPEST {
            return Err(self.damaged(tell!("gguf-deep", key = key, most = DEEPEST.to_string())));
        }
        let kind = self.u32(Piece::Type)?;
        let count = self.u64(Piece::Length)?;
        // The fewest bytes an element takes: a string is its length, an array its type and length.
        let shortest = match kind {
            types::STRING => 8,
            types::ARRAY => 12,
            _ => self.size(key, kind)? as u64,
        };
        if count.checked_mul(shortest).is_none_or(|bytes| bytes > self.left()) {
            let (count, left) = (count.to_string(), self.left().to_string());
            return Err(self.short(tell!("gguf-fit-elements", count = count, key = key, bytes = left)));
        }
        if depth == 1 {
            self.open = Some((key.to_owned(), count));
        }
        // An element takes 8 bytes in memory, a string or an array those of its struct.
        self.charge(count.saturating_mul(if shortest > 8 || kind == types::STRING { 32 } else { 8 }))?;
        self.reach(count * shortest, Piece::Array)?;
        match kind {
            types::STRING => self.strings(key, count),
            types::ARRAY => {
                (0..count).map(|_| self.array(key, depth + 1)).collect::<Result<_>>().map(Value::Arrays)
            }
            types::BOOL => self.scalars(count, 1, |byte| byte[0] != 0).map(Value::Bools),
            types::F32 => self.scalars(count, 4, float).map(Value::Floats),
            types::F64 => self.scalars(count, 8, float).map(Value::Floats),
            types::I8 | types::I16 | types::I32 | types::I64 => {
                self.scalars(count, shortest as usize, signed).map(Value::Ints)
            }
            _ => self.scalars(count, shortest as usize, unsigned).map(Value::Ints),
        }
    }

    /// Strings of the vocabulary must be UTF-8, because a replaced byte would change tokens.
    fn strings(&mut self, key: &str, count: u64) -> Result<Value> {
        let (mut bytes, mut ends) = (Vec::new(), Vec::new());
        for _ in 0..count {
            self.append(&mut bytes, Piece::Text, LONGEST_TEXT)?;
            ends.push(bytes.len());
        }
        // All at once is many times faster than hundreds of thousands of short ones.
        match String::from_utf8(bytes) {
            Ok(text) if ends.iter().all(|&end| text.is_char_boundary(end)) => {
                Ok(Value::Strings(Texts::new(text, ends)))
            }
            Ok(text) => self.mended(key, text.as_bytes(), &ends),
            Err(error) => self.mended(key, error.as_bytes(), &ends),
        }
    }

    /// Strings of which one at least is not UTF-8, with what is not replaced.
    fn mended(&self, key: &str, bytes: &[u8], ends: &[usize]) -> Result<Value> {
        let mut text = String::new();
        let mut new = Vec::new();
        for (at, &end) in ends.iter().enumerate() {
            let start = if at == 0 { 0 } else { ends[at - 1] };
            match std::str::from_utf8(&bytes[start..end]) {
                Err(_) if key.starts_with("tokenizer.") => {
                    return Err(self.damaged(tell!("gguf-element-utf8", number = at.to_string(), key = key)));
                }
                Err(_) => text.push_str(&String::from_utf8_lossy(&bytes[start..end])),
                Ok(string) => text.push_str(string),
            }
            new.push(text.len());
        }
        Ok(Value::Strings(Texts::new(text, new)))
    }

    /// `count` numbers of `size` bytes, read in large steps.
    fn scalars<T>(&mut self, count: u64, size: usize, decode: fn(&[u8]) -> T) -> Result<Vec<T>> {
        let mut left = count as usize * size;
        let mut buffer = vec![0; left.min(64 << 10)];
        let mut numbers = Vec::with_capacity(count as usize);
        while left > 0 {
            let step = left.min(buffer.len());
            self.fill(&mut buffer[..step], Piece::Array)?;
            numbers.extend(buffer[..step].chunks_exact(size).map(decode));
            left -= step;
        }
        Ok(numbers)
    }

    fn alignment(&self, kv: &[(String, Value)]) -> Result<u64> {
        let Some((_, value)) = kv.iter().find(|pair| pair.0 == "general.alignment") else {
            return Ok(ALIGNMENT);
        };
        match value {
            Value::Unsigned(bytes) if bytes.is_power_of_two() && *bytes <= u64::from(u32::MAX) => Ok(*bytes),
            _ => Err(self.damaged(tell!("gguf-alignment"))),
        }
    }

    fn tensors(&mut self, count: u64, alignment: u64) -> Result<Vec<Tensor>> {
        let mut tensors = Vec::new();
        let mut seen = HashSet::new();
        for _ in 0..count {
            self.charge(192)?;
            let name = self.name(Piece::Name)?;
            if !seen.insert(name.clone()) {
                return Err(self.damaged(tell!("gguf-tensor-twice", name = &name)));
            }
            let tensor = self.tensor(name)?;
            if !tensor.offset.is_multiple_of(alignment) {
                let (at, unit) = (tensor.offset.to_string(), alignment.to_string());
                let why = tell!("gguf-tensor-start", name = &tensor.name, at = at, unit = unit);
                return Err(self.damaged(why));
            }
            tensors.push(tensor);
        }
        Ok(tensors)
    }

    fn tensor(&mut self, name: String) -> Result<Tensor> {
        let rank = self.u32(Piece::Shape)?;
        if rank > 4 {
            return Err(self.damaged(tell!("gguf-tensor-rank", name = &name, count = rank.to_string())));
        }
        let dims = (0..rank).map(|_| self.u64(Piece::Shape)).collect::<Result<Vec<_>>>()?;
        let kind = self.u32(Piece::Kind)?;
        let offset = self.u64(Piece::Place)?;
        let Some(layout) = types::layout(kind) else {
            return Err(self
                .fail(tell!("gguf-tensor-type", name = &name, number = kind.to_string()))
                .hint(tell!("gguf-tensor-hint")));
        };
        let elements = dims
            .iter()
            .try_fold(1_u64, |product, &dim| product.checked_mul(dim))
            .filter(|&elements| i64::try_from(elements).is_ok());
        let Some(bytes) = elements.and_then(|all| (all / layout.block).checked_mul(layout.bytes)) else {
            let shape = format!("{dims:?}");
            return Err(self.damaged(tell!("gguf-tensor-shape", name = &name, shape = shape)));
        };
        let row = dims.first().copied().unwrap_or(1);
        if !row.is_multiple_of(layout.block) {
            let (row, block) = (row.to_string(), layout.block.to_string());
            return Err(self.damaged(tell!(
                "gguf-tensor-rows",
                name = &name,
                count = row,
                block = block,
                kind = layout.name
            )));
        }
        Ok(Tensor { name, dims, kind, offset, bytes })
    }

    /// Checks that the data of `tensor` lies inside the file.
    fn extent(&self, tensor: &Tensor, data: u64) -> Result<()> {
        let end = data.checked_add(tensor.offset).and_then(|start| start.checked_add(tensor.bytes));
        match end {
            Some(end) if end <= self.len => Ok(()),
            _ => Err(self.short(tell!(
                "gguf-tensor-end",
                name = &tensor.name,
                bytes = tensor.bytes.to_string(),
                of = self.len.to_string()
            ))),
        }
    }
}

/// Adds to `error` what the file that begins with `start` seems to be.
fn stranger(error: Error, start: &[u8]) -> Error {
    let text =
        String::from_utf8_lossy(start).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    if text.starts_with("version https://git-lfs") {
        return error.why(tell!("gguf-lfs")).hint(tell!("gguf-lfs-hint"));
    }
    if text.starts_with("<!doctype") || text.starts_with("<html") || text.starts_with("<?xml") {
        return error.why(tell!("gguf-page")).hint(tell!("gguf-page-hint"));
    }
    if text.starts_with('{') {
        return error.why(tell!("gguf-json")).hint(tell!("gguf-json-hint"));
    }
    if start.get(8) == Some(&b'{') {
        return error.why(tell!("gguf-safetensors")).hint(tell!("gguf-safetensors-hint"));
    }
    if [b"lmgg", b"tjgg", b"fmgg"].iter().any(|old| start.starts_with(*old)) {
        return error.why(tell!("gguf-old")).hint(tell!("gguf-newer-hint"));
    }
    error.hint(tell!("gguf-format-hint"))
}

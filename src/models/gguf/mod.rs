//! The header of a GGUF model file: what the model is, its vocabulary, its tensors.
//!
//! The engine's own reader ends the process on some damaged files, so every file is read and
//! checked here first.

mod bytes;
mod check;
mod peek;
mod read;
mod texts;
mod types;

pub use check::knows;
pub use peek::{Facts, Peek, peek};
pub use texts::Texts;

use crate::error::Result;
use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A value of the header; numbers are widened, and arrays of one type lie close together.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number of an unsigned type.
    Unsigned(u64),
    /// A number of a signed type.
    Signed(i64),
    /// A number with a fraction, of 32 or 64 bits.
    Float(f64),
    /// True or false.
    Bool(bool),
    /// A string, in which bytes that are not UTF-8 are replaced.
    Text(String),
    /// Whole numbers; those beyond `i64::MAX` are kept as `i64::MAX`.
    Ints(Vec<i64>),
    /// Numbers with a fraction.
    Floats(Vec<f64>),
    /// True or false, many times.
    Bools(Vec<bool>),
    /// Strings.
    Strings(Texts),
    /// Arrays of arrays.
    Arrays(Vec<Value>),
}

impl Value {
    /// How many elements an array has; `None` for a single value.
    pub fn count(&self) -> Option<usize> {
        match self {
            Value::Ints(all) => Some(all.len()),
            Value::Floats(all) => Some(all.len()),
            Value::Bools(all) => Some(all.len()),
            Value::Strings(all) => Some(all.len()),
            Value::Arrays(all) => Some(all.len()),
            _ => None,
        }
    }

    /// The value as a whole number that is not negative.
    pub fn u64(&self) -> Option<u64> {
        match self {
            Value::Unsigned(number) => Some(*number),
            Value::Signed(number) => u64::try_from(*number).ok(),
            _ => None,
        }
    }

    /// The whole numbers of an array of them.
    pub fn ints(&self) -> Option<&[i64]> {
        match self {
            Value::Ints(all) => Some(all),
            _ => None,
        }
    }

    /// The truth values of an array of them.
    pub fn bools(&self) -> Option<&[bool]> {
        match self {
            Value::Bools(all) => Some(all),
            _ => None,
        }
    }

    /// The value as a number, whole or not.
    pub fn f64(&self) -> Option<f64> {
        match self {
            Value::Float(number) => Some(*number),
            Value::Unsigned(number) => Some(*number as f64),
            Value::Signed(number) => Some(*number as f64),
            _ => None,
        }
    }
}

/// `text` as the engine reads strings of the vocabulary: up to the first zero byte, as C does.
pub(super) fn until_zero(text: &str) -> &str {
    // Almost none has such a byte, and a look at bytes is quicker than one at characters.
    if text.as_bytes().contains(&0) { text.split('\0').next().unwrap_or_default() } else { text }
}

/// One tensor as the header describes it; its data stays in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    name: String,
    dims: Vec<u64>,
    kind: u32,
    offset: u64,
    bytes: u64,
}

impl Tensor {
    /// The name, such as `blk.0.attn_q.weight`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The dimensions, with the length of a row first.
    pub fn dims(&self) -> &[u64] {
        &self.dims
    }

    /// The name of the type, such as `Q4_K`.
    pub fn kind(&self) -> &'static str {
        types::layout(self.kind).map_or("?", |layout| layout.name)
    }

    /// How many elements it has.
    pub fn elements(&self) -> u64 {
        self.dims.iter().product()
    }

    /// How many bytes its data takes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}

/// The header of a model file.
#[derive(Clone, Debug)]
pub struct Header {
    path: PathBuf,
    version: u32,
    kv: Vec<(String, Value)>,
    tensors: Vec<Tensor>,
    len: u64,
    data: u64,
    alignment: u64,
}

impl Header {
    /// Reads the header of the file at `path`.
    ///
    /// Fails with [`crate::error::Kind::Model`] if there is no such file, if it is not GGUF of
    /// version 2 or 3, if it ends too early or if anything in it contradicts the format.
    pub fn open(path: &Path) -> Result<Header> {
        read::open(path)
    }

    /// Reads a header from `input`, a file of `len` bytes that errors call `path`.
    pub fn parse(path: &Path, input: impl Read, len: u64) -> Result<Header> {
        bytes::Reader::new(path, input, len).header()
    }

    /// Refuses a file that the engine would not survive or could not chat with.
    ///
    /// Fails with [`crate::error::Kind::Model`] and a sentence that names the cause: an unknown
    /// architecture, numbers that make no network, a broken vocabulary, or a file that is no
    /// chat model at all.
    pub fn check(&self) -> Result<()> {
        check::check(self)
    }

    /// Where the file lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The version of the format, 2 or 3.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The length of the file in bytes.
    pub fn file_len(&self) -> u64 {
        self.len
    }

    /// All pairs in the order of the file.
    pub fn kv(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.kv.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// All tensors in the order of the file.
    pub fn tensors(&self) -> &[Tensor] {
        &self.tensors
    }

    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.kv.iter().find(|pair| pair.0 == key).map(|pair| &pair.1)
    }

    /// The string at `key`.
    pub fn str(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number at `key`, of any width, if it is not negative.
    pub fn u64(&self, key: &str) -> Option<u64> {
        self.get(key)?.u64()
    }

    /// The number at `key`, whole or not.
    pub fn f64(&self, key: &str) -> Option<f64> {
        self.get(key)?.f64()
    }

    /// The truth value at `key`.
    pub fn bool(&self, key: &str) -> Option<bool> {
        match self.get(key)? {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The strings at `key`.
    pub fn strings(&self, key: &str) -> Option<&Texts> {
        match self.get(key)? {
            Value::Strings(strings) => Some(strings),
            _ => None,
        }
    }

    /// The architecture, such as `qwen3`; empty if the header names none.
    pub fn arch(&self) -> &str {
        self.str("general.architecture").unwrap_or_default()
    }

    /// The name that the model gives itself.
    pub fn name(&self) -> Option<&str> {
        self.str("general.name")
    }

    /// The value of `key` among those of the architecture, such as `qwen3.KEY`.
    pub fn arch_get(&self, key: &str) -> Option<&Value> {
        self.get(&format!("{}.{key}", self.arch()))
    }

    /// The whole number of `key` among those of the architecture, such as `qwen3.KEY`.
    pub fn arch_u64(&self, key: &str) -> Option<u64> {
        self.arch_get(key)?.u64()
    }

    /// The context in tokens that the model was trained for.
    pub fn context_length(&self) -> Option<u64> {
        self.arch_u64("context_length")
    }

    /// The number of layers.
    pub fn block_count(&self) -> Option<u64> {
        self.arch_u64("block_count")
    }

    /// The chat template in Jinja.
    pub fn template(&self) -> Option<&str> {
        self.str("tokenizer.chat_template")
    }

    /// The vocabulary, a string for every token in the order of their numbers; empty if there is none.
    pub fn tokens(&self) -> &Texts {
        static NONE: Texts = Texts::none();
        self.strings("tokenizer.ggml.tokens").unwrap_or(&NONE)
    }

    /// The name of the quantisation, such as `Q4_K_M`: as the header says, or else the tensor
    /// type that most weights have. Empty for a file without tensors.
    pub fn quant(&self) -> &'static str {
        if let Some(name) = self.u64("general.file_type").and_then(types::quant) {
            return name;
        }
        let mut weights: HashMap<&'static str, u64> = HashMap::new();
        for tensor in &self.tensors {
            let sum = weights.entry(tensor.kind()).or_default();
            *sum = sum.saturating_add(tensor.elements());
        }
        weights.into_iter().max_by_key(|(name, sum)| (*sum, *name)).map_or("", |(name, _)| name)
    }

    /// The number of weights in this file (in one part of a split model: of that part).
    pub fn parameters(&self) -> u64 {
        self.tensors.iter().fold(0, |sum, tensor| sum.saturating_add(tensor.elements()))
    }

    /// Which part of how many this file is, counted from 0, if the model was split.
    pub fn split(&self) -> Option<(u64, u64)> {
        let count = self.u64("split.count").filter(|&count| count > 1)?;
        Some((self.u64("split.no")?, count))
    }

    /// Where the tensors' data starts, and what the start of each is a multiple of, in bytes.
    pub fn data(&self) -> (u64, u64) {
        (self.data, self.alignment)
    }
}

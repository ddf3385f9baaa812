//! What the first bytes of a model file tell, before the rest of it is fetched.

use super::bytes::Reader;
use super::{Header, Value};
use crate::error::Result;
use std::path::Path;

/// Reads the pairs in `start`, the first bytes of a file of `len` bytes that errors call `path`.
///
/// That `start` ends in the middle of the header is no error. The first 64 KiB of most files hold
/// everything but the vocabulary, which is then known by its size.
///
/// # Errors
/// As in [`Header::parse`], about what stands in `start`.
pub fn peek(path: &Path, start: &[u8], len: u64) -> Result<Peek> {
    Reader::new(path, start, len).with_first(start.len() as u64).peek()
}

/// The pairs at the start of a header.
#[derive(Clone, Debug)]
pub struct Peek {
    kv: Vec<(String, Value)>,
    cut: Option<(String, u64)>,
    reach: Reach,
}

/// How far the bytes went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// They ended before or among the pairs.
    Pairs,
    /// They went to where the tensors are described.
    Tensors,
}

impl Peek {
    pub(super) fn new(kv: Vec<(String, Value)>, cut: Option<(String, u64)>, reach: Reach) -> Peek {
        Peek { kv, cut, reach }
    }

    /// The pairs that were there as a whole, in the order of the file.
    pub fn kv(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.kv.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Key and number of elements of the array in which the bytes ended.
    pub fn cut(&self) -> Option<(&str, u64)> {
        self.cut.as_ref().map(|(key, count)| (key.as_str(), *count))
    }
}

/// The pairs of a header, of a whole one or of what is known of it.
pub trait Facts {
    /// The value of `key`, if it is known.
    fn get(&self, key: &str) -> Option<&Value>;

    /// How many elements the array at `key` has, which may be known without its contents.
    fn count(&self, key: &str) -> Option<u64>;

    /// Whether all pairs are known, so that what is not here is not in the file either.
    fn whole(&self) -> bool;

    /// The string at `key`.
    fn str(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number at `key`, if it is not negative.
    fn u64(&self, key: &str) -> Option<u64> {
        self.get(key)?.u64()
    }

    /// The number at `key`, whole or not.
    fn f64(&self, key: &str) -> Option<f64> {
        self.get(key)?.f64()
    }

    /// The whole numbers of the array at `key`.
    fn ints(&self, key: &str) -> Option<&[i64]> {
        self.get(key)?.ints()
    }

    /// The architecture, such as `qwen3`; empty if none is known.
    fn arch(&self) -> &str {
        self.str("general.architecture").unwrap_or_default()
    }

    /// The value of `key` among those of the architecture, such as `qwen3.KEY`.
    fn arch_get(&self, key: &str) -> Option<&Value> {
        self.get(&format!("{}.{key}", self.arch()))
    }

    /// The whole number of `key` among those of the architecture.
    fn arch_u64(&self, key: &str) -> Option<u64> {
        self.arch_get(key)?.u64()
    }
}

impl Facts for Header {
    fn get(&self, key: &str) -> Option<&Value> {
        Header::get(self, key)
    }

    fn count(&self, key: &str) -> Option<u64> {
        Header::get(self, key)?.count().map(|count| count as u64)
    }

    fn whole(&self) -> bool {
        true
    }
}

impl Facts for Peek {
    fn get(&self, key: &str) -> Option<&Value> {
        self.kv.iter().find(|pair| pair.0 == key).map(|pair| &pair.1)
    }

    fn count(&self, key: &str) -> Option<u64> {
        match self.cut() {
            Some((cut, count)) if cut == key => Some(count),
            _ => self.get(key)?.count().map(|count| count as u64),
        }
    }

    fn whole(&self) -> bool {
        self.reach == Reach::Tensors
    }
}

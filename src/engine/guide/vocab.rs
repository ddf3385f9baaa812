//! The model's tokens as bytes, and sets of them.

use super::trie::Trie;

/// What a token is, apart from its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A piece of text.
    Plain,
    /// A tag with a token of its own, such as `<tool_call>`: text, but never inside a value.
    Tag,
    /// It has no text, such as the end of a turn.
    Control,
}

/// All tokens of a model by number.
#[derive(Debug)]
pub struct Vocab {
    bytes: Vec<u8>,
    ends: Vec<u32>,
    tags: Mask,
    pub(super) controls: Vec<u32>,
    pub(super) tree: Trie,
    /// Tokens that pass wherever any text does, and a tree of the others: most strings are free, and then few
    /// tokens have to be looked at.
    pub(super) calm: Mask,
    pub(super) wild: Trie,
}

impl Vocab {
    /// The tokens in the order of their numbers. One without bytes is a control token whatever it says.
    pub fn new<B: AsRef<[u8]>>(tokens: impl IntoIterator<Item = (B, Form)>) -> Vocab {
        let (mut bytes, mut ends, mut tags, mut controls) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (piece, form) in tokens {
            let (piece, id) = (piece.as_ref(), ends.len() as u32);
            if form == Form::Control || piece.is_empty() {
                controls.push(id);
            } else {
                bytes.extend_from_slice(piece);
            }
            if form == Form::Tag {
                tags.push(id);
            }
            ends.push(bytes.len() as u32);
        }
        let none = Mask::new(ends.len());
        let mut vocab = Vocab {
            bytes,
            ends,
            tags: none.clone(),
            controls,
            tree: Trie::default(),
            calm: none,
            wild: Trie::default(),
        };
        tags.into_iter().for_each(|id| vocab.tags.insert(id));
        let all = 0..vocab.ends.len() as u32;
        let entries = all.map(|id| (vocab.bytes(id), id)).filter(|entry| !entry.0.is_empty()).collect();
        let entries: Vec<(&[u8], u32)> = entries;
        let wild = |entry: &&(&[u8], u32)| vocab.tag(entry.1) || !calm(entry.0);
        let wild: Vec<(&[u8], u32)> = entries.iter().filter(wild).copied().collect();
        let mut tame = vocab.calm.clone();
        entries.iter().for_each(|entry| tame.insert(entry.1));
        wild.iter().for_each(|entry| tame.remove(entry.1));
        let (tree, wild) = (Trie::new(entries), Trie::new(wild));
        Vocab { tree, wild, calm: tame, ..vocab }
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The bytes of a token; none for control tokens and numbers that are no token.
    pub fn bytes(&self, id: u32) -> &[u8] {
        let at = id as usize;
        let from = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(at).map_or(&[], |&to| &self.bytes[from as usize..to as usize])
    }

    /// Whether a token is a tag.
    pub fn tag(&self, id: u32) -> bool {
        self.tags.contains(id)
    }
}

/// Whether bytes stand for themselves in either dialect, and begin with whole characters.
fn calm(bytes: &[u8]) -> bool {
    let whole = std::str::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true);
    whole && !bytes.iter().any(|&byte| byte < b' ' || matches!(byte, b'"' | b'\\' | b'<'))
}

/// A set of tokens, a bit for each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mask {
    words: Vec<u64>,
    len: usize,
}

impl Mask {
    /// An empty set of tokens below `len`.
    pub fn new(len: usize) -> Mask {
        Mask { words: vec![0; len.div_ceil(64)], len }
    }

    /// Whether the token is in it.
    pub fn contains(&self, id: u32) -> bool {
        self.words.get(id as usize / 64).is_some_and(|word| word >> (id % 64) & 1 == 1)
    }

    /// Puts a token in; one that the set has no room for is left out.
    pub fn insert(&mut self, id: u32) {
        if (id as usize) < self.len {
            self.words[id as usize / 64] |= 1 << (id % 64);
        }
    }

    /// Takes a token out.
    pub fn remove(&mut self, id: u32) {
        if let Some(word) = self.words.get_mut(id as usize / 64) {
            *word &= !(1 << (id % 64));
        }
    }

    /// Puts all tokens below `len` in.
    pub fn fill(&mut self) {
        (0..self.len as u32).for_each(|id| self.insert(id));
    }

    /// Puts in what is in another set.
    pub fn join(&mut self, other: &Mask) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, more)| *word |= more);
    }

    /// Takes all tokens out, and makes room for `len` of them.
    pub fn clear(&mut self, len: usize) {
        self.words.clear();
        self.words.resize(len.div_ceil(64), 0);
        self.len = len;
    }

    /// How many tokens are in it.
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_keep_their_bytes_and_forms() {
        let vocab = Vocab::new([("a", Form::Plain), ("<|end|>", Form::Control), ("<t>", Form::Tag)]);
        assert_eq!((vocab.bytes(0), vocab.bytes(1), vocab.bytes(2)), (&b"a"[..], &b""[..], &b"<t>"[..]));
        assert_eq!(vocab.bytes(3), b"");
        assert!(vocab.tag(2) && !vocab.tag(0));
        assert_eq!(vocab.controls, [1]);
    }

    #[test]
    fn a_set_holds_what_was_put_in() {
        let mut mask = Mask::new(70);
        [0, 63, 64, 69, 70, 1000].into_iter().for_each(|id| mask.insert(id));
        assert_eq!(mask.count(), 4);
        assert!(mask.contains(69) && !mask.contains(70) && !mask.contains(1000));
        mask.fill();
        assert_eq!(mask.count(), 70);
    }
}

//! Many short strings in one piece of memory: vocabularies have hundreds of thousands of them.

/// Strings in an order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    text: String,
    /// Where each ends in `text`; the next begins there.
    ends: Vec<usize>,
}

impl Texts {
    /// Strings that end at these places of `text`, which are in order and at its characters' bounds.
    pub(super) fn new(text: String, ends: Vec<usize>) -> Texts {
        Texts { text, ends }
    }

    /// No strings.
    pub(super) const fn none() -> Texts {
        Texts { text: String::new(), ends: Vec::new() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All of them in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| self.text.get(start..end).unwrap_or_default())
    }
}

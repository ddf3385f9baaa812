//! An index of a text's parts: what continues a quote from it, and whether the quote is there only once.

/// The places at which a quote stands in the text: a part of the sorted suffixes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    from: u32,
    to: u32,
    /// Bytes of the quote.
    len: u32,
}

/// All suffixes of a text in their order.
#[derive(Debug)]
pub struct Index {
    order: Vec<u32>,
}

/// Bytes of a suffix that its first key holds.
const HEAD: usize = 7;

impl Index {
    /// The index of `text`, which takes four bytes for each of its bytes.
    pub fn new(text: &[u8]) -> Index {
        let mut keys: Vec<(u64, u32)> = (0..text.len()).map(|at| (head(&text[at..]), at as u32)).collect();
        let mut ranks = vec![0u32; text.len()];
        let mut reach = HEAD;
        loop {
            keys.sort_unstable();
            let mut rank = 0;
            for at in 0..keys.len() {
                if at > 0 && keys[at].0 != keys[at - 1].0 {
                    rank = at as u32;
                }
                ranks[keys[at].1 as usize] = rank;
            }
            if keys.windows(2).all(|pair| pair[0].0 != pair[1].0) {
                break;
            }
            // Each round compares twice as many bytes, by the ranks that the last one gave.
            for key in &mut keys {
                let at = key.1 as usize;
                let next = ranks.get(at + reach).map_or(0, |rank| u64::from(*rank) + 1);
                key.0 = u64::from(ranks[at]) << 32 | next;
            }
            reach *= 2;
        }
        Index { order: keys.into_iter().map(|key| key.1).collect() }
    }

    /// The empty quote, which is everywhere.
    pub fn start(&self) -> Span {
        Span { from: 0, to: self.order.len() as u32, len: 0 }
    }

    /// The quote with one more byte, if it still is in `text`, the text of this index.
    pub fn step(&self, text: &[u8], span: Span, byte: u8) -> Option<Span> {
        let part = &self.order[span.from as usize..span.to as usize];
        let next = |at: u32| text.get((at + span.len) as usize).copied();
        let from = part.partition_point(|&at| next(at) < Some(byte));
        let to = from + part[from..].partition_point(|&at| next(at) == Some(byte));
        (from < to).then(|| Span {
            from: span.from + from as u32,
            to: span.from + to as u32,
            len: span.len + 1,
        })
    }
}

impl Span {
    /// Whether the quote is in the text exactly once.
    pub fn unique(self) -> bool {
        self.len > 0 && self.to - self.from == 1
    }
}

/// The first bytes of a suffix, so that numbers compare as the bytes do; a shorter suffix comes first.
fn head(suffix: &[u8]) -> u64 {
    let part = &suffix[..suffix.len().min(HEAD)];
    let mut bytes = [0; 8];
    bytes[..part.len()].copy_from_slice(part);
    bytes[HEAD] = part.len() as u8;
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn find(text: &[u8], quote: &[u8]) -> Option<Span> {
        let index = Index::new(text);
        quote.iter().try_fold(index.start(), |span, byte| index.step(text, span, *byte))
    }

    #[test]
    fn a_quote_is_told_from_what_is_not_there() {
        let text = b"let a = 1;\nlet b = 1;\n";
        assert!(find(text, b"let a").is_some_and(Span::unique));
        assert!(find(text, b"let ").is_some_and(|span| !span.unique()));
        assert!(find(text, b"let c").is_none());
        assert!(find(text, text).is_some_and(Span::unique));
        assert!(find(b"", b"a").is_none());
    }

    proptest! {
        #[test]
        fn it_counts_as_a_search_does(text in "[ab\u{0}]{0,60}", quote in "[ab\u{0}]{1,9}") {
            let (text, quote) = (text.as_bytes(), quote.as_bytes());
            let count = text.windows(quote.len()).filter(|part| *part == quote).count();
            let found = find(text, quote);
            prop_assert_eq!(found.map_or(0, |span| (span.to - span.from) as usize), count);
            prop_assert_eq!(found.is_some_and(Span::unique), count == 1);
        }
    }
}

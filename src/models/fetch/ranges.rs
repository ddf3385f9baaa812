//! Which bytes of a file are there.

use serde::{Deserialize, Serialize};

/// Spans of a file, in order, none touching another; the end of a span is not part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ranges(Vec<(u64, u64)>);

impl Ranges {
    /// Adds the bytes from `start` to `end`; those that are there already stay.
    pub fn add(&mut self, start: u64, end: u64) {
        if start >= end {
            return;
        }
        // All spans that touch the new one become one with it.
        let first = self.0.partition_point(|span| span.1 < start);
        let last = self.0.partition_point(|span| span.0 <= end);
        let (mut start, mut end) = (start, end);
        if first < last {
            start = start.min(self.0[first].0);
            end = end.max(self.0[last - 1].1);
        }
        self.0.splice(first..last, [(start, end)]);
    }

    /// How many bytes are there.
    pub fn total(&self) -> u64 {
        self.0.iter().map(|span| span.1 - span.0).sum()
    }

    /// How many bytes are there from the start on without a gap.
    pub fn prefix(&self) -> u64 {
        self.0.first().filter(|span| span.0 == 0).map_or(0, |span| span.1)
    }

    /// The spans of a file of `len` bytes that are not there.
    pub fn missing(&self, len: u64) -> Vec<(u64, u64)> {
        let ends = std::iter::once(0).chain(self.0.iter().map(|span| span.1));
        let starts = self.0.iter().map(|span| span.0).chain(std::iter::once(len));
        ends.zip(starts).filter(|gap| gap.0 < gap.1).collect()
    }

    /// Whether these can be spans of a file of `len` bytes: what is read from a disk may be anything.
    pub fn valid(&self, len: u64) -> bool {
        self.0.iter().all(|span| span.0 < span.1 && span.1 <= len)
            && self.0.windows(2).all(|pair| pair[0].1 < pair[1].0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn spans_hold_just_the_bytes_that_were_added(spans in prop::collection::vec((0_u64..60, 0_u64..60), 0..12)) {
            let mut ranges = Ranges::default();
            let mut bytes = [false; 60];
            for &(start, end) in &spans {
                ranges.add(start, end);
                bytes.iter_mut().take(end as usize).skip(start as usize).for_each(|byte| *byte = true);
            }
            prop_assert!(ranges.valid(60));
            prop_assert_eq!(ranges.total(), bytes.iter().filter(|byte| **byte).count() as u64);
            prop_assert_eq!(ranges.prefix(), bytes.iter().take_while(|byte| **byte).count() as u64);
            for (start, end) in ranges.missing(60) {
                prop_assert!(bytes[start as usize..end as usize].iter().all(|byte| !byte));
            }
            let missing: u64 = ranges.missing(60).iter().map(|gap| gap.1 - gap.0).sum();
            prop_assert_eq!(missing + ranges.total(), 60);
        }
    }
}

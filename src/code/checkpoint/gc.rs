//! Lets go what is not needed any more, and the oldest turns when the store is too large.

use std::collections::HashSet;

use super::blob::Kept;
use super::state::State;
use super::{Store, Turn};
use crate::error::Result;

/// After how many turns it is looked at again.
pub(super) const EVERY: u64 = 16;

/// Bytes of a journal that is made short.
const LONG: u64 = 4 << 20;

impl Store {
    /// Lets bytes go until the store is within its limit: first those that no turn and no file needs, oldest first,
    /// then those that only spare the next scan work, then those of the oldest turns, which can't be undone any more
    /// then. The last turn always stays. Gives the bytes that were let go.
    ///
    /// # Errors
    /// The journal cannot be written.
    pub fn gc(&mut self) -> Result<u64> {
        let mut kept = self.blobs.all();
        let mut total: u64 = kept.iter().map(|blob| blob.size).sum();
        let start = total;
        kept.sort_by_key(|blob| blob.since);
        loop {
            total -= self.let_go(&mut kept, total.saturating_sub(self.limits.store));
            // What was undone is done again from the first on: none of it may be missing.
            if total <= self.limits.store || self.book.done < 2 {
                break;
            }
            self.book.turns.remove(0);
            self.book.done -= 1;
            self.journal.shorten(&self.book)?;
        }
        if self.journal.size() > LONG {
            self.journal.shorten(&self.book)?;
        }
        Ok(start - total)
    }

    /// Removes blobs that no turn needs until `over` bytes are gone; gives how many were.
    fn let_go(&self, kept: &mut Vec<Kept>, over: u64) -> u64 {
        let (needed, mut gone) = (self.needed(), 0);
        let indexed: HashSet<&str> = self.index.hashes().collect();
        for spares_work in [false, true] {
            kept.retain(|blob| {
                let stays =
                    needed.contains(&blob.hash) || indexed.contains(blob.hash.as_str()) != spares_work;
                if stays || gone >= over {
                    return true;
                }
                self.blobs.remove(&blob.hash);
                gone += blob.size;
                false
            });
        }
        gone
    }

    /// The hashes that turns need, and a command that runs.
    fn needed(&self) -> HashSet<String> {
        let states = |turn: &Turn| {
            let after = turn.after.iter().flat_map(|after| after.values());
            turn.before.values().chain(after).cloned().collect::<Vec<_>>()
        };
        let hashes = self.book.turns.iter().flat_map(states).filter_map(|state| match state {
            State::File { hash, .. } => Some(hash),
            _ => None,
        });
        hashes.chain(self.book.scanned.clone()).collect()
    }
}

//! Names of conversations: short, in the order of time, made without asking anybody.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use sha2::{Digest, Sha256};

/// Names a conversation: nine letters for the millisecond it began in, and four that tell it from others
/// of that millisecond.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChatId(pub String);

/// Digits and letters in the order of ASCII, without those that are taken for others.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl ChatId {
    /// A name that no other conversation has, greater than all that this process made before.
    #[expect(clippy::new_without_default, reason = "no two are the same, so that none is the default")]
    pub fn new() -> ChatId {
        static LAST: AtomicU64 = AtomicU64::new(0);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis() as u64;
        let next = |last: u64| Some(now.max(last + 1));
        let last = LAST.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next).unwrap_or(now);
        // Every process seeds the standard library's hashes with bytes from the kernel.
        let random = RandomState::new().hash_one(std::process::id());
        ChatId(digits(now.max(last + 1), 9) + &digits(random, 4))
    }

    /// The name of a conversation that another program made at `at`, in milliseconds since 1970, and
    /// calls `name`: the same ones give the same name.
    pub fn of(at: u64, name: &str) -> ChatId {
        let hash = Sha256::digest(name).iter().take(8).fold(0, |all, &byte| all << 8 | u64::from(byte));
        ChatId(digits(at, 9) + &digits(hash, 4))
    }

    /// The name that a text is, if it has the form of one.
    pub fn parse(text: &str) -> Option<ChatId> {
        let formed = text.len() == 13 && text.bytes().all(|byte| LETTERS.contains(&byte));
        formed.then(|| ChatId(text.to_owned()))
    }
}

impl fmt::Display for ChatId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The last `count` digits of a number in base 32.
fn digits(number: u64, count: u32) -> String {
    let digit = |at: u32| char::from(LETTERS[(number >> (5 * at)) as usize & 31]);
    (0..count).rev().map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_and_in_the_order_of_time() {
        let ids: Vec<ChatId> = (0..1000).map(|_| ChatId::new()).collect();
        assert!(ids.is_sorted_by(|one, next| one < next));
        assert!(ids.iter().all(|id| ChatId::parse(&id.0).as_ref() == Some(id)), "{}", ids[0]);
        assert!(ChatId::of(1_000, "a") < ChatId::of(2_000, "a"));
        assert_eq!(ChatId::of(1_700_000_000_123, "x"), ChatId::of(1_700_000_000_123, "x"));
        assert_ne!(ChatId::of(5, "x"), ChatId::of(5, "y"));
        assert_eq!([ChatId::parse("last"), ChatId::parse("../../../../x")], [None, None]);
    }

    #[test]
    fn threads_make_different_ids() {
        let make = || (0..500).map(|_| ChatId::new()).collect::<Vec<_>>();
        let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(make)).collect();
        let mut all: Vec<ChatId> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 2000);
    }
}

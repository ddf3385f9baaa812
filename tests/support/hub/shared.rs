//! What all listeners share: repositories, tokens, signed addresses, faults, the log.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use super::ask::{Ask, Asked};
use super::fault::Fault;
use super::repo::Repo;

/// The addresses of the listeners.
pub(super) struct Sites {
    /// With the prefix.
    pub(super) hub: String,
    pub(super) prefix: String,
    pub(super) cdn: String,
    pub(super) scope: String,
}

/// What a token opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    Public,
    Full,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    Nobody,
    Known(Access),
    /// With a token that is not accepted.
    Wrong,
}

/// Repositories and users.
#[derive(Default)]
pub(super) struct Store {
    /// By name in lower case.
    pub(super) repos: BTreeMap<String, Arc<Repo>>,
    /// Old names in lower case, and the new name and the status that say so.
    pub(super) moved: HashMap<String, (String, u16)>,
    pub(super) tokens: HashMap<String, Access>,
}

/// The requests and the bytes that answered them.
#[derive(Default)]
pub(super) struct Log {
    pub(super) asked: Vec<Asked>,
    /// By `org/name/path`.
    pub(super) sent: BTreeMap<String, u64>,
    /// How many requests were forgotten, because a request under way knows itself by its number.
    forgotten: usize,
}

/// The signed addresses of the CDN.
#[derive(Default)]
pub(super) struct Links {
    /// When each was handed out and how often it was used.
    pub(super) handed: HashMap<String, (Instant, u64)>,
    pub(super) uses: Option<u64>,
    pub(super) life: Option<Duration>,
    made: u64,
}

pub(super) struct Shared {
    pub(super) sites: Sites,
    pub(super) faults: Mutex<Vec<Fault>>,
    pub(super) rate: AtomicU64,
    store: Mutex<Store>,
    log: Mutex<Log>,
    links: Mutex<Links>,
}

impl Shared {
    pub(super) fn new(sites: Sites) -> Shared {
        Shared {
            sites,
            faults: Mutex::default(),
            rate: AtomicU64::new(0),
            store: Mutex::default(),
            log: Mutex::default(),
            links: Mutex::default(),
        }
    }

    pub(super) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap()
    }

    pub(super) fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap()
    }

    pub(super) fn links(&self) -> MutexGuard<'_, Links> {
        self.links.lock().unwrap()
    }

    pub(super) fn caller(&self, ask: &Ask) -> Caller {
        let Some(header) = ask.header("authorization") else { return Caller::Nobody };
        let access = header.strip_prefix("Bearer ").and_then(|token| self.store().tokens.get(token).copied());
        access.map_or(Caller::Wrong, Caller::Known)
    }
}

impl Log {
    /// Keeps a request; returns its number.
    pub(super) fn begin(&mut self, asked: Asked) -> usize {
        self.asked.push(asked);
        self.forgotten + self.asked.len() - 1
    }

    pub(super) fn end(&mut self, number: usize, status: u16) {
        let place = number.checked_sub(self.forgotten).and_then(|at| self.asked.get_mut(at));
        _ = place.map(|asked| asked.status = status);
    }

    pub(super) fn reset(&mut self) {
        self.forgotten += self.asked.len();
        self.asked.clear();
        self.sent.clear();
    }
}

impl Links {
    /// A new signature.
    pub(super) fn sign(&mut self) -> String {
        self.made += 1;
        let signature = format!("{:032x}", u128::from(self.made) * 0x9e37_79b9_7f4a_7c15);
        self.handed.insert(signature.clone(), (Instant::now(), 0));
        signature
    }

    /// Whether a signature still holds; counts its use.
    pub(super) fn hold(&mut self, signature: &str) -> bool {
        let Some((made, used)) = self.handed.get_mut(signature) else { return false };
        *used += 1;
        self.uses.is_none_or(|uses| *used <= uses) && self.life.is_none_or(|life| made.elapsed() < life)
    }
}

//! What a transfer is doing right now, for whoever shows it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// Shared between a transfer and its display; all of them see the same figures.
#[derive(Clone, Debug, Default)]
pub struct Meter(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    done: AtomicU64,
    total: AtomicU64,
    /// Bytes that came over the network since the start.
    received: AtomicU64,
    step: Mutex<Step>,
}

/// What is being done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// Nothing yet.
    #[default]
    Idle,
    /// A question to this host.
    Ask(String),
    /// Another process fetches this file.
    Wait(String),
    /// This file is coming.
    Fetch(String),
    /// This file is being copied.
    Copy(String),
    /// This file is being checked.
    Check(String),
    /// The next attempt comes then, because of this.
    Retry(Instant, String),
    /// The hub asked to wait until then.
    Limit(Instant),
}

impl Meter {
    /// How much is to be done, in bytes, and how much of it is done already.
    pub fn start(&self, done: u64, total: u64) {
        self.0.done.store(done, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
    }

    /// More is done.
    pub fn add(&self, bytes: u64) {
        self.0.done.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Work that was done has to be done again.
    pub fn lose(&self, bytes: u64) {
        // The display never goes back, so the whole grows with what is to be repeated.
        self.0.total.fetch_add(bytes, Ordering::Relaxed);
    }

    /// More came over the network.
    pub fn receive(&self, bytes: u64) {
        self.0.received.fetch_add(bytes, Ordering::Relaxed);
        self.add(bytes);
    }

    /// Bytes done, and bytes to be done in all.
    pub fn figures(&self) -> (u64, u64) {
        (self.0.done.load(Ordering::Relaxed), self.0.total.load(Ordering::Relaxed))
    }

    /// Bytes that came over the network.
    pub fn received(&self) -> u64 {
        self.0.received.load(Ordering::Relaxed)
    }

    /// This is being done now.
    pub fn set(&self, step: Step) {
        *self.0.step.lock().unwrap_or_else(PoisonError::into_inner) = step;
    }

    /// What is being done now.
    pub fn step(&self) -> Step {
        self.0.step.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

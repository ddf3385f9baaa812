//! When the engine process ends: told to, or idle for too long.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use tokio::sync::watch;

/// Whether the process is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// It stays.
    No,
    /// When the answers under way have ended.
    Gently,
    /// At once.
    Now,
}

/// Counts requests and decides the end. Clones share one life.
#[derive(Clone, Debug)]
pub(super) struct Life {
    start: Instant,
    requests: Arc<AtomicU64>,
    pulse: Arc<watch::Sender<Pulse>>,
}

#[derive(Clone, Copy, Debug)]
struct Pulse {
    active: u32,
    /// When the last request ended; the start before the first.
    rest: Instant,
    stop: Stop,
    told: bool,
}

impl Life {
    pub(super) fn new() -> Life {
        let start = Instant::now();
        let pulse = Pulse { active: 0, rest: start, stop: Stop::No, told: false };
        Life { start, requests: Arc::default(), pulse: Arc::new(watch::Sender::new(pulse)) }
    }

    /// A request begins; `None` when the engine takes no more.
    pub(super) fn begin(&self) -> Option<Busy> {
        let mut taken = false;
        self.pulse.send_modify(|pulse| {
            taken = pulse.stop == Stop::No;
            pulse.active += u32::from(taken);
        });
        taken.then(|| {
            self.requests.fetch_add(1, Relaxed);
            Busy(self.clone())
        })
    }

    /// Takes no more requests, and lets [`Life::over`] resolve.
    pub(super) fn stop(&self, how: Stop) {
        self.pulse.send_modify(|pulse| {
            if pulse.stop != Stop::Now {
                pulse.stop = how;
            }
        });
    }

    /// Resolves when answers under way are to be given up.
    pub(super) async fn cut(&self) {
        self.until(|pulse| pulse.stop == Stop::Now).await;
    }

    /// Resolves when no request is under way.
    pub(super) async fn rest(&self) {
        self.until(|pulse| pulse.active == 0).await;
    }

    /// Somebody has learnt why the engine failed.
    pub(super) fn tell(&self) {
        self.pulse.send_modify(|pulse| pulse.told = true);
    }

    /// Resolves once [`Life::tell`] was called.
    pub(super) async fn told(&self) {
        self.until(|pulse| pulse.told).await;
    }

    /// Resolves when the process is to end: told so, and no answer under way unless it is to be now.
    /// Until then the engine can be asked what it is, and be told to hurry. Owns its state, as axum
    /// wants it.
    pub(super) fn over(&self) -> impl Future<Output = ()> + Send + 'static {
        let life = self.clone();
        async move {
            life.until(|pulse| match pulse.stop {
                Stop::No => false,
                Stop::Gently => pulse.active == 0,
                Stop::Now => true,
            })
            .await;
        }
    }

    /// Resolves when nothing was done for `long`.
    pub(super) async fn idle(&self, long: Duration) {
        let mut seen = self.pulse.subscribe();
        loop {
            let pulse = *seen.borrow_and_update();
            let Some(due) = pulse.rest.checked_add(long).filter(|_| pulse.active == 0) else {
                if seen.changed().await.is_err() {
                    return;
                }
                continue;
            };
            tokio::select! {
                () = tokio::time::sleep_until(due.into()) => {
                    if self.pulse.borrow().active == 0 {
                        return;
                    }
                }
                _ = seen.changed() => {}
            }
        }
    }

    /// Requests so far.
    pub(super) fn requests(&self) -> u64 {
        self.requests.load(Relaxed)
    }

    /// Time since the start.
    pub(super) fn uptime(&self) -> Duration {
        self.start.elapsed()
    }

    /// Time since the last request ended; zero while one runs.
    pub(super) fn resting(&self) -> Duration {
        let pulse = *self.pulse.borrow();
        if pulse.active > 0 { Duration::ZERO } else { pulse.rest.elapsed() }
    }

    /// Whether a request is under way.
    pub(super) fn busy(&self) -> bool {
        self.pulse.borrow().active > 0
    }

    /// How many requests are under way besides the one that asks.
    pub(super) fn others(&self) -> u32 {
        self.pulse.borrow().active.saturating_sub(1)
    }

    /// Whether the engine takes no more requests.
    pub(super) fn stopping(&self) -> bool {
        self.pulse.borrow().stop != Stop::No
    }

    async fn until(&self, done: impl FnMut(&Pulse) -> bool) {
        // The sender lives in `self`, so waiting cannot fail.
        _ = self.pulse.subscribe().wait_for(done).await;
    }
}

/// A request under way; its drop is its end.
#[derive(Debug)]
pub(super) struct Busy(Life);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.pulse.send_modify(|pulse| {
            pulse.active -= 1;
            pulse.rest = Instant::now();
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_keeps_it_alive_and_rest_ends_it() {
        let life = Life::new();
        let busy = life.begin().unwrap();
        let idle = life.idle(Duration::from_millis(50));
        tokio::pin!(idle);
        assert!(tokio::time::timeout(Duration::from_millis(200), &mut idle).await.is_err());
        drop(busy);
        idle.await;
        assert_eq!((life.requests(), life.busy()), (1, false));
    }

    #[tokio::test]
    async fn after_stop_nothing_begins() {
        let life = Life::new();
        let busy = life.begin().unwrap();
        life.stop(Stop::Gently);
        assert!(life.begin().is_none());
        let soon = Duration::from_millis(20);
        assert!(tokio::time::timeout(soon, life.over()).await.is_err(), "an answer is under way");
        drop(busy);
        life.over().await;
        assert_eq!(life.requests(), 1);
    }
}

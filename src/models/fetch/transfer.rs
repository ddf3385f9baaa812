//! Brings the missing bytes of one file over several connections at once.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures_util::future::try_join_all;
use reqwest::Url;

use super::check::Follower;
use super::partial::Partial;
use crate::error::Result;
use crate::models::hub::{Client, Fault, Listing, Pace, Remote};
use crate::models::meter::{Meter, Step};
use crate::tell;

/// Bytes that one request of several asks for.
const BLOCK: (u64, u64) = (1 << 20, 32 << 20);

/// A file on its way.
pub(super) struct Transfer<'a> {
    client: &'a Client,
    listing: &'a Listing,
    file: &'a Remote,
    meter: &'a Meter,
    state: Mutex<State>,
}

/// What the connections share; held only between two waits.
struct State {
    partial: Partial,
    follower: Follower,
    /// What nobody fetches yet, in order: so the hash is never far behind.
    gaps: VecDeque<(u64, u64)>,
    block: u64,
    /// Where the hub sent us last; the address is signed and expires some day.
    via: Option<Url>,
    whole: Whole,
}

/// Whether the server sends parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whole {
    /// It does.
    No,
    /// It ignores what part is wanted: one connection brings everything, the others rest.
    Yes,
}

/// How the fetching of one part ended.
enum End {
    /// It is there.
    Done,
    /// Another connection brings the whole file.
    Elsewhere,
    /// It broke off at the first of these bytes; up to the second they were wanted.
    Broken(Fault, (u64, u64)),
}

impl<'a> Transfer<'a> {
    /// A transfer of what `partial` lacks.
    ///
    /// # Errors
    /// The partial file cannot be read.
    pub(super) fn new(
        client: &'a Client,
        listing: &'a Listing,
        file: &'a Remote,
        partial: Partial,
        meter: &'a Meter,
    ) -> Result<Transfer<'a>> {
        let follower = Follower::start(partial.reader()?, &file.digest, file.bytes);
        follower.advance(partial.prefix());
        let gaps = partial.missing().into();
        let state = State { partial, follower, gaps, block: u64::MAX, via: None, whole: Whole::No };
        Ok(Transfer { client, listing, file, meter, state: Mutex::new(state) })
    }

    /// Fetches it all over so many connections; gives the file back with its hash.
    ///
    /// # Errors
    /// What the hub says, after enough attempts without any progress; a disk that cannot be written.
    pub(super) async fn run(self, connections: usize) -> Result<(Partial, String)> {
        if connections > 1 {
            let share = self.file.bytes / (4 * connections as u64);
            self.lock().block = share.clamp(BLOCK.0, BLOCK.1);
        }
        self.meter.set(Step::Fetch(self.file.path.clone()));
        try_join_all((0..connections.max(1)).map(|_| self.connection())).await?;
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.meter.set(Step::Check(self.file.path.clone()));
        Ok((state.partial, state.follower.finish().await?))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One connection: takes what nobody fetches, until there is nothing left.
    async fn connection(&self) -> Result<()> {
        let mut pace = Pace::patient();
        let mut done = self.lock().partial.done();
        loop {
            let Some((start, end)) = self.lock().take() else { return Ok(()) };
            let (fault, rest) = match self.part(start, end).await? {
                End::Done => continue,
                End::Elsewhere => return Ok(()),
                End::Broken(fault, rest) => (fault, rest),
            };
            let now = self.lock().give_back(rest);
            // As long as anything comes over any connection, it is worth to go on.
            if now > done {
                pace.progress();
                done = now;
            }
            if !self.client.rest(&mut pace, &fault).await {
                return Err(fault.error);
            }
            self.meter.set(Step::Fetch(self.file.path.clone()));
        }
    }

    /// Fetches the bytes from `start` to `end`.
    ///
    /// # Errors
    /// The disk cannot be written.
    async fn part(&self, start: u64, end: u64) -> Result<End> {
        let via = self.lock().via.clone();
        let mut opened = self.client.open(self.listing, self.file, (start, end), via.clone()).await;
        if opened.is_err() && via.is_some() {
            // The signed address has expired, or its server is in trouble: the hub knows another.
            self.lock().via = None;
            opened = self.client.open(self.listing, self.file, (start, end), None).await;
        }
        let mut opened = match opened {
            Ok(opened) => opened,
            Err(fault) => return Ok(End::Broken(fault, (start, end))),
        };
        let (mut at, mut end) = (opened.from, end);
        {
            let mut state = self.lock();
            if at < start {
                if state.whole == Whole::Yes {
                    return Ok(End::Elsewhere);
                }
                state.whole = Whole::Yes;
                state.gaps.clear();
                end = self.file.bytes;
            }
            state.via = Some(opened.url.clone());
        }
        while at < end {
            let rest = (at, end);
            let chunk = match self.client.chunk(&mut opened.response, &self.file.path).await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => {
                    let fault = self.client.broken(&self.file.path, &tell!("fetch-short"));
                    return Ok(End::Broken(fault, rest));
                }
                Err(fault) => return Ok(End::Broken(fault, rest)),
            };
            let size = chunk.len().min(usize::try_from(end - at).unwrap_or(usize::MAX));
            let mut state = self.lock();
            let before = state.partial.done();
            state.partial.write(at, &chunk[..size])?;
            state.follower.advance(state.partial.prefix());
            self.meter.receive(state.partial.done() - before);
            at += size as u64;
        }
        Ok(End::Done)
    }
}

impl State {
    /// The next bytes to fetch.
    fn take(&mut self) -> Option<(u64, u64)> {
        let (start, end) = self.gaps.pop_front()?;
        let cut = start.saturating_add(self.block).min(end);
        // A rest that is not worth a request of its own comes with this one.
        let cut = if end - cut < BLOCK.0 { end } else { cut };
        if cut < end {
            self.gaps.push_front((cut, end));
        }
        Some((start, cut))
    }

    /// A connection broke: what it did not bring is to be fetched again. Returns the bytes that are
    /// there.
    fn give_back(&mut self, rest: (u64, u64)) -> u64 {
        self.via = None;
        match std::mem::replace(&mut self.whole, Whole::No) {
            Whole::No => self.gaps.push_front(rest),
            Whole::Yes => self.gaps = self.partial.missing().into(),
        }
        self.partial.done()
    }
}

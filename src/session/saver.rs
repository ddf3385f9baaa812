//! Writes conversations down on a thread of its own, in batches, and tries again what did not work.

use std::mem;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::Event;
use crate::chat::store::{Store, Write};
use crate::error::{Error, Kind, Result};
use crate::tell;

/// The longest that text of an answer waits to be written.
const WAIT: Duration = Duration::from_millis(500);

/// Between two attempts at what did not work, at first; the time doubles.
const AGAIN: Duration = Duration::from_millis(500);

/// The longest time between two such attempts.
const SELDOM: Duration = Duration::from_secs(10);

/// How long the end of the program waits for what does not work.
const LAST: Duration = Duration::from_secs(2);

/// The only writer of the store. Its drop writes what is left.
#[derive(Debug)]
pub struct Saver {
    orders: Option<Sender<Order>>,
    thread: Option<JoinHandle<()>>,
}

enum Order {
    Write(Vec<Write>),
    Sync(Sender<Option<Error>>),
}

impl Saver {
    /// Opens the store at `path` on its thread. `tell` hears [`Event::Unsaved`] when something cannot be
    /// written, for as long as which it is kept and tried again, and [`Event::Saved`] when it could.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn new(path: &Path, tell: impl Fn(Event) + Send + 'static) -> Result<Saver> {
        let (orders, inbox) = channel();
        let path = path.to_owned();
        let work = move || Desk::new(path, Box::new(tell)).run(&inbox);
        let thread = thread::Builder::new().name("saver".into()).spawn(work)?;
        Ok(Saver { orders: Some(orders), thread: Some(thread) })
    }

    /// Has this written: at once, or text of an answer within half a second.
    pub fn put(&self, writes: Vec<Write>) {
        self.send(Order::Write(writes));
    }

    /// Waits until everything so far was written or could not be.
    ///
    /// # Errors
    /// Why it could not be; it is tried again later.
    pub fn sync(&self) -> Result<()> {
        let (reply, answer) = channel();
        self.send(Order::Sync(reply));
        match answer.recv() {
            Ok(None) => Ok(()),
            Ok(Some(error)) => Err(error),
            Err(_) => Err(Error::new(Kind::Other, tell!("session-unsaved"))),
        }
    }

    fn send(&self, order: Order) {
        if let Some(orders) = &self.orders {
            // A writer that has gone is noticed by `sync`.
            _ = orders.send(order);
        }
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        drop(self.orders.take());
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
    }
}

/// The thread's state.
struct Desk {
    path: PathBuf,
    store: Option<Store>,
    pending: Vec<Write>,
    /// When what is pending is to be written.
    due: Option<Instant>,
    /// How long to wait after the next failure.
    again: Duration,
    failed: Option<String>,
    tell: Box<dyn Fn(Event) + Send>,
}

impl Desk {
    fn new(path: PathBuf, tell: Box<dyn Fn(Event) + Send>) -> Desk {
        Desk { path, store: None, pending: Vec::new(), due: None, again: AGAIN, failed: None, tell }
    }

    fn run(mut self, inbox: &Receiver<Order>) {
        // Whoever waits for nothing to be written learns from it whether anything could be.
        _ = self.flush();
        loop {
            let order = match self.due {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(due) => inbox.recv_timeout(due.saturating_duration_since(Instant::now())),
            };
            match order {
                Ok(Order::Write(writes)) => self.take(writes),
                Ok(Order::Sync(reply)) => _ = reply.send(self.flush().err()),
                Err(RecvTimeoutError::Timeout) => _ = self.flush(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let since = Instant::now();
        while !self.pending.is_empty() && self.flush().is_err() && since.elapsed() < LAST {
            thread::sleep(AGAIN / 10);
        }
    }

    fn take(&mut self, writes: Vec<Write>) {
        let hurry = writes.iter().any(|write| !matches!(write, Write::Append { .. }));
        writes.into_iter().for_each(|write| self.add(write));
        let due = Instant::now() + if hurry { Duration::ZERO } else { WAIT };
        // What fails is not tried more often because there is more of it.
        let wait = self.failed.is_some();
        self.due = Some(self.due.map_or(due, |old| if wait { old } else { old.min(due) }));
    }

    /// Adds a change; text that follows text of the same message joins it.
    fn add(&mut self, write: Write) {
        if let (
            Some(Write::Append { chat, node, text, thinking }),
            Write::Append { chat: to, node: of, text: more, thinking: thought },
        ) = (self.pending.last_mut(), &write)
            && (&*chat, &*node) == (to, of)
        {
            text.push_str(more);
            thinking.push_str(thought);
            return;
        }
        self.pending.push(write);
    }

    fn flush(&mut self) -> Result<()> {
        match self.attempt() {
            Ok(()) => {
                (self.due, self.again) = (None, AGAIN);
                if self.failed.take().is_some() {
                    (self.tell)(Event::Saved);
                }
                Ok(())
            }
            Err(error) => {
                self.due = Some(Instant::now() + self.again);
                self.again = (self.again * 2).min(SELDOM);
                let text = error.to_string();
                if self.failed.as_ref() != Some(&text) {
                    self.failed = Some(text);
                    (self.tell)(Event::Unsaved(error.clone()));
                }
                Err(error)
            }
        }
    }

    /// Writes all that is pending in one transaction.
    fn attempt(&mut self) -> Result<()> {
        let store = match &mut self.store {
            Some(store) => store,
            None => self.store.insert(Store::open(&self.path)?),
        };
        if !self.pending.is_empty() {
            store.put(&self.pending)?;
            drop(mem::take(&mut self.pending));
        }
        Ok(())
    }
}

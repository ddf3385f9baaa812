//! llama.cpp in this process: one worker thread owns it, everything else talks to that thread.

mod abort;
mod chain;
mod load;
mod log;
mod slot;
mod vocab;
mod worker;

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::watch;

use abort::Stop;
pub use abort::quiet;
pub use load::devices;

use super::fill::Gap;
use super::job::{Event, Spec, State, Work};
use crate::error::{Context, Error, Kind, Result};
use crate::models::tokenizer::Special;
use crate::tell;

/// llama.cpp recurses deeply in some graphs and grammars.
const STACK: usize = 64 << 20;

/// A handle on the worker, which lives as long as this.
#[derive(Debug)]
pub struct Engine {
    thread: JoinHandle<()>,
    orders: Sender<Order>,
    state: watch::Receiver<State>,
    stop: Arc<Stop>,
}

/// What the worker is asked to do.
#[derive(Debug)]
enum Order {
    Generate { work: Box<Work>, events: UnboundedSender<Event>, ticket: u64 },
    Fill { gap: Box<Gap>, events: UnboundedSender<Event>, ticket: u64 },
    Tokenize { text: String, special: Special, reply: tokio::sync::oneshot::Sender<Vec<i32>> },
}

impl Engine {
    /// Starts the worker, which loads the model at once; `log` receives llama.cpp's lines.
    ///
    /// # Errors
    /// Only if no thread can be started: a model that does not load is told by [`Engine::state`].
    pub fn start(spec: Spec, log: &Path) -> Result<Engine> {
        log::install(log);
        let (orders, inbox) = channel();
        let (tell, state) = watch::channel(State::Loading(0.0));
        let stop = Arc::new(Stop::default());
        let flag = Arc::clone(&stop);
        let thread = thread::Builder::new()
            .name("llama".into())
            .stack_size(STACK)
            .spawn(move || worker::run(&spec, &inbox, &tell, &flag))
            .context(Kind::Engine, tell!("engine-thread"))?;
        Ok(Engine { thread, orders, state, stop })
    }

    /// Waits until the worker has unloaded the model; answers under way are to be dropped before.
    /// A load under way is cancelled.
    pub fn join(self) {
        drop((self.orders, self.state));
        // A worker that panicked has told so by its closed channels.
        _ = self.thread.join();
    }

    /// The engine's state, to look at or wait on; closed once the worker has ended.
    pub fn state(&self) -> watch::Receiver<State> {
        self.state.clone()
    }

    /// Queues an answer. Dropping what is returned cancels it, in the middle of a prefill too.
    ///
    /// # Errors
    /// [`Kind::Engine`] when the worker has ended.
    pub fn generate(&self, work: Work) -> Result<Running> {
        self.queue(|events, ticket| Order::Generate { work: Box::new(work), events, ticket })
    }

    /// Queues the filling of a gap, like an answer.
    ///
    /// # Errors
    /// The same as [`Engine::generate`].
    pub fn fill(&self, gap: Gap) -> Result<Running> {
        self.queue(|events, ticket| Order::Fill { gap: Box::new(gap), events, ticket })
    }

    fn queue(&self, order: impl FnOnce(UnboundedSender<Event>, u64) -> Order) -> Result<Running> {
        let (events, inbox) = unbounded_channel();
        let ticket = self.stop.ticket();
        self.orders.send(order(events, ticket)).map_err(|_| ended())?;
        Ok(Running { events: inbox, ticket, stop: Arc::clone(&self.stop) })
    }

    /// The token ids of `text`, by llama.cpp itself.
    ///
    /// # Errors
    /// [`Kind::Engine`] when the worker has ended.
    pub async fn tokenize(&self, text: String, special: Special) -> Result<Vec<i32>> {
        let (reply, answer) = tokio::sync::oneshot::channel();
        self.orders.send(Order::Tokenize { text, special, reply }).map_err(|_| ended())?;
        answer.await.map_err(|_| ended())
    }
}

/// An answer under way.
#[derive(Debug)]
pub struct Running {
    events: UnboundedReceiver<Event>,
    ticket: u64,
    stop: Arc<Stop>,
}

impl Running {
    /// The next event; after [`Event::Done`] or [`Event::Failed`], or when the worker died, `None`.
    pub async fn next(&mut self) -> Option<Event> {
        self.events.recv().await
    }

    /// The same for a thread that may wait.
    pub fn wait(&mut self) -> Option<Event> {
        self.events.blocking_recv()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Closed first: the worker looks at the channel between tokens, llama.cpp at the flag within one.
        self.events.close();
        self.stop.cancel(self.ticket);
    }
}

fn ended() -> Error {
    Error::new(Kind::Engine, tell!("engine-over")).hint(tell!("engine-over-hint"))
}

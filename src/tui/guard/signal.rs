//! Signals as events.

use std::future::poll_fn;
use std::task::Poll;

use tokio::signal::unix::{self, SignalKind};

use crate::error::{Context, Kind, Result};
use crate::tell;

/// What the system wants of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// To end: `SIGTERM`, and `SIGINT` from outside, as a raw terminal sends it as a key.
    End,
    /// To end: the terminal is gone (`SIGHUP`).
    Gone,
    /// To pause (`SIGTSTP`): [`super::Guard::suspend`].
    Pause,
    /// The terminal has another size.
    Size,
    /// It goes on after a pause (`SIGCONT`): [`super::Guard::resume`], and draw everything.
    Goes,
}

/// The signals that are events from now on, and no longer end or stop the program.
#[derive(Debug)]
pub struct Signals {
    all: [(unix::Signal, Signal); 6],
}

impl Signals {
    /// Listens; inside of a tokio runtime.
    ///
    /// # Errors
    /// The system refuses.
    pub fn new() -> Result<Signals> {
        let listen = |kind, signal| {
            unix::signal(kind).map(|stream| (stream, signal)).context(Kind::Other, tell!("screen-no-signals"))
        };
        Ok(Signals {
            all: [
                listen(SignalKind::terminate(), Signal::End)?,
                listen(SignalKind::interrupt(), Signal::End)?,
                listen(SignalKind::hangup(), Signal::Gone)?,
                listen(SignalKind::window_change(), Signal::Size)?,
                listen(SignalKind::from_raw(rustix::process::Signal::TSTP.as_raw()), Signal::Pause)?,
                listen(SignalKind::from_raw(rustix::process::Signal::CONT.as_raw()), Signal::Goes)?,
            ],
        })
    }

    /// The next one. It is not lost when the future is dropped.
    pub async fn next(&mut self) -> Signal {
        poll_fn(|context| {
            let ready = self.all.iter_mut().find_map(|(stream, signal)| {
                matches!(stream.poll_recv(context), Poll::Ready(Some(()))).then_some(*signal)
            });
            ready.map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }
}

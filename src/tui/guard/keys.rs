//! The thread that reads the terminal, as long as there is one and nobody else has it.

use std::os::fd::AsFd;
use std::thread;
use std::time::Duration;

use crossterm::event::{self, Event};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::gate::{self, Bell};
use crate::error::{Context, Kind, Result};
use crate::tell;

/// `first`, then keys, pastes and the mouse from now on, except while a [`super::Guard`] has given the terminal to somebody
/// else. The channel closes when the terminal is gone. A new size is told by [`super::Signals`].
///
/// # Errors
/// The system has no thread left.
pub fn keys(first: Vec<Event>) -> Result<UnboundedReceiver<Event>> {
    let (send, keys) = unbounded_channel();
    for event in first {
        // We hold the other end.
        _ = send.send(event);
    }
    let mut bell = gate::bell().context(Kind::Other, tell!("screen-keys-unread"))?;
    thread::Builder::new()
        .name("keys".into())
        .spawn(move || while matches!(wait(&mut bell, &send), Next::Go) {})
        .context(Kind::Other, tell!("screen-keys-unread"))?;
    Ok(keys)
}

enum Next {
    Go,
    End,
}

/// Waits here and not in crossterm, which would spin once the terminal is gone.
fn wait(bell: &mut Bell, send: &UnboundedSender<Event>) -> Next {
    gate::read(bell, |bell| {
        let terminal = rustix::stdio::stdin();
        let mut ready =
            [PollFd::new(&terminal, PollFlags::IN), PollFd::from_borrowed_fd(bell.as_fd(), PollFlags::IN)];
        match poll(&mut ready, None) {
            Err(Errno::INTR) => return Next::Go,
            Err(_) => return Next::End,
            Ok(_) => {}
        }
        let [terminal, _] = ready.map(|fd| fd.revents());
        if terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return Next::End;
        }
        if terminal.contains(PollFlags::IN) {
            return pass(send);
        }
        Next::Go
    })
}

/// Passes on what can be read.
fn pass(send: &UnboundedSender<Event>) -> Next {
    loop {
        match event::poll(Duration::ZERO) {
            Ok(false) => return Next::Go,
            Ok(true) => {}
            Err(_) => return Next::End,
        }
        let Ok(event) = event::read() else { return Next::End };
        if send.send(event).is_err() {
            return Next::End;
        }
    }
}

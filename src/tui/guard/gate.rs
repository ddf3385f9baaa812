//! Who reads the terminal: the thread that waits for keys, or a program that has the terminal meanwhile.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

struct Gate {
    /// How many have the terminal in the place of the reader.
    lent: usize,
    reading: bool,
    /// Where a byte wakes the reader.
    bell: Option<UnixStream>,
}

static GATE: Mutex<Gate> = Mutex::new(Gate { lent: 0, reading: false, bell: None });
static CHANGED: Condvar = Condvar::new();

fn gate() -> MutexGuard<'static, Gate> {
    GATE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn wait(gate: MutexGuard<'static, Gate>) -> MutexGuard<'static, Gate> {
    CHANGED.wait(gate).unwrap_or_else(PoisonError::into_inner)
}

/// What becomes readable when the terminal is wanted by somebody else; for the one who reads it.
///
/// # Errors
/// The system refuses.
pub(super) fn bell() -> io::Result<Bell> {
    let (hear, ring) = UnixStream::pair()?;
    hear.set_nonblocking(true)?;
    ring.set_nonblocking(true)?;
    gate().bell = Some(ring);
    Ok(Bell(hear))
}

/// See [`bell`].
pub(super) struct Bell(UnixStream);

/// Runs `poll`, which waits for a key or the bell and reads the keys, while nobody else has the terminal;
/// until then it waits. One thread may read.
pub(super) fn read<T>(bell: &mut Bell, poll: impl FnOnce(&UnixStream) -> T) -> T {
    let mut gate = gate();
    while gate.lent > 0 {
        gate = wait(gate);
    }
    // Rings of before have been obeyed.
    while bell.0.read(&mut [0; 64]).is_ok_and(|count| count > 0) {}
    gate.reading = true;
    drop(gate);
    let _done = Done;
    poll(&bell.0)
}

/// Ends the reading, by a panic too.
struct Done;

impl Drop for Done {
    fn drop(&mut self) {
        gate().reading = false;
        CHANGED.notify_all();
    }
}

/// Keeps the reader out until it is dropped; waits until a reading that is under way is over.
pub(super) fn lend() -> Lent {
    let mut gate = gate();
    gate.lent += 1;
    if let (true, Some(bell)) = (gate.reading, &mut gate.bell) {
        // A bell that is full of rings is heard too.
        _ = bell.write(&[0]);
    }
    while gate.reading {
        gate = wait(gate);
    }
    Lent
}

/// The terminal is somebody else's.
#[must_use]
pub(super) struct Lent;

impl Drop for Lent {
    fn drop(&mut self) {
        gate().lent -= 1;
        CHANGED.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    #[test]
    fn nobody_reads_while_the_terminal_is_lent() {
        let (tell, heard) = mpsc::channel();
        let (go, wait_for) = mpsc::channel::<()>();
        let reader = thread::spawn(move || {
            let mut bell = bell().unwrap();
            for name in ["first", "second"] {
                read(&mut bell, |bell| {
                    tell.send(name).unwrap();
                    if name == "first" {
                        // Only the bell ends it.
                        bell.set_nonblocking(false).unwrap();
                        (&*bell).read_exact(&mut [0]).unwrap();
                        bell.set_nonblocking(true).unwrap();
                        wait_for.recv().unwrap();
                    }
                });
            }
        });
        assert_eq!(heard.recv().unwrap(), "first");
        // Lending begins while the first reading is under way, and holds back the second.
        let lender = thread::spawn(|| {
            let lent = lend();
            assert!(!gate().reading);
            lent
        });
        while gate().lent == 0 {
            thread::yield_now();
        }
        go.send(()).unwrap();
        let lent = lender.join().unwrap();
        assert!(heard.try_recv().is_err());
        drop(lent);
        assert_eq!(heard.recv().unwrap(), "second");
        reader.join().unwrap();
    }
}

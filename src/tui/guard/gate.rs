//! Who reads the terminal: the thread that waits for keys, or a program that has the terminal meanwhile.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

struct Gate {
    /// How many have the terminal in the place of the reader.
    lent: usize,
    reading: bool,
}

static GATE: Mutex<Gate> = Mutex::new(Gate { lent: 0, reading: false });
static CHANGED: Condvar = Condvar::new();

fn gate() -> MutexGuard<'static, Gate> {
    GATE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn wait(gate: MutexGuard<'static, Gate>) -> MutexGuard<'static, Gate> {
    CHANGED.wait(gate).unwrap_or_else(PoisonError::into_inner)
}

/// Runs `poll`, which waits some milliseconds for a key and reads it, while nobody else has the terminal;
/// until then it waits. One thread may read.
pub fn read<T>(poll: impl FnOnce() -> T) -> T {
    let mut gate = gate();
    while gate.lent > 0 {
        gate = wait(gate);
    }
    gate.reading = true;
    drop(gate);
    let _done = Done;
    poll()
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
pub fn lend() -> Lent {
    let mut gate = gate();
    gate.lent += 1;
    while gate.reading {
        gate = wait(gate);
    }
    Lent
}

/// The terminal is somebody else's.
#[must_use]
pub struct Lent;

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
        let (go, wait_for) = mpsc::channel::<()>();
        let (tell, heard) = mpsc::channel();
        let reader = thread::spawn(move || {
            read(|| wait_for.recv().unwrap());
            tell.send("first").unwrap();
            read(|| tell.send("second").unwrap());
        });
        while !gate().reading {
            thread::yield_now();
        }
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
        assert_eq!(heard.recv().unwrap(), "first");
        assert!(heard.try_recv().is_err());
        drop(lent);
        assert_eq!(heard.recv().unwrap(), "second");
        reader.join().unwrap();
    }
}

use super::*;

/// Where the disk stops.
#[derive(Default)]
pub(super) struct Stop {
    /// Changes so far.
    count: usize,
    /// The change that fails, from 1.
    at: Option<usize>,
    /// Whether all later ones fail too, as when the program is killed.
    for_good: bool,
}

impl Stop {
    pub(super) fn step(&mut self) -> io::Result<()> {
        self.count += 1;
        let fails = |at| self.count == at || self.for_good && self.count > at;
        if self.at.is_some_and(fails) { Err(io::Error::other("stopped")) } else { Ok(()) }
    }
}

fn disk(at: Option<usize>, for_good: bool) -> Disk {
    Disk { stop: Stop { count: 0, at, for_good } }
}

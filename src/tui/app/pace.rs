//! How fast an answer comes.

/// How fast an answer comes, from the pieces of it that came so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pace {
    /// When counting began, in milliseconds since the start, and how many there were then.
    from: Option<(u64, u32)>,
    /// Pieces a second; 0 while that is not known.
    pub speed: f64,
}

impl Pace {
    /// So many pieces have come by now; 0 ends the count.
    pub(in crate::tui) fn count(&mut self, pieces: u32, ms: u64) {
        let Some((began, had)) = self.from.filter(|from| from.1 <= pieces && pieces > 0) else {
            *self = Pace { from: (pieces > 0).then_some((ms, pieces)), speed: 0.0 };
            return;
        };
        let passed = ms.saturating_sub(began);
        if passed >= 300 {
            self.speed = f64::from(pieces - had) * 1000.0 / passed as f64;
        }
    }
}

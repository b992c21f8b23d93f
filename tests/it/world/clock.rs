//! A clock that goes as it is told to.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use pishkhan::desk::clock::Clock;

/// Milliseconds that somebody else sets.
pub struct ManualClock {
    now: Arc<AtomicI64>,
    passes: i64,
    counts: bool,
}

impl ManualClock {
    /// The time of day that is told; the machine's own counter stands still.
    pub fn at(now: &Arc<AtomicI64>) -> ManualClock {
        ManualClock { now: Arc::clone(now), passes: 0, counts: false }
    }

    /// A millisecond passes at every look.
    pub fn passing(self) -> ManualClock {
        ManualClock { passes: 1, ..self }
    }

    /// The machine's own counter goes along.
    pub fn counting(self) -> ManualClock {
        ManualClock { counts: true, ..self }
    }
}

impl Clock for ManualClock {
    fn wall_ms(&self) -> i64 {
        self.now.fetch_add(self.passes, Ordering::SeqCst)
    }

    fn mono_ms(&self) -> u64 {
        if self.counts { u64::try_from(self.now.load(Ordering::SeqCst)).expect("after 1970") } else { 0 }
    }
}

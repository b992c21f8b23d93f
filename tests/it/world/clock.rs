//! A clock that goes as it is told to.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use pishkhan::desk::clock::Clock;

/// Milliseconds that somebody else sets.
pub struct Told {
    now: Arc<AtomicI64>,
    passes: i64,
    counts: bool,
}

impl Told {
    /// The time of day that is told; the machine's own counter stands still.
    pub fn at(now: &Arc<AtomicI64>) -> Told {
        Told { now: Arc::clone(now), passes: 0, counts: false }
    }

    /// A millisecond passes at every look.
    pub fn passing(self) -> Told {
        Told { passes: 1, ..self }
    }

    /// The machine's own counter goes along.
    pub fn counting(self) -> Told {
        Told { counts: true, ..self }
    }
}

impl Clock for Told {
    fn wall_ms(&self) -> i64 {
        self.now.fetch_add(self.passes, Ordering::SeqCst)
    }

    fn mono_ms(&self) -> u64 {
        if self.counts { u64::try_from(self.now.load(Ordering::SeqCst)).expect("after 1970") } else { 0 }
    }
}

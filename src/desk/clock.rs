//! The only place that asks the machine what time it is.

use std::time::Instant;

/// What the desk knows of time: a wall clock that may be wrong, and one that only goes forward.
pub trait Clock: Send {
    /// Milliseconds since 1970, UTC, as the machine believes.
    fn wall_ms(&self) -> i64;
    /// Milliseconds since the desk was opened.
    fn mono_ms(&self) -> u64;
}

/// The machine's clocks.
pub struct SystemClock {
    opened: Instant,
}

impl Default for SystemClock {
    fn default() -> SystemClock {
        SystemClock { opened: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn wall_ms(&self) -> i64 {
        chrono::Utc::now().timestamp_millis()
    }

    fn mono_ms(&self) -> u64 {
        u64::try_from(self.opened.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

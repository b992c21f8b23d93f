//! The only place that asks the machine what time it is.

use std::time::{Instant, SystemTime};

use crate::store::disk::machine_start;

/// What the desk knows of time: a wall clock that may be wrong, and one that only goes forward.
pub trait Clock: Send {
    /// Milliseconds since 1970, UTC, as the machine believes.
    fn wall_ms(&self) -> i64;
    /// Milliseconds since some moment, the same for a session, by a clock that nobody sets.
    fn mono_ms(&self) -> u64;
    /// What tells one start of the machine from another, if [`Clock::mono_ms`] counts from there, the same for every
    /// session until the next one; `None` where it does not.
    fn machine_start(&self) -> Option<String> {
        None
    }
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
        wall_ms_at(SystemTime::now())
    }

    fn mono_ms(&self) -> u64 {
        awake_or_asleep().unwrap_or_else(|| u64::try_from(self.opened.elapsed().as_millis()).unwrap_or(u64::MAX))
    }

    fn machine_start(&self) -> Option<String> {
        awake_or_asleep().and_then(|_| machine_start())
    }
}

/// The same of any moment, also of one before 1970, where a machine without a battery may begin.
pub fn wall_ms_at(time: SystemTime) -> i64 {
    chrono::DateTime::<chrono::Utc>::from(time).timestamp_millis()
}

/// A clock that goes on while the machine sleeps, where there is one: a lid that was shut is no clock
/// that was set.
#[cfg(target_os = "linux")]
fn awake_or_asleep() -> Option<u64> {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::Boottime);
    Some(u64::try_from(time.tv_sec).ok()? * 1000 + u64::try_from(time.tv_nsec).ok()? / 1_000_000)
}

#[cfg(not(target_os = "linux"))]
fn awake_or_asleep() -> Option<u64> {
    None
}

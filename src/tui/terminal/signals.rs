//! Signals: SIGTERM and SIGHUP end a session in order, SIGCONT says that it goes on.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::{Known, detected, give_back};

/// How long a session has to hear a signal.
const DEAF: Duration = Duration::from_millis(1500);
/// 128 and SIGTERM.
pub const ENDED_BY_SIGNAL: u8 = 143;

/// What the thread that waits for signals and the session tell each other.
#[derive(Default)]
pub(in crate::tui) struct SignalState {
    to_end: AtomicBool,
    went_on: AtomicBool,
    heard: AtomicBool,
}

impl SignalState {
    /// The session is to end; who asks has heard it.
    pub fn must_end(&self) -> bool {
        let told = self.to_end.load(Ordering::SeqCst);
        self.heard.fetch_or(told, Ordering::SeqCst);
        told
    }

    /// The process was stopped and goes on: the terminal may be in any state.
    pub fn went_on(&self) -> bool {
        self.went_on.swap(false, Ordering::SeqCst)
    }
}

/// When the terminal is gone, reading from it may never come back (crossterm reads the end
/// of the file over and over). So a session that does not hear is ended from here: what was
/// acknowledged is on the disk, and what was not is cut off at the next start.
#[cfg(unix)]
pub(in crate::tui) fn watch(known: &Known) -> io::Result<Arc<SignalState>> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGTERM};
    let state = Arc::new(SignalState::default());
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGCONT])?;
    let (known, tell) = (Arc::clone(known), Arc::clone(&state));
    std::thread::Builder::new().spawn(move || {
        for signal in signals.forever() {
            if signal == SIGCONT {
                tell.went_on.store(true, Ordering::SeqCst);
                continue;
            }
            tell.to_end.store(true, Ordering::SeqCst);
            std::thread::sleep(DEAF);
            if !tell.heard.load(Ordering::SeqCst) {
                give_back(&detected(&known));
                std::process::exit(i32::from(ENDED_BY_SIGNAL));
            }
        }
    })?;
    Ok(state)
}

#[cfg(not(unix))]
pub(in crate::tui) fn watch(_: &Known) -> io::Result<Arc<SignalState>> {
    Ok(Arc::new(SignalState::default()))
}

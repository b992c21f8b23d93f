//! Guessing takes longer and longer.

/// Wrong passphrases in a row: from the third on, the next try waits longer and longer.
#[derive(Default)]
pub struct Tries {
    wrong: u32,
    last_ms: u64,
}

impl Tries {
    pub fn failed(&self, now: u64) -> Tries {
        Tries { wrong: self.wrong + 1, last_ms: now }
    }

    /// Seconds to be waited, if any.
    pub fn wait(&self, now: u64) -> Option<u64> {
        let needed = patience(self.wrong) * 1000;
        let passed = now.saturating_sub(self.last_ms);
        (passed < needed).then(|| (needed - passed).div_ceil(1000))
    }
}

/// Seconds to be waited after so many wrong ones in a row: from the third on, each time twice as long.
pub fn patience(wrong: u32) -> u64 {
    wrong.checked_sub(3).map_or(0, |more| 5 << more.min(7))
}

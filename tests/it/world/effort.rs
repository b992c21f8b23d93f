//! How long, how often, from which seed.

/// A number from the environment.
pub fn asked(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

/// Rounds of the long run; short by default.
pub fn rounds() -> u32 {
    u32::try_from(asked("PISHKHAN_CRASH_ROUNDS", 20)).expect("a number of rounds")
}

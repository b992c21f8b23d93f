//! Random bytes from the system.

use std::io;

/// The system gave no random bytes. It comes wrapped in an [`io::Error`], beside those of the disk.
#[derive(Debug, thiserror::Error)]
#[error("no random bytes: {0}")]
pub struct NoRandom(getrandom::Error);

impl NoRandom {
    /// Whether that is what this error says.
    pub fn is_in(error: &io::Error) -> bool {
        error.get_ref().is_some_and(|inner| inner.is::<NoRandom>())
    }
}

/// Fresh random bytes.
///
/// # Errors
/// [`NoRandom`], if the system gives none.
pub fn random<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(NoRandom(error)))?;
    Ok(bytes)
}

//! Why a desk was not opened.

use crate::catalog::BadAsset;
use crate::store::error::{OpenError, ReadError};

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Store(#[from] OpenError),
    #[error(transparent)]
    Assets(#[from] BadAsset),
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error("the machine's clock stands before 1970")]
    ClockUnset,
}

impl StartError {
    /// The id of its message, and the code that scripts see.
    pub fn code(&self) -> &'static str {
        match self {
            StartError::Store(error) => error.code(),
            StartError::Assets(_) => "asset",
            StartError::Read(error) => error.code(),
            StartError::ClockUnset => "clock-unset",
        }
    }

    /// What its message tells.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            StartError::Store(error) => error.args(),
            StartError::Assets(bad) => bad.args(),
            StartError::Read(error) => error.args(),
            StartError::ClockUnset => Vec::new(),
        }
    }
}

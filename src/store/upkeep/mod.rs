//! What is done to a whole folder: looked over, backed up, restored, encrypted, erased from, salvaged.

pub mod backup;
pub mod check;
pub mod migrate;
pub mod salvage;
pub mod scrub;
pub mod swap;

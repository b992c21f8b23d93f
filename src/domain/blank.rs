//! What is done with blank certificates; [`super::stock`] adds it up.

/// What was done with blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlankMove {
    Received { first: String, count: u32 },
    Used { serial: String },
    Spoiled { serial: String, reason: String },
    Returned { first: String, count: u32, reason: String },
}

//! What a replay finds.

use crate::domain::refusal::Refusal;

/// The first act that the rules would not have allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The number of its first event.
    pub number: u64,
    pub why: Why,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The rules would have said no, or asked something that nobody answered.
    Refused(Refusal),
    /// No act leads to these events, or the act that does leads to others.
    OtherEvents,
}

impl From<Refusal> for Why {
    fn from(refusal: Refusal) -> Why {
        Why::Refused(refusal)
    }
}

//! What a replay finds.

use crate::domain::Choice;
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
    /// It was decided by other rules than were in force.
    OtherRules,
}

/// The code of the refusal, or what is the matter.
impl std::fmt::Display for Why {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(match self {
            Why::Refused(Refusal::Asks { question, .. }) => question.id(),
            Why::Refused(refusal) => refusal.code(),
            Why::OtherEvents => "other-events",
            Why::OtherRules => "other-rules",
        })
    }
}

impl From<Refusal> for Why {
    fn from(refusal: Refusal) -> Why {
        Why::Refused(refusal)
    }
}

//! What a chain has to know of an event, and nothing that it says.

use crate::domain::event::{Envelope, Moment};
use crate::domain::lineage::Lineage;

/// Where an event stands in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub lineage: Lineage,
    pub number: u64,
    /// The hash of the envelope before.
    pub previous: [u8; 32],
    pub moment: Moment,
    pub is_of_case: bool,
    /// It is from before there were lineages.
    pub is_old: bool,
}

impl From<&Envelope> for Link {
    fn from(envelope: &Envelope) -> Link {
        Link {
            lineage: envelope.lineage,
            number: envelope.number,
            previous: envelope.previous,
            moment: envelope.moment,
            is_of_case: envelope.case.is_some(),
            is_old: envelope.program.is_none(),
        }
    }
}

//! Events of the folder's own line of descent.

use std::ops::Deref;

use super::event::Recorded;
use super::lineage::Descent;

/// An event that was written here, or before a copy of this folder went on.
///
/// People, day, blanks, clock and office are one desk's own affair: what folds them takes nothing else, so that an
/// event that came from another desk can change a case and never who may work here, or what was paid today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own(Recorded);

impl Own {
    /// The event, if it is of this line.
    pub fn of(descent: &Descent, recorded: Recorded) -> Option<Own> {
        descent.owns(recorded.envelope.key()).then_some(Own(recorded))
    }

    pub fn into_recorded(self) -> Recorded {
        self.0
    }
}

impl Deref for Own {
    type Target = Recorded;

    fn deref(&self) -> &Recorded {
        &self.0
    }
}

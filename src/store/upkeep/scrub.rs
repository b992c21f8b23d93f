//! The background integrity check (scrub): the whole folder read once more, away from the desk's own thread.
//!
//! It changes nothing.

use std::path::PathBuf;

use crate::domain::audit::Written;
use crate::domain::event::Event;
use crate::store::audit::{self, Broken};
use crate::store::index::keys;
use crate::store::index::table::Reader;
use crate::store::vault::Vault;

/// What a check needs, taken from an open store.
pub struct Scrub {
    pub(in crate::store) folder: PathBuf,
    pub(in crate::store) vault: Vault,
    pub(in crate::store) index: Option<Reader>,
    /// Up to this event the index is compared; what comes later is still being written.
    pub(in crate::store) upto: u64,
}

/// What was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scrubbed {
    pub events: u64,
    /// Events that the index does not have as the journal has them.
    pub differing: u64,
}

impl Scrub {
    /// Reads the whole journal, compares every event with the index, and holds the chain against its signatures.
    ///
    /// # Errors
    /// The first damage is named, or the first thing that does not hold.
    pub fn run(self) -> Result<Scrubbed, Broken> {
        let mut found = Scrubbed::default();
        audit::verify_beside(&self.folder, &self.vault, &Written::default(), &mut |recorded, stored| {
            found.events += 1;
            // What was erased is in no index, and what belongs to no case neither.
            let compared = recorded.envelope.number <= self.upto && recorded.event != Event::Erased;
            if let (Some(index), Some(id), true) = (&self.index, recorded.envelope.case, compared) {
                let key = keys::event(recorded.envelope.key(), id);
                found.differing += u64::from(!index.has(&key, stored));
            }
            Ok(())
        })?;
        Ok(found)
    }
}

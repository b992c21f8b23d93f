//! Who looked at what: noted beside the acts, in a stream of its own.

use super::Desk;
use crate::domain::event::Sealed;
use crate::store::audit::{self, Broken, Verified};
use crate::store::error::OpenError;
use crate::store::views::{Look, View};

impl Desk {
    /// Whether everything holds: the chain, the signatures of the days.
    pub fn inspect(&self) -> Result<Verified, Broken> {
        audit::verify(self.folder(), self.store.vault(), &[])
    }

    /// What a supervisor had to sign for, and what was taken back; first to last.
    pub fn exceptions(&self) -> Result<Vec<Sealed>, OpenError> {
        let mut found = Vec::new();
        audit::events(self.folder(), self.store.vault(), &mut |sealed| {
            if sealed.event.is_exception() {
                found.push(sealed.clone());
            }
        })?;
        Ok(found)
    }

    /// Notes a look of whoever is signed in.
    pub fn looked(&self, what: Look) {
        let operator = self.operator().map(|operator| operator.sign_in.clone()).unwrap_or_default();
        self.store.note_view(&View { operator, wall_ms: self.now_ms(), what });
    }
}

//! Who looked at what: noted beside the acts, in a stream of its own.

use super::Desk;
use crate::form::inspection::Asked;
use crate::store::audit::{self, Broken, Verified, Written};
use crate::store::error::OpenError;
use crate::store::trail::{self, Trace};
use crate::store::views::{Look, View};

impl Desk {
    /// Whether everything holds: the chain, the signatures of the days, and what was written down of it.
    pub fn inspect(&self, written: &[Written]) -> Result<Verified, Broken> {
        self.looked(Look::Inspected);
        audit::verify(self.folder(), self.store.vault(), written)
    }

    /// What was done and looked at, a moment each: the last so many of those that are asked for, first to last.
    pub fn trail<T>(&self, asked: &Asked, most: usize, tell: impl Fn(Trace) -> T) -> Result<Vec<T>, OpenError> {
        self.looked(Look::Inspected);
        let mut found = Vec::new();
        trail::follow(self.folder(), self.store.vault(), asked, &mut |trace| {
            let moment = match &trace {
                Trace::Act(sealed) => sealed.envelope.moment.wall_ms,
                Trace::Look(view) => view.wall_ms,
            };
            found.push((moment, tell(trace)));
        })?;
        found.sort_by_key(|(moment, _)| *moment);
        let first = found.len().saturating_sub(most);
        Ok(found.into_iter().skip(first).map(|(_, told)| told).collect())
    }

    /// Notes a look of whoever is signed in.
    pub fn looked(&self, what: Look) {
        let operator = self.signed_in().to_owned();
        self.store.note_view(&View { operator, wall_ms: self.now_ms(), what });
    }
}

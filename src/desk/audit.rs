//! The access log is written here, and an inspector reads what was done and looked at.

use super::Desk;
use super::folder::{Broken, OpenError, Verified, replay};
use crate::domain::audit::{AccessEntry, Accessed, AuditQuery, Trace, WrittenHead};
use crate::store::audit::{self, trail};

impl Desk {
    /// Whether everything holds: the chain, the signatures of the days, what was written down of it, and the rules.
    pub fn inspect(&self, written: &[WrittenHead]) -> Result<Verified, Broken> {
        self.log_access(Accessed::Inspected);
        audit::verify(self.folder(), self.store.vault(), written, replay())
    }

    /// What was done and looked at, a moment each: the last so many of those that are asked for, first to last.
    pub fn trail<T>(&self, query: &AuditQuery, most: usize, tell: impl Fn(Trace) -> T) -> Result<Vec<T>, OpenError> {
        self.log_access(Accessed::Inspected);
        let mut found = Vec::new();
        trail::follow(self.folder(), self.store.vault(), query, &mut |trace| {
            let moment = match &trace {
                Trace::Act(recorded) => recorded.envelope.moment.wall_ms,
                Trace::Access(entry) => entry.wall_ms,
            };
            found.push((moment, tell(trace)));
        })?;
        found.sort_by_key(|(moment, _)| *moment);
        let first = found.len().saturating_sub(most);
        Ok(found.into_iter().skip(first).map(|(_, told)| told).collect())
    }

    /// Logs what whoever is signed in looks at.
    pub fn log_access(&self, what: Accessed) {
        let operator = self.signed_in().to_owned();
        self.store.log_access(&AccessEntry { operator, wall_ms: self.now_ms(), what });
    }
}

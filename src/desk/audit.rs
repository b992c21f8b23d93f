//! The access log is written here, and an inspector reads what was done and looked at.

use super::Desk;
use super::folder::{Broken, OpenError, Verified, replay};
use crate::domain::audit::{AccessEntry, Accessed, AuditQuery, Trace, Written};
use crate::domain::operator::Role;
use crate::store::audit::{self, trail};
use crate::store::error::ReadError;

impl Desk {
    /// Whether everything holds: the chain, the signatures of the days, what was written down of it, and the rules.
    pub fn inspect(&self, written: &Written) -> Result<Verified, Broken> {
        self.log_access(Accessed::Inspected).map_err(OpenError::Unreadable)?;
        audit::verify(self.folder(), self.store.vault(), written, replay())
    }

    /// What was done and looked at, a moment each: the last so many of those that are asked for, first to last.
    /// And what does not hold of the access log.
    ///
    /// # Errors
    /// As reading the folder, or if the look cannot be noted.
    pub fn trail<T>(
        &self,
        query: &AuditQuery,
        most: usize,
        tell: impl Fn(Trace) -> T,
    ) -> Result<(Vec<T>, Option<Broken>), OpenError> {
        self.log_access(Accessed::Inspected).map_err(OpenError::Unreadable)?;
        let mut found = Vec::new();
        let followed = trail::follow(self.folder(), self.store.vault(), query, &mut |trace| {
            let moment = match &trace {
                Trace::Act { recorded, .. } => recorded.envelope.moment.wall_ms,
                Trace::Access(entry) => entry.wall_ms,
            };
            found.push((moment, tell(trace)));
        });
        let broken = match followed {
            Ok(()) => None,
            Err(Broken::Folder(error)) => return Err(error),
            Err(broken) => Some(broken),
        };
        found.sort_by_key(|(moment, _)| *moment);
        let first = found.len().saturating_sub(most);
        Ok((found.into_iter().skip(first).map(|(_, told)| told).collect(), broken))
    }

    /// Logs what whoever is signed in looks at, before it is shown.
    ///
    /// # Errors
    /// [`ReadError::NotNoted`]; what it is about must not be shown.
    pub fn log_access(&self, what: Accessed) -> Result<(), ReadError> {
        let operator = self.signed_in().to_owned();
        let noted = self.store.log_access(&AccessEntry { operator, wall_ms: self.now_ms(), what });
        if noted.is_err() && self.may_look_unnoted() {
            return Ok(());
        }
        self.unnoted.set(noted.is_err());
        Ok(noted?)
    }

    /// In a folder that takes nothing at all, a disk that turned read-only, no look can be noted: it is shown all the
    /// same to whoever answers for the desk, and to nobody else.
    fn may_look_unnoted(&self) -> bool {
        let answers = matches!(self.role(), Role::Supervisor | Role::Inspector);
        self.report.read_only && answers && self.need_confirmed().is_ok()
    }

    /// Whether what was asked for last is not shown because the look could not be noted.
    pub fn shows_nothing(&self) -> bool {
        self.unnoted.get()
    }
}

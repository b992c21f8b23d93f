//! What was done and what was looked at, by whom, on which day, of which case or person.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Broken, Looks, access_log};
use crate::domain::audit::{AuditQuery, Trace};
use crate::domain::backing::Watch;
use crate::domain::date::JalaliDate;
use crate::domain::event::{CaseId, Event, Recorded};
use crate::store::vault::Vault;

/// The cases that are asked about, as they become known.
struct Cases<'a> {
    asked: &'a AuditQuery,
    known: BTreeSet<CaseId>,
}

impl Cases<'_> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "only these two say whose case it is")]
    fn learn(&mut self, recorded: &Recorded) {
        let Some(case) = recorded.envelope.case else { return };
        let (code, person) = (self.asked.case.as_ref(), self.asked.person.as_deref());
        let meant = match &recorded.event {
            Event::Opened { tracking, intake } => {
                code == Some(tracking) || person == Some(intake.applicant.id.digits())
            }
            Event::Corrected { intake, .. } => person == Some(intake.applicant.id.digits()),
            _ => false,
        };
        if meant {
            self.known.insert(case);
        }
    }

    fn wants(&self, operator: &str, wall_ms: i64, case: Option<CaseId>) -> bool {
        let asked = self.asked;
        let by = asked.operator.as_ref().is_none_or(|wanted| wanted == operator);
        let on = asked.day.is_none_or(|day| day == JalaliDate::at(wall_ms));
        let about =
            (asked.case.is_none() && asked.person.is_none()) || case.is_some_and(|case| self.known.contains(&case));
        by && on && about
    }
}

/// Every act that is asked for, in order, then every entry of the access log.
///
/// # Errors
/// As reading a journal; and if the access log is not the one that the acts speak of, once all of it was given.
pub fn follow(folder: &Path, vault: &Vault, asked: &AuditQuery, each: &mut dyn FnMut(Trace)) -> Result<(), Broken> {
    let mut cases = Cases { asked, known: BTreeSet::new() };
    let mut looks = Looks::default();
    let mut watch = Watch::default();
    super::events(folder, vault, &mut |recorded| {
        let among_themselves = watch.is_among_themselves(recorded);
        looks.note(recorded);
        cases.learn(recorded);
        let envelope = &recorded.envelope;
        let wanted = cases.wants(envelope.signed_in(), envelope.moment.wall_ms, envelope.case);
        if wanted && (!asked.exceptions || among_themselves || recorded.event.is_exception()) {
            each(Trace::Act { recorded, among_themselves });
        }
    })?;
    if asked.exceptions {
        return Ok(());
    }
    let read = access_log::read(folder, vault, &mut |entry| {
        if cases.wants(&entry.operator, entry.wall_ms, entry.what.case()) {
            each(Trace::Access(&entry));
        }
    });
    // What is the matter with it is named as an inspection names it.
    looks.held(folder, vault).map_err(|(_, broken)| broken)?;
    Ok(read?)
}

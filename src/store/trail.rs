//! What was done and what was looked at, by whom, on which day, of which case or person.

use std::collections::BTreeSet;
use std::path::Path;

use super::audit;
use super::error::OpenError;
use super::vault::Vault;
use super::views::{self, View};
use crate::domain::date::JalaliDate;
use crate::domain::event::{CaseId, Event, Sealed};
use crate::form::inspection::Asked;

/// One thing that somebody did or looked at.
#[derive(Debug)]
pub enum Trace<'a> {
    Act(&'a Sealed),
    Look(&'a View),
}

/// The cases that are asked about, as they become known.
struct Cases<'a> {
    asked: &'a Asked,
    known: BTreeSet<CaseId>,
}

impl Cases<'_> {
    fn learn(&mut self, sealed: &Sealed) {
        let Some(case) = sealed.envelope.case else { return };
        let (code, person) = (self.asked.case.as_ref(), self.asked.person.as_deref());
        let meant = match &sealed.event {
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

/// Every act that is asked for, in order, then every look.
///
/// # Errors
/// As reading a journal.
pub fn follow(folder: &Path, vault: &Vault, asked: &Asked, each: &mut dyn FnMut(Trace)) -> Result<(), OpenError> {
    let mut cases = Cases { asked, known: BTreeSet::new() };
    audit::events(folder, vault, &mut |sealed| {
        cases.learn(sealed);
        let envelope = &sealed.envelope;
        let wanted = cases.wants(&envelope.operator, envelope.moment.wall_ms, envelope.case);
        if wanted && (!asked.exceptions || sealed.event.is_exception()) {
            each(Trace::Act(sealed));
        }
    })?;
    if asked.exceptions {
        return Ok(());
    }
    views::read(folder, vault, &mut |view| {
        if cases.wants(&view.operator, view.wall_ms, view.what.case()) {
            each(Trace::Look(&view));
        }
    })
}

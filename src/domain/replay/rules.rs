//! Which rules were in force on which day, as the events have it.

use super::breach::Why;
use super::desk::LATE_MS;
use crate::domain::date::JalaliDate;
use crate::domain::event::{Envelope, Event};
use crate::domain::own::Own;
use crate::domain::refusal::Refusal;
use crate::domain::rule_file::RuleFile;
use crate::domain::rulebook::Rulebook;

/// Reads the rules that were adopted; `None` of files that this program cannot read.
pub type ReadRules = fn(&[RuleFile]) -> Option<Rulebook>;

/// The rules that were adopted so far, in order.
pub(super) struct RulesByDay {
    before: Option<Rulebook>,
    read: ReadRules,
    adopted: Vec<Adopted>,
}

struct Adopted {
    digest: [u8; 32],
    effective: JalaliDate,
    /// None of files that this program cannot read.
    rules: Option<Rulebook>,
}

impl RulesByDay {
    pub fn new(before: Option<Rulebook>, read: ReadRules) -> RulesByDay {
        RulesByDay { before, read, adopted: Vec::new() }
    }

    /// What is done from here on can be judged.
    pub fn are_known(&self) -> bool {
        self.before.is_some() || !self.adopted.is_empty()
    }

    /// Whether the rules that an event adopts are those of its files, come in the place of those in force, and bind
    /// nothing that is past.
    pub fn check(&self, own: &Own) -> Result<(), Why> {
        let Event::RulesAdopted { digest, before, files, effective } = &own.event else { return Ok(()) };
        if *effective < JalaliDate::at(own.envelope.moment.wall_ms - LATE_MS) {
            return Err(Refusal::OtherDay { today: JalaliDate::at(own.envelope.moment.wall_ms) }.into());
        }
        let replaced = before.is_some() || self.adopted.is_empty();
        let whole = (self.read)(files).is_none_or(|rules| rules.digest == *digest);
        if replaced && whole { Ok(()) } else { Err(Why::OtherEvents) }
    }

    pub fn note(&mut self, own: &Own) {
        if let Event::RulesAdopted { digest, files, effective, .. } = &own.event {
            let rules = (self.read)(files);
            self.adopted.push(Adopted { digest: *digest, effective: *effective, rules });
        }
    }

    /// The rules by which an act is judged; none where they are not known.
    ///
    /// # Errors
    /// [`Why::OtherRules`] of an act that was decided by other rules than were in force on its day.
    pub fn of_act(&self, act: &Envelope) -> Result<Option<&Rulebook>, Why> {
        // Asked before midnight and kept behind it, it is still of the day before.
        let on = |late: i64| self.of_day(JalaliDate::at(act.moment.wall_ms - late));
        let Some(today) = on(0) else { return Ok(self.before.as_ref()) };
        let of_digest = |adopted: &&Adopted| act.rules == Some(adopted.digest);
        let found = [Some(today), on(LATE_MS)].into_iter().flatten().find(of_digest).ok_or(Why::OtherRules)?;
        Ok(found.rules.as_ref())
    }

    fn of_day(&self, day: JalaliDate) -> Option<&Adopted> {
        self.adopted.iter().rev().find(|adopted| adopted.effective <= day)
    }
}

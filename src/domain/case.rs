//! پرونده: what the events of a case amount to.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::date::JalaliDate;
use super::documents::Verdicts;
use super::duplicate::DuplicateDecision;
use super::event::{CaseId, Envelope, Event, Moment, Recorded};
use super::fees::Settlement;
use super::inquiry::Inquiry;
use super::lineage::{EventKey, Lineage, PersonRef};
use super::objection::Objection;
use super::produced::Produced;
use super::question::Question;
use super::stage::Stage;
use super::tracking::TrackingCode;
use super::visit::Intake;

/// Never stored as a truth: always the fold of its events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub id: CaseId,
    pub tracking: TrackingCode,
    /// How many events it has.
    pub version: u32,
    pub stage: Stage,
    pub intake: Intake,
    pub verdicts: Verdicts,
    pub settlement: Option<Settlement>,
    pub opened: Moment,
    pub touched: Moment,
    pub opened_by: Option<PersonRef>,
    /// Everybody who took it in, corrected it, saw its papers or confirmed its fee.
    pub involved: BTreeSet<PersonRef>,
    pub inquiry: Option<Inquiry>,
    /// What the centre found wanting when it last came back.
    pub objections: Vec<Objection>,
    pub deadline: Option<JalaliDate>,
    /// A confirmation that was taken back and not refunded.
    pub cancelled: Option<Settlement>,
    pub produced: Option<Produced>,
    /// Questions that were answered with yes.
    pub overrides: Vec<Question>,
    /// Cases that looked like this one, and what somebody decided.
    pub duplicates: Vec<(TrackingCode, DuplicateDecision)>,
    /// Who decided on their own work and who signed for it, until somebody else has looked at it.
    pub four_eyes_override: Vec<PersonRef>,
    /// The events that no other follows: one in each lineage in which the case went on by itself.
    pub heads: Vec<Head>,
    /// Events that this program does not know.
    pub unknown: u32,
    /// Events that wait for others which are not here yet.
    pub waiting: u32,
    /// Acts of different lineages that cannot both hold. The case stands where they agree.
    pub conflicts: Vec<Conflict>,
}

/// An event that no other of its case follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub at: EventKey,
    pub id: Uuid,
    /// The version of the case that its act saw.
    pub saw: u32,
    pub moment: Moment,
}

/// Two acts that neither saw the other and that cannot both hold, each by its first event; the lesser key first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict(pub EventKey, pub EventKey);

impl Head {
    fn of(envelope: &Envelope) -> Head {
        Head { at: envelope.key(), id: envelope.id, saw: envelope.case_version, moment: envelope.moment }
    }

    /// Whether an event with this envelope goes on from here, by its lineage or because it says so.
    fn is_before(&self, next: &Envelope) -> bool {
        (self.at.lineage == next.lineage && self.at.number < next.number) || next.also.contains(&self.id)
    }

    /// Whether it is of the same act.
    fn is_of_act(&self, next: &Envelope) -> bool {
        (self.at.lineage, self.saw, self.moment) == next.act()
    }
}

impl Case {
    /// Whether an event goes on from everything that this case is made of, so that [`Case::fold`] is enough.
    ///
    /// Where it is not, the case is folded from the set of its events: [`super::history::fold`].
    pub fn is_followed_by(&self, envelope: &Envelope) -> bool {
        let goes_on = envelope.case_version == self.version
            || (self.heads.iter().any(|head| head.is_of_act(envelope)) && envelope.case_version < self.version);
        let whole = self.waiting == 0 && self.conflicts.is_empty();
        whole && goes_on && self.heads.iter().all(|head| head.is_before(envelope))
    }

    /// The same case with one more event in its history that changes nothing of what it says.
    pub(super) fn beside(mut self, envelope: &Envelope) -> Case {
        self.version += 1;
        self.touched = envelope.moment;
        self.heads.retain(|head| !head.is_before(envelope));
        self.heads.push(Head::of(envelope));
        self
    }

    /// Whether it went through the hands of this person.
    pub fn involves(&self, person: &PersonRef) -> bool {
        self.involved.iter().any(|other| other.is(person))
    }

    /// The heads in other lineages than this one: what an event that follows has to name.
    pub fn heads_beside(&self, lineage: Lineage) -> Vec<Uuid> {
        self.heads.iter().filter(|head| head.at.lineage != lineage).map(|head| head.id).collect()
    }

    /// The case after one more event, which follows all before it; `None` if the first is not an opening.
    pub fn fold(case: Option<Case>, recorded: &Recorded) -> Option<Case> {
        let envelope = &recorded.envelope;
        let mut case = match (case, &recorded.event) {
            (None, Event::Opened { tracking, intake }) => Case {
                id: envelope.case?,
                tracking: tracking.clone(),
                version: 0,
                stage: Stage::Documents,
                intake: (**intake).clone(),
                verdicts: Verdicts::new(),
                settlement: None,
                opened: envelope.moment,
                touched: envelope.moment,
                opened_by: envelope.operator.clone(),
                involved: BTreeSet::new(),
                inquiry: None,
                objections: Vec::new(),
                deadline: None,
                cancelled: None,
                produced: None,
                overrides: Vec::new(),
                duplicates: Vec::new(),
                four_eyes_override: Vec::new(),
                heads: Vec::new(),
                unknown: 0,
                waiting: 0,
                conflicts: Vec::new(),
            },
            (Some(case), _) => case,
            (None, _) => return None,
        };
        case = case.beside(envelope);
        // What each event does to a case stands with the act that it comes of.
        case.apply(&recorded.event, envelope);
        Some(case)
    }

    /// It went through the hands of whoever did this.
    pub(super) fn handled(&mut self, by: &Envelope) {
        self.involved.extend(by.operator.clone());
    }
}

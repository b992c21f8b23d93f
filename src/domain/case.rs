//! پرونده: what the events of a case amount to.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::date::JalaliDate;
use super::documents::{DocumentKind, VerdictKind, Verdicts};
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
    /// Everybody who did anything in it, or signed for it.
    pub acted: BTreeSet<PersonRef>,
    /// Every time the registry was asked, first to last, with what it answered.
    pub inquiries: Vec<Inquiry>,
    /// The worst that was said of a paper, until a supervisor lifts it.
    pub marks: BTreeMap<DocumentKind, Mark>,
    /// Something was corrected on which what was said before hung.
    pub recast: bool,
    /// It was given up or rejected once, and taken up again.
    pub reopened: bool,
    /// The number of every receipt that was ever shown or given in it, as it was typed.
    pub receipts: BTreeSet<String>,
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
    /// Who decided on it: for the centre, with a supervisor's word, or by looking again.
    pub decided: Vec<Decided>,
    /// The events that no other follows: one in each lineage in which the case went on by itself.
    pub heads: Vec<Head>,
    /// Events that this program does not know.
    pub unknown: u32,
    /// Events that wait for others which are not here yet.
    pub waiting: u32,
    /// Acts of different lineages that cannot both hold. The case stands where they agree.
    pub conflicts: Vec<Conflict>,
}

/// That somebody decided something in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub by: PersonRef,
    /// The number of the event.
    pub number: u64,
    /// It was approved or rejected.
    pub for_centre: bool,
}

/// That a paper was refused or suspected, whatever was said of it since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub kind: VerdictKind,
    /// The numbers of the persons whose paper it was said to be.
    pub about: BTreeSet<String>,
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
        self.acted.extend(envelope.operator.iter().chain(&envelope.approver).cloned());
        self.heads.retain(|head| !head.is_before(envelope));
        self.heads.push(Head::of(envelope));
        self
    }

    /// With the receipts that an event tells of. That of an act which stands aside was shown all the same.
    pub(super) fn having_shown(mut self, event: &Event) -> Case {
        if let Event::FeeSettled { settlement } = event {
            self.note_receipt(settlement);
        }
        self
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "nothing else is decided by one who is not to be a hand")]
    fn note_decision(&mut self, event: &Event, envelope: &Envelope) {
        let (by, for_centre) = match event {
            Event::Approved | Event::Rejected { .. } => (&envelope.operator, true),
            Event::LookedAgain { .. } => (&envelope.operator, false),
            Event::OverrideUsed { .. } => (&envelope.approver, false),
            _ => return,
        };
        if let Some(by) = by.clone() {
            self.decided.push(Decided { by, number: envelope.number, for_centre });
        }
    }

    pub(super) fn note_receipt(&mut self, settlement: &Settlement) {
        if let Settlement::Paid { payment, .. } = settlement {
            self.receipts.extend(payment.references().map(|(_, number)| number.to_owned()));
        }
    }

    /// Whether it went through the hands of this person.
    pub fn involves(&self, person: &PersonRef) -> bool {
        self.hands().iter().any(|other| other.is(person))
    }

    /// Everybody through whose hands it went: also those who asked the registry and who recorded its answers.
    pub fn hands(&self) -> BTreeSet<&PersonRef> {
        let asked = self.inquiries.iter().flat_map(|inquiry| inquiry.asked_by.iter().chain(&inquiry.answered_by));
        self.involved.iter().chain(asked).collect()
    }

    /// The last inquiry about the particulars as they read.
    pub fn inquiry(&self) -> Option<&Inquiry> {
        self.inquiries.iter().rfind(|inquiry| !inquiry.lapsed)
    }

    /// Whether the registry did not agree once, and no supervisor has let that pass.
    pub fn registry_disagrees(&self) -> bool {
        self.inquiries.iter().any(Inquiry::disagrees)
    }

    /// The papers that are suspected to be forged.
    pub fn suspected(&self) -> impl Iterator<Item = DocumentKind> {
        let suspected = self.marks.iter().filter(|(_, mark)| mark.kind == VerdictKind::SuspectedForged);
        suspected.map(|(document, _)| *document)
    }

    /// The papers of which it was said that they cannot be taken, whether or not they are asked for now.
    pub fn refused(&self) -> impl Iterator<Item = DocumentKind> {
        let refused = self.marks.iter().filter(|(_, mark)| mark.kind != VerdictKind::SuspectedForged);
        refused.map(|(document, _)| *document)
    }

    /// The numbers of the persons of whom a paper is suspected or with whom the registry did not agree.
    pub fn doubted(&self) -> BTreeSet<&str> {
        let papers = self.marks.values().filter(|mark| mark.kind == VerdictKind::SuspectedForged);
        let answers = self.inquiries.iter().filter(|inquiry| inquiry.disagrees());
        papers
            .flat_map(|mark| mark.about.iter().map(String::as_str))
            .chain(answers.map(|inquiry| inquiry.about.as_str()))
            .collect()
    }

    /// Whether anything was said of the answers that would be wrong of others.
    pub fn is_begun(&self) -> bool {
        let said = !self.verdicts.is_empty() || !self.inquiries.is_empty() || !self.marks.is_empty();
        said || self.recast || self.settlement.is_some() || self.cancelled.is_some()
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
                acted: BTreeSet::new(),
                inquiries: Vec::new(),
                marks: BTreeMap::new(),
                recast: false,
                reopened: false,
                receipts: BTreeSet::new(),
                objections: Vec::new(),
                deadline: None,
                cancelled: None,
                produced: None,
                overrides: Vec::new(),
                duplicates: Vec::new(),
                four_eyes_override: Vec::new(),
                decided: Vec::new(),
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
        case.note_decision(&recorded.event, envelope);
        Some(case)
    }

    /// It went through the hands of whoever did this.
    pub(super) fn handled(&mut self, by: &Envelope) {
        self.involved.extend(by.operator.clone());
    }
}

//! پرونده: what the events of a case amount to.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::date::JalaliDate;
use super::documents::Verdicts;
use super::duplicate::DuplicateDecision;
use super::event::{CaseId, Envelope, Event, Moment, Sealed};
use super::fees::Settlement;
use super::inquiry::Inquiry;
use super::objection::Objection;
use super::produced::Produced;
use super::question::Question;
use super::stage::Stage;
use super::tracking::TrackingCode;
use super::visit::Intake;

/// Never stored as a truth: always the fold of its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Sign-in name of who opened it.
    pub opened_by: String,
    /// Everybody who took it in, corrected it, saw its papers or confirmed its fee.
    pub hands: BTreeSet<String>,
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
    pub own_work: Option<(String, String)>,
}

impl Case {
    /// The case after one more event; `None` if the first event is not an opening.
    pub fn fold(case: Option<Case>, sealed: &Sealed) -> Option<Case> {
        let envelope = &sealed.envelope;
        let mut case = match (case, &sealed.event) {
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
                hands: BTreeSet::new(),
                inquiry: None,
                objections: Vec::new(),
                deadline: None,
                cancelled: None,
                produced: None,
                overrides: Vec::new(),
                duplicates: Vec::new(),
                own_work: None,
            },
            (Some(case), _) => case,
            (None, _) => return None,
        };
        case.version += 1;
        case.touched = envelope.moment;
        // What each event does to a case stands with the act that it comes of.
        case.apply(&sealed.event, envelope);
        Some(case)
    }

    /// It went through the hands of whoever did this.
    pub(super) fn handled(&mut self, by: &Envelope) {
        self.hands.insert(by.operator.clone());
    }
}

//! پرونده: what the events of a case amount to.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::centre::{DuplicateDecision, Inquiry, Objection, Produced};
use super::choices;
use super::date::JalaliDate;
use super::documents::Verdicts;
use super::event::{CaseId, DocumentsOutcome, Event, Moment, Sealed};
use super::fees::Settlement;
use super::refusal::Question;
use super::tracking::TrackingCode;
use super::visit::Intake;

choices! {
    /// Where a case stands: what is to be done next, or that nothing is.
    Stage, "stage", {
        Documents = "documents", Deficient = "deficient", Referred = "referred", Fee = "fee",
        AwaitingCentre = "awaiting-centre", Production = "production", Delivery = "delivery",
        Uncollected = "uncollected", Delivered = "delivered", Rejected = "rejected", Withdrawn = "withdrawn",
    }
}

choices! {
    /// What is true of a case beside where it stands.
    Flag, "flag", {
        DeficiencyOpen = "deficiency-open", Overdue = "overdue", InquiryPending = "inquiry-pending",
        PaymentDisputed = "payment-disputed", PossibleDuplicate = "possible-duplicate", OverrideUsed = "override-used",
        SecondLookDue = "second-look-due",
    }
}

impl Stage {
    /// Somebody still has something to do.
    pub fn is_open(self) -> bool {
        !matches!(self, Stage::Delivered | Stage::Rejected | Stage::Withdrawn)
    }
}

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
        case.apply(&sealed.event, &envelope.operator);
        if let Event::OverrideUsed { question: Question::FourEyes, .. } = &sealed.event {
            case.own_work = Some((envelope.operator.clone(), envelope.approver.clone().unwrap_or_default()));
        }
        Some(case)
    }

    fn apply(&mut self, event: &Event, operator: &str) {
        if matches!(
            event,
            Event::Opened { .. } | Event::Corrected { .. } | Event::DocumentJudged { .. } | Event::FeeSettled { .. }
        ) {
            self.hands.insert(operator.to_owned());
        }
        match event {
            Event::Corrected { intake, .. } => {
                self.intake = (**intake).clone();
                self.after_correction();
            }
            Event::DocumentJudged { document, verdict } => {
                self.verdicts.insert(*document, verdict.clone());
            }
            Event::DocumentsClosed { outcome } => {
                self.stage = match outcome {
                    DocumentsOutcome::Complete => Stage::Fee,
                    DocumentsOutcome::Deficient { .. } => Stage::Deficient,
                    DocumentsOutcome::Suspect { .. } => Stage::Referred,
                };
            }
            Event::FeeSettled { settlement } => {
                self.settlement = Some(settlement.clone());
                self.stage = Stage::AwaitingCentre;
            }
            Event::Withdrawn { .. } => self.stage = Stage::Withdrawn,
            Event::OverrideUsed { question, .. } => self.overrides.push(*question),
            other => self.apply_centre(other, operator),
        }
    }

    fn apply_centre(&mut self, event: &Event, operator: &str) {
        match event {
            Event::InquiryAsked { by, way } => {
                self.inquiry = Some(Inquiry { by: *by, way: *way, asked_by: operator.to_owned(), answer: None });
            }
            Event::InquiryAnswered { answer } => {
                if let Some(inquiry) = &mut self.inquiry {
                    inquiry.answer = Some(answer.clone());
                }
            }
            Event::Approved => {
                (self.stage, self.deadline) = (Stage::Production, None);
                self.objections.clear();
            }
            Event::Returned { objections, until } => {
                (self.stage, self.deadline) = (Stage::Deficient, *until);
                self.objections.clone_from(objections);
            }
            Event::Rejected { .. } => self.stage = Stage::Rejected,
            Event::DeadlineSet { until } => self.deadline = Some(*until),
            Event::CertificateIssued { produced } => {
                (self.stage, self.produced) = (Stage::Delivery, Some(produced.clone()));
            }
            Event::Delivered { .. } => self.stage = Stage::Delivered,
            Event::Uncollected { .. } => self.stage = Stage::Uncollected,
            Event::Reopened { .. } => self.stage = Stage::Documents,
            Event::FeeCancelled { .. } => {
                self.cancelled = self.settlement.take();
                if self.stage == Stage::AwaitingCentre {
                    self.stage = Stage::Fee;
                }
            }
            Event::Refunded { .. } => self.cancelled = None,
            Event::DuplicateJudged { other, decision, .. } => {
                self.duplicates.retain(|(known, _)| known != other);
                self.duplicates.push((other.clone(), *decision));
            }
            Event::LookedAgain { .. } => self.own_work = None,
            _ => {}
        }
    }

    /// Other answers can ask for other papers or another fee, so both are looked at again;
    /// what was said of each paper, and a payment already confirmed, stay.
    fn after_correction(&mut self) {
        if self.stage != Stage::Withdrawn {
            self.stage = Stage::Documents;
        }
    }
}

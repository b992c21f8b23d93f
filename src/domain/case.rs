//! پرونده: what the events of a case amount to.

use serde::{Deserialize, Serialize};

use super::choices;
use super::documents::Verdicts;
use super::event::{CaseId, DocumentsOutcome, Event, Moment, Sealed};
use super::fees::Settlement;
use super::tracking::TrackingCode;
use super::visit::Intake;

choices! {
    /// Where a case stands: what is to be done next, or that nothing is.
    Stage, "stage", {
        Documents = "documents", Deficient = "deficient", Referred = "referred", Fee = "fee",
        AwaitingCentre = "awaiting-centre", Withdrawn = "withdrawn",
    }
}

impl Stage {
    /// The counter still has something to do.
    pub fn is_open(self) -> bool {
        matches!(self, Stage::Documents | Stage::Deficient | Stage::Referred | Stage::Fee)
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
            },
            (Some(case), _) => case,
            (None, _) => return None,
        };
        case.version += 1;
        case.touched = envelope.moment;
        case.apply(&sealed.event);
        Some(case)
    }

    fn apply(&mut self, event: &Event) {
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
            Event::Opened { .. }
            | Event::SlipIssued { .. }
            | Event::DeskFounded { .. }
            | Event::OperatorEnrolled { .. }
            | Event::ClockWentBack { .. }
            | Event::ClockJumped { .. }
            | Event::DayOpened { .. }
            | Event::DayClosed { .. } => {}
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

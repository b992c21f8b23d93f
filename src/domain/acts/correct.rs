//! Answers that were registered are corrected.

use super::context::{ActContext, Records};
use super::decision::{Decision, given};
use super::kind::ActKind;
use super::open::taken_in;
use super::verb::{BEFORE_PRODUCTION, DESK, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::event::{Envelope, Event};
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Stage;
use crate::domain::told::{Told, Value};
use crate::domain::visit::Intake;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correct {
    /// The whole intake as it now reads.
    pub intake: Box<Intake>,
    pub reason: String,
}

impl Verb for Correct {
    const RULE: Rule = rule(ActKind::Correct, BEFORE_PRODUCTION, DESK);

    fn decide(&self, case: &Case, _: &Rulebook, cx: &ActContext) -> Result<Decision, Refusal> {
        let reason = given(&self.reason)?;
        if *self.intake == case.intake {
            return Err(Refusal::NothingChanged);
        }
        taken_in(Event::Corrected { intake: self.intake.clone(), reason }, &self.intake, cx)
    }

    fn look_up<R: Records>(&self, case: &Case, records: &R, cx: &mut ActContext) -> Result<(), R::Error> {
        let number = &self.intake.certificate.number;
        if *number != case.intake.certificate.number {
            cx.same_certificate = records.open_case_on(number, Some(case.id))?;
        }
        Ok(())
    }

    fn led_to(events: &[Event], _: &Case) -> Option<Correct> {
        let [Event::Corrected { intake, reason }, ..] = events else { return None };
        Some(Correct { intake: intake.clone(), reason: reason.clone() })
    }
}

/// Other answers can ask for other papers or another fee, so both are looked at again;
/// what was said of each paper, and a payment already confirmed, stay.
pub(super) fn corrected(case: &mut Case, intake: &Intake, by: &Envelope) {
    case.handled(by);
    case.intake = intake.clone();
    if case.stage != Stage::Withdrawn {
        case.stage = Stage::Documents;
    }
}

pub(super) fn told(reason: &str) -> Told<'_> {
    vec![("reason", Value::Text(reason))]
}

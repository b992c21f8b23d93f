//! Answers that were registered are corrected.

use super::context::{ActContext, Records};
use super::decision::{Decision, given};
use super::kind::ActKind;
use super::open::taken_in;
use super::verb::{BEFORE_PRODUCTION, DESK, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::correction::Lapse;
use crate::domain::event::{Envelope, Event};
use crate::domain::question::Question;
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
        let lapse = Lapse::between(&case.intake, &self.intake).filter(|_| case.is_begun());
        let before = Some(Box::new(case.intake.clone()));
        let corrected = Event::Corrected { intake: self.intake.clone(), reason, before, lapse };
        let mut decision = taken_in(corrected, &self.intake, cx)?;
        // What was paid for stands for another person, another certificate or another request then.
        if lapse.is_some() && (case.settlement.is_some() || case.cancelled.is_some()) {
            decision.ask(Question::Recast, None, cx)?;
        }
        Ok(decision)
    }

    fn look_up<R: Records>(&self, case: &Case, records: &R, cx: &mut ActContext) -> Result<(), R::Error> {
        let number = &self.intake.certificate.number;
        if *number != case.intake.certificate.number {
            cx.same_certificate = records.open_case_on(number, Some(case.id))?;
        }
        Ok(())
    }

    fn led_to(events: &[Event], _: &Case) -> Option<Correct> {
        let [Event::Corrected { intake, reason, .. }, ..] = events else { return None };
        Some(Correct { intake: intake.clone(), reason: reason.clone() })
    }
}

/// Other answers can ask for other papers or another fee, so both are looked at again. What was said of each paper
/// stays, unless it was said of what is corrected; a payment already confirmed, a suspicion and an answer of the
/// registry that did not agree stay in any case.
pub(super) fn corrected(case: &mut Case, intake: &Intake, lapse: Option<Lapse>, by: &Envelope) {
    case.handled(by);
    case.intake = intake.clone();
    if let Some(lapse) = lapse {
        case.recast = true;
        case.verdicts.retain(|document, _| lapse == Lapse::Identity && !document.is_identity());
        case.inquiries.iter_mut().for_each(|inquiry| inquiry.lapsed = true);
    }
    if case.stage != Stage::Withdrawn {
        case.stage = Stage::Documents;
    }
}

pub(super) fn told(reason: &str) -> Told<'_> {
    vec![("reason", Value::Text(reason))]
}

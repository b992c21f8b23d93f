//! بررسی مدارک توسط مرکز: the certificate may be produced.

use super::context::{ActContext, Records};
use super::decision::Decision;
use super::four_eyes::four_eyes;
use super::kind::ActKind;
use super::verb::{CENTRE, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::event::Event;
use crate::domain::inquiry::Inquiry;
use crate::domain::question::Question;
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Stage;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approve;

impl Verb for Approve {
    const RULE: Rule = rule(ActKind::Approve, &[Stage::AwaitingCentre], CENTRE);

    fn decide(&self, case: &Case, _: &Rulebook, cx: &ActContext) -> Result<Decision, Refusal> {
        let mut decision = four_eyes(case, cx)?;
        if case.inquiry().is_some_and(Inquiry::is_open) {
            decision.ask(Question::InquiryPending, None, cx)?;
        }
        // Of all answers the worst one decides: asking once more takes none of them back.
        if case.registry_disagrees() {
            decision.ask(Question::RegistryMismatch, None, cx)?;
        }
        if case.suspected().next().is_some() {
            decision.ask(Question::SuspicionLifted, None, cx)?;
        }
        // A doubt stays with the person, whatever became of the case in which it was had.
        if let Some(other) = &cx.person_doubted {
            decision.ask(Question::PersonDoubted, Some(other), cx)?;
        }
        Ok(decision.and([Event::Approved]))
    }

    fn look_up<R: Records>(&self, case: &Case, records: &R, cx: &mut ActContext) -> Result<(), R::Error> {
        cx.person_doubted = records.doubts_about(case.intake.applicant.id.digits(), case.id)?;
        Ok(())
    }

    fn led_to(events: &[Event], _: &Case) -> Option<Approve> {
        matches!(events, [Event::Approved, ..]).then_some(Approve)
    }
}

pub(super) fn approved(case: &mut Case) {
    case.stage = Stage::Production;
    case.deadline = None;
    case.objections.clear();
}

//! بررسی مدارک توسط مرکز: the certificate may be produced.

use super::close_documents::still_covers;
use super::context::{ActContext, Records};
use super::decision::Decision;
use super::four_eyes::four_eyes;
use super::kind::ActKind;
use super::verb::{CENTRE, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::documents::{Standing, standing};
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

    fn decide(&self, case: &Case, rules: &Rulebook, cx: &ActContext) -> Result<Decision, Refusal> {
        stands(case, rules)?;
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
        // Also of a paper that is not asked for any more: nobody corrects a refusal away.
        if case.refused().next().is_some() {
            decision.ask(Question::RefusalLifted, None, cx)?;
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

/// Papers and fee are looked at once more, under the rules of today: whatever was decided at the desk.
fn stands(case: &Case, rules: &Rulebook) -> Result<(), Refusal> {
    match standing(&rules.checklist_of(&case.intake), &case.verdicts) {
        Standing::Complete => {}
        Standing::Unjudged(documents) | Standing::Deficient(documents) | Standing::Suspect(documents) => {
            return Err(Refusal::DocumentsUnjudged { documents });
        }
    }
    let covered = case.settlement.as_ref().is_some_and(|settlement| still_covers(settlement, case, rules));
    if covered { Ok(()) } else { Err(Refusal::FeeDoesNotStand) }
}

pub(super) fn approved(case: &mut Case) {
    case.stage = Stage::Production;
    case.deadline = None;
    case.objections.clear();
}

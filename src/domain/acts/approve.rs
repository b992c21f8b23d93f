//! بررسی مدارک توسط مرکز: the certificate may be produced.

use super::context::ActContext;
use super::decision::Decision;
use super::four_eyes::four_eyes;
use super::kind::ActKind;
use super::verb::{CENTRE, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::event::Event;
use crate::domain::inquiry::InquiryResult;
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
        match case.inquiry.as_ref().map(|inquiry| &inquiry.answer) {
            None => {}
            Some(None) => decision.ask(Question::InquiryPending, None, cx)?,
            Some(Some(answer)) if answer.result == InquiryResult::Match => {}
            Some(Some(_)) => decision.ask(Question::RegistryMismatch, None, cx)?,
        }
        Ok(decision.and([Event::Approved]))
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

//! The centre finds something wanting: the case goes back to the desk.

use super::context::ActContext;
use super::decision::Decision;
use super::four_eyes::four_eyes;
use super::kind::ActKind;
use super::verb::{CENTRE, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::date::JalaliDate;
use crate::domain::event::{Event, SlipKind};
use crate::domain::objection::Objection;
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Stage;
use crate::domain::told::{Told, Value};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    pub objections: Vec<Objection>,
    pub until: Option<JalaliDate>,
}

impl Verb for Return {
    const RULE: Rule = rule(ActKind::Return, &[Stage::AwaitingCentre], CENTRE);

    fn decide(&self, case: &Case, _: &Rulebook, cx: &ActContext) -> Result<Decision, Refusal> {
        let decision = four_eyes(case, cx)?;
        if self.objections.is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        let returned = Event::Returned { objections: self.objections.clone(), until: self.until };
        Ok(decision.and([returned, Event::SlipIssued { slip: SlipKind::Deficiency }]))
    }

    fn led_to(events: &[Event], _: &Case) -> Option<Return> {
        let [Event::Returned { objections, until }, ..] = events else { return None };
        Some(Return { objections: objections.clone(), until: *until })
    }
}

pub(super) fn returned(case: &mut Case, objections: &[Objection], until: Option<JalaliDate>) {
    case.stage = Stage::Deficient;
    case.deadline = until;
    case.objections = objections.to_vec();
}

pub(super) fn told(objections: &[Objection]) -> Told<'_> {
    vec![("objections", Value::Objections(objections))]
}

//! The centre says no.

use super::context::ActContext;
use super::decision::{Decision, given};
use super::four_eyes::four_eyes;
use super::kind::ActKind;
use super::verb::{CENTRE, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::event::Event;
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Stage;
use crate::domain::told::{Told, Value};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    pub reason: String,
}

impl Verb for Reject {
    const RULE: Rule = rule(ActKind::Reject, &[Stage::AwaitingCentre], CENTRE);

    fn decide(&self, case: &Case, _: &Rulebook, cx: &ActContext) -> Result<Decision, Refusal> {
        let decision = four_eyes(case, cx)?;
        Ok(decision.and([Event::Rejected { reason: given(&self.reason)? }]))
    }

    fn led_to(events: &[Event], _: &Case) -> Option<Reject> {
        let [Event::Rejected { reason }, ..] = events else { return None };
        Some(Reject { reason: reason.clone() })
    }
}

pub(super) fn rejected(case: &mut Case) {
    case.stage = Stage::Rejected;
}

pub(super) fn told(reason: &str) -> Told<'_> {
    vec![("reason", Value::Text(reason))]
}

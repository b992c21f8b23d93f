//! The applicant withdraws.

use super::context::ActContext;
use super::decision::{Decision, given};
use super::kind::ActKind;
use super::verb::{BEFORE_PRODUCTION, DESK, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::event::Event;
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Stage;
use crate::domain::told::{Told, Value};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdraw {
    pub reason: String,
}

impl Verb for Withdraw {
    const RULE: Rule = rule(ActKind::Withdraw, BEFORE_PRODUCTION, DESK);

    fn decide(&self, _: &Case, _: &Rulebook, _: &ActContext) -> Result<Decision, Refusal> {
        Ok([Event::Withdrawn { reason: given(&self.reason)? }].into())
    }

    fn led_to(events: &[Event], _: &Case) -> Option<Withdraw> {
        let [Event::Withdrawn { reason }, ..] = events else { return None };
        Some(Withdraw { reason: reason.clone() })
    }
}

pub(super) fn withdrawn(case: &mut Case) {
    case.stage = Stage::Withdrawn;
}

pub(super) fn told(reason: &str) -> Told<'_> {
    vec![("reason", Value::Text(reason))]
}

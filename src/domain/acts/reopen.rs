//! A case that was given up or rejected is taken up again.

use super::context::ActContext;
use super::decision::{Decision, given};
use super::kind::ActKind;
use super::verb::{HEAD, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::event::Event;
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Stage;
use crate::domain::told::{Told, Value};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopen {
    pub reason: String,
}

impl Verb for Reopen {
    const RULE: Rule = rule(ActKind::Reopen, &[Stage::Withdrawn, Stage::Rejected], HEAD);

    fn decide(&self, _: &Case, _: &Rulebook, _: &ActContext) -> Result<Decision, Refusal> {
        Ok([Event::Reopened { reason: given(&self.reason)? }].into())
    }

    fn led_to(events: &[Event], _: &Case) -> Option<Reopen> {
        let [Event::Reopened { reason }, ..] = events else { return None };
        Some(Reopen { reason: reason.clone() })
    }
}

pub(super) fn reopened(case: &mut Case) {
    case.stage = Stage::Documents;
    case.reopened = true;
}

pub(super) fn told(reason: &str) -> Told<'_> {
    vec![("reason", Value::Text(reason))]
}

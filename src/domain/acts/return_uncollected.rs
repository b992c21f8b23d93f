//! Nobody fetches the certificate: it goes back.

use super::context::ActContext;
use super::decision::{Decision, given};
use super::kind::ActKind;
use super::verb::{DESK, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::event::Event;
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Stage;
use crate::domain::told::{Told, Value};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnUncollected {
    pub reason: String,
}

impl Verb for ReturnUncollected {
    const RULE: Rule = rule(ActKind::ReturnUncollected, &[Stage::Delivery], DESK);

    fn decide(&self, _: &Case, _: &Rulebook, _: &ActContext) -> Result<Decision, Refusal> {
        Ok([Event::Uncollected { reason: given(&self.reason)? }].into())
    }

    fn led_to(events: &[Event], _: &Case) -> Option<ReturnUncollected> {
        let [Event::Uncollected { reason }, ..] = events else { return None };
        Some(ReturnUncollected { reason: reason.clone() })
    }
}

pub(super) fn uncollected(case: &mut Case) {
    case.stage = Stage::Uncollected;
}

pub(super) fn told(reason: &str) -> Told<'_> {
    vec![("reason", Value::Text(reason))]
}

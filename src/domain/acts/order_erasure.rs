//! A court orders that the particulars of a case be erased.

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
pub struct OrderErasure {
    /// Court, number, day.
    pub order: String,
}

impl Verb for OrderErasure {
    const RULE: Rule = rule(ActKind::OrderErasure, &[Stage::Delivered, Stage::Rejected, Stage::Withdrawn], HEAD);

    fn decide(&self, case: &Case, _: &Rulebook, _: &ActContext) -> Result<Decision, Refusal> {
        Ok([Event::ErasureOrdered { case: case.id, order: given(&self.order)? }].into())
    }

    fn led_to(events: &[Event], case: &Case) -> Option<OrderErasure> {
        let [Event::ErasureOrdered { case: id, order }, ..] = events else { return None };
        (*id == case.id).then(|| OrderErasure { order: order.clone() })
    }
}

pub(super) fn told(order: &str) -> Told<'_> {
    vec![("order", Value::Text(order))]
}

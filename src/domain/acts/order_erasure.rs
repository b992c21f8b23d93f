//! A court orders that the particulars of a case be erased.

use std::collections::BTreeSet;

use super::context::{ActContext, Records};
use super::decision::{Decision, given};
use super::kind::ActKind;
use super::verb::{HEAD, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::event::{Event, LeftBehind};
use crate::domain::lineage::PersonRef;
use crate::domain::question::Question;
use crate::domain::receipts::ReceiptDigest;
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

    /// By two supervisors, neither of whom had a hand in what is erased.
    fn decide(&self, case: &Case, _: &Rulebook, cx: &ActContext) -> Result<Decision, Refusal> {
        let order = given(&self.order)?;
        no_hand_of(case, &cx.operator)?;
        // The signature is the answer: there is nothing else that it could be given for.
        let asks = Refusal::Asks { question: Question::ErasureSigned, other: None };
        let approver = cx.approver.as_ref().ok_or(asks)?;
        if approver.is(&cx.operator) {
            return Err(Refusal::SamePerson);
        }
        no_hand_of(case, approver)?;
        let left = Some(LeftBehind { tracking: case.tracking.clone(), receipts: cx.receipts.clone() });
        let ordered = Event::ErasureOrdered { case: case.id, order, left };
        Ok(Decision { events: vec![ordered], overrides: vec![Question::ErasureSigned] })
    }

    fn look_up<R: Records>(&self, case: &Case, records: &R, cx: &mut ActContext) -> Result<(), R::Error> {
        let digest = |number: &String| ReceiptDigest::of(case.id.0, &records.receipt_key(number));
        // Two spellings of one number are one.
        cx.receipts = case.receipts.iter().map(digest).collect::<BTreeSet<_>>().into_iter().collect();
        Ok(())
    }

    fn led_to(events: &[Event], case: &Case) -> Option<OrderErasure> {
        let [Event::ErasureOrdered { case: id, order, .. }, ..] = events else { return None };
        (*id == case.id).then(|| OrderErasure { order: order.clone() })
    }
}

/// Whoever did anything in a case, or signed for it, does not have it erased.
fn no_hand_of(case: &Case, person: &PersonRef) -> Result<(), Refusal> {
    let acted = case.involves(person) || case.acted.iter().any(|other| other.is(person));
    if acted { Err(Refusal::OwnHands { who: person.sign_in.clone() }) } else { Ok(()) }
}

pub(super) fn told<'a>(order: &'a str, left: Option<&'a LeftBehind>) -> Told<'a> {
    let tracking = left.map(|left| &left.tracking);
    vec![("tracking", Value::TrackingIfAny(tracking)), ("order", Value::Text(order))]
}

//! A court orders that the particulars of a case be erased.

use std::collections::BTreeSet;

use super::context::{ActContext, Records};
use super::decision::{Decision, given};
use super::kind::ActKind;
use super::verb::{HEAD, Rule, Verb, rule};
use crate::domain::case::{Case, Head};
use crate::domain::event::{Envelope, Event, LeftBehind};
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

/// Whether a case still is the one that an order was signed for: at a stage at which it could be ordered, and with
/// nothing done in it since. One that was taken up again lives, and needs another order.
pub fn still_bears(case: &Case, order: &Envelope) -> bool {
    let since = |head: &Head| {
        let (at, ordered) = (head.at, order.key());
        if at.lineage == ordered.lineage {
            at.number > ordered.number
        } else {
            head.moment.wall_ms > order.moment.wall_ms
        }
    };
    OrderErasure::RULE.stages.contains(&case.stage) && !case.heads.iter().any(since)
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

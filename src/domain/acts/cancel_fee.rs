//! A confirmation of a fee is taken back, and what was paid is given back.

use super::context::{ActContext, Records};
use super::decision::{Decision, given};
use super::kind::ActKind;
use super::verb::{HEAD, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::date::JalaliDate;
use crate::domain::event::Event;
use crate::domain::fees::Settlement;
use crate::domain::money::Rial;
use crate::domain::question::Question;
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Stage;
use crate::domain::told::{Told, Value};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelFee {
    pub reason: String,
}

/// The refund of a confirmation that was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRefund {
    pub reference: String,
    pub on: JalaliDate,
}

impl Verb for CancelFee {
    const RULE: Rule = rule(
        ActKind::CancelFee,
        &[
            Stage::Documents,
            Stage::Deficient,
            Stage::Referred,
            Stage::AwaitingCentre,
            Stage::Withdrawn,
            Stage::Rejected,
        ],
        HEAD,
    );

    fn decide(&self, case: &Case, _: &Rulebook, _: &ActContext) -> Result<Decision, Refusal> {
        let settlement = case.settlement.as_ref().ok_or(Refusal::NoFeeConfirmed)?;
        let reason = given(&self.reason)?;
        Ok([Event::FeeCancelled { amount: settlement.amount(), reason }].into())
    }

    fn has_use(case: &Case, _: &Rulebook, _: JalaliDate) -> bool {
        case.settlement.is_some()
    }

    fn led_to(events: &[Event], _: &Case) -> Option<CancelFee> {
        let [Event::FeeCancelled { reason, .. }, ..] = events else { return None };
        Some(CancelFee { reason: reason.clone() })
    }
}

impl Verb for RecordRefund {
    const RULE: Rule = rule(
        ActKind::RecordRefund,
        &[
            Stage::Documents,
            Stage::Deficient,
            Stage::Referred,
            Stage::Fee,
            Stage::AwaitingCentre,
            Stage::Withdrawn,
            Stage::Rejected,
        ],
        HEAD,
    );

    fn decide(&self, case: &Case, _: &Rulebook, cx: &ActContext) -> Result<Decision, Refusal> {
        let amount = to_be_refunded(case).ok_or(Refusal::NothingToRefund)?;
        let reference = given(&self.reference)?;
        let mut decision = Decision::from([Event::Refunded { amount, reference, on: self.on }]);
        if let Some(used) = &cx.receipt_used {
            decision.ask(Question::ReferenceUsed, used.case(), cx)?;
        }
        Ok(decision)
    }

    fn look_up<R: Records>(&self, case: &Case, records: &R, cx: &mut ActContext) -> Result<(), R::Error> {
        cx.receipt_used = records.receipt_used(&[&self.reference], case)?;
        Ok(())
    }

    fn has_use(case: &Case, _: &Rulebook, _: JalaliDate) -> bool {
        to_be_refunded(case).is_some()
    }

    fn led_to(events: &[Event], _: &Case) -> Option<RecordRefund> {
        let [Event::Refunded { reference, on, .. }, ..] = events else { return None };
        Some(RecordRefund { reference: reference.clone(), on: *on })
    }
}

fn to_be_refunded(case: &Case) -> Option<Rial> {
    case.cancelled.as_ref().map(Settlement::amount).filter(|amount| amount.amount() > 0)
}

pub(super) fn cancelled(case: &mut Case) {
    case.cancelled = case.settlement.take();
    if case.stage == Stage::AwaitingCentre {
        case.stage = Stage::Fee;
    }
}

/// The number of a refund pays for nothing either.
pub(super) fn refunded(case: &mut Case, reference: &str) {
    case.receipts.insert(reference.to_owned());
    case.cancelled = None;
}

pub(super) fn cancel_told(amount: Rial, reason: &str) -> Told<'_> {
    vec![("amount", Value::Amount(amount)), ("reason", Value::Text(reason))]
}

pub(super) fn refund_told(amount: Rial, reference: &str, on: JalaliDate) -> Told<'_> {
    vec![("amount", Value::Amount(amount)), ("reference", Value::Code(reference)), ("day", Value::Date(on))]
}

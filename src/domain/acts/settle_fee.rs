//! هزینه: the three ways in which a fee is settled. It was paid, nothing is due, or a supervisor lets it go.

use super::context::{ActContext, Records};
use super::decision::Decision;
use super::kind::ActKind;
use super::verb::{DESK, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::date::JalaliDate;
use crate::domain::event::{Envelope, Event, SlipKind};
use crate::domain::fees::{Payment, Settlement, TariffRow};
use crate::domain::question::Question;
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Stage;
use crate::domain::told::{Told, Value};

/// A receipt was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmPayment {
    pub payment: Payment,
}

/// The tariff states no fee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmNothingDue;

/// A supervisor lets the fee go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaiveFee;

impl Verb for ConfirmPayment {
    const RULE: Rule = rule(ActKind::ConfirmPayment, &[Stage::Fee], DESK);

    fn decide(&self, case: &Case, rules: &Rulebook, cx: &ActContext) -> Result<Decision, Refusal> {
        let mut decision = Decision::default();
        let mut payment = self.payment.clone();
        let row = row(case, rules, payment.paid_on);
        let due = match row {
            Some(row) => row.amount.ok_or(Refusal::NoFeeIsDue)?,
            // The amount on the receipt is what a supervisor takes for right.
            None => {
                decision.ask(Question::TariffUnknown, None, cx)?;
                payment.amount
            }
        };
        if payment.amount.looks_like_toman(due) {
            decision.ask(Question::TomanMeant, None, cx)?;
            payment.amount = due;
        }
        let paid = payment.amount;
        if paid < due {
            return Err(Refusal::Underpaid { due, paid });
        }
        if paid > due {
            return Err(Refusal::Overpaid { due, paid });
        }
        if let Some(used) = &cx.receipt_used {
            decision.ask(Question::ReferenceUsed, used.case(), cx)?;
        }
        let tariff = row.map(|row| row.id.clone()).unwrap_or_default();
        Ok(decision.and(settling(Settlement::Paid { due, payment, tariff })))
    }

    fn look_up<R: Records>(&self, case: &Case, records: &R, cx: &mut ActContext) -> Result<(), R::Error> {
        let numbers: Vec<&str> = self.payment.references().map(|(_, number)| number).collect();
        cx.receipt_used = records.receipt_used(&numbers, case)?;
        Ok(())
    }

    fn led_to(events: &[Event], _: &Case) -> Option<ConfirmPayment> {
        let [Event::FeeSettled { settlement: Settlement::Paid { payment, .. } }, ..] = events else { return None };
        Some(ConfirmPayment { payment: payment.clone() })
    }
}

impl Verb for ConfirmNothingDue {
    const RULE: Rule = rule(ActKind::ConfirmNothingDue, &[Stage::Fee], DESK);

    fn decide(&self, case: &Case, rules: &Rulebook, cx: &ActContext) -> Result<Decision, Refusal> {
        let row = row(case, rules, cx.day).ok_or(Refusal::NoTariffRow)?;
        match row.amount {
            Some(due) => Err(Refusal::FeeIsDue { due }),
            None => Ok(settling(Settlement::NothingDue { tariff: row.id.clone() }).into()),
        }
    }

    fn led_to(events: &[Event], _: &Case) -> Option<ConfirmNothingDue> {
        let [Event::FeeSettled { settlement: Settlement::NothingDue { .. } }, ..] = events else { return None };
        Some(ConfirmNothingDue)
    }
}

impl Verb for WaiveFee {
    const RULE: Rule = rule(ActKind::WaiveFee, &[Stage::Fee], DESK);

    fn decide(&self, case: &Case, rules: &Rulebook, cx: &ActContext) -> Result<Decision, Refusal> {
        let row = row(case, rules, cx.day).ok_or(Refusal::NoTariffRow)?;
        let due = row.amount.ok_or(Refusal::NoFeeIsDue)?;
        let mut decision = Decision::default();
        decision.ask(Question::FeeWaived, None, cx)?;
        Ok(decision.and(settling(Settlement::Waived { due, tariff: row.id.clone() })))
    }

    fn has_use(case: &Case, rules: &Rulebook, day: JalaliDate) -> bool {
        row(case, rules, day).is_some_and(|row| row.amount.is_some())
    }

    fn led_to(events: &[Event], _: &Case) -> Option<WaiveFee> {
        let [Event::FeeSettled { settlement: Settlement::Waived { .. } }, ..] = events else { return None };
        Some(WaiveFee)
    }
}

fn row<'a>(case: &Case, rules: &'a Rulebook, day: JalaliDate) -> Option<&'a TariffRow> {
    rules.tariff_row(case.intake.request.kind, case.intake.certificate.cluster, day)
}

fn settling(settlement: Settlement) -> [Event; 2] {
    [Event::FeeSettled { settlement }, Event::SlipIssued { slip: SlipKind::Receipt }]
}

pub(super) fn settled(case: &mut Case, settlement: &Settlement, by: &Envelope) {
    case.handled(by);
    case.note_receipt(settlement);
    case.settlement = Some(settlement.clone());
    case.stage = Stage::AwaitingCentre;
}

pub(super) fn told(settlement: &Settlement) -> Told<'_> {
    match settlement {
        Settlement::Paid { payment, .. } => vec![
            ("amount", Value::Amount(payment.amount)),
            ("reference", Value::Code(payment.references().next().map_or("", |(_, number)| number))),
            ("bank", Value::Bank(&payment.bank)),
            ("day", Value::Date(payment.paid_on)),
        ],
        Settlement::Waived { due, .. } => vec![("amount", Value::Amount(*due))],
        Settlement::NothingDue { .. } => Vec::new(),
    }
}

//! هزینه: what the receipt of a payment shows.

use super::fields::PAST_DAY;
use super::{Answers, BoundForm, Field, Finding, FormContext, Kind, Need, PLAIN, Pick, Spec, list_of};
use crate::domain::Choice;
use crate::domain::bank::{is_bill_pair, is_card_number, is_sheba};
use crate::domain::date::JalaliDate;
use crate::domain::fees::{Payment, PaymentMethod};
use crate::domain::flaw::{FieldError, FieldWarning};
use crate::domain::money::Rial;

static METHOD: super::ChoiceList = list_of::<PaymentMethod>();

/// Holds the tracking code of the case whose fee a draft is about.
pub const FEE_OF: &str = "fee-of";

pub static FEE: Spec = Spec { id: "fee", fields: &FIELDS, across };

/// A number on a receipt; its length differs from bank to bank.
const REFERENCE: Field = Field {
    kind: Kind::Code,
    need: |_, _| Need::Optional,
    max: 30,
    check: |text, _| reference(text).map(|()| None),
    ..PLAIN
};

static FIELDS: [Field; 7] = [
    Field {
        id: "payment-method",
        kind: Kind::Choice(&METHOD),
        section: Some("payment"),
        propose: |_, _| Some(PaymentMethod::Gateway.id().into()),
        ..PLAIN
    },
    Field {
        id: "bank",
        kind: Kind::Pick(Pick::Bank),
        max: 40,
        propose: |_, world| world.bank.map(str::to_owned),
        ..PLAIN
    },
    Field { id: "order-code", ..REFERENCE },
    Field { id: "trace-number", ..REFERENCE },
    Field {
        id: "reference-number",
        // Twelve digits is what card networks use; no Iranian source says so.
        check: |text, _| reference(text).map(|()| (text.len() != 12).then_some(FieldWarning::ReferenceLength)),
        ..REFERENCE
    },
    Field { id: "paid-on", ..PAST_DAY },
    Field {
        id: "amount",
        kind: Kind::Amount,
        max: 15,
        check: |text, world| {
            let amount = Rial::parse(text)?;
            Ok(world.due.filter(|due| amount.looks_like_toman(*due)).map(|_| FieldWarning::TomanMeant))
        },
        ..PLAIN
    },
];

const REFERENCES: [&str; 3] = ["order-code", "trace-number", "reference-number"];

/// A number of the receipt, and not the card or the account it was paid from: these are not kept.
fn reference(text: &str) -> Result<(), FieldError> {
    let upper = text.to_ascii_uppercase();
    match text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        false => Err(FieldError::CodeShape),
        true if is_card_number(&upper) => Err(FieldError::CardNumber),
        true if is_sheba(&upper) => Err(FieldError::AccountNumber),
        true => Ok(()),
    }
}

/// Without a number the payment could be used for a second case, and nobody would see it;
/// and the ids of a bill are the same for everyone who pays it.
fn across(draft: &Answers, _: &FormContext) -> Vec<Finding> {
    let given: Vec<(&'static str, &str)> =
        REFERENCES.map(|id| (id, draft.get(id))).into_iter().filter(|(_, number)| !number.is_empty()).collect();
    if given.is_empty() {
        return vec![Finding::flaw("order-code", FieldError::NoReference)];
    }
    let pairs = given.iter().flat_map(|bill| given.iter().map(move |payment| (bill, payment)));
    let found = pairs.filter(|(bill, payment)| bill.0 != payment.0 && is_bill_pair(bill.1, payment.1));
    found.map(|(_, payment)| Finding::caution(payment.0, FieldWarning::BillPair)).collect()
}

/// The payment, or every fault at once.
pub fn parse(form: &BoundForm) -> Result<Payment, Vec<Finding>> {
    form.validate()?;
    let text = |id: &str| form.given(id).map(|text| text.to_uppercase());
    let required = |id: &'static str| move || vec![Finding::flaw(id, FieldError::Required)];
    Ok(Payment {
        method: form.choice("payment-method").ok_or_else(required("payment-method"))?,
        bank: form.get("bank").to_owned(),
        order_code: text("order-code"),
        trace_number: text("trace-number"),
        reference_number: text("reference-number"),
        paid_on: JalaliDate::parse(form.get("paid-on")).map_err(|_| required("paid-on")())?,
        amount: Rial::parse(form.get("amount")).map_err(|_| required("amount")())?,
    })
}

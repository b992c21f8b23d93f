//! هزینه: which tariff row applies, and what a payment must show.

use super::certificate::{FieldCluster, RequestKind};
use super::choices;
use super::date::JalaliDate;
use super::money::Rial;

/// One row of `tariff.toml`. Without an amount, no fee is stated for these cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TariffRow {
    pub id: String,
    pub request: RequestKind,
    pub clusters: Vec<FieldCluster>,
    pub amount: Option<Rial>,
    /// The first day on which it holds.
    pub from: JalaliDate,
    /// The lines of the form, or "office".
    pub source: String,
    /// Why it is so.
    pub note: TariffNote,
}

choices! {
    TariffNote, "tariff-note", {
        /// The form's heading and its row say different things.
        FormContradiction = "form-contradiction",
        /// The form's fee is for replacement only.
        ReplacementOnly = "replacement-only",
        /// Set by the office.
        Office = "office",
    }
}

/// The row that holds for this request on this day: the latest that has begun.
pub fn tariff_row(
    rows: &[TariffRow],
    request: RequestKind,
    cluster: FieldCluster,
    day: JalaliDate,
) -> Option<&TariffRow> {
    rows.iter()
        .filter(|row| row.request == request && row.clusters.contains(&cluster) && row.from <= day)
        .max_by_key(|row| row.from)
}

choices! {
    PaymentMethod, "payment-method", {
        Gateway = "gateway", CardTerminal = "card-terminal", BankDeposit = "bank-deposit",
    }
}

choices! {
    /// What a bank calls the number on its receipt.
    ReferenceKind, "reference-kind", { Order = "order", Trace = "trace", Reference = "reference" }
}

/// A payment made elsewhere, as its receipt shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    pub method: PaymentMethod,
    pub bank: String,
    pub order_code: Option<String>,
    pub trace_number: Option<String>,
    pub reference_number: Option<String>,
    pub paid_on: JalaliDate,
    pub amount: Rial,
}

impl Payment {
    /// The numbers on the receipt, each with its kind.
    pub fn references(&self) -> impl Iterator<Item = (ReferenceKind, &str)> {
        [
            (ReferenceKind::Order, &self.order_code),
            (ReferenceKind::Trace, &self.trace_number),
            (ReferenceKind::Reference, &self.reference_number),
        ]
        .into_iter()
        .filter_map(|(kind, number)| Some((kind, number.as_deref()?)))
    }
}

/// How the fee of a case was settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    Paid {
        due: Rial,
        payment: Payment,
        tariff: String,
    },
    /// The tariff states no fee for this request.
    NothingDue {
        tariff: String,
    },
    /// A supervisor let it go.
    Waived {
        due: Rial,
        tariff: String,
    },
}

impl Settlement {
    /// What was paid.
    pub fn amount(&self) -> Rial {
        match self {
            Settlement::Paid { payment, .. } => payment.amount,
            Settlement::NothingDue { .. } | Settlement::Waived { .. } => Rial::new(0),
        }
    }
}

//! What a day came to: the figures alone; [`super::day`] adds them up.

use super::fees::PaymentMethod;
use super::money::Rial;

/// What one operator confirmed by one method; without a method, that nothing was due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Takings {
    pub operator: String,
    pub method: Option<PaymentMethod>,
    pub count: u32,
    pub amount: Rial,
}

/// What a day came to, as its events have it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Cases that were opened.
    pub opened: u32,
    /// Cases whose papers were all in order.
    pub complete: u32,
    pub withdrawn: u32,
    pub approved: u32,
    pub delivered: u32,
    /// Confirmations that were taken back, and what they came to.
    pub cancelled: u32,
    pub cancelled_amount: Rial,
    pub refunded: Rial,
    /// Fees that a supervisor let go; of a day that was closed before they were kept with it, none.
    pub waived: u32,
    pub waived_amount: Rial,
    /// By operator, then by method.
    pub takings: Vec<Takings>,
}

impl Totals {
    /// All that was confirmed.
    pub fn amount(&self) -> Rial {
        Rial::new(self.takings.iter().map(|takings| takings.amount.amount()).sum())
    }

    /// The figures that are kept with a day that was closed.
    pub fn kept(&self) -> Totals {
        Totals { waived: 0, waived_amount: Rial::default(), ..self.clone() }
    }
}

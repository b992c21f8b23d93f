//! روز کاری: opened by someone who says which day it is, closed with what it came to.

use std::collections::BTreeMap;

use super::date::JalaliDate;
use super::event::{Event, Sealed};
use super::fees::{PaymentMethod, Settlement};
use super::money::Rial;

/// A day on which the desk works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkDay {
    pub day: JalaliDate,
    /// The number of the event that opened it.
    pub since: u64,
    /// The drawer as it was counted first and last.
    pub first: Till,
    pub last: Till,
}

/// What was counted in the drawer, where there is one: the office's cash, numbered slips.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Till {
    pub cash: Option<Rial>,
    pub slips: Option<u32>,
}

/// The day that is open after one more event of the desk.
pub fn fold(open: Option<WorkDay>, sealed: &Sealed) -> Option<WorkDay> {
    match &sealed.event {
        Event::DayOpened { day } => {
            let (first, last) = (Till::default(), Till::default());
            Some(WorkDay { day: *day, since: sealed.envelope.number, first, last })
        }
        Event::TillCounted { cash, slips } => open.map(|open| {
            let last = Till { cash: cash.or(open.last.cash), slips: slips.or(open.last.slips) };
            let first = Till { cash: open.first.cash.or(*cash), slips: open.first.slips.or(*slips) };
            WorkDay { first, last, ..open }
        }),
        Event::DayClosed { .. } => None,
        _ => open,
    }
}

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
    /// Adds the events up; they must come in the order of their numbers.
    pub fn of<'a>(events: impl Iterator<Item = &'a Sealed>) -> Totals {
        let mut totals = Totals::default();
        let mut first: Option<(&Sealed, u64)> = None;
        let mut takings: BTreeMap<(String, Option<PaymentMethod>), (u32, u64)> = BTreeMap::new();
        for sealed in events {
            // The first event of the act to which this one belongs, and the number of the last.
            let (of_act, last) = first.filter(|(first, last)| is_one_act(first, *last, sealed)).unwrap_or((sealed, 0));
            first = Some((of_act, sealed.envelope.number.max(last)));
            // A confirmation that only goes on to hold after a correction belongs to the act that closed the
            // papers, and is no second payment.
            let repeated = matches!(of_act.event, Event::DocumentsClosed { .. });
            match &sealed.event {
                Event::Opened { .. } => totals.opened += 1,
                Event::DocumentsClosed { outcome: super::event::DocumentsOutcome::Complete } => totals.complete += 1,
                Event::Withdrawn { .. } => totals.withdrawn += 1,
                Event::Approved => totals.approved += 1,
                Event::Delivered { .. } => totals.delivered += 1,
                Event::FeeCancelled { amount, .. } => {
                    totals.cancelled += 1;
                    totals.cancelled_amount = totals.cancelled_amount.plus(*amount);
                }
                Event::Refunded { amount, .. } => totals.refunded = totals.refunded.plus(*amount),
                Event::FeeSettled { settlement: Settlement::Waived { due, .. } } if !repeated => {
                    totals.waived += 1;
                    totals.waived_amount = totals.waived_amount.plus(*due);
                }
                Event::FeeSettled { settlement } if !repeated => {
                    let (method, amount) = match settlement {
                        Settlement::Paid { payment, .. } => (Some(payment.method), payment.amount.amount()),
                        _ => (None, 0),
                    };
                    let of = takings.entry((sealed.envelope.signed_in().to_owned(), method)).or_default();
                    *of = (of.0 + 1, of.1 + amount);
                }
                _ => {}
            }
        }
        totals.takings = takings
            .into_iter()
            .map(|((operator, method), (count, amount))| Takings { operator, method, count, amount: Rial::new(amount) })
            .collect();
        totals
    }

    /// All that was confirmed.
    pub fn amount(&self) -> Rial {
        Rial::new(self.takings.iter().map(|takings| takings.amount.amount()).sum())
    }
}

/// Whether an event goes on with the act that began with `first` and has come to the number `last`.
fn is_one_act(first: &Sealed, last: u64, next: &Sealed) -> bool {
    let (first, next) = (&first.envelope, &next.envelope);
    (first.lineage, first.case, first.moment, last + 1) == (next.lineage, next.case, next.moment, next.number)
}

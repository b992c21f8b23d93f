//! روز کاری: opened by someone who says which day it is, closed with what it came to.

use std::collections::BTreeMap;

use super::date::JalaliDate;
use super::event::{CaseId, DocumentsOutcome, Envelope, Event, Moment};
use super::fees::{PaymentMethod, Settlement};
use super::lineage::Lineage;
use super::money::Rial;
use super::own::Own;
use super::refusal::Refusal;
use super::totals::{Takings, Totals};

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

impl WorkDay {
    /// Whether this day may be opened, where `open` still is.
    ///
    /// # Errors
    /// [`Refusal::OtherDay`] where the clock says another, [`Refusal::DayLeftOpen`].
    pub fn may_open(day: JalaliDate, today: JalaliDate, open: Option<&WorkDay>) -> Result<(), Refusal> {
        if day != today {
            return Err(Refusal::OtherDay { today });
        }
        open.map_or(Ok(()), |open| Err(Refusal::DayLeftOpen { day: open.day }))
    }
}

/// The day that is open after one more event of the desk.
#[expect(clippy::wildcard_enum_match_arm, reason = "a day is opened, counted and closed by nothing else")]
pub fn fold(open: Option<WorkDay>, own: &Own) -> Option<WorkDay> {
    match &own.event {
        Event::DayOpened { day } => {
            let (first, last) = (Till::default(), Till::default());
            Some(WorkDay { day: *day, since: own.envelope.number, first, last })
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

/// The act that the events of a journal are going through: one version of one case, one moment, numbers without a gap.
#[derive(Debug, Clone, Copy)]
struct OneAct {
    lineage: Lineage,
    case: Option<CaseId>,
    version: u32,
    moment: Moment,
    last: u64,
}

impl OneAct {
    fn of(first: &Envelope) -> OneAct {
        OneAct {
            lineage: first.lineage,
            case: first.case,
            version: first.case_version,
            moment: first.moment,
            last: first.number,
        }
    }

    /// Takes the next event in, if it belongs to the act.
    fn goes_on_with(&mut self, next: &Envelope) -> bool {
        let belongs = (self.lineage, self.case, self.version, self.moment, self.last + 1)
            == (next.lineage, next.case, next.case_version, next.moment, next.number);
        self.last += u64::from(belongs);
        belongs
    }
}

/// Adds up what a day comes to, event by event in the order of their numbers.
#[derive(Debug, Default)]
pub struct Tally {
    totals: Totals,
    takings: BTreeMap<(String, Option<PaymentMethod>), (u32, u64)>,
    /// The act to which the last event belonged, and whether it began with the papers being closed.
    act: Option<(OneAct, bool)>,
}

impl Tally {
    pub fn add(&mut self, own: &Own) {
        let goes_on = self.act.as_mut().is_some_and(|(act, _)| act.goes_on_with(&own.envelope));
        if !goes_on {
            let closes_papers = matches!(own.event, Event::DocumentsClosed { .. });
            self.act = Some((OneAct::of(&own.envelope), closes_papers));
        }
        let Event::FeeSettled { settlement } = &own.event else { return self.counted(&own.event) };
        // A confirmation that only goes on to hold after a correction belongs to the act that closed the
        // papers, and is no second payment.
        if !self.act.is_some_and(|(_, closes_papers)| closes_papers) {
            self.settled(settlement, own.envelope.signed_in());
        }
    }

    fn settled(&mut self, settlement: &Settlement, operator: &str) {
        let (method, amount) = match settlement {
            Settlement::Waived { due, .. } => {
                self.totals.waived += 1;
                self.totals.waived_amount = self.totals.waived_amount.plus(*due);
                return;
            }
            Settlement::Paid { payment, .. } => (Some(payment.method), payment.amount.amount()),
            Settlement::NothingDue { .. } => (None, 0),
        };
        let of = self.takings.entry((operator.to_owned(), method)).or_default();
        *of = (of.0 + 1, of.1 + amount);
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the slip of a day has these figures and no others")]
    fn counted(&mut self, event: &Event) {
        let totals = &mut self.totals;
        match event {
            Event::Opened { .. } => totals.opened += 1,
            Event::DocumentsClosed { outcome: DocumentsOutcome::Complete } => totals.complete += 1,
            Event::Withdrawn { .. } => totals.withdrawn += 1,
            Event::Approved => totals.approved += 1,
            Event::Delivered { .. } => totals.delivered += 1,
            Event::FeeCancelled { amount, .. } => {
                totals.cancelled += 1;
                totals.cancelled_amount = totals.cancelled_amount.plus(*amount);
            }
            Event::Refunded { amount, .. } => totals.refunded = totals.refunded.plus(*amount),
            _ => {}
        }
    }

    pub fn totals(&self) -> Totals {
        let takings = self.takings.iter().map(|((operator, method), (count, amount))| Takings {
            operator: operator.clone(),
            method: *method,
            count: *count,
            amount: Rial::new(*amount),
        });
        Totals { takings: takings.collect(), ..self.totals.clone() }
    }
}

impl Totals {
    /// Adds the events up; they must come in the order of their numbers.
    pub fn of<'a>(events: impl Iterator<Item = &'a Own>) -> Totals {
        let mut tally = Tally::default();
        events.for_each(|own| tally.add(own));
        tally.totals()
    }
}

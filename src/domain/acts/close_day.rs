//! A day of work is closed with what it came to.

use super::context::ActContext;
use super::decision::Decision;
use crate::domain::date::JalaliDate;
use crate::domain::day::Till;
use crate::domain::event::Event;
use crate::domain::question::Question;
use crate::domain::refusal::Refusal;
use crate::domain::told::{Told, Value};
use crate::domain::totals::Totals;

/// An act of the desk and of no case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseDay {
    pub day: JalaliDate,
    pub totals: Totals,
    /// The drawer, where it was counted.
    pub till: Till,
    /// So many blank certificates were counted.
    pub blanks: Option<usize>,
}

impl CloseDay {
    /// What it leads to where so many blanks should be there.
    ///
    /// # Errors
    /// [`Refusal::Asks`] where the blanks are not as many.
    pub fn decide(&self, on_hand: usize, cx: &ActContext) -> Result<Decision, Refusal> {
        let mut decision = Decision::default();
        if on_hand > 0 && self.blanks != Some(on_hand) {
            decision.ask(Question::StockDiffers, None, cx)?;
        }
        let Till { cash, slips } = self.till;
        let counted = (self.till != Till::default()).then_some(Event::TillCounted { cash, slips });
        let closed = Event::DayClosed { day: self.day, totals: self.totals.clone() };
        Ok(decision.and(counted).and([closed]))
    }
}

pub(super) fn told(day: JalaliDate, totals: &Totals) -> Told<'_> {
    vec![("day", Value::Day(day)), ("amount", Value::Amount(totals.amount()))]
}

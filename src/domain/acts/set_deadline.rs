//! Until when what is missing is waited for.

use super::context::ActContext;
use super::decision::Decision;
use super::kind::ActKind;
use super::verb::{DESK, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::date::JalaliDate;
use crate::domain::event::Event;
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Stage;
use crate::domain::told::{Told, Value};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetDeadline {
    pub until: JalaliDate,
}

impl Verb for SetDeadline {
    const RULE: Rule = rule(ActKind::SetDeadline, &[Stage::Deficient], DESK);

    fn decide(&self, _: &Case, _: &Rulebook, cx: &ActContext) -> Result<Decision, Refusal> {
        if self.until < cx.day {
            return Err(Refusal::OtherDay { today: cx.day });
        }
        Ok([Event::DeadlineSet { until: self.until }].into())
    }

    fn led_to(events: &[Event], _: &Case) -> Option<SetDeadline> {
        let [Event::DeadlineSet { until }, ..] = events else { return None };
        Some(SetDeadline { until: *until })
    }
}

pub(super) fn set(case: &mut Case, until: JalaliDate) {
    case.deadline = Some(until);
}

pub(super) fn told(until: JalaliDate) -> Told<'static> {
    vec![("day", Value::Date(until))]
}

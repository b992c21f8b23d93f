//! Two cases that look alike are held side by side, and somebody decides.

use super::context::{ActContext, Records};
use super::decision::{Decision, given};
use super::kind::ActKind;
use super::verb::{ANYBODY, BEFORE_PRODUCTION, Rule, Verb, rule};
use crate::domain::case::Case;
use crate::domain::duplicate::DuplicateDecision;
use crate::domain::event::Event;
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::told::{Told, Value};
use crate::domain::tracking::TrackingCode;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgeDuplicate {
    pub other: TrackingCode,
    pub decision: DuplicateDecision,
    pub reason: String,
}

impl Verb for JudgeDuplicate {
    const RULE: Rule = rule(ActKind::JudgeDuplicate, BEFORE_PRODUCTION, ANYBODY);

    /// Two requests go on side by side; of one that was made twice, this one ends.
    fn decide(&self, _: &Case, _: &Rulebook, cx: &ActContext) -> Result<Decision, Refusal> {
        if !cx.related {
            return Err(Refusal::NotRelated);
        }
        let reason = given(&self.reason)?;
        let judged =
            Event::DuplicateJudged { other: self.other.clone(), decision: self.decision, reason: reason.clone() };
        let withdrawn = (self.decision == DuplicateDecision::Same).then_some(Event::Withdrawn { reason });
        Ok(Decision::from([judged]).and(withdrawn))
    }

    fn look_up<R: Records>(&self, case: &Case, records: &R, cx: &mut ActContext) -> Result<(), R::Error> {
        cx.related = records.is_related(case, &self.other)?;
        Ok(())
    }

    fn led_to(events: &[Event], _: &Case) -> Option<JudgeDuplicate> {
        let [Event::DuplicateJudged { other, decision, reason }, ..] = events else { return None };
        Some(JudgeDuplicate { other: other.clone(), decision: *decision, reason: reason.clone() })
    }
}

pub(super) fn judged(case: &mut Case, other: &TrackingCode, decision: DuplicateDecision) {
    case.duplicates.retain(|(known, _)| known != other);
    case.duplicates.push((other.clone(), decision));
}

pub(super) fn told<'a>(other: &'a TrackingCode, reason: &'a str) -> Told<'a> {
    vec![("other", Value::Tracking(other)), ("reason", Value::Text(reason))]
}

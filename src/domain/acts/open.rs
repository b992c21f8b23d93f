//! تشکیل پرونده: a request is taken in.

use super::context::{ActContext, Records};
use super::decision::{Decision, given};
use super::kind::ActKind;
use super::verb::{DESK, Rule, rule};
use crate::domain::case::Case;
use crate::domain::duplicate::DuplicateDecision;
use crate::domain::event::{Envelope, Event};
use crate::domain::person::PersonId;
use crate::domain::question::Question;
use crate::domain::refusal::Refusal;
use crate::domain::told::{Told, Value};
use crate::domain::tracking::TrackingCode;
use crate::domain::visit::Intake;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    pub tracking: TrackingCode,
    pub intake: Box<Intake>,
}

impl Open {
    /// There is no case yet.
    pub const RULE: Rule = rule(ActKind::Open, &[], DESK);

    pub(super) fn decide(&self, cx: &ActContext) -> Result<Decision, Refusal> {
        let opened = Event::Opened { tracking: self.tracking.clone(), intake: self.intake.clone() };
        let mut decision = taken_in(opened, &self.intake, cx)?;
        if cx.unread_cases > 0 {
            decision.ask(Question::UnreadCases, None, cx)?;
        }
        Ok(decision)
    }

    pub(super) fn look_up<R: Records>(&self, records: &R, cx: &mut ActContext) -> Result<(), R::Error> {
        cx.same_certificate = records.open_case_on(&self.intake.certificate.number, None)?;
        cx.unread_cases = records.unread_cases()?;
        Ok(())
    }

    pub(super) fn led_to(events: &[Event]) -> Option<Open> {
        let [Event::Opened { tracking, intake }, ..] = events else { return None };
        Some(Open { tracking: tracking.clone(), intake: intake.clone() })
    }
}

/// What takes an intake in, with what somebody wrote of another open case on the same certificate, if there is one.
pub(super) fn taken_in(event: Event, intake: &Intake, cx: &ActContext) -> Result<Decision, Refusal> {
    let mut decision = Decision::from([event]);
    if let PersonId::National(id) = &intake.applicant.id
        && id.is_repeated()
    {
        decision.ask(Question::NationalIdRepeated, None, cx)?;
    }
    let Some(other) = &cx.same_certificate else { return Ok(decision) };
    decision.ask(Question::CertificateHasOpenCase, Some(other), cx)?;
    let reason = given(&cx.decision)?;
    Ok(decision.and([Event::DuplicateJudged { other: other.clone(), decision: DuplicateDecision::Distinct, reason }]))
}

/// The case itself is made by the fold.
pub(super) fn opened(case: &mut Case, by: &Envelope) {
    case.handled(by);
}

pub(super) fn told(tracking: &TrackingCode) -> Told<'_> {
    vec![("tracking", Value::Tracking(tracking))]
}

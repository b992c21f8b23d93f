//! What the rules make of an act.

use super::context::ActContext;
use crate::domain::case::Case;
use crate::domain::event::{Envelope, Event};
use crate::domain::question::Question;
use crate::domain::refusal::Refusal;
use crate::domain::told::{Told, Value};
use crate::domain::tracking::TrackingCode;

/// What an act leads to, and the questions that were answered with yes on the way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decision {
    pub events: Vec<Event>,
    pub overrides: Vec<Question>,
}

impl Decision {
    /// Asks a question: goes on if it was answered with yes by somebody who may.
    ///
    /// # Errors
    /// [`Refusal::Asks`]
    pub(super) fn ask(
        &mut self,
        question: Question,
        other: Option<&TrackingCode>,
        cx: &ActContext,
    ) -> Result<(), Refusal> {
        if !cx.agreed.contains(&question) || (question.needs_supervisor() && cx.approver.is_none()) {
            return Err(Refusal::Asks { question, other: other.cloned() });
        }
        self.overrides.push(question);
        Ok(())
    }

    /// With these events behind those that are there.
    pub(super) fn and(mut self, events: impl IntoIterator<Item = Event>) -> Decision {
        self.events.extend(events);
        self
    }

    /// The events that are kept: those of the act, then a supervisor's word on every question that took one.
    pub fn into_events(self, reason: &str) -> Vec<Event> {
        let signed = self.overrides.into_iter().filter(|question| question.needs_supervisor());
        let overrides = signed.map(|question| Event::OverrideUsed { question, reason: reason.to_owned() });
        self.events.into_iter().chain(overrides).collect()
    }
}

impl<const N: usize> From<[Event; N]> for Decision {
    fn from(events: [Event; N]) -> Decision {
        Decision { events: events.into(), overrides: Vec::new() }
    }
}

/// The reason somebody wrote.
///
/// # Errors
/// [`Refusal::ReasonMissing`] of an empty one.
pub(super) fn given(reason: &str) -> Result<String, Refusal> {
    if reason.is_empty() { Err(Refusal::ReasonMissing) } else { Ok(reason.to_owned()) }
}

/// What a supervisor's word does to a case.
pub(super) fn overridden(case: &mut Case, question: Question, by: &Envelope) {
    case.overrides.push(question);
    if question == Question::RegistryMismatch {
        case.inquiries.iter_mut().for_each(|inquiry| inquiry.lifted |= inquiry.disagrees());
    }
    if question == Question::FourEyes {
        case.four_eyes_override = by.operator.iter().chain(&by.approver).cloned().collect();
    }
}

pub(super) fn override_told(question: Question, reason: &str) -> Told<'_> {
    vec![("question", Value::Question(question)), ("reason", Value::Text(reason))]
}

//! What takes two supervisors, where there are two.

use super::context::ActContext;
use super::decision::Decision;
use crate::domain::operator::Role;
use crate::domain::question::Question;
use crate::domain::refusal::Refusal;

/// Begins a decision that a supervisor makes with another one, of whom there are so many. Where there is none, one
/// alone has to do, and the inspector is shown it all the same.
pub(super) fn second(question: Question, others: usize, cx: &ActContext) -> Result<Decision, Refusal> {
    if cx.role != Role::Supervisor {
        return Err(Refusal::NotASupervisor);
    }
    let mut decision = Decision::default();
    if cx.approver.as_ref().is_some_and(|approver| approver.is(&cx.operator)) {
        return Err(Refusal::SamePerson);
    }
    if others > 0 {
        decision.ask(question, None, cx)?;
    }
    Ok(decision)
}

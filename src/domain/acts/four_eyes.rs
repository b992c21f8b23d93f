//! چهار چشم: nobody decides for the centre on their own work.

use super::context::ActContext;
use super::decision::Decision;
use crate::domain::case::Case;
use crate::domain::question::Question;
use crate::domain::refusal::Refusal;

/// Whoever took the case in, saw its papers or confirmed its fee does not decide on it. Where there is
/// nobody else, a second person stands behind it, and it is listed.
pub(super) fn four_eyes(case: &Case, cx: &ActContext) -> Result<Decision, Refusal> {
    let mut decision = Decision::default();
    if !case.involves(&cx.operator) {
        return Ok(decision);
    }
    if cx.approver.as_ref().is_some_and(|approver| approver.is(&cx.operator)) {
        return Err(Refusal::SamePerson);
    }
    decision.ask(Question::FourEyes, None, cx)?;
    Ok(decision)
}

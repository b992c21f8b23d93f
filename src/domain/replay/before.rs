//! What programs before 0.2.0 were not asked: their acts are held against the rules that they knew.
//!
//! They took a suspicion for lifted when the paper was looked at again, the last answer of the registry for the only
//! one, a receipt for another when anything on it was; a correction let nothing fall, and one supervisor ordered an
//! erasure. What is later than the first event of a newer program is judged by the rules as they are.

use crate::domain::case::Case;
use crate::domain::documents::VerdictKind;
use crate::domain::event::{Envelope, Event};
use crate::domain::lineage::{PersonRef, ProgramVersion};
use crate::domain::question::Question;
use crate::domain::stage::Stage;

/// The first program that kept doubts.
const KEEPS_DOUBTS: ProgramVersion = ProgramVersion(0, 2, 0);

/// Whether it was written by a program from before.
pub(super) fn is_from_before(envelope: &Envelope) -> bool {
    envelope.program.is_none_or(|program| program < KEEPS_DOUBTS)
}

/// The case as such a program knew it.
pub(super) fn as_then(case: &Case) -> Case {
    let mut then = case.clone();
    then.acted.clear();
    then.recast = false;
    // Only where a case had been referred was a suspicion more than what was said last.
    then.marks.retain(|paper, mark| {
        let said_last = then.verdicts.get(paper).is_some_and(|verdict| verdict.kind == mark.kind);
        case.stage == Stage::Referred && said_last && mark.kind == VerdictKind::SuspectedForged
    });
    then.inquiries = case.inquiries.last().cloned().into_iter().collect();
    for inquiry in &mut then.inquiries {
        (inquiry.asked_by, inquiry.answered_by) = (None, None);
    }
    then
}

/// What such a program was not asked, which counts as answered and signed for.
pub(super) const NOT_ASKED: [Question; 2] = [Question::Recast, Question::ErasureSigned];

/// Who is taken to have signed for it: somebody who is nobody's hand.
pub(super) fn nobody() -> PersonRef {
    PersonRef { site: String::new(), sign_in: String::new(), person: None }
}

/// The event as such a program wrote it; none where it wrote nothing.
pub(super) fn written_then(mut event: Event) -> Option<Event> {
    if let Event::Corrected { before, lapse, .. } = &mut event {
        (*before, *lapse) = (None, None);
    }
    if let Event::ErasureOrdered { left, .. } = &mut event {
        *left = None;
    }
    let asked = |event: &Event| {
        let Event::OverrideUsed { question, .. } = event else { return true };
        !NOT_ASKED.contains(question)
    };
    Some(event).filter(asked)
}

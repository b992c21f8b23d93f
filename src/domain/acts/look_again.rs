//! What one office decided on its own work is looked at by somebody else.

use super::context::ActContext;
use super::decision::{Decision, given};
use super::kind::ActKind;
use super::verb::{CENTRE, Rule, Verb, rule};
use crate::domain::Choice;
use crate::domain::case::Case;
use crate::domain::date::JalaliDate;
use crate::domain::event::Event;
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Stage;
use crate::domain::told::{Told, Value};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookAgain {
    pub note: String,
}

impl Verb for LookAgain {
    /// Whatever became of the case since.
    const RULE: Rule = rule(ActKind::LookAgain, Stage::ALL, CENTRE);

    /// By neither of the two who decided, and nobody through whose hands it went.
    fn decide(&self, case: &Case, _: &Rulebook, cx: &ActContext) -> Result<Decision, Refusal> {
        if case.four_eyes_override.is_empty() {
            return Err(Refusal::NoSecondLook);
        }
        if case.four_eyes_override.iter().any(|by| by.is(&cx.operator)) || case.involves(&cx.operator) {
            return Err(Refusal::SamePerson);
        }
        Ok([Event::LookedAgain { note: given(&self.note)? }].into())
    }

    fn has_use(case: &Case, _: &Rulebook, _: JalaliDate) -> bool {
        !case.four_eyes_override.is_empty()
    }

    fn led_to(events: &[Event], _: &Case) -> Option<LookAgain> {
        let [Event::LookedAgain { note }, ..] = events else { return None };
        Some(LookAgain { note: note.clone() })
    }
}

pub(super) fn looked(case: &mut Case) {
    case.four_eyes_override.clear();
}

pub(super) fn told(note: &str) -> Told<'_> {
    vec![("note", Value::Text(note))]
}

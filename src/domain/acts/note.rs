//! A note on a case, for whoever works on it next.

use super::context::ActContext;
use super::decision::{Decision, given};
use super::kind::ActKind;
use super::verb::{ANYBODY, Rule, Verb, rule};
use crate::domain::Choice;
use crate::domain::case::Case;
use crate::domain::event::Event;
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Stage;
use crate::domain::told::{Told, Value};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub text: String,
}

impl Verb for Note {
    /// Whatever became of the case.
    const RULE: Rule = rule(ActKind::Note, Stage::ALL, ANYBODY);

    fn decide(&self, _: &Case, _: &Rulebook, _: &ActContext) -> Result<Decision, Refusal> {
        Ok([Event::NoteAdded { text: given(&self.text)? }].into())
    }

    fn led_to(events: &[Event], _: &Case) -> Option<Note> {
        let [Event::NoteAdded { text }, ..] = events else { return None };
        Some(Note { text: text.clone() })
    }
}

pub(super) fn told(text: &str) -> Told<'_> {
    vec![("note", Value::Text(text))]
}

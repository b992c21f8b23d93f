//! The office's files become the rules in force, from a day on.

use super::context::ActContext;
use super::decision::Decision;
use super::second::second;
use crate::domain::date::JalaliDate;
use crate::domain::event::Event;
use crate::domain::question::Question;
use crate::domain::refusal::Refusal;
use crate::domain::rule_file::RuleFile;
use crate::domain::told::{Told, Value};

/// An act of the desk and of no case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdoptRules {
    pub digest: [u8; 32],
    /// Those in whose place they come, and whether these were adopted too.
    pub before: [u8; 32],
    pub on_record: bool,
    pub files: Vec<RuleFile>,
    pub effective: JalaliDate,
}

impl AdoptRules {
    /// What it leads to where so many other supervisors may work: one of them signs too.
    ///
    /// # Errors
    /// [`Refusal::NotASupervisor`], [`Refusal::SamePerson`], [`Refusal::NothingChanged`], [`Refusal::OtherDay`] of
    /// rules that would have been in force already, [`Refusal::Asks`] where another has to sign.
    pub fn decide(&self, others: usize, cx: &ActContext) -> Result<Decision, Refusal> {
        let decision = second(Question::NewRules, others, cx)?;
        if self.effective < cx.day {
            return Err(Refusal::OtherDay { today: cx.day });
        }
        if self.on_record && self.digest == self.before {
            return Err(Refusal::NothingChanged);
        }
        let AdoptRules { digest, before, files, effective, .. } = self.clone();
        Ok(decision.and([Event::RulesAdopted { digest, before: Some(before), files, effective }]))
    }
}

pub(super) fn told<'a>(digest: &'a [u8; 32], effective: JalaliDate) -> Told<'a> {
    vec![("rules", Value::Key(digest)), ("day", Value::Day(effective))]
}

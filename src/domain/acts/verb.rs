//! What every act says of itself, and the words its rule is written in.

use super::context::{ActContext, Records};
use super::decision::Decision;
use super::kind::ActKind;
use crate::domain::case::Case;
use crate::domain::date::JalaliDate;
use crate::domain::event::Event;
use crate::domain::operator::Role;
use crate::domain::refusal::Refusal;
use crate::domain::rulebook::Rulebook;
use crate::domain::stage::Stage;

/// When an act has a place, and who does it: at these stages, by these people.
#[derive(Debug)]
pub struct Rule {
    pub act: ActKind,
    pub stages: &'static [Stage],
    pub roles: &'static [Role],
}

pub(super) const fn rule(act: ActKind, stages: &'static [Stage], roles: &'static [Role]) -> Rule {
    Rule { act, stages, roles }
}

/// At the counter.
pub(super) const DESK: &[Role] = &[Role::Clerk, Role::Supervisor];
/// In the centre.
pub(super) const CENTRE: &[Role] = &[Role::Reviewer, Role::Supervisor];
pub(super) const HEAD: &[Role] = &[Role::Supervisor];
/// Everybody who may work on a case.
pub(super) const ANYBODY: &[Role] = &[Role::Clerk, Role::Supervisor, Role::Reviewer];

/// While papers are looked at.
pub(super) const PAPERS: &[Stage] = &[Stage::Documents, Stage::Deficient, Stage::Referred];
pub(super) const BEFORE_PRODUCTION: &[Stage] =
    &[Stage::Documents, Stage::Deficient, Stage::Referred, Stage::Fee, Stage::AwaitingCentre];

/// An act on a case that is there.
pub trait Verb: Sized {
    const RULE: Rule;

    /// What it leads to at a stage where it has a place, done by somebody whose role has it.
    ///
    /// # Errors
    /// Why the rules say no, or what they ask first.
    fn decide(&self, case: &Case, rules: &Rulebook, cx: &ActContext) -> Result<Decision, Refusal>;

    /// Puts into `cx` what the desk's records show of it.
    ///
    /// # Errors
    /// Those of the records.
    fn look_up<R: Records>(&self, _case: &Case, _records: &R, _cx: &mut ActContext) -> Result<(), R::Error> {
        Ok(())
    }

    /// Whether it has anything to do in this case, where it has a place at all.
    fn has_use(_case: &Case, _rules: &Rulebook, _day: JalaliDate) -> bool {
        true
    }

    /// The act that must have led from this case to these events, if it was one of this kind.
    fn led_to(events: &[Event], case: &Case) -> Option<Self>;
}

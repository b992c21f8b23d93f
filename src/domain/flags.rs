//! What is true of a case beside its stage.

use std::collections::BTreeMap;

use super::account::Account;
use super::backing::decided_among_themselves;
use super::case::Case;
use super::date::JalaliDate;
use super::question::Question;
use super::stage::{Flag, Stage};

/// Everything that is true of a case beside its stage, as of today, where these people work; `rules_since`: since when other rules hold than
/// those of the founding, in milliseconds of the wall clock.
pub fn flags(
    case: &Case,
    today: JalaliDate,
    rules_since: Option<i64>,
    accounts: &BTreeMap<String, Account>,
) -> Vec<Flag> {
    let overdue = case.deadline.is_some_and(|until| until < today && case.stage == Stage::Deficient);
    let began_before = rules_since.is_some_and(|since| case.opened.wall_ms < since);
    let is_reviewed = !matches!(case.stage, Stage::Production | Stage::Delivery | Stage::Uncollected);
    let pending = case.inquiry().is_some_and(|inquiry| inquiry.is_open());
    [
        (Flag::DeficiencyOpen, case.stage == Stage::Deficient),
        (Flag::Overdue, overdue),
        (Flag::InquiryPending, pending && case.stage.is_open()),
        (Flag::PaymentDisputed, case.cancelled.is_some()),
        (Flag::PossibleDuplicate, !case.duplicates.is_empty() && case.stage.is_open()),
        (Flag::OverrideUsed, case.overrides.iter().copied().any(Question::needs_supervisor)),
        (Flag::SecondLookDue, !case.four_eyes_override.is_empty()),
        (Flag::InConflict, !case.conflicts.is_empty()),
        (Flag::ActsMissing, case.waiting > 0),
        (Flag::NewerActs, case.unknown > 0),
        (Flag::RulesChanged, began_before && case.stage.is_open() && is_reviewed),
        (Flag::Recast, case.recast),
        (Flag::Reopened, case.reopened && case.stage.is_open()),
        (Flag::Suspected, case.suspected().next().is_some()),
        (Flag::RefusedPaper, case.refused().next().is_some()),
        (Flag::RegistryDisagrees, case.registry_disagrees()),
        (Flag::AmongThemselves, decided_among_themselves(case, accounts)),
    ]
    .into_iter()
    .filter_map(|(flag, holds)| holds.then_some(flag))
    .collect()
}

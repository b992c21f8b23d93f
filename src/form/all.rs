//! Every form there is: for the tests of words and of the tables.

use super::{Spec, acts, blanks, bring, day, fee, find, inspection, intake, people, setup, sign_in};
use crate::domain::Choice;
use crate::domain::acts::kind::ActKind;

/// Every form, those of acts first; a form that several acts share comes once for each.
pub fn every_form() -> Vec<&'static Spec> {
    let of_acts = ActKind::ALL.iter().filter_map(|act| Some(acts::form(*act)?.spec));
    let others = [
        &intake::INTAKE,
        &fee::FEE,
        &acts::DISTINCT,
        &acts::VERDICT_TEXT,
        &acts::WITHDRAW,
        &setup::SETUP,
        &sign_in::SIGN_IN_FORM,
        &sign_in::APPROVAL,
        &sign_in::RECOVER,
        &people::ENROL,
        &people::SUSPEND,
        &people::RESTORE,
        &people::CHANGE_ROLE,
        &people::CONFIRM,
        &people::RECOVERY,
        &people::RESET,
        &blanks::BLANKS_RECEIVED,
        &blanks::BLANK_SPOILED,
        &blanks::BLANKS_RETURNED,
        &day::CLOSE_DAY,
        &day::COUNT_TILL,
        &day::HAND_OVER,
        &inspection::TRAIL,
        &inspection::HEAD,
        &find::FIND,
        &bring::BRING,
    ];
    of_acts.chain(others).collect()
}

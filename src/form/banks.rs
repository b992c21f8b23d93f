//! Which bank was meant: its id, or its name as people write it.

use crate::domain::flaw::FieldError;
use crate::domain::rulebook::{Bank, Rulebook};
use crate::text::normalize::{canonical, search_key};

/// What stands before or behind the name of a bank and says nothing of which it is.
const AROUND: [&str; 3] = [
    // Bank.
    "بانک",
    // Iran.
    "ایران",
    "bank",
];

/// The bank by its id if it is known, else what was typed.
pub(super) fn cleaned(typed: &str, rules: &Rulebook) -> String {
    let bank = rules.banks.iter().find(|bank| bank.id == typed.trim()).or_else(|| named(typed, rules));
    bank.map_or_else(|| canonical(typed), |bank| bank.id.clone())
}

/// Whether it is the id of a bank.
///
/// # Errors
/// That it is none, with those that are known.
pub(super) fn known(id: &str, rules: &Rulebook) -> Result<(), FieldError> {
    if rules.banks.iter().any(|bank| bank.id == id) {
        return Ok(());
    }
    let ids: Vec<&str> = rules.banks.iter().map(|bank| bank.id.as_str()).collect();
    Err(FieldError::UnknownBank { known: ids.join(", ") })
}

fn named<'a>(typed: &str, rules: &'a Rulebook) -> Option<&'a Bank> {
    let wanted = spelled(typed);
    rules
        .banks
        .iter()
        .find(|bank| [&bank.id, &bank.name, &bank.english].into_iter().any(|name| spelled(name) == wanted))
}

/// A name without what says nothing, as long as anything else is left of it.
fn spelled(name: &str) -> String {
    AROUND.map(search_key).iter().fold(search_key(name), |key, word| {
        let bare = key.strip_prefix(word.as_str()).or_else(|| key.strip_suffix(word.as_str()));
        bare.filter(|rest| !rest.is_empty()).unwrap_or(&key).to_owned()
    })
}

//! Whether two people are called alike: one person is not to stand in the lists as two.

use unicode_security::confusable_detection::skeleton;

use crate::domain::account::Account;
use crate::domain::refusal::Refusal;
use crate::text::normalize::search_key;

/// What names share that a reader takes for one: case, Persian and Arabic letters, dots, dashes and blanks, digits
/// and look-alike letters of other scripts do not tell them apart.
pub(super) fn folded(name: &str) -> String {
    // Once more behind the table: it makes letters of some marks, and capitals of some letters.
    let once: String = skeleton(&search_key(name)).collect();
    let twice: String = skeleton(&search_key(&once)).collect();
    search_key(&twice)
}

/// That nobody among these is called like somebody new with this sign-in name and this name.
pub(super) fn must_be_new(accounts: &[Account], sign_in: &str, name: &str) -> Result<(), Refusal> {
    let new = [folded(sign_in), folded(name)];
    let alike = |account: &&Account| {
        let known = [folded(&account.operator.sign_in), folded(&account.operator.name)];
        new.iter().any(|one| !one.is_empty() && known.contains(one))
    };
    match accounts.iter().find(alike) {
        Some(known) => Err(Refusal::NameKnown { sign_in: known.operator.sign_in.clone() }),
        None => Ok(()),
    }
}

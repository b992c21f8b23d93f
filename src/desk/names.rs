//! Whether two people are called alike: one person is not to stand in the lists as two.

use crate::domain::account::Account;
use crate::domain::refusal::Refusal;
use crate::text::normalize::look_alike;

/// That nobody among these is called like somebody new with this sign-in name and this name.
pub(super) fn must_be_new(accounts: &[Account], sign_in: &str, name: &str) -> Result<(), Refusal> {
    let new = [look_alike(sign_in), look_alike(name)];
    let alike = |account: &&Account| {
        let known = [look_alike(&account.operator.sign_in), look_alike(&account.operator.name)];
        new.iter().any(|one| !one.is_empty() && known.contains(one))
    };
    match accounts.iter().find(alike) {
        Some(known) => Err(Refusal::NameKnown { sign_in: known.operator.sign_in.clone() }),
        None => Ok(()),
    }
}

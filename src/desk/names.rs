//! Whether two people are called alike: one person is not to stand in the lists as two.

use crate::domain::account::Account;
use crate::domain::refusal::Refusal;
use crate::text::normalize::are_alike;

/// That nobody among these is called like somebody new with this sign-in name and this name.
pub(super) fn must_be_new<'a>(
    mut accounts: impl Iterator<Item = &'a Account>,
    sign_in: &str,
    name: &str,
) -> Result<(), Refusal> {
    let alike = |account: &&Account| {
        let known = [&account.operator.sign_in, &account.operator.name];
        known.into_iter().any(|known| are_alike(sign_in, known) || are_alike(name, known))
    };
    match accounts.find(alike) {
        Some(known) => Err(Refusal::NameKnown { sign_in: known.operator.sign_in.clone() }),
        None => Ok(()),
    }
}

//! One counted try of somebody's secret, at whatever door.

use crate::domain::account::Account;
use crate::domain::refusal::Refusal;
use crate::store::tries::{Tries, Who};

/// That nobody came in by it.
pub(super) struct Failed {
    pub refusal: Refusal,
    /// The name to be noted, where something was tried; empty where nobody is called so: what is no name may be a
    /// passphrase, typed one line too early.
    pub noted: Option<String>,
}

/// Lets the secret of `account`, which is called `sign_in`, be tried, unless it is too soon after wrong ones; `None` is
/// tried where nobody is called so, and takes as long. Whoever guesses waits, and nobody else does.
///
/// The try is counted before anything is compared; of somebody who was suspended, only the right secret is told so.
///
/// # Errors
/// [`Failed`]: too many tries, `wrong`, or [`Refusal::Suspended`].
pub(super) fn tried<'a>(
    (tries, now_ms): (&Tries, i64),
    sign_in: &str,
    account: Option<&'a Account>,
    fits: impl FnOnce(Option<&Account>) -> bool,
    wrong: Refusal,
) -> Result<&'a Account, Failed> {
    let who = account.map_or(Who::Nobody, |_| Who::Account(sign_in));
    let too_soon = |seconds| Failed { refusal: Refusal::TooManyTries { seconds }, noted: None };
    tries.begin(who, now_ms).map_err(too_soon)?;
    let fits = fits(account);
    let Some(account) = account.filter(|_| fits) else {
        let named = if who == Who::Nobody { "" } else { sign_in };
        return Err(Failed { refusal: wrong, noted: Some(named.to_owned()) });
    };
    tries.right(who);
    if account.suspended {
        return Err(Failed { refusal: Refusal::Suspended, noted: Some(sign_in.to_owned()) });
    }
    Ok(account)
}

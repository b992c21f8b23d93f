//! Passphrases: kept as Argon2id hashes, compared in constant time; those that are soon guessed are not taken.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use zxcvbn::{Score, zxcvbn};

use crate::domain::flaw::FieldError;
use crate::text::keyboard::to_latin;
use crate::text::normalize::{ascii_digits, look_alike};

/// A name shorter than this is in too many words.
const SHORTEST_NAME: usize = 3;

/// Of no passphrase: what is compared with where a name is unknown, so that this takes as long.
pub const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlz$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The hash of a passphrase in PHC form, with a salt of its own.
pub fn hash(passphrase: &str) -> Result<String, argon2::password_hash::Error> {
    Ok(Argon2::default().hash_password(passphrase.as_bytes())?.to_string())
}

/// Whether this is the passphrase of that hash; without a hash it takes as long and never is.
pub fn matches(passphrase: &str, hash: Option<&str>) -> bool {
    let parsed = PasswordHash::new(hash.unwrap_or(NOBODYS));
    let fits = parsed.is_ok_and(|hash| Argon2::default().verify_password(passphrase.as_bytes(), &hash).is_ok());
    fits && hash.is_some()
}

/// Whether a new passphrase is hard enough to guess for somebody who is called so.
pub fn judge(passphrase: &str, sign_in: &str, name: &str) -> Result<(), FieldError> {
    let whole = look_alike(passphrase);
    let words = name.split_whitespace().chain([sign_in, name]).map(look_alike);
    if words.filter(|word| word.chars().count() >= SHORTEST_NAME).any(|word| whole.contains(&word)) {
        return Err(FieldError::PassphraseHasName);
    }
    // As it was typed, and by the same keys with the other layout.
    let typed = ascii_digits(passphrase);
    let keys = to_latin(&typed);
    let is_common = |text: &str| zxcvbn(text, &[sign_in, name, "pishkhan"]).score() < Score::Two;
    if is_common(&typed) || keys.as_deref().is_some_and(is_common) { Err(FieldError::PassphraseCommon) } else { Ok(()) }
}

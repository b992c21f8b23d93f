//! Passphrases: kept as Argon2id hashes, compared in constant time; those that are soon guessed are not taken.

use std::collections::BTreeSet;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use zxcvbn::{Score, zxcvbn};

use super::dates::without_dates;
use crate::domain::account::Account;
use crate::domain::flaw::FieldError;
use crate::text::keyboard::{to_latin, to_persian};
use crate::text::normalize::{ascii_digits, canonical, look_alike};

/// Names, towns, clubs, months and everyday words, in Persian and in Latin letters.
const COMMON: &str = include_str!("common.txt");

/// A word of the list that is shorter stands in too much else.
const SHORTEST_WORD: usize = 3;
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

/// Whether a passphrase is that of an account; it takes as long where there is none.
pub fn fits(passphrase: &str) -> impl FnOnce(Option<&Account>) -> bool {
    move |account| matches(passphrase, account.map(|account| account.operator.passphrase.as_str()))
}

/// The words of the list, the likelier first.
fn common_words<'a>() -> impl Iterator<Item = &'a str> {
    COMMON
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .filter(|word| word.chars().count() >= SHORTEST_WORD)
}

/// What a passphrase says: as it was typed, in the one spelling of its letters, and by the same keys with the other
/// layout.
fn readings(passphrase: &str) -> BTreeSet<String> {
    let typed = ascii_digits(passphrase);
    let spelled = ascii_digits(&canonical(passphrase));
    let by_keys = [to_latin(&typed), to_latin(&spelled), to_persian(&typed.to_lowercase())];
    by_keys.into_iter().flatten().chain([typed, spelled]).collect()
}

/// Whether a new passphrase is hard enough to guess for somebody who is called so.
pub fn judge(passphrase: &str, sign_in: &str, name: &str) -> Result<(), FieldError> {
    let whole = look_alike(passphrase);
    let words = name.split_whitespace().chain([sign_in, name]).map(look_alike);
    if words.filter(|word| word.chars().count() >= SHORTEST_NAME).any(|word| whole.contains(&word)) {
        return Err(FieldError::PassphraseHasName);
    }
    let words: Vec<&str> = [sign_in, name].into_iter().chain(common_words()).collect();
    // Dates add nothing to what is left without them.
    let is_common = |text: &String| {
        [text.clone(), without_dates(text)].iter().any(|text| zxcvbn(text, &words).score() < Score::Two)
    };
    if readings(passphrase).iter().any(is_common) { Err(FieldError::PassphraseCommon) } else { Ok(()) }
}

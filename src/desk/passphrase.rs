//! Passphrases: kept as Argon2id hashes, compared in constant time.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// The hash of a passphrase in PHC form, with a salt of its own.
pub fn hash(passphrase: &str) -> Result<String, argon2::password_hash::Error> {
    Ok(Argon2::default().hash_password(passphrase.as_bytes())?.to_string())
}

/// Whether this is the passphrase of that hash.
pub fn matches(passphrase: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(passphrase.as_bytes(), &hash).is_ok())
}

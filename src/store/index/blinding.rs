//! What the index of an encrypted folder shows: nothing by which a person could be known.
//!
//! A value that is looked for whole (a number, a code, a payment) stands there as a keyed hash.
//! A name is looked for by its beginnings, and from hashes of these the commonest names could be
//! guessed by counting; so words of names are not on the disk at all. Stage, moment and the ids of
//! cases stand as they are.

use std::borrow::Cow;

use super::keys;
use crate::store::vault::Vault;

const ID: usize = 16;

/// Where an entry lies; `None` if it must not lie on the disk.
pub fn entry<'a>(vault: &Vault, key: &'a [u8]) -> Option<Cow<'a, [u8]>> {
    match hides(vault, key) {
        Hides::Nothing => Some(Cow::Borrowed(key)),
        Hides::UpToId => Some(Cow::Owned(hashed(vault, key, key.len().saturating_sub(ID).max(1)))),
        Hides::All => None,
    }
}

/// How entries begin that are looked for by this; `None` if they are not on the disk.
pub fn prefix<'a>(vault: &Vault, prefix: &'a [u8]) -> Option<Cow<'a, [u8]>> {
    match hides(vault, prefix) {
        // A whole table.
        Hides::UpToId if prefix.len() == 1 => Some(Cow::Borrowed(prefix)),
        Hides::Nothing => Some(Cow::Borrowed(prefix)),
        Hides::UpToId => Some(Cow::Owned(hashed(vault, prefix, prefix.len()))),
        Hides::All => None,
    }
}

enum Hides {
    Nothing,
    UpToId,
    All,
}

fn hides(vault: &Vault, key: &[u8]) -> Hides {
    match () {
        () if !vault.is_encrypted() => Hides::Nothing,
        () if keys::is_name(key) => Hides::All,
        () if keys::LOOKED_FOR_WHOLE.iter().any(|table| keys::is_of(key, *table)) => Hides::UpToId,
        () => Hides::Nothing,
    }
}

/// The table's letter, a token for what follows up to `end`, and the rest.
fn hashed(vault: &Vault, key: &[u8], end: usize) -> Vec<u8> {
    let token = vault.token(&key[..end]).unwrap_or_default();
    [&key[..1], &token, &key[end..]].concat()
}

//! Encryption at rest: one random key for a folder, wrapped for each operator and for a recovery code.
//!
//! ```text
//! keys.toml           the wrapped keys, one slot for each who can open the folder
//! journal/keys.toml   the same once more: without a key there is nothing left to read
//! ```
//! What is kept is encrypted with XChaCha20-Poly1305, each sort of place with a key of its own that is derived from
//! that one; in folders of before ([`Scheme::OneKey`]) with the one itself. Each piece is bound to its
//! place (the number of a record, the id of a draft, the key of an index entry), so that one
//! cannot be put in place of another. An operator's slot is opened by the passphrase through
//! Argon2id, at a cost that the slot tells, the recovery slot by a code of forty random digits that is shown once.
//! One salt serves all slots: a passphrase opens whichever is its own, and is hashed once for all of them.

pub mod code;
mod slots;

use std::borrow::Cow;
use std::io;
use std::path::Path;
use std::sync::Arc;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use uuid::Uuid;
use zeroize::Zeroizing;

use self::code::{code_digits, new_code};
pub use self::slots::Cost;
use self::slots::{Key, NONCE, passphrase_key, read, recovery_key, unwrap_key, write};
use super::disk::random::random;
use super::error::OpenError;
use super::layout::hex;
use crate::domain::lineage::Lineage;
use crate::record::files::{KeyFile, KeySlot};

/// The first byte of what is encrypted; no record begins with it.
const ENCRYPTED: u8 = 0xE1;
const RECOVERY: &str = "recovery";
/// Groups of the code that opens a folder.
pub const GROUPS: usize = 10;

/// What a person gives to open an encrypted folder: a passphrase, or the recovery code.
#[derive(Clone)]
pub struct Unlock(Zeroizing<String>);

impl Unlock {
    pub fn new(secret: &str) -> Unlock {
        Unlock(Zeroizing::new(secret.trim_end_matches(['\r', '\n']).to_owned()))
    }

    /// As it was typed.
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// Which group of a recovery code is mistyped, counted from one; `None` if this is no such code or all are right.
    pub fn mistyped_group(&self) -> Option<usize> {
        code::mistyped_group(&self.0, GROUPS)
    }
}

/// With which keys a folder is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Everything with the folder's key itself.
    OneKey,
    /// Each sort of place with a key of its own.
    KeyByUse,
}

/// The slot of somebody whose passphrase opens the folder no longer.
pub struct Dismissed(Option<KeySlot>);

/// Whose folder it is. Seals what is written and opens what is read; if it is not encrypted, neither.
#[derive(Clone)]
pub struct Vault {
    /// The store's own id.
    pub store: [u8; 16],
    keys: Option<Arc<Keys>>,
    /// The label of the slot that opened it.
    by: Option<Arc<str>>,
    /// What is kept by numbers here is the access log and not the journal.
    is_log: bool,
}

struct Keys {
    key: Key,
    scheme: Scheme,
    /// What the keys of places are derived from.
    places: Key,
    /// For what must be found without being read.
    tokens: Key,
}

impl Vault {
    /// Of a folder that is not encrypted.
    pub fn clear(store: [u8; 16]) -> Vault {
        Vault { store, keys: None, by: None, is_log: false }
    }

    /// The first lineage of the folder, which has the id of the store.
    pub fn origin(&self) -> Lineage {
        Lineage(Uuid::from_bytes(self.store))
    }

    pub fn is_encrypted(&self) -> bool {
        self.keys.is_some()
    }

    fn of(store: [u8; 16], scheme: Scheme, key: Key) -> Vault {
        let places = Zeroizing::new(blake3::derive_key("pishkhan places 2", &*key));
        let tokens = Zeroizing::new(blake3::derive_key("pishkhan index tokens 1", &*key));
        Vault { store, keys: Some(Arc::new(Keys { key, scheme, places, tokens })), by: None, is_log: false }
    }

    /// The same for the access log, which lies in records like the journal and is no journal.
    pub fn of_access_log(&self) -> Vault {
        Vault { is_log: true, ..self.clone() }
    }

    /// A key for a folder that has none yet, and the code that will always open it. A passphrase will cost so much.
    pub fn make(folder: &Path, store: [u8; 16], cost: Cost) -> io::Result<(Vault, Zeroizing<String>)> {
        let vault = Vault::of(store, Scheme::KeyByUse, Zeroizing::new(random()?));
        let code = new_code(GROUPS)?;
        let slot = vault.slot(RECOVERY.to_owned(), &recovery_key(&code))?;
        write(folder, Some(cost.stored()), vec![slot])?;
        Ok((vault, code))
    }

    /// Opens the keys of an encrypted folder.
    ///
    /// # Errors
    /// [`OpenError::Locked`] without a secret, [`OpenError::WrongKey`] with one that fits no slot.
    pub fn unlock(folder: &Path, store: [u8; 16], scheme: Scheme, unlock: Option<&Unlock>) -> Result<Vault, OpenError> {
        let file = read(folder)?;
        let Unlock(secret) = unlock.ok_or(OpenError::Locked)?;
        let recovery = code_digits(secret, GROUPS).map(|digits| recovery_key(&digits));
        let mut hashed: Option<(&KeySlot, Key)> = None;
        let found = file.slot.iter().find_map(|slot| {
            let key = match (slot.label == RECOVERY, &recovery) {
                (true, Some(key)) => unwrap_key(slot, store, key),
                (true, None) => None,
                (false, _) => {
                    let same = |(other, _): &(&KeySlot, Key)| (&other.salt, other.cost) == (&slot.salt, slot.cost);
                    if !hashed.as_ref().is_some_and(same) {
                        hashed = Some((slot, passphrase_key(secret, &slot.salt, Cost::of_file(slot.cost))?));
                    }
                    hashed.as_ref().and_then(|(_, key)| unwrap_key(slot, store, key))
                }
            };
            Some((key?, slot.label.as_str()))
        });
        let (key, by) = found.ok_or(OpenError::WrongKey)?;
        Ok(Vault { by: Some(Arc::from(by)), ..Vault::of(store, scheme, key) })
    }

    /// Whether it was this operator's slot that opened the folder.
    pub fn was_opened_by(&self, sign_in: &str) -> bool {
        self.by.as_deref() == Some(self.label(sign_in).as_str())
    }

    /// Lets this operator's passphrase open the folder, in place of an earlier one.
    pub fn admit(&self, folder: &Path, sign_in: &str, passphrase: &str) -> io::Result<()> {
        if !self.is_encrypted() {
            return Ok(());
        }
        let file = read(folder).map_err(io::Error::other)?;
        let cost = file.cost.unwrap_or(Cost::USUAL.stored());
        let salted = file.slot.iter().find(|slot| slot.cost == Some(cost));
        let salt = salted.map_or_else(|| Ok(hex(&random::<16>()?)), |slot| Ok::<_, io::Error>(slot.salt.clone()))?;
        let key = passphrase_key(passphrase, &salt, Cost::of_file(Some(cost))).ok_or(io::ErrorKind::InvalidInput)?;
        let slot = KeySlot { salt, cost: Some(cost), ..self.slot(self.label(sign_in), &key)? };
        self.change(folder, sign_in, Some(slot))
    }

    /// This operator's passphrase opens the folder no longer. What comes back lets it again, where that was not to be.
    ///
    /// # Errors
    /// If the disk does not take it; the passphrase then still opens the folder.
    pub fn dismiss(&self, folder: &Path, sign_in: &str) -> io::Result<Dismissed> {
        if !self.is_encrypted() {
            return Ok(Dismissed(None));
        }
        let label = self.label(sign_in);
        let slots = read(folder).map_err(io::Error::other)?.slot;
        let slot = slots.into_iter().find(|slot| slot.label == label);
        let put_back = slot.clone();
        // One of the two files may have been changed and the other one not.
        self.change(folder, sign_in, None).inspect_err(|_| drop(self.change(folder, sign_in, put_back)))?;
        Ok(Dismissed(slot))
    }

    /// The passphrase opens the folder as before.
    pub fn put_back(&self, folder: &Path, sign_in: &str, dismissed: Dismissed) -> io::Result<()> {
        dismissed.0.map_or(Ok(()), |slot| self.change(folder, sign_in, Some(slot)))
    }

    /// Whether this operator's passphrase opens the folder.
    pub fn admits(&self, folder: &Path, sign_in: &str) -> bool {
        if !self.is_encrypted() {
            return true;
        }
        let label = self.label(sign_in);
        read(folder).is_ok_and(|file| file.slot.iter().any(|slot| slot.label == label))
    }

    fn change(&self, folder: &Path, sign_in: &str, slot: Option<KeySlot>) -> io::Result<()> {
        if !self.is_encrypted() {
            return Ok(());
        }
        let KeyFile { cost, slot: mut slots, .. } = read(folder).map_err(io::Error::other)?;
        let label = self.label(sign_in);
        slots.retain(|slot| slot.label != label);
        slots.extend(slot);
        write(folder, cost, slots)
    }

    /// Whose a slot is. Only who opened the folder can tell for which name it stands; of before, anybody could.
    fn label(&self, sign_in: &str) -> String {
        let keyed = self.keys.as_ref().filter(|keys| keys.scheme == Scheme::KeyByUse);
        let hash = match keyed {
            Some(keys) => blake3::keyed_hash(&keys.places, &[b"slot ", sign_in.as_bytes()].concat()),
            None => blake3::hash(&[&self.store[..], sign_in.as_bytes()].concat()),
        };
        hex(&hash.as_bytes()[..8])
    }

    fn slot(&self, label: String, key: &Key) -> io::Result<KeySlot> {
        let keys = self.keys.as_ref().ok_or(io::ErrorKind::InvalidInput)?;
        let nonce: [u8; NONCE] = random()?;
        let about = [&self.store[..], label.as_bytes()].concat();
        let wrapped = XChaCha20Poly1305::new((&**key).into())
            .encrypt(&nonce.into(), Payload { msg: &*keys.key, aad: &about })
            .map_err(|_| io::ErrorKind::InvalidInput)?;
        Ok(KeySlot { label, salt: String::new(), cost: None, nonce: hex(&nonce), wrapped: hex(&wrapped) })
    }

    /// Encrypts bytes for this place; `kind` says of what sort the place is.
    pub fn encrypt<'a>(&self, kind: &str, place: &[u8], bytes: &'a [u8]) -> io::Result<Cow<'a, [u8]>> {
        let Some(keys) = &self.keys else { return Ok(Cow::Borrowed(bytes)) };
        let nonce: [u8; NONCE] = random()?;
        let payload = Payload { msg: bytes, aad: &self.about(keys, kind, place) };
        let encrypted =
            self.cipher(keys, kind).encrypt(&nonce.into(), payload).map_err(|_| io::ErrorKind::InvalidInput)?;
        Ok(Cow::Owned([&[ENCRYPTED][..], &nonce, &encrypted].concat()))
    }

    /// What was encrypted for this place; `None` if this is not it.
    pub fn decrypt<'a>(&self, kind: &str, place: &[u8], bytes: &'a [u8]) -> Option<Cow<'a, [u8]>> {
        let Some(keys) = &self.keys else { return Some(Cow::Borrowed(bytes)) };
        let encrypted = bytes.strip_prefix(&[ENCRYPTED])?;
        let (nonce, encrypted) = encrypted.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: encrypted, aad: &self.about(keys, kind, place) };
        self.cipher(keys, kind).decrypt(&(*nonce).into(), payload).ok().map(Cow::Owned)
    }

    /// What stands in the index for a value that is looked for whole; `None` where it may stand itself.
    pub fn token(&self, value: &[u8]) -> Option<[u8; 16]> {
        let keys = self.keys.as_ref()?;
        let mut token = [0; 16];
        token.copy_from_slice(&blake3::keyed_hash(&keys.tokens, value).as_bytes()[..16]);
        Some(token)
    }

    /// A sum over bytes that only who can open the folder can make; `None` of a folder that is not encrypted.
    pub fn authenticate(&self, kind: &str, bytes: &[u8]) -> Option<[u8; 32]> {
        let keys = self.keys.as_ref()?;
        let key = Zeroizing::new(blake3::derive_key("pishkhan authentication 1", &*keys.key));
        Some(*blake3::keyed_hash(&key, &[&self.about(keys, kind, &[])[..], bytes].concat()).as_bytes())
    }

    fn about(&self, keys: &Keys, kind: &str, place: &[u8]) -> Vec<u8> {
        [&self.store[..], self.sort(keys, kind), &[0], place].concat()
    }

    /// Of what sort a place is. With one key, the access log and the journal were of the same.
    fn sort<'a>(&self, keys: &Keys, kind: &'a str) -> &'a [u8] {
        if self.is_log && keys.scheme == Scheme::KeyByUse { b"access log" } else { kind.as_bytes() }
    }

    fn cipher(&self, keys: &Keys, kind: &str) -> XChaCha20Poly1305 {
        match keys.scheme {
            Scheme::OneKey => XChaCha20Poly1305::new((&*keys.key).into()),
            Scheme::KeyByUse => {
                let key = Zeroizing::new(*blake3::keyed_hash(&keys.places, self.sort(keys, kind)).as_bytes());
                XChaCha20Poly1305::new((&*key).into())
            }
        }
    }
}

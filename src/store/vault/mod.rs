//! Encryption at rest: one random key for a folder, wrapped for each operator and for a recovery code.
//!
//! ```text
//! keys.toml           the wrapped keys, one slot for each who can open the folder
//! journal/keys.toml   the same once more: without a key there is nothing left to read
//! ```
//! What is kept is encrypted with XChaCha20-Poly1305 under that key. Each piece is bound to its
//! place (the number of a record, the id of a draft, the key of an index entry), so that one
//! cannot be put in place of another. An operator's slot is opened by the passphrase through
//! Argon2id, the recovery slot by a code of forty random digits that is shown once.

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
use self::slots::{Key, NONCE, label, passphrase_key, read, recovery_key, unwrap_key, write};
use super::disk::random::random;
use super::error::OpenError;
use super::layout::hex;
use crate::domain::lineage::Lineage;
use crate::record::files::KeySlot;

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

/// Whose folder it is. Seals what is written and opens what is read; if it is not encrypted, neither.
#[derive(Clone)]
pub struct Vault {
    /// The store's own id.
    pub store: [u8; 16],
    keys: Option<Arc<Keys>>,
    /// The label of the slot that opened it.
    by: Option<Arc<str>>,
}

struct Keys {
    key: Key,
    cipher: XChaCha20Poly1305,
    /// For what must be found without being read.
    tokens: Key,
}

impl Vault {
    /// Of a folder that is not encrypted.
    pub fn clear(store: [u8; 16]) -> Vault {
        Vault { store, keys: None, by: None }
    }

    /// The first lineage of the folder, which has the id of the store.
    pub fn origin(&self) -> Lineage {
        Lineage(Uuid::from_bytes(self.store))
    }

    pub fn is_encrypted(&self) -> bool {
        self.keys.is_some()
    }

    fn of(store: [u8; 16], key: Key) -> Vault {
        let cipher = XChaCha20Poly1305::new((&*key).into());
        let tokens = Zeroizing::new(blake3::derive_key("pishkhan index tokens 1", &*key));
        Vault { store, keys: Some(Arc::new(Keys { key, cipher, tokens })), by: None }
    }

    /// A key for a folder that has none yet, and the code that will always open it.
    pub fn make(folder: &Path, store: [u8; 16]) -> io::Result<(Vault, Zeroizing<String>)> {
        let vault = Vault::of(store, Zeroizing::new(random()?));
        let code = new_code(GROUPS)?;
        let slot = vault.slot(RECOVERY.to_owned(), &recovery_key(&code))?;
        write(folder, vec![slot])?;
        Ok((vault, code))
    }

    /// Opens the keys of an encrypted folder.
    ///
    /// # Errors
    /// [`OpenError::Locked`] without a secret, [`OpenError::WrongKey`] with one that fits no slot.
    pub fn unlock(folder: &Path, store: [u8; 16], unlock: Option<&Unlock>) -> Result<Vault, OpenError> {
        let file = read(folder)?;
        let Unlock(secret) = unlock.ok_or(OpenError::Locked)?;
        let recovery = code_digits(secret, GROUPS).map(|digits| recovery_key(&digits));
        let found = file.slot.iter().find_map(|slot| {
            let key = match (slot.label == RECOVERY, &recovery) {
                (true, Some(key)) => unwrap_key(slot, store, key),
                (true, None) => None,
                (false, _) => unwrap_key(slot, store, &passphrase_key(secret, &slot.salt)?),
            };
            Some((key?, slot.label.as_str()))
        });
        let (key, by) = found.ok_or(OpenError::WrongKey)?;
        Ok(Vault { by: Some(Arc::from(by)), ..Vault::of(store, key) })
    }

    /// Whether it was this operator's slot that opened the folder.
    pub fn was_opened_by(&self, sign_in: &str) -> bool {
        self.by.as_deref() == Some(label(&self.store, sign_in).as_str())
    }

    /// Lets this operator's passphrase open the folder, in place of an earlier one.
    pub fn admit(&self, folder: &Path, sign_in: &str, passphrase: &str) -> io::Result<()> {
        if !self.is_encrypted() {
            return Ok(());
        }
        let salt = hex(&random::<16>()?);
        let key = passphrase_key(passphrase, &salt).ok_or(io::ErrorKind::InvalidInput)?;
        let slot = KeySlot { salt, ..self.slot(label(&self.store, sign_in), &key)? };
        self.change(folder, sign_in, Some(slot))
    }

    /// This operator's passphrase opens the folder no longer.
    pub fn dismiss(&self, folder: &Path, sign_in: &str) -> io::Result<()> {
        self.change(folder, sign_in, None)
    }

    /// Whether this operator's passphrase opens the folder.
    pub fn admits(&self, folder: &Path, sign_in: &str) -> bool {
        if !self.is_encrypted() {
            return true;
        }
        let label = label(&self.store, sign_in);
        read(folder).is_ok_and(|file| file.slot.iter().any(|slot| slot.label == label))
    }

    fn change(&self, folder: &Path, sign_in: &str, slot: Option<KeySlot>) -> io::Result<()> {
        if !self.is_encrypted() {
            return Ok(());
        }
        let mut slots = read(folder).map_err(io::Error::other)?.slot;
        let label = label(&self.store, sign_in);
        slots.retain(|slot| slot.label != label);
        slots.extend(slot);
        write(folder, slots)
    }

    fn slot(&self, label: String, key: &Key) -> io::Result<KeySlot> {
        let keys = self.keys.as_ref().ok_or(io::ErrorKind::InvalidInput)?;
        let nonce: [u8; NONCE] = random()?;
        let about = [&self.store[..], label.as_bytes()].concat();
        let wrapped = XChaCha20Poly1305::new((&**key).into())
            .encrypt(&nonce.into(), Payload { msg: &*keys.key, aad: &about })
            .map_err(|_| io::ErrorKind::InvalidInput)?;
        Ok(KeySlot { label, salt: String::new(), nonce: hex(&nonce), wrapped: hex(&wrapped) })
    }

    /// Encrypts bytes for this place; `kind` says of what sort the place is.
    pub fn encrypt<'a>(&self, kind: &str, place: &[u8], bytes: &'a [u8]) -> io::Result<Cow<'a, [u8]>> {
        let Some(keys) = &self.keys else { return Ok(Cow::Borrowed(bytes)) };
        let nonce: [u8; NONCE] = random()?;
        let payload = Payload { msg: bytes, aad: &self.about(kind, place) };
        let encrypted = keys.cipher.encrypt(&nonce.into(), payload).map_err(|_| io::ErrorKind::InvalidInput)?;
        Ok(Cow::Owned([&[ENCRYPTED][..], &nonce, &encrypted].concat()))
    }

    /// What was encrypted for this place; `None` if this is not it.
    pub fn decrypt<'a>(&self, kind: &str, place: &[u8], bytes: &'a [u8]) -> Option<Cow<'a, [u8]>> {
        let Some(keys) = &self.keys else { return Some(Cow::Borrowed(bytes)) };
        let encrypted = bytes.strip_prefix(&[ENCRYPTED])?;
        let (nonce, encrypted) = encrypted.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: encrypted, aad: &self.about(kind, place) };
        keys.cipher.decrypt(&(*nonce).into(), payload).ok().map(Cow::Owned)
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
        Some(*blake3::keyed_hash(&key, &[&self.about(kind, &[])[..], bytes].concat()).as_bytes())
    }

    fn about(&self, kind: &str, place: &[u8]) -> Vec<u8> {
        [&self.store[..], kind.as_bytes(), &[0], place].concat()
    }
}

//! Encryption at rest: one random key for a folder, wrapped for each operator and for a recovery code.
//!
//! ```text
//! keys.toml           the wrapped keys, one slot for each who can open the folder
//! journal/keys.toml   the same once more: without a key there is nothing left to read
//! ```
//! What is kept is sealed with XChaCha20-Poly1305 under that key. Each piece is bound to its
//! place (the number of a record, the id of a draft, the key of an index entry), so that one
//! cannot be put in place of another. An operator's slot is opened by the passphrase through
//! Argon2id, the recovery slot by a code of forty random digits that is shown once.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use argon2::Argon2;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::error::OpenError;
use super::load::{random, read_identity};
use super::place::Place;
use super::{IDENTITY, JOURNAL, files, hex};
use crate::text::normalize::compact;

pub const NAME: &str = "keys.toml";
/// The first byte of what is sealed; no record begins with it.
const SEALED: u8 = 0xE1;
const NONCE: usize = 24;
const RECOVERY: &str = "recovery";
/// Groups of the code that opens a folder.
pub const GROUPS: usize = 10;

type Key = Zeroizing<[u8; 32]>;

/// What a person gives to open a sealed folder: a passphrase, or the recovery code.
#[derive(Clone)]
pub struct Unlock(Zeroizing<String>);

impl Unlock {
    pub fn new(secret: &str) -> Unlock {
        Unlock(Zeroizing::new(secret.trim_end_matches(['\r', '\n']).to_owned()))
    }
}

/// Whose folder it is. Seals what is written and opens what is read; if it is not sealed, neither.
#[derive(Clone)]
pub struct Vault {
    /// The store's own id.
    pub store: [u8; 16],
    keys: Option<Arc<Keys>>,
}

struct Keys {
    key: Key,
    cipher: XChaCha20Poly1305,
    /// For what must be found without being read.
    tokens: Key,
}

/// The file of wrapped keys.
#[derive(Default, Serialize, Deserialize)]
struct File {
    /// Over everything else in it: a damaged file is not taken for a wrong passphrase.
    sum: String,
    slot: Vec<Slot>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Slot {
    /// Whose it is, so that a new passphrase takes the place of the old one. Not the name itself.
    label: String,
    salt: String,
    nonce: String,
    wrapped: String,
}

impl Vault {
    /// Of a folder that is not sealed.
    pub fn clear(store: [u8; 16]) -> Vault {
        Vault { store, keys: None }
    }

    /// Of the folder that is there, opened by what its place brings along.
    ///
    /// # Errors
    /// As opening the folder.
    pub fn at(place: &Place) -> Result<Vault, OpenError> {
        let missing = || OpenError::Missing { file: IDENTITY.into() };
        read_identity(&place.folder)?.ok_or_else(missing)?.vault(place)
    }

    pub fn is_sealed(&self) -> bool {
        self.keys.is_some()
    }

    fn of(store: [u8; 16], key: Key) -> Vault {
        let cipher = XChaCha20Poly1305::new((&*key).into());
        let tokens = Zeroizing::new(blake3::derive_key("pishkhan index tokens 1", &*key));
        Vault { store, keys: Some(Arc::new(Keys { key, cipher, tokens })) }
    }

    /// A key for a folder that has none yet, and the code that will always open it.
    pub fn make(folder: &Path, store: [u8; 16]) -> io::Result<(Vault, Zeroizing<String>)> {
        let vault = Vault::of(store, Zeroizing::new(random()?));
        let code = new_code(GROUPS)?;
        let slot = vault.slot(RECOVERY.to_owned(), &recovery_key(&code))?;
        write(folder, vec![slot])?;
        Ok((vault, code))
    }

    /// Opens the keys of a sealed folder.
    ///
    /// # Errors
    /// [`OpenError::Locked`] without a secret, [`OpenError::WrongKey`] with one that fits no slot.
    pub fn unlock(folder: &Path, store: [u8; 16], unlock: Option<&Unlock>) -> Result<Vault, OpenError> {
        let file = read(folder)?;
        let Unlock(secret) = unlock.ok_or(OpenError::Locked)?;
        let recovery = code_digits(secret, GROUPS).map(|digits| recovery_key(&digits));
        let found = file.slot.iter().find_map(|slot| match (slot.label == RECOVERY, &recovery) {
            (true, Some(key)) => slot.open(store, key),
            (true, None) => None,
            (false, _) => slot.open(store, &passphrase_key(secret, &slot.salt)?),
        });
        Ok(Vault::of(store, found.ok_or(OpenError::WrongKey)?))
    }

    /// Lets this operator's passphrase open the folder, in place of an earlier one.
    pub fn admit(&self, folder: &Path, sign_in: &str, passphrase: &str) -> io::Result<()> {
        if !self.is_sealed() {
            return Ok(());
        }
        let salt = hex(&random::<16>()?);
        let key = passphrase_key(passphrase, &salt).ok_or(io::ErrorKind::InvalidInput)?;
        let slot = Slot { salt, ..self.slot(label(&self.store, sign_in), &key)? };
        self.change(folder, sign_in, Some(slot))
    }

    /// This operator's passphrase opens the folder no longer.
    pub fn dismiss(&self, folder: &Path, sign_in: &str) -> io::Result<()> {
        self.change(folder, sign_in, None)
    }

    /// Whether this operator's passphrase opens the folder.
    pub fn admits(&self, folder: &Path, sign_in: &str) -> bool {
        if !self.is_sealed() {
            return true;
        }
        let label = label(&self.store, sign_in);
        read(folder).is_ok_and(|file| file.slot.iter().any(|slot| slot.label == label))
    }

    fn change(&self, folder: &Path, sign_in: &str, slot: Option<Slot>) -> io::Result<()> {
        if !self.is_sealed() {
            return Ok(());
        }
        let mut slots = read(folder).map_err(io::Error::other)?.slot;
        let label = label(&self.store, sign_in);
        slots.retain(|slot| slot.label != label);
        slots.extend(slot);
        write(folder, slots)
    }

    fn slot(&self, label: String, key: &Key) -> io::Result<Slot> {
        let keys = self.keys.as_ref().ok_or(io::ErrorKind::InvalidInput)?;
        let nonce: [u8; NONCE] = random()?;
        let about = [&self.store[..], label.as_bytes()].concat();
        let wrapped = XChaCha20Poly1305::new((&**key).into())
            .encrypt(&nonce.into(), Payload { msg: &*keys.key, aad: &about })
            .map_err(|_| io::ErrorKind::InvalidInput)?;
        Ok(Slot { label, salt: String::new(), nonce: hex(&nonce), wrapped: hex(&wrapped) })
    }

    /// Seals bytes for this place; `kind` says of what sort the place is.
    pub fn seal<'a>(&self, kind: &str, place: &[u8], bytes: &'a [u8]) -> io::Result<Cow<'a, [u8]>> {
        let Some(keys) = &self.keys else { return Ok(Cow::Borrowed(bytes)) };
        let nonce: [u8; NONCE] = random()?;
        let payload = Payload { msg: bytes, aad: &self.about(kind, place) };
        let sealed = keys.cipher.encrypt(&nonce.into(), payload).map_err(|_| io::ErrorKind::InvalidInput)?;
        Ok(Cow::Owned([&[SEALED][..], &nonce, &sealed].concat()))
    }

    /// What was sealed for this place; `None` if this is not it.
    pub fn open<'a>(&self, kind: &str, place: &[u8], bytes: &'a [u8]) -> Option<Cow<'a, [u8]>> {
        let Some(keys) = &self.keys else { return Some(Cow::Borrowed(bytes)) };
        let sealed = bytes.strip_prefix(&[SEALED])?;
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: &self.about(kind, place) };
        keys.cipher.decrypt(&(*nonce).into(), payload).ok().map(Cow::Owned)
    }

    /// What stands in the index for a value that is looked for whole; `None` where it may stand itself.
    pub fn token(&self, value: &[u8]) -> Option<[u8; 16]> {
        let keys = self.keys.as_ref()?;
        let mut token = [0; 16];
        token.copy_from_slice(&blake3::keyed_hash(&keys.tokens, value).as_bytes()[..16]);
        Some(token)
    }

    fn about(&self, kind: &str, place: &[u8]) -> Vec<u8> {
        [&self.store[..], kind.as_bytes(), &[0], place].concat()
    }
}

impl Slot {
    fn open(&self, store: [u8; 16], key: &Key) -> Option<Key> {
        let nonce: [u8; NONCE] = unhex(&self.nonce)?.try_into().ok()?;
        let about = [&store[..], self.label.as_bytes()].concat();
        let payload = Payload { msg: &unhex(&self.wrapped)?, aad: &about };
        let opened = XChaCha20Poly1305::new((&**key).into()).decrypt(&nonce.into(), payload).ok();
        Some(Zeroizing::new(Zeroizing::new(opened?).as_slice().try_into().ok()?))
    }
}

fn label(store: &[u8; 16], sign_in: &str) -> String {
    hex(&blake3::hash(&[&store[..], sign_in.as_bytes()].concat()).as_bytes()[..8])
}

fn passphrase_key(passphrase: &str, salt: &str) -> Option<Key> {
    let mut key = Zeroizing::new([0; 32]);
    Argon2::default().hash_password_into(passphrase.as_bytes(), &unhex(salt)?, &mut *key).ok()?;
    Some(key)
}

/// The code itself has more bits than can be guessed; it takes no slow hash.
fn recovery_key(digits: &str) -> Key {
    Zeroizing::new(blake3::derive_key("pishkhan recovery code 1", digits.as_bytes()))
}

/// So many groups of four random digits.
///
/// # Errors
/// If the system gives no random bytes.
pub fn new_code(groups: usize) -> io::Result<Zeroizing<String>> {
    let mut digits = Zeroizing::new(String::new());
    while digits.len() < groups * 4 {
        let [high, low] = random::<2>()?;
        let number = u16::from_be_bytes([high, low]);
        // The last numbers of a u16 would make small groups likelier.
        if number < 60_000 {
            digits.push_str(&format!("{:04}", number % 10_000));
        }
    }
    Ok(digits)
}

/// The code as it is written down: each group with a check digit, so that a slip of the pen is found.
pub fn spelled(code: &str) -> String {
    let groups: Vec<&[u8]> = code.as_bytes().chunks(4).collect();
    let spell = |group: &&[u8]| format!("{}{}", String::from_utf8_lossy(group), check_digit(group));
    groups.iter().map(spell).collect::<Vec<_>>().join("-")
}

fn check_digit(group: &[u8]) -> u32 {
    let sum: u32 = group.iter().zip([7, 3, 9, 1]).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    sum % 10
}

/// The digits of a code of so many groups, if this is one; dashes, blanks and Persian digits are taken.
pub fn code_digits(text: &str, groups: usize) -> Option<String> {
    let groups = code_groups(text, groups)?;
    groups.iter().all(|(_, right)| *right).then(|| groups.iter().map(|(digits, _)| digits.as_str()).collect())
}

/// Which group of a code is mistyped, counted from one; `None` if this is no such code or all are right.
pub fn mistyped_group(text: &str, groups: usize) -> Option<usize> {
    code_groups(text, groups)?.iter().position(|(_, right)| !right).map(|at| at + 1)
}

fn code_groups(text: &str, groups: usize) -> Option<Vec<(String, bool)>> {
    let digits: Zeroizing<String> = Zeroizing::new(compact(text).chars().filter(|c| *c != '-').collect());
    let whole = digits.len() == groups * 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
    whole.then(|| {
        let groups = digits.as_bytes().chunks(5);
        groups
            .map(|group| {
                let right = u32::from(group[4] - b'0') == check_digit(&group[..4]);
                (String::from_utf8_lossy(&group[..4]).into_owned(), right)
            })
            .collect()
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

fn places(folder: &Path) -> [PathBuf; 2] {
    [folder.join(NAME), folder.join(JOURNAL).join(NAME)]
}

fn sum(slots: &[Slot]) -> String {
    let mut hasher = blake3::Hasher::new();
    for slot in slots {
        for part in [&slot.label, &slot.salt, &slot.nonce, &slot.wrapped] {
            hasher.update(part.as_bytes()).update(b"\n");
        }
    }
    hex(&hasher.finalize().as_bytes()[..16])
}

/// The first of the two files that is whole.
fn read(folder: &Path) -> Result<File, OpenError> {
    let read_one = |path: &PathBuf| {
        let file: File = toml::from_str(&std::fs::read_to_string(path).ok()?).ok()?;
        (sum(&file.slot) == file.sum).then_some(file)
    };
    let found = places(folder).iter().find_map(read_one);
    found.ok_or_else(|| OpenError::Missing { file: NAME.to_owned() })
}

fn write(folder: &Path, slot: Vec<Slot>) -> io::Result<()> {
    let text = toml::to_string(&File { sum: sum(&slot), slot }).map_err(io::Error::other)?;
    files::make_folder(&folder.join(JOURNAL))?;
    places(folder).iter().try_for_each(|path| files::write_whole(path, text.as_bytes()))
}

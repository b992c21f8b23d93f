//! The file of wrapped keys: a slot for each who can open the folder, twice on the disk.

use std::io;
use std::path::{Path, PathBuf};

use argon2::Argon2;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use zeroize::Zeroizing;

use crate::record::files::{KeyFile, KeySlot, of_text, text};
use crate::store::disk::files;
use crate::store::error::OpenError;
use crate::store::layout::{JOURNAL, KEYS, hex, unhex};

pub const NONCE: usize = 24;

pub type Key = Zeroizing<[u8; 32]>;

/// The key in a slot; `None` if it is another key that opens it.
pub fn unwrap_key(slot: &KeySlot, store: [u8; 16], key: &Key) -> Option<Key> {
    let nonce: [u8; NONCE] = unhex(&slot.nonce)?.try_into().ok()?;
    let about = [&store[..], slot.label.as_bytes()].concat();
    let payload = Payload { msg: &unhex(&slot.wrapped)?, aad: &about };
    let opened = XChaCha20Poly1305::new((&**key).into()).decrypt(&nonce.into(), payload).ok();
    Some(Zeroizing::new(Zeroizing::new(opened?).as_slice().try_into().ok()?))
}

pub fn label(store: &[u8; 16], sign_in: &str) -> String {
    hex(&blake3::hash(&[&store[..], sign_in.as_bytes()].concat()).as_bytes()[..8])
}

pub fn passphrase_key(passphrase: &str, salt: &str) -> Option<Key> {
    let mut key = Zeroizing::new([0; 32]);
    Argon2::default().hash_password_into(passphrase.as_bytes(), &unhex(salt)?, &mut *key).ok()?;
    Some(key)
}

/// The code itself has more bits than can be guessed; it takes no slow hash.
pub fn recovery_key(digits: &str) -> Key {
    Zeroizing::new(blake3::derive_key("pishkhan recovery code 1", digits.as_bytes()))
}

fn places(folder: &Path) -> [PathBuf; 2] {
    [folder.join(KEYS), folder.join(JOURNAL).join(KEYS)]
}

fn sum(slots: &[KeySlot]) -> String {
    let mut hasher = blake3::Hasher::new();
    for slot in slots {
        for part in [&slot.label, &slot.salt, &slot.nonce, &slot.wrapped] {
            hasher.update(part.as_bytes()).update(b"\n");
        }
    }
    hex(&hasher.finalize().as_bytes()[..16])
}

/// The first of the two files that is whole.
pub fn read(folder: &Path) -> Result<KeyFile, OpenError> {
    let read_one = |path: &PathBuf| {
        let file: KeyFile = of_text(&std::fs::read_to_string(path).ok()?).ok()?;
        (sum(&file.slot) == file.sum).then_some(file)
    };
    let found = places(folder).iter().find_map(read_one);
    found.ok_or_else(|| OpenError::Missing { file: KEYS.to_owned() })
}

pub fn write(folder: &Path, slot: Vec<KeySlot>) -> io::Result<()> {
    let text = text(&KeyFile { sum: sum(&slot), slot })?;
    files::make_folder(&folder.join(JOURNAL))?;
    places(folder).iter().try_for_each(|path| files::write_whole(path, text.as_bytes()))
}

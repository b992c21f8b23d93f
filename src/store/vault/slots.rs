//! The file of wrapped keys: a slot for each who can open the folder, twice on the disk.

use std::io;
use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use zeroize::Zeroizing;

use crate::record::files::{KeyFile, KeySlot, of_text, text};
use crate::store::disk::files;
use crate::store::error::OpenError;
use crate::store::layout::{JOURNAL, KEYS, hex, unhex};

pub const NONCE: usize = 24;

/// No slot costs more.
const MOST_KIB: u32 = 2 * 1024 * 1024;
const MOST_PASSES: u32 = 100;

pub type Key = Zeroizing<[u8; 32]>;

/// The key in a slot; `None` if it is another key that opens it.
pub fn unwrap_key(slot: &KeySlot, store: [u8; 16], key: &Key) -> Option<Key> {
    let nonce: [u8; NONCE] = unhex(&slot.nonce)?.try_into().ok()?;
    let about = [&store[..], slot.label.as_bytes()].concat();
    let payload = Payload { msg: &unhex(&slot.wrapped)?, aad: &about };
    let opened = XChaCha20Poly1305::new((&**key).into()).decrypt(&nonce.into(), payload).ok();
    Some(Zeroizing::new(Zeroizing::new(opened?).as_slice().try_into().ok()?))
}

/// What a slow hash costs whoever tries a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    pub kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Cost {
    /// About a second on a machine of an office.
    pub const USUAL: Cost = Cost { kib: 256 * 1024, passes: 3, lanes: 1 };
    /// Of slots that do not tell it. It is what folders of years hang on: never the default of a library.
    const BEFORE: Cost = Cost { kib: 19 * 1024, passes: 2, lanes: 1 };

    pub fn stored(self) -> [u32; 3] {
        [self.kib, self.passes, self.lanes]
    }

    pub fn of_file(stored: Option<[u32; 3]>) -> Option<Cost> {
        stored.map(|[kib, passes, lanes]| Cost { kib, passes, lanes })
    }
}

pub fn passphrase_key(passphrase: &str, salt: &str, cost: Option<Cost>) -> Option<Key> {
    let mut key = Zeroizing::new([0; 32]);
    let Cost { kib, passes, lanes } = cost.unwrap_or(Cost::BEFORE);
    // Who can write the file must not make this machine run out of memory.
    if kib > MOST_KIB || passes > MOST_PASSES {
        return None;
    }
    let slow = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(kib, passes, lanes, Some(32)).ok()?);
    slow.hash_password_into(passphrase.as_bytes(), &unhex(salt)?, &mut *key).ok()?;
    Some(key)
}

/// The code itself has more bits than can be guessed; it takes no slow hash.
pub fn recovery_key(digits: &str) -> Key {
    Zeroizing::new(blake3::derive_key("pishkhan recovery code 1", digits.as_bytes()))
}

fn places(folder: &Path) -> [PathBuf; 2] {
    [folder.join(KEYS), folder.join(JOURNAL).join(KEYS)]
}

fn sum(cost: Option<[u32; 3]>, slots: &[KeySlot]) -> String {
    let mut hasher = blake3::Hasher::new();
    let costs = cost.into_iter().chain(slots.iter().filter_map(|slot| slot.cost));
    for part in costs.flatten() {
        hasher.update(&part.to_le_bytes());
    }
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
        (sum(file.cost, &file.slot) == file.sum).then_some(file)
    };
    let found = places(folder).iter().find_map(read_one);
    found.ok_or_else(|| OpenError::Missing { file: KEYS.to_owned() })
}

pub fn write(folder: &Path, cost: Option<[u32; 3]>, slot: Vec<KeySlot>) -> io::Result<()> {
    let text = text(&KeyFile { sum: sum(cost, &slot), cost, slot })?;
    files::make_folder(&folder.join(JOURNAL))?;
    places(folder).iter().try_for_each(|path| files::write_whole(path, text.as_bytes()))
}

//! Domain ↔ bytes: every stored record starts with its version and ends with its checksum.
//!
//! The only place that knows bincode. A record that was written by an older
//! version stays readable for ever (`tests/it/data/golden-v1`); one that was
//! written by a newer version is refused by name.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::{Deserialize as De, Serialize as Ser};

use crate::domain::event::{Envelope, Event, Sealed};

/// The version of what is written now.
///
/// 2: more kinds of events and roles; what version 1 had lies as it did.
/// 3: the same again, a fee that was let go, a paper that was done without.
pub const VERSION: u8 = 3;
/// The oldest that lies as it does now.
const OLDEST: u8 = 1;
/// No record comes near it; more is damage.
const LIMIT: usize = 64 * 1024;
const SUM: usize = 8;

/// What a record holds; the second byte of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Holds {
    Envelope = 1,
    Event = 2,
    Act = 3,
    Case = 4,
    Operator = 5,
    Draft = 6,
    Watermark = 7,
    View = 8,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("a record of version {0}, which is newer than this program")]
    Newer(u8),
    #[error("a record that is not whole")]
    Damaged,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a record of {0} bytes, more than is allowed")]
pub struct TooLarge(pub usize);

fn config() -> impl bincode::config::Config {
    bincode::config::standard().with_limit::<LIMIT>()
}

/// The bytes of a value: version, what it holds, the value, checksum.
pub fn encode<T: Serialize>(holds: Holds, value: &T) -> Result<Vec<u8>, TooLarge> {
    let mut bytes = vec![VERSION, holds as u8];
    let size = bincode::serde::encode_into_std_write(value, &mut bytes, config()).map_err(|_| TooLarge(LIMIT))?;
    if size > LIMIT {
        return Err(TooLarge(size));
    }
    let sum = blake3::hash(&bytes);
    bytes.extend_from_slice(&sum.as_bytes()[..SUM]);
    Ok(bytes)
}

/// The value of these bytes, whole or not at all.
pub fn decode<T: DeserializeOwned>(holds: Holds, bytes: &[u8]) -> Result<T, Unreadable> {
    let split = bytes.len().checked_sub(SUM).filter(|split| *split >= 2).ok_or(Unreadable::Damaged)?;
    let (body, sum) = bytes.split_at(split);
    if blake3::hash(body).as_bytes()[..SUM] != *sum {
        return Err(Unreadable::Damaged);
    }
    match body {
        [version, ..] if *version > VERSION => Err(Unreadable::Newer(*version)),
        [OLDEST..=VERSION, kind, value @ ..] if *kind == holds as u8 => {
            let (value, used) = bincode::serde::decode_from_slice(value, config()).map_err(|_| Unreadable::Damaged)?;
            if used == split - 2 { Ok(value) } else { Err(Unreadable::Damaged) }
        }
        _ => Err(Unreadable::Damaged),
    }
}

/// One event as it lies in the journal. The envelope is kept to the byte, because the
/// chain hashes it; the body can be erased and the chain still verifies.
#[derive(Debug, Clone, PartialEq, Eq, Ser, De)]
pub struct Stored {
    envelope: Vec<u8>,
    salt: [u8; 16],
    body: Option<Vec<u8>>,
}

/// Everything that one act led to: one journal record, there whole or not at all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Ser, De)]
pub struct StoredAct {
    pub events: Vec<Stored>,
}

/// Seals an event: fills in the digest of its body and the hash of the envelope before.
///
/// Returns it as it will be read back, with its bytes, and the hash for the next one.
pub fn seal(
    mut envelope: Envelope,
    event: Event,
    salt: [u8; 16],
    previous: [u8; 32],
) -> Result<(Sealed, Stored, [u8; 32]), TooLarge> {
    let body = encode(Holds::Event, &event)?;
    envelope.digest = digest(&salt, &body);
    envelope.previous = previous;
    let bytes = encode(Holds::Envelope, &envelope)?;
    let hash = *blake3::hash(&bytes).as_bytes();
    let stored = Stored { envelope: bytes, salt, body: Some(body) };
    Ok((Sealed { envelope, event }, stored, hash))
}

/// The event of its bytes, if its body is the one that the envelope vouches for. One whose body is
/// gone is [`Event::Erased`]; whether that was ordered, an inspection shows.
pub fn unseal(stored: &Stored) -> Result<(Sealed, [u8; 32]), Unreadable> {
    let envelope: Envelope = decode(Holds::Envelope, &stored.envelope)?;
    let hash = *blake3::hash(&stored.envelope).as_bytes();
    let Some(body) = &stored.body else { return Ok((Sealed { envelope, event: Event::Erased }, hash)) };
    if digest(&stored.salt, body) != envelope.digest {
        return Err(Unreadable::Damaged);
    }
    let event = decode(Holds::Event, body)?;
    Ok((Sealed { envelope, event }, hash))
}

impl Stored {
    /// The same event without what it says.
    pub fn erased(self) -> Stored {
        Stored { salt: [0; 16], body: None, ..self }
    }
}

fn digest(salt: &[u8; 16], body: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(salt);
    hasher.update(body);
    *hasher.finalize().as_bytes()
}

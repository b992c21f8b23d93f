//! One event and one act, as they lie in the journal.

use serde::{Deserialize, Serialize};

use super::kept::{FORMAT, Kept, Kind, decode, encode};
use super::limits::{TooLarge, Unreadable};
use super::link::Link;
use super::values::{read, value};
use super::{v3, v4};
use crate::domain::event::{Envelope, Event, Recorded};
use crate::domain::lineage::Lineage;

/// One event as it lies in the journal. The envelope is kept to the byte, because the
/// chain hashes it; the body can be erased and the chain still verifies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    envelope: Vec<u8>,
    salt: [u8; 16],
    body: Option<Vec<u8>>,
}

/// Everything that one act led to: one journal record, there whole or not at all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredAct {
    pub events: Vec<Stored>,
}

/// Links an event to the chain: fills in its id, the digest of its body and the hash of the envelope before.
///
/// Returns it as it will be read back, with its bytes, and the hash for the next one.
pub fn link(
    mut envelope: Envelope,
    event: Event,
    salt: [u8; 16],
    previous: [u8; 32],
) -> Result<(Recorded, Stored, [u8; 32]), TooLarge> {
    let body = encode(&event)?;
    envelope.digest = digest(&salt, &body);
    envelope.previous = previous;
    let bytes = encode(&envelope)?;
    let hash = *blake3::hash(&bytes).as_bytes();
    let stored = Stored { envelope: bytes, salt, body: Some(body) };
    Ok((Recorded { envelope, event }, stored, hash))
}

/// The event of its bytes, if its body is the one that the envelope vouches for. One whose body is
/// gone is [`Event::Erased`]; whether that was ordered, an inspection shows.
///
/// `origin` is the first lineage of the folder: what was recorded before there were lineages is of it.
pub fn recorded_of(stored: &Stored, origin: Lineage) -> Result<(Recorded, [u8; 32]), Unreadable> {
    stored.passed().recorded(origin)
}

/// One event as it lies in the bytes of its act, of which nothing is copied.
#[derive(Deserialize)]
pub struct Passed<'a> {
    envelope: &'a [u8],
    salt: [u8; 16],
    body: Option<&'a [u8]>,
}

impl Passed<'_> {
    /// Where it stands in the chain, and the hash of its envelope; nothing is said of its body.
    pub fn link(&self, origin: Lineage) -> Result<(Link, [u8; 32]), Unreadable> {
        let link = match self.envelope {
            [FORMAT, kind, version, value @ ..] if *kind == Kind::Envelope as u8 && *version > 0 => {
                v4::envelope::link(*version, value)?
            }
            _ => Link::from(&self.read_envelope(origin)?),
        };
        Ok((link, self.hash()))
    }

    /// As [`recorded_of`].
    pub fn recorded(&self, origin: Lineage) -> Result<(Recorded, [u8; 32]), Unreadable> {
        let (envelope, hash) = (self.read_envelope(origin)?, self.hash());
        let Some(body) = self.body else { return Ok((Recorded { envelope, event: Event::Erased }, hash)) };
        if digest(&self.salt, body) != envelope.digest {
            return Err(Unreadable::Damaged);
        }
        Ok((Recorded { envelope, event: decode(body)? }, hash))
    }

    fn read_envelope(&self, origin: Lineage) -> Result<Envelope, Unreadable> {
        if v3::is(self.envelope) { v3::envelope(self.envelope, origin) } else { decode(self.envelope) }
    }

    fn hash(&self) -> [u8; 32] {
        *blake3::hash(self.envelope).as_bytes()
    }
}

/// Gives the events of an act to `each`, in order, without copying what they say.
pub fn pass<E: From<Unreadable>>(act: &[u8], mut each: impl FnMut(Passed) -> Result<(), E>) -> Result<(), E> {
    #[derive(Deserialize)]
    struct Act<'a> {
        #[serde(borrow)]
        events: Vec<Passed<'a>>,
    }
    match act {
        [FORMAT, kind, StoredAct::VERSION, value @ ..] if *kind == Kind::Act as u8 => {
            read::<Act>(value)?.events.into_iter().try_for_each(each)
        }
        // Older, newer or damaged.
        _ => decode::<StoredAct>(act)?.events.iter().try_for_each(|stored| each(stored.passed())),
    }
}

impl Stored {
    fn passed(&self) -> Passed<'_> {
        Passed { envelope: &self.envelope, salt: self.salt, body: self.body.as_deref() }
    }

    /// The same event without what it says.
    pub fn erased(self) -> Stored {
        Stored { salt: [0; 16], body: None, ..self }
    }

    /// What the digest of its body was made with; zeros when it was erased.
    pub fn salt(&self) -> [u8; 16] {
        self.salt
    }
}

/// The salt of a later event of a case in the lineage that opened it, derived from the salt of the
/// opening, so that a bundle need not carry it. Without the opening's salt, which goes with the erasure
/// of the case, it is as unknown as a random one.
pub fn later_salt(opening: &[u8; 16], lineage: Lineage, number: u64) -> [u8; 16] {
    let mut key = [0; 32];
    key[..16].copy_from_slice(opening);
    let mut place = lineage.0.as_bytes().to_vec();
    place.extend_from_slice(&number.to_le_bytes());
    let mut salt = [0; 16];
    salt.copy_from_slice(&blake3::keyed_hash(&key, &place).as_bytes()[..16]);
    salt
}

fn digest(salt: &[u8; 16], body: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(salt);
    hasher.update(body);
    *hasher.finalize().as_bytes()
}

/// What a script or a person reads of an event: everything that is stored of it.
pub fn as_json(event: &Event) -> serde_json::Value {
    v4::events::json(event)
}

impl Kept for StoredAct {
    const KIND: Kind = Kind::Act;
    const VERSION: u8 = 1;

    fn write(&self) -> Result<Vec<u8>, TooLarge> {
        value(self)
    }

    fn read(_: u8, bytes: &[u8]) -> Result<StoredAct, Unreadable> {
        read(bytes)
    }

    fn read_old(bytes: &[u8]) -> Result<StoredAct, Unreadable> {
        let stored = |old: v3::OldStored| Stored { envelope: old.envelope, salt: old.salt, body: old.body };
        Ok(StoredAct { events: v3::act(bytes)?.into_iter().map(stored).collect() })
    }
}

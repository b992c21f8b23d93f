//! Domain ↔ bytes: the only place that knows how anything is stored, and what earlier versions stored.
//!
//! ```text
//! record    4 | kind u8 | version of that kind u8 | value | checksum 8, where nothing else vouches for it
//! act       its events: envelope bytes, salt 16, body bytes or none
//! body      code | version of that event u8 | its small struct
//! ```
//! Values are bincode (variable-length integers, little-endian). Each kind has a version of its own, and
//! so has each event; an answer of a closed list is stored as its id ([`v4::words`]). What versions 1 to 3 wrote,
//! which began with that number and lay by position, is read by [`v3`] for ever.
//!
//! ## What is done to add something
//! - **A part of an event** (a form field more): a new small struct beside the old one (`IntakeV2`, with `From`
//!   each way), the row of its events in `v4/events.rs` with the version one higher, the old row moved to
//!   `once`, where its `read` says what the part is for events that have none.
//! - **An event**: its row in `v4/events.rs`. The compiler asks for it.
//! - **An answer of a closed list**: nothing here. It is stored by its id.
//! - **A part of the envelope**: at its end, and the version of that kind one higher.
//!
//! ## What is done with what is newer
//! An event whose code, version or answers are not known here is carried, not refused ([`Event::Foreign`]);
//! an envelope of a later version is read as far as it is known; a record whose frame or act is newer is named as such.
//!
//! ## Decisions
//! - Shapes are structs of their own and never the domain's types: a field that is moved or an answer that is put
//!   in the middle of a list cannot change what old cases say.
//! - An event's id is not stored but derived from lineage and number, and a checksum is kept only where neither
//!   the chain nor the journal has one: both pay for what envelopes carry for bundles.

pub mod kept;
pub mod v3;
pub mod v4;

use serde::{Deserialize, Serialize};

use self::kept::{Kept, decode, encode};
use crate::domain::event::{Envelope, Event, Sealed};
use crate::domain::lineage::Lineage;

/// No record comes near it; more is damage.
const LIMIT: usize = 64 * 1024;

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

/// Seals an event: fills in its id, the digest of its body and the hash of the envelope before.
///
/// Returns it as it will be read back, with its bytes, and the hash for the next one.
pub fn seal(
    mut envelope: Envelope,
    event: Event,
    salt: [u8; 16],
    previous: [u8; 32],
) -> Result<(Sealed, Stored, [u8; 32]), TooLarge> {
    let body = encode(&event)?;
    envelope.digest = digest(&salt, &body);
    envelope.previous = previous;
    let bytes = encode(&envelope)?;
    let hash = *blake3::hash(&bytes).as_bytes();
    let stored = Stored { envelope: bytes, salt, body: Some(body) };
    Ok((Sealed { envelope, event }, stored, hash))
}

/// The event of its bytes, if its body is the one that the envelope vouches for. One whose body is
/// gone is [`Event::Erased`]; whether that was ordered, an inspection shows.
///
/// `origin` is the first lineage of the folder: what was recorded before there were lineages is of it.
pub fn unseal(stored: &Stored, origin: Lineage) -> Result<(Sealed, [u8; 32]), Unreadable> {
    let envelope = if v3::is(&stored.envelope) {
        v3::envelope(&stored.envelope, origin)?
    } else {
        decode::<Envelope>(&stored.envelope)?
    };
    let hash = *blake3::hash(&stored.envelope).as_bytes();
    let Some(body) = &stored.body else { return Ok((Sealed { envelope, event: Event::Erased }, hash)) };
    if digest(&stored.salt, body) != envelope.digest {
        return Err(Unreadable::Damaged);
    }
    Ok((Sealed { envelope, event: decode(body)? }, hash))
}

impl Stored {
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

/// A record that is kept for itself.
impl Kept for StoredAct {
    const KIND: kept::Kind = kept::Kind::Act;
    const VERSION: u8 = 1;

    fn write(&self) -> Result<Vec<u8>, TooLarge> {
        kept::value(self)
    }

    fn read(_: u8, bytes: &[u8]) -> Result<StoredAct, Unreadable> {
        v4::body::read(bytes)
    }

    fn read_old(bytes: &[u8]) -> Result<StoredAct, Unreadable> {
        let stored = |old: v3::OldStored| Stored { envelope: old.envelope, salt: old.salt, body: old.body };
        Ok(StoredAct { events: v3::act(bytes)?.into_iter().map(stored).collect() })
    }
}

//! The chain of envelopes, followed from one act of the journal to the next.

use serde::{Deserialize, Serialize};

use super::{Position, name};
use crate::domain::event::{Envelope, Moment, Sealed};
use crate::record::{self, Holds, Stored, StoredAct, Unreadable};
use crate::store::error::OpenError;

/// What the next event goes on from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Last {
    pub sequence: u64,
    /// The hash of the last envelope: the head of the chain.
    pub hash: [u8; 32],
    pub wall_ms: i64,
    pub boot: u32,
    pub mono_ms: u64,
}

impl Last {
    /// What goes on from an event with this hash.
    pub fn after(envelope: &Envelope, hash: [u8; 32]) -> Last {
        let Moment { wall_ms, boot, mono_ms } = envelope.moment;
        Last { sequence: envelope.sequence, hash, wall_ms, boot, mono_ms }
    }
}

/// Takes the events of one journal record, in order, each once it has been proved to go on
/// from the one before; `last` is then what the next goes on from.
pub fn follow(
    last: &mut Last,
    at: Position,
    payload: &[u8],
    mut each: impl FnMut(Sealed, &Stored) -> Result<(), OpenError>,
) -> Result<(), OpenError> {
    let safe = at.number.saturating_sub(1);
    let damaged = |error| match error {
        Unreadable::Newer(_) => OpenError::Newer { file: name(at.segment) },
        Unreadable::Damaged => OpenError::Damaged { file: name(at.segment), at: at.offset, safe },
    };
    let act: StoredAct = record::decode(Holds::Act, payload).map_err(damaged)?;
    for stored in &act.events {
        let (sealed, hash) = record::unseal(stored).map_err(damaged)?;
        let envelope = &sealed.envelope;
        if envelope.previous != last.hash || envelope.sequence != last.sequence + 1 {
            return Err(damaged(Unreadable::Damaged));
        }
        *last = Last::after(envelope, hash);
        each(sealed, stored)?;
    }
    Ok(())
}

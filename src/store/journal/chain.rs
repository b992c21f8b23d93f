//! The chain of envelopes, followed from one act of the journal to the next.

use super::error::OpenError;
use super::journal::{self, Position};
use super::{Last, error::ReadError};
use crate::domain::event::Sealed;
use crate::record::{self, Holds, Stored, StoredAct, Unreadable};

/// Takes the events of one journal record, in order, each once it has been proved to go on
/// from the one before; `last` is then what the next goes on from.
pub(super) fn follow(
    last: &mut Last,
    at: Position,
    payload: &[u8],
    mut each: impl FnMut(Sealed, &Stored) -> Result<(), ReadError>,
) -> Result<(), OpenError> {
    let safe = at.number.saturating_sub(1);
    let damaged = |error| match error {
        Unreadable::Newer(_) => OpenError::Newer { file: journal::name(at.segment) },
        Unreadable::Damaged => OpenError::Damaged { file: journal::name(at.segment), at: at.offset, safe },
    };
    let act: StoredAct = record::decode(Holds::Act, payload).map_err(damaged)?;
    for stored in &act.events {
        let (sealed, hash) = record::unseal(stored).map_err(damaged)?;
        let envelope = &sealed.envelope;
        if envelope.previous != last.hash || envelope.sequence != last.sequence + 1 {
            return Err(damaged(Unreadable::Damaged));
        }
        *last = Last::after(envelope, hash);
        each(sealed, stored).map_err(|error| OpenError::Index(error.to_string()))?;
    }
    Ok(())
}

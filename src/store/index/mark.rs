//! How far an index follows the journal.

use uuid::Uuid;

use crate::domain::lineage::{Descent, Lineage};
use crate::record::v4::cache::Watermark;
use crate::store::journal::Position;
use crate::store::journal::chain::{Chain, Last, Signing};

/// Up to where an index follows the journal.
#[derive(Debug, Clone)]
pub struct Mark {
    pub upto: Position,
    /// What the event behind it goes on from.
    pub chain: Chain,
}

impl Mark {
    pub(super) fn written(&self) -> Watermark {
        let Mark { upto, chain: Chain { last, descent, signing, tracking_from, is_old, .. } } = self;
        Watermark {
            segment: upto.segment,
            offset: upto.offset,
            record: upto.number,
            record_sum: upto.sum,
            number: last.number,
            hash: last.hash,
            clock: (last.wall_ms, last.boot, last.mono_ms),
            lives: descent.lives().iter().map(|(lineage, first)| (*lineage.0.as_bytes(), *first)).collect(),
            signing: (signing.key, signing.next),
            tracking_from: *tracking_from,
            is_old: *is_old,
        }
    }

    pub(super) fn read(mark: Watermark, origin: Lineage) -> Mark {
        let upto = Position { segment: mark.segment, offset: mark.offset, number: mark.record, sum: mark.record_sum };
        let (wall_ms, boot, mono_ms) = mark.clock;
        let last = Last { number: mark.number, hash: mark.hash, wall_ms, boot, mono_ms };
        let lives = mark.lives.into_iter().map(|(lineage, first)| (Lineage(Uuid::from_bytes(lineage)), first));
        let (descent, (key, next)) = (Descent::new(lives.collect()), mark.signing);
        let (signing, tracking_from, is_old) = (Signing { key, next }, mark.tracking_from, mark.is_old);
        Mark { upto, chain: Chain { origin, last, descent, signing, tracking_from, is_old } }
    }
}

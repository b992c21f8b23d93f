//! The chain of envelopes, followed from one act of the journal to the next.

use super::{Position, name};
use crate::domain::event::{Event, Moment, PublicKeys, Recorded};
use crate::domain::lineage::{Descent, Lineage};
use crate::domain::own::Own;
use crate::record::kept::decode;
use crate::record::{self, Link, Stored, StoredAct, Unreadable};
use crate::store::error::OpenError;

/// What the next event goes on from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Last {
    pub number: u64,
    /// The hash of the last envelope: the head of the chain.
    pub hash: [u8; 32],
    pub wall_ms: i64,
    pub boot: u32,
    pub mono_ms: u64,
}

/// The keys that sign for the desk, as its events tell them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signing {
    /// The key of the last head or of the last keys.
    pub key: Option<[u8; 32]>,
    /// The digest of the key that comes after it.
    pub next: Option<[u8; 32]>,
}

/// How far a chain was followed, and what has to be known to go on with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The first lineage of the folder.
    pub origin: Lineage,
    pub last: Last,
    pub descent: Descent,
    pub signing: Signing,
    /// Tracking codes are counted on from here.
    pub tracking_from: u64,
    /// The last event is from before there were lineages.
    pub is_old: bool,
}

impl Chain {
    pub fn new(origin: Lineage) -> Chain {
        let (last, descent, signing) = (Last::default(), Descent::default(), Signing::default());
        Chain { origin, last, descent, signing, tracking_from: 0, is_old: false }
    }

    /// Goes on by one event, which is of the folder's own line then.
    ///
    /// # Errors
    /// If the event does not go on from the last one; a lineage only ends where the next one is begun.
    #[expect(clippy::wildcard_enum_match_arm, reason = "no other event says anything of the chain itself")]
    pub fn take(&mut self, recorded: Recorded, hash: [u8; 32]) -> Result<Own, Unreadable> {
        let (envelope, link) = (&recorded.envelope, Link::from(&recorded.envelope));
        self.is_next(&link)?;
        match self.descent.current() {
            Some(current) if current == envelope.lineage => {}
            Some(current) if !self.begins(current, &recorded) => return Err(Unreadable::Damaged),
            _ => self.descent.begin(envelope.lineage, envelope.number),
        }
        match &recorded.event {
            Event::LineageBegun { tracking_from, .. } => self.tracking_from = *tracking_from,
            Event::HeadSigned { key, .. } => self.signing.key = Some(*key),
            Event::KeysSet { keys: PublicKeys { sign, next, .. }, .. } => {
                self.signing = Signing { key: Some(*sign), next: Some(*next) };
            }
            _ => {}
        }
        self.go_on(&link, hash);
        Own::of(&self.descent, recorded).ok_or(Unreadable::Damaged)
    }

    fn is_next(&self, link: &Link) -> Result<(), Unreadable> {
        let is_next = link.previous == self.last.hash && link.number == self.last.number + 1;
        if is_next { Ok(()) } else { Err(Unreadable::Damaged) }
    }

    fn go_on(&mut self, link: &Link, hash: [u8; 32]) {
        let Moment { wall_ms, boot, mono_ms } = link.moment;
        self.is_old = link.is_old;
        self.last = Last { number: link.number, hash, wall_ms, boot, mono_ms };
    }

    /// Whether an event begins another lineage right behind the last event of this one.
    fn begins(&self, current: Lineage, recorded: &Recorded) -> bool {
        if let Event::LineageBegun { parent, at, head, .. } = recorded.event {
            return (parent, at, head) == (current, self.last.number, self.last.hash);
        }
        // What it said cannot be erased, as it belongs to no case; a newer program may say it in other words.
        matches!(recorded.event, Event::Foreign { .. })
    }

    /// Takes the events of one journal record, in order, each once it has been proved to go on from the
    /// one before.
    pub fn follow(
        &mut self,
        at: Position,
        payload: &[u8],
        mut each: impl FnMut(Own, &Stored) -> Result<(), OpenError>,
    ) -> Result<(), OpenError> {
        let damaged = |error| unreadable(at, error);
        let act: StoredAct = decode(payload).map_err(damaged)?;
        for stored in &act.events {
            let (recorded, hash) = record::recorded_of(stored, self.origin).map_err(damaged)?;
            each(self.take(recorded, hash).map_err(damaged)?, stored)?;
        }
        Ok(())
    }

    /// The same, and only what belongs to no case comes to `each`: of what a case's events say nothing is read, so
    /// that a journal of many cases is followed in a moment.
    pub fn pass(&mut self, at: Position, payload: &[u8], mut each: impl FnMut(Own)) -> Result<(), OpenError> {
        record::pass(payload, |passed| {
            let (link, hash) = passed.link(self.origin)?;
            // Another lineage is begun by what an event says.
            if link.is_of_case && self.descent.current() == Some(link.lineage) {
                self.is_next(&link)?;
                self.go_on(&link, hash);
                return Ok(());
            }
            let (recorded, hash) = passed.recorded(self.origin)?;
            let own = self.take(recorded, hash)?;
            if !link.is_of_case {
                each(own);
            }
            Ok(())
        })
        .map_err(|error: Unreadable| unreadable(at, error))
    }
}

/// What is told of an act that cannot be read.
fn unreadable(at: Position, error: Unreadable) -> OpenError {
    match error {
        Unreadable::Newer(_) => OpenError::Newer { file: name(at.segment) },
        Unreadable::Damaged => {
            OpenError::Damaged { file: name(at.segment), at: at.offset, safe: at.number.saturating_sub(1) }
        }
    }
}

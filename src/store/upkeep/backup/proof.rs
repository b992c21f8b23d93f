//! What the files of a backup hold, read once from its journal. It takes the room of one segment, whatever there is.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use crate::domain::event::Event;
use crate::store::error::OpenError;
use crate::store::journal::chain::Chain;
use crate::store::journal::{self, Journal};
use crate::store::vault::Vault;

/// What a journal holds.
pub struct Proof {
    pub records: u64,
    pub events: u64,
    /// Cases that were opened, and of which an order did not take what they say.
    pub cases: u64,
    /// The hashes of those events that were asked for by their numbers; of number 0, what the first goes on from.
    pub heads: BTreeMap<u64, [u8; 32]>,
    /// Where its chain ends.
    pub chain: Chain,
}

/// Follows the chain of the journal that these segments are, and counts; notes the hash of each of these events.
///
/// # Errors
/// As opening it: the first damage is named with the number of records that are safe.
pub fn of_segments(
    segments: (&[u64], u64),
    read: &dyn Fn(u64) -> io::Result<Vec<u8>>,
    vault: &Vault,
    asked: &BTreeSet<u64>,
) -> Result<Proof, OpenError> {
    let mut chain = Chain::new(vault.origin());
    let (mut events, mut cases, mut heads) = (0, 0, BTreeMap::new());
    // What is gone must have been ordered to go; the order comes later than what it is about.
    let (mut erased, mut ordered) = (BTreeMap::new(), BTreeSet::new());
    let (end, _) = Journal::scan_segments(segments, read, None, vault, None, &mut |at, payload, _| {
        chain.follow(at, payload, |recorded, _| {
            events += 1;
            let before = recorded.envelope.number.saturating_sub(1);
            if asked.contains(&before) {
                heads.insert(before, recorded.envelope.previous);
            }
            match (&recorded.event, recorded.envelope.case) {
                (Event::Opened { .. }, _) => cases += 1,
                (Event::Erased, Some(case)) => drop(erased.entry(case).or_insert(at)),
                (Event::ErasureOrdered { case, .. }, _) => {
                    ordered.insert(*case);
                }
                _ => {}
            }
            Ok(())
        })
    })?;
    if let Some(at) = erased.iter().find(|(case, _)| !ordered.contains(case)).map(|(_, at)| at) {
        let safe = at.number.saturating_sub(1);
        return Err(OpenError::Damaged { file: journal::name(at.segment), at: at.offset, safe });
    }
    heads.insert(chain.last.number, chain.last.hash);
    Ok(Proof { records: end.number, events, cases, heads, chain })
}

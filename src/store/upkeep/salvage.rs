//! Salvage: whatever a damaged folder still holds, and exactly what is missing.
//!
//! Every segment is searched for whole records from its first byte to its last, whatever lies
//! between them. A record proves itself by its checksum, an event by the digest in its envelope.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::ops::RangeInclusive;
use std::path::Path;

use crate::domain::event::Recorded;
pub use crate::record::as_json;
use crate::record::kept::decode;
use crate::record::{self, StoredAct};
use crate::store::journal::{self, segment, tip};
use crate::store::layout::{ACCESS_LOG, JOURNAL};
use crate::store::vault::Vault;

/// What was found and what was not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Salvaged {
    pub records: u64,
    pub events: u64,
    /// Numbers of records that are nowhere, as far as is known how many there were.
    pub missing: Vec<RangeInclusive<u64>>,
    /// Bytes that are no record: file, first byte, length.
    pub damaged: Vec<(String, u64, u64)>,
    /// Events whose body is gone or is not the one that was encrypted.
    pub unreadable: u64,
    /// How many records there were, by the acknowledged tip; 0 where it does not say.
    pub acknowledged: u64,
}

/// The id of the store, as the first segment that can still be read has it.
pub fn store_of(folder: &Path) -> Option<[u8; 16]> {
    let folders = [JOURNAL, ACCESS_LOG].map(|name| folder.join(name));
    folders.iter().find_map(|folder| {
        let segments = journal::list(folder).ok()?;
        let header = |number: &u64| segment::Header::read(&fs::read(journal::path(folder, *number)).ok()?).ok();
        Some(segments.iter().find_map(header)?.store)
    })
}

/// Gives every whole event of the folder to `each`, with the number of its record, in the order
/// of the files.
pub fn salvage(
    folder: &Path,
    vault: &Vault,
    each: &mut dyn FnMut(u64, &Recorded) -> io::Result<()>,
) -> io::Result<Salvaged> {
    let folder = folder.join(JOURNAL);
    // Before the records: a desk that is open may write some more while they are read.
    let acknowledged = tip::read(&folder).map_or(0, |tip| tip.number);
    let mut found = Salvaged { acknowledged, ..Salvaged::default() };
    let mut numbers = BTreeSet::new();
    for number in journal::list(&folder)? {
        let Ok(bytes) = fs::read(journal::path(&folder, number)) else { continue };
        let name = journal::name(number);
        let header = segment::Header::read(&bytes).is_ok();
        let mut at = if header { segment::HEADER } else { 0 };
        while at < bytes.len() {
            let next = next_record(&bytes, at);
            let end = next.as_ref().map_or(bytes.len(), |(start, _)| *start);
            if let Some(last) = bytes[at..end].iter().rposition(|byte| *byte != 0) {
                found.damaged.push((name.clone(), at as u64, last as u64 + 1));
            }
            let Some((_, record)) = next else { break };
            at = record.end;
            // A copy of a segment under another name holds the same records once more.
            if !numbers.insert(record.number) {
                continue;
            }
            found.records += 1;
            let opened = vault.decrypt(journal::RECORD, &record.number.to_le_bytes(), record.payload);
            let act: Option<StoredAct> = opened.and_then(|bytes| decode(&bytes).ok());
            let Some(act) = act else {
                found.unreadable += 1;
                continue;
            };
            for stored in &act.events {
                match record::recorded_of(stored, vault.origin()) {
                    Ok((recorded, _)) => {
                        found.events += 1;
                        each(record.number, &recorded)?;
                    }
                    Err(_) => found.unreadable += 1,
                }
            }
        }
    }
    let last = found.acknowledged.max(numbers.last().copied().unwrap_or(0));
    found.missing = gaps(&numbers, last);
    Ok(found)
}

/// The next whole record from here on, and where it begins.
fn next_record(bytes: &[u8], from: usize) -> Option<(usize, segment::Found<'_>)> {
    if let Some(found) = segment::read(bytes, from) {
        return Some((from, found));
    }
    segment::starts(bytes, from).find_map(|at| Some((at, segment::read(bytes, at)?)))
}

fn gaps(numbers: &BTreeSet<u64>, last: u64) -> Vec<RangeInclusive<u64>> {
    let mut found = Vec::new();
    let mut next = 1;
    for number in numbers.iter().copied().chain([last + 1]) {
        if number > next {
            found.push(next..=number - 1);
        }
        next = next.max(number + 1);
    }
    found
}

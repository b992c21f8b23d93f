//! Looks a data folder over from its journal alone, and the index against it. Changes nothing in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::error::{OpenError, ReadError};
use super::index::Index;
use super::journal::{self, Journal};
use super::{DRAFTS, INDEX, INDEX_STATE, JOURNAL, LOCK, Last, files, keys, read_identity};
use crate::domain::case::Case;
use crate::domain::event::CaseId;
use crate::record::{self, Holds, StoredAct, Unreadable};

/// What a folder holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// The store's own id.
    pub store: [u8; 16],
    pub records: u64,
    pub events: u64,
    pub cases: u64,
    /// The hash of the last envelope: the head of the chain.
    pub head: [u8; 32],
    /// One sum over all cases as their events make them.
    pub digest: [u8; 32],
    /// Bytes of an unfinished last write.
    pub torn: u64,
    pub drafts: u64,
}

/// What became of comparing the index with the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexCheck {
    Agrees,
    /// So many cases or entries are not as the journal has them. It is built anew at the next start.
    Differs(u64),
    /// A desk has it open; only the journal was looked at.
    InUse,
    /// There is none, or it would not be trusted: it is built anew at the next start.
    Absent,
}

/// Every case of a journal, folded from its events.
pub(super) type Cases = BTreeMap<CaseId, Case>;

/// Reads the whole journal of a folder.
///
/// # Errors
/// As opening it: the first damage is named with the number of records that are safe.
pub fn check(folder: &Path) -> Result<Checked, OpenError> {
    Ok(read(folder)?.0)
}

pub(super) fn read(folder: &Path) -> Result<(Checked, Cases), OpenError> {
    let missing = || OpenError::Missing { file: super::IDENTITY.into() };
    let store = read_identity(folder)?.ok_or_else(missing)?;
    let (mut found, mut cases, mut last) = (Checked { store, ..Checked::default() }, Cases::new(), Last::default());
    let (end, opened) = Journal::scan(&folder.join(JOURNAL), store, None, &mut |at, payload, _| {
        let safe = at.number.saturating_sub(1);
        let damaged = |_| OpenError::Damaged { file: journal::name(at.segment), at: at.offset, safe };
        let act: StoredAct = record::decode(Holds::Act, payload).map_err(damaged)?;
        for stored in &act.events {
            let (sealed, hash) = record::unseal(stored).map_err(damaged)?;
            if sealed.envelope.previous != last.hash || sealed.envelope.sequence != last.sequence + 1 {
                return Err(damaged(Unreadable::Damaged));
            }
            (last.hash, last.sequence) = (hash, sealed.envelope.sequence);
            found.events += 1;
            if let Some(id) = sealed.envelope.case
                && let Some(case) = Case::fold(cases.remove(&id), &sealed)
            {
                cases.insert(id, case);
            }
        }
        Ok(())
    })?;
    found.records = end.number;
    (found.head, found.torn) = (last.hash, opened.torn);
    found.cases = cases.len() as u64;
    let mut sum = blake3::Hasher::new();
    for (id, case) in &cases {
        sum.update(id.0.as_bytes());
        sum.update(&record::encode(Holds::Case, case).unwrap_or_default());
    }
    found.digest = *sum.finalize().as_bytes();
    found.drafts = fs::read_dir(folder.join(DRAFTS)).map_or(0, |list| list.flatten().count() as u64);
    Ok((found, cases))
}

/// Compares every case and every entry of the index with the journal.
///
/// # Errors
/// Only if the journal cannot be read.
pub fn check_index(folder: &Path) -> Result<IndexCheck, OpenError> {
    let Ok(lock) = files::open_private(&folder.join(LOCK), false) else { return Ok(IndexCheck::InUse) };
    if files::lock(&lock).is_err() {
        return Ok(IndexCheck::InUse);
    }
    let (found, cases) = read(folder)?;
    let Some(index) = Index::open(&folder.join(INDEX), &folder.join(INDEX_STATE)) else {
        return Ok(IndexCheck::Absent);
    };
    let behind = index.watermark().is_none_or(|mark| mark.upto.number != found.records);
    let differing = compare(&index, &cases);
    index.close();
    if behind {
        return Ok(IndexCheck::Absent);
    }
    match differing {
        Ok(0) => Ok(IndexCheck::Agrees),
        Ok(count) => Ok(IndexCheck::Differs(count)),
        Err(_) => Ok(IndexCheck::Absent),
    }
}

fn compare(index: &Index, cases: &Cases) -> Result<u64, ReadError> {
    let (mut differing, mut entries) = (0, 0);
    for (id, case) in cases {
        let wanted = keys::entries(case);
        entries += wanted.len();
        let same = index.case(*id)?.as_ref() == Some(case) && wanted.iter().all(|key| index.has(key));
        let whole = index.history(*id)?.len() as u64 == u64::from(case.version);
        differing += u64::from(!same || !whole);
    }
    let surplus = index.count_entries().abs_diff(entries) as u64;
    Ok(differing + surplus)
}

//! Looks a data folder over from its journal alone, and the index against it. Changes nothing of either.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::domain::Choice;
use crate::domain::case::Case;
use crate::domain::event::{CaseId, Event, Recorded};
use crate::domain::history::{self, Folding};
use crate::domain::stage::Stage;
use crate::record::kept::encode;
use crate::store::audit;
use crate::store::disk::files;
use crate::store::error::{OpenError, ReadError};
use crate::store::index::{Index, keys};
use crate::store::journal::chain::Chain;
use crate::store::journal::{self, Journal};
use crate::store::layout::{DRAFTS, INDEX, INDEX_STATE, JOURNAL, LOCK};
use crate::store::vault::Vault;

/// What a folder holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// The store's own id.
    pub store: [u8; 16],
    pub records: u64,
    pub events: u64,
    pub cases: u64,
    /// Cases that are not among them: only a newer program can read how they were opened.
    pub unread_cases: u64,
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
type Cases = BTreeMap<CaseId, Case>;

/// Reads the whole journal of a folder.
///
/// # Errors
/// As opening it: the first damage is named with the number of records that are safe.
pub fn check(folder: &Path, vault: &Vault) -> Result<Checked, OpenError> {
    Ok(read(folder, vault)?.0)
}

fn read(folder: &Path, vault: &Vault) -> Result<(Checked, Cases), OpenError> {
    let store = vault.store;
    let mut found = Checked { store, ..Checked::default() };
    let (mut folding, mut chain) = (Folding::default(), Chain::new(vault.origin()));
    // What is gone must have been ordered to go; the order comes later than what it is about.
    let (mut erased, mut ordered) = (BTreeMap::new(), BTreeSet::new());
    let (end, opened) = Journal::scan(&folder.join(JOURNAL), vault, None, &mut |at, payload, _| {
        chain.follow(at, payload, |recorded, _| {
            found.events += 1;
            found.unread_cases += u64::from(recorded.is_unread_opening());
            match (&recorded.event, recorded.envelope.case) {
                (Event::Erased, Some(case)) => drop(erased.entry(case).or_insert(at)),
                (Event::ErasureOrdered { case, .. }, _) => {
                    ordered.insert(*case);
                }
                _ => {}
            }
            folding.take(&recorded);
            Ok(())
        })
    })?;
    if let Some(at) = erased.iter().find(|(case, _)| !ordered.contains(case)).map(|(_, at)| at) {
        let safe = at.number.saturating_sub(1);
        return Err(OpenError::Damaged { file: journal::name(at.segment), at: at.offset, safe });
    }
    found.records = end.number;
    let (mut cases, tangled) = folding.end();
    cases.extend(from_sets(folder, vault, &tangled)?);
    (found.head, found.torn) = (chain.last.hash, opened.torn);
    found.cases = cases.len() as u64;
    let mut sum = blake3::Hasher::new();
    for (id, case) in &cases {
        sum.update(id.0.as_bytes());
        sum.update(&encode(case).unwrap_or_default());
    }
    found.digest = *sum.finalize().as_bytes();
    found.drafts = fs::read_dir(folder.join(DRAFTS)).map_or(0, |list| list.flatten().count() as u64);
    Ok((found, cases))
}

/// Those cases that are folded from the sets of their events, for which the journal is read once more.
fn from_sets(folder: &Path, vault: &Vault, tangled: &BTreeSet<CaseId>) -> Result<Cases, OpenError> {
    let mut sets: BTreeMap<CaseId, Vec<Recorded>> = BTreeMap::new();
    if !tangled.is_empty() {
        audit::events(folder, vault, &mut |recorded| {
            if let Some(id) = recorded.envelope.case.filter(|id| tangled.contains(id)) {
                sets.entry(id).or_default().push(Recorded::clone(recorded));
            }
        })?;
    }
    Ok(sets.into_iter().filter_map(|(id, events)| Some((id, history::fold(&events).case?))).collect())
}

/// The same, and every case and every entry of the index compared with the journal, which is
/// read once for both.
///
/// # Errors
/// Only if the journal cannot be read.
pub fn check_all(folder: &Path, vault: &Vault) -> Result<(Checked, IndexCheck), OpenError> {
    let lock = files::open_private(&folder.join(LOCK), false).ok();
    let free = lock.as_ref().is_some_and(|lock| files::lock(lock).is_ok());
    let (found, cases) = read(folder, vault)?;
    let index = if free { against_index(folder, vault, &found, &cases) } else { IndexCheck::InUse };
    Ok((found, index))
}

fn against_index(folder: &Path, vault: &Vault, found: &Checked, cases: &Cases) -> IndexCheck {
    let (folder, state) = (folder.join(INDEX), folder.join(INDEX_STATE));
    let Some(index) = Index::open(&folder, &state, vault) else { return IndexCheck::Absent };
    let follows = index.watermark().is_some_and(|mark| mark.upto.number == found.records);
    let differing = compare(&index, cases);
    index.close();
    match differing {
        Ok(0) if follows => IndexCheck::Agrees,
        Ok(count) if follows => IndexCheck::Differs(count),
        _ => IndexCheck::Absent,
    }
}

fn compare(index: &Index, cases: &Cases) -> Result<u64, ReadError> {
    let (mut differing, mut entries) = (0, 0);
    for (id, case) in cases {
        let wanted = keys::entries(case);
        entries += wanted.len();
        let same = index.case(*id)?.as_ref() == Some(case) && wanted.iter().all(|(key, value)| index.holds(key, value));
        let whole = index.history(*id)?.len() as u64 == u64::from(case.version);
        differing += u64::from(!same || !whole);
    }
    for stage in Stage::ALL {
        let wanted = cases.values().filter(|case| case.stage == *stage).count();
        differing += u64::from(index.at_stage(*stage)? != wanted);
    }
    let surplus = index.count_entries().abs_diff(entries) as u64;
    Ok(differing + surplus)
}

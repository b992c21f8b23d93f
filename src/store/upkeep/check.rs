//! Looks a data folder over from its journal alone, and the index against it. Changes nothing of either.
//!
//! Memory does not grow with the number of cases, but for their ids: where there are many, they are folded some
//! thousands at a time, each time from those files of the journal in which these occur. A case is over in weeks, so
//! that is a few files.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::Path;

use crate::domain::case::Case;
use crate::domain::event::{CaseId, Event, Recorded};
use crate::domain::history::{self, Folding};
use crate::record::kept::{decode, encode};
use crate::record::{self, StoredAct};
use crate::store::drafts::Drafts;
use crate::store::error::OpenError;
use crate::store::hold::Hold;
use crate::store::index::comparing::Comparing;
use crate::store::index::{Index, Mark};
use crate::store::journal::chain::Chain;
use crate::store::journal::{self, Journal, Position};
use crate::store::layout::{DRAFTS, INDEX, INDEX_STATE, JOURNAL};
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
    /// There are records and no tip beside them that can be read.
    pub tip_lost: bool,
}

/// What became of comparing the index with the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexCheck {
    Agrees,
    /// So many entries are not as the journal has them, or should not be there.
    Differs(u64),
    /// A desk has it open; only the journal was looked at.
    InUse,
    /// There is none, or it would not be trusted: it is built anew at the next start.
    Absent,
}

/// So many cases are folded at a time; some kilobytes each.
const AT_ONCE: usize = 5_000;

/// Cases of a journal, folded from their events.
type Cases = BTreeMap<CaseId, Case>;

/// Reads the whole journal of a folder.
///
/// # Errors
/// As opening it: the first damage is named with the number of records that are safe.
pub fn check(folder: &Path, vault: &Vault) -> Result<Checked, OpenError> {
    check_in_parts(folder, vault, AT_ONCE)
}

/// The same, with at most so many cases in memory at a time; it makes no difference to what is found.
///
/// # Errors
/// As [`check`].
pub fn check_in_parts(folder: &Path, vault: &Vault, at_once: usize) -> Result<Checked, OpenError> {
    Ok(read(folder, vault, at_once.max(1), &mut None)?.0)
}

/// What one reading of the journal finds.
struct Reading {
    found: Checked,
    /// Every case with the files of the journal in which it begins and ends.
    cases: BTreeMap<CaseId, (u64, u64)>,
    /// The cases as long as they are few enough to be held at once.
    folding: Option<Folding>,
    /// What is gone must have been ordered to go; the order comes later than what it is about.
    erased: BTreeMap<CaseId, Position>,
    ordered: BTreeSet<CaseId>,
}

impl Reading {
    fn take(&mut self, at: Position, recorded: &Recorded, at_once: usize) {
        self.found.events += 1;
        self.found.unread_cases += u64::from(recorded.is_unread_opening());
        match (&recorded.event, recorded.envelope.case) {
            (Event::Erased, Some(case)) => drop(self.erased.entry(case).or_insert(at)),
            (Event::ErasureOrdered { case, .. }, _) => {
                self.ordered.insert(*case);
            }
            _ => {}
        }
        if let Some(case) = recorded.envelope.case {
            self.cases.entry(case).or_insert((at.segment, at.segment)).1 = at.segment;
        }
        if self.cases.len() > at_once {
            self.folding = None;
        }
        if let Some(folding) = &mut self.folding {
            folding.take(recorded);
        }
    }
}

/// Reads the journal; what is compared with it gets every event, then every case, some at a time, and is told where
/// it ends.
fn read(
    folder: &Path,
    vault: &Vault,
    at_once: usize,
    comparing: &mut Option<Comparing>,
) -> Result<(Checked, Mark), OpenError> {
    let mut reading = Reading {
        found: Checked { store: vault.store, ..Checked::default() },
        cases: BTreeMap::new(),
        folding: Some(Folding::default()),
        erased: BTreeMap::new(),
        ordered: BTreeSet::new(),
    };
    let mut chain = Chain::new(vault.origin());
    // What the index followed was acknowledged: as at every opening, it is there or it is missing.
    let known = comparing.as_ref().and_then(Comparing::follows_to);
    let (end, opened) = Journal::scan(&folder.join(JOURNAL), vault, known, &mut |at, payload, _| {
        chain.follow(at, payload, |recorded, stored| {
            reading.take(at, &recorded, at_once);
            if let Some(comparing) = comparing {
                comparing.event(&recorded, stored);
            }
            Ok(())
        })
    })?;
    let Reading { mut found, cases, folding, erased, ordered } = reading;
    if let Some(at) = erased.iter().find(|(case, _)| !ordered.contains(case)).map(|(_, at)| at) {
        let safe = at.number.saturating_sub(1);
        return Err(OpenError::Damaged { file: journal::name(at.segment), at: at.offset, safe });
    }
    found.records = end.number;
    (found.head, found.torn, found.tip_lost) = (chain.last.hash, opened.torn, opened.tip_lost);
    // What else lies there is no draft, and nothing that would have to come along.
    found.drafts = Drafts::at(&folder.join(DRAFTS), vault.clone()).read().0.len() as u64;
    let mut sum = blake3::Hasher::new();
    let mut take = |cases: &Cases| {
        found.cases += cases.len() as u64;
        for (id, case) in cases {
            sum.update(id.0.as_bytes());
            sum.update(&encode(case).unwrap_or_default());
            if let Some(comparing) = comparing {
                comparing.case(case);
            }
        }
    };
    let again = Again { folder, vault, upto: end.number };
    match folding {
        Some(folding) => take(&again.untangled(folding, 1..=end.segment)?),
        None => {
            let all: Vec<(CaseId, (u64, u64))> = cases.into_iter().collect();
            for part in all.chunks(at_once) {
                take(&again.part(part)?);
            }
        }
    }
    found.digest = *sum.finalize().as_bytes();
    Ok((found, Mark { upto: end, chain }))
}

/// A journal that was read once and proved, to be read again in parts.
struct Again<'a> {
    folder: &'a Path,
    vault: &'a Vault,
    /// A desk that is open may have written more.
    upto: u64,
}

impl Again<'_> {
    fn events(&self, files: RangeInclusive<u64>, each: &mut dyn FnMut(Recorded)) -> Result<(), OpenError> {
        Journal::read_again(&self.folder.join(JOURNAL), self.vault, files, self.upto, &mut |at, payload| {
            let safe = at.number.saturating_sub(1);
            let damaged = |_| OpenError::Damaged { file: journal::name(at.segment), at: at.offset, safe };
            let act: StoredAct = decode(payload).map_err(damaged)?;
            for stored in &act.events {
                each(record::recorded_of(stored, self.vault.origin()).map_err(damaged)?.0);
            }
            Ok(())
        })
    }

    /// These cases, which are in the order of their ids, folded.
    fn part(&self, part: &[(CaseId, (u64, u64))]) -> Result<Cases, OpenError> {
        let (Some((first, _)), Some((last, _))) = (part.first(), part.last()) else { return Ok(Cases::new()) };
        let begin = part.iter().map(|(_, (begin, _))| *begin).min().unwrap_or(1);
        let end = part.iter().map(|(_, (_, end))| *end).max().unwrap_or(1);
        let mut folding = Folding::default();
        self.events(begin..=end, &mut |recorded| {
            if recorded.envelope.case.is_some_and(|case| (*first..=*last).contains(&case)) {
                folding.take(&recorded);
            }
        })?;
        self.untangled(folding, begin..=end)
    }

    /// The cases that are folded, and those that have to be folded from the sets of their events.
    fn untangled(&self, folding: Folding, files: RangeInclusive<u64>) -> Result<Cases, OpenError> {
        let (mut cases, tangled) = folding.end();
        let mut sets: BTreeMap<CaseId, Vec<Recorded>> = BTreeMap::new();
        if !tangled.is_empty() {
            self.events(files, &mut |recorded| {
                if let Some(id) = recorded.envelope.case.filter(|id| tangled.contains(id)) {
                    sets.entry(id).or_default().push(recorded);
                }
            })?;
        }
        cases.extend(sets.into_iter().filter_map(|(id, events)| Some((id, history::fold(&events).case?))));
        Ok(cases)
    }
}

/// The same, and everything that the index holds compared with the journal, which is read once for both.
///
/// # Errors
/// Only if the journal cannot be read.
pub fn check_all(folder: &Path, vault: &Vault) -> Result<(Checked, IndexCheck), OpenError> {
    let hold = Hold::take(folder);
    let open = || Index::to_compare(&folder.join(INDEX), &folder.join(INDEX_STATE), vault);
    let mut comparing = hold.as_ref().ok().and_then(|_| open()).map(Comparing::new);
    let (found, end) = read(folder, vault, AT_ONCE, &mut comparing)?;
    let index = match (comparing, hold) {
        (Some(comparing), _) => match comparing.end(&end) {
            Some(0) => IndexCheck::Agrees,
            Some(count) => IndexCheck::Differs(count),
            None => IndexCheck::Absent,
        },
        (None, Err(OpenError::InUse { .. })) => IndexCheck::InUse,
        (None, _) => IndexCheck::Absent,
    };
    Ok((found, index))
}

//! The whole index held against the journal: every entry is as it should be, and there is no other.

use std::collections::BTreeMap;

use super::table::Compared;
use super::{Index, Mark, WATERMARK, WHOLE, keys};
use crate::domain::case::Case;
use crate::domain::own::Own;
use crate::domain::stage::Stage;
use crate::record::Stored;
use crate::record::kept::{Kept, encode};
use crate::store::journal::Position;

/// An index that is compared. It gets every event of the journal, and every case as its events make it; what it is
/// held against does not gather in memory.
pub struct Comparing {
    index: Index,
    stages: BTreeMap<Stage, i64>,
    /// So many entries are there that should be.
    present: usize,
    /// So many are not as they should be, or not there.
    differing: usize,
}

impl Comparing {
    pub fn new(index: Index) -> Comparing {
        Comparing { index, stages: BTreeMap::new(), present: 0, differing: 0 }
    }

    /// The place up to which it follows the journal.
    pub fn follows_to(&self) -> Option<Position> {
        Some(self.index.watermark()?.upto)
    }

    /// An event of the journal: of a case it is there to the byte.
    pub fn event(&mut self, own: &Own, stored: &Stored) {
        let Some(id) = own.envelope.case else { return };
        let at = own.envelope.key();
        self.holds(&keys::event(at, id), stored);
        self.entry(&keys::number(at, id), &[]);
        if own.is_unread_opening() {
            self.entry(&keys::unread(id), &[]);
        }
    }

    /// A case, and all under which it is found.
    pub fn case(&mut self, case: &Case) {
        *self.stages.entry(case.stage).or_default() += 1;
        self.holds(&keys::case(case.id), case);
        for (key, value) in keys::entries(case) {
            self.entry(&key, &value);
        }
    }

    fn holds<T: Kept>(&mut self, key: &[u8], value: &T) {
        match encode(value) {
            Ok(bytes) => self.entry(key, &bytes),
            Err(_) => self.differing += 1,
        }
    }

    fn entry(&mut self, key: &[u8], value: &[u8]) {
        let Some(compared) = self.index.table.compared(key, value) else { return };
        self.present += usize::from(compared != Compared::Missing);
        self.differing += usize::from(compared != Compared::Same);
    }

    /// How many entries are not as the journal has them, where it ends at this mark, or should not be there; `None` if
    /// the index does not follow it up to there.
    pub fn end(mut self, end: &Mark) -> Option<u64> {
        let follows = self.index.watermark().is_some_and(|mark| mark.upto.number == end.upto.number);
        self.holds(&keys::META.key(&[WATERMARK]), &end.written());
        self.entry(&keys::META.key(&[WHOLE]), &[]);
        for (stage, count) in std::mem::take(&mut self.stages) {
            self.entry(&keys::count(stage), &count.to_be_bytes());
        }
        let beyond = self.index.table.count_all().saturating_sub(self.present);
        self.index.close();
        follows.then_some((self.differing + beyond) as u64)
    }
}

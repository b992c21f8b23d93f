//! sled, as the index of the journal: it can be thrown away at any time and built again.
//!
//! Measured: sled's own flush does not reach the disk, and its recovery of a damaged
//! file can panic. So nothing depends on it: it is opened under a guard, used only if
//! the machine has not been restarted since it was written to or it was closed in
//! order, and brought up to the journal's end before anything is shown.

mod blinding;
pub mod comparing;
pub mod keys;
mod mark;
pub mod table;
pub mod update;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

pub use self::mark::Mark;
use self::table::{Each, Entries, Reader, Table};
use super::disk::{files, machine_start};
use super::error::ReadError;
use super::vault::Vault;
use crate::domain::case::Case;
use crate::domain::event::{CaseId, Recorded};
use crate::domain::history;
use crate::domain::lineage::{Descent, EventKey, Lineage};
use crate::domain::stage::Stage;
use crate::record::kept::{Kept, decode, encode};
use crate::record::{self, Stored, Unreadable};

const CACHE: u64 = 64 * 1024 * 1024;
/// While it is built or gone through, nothing is read twice: less memory does as well.
const ONCE: u64 = 8 * 1024 * 1024;
/// A good index opens in a second or two; one that does not is not waited for.
const PATIENCE: Duration = Duration::from_secs(60);
/// The key that is written when an index is whole for the first time.
const WHOLE: &[u8] = b"whole";
/// The journal is what is on the disk; sled may follow at its leisure and not beside every act.
const FLUSH_MS: Option<u64> = Some(10_000);
/// The key of the mark.
const WATERMARK: &[u8] = b"watermark";
/// An index of another format is not read but built again.
const FORMAT: u32 = 9;

pub struct Index {
    table: Table,
    origin: Lineage,
    /// It is being made from nothing: until it is whole, the next start would make it again.
    building: bool,
    /// Says whether the index may be trusted at the next start.
    state: PathBuf,
    /// Something in it could not be read: the next start makes it again.
    wrong: Cell<bool>,
    /// Held as long as the index lies in it.
    scratch: Option<tempfile::TempDir>,
}

/// Changes that go in together, all or none.
#[derive(Default)]
pub struct Batch {
    pub entries: Entries,
    /// How many cases more, or fewer, are at a stage.
    pub stages: BTreeMap<Stage, i64>,
}

impl Index {
    /// The index in this folder, if it can be trusted; `None` if it must be built.
    pub fn open(folder: &Path, state: &Path, vault: &Vault) -> Option<Index> {
        Index::trusted_in(folder, state, vault, CACHE)
    }

    /// The same, to be gone through once.
    pub fn to_compare(folder: &Path, state: &Path, vault: &Vault) -> Option<Index> {
        Index::trusted_in(folder, state, vault, ONCE)
    }

    fn trusted_in(folder: &Path, state: &Path, vault: &Vault, cache: u64) -> Option<Index> {
        let trusted = fs::read_to_string(state)
            .is_ok_and(|text| text == closed() || machine_start().is_some() && text == open_now());
        if !trusted || !folder.is_dir() {
            return None;
        }
        // sled refuses to open beside a snapshot that it did not finish.
        for entry in fs::read_dir(folder).ok()?.flatten() {
            if entry.file_name().to_string_lossy().ends_with(".generating") {
                fs::remove_file(entry.path()).ok()?;
            }
        }
        Index::start(folder, state, vault, false, cache).ok().filter(|index| index.table.has(&keys::META.key(&[WHOLE])))
    }

    /// An empty index. What was there is put aside, or removed if that is not possible.
    pub fn create(folder: &Path, state: &Path, vault: &Vault) -> io::Result<Index> {
        let _ = fs::remove_file(state);
        if folder.exists() {
            let aside = folder.with_extension("aside");
            let _ = fs::remove_dir_all(&aside);
            fs::rename(folder, &aside).or_else(|_| fs::remove_dir_all(folder))?;
        }
        files::make_folder(folder)?;
        Index::start(folder, state, vault, true, ONCE)
    }

    /// An empty index in a folder of the system's for what is temporary; gone when it is closed.
    pub fn elsewhere(vault: &Vault) -> io::Result<Index> {
        let scratch = tempfile::tempdir()?;
        let state = scratch.path().join("state");
        let mut index = Index::start(&scratch.path().join("index"), &state, vault, true, ONCE)?;
        index.scratch = Some(scratch);
        Ok(index)
    }

    /// Opens sled away from this thread: it may panic, or never come back.
    fn start(folder: &Path, state: &Path, vault: &Vault, building: bool, cache: u64) -> io::Result<Index> {
        let (send, receive) = mpsc::channel();
        let path = folder.to_owned();
        std::thread::Builder::new().spawn(move || {
            let quiet = std::panic::take_hook();
            std::panic::set_hook(Box::new(|_| {}));
            let open = || sled::Config::new().path(&path).cache_capacity(cache).flush_every_ms(FLUSH_MS).open();
            let opened = catch_unwind(AssertUnwindSafe(|| patient(open)));
            std::panic::set_hook(quiet);
            let _ = send.send(opened);
        })?;
        let opened = receive.recv_timeout(PATIENCE).map_err(|_| io::Error::other("sled did not open in time"))?;
        let db = match opened.map_err(|_| io::Error::other("sled did not open"))? {
            // As the system says it: that no more files may be opened, for one.
            Err(sled::Error::Io(error)) => return Err(error),
            other => other.map_err(io::Error::other)?,
        };
        if !building {
            files::write_whole(state, open_now().as_bytes())?;
        }
        Ok(Index {
            table: Table::new(db, vault),
            origin: vault.origin(),
            building,
            state: state.to_owned(),
            wrong: Cell::new(false),
            scratch: None,
        })
    }

    /// Up to where it follows the journal.
    pub fn watermark(&self) -> Option<Mark> {
        let bytes = self.table.get(&keys::META.key(&[WATERMARK])).ok()??;
        Some(Mark::read(decode(&bytes).ok()?, self.origin))
    }

    /// Puts the changes in, all or none.
    pub fn apply(&self, batch: Batch, upto: &Mark) -> Result<(), ReadError> {
        let mut entries = batch.entries;
        for (stage, more) in batch.stages.into_iter().filter(|(_, more)| *more != 0) {
            let count = i64::try_from(self.at_stage(stage)?).unwrap_or(0) + more;
            // Where nothing is, nothing is written, however it came to that.
            entries.insert(keys::count(stage), (count > 0).then(|| count.to_be_bytes().to_vec()));
        }
        entries.insert(keys::META.key(&[WATERMARK]), Some(encoded(&upto.written())?));
        if self.building { self.table.put_each(entries) } else { self.table.put(entries) }
    }

    /// Puts what waits in memory where it belongs.
    pub fn flush_waiting(&self) -> Result<(), ReadError> {
        self.table.flush_waiting()
    }

    /// It follows the whole journal now, and may be trusted.
    ///
    /// While it was built, its entries went in one by one. What sled may lose of its log it loses
    /// from the end, so the mark that comes last vouches for all that came before.
    pub fn is_built(&mut self) -> io::Result<()> {
        let whole = Entries::from([(keys::META.key(&[WHOLE]), Some(Vec::new()))]);
        self.table.put_each(whole).map_err(io::Error::other)?;
        self.building = false;
        files::write_whole(&self.state, open_now().as_bytes())
    }

    /// Marks the index as whole, when the desk is closed in order.
    pub fn close(self) {
        if self.table.close() && !self.wrong.get() {
            let _ = files::write_whole(&self.state, closed().as_bytes());
        }
        drop(self.scratch);
    }

    /// The next start makes it again.
    pub fn distrust(&self) {
        if !self.wrong.replace(true) {
            let _ = fs::remove_file(&self.state);
        }
    }

    /// What was read; where it could not be, none of it is trusted any more.
    fn trusted<T>(&self, read: Result<T, ReadError>) -> Result<T, ReadError> {
        if read.is_err() {
            self.distrust();
        }
        read
    }

    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
        self.trusted(self.table.get(key))
    }

    fn scan(&self, prefix: &[u8], each: Each) -> Result<(), ReadError> {
        self.trusted(self.table.scan(prefix, each))
    }

    /// The value under a key.
    fn value<T: Kept>(&self, key: &[u8]) -> Result<Option<T>, ReadError> {
        let bytes = self.get(key)?;
        self.trusted(bytes.map(|bytes| decode(&bytes)).transpose().map_err(ReadError::from))
    }

    pub fn case(&self, id: CaseId) -> Result<Option<Case>, ReadError> {
        self.value(&keys::case(id))
    }

    /// The events of a case, first to last.
    pub fn history(&self, id: CaseId) -> Result<Vec<Recorded>, ReadError> {
        Ok(history::in_order(self.recorded(&keys::history_of(id))?))
    }

    /// The first event of a case in a lineage, as it is stored.
    pub fn first_in(&self, id: CaseId, lineage: Lineage) -> Result<Option<Stored>, ReadError> {
        let mut found = None;
        self.scan(&[&keys::history_of(id)[..], lineage.0.as_bytes()].concat(), &mut |_, bytes| {
            found = Some(decode(bytes));
            false
        })?;
        self.trusted(found.transpose().map_err(ReadError::from))
    }

    /// Whether there is any event of a case.
    pub fn has_events(&self, id: CaseId) -> Result<bool, ReadError> {
        let mut found = false;
        self.scan(&keys::history_of(id), &mut |_, _| {
            found = true;
            false
        })?;
        Ok(found)
    }

    /// The first lineage of the folder.
    pub fn origin(&self) -> Lineage {
        self.origin
    }

    fn recorded(&self, prefix: &[u8]) -> Result<Vec<Recorded>, ReadError> {
        self.all(prefix, |bytes| {
            let stored: Stored = decode(bytes)?;
            Ok(record::recorded_of(&stored, self.origin)?.0)
        })
    }

    /// Every value whose key starts so, in order, or what is the matter with the first that cannot be read.
    fn all<T>(&self, prefix: &[u8], read: impl Fn(&[u8]) -> Result<T, Unreadable>) -> Result<Vec<T>, ReadError> {
        let (mut found, mut bad) = (Vec::new(), None);
        self.scan(prefix, &mut |_, bytes| {
            match read(bytes) {
                Ok(value) => found.push(value),
                Err(error) => bad = Some(error),
            }
            bad.is_none()
        })?;
        self.trusted(bad.map_or(Ok(found), |error| Err(error.into())))
    }

    /// Ids of the cases whose entries start so, in the order of the entries, at most `limit`.
    pub fn find(&self, prefix: &[u8], limit: usize) -> Result<Vec<CaseId>, ReadError> {
        self.find_where(prefix, limit, |_| true)
    }

    /// The same, of those entries whose value is wanted.
    pub fn find_where(
        &self,
        prefix: &[u8],
        limit: usize,
        wanted: impl Fn(&[u8]) -> bool,
    ) -> Result<Vec<CaseId>, ReadError> {
        let (mut found, mut seen) = (Vec::new(), HashSet::new());
        self.scan(prefix, &mut |key, value| {
            let id = keys::case_of(key).filter(|id| wanted(value) && seen.insert(*id));
            found.extend(id);
            found.len() < limit
        })?;
        Ok(found)
    }

    /// How many cases are at this stage.
    pub fn at_stage(&self, stage: Stage) -> Result<usize, ReadError> {
        let bytes = self.get(&keys::count(stage))?;
        let count = bytes.map(|bytes| bytes.try_into().map(i64::from_be_bytes)).transpose();
        let count = self.trusted(count.map_err(|_| Unreadable::Damaged.into()))?;
        Ok(count.map_or(0, |count| usize::try_from(count).unwrap_or(0)))
    }

    /// How many cases are here whose opening only a newer program can read.
    pub fn unread_cases(&self) -> Result<usize, ReadError> {
        let mut count = 0;
        self.scan(&keys::UNREAD.prefix(), &mut |_, _| {
            count += 1;
            true
        })?;
        Ok(count)
    }

    /// The cases to which something happened behind this number in a folder's own line.
    pub fn cases_since(&self, number: u64, descent: &Descent) -> Result<BTreeSet<CaseId>, ReadError> {
        let mut found = BTreeSet::new();
        for (lineage, _) in descent.lives() {
            let from = EventKey { lineage: *lineage, number: number + 1 };
            let (lineage, from) =
                (keys::of_lineage(keys::BY_NUMBER, *lineage), keys::from_number(keys::BY_NUMBER, from));
            self.trusted(self.table.scan_from(&lineage, &from, &mut |key, _| {
                found.extend(keys::case_of(key));
                true
            }))?;
        }
        Ok(found)
    }

    /// Reads events away from the desk's own thread, those that no longer wait.
    pub fn reader(&self) -> Reader {
        self.table.reader()
    }
}

/// Opens sled; one whose lock is held is tried for a moment longer, as any lock is: see [`files::lock`].
fn patient(open: impl Fn() -> sled::Result<sled::Db>) -> sled::Result<sled::Db> {
    for _ in 0..20 {
        match open() {
            Err(error) if error.to_string().contains("acquire lock") => std::thread::sleep(Duration::from_millis(20)),
            other => return other,
        }
    }
    open()
}

fn encoded<T: Kept>(value: &T) -> Result<Vec<u8>, ReadError> {
    encode(value).map_err(|error| ReadError::Index(error.to_string()))
}

/// The state of an index that was closed in order.
fn closed() -> String {
    format!("closed {FORMAT}")
}

/// The state of an index that is in use: to be trusted until the machine starts again.
fn open_now() -> String {
    machine_start().map_or("open".to_owned(), |now| format!("open {now} {FORMAT}"))
}

//! sled, as the index of the journal: it can be thrown away at any time and built again.
//!
//! Measured: sled's own flush does not reach the disk, and its recovery of a damaged
//! file can panic. So nothing depends on it: it is opened under a guard, used only if
//! the machine has not been restarted since it was written to or it was closed in
//! order, and brought up to the journal's end before anything is shown.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::changes::Changes;
use super::error::ReadError;
use super::journal::Position;
use super::vault::Vault;
use super::{Last, files, hidden, keys};
use crate::domain::Choice;
use crate::domain::case::{Case, Stage};
use crate::domain::event::{CaseId, Envelope, Sealed};
use crate::domain::operator::Operator;
use crate::record::{self, Holds, Stored};

const CACHE: u64 = 64 * 1024 * 1024;
/// While it is built, nothing is read twice: less memory does as well.
const BUILDING: u64 = 8 * 1024 * 1024;
/// A good index opens in a second or two; one that does not is not waited for.
const PATIENCE: Duration = Duration::from_secs(60);
/// The key that is written when an index is whole for the first time.
const WHOLE: &[u8] = b"whole";
/// The journal is what is on the disk; sled may follow at its leisure and not beside every act.
const FLUSH_MS: Option<u64> = Some(10_000);
/// An index of another format is not read but built again.
const FORMAT: u32 = 2;
/// The kind of place that an entry is for a seal.
const VALUE: &str = "index";

pub struct Index {
    db: sled::Db,
    /// It is being made from nothing: until it is whole, the next start would make it again.
    building: bool,
    /// Says whether the index may be trusted at the next start.
    state: PathBuf,
    /// Held as long as the index lies in it.
    scratch: Option<tempfile::TempDir>,
    vault: Vault,
    /// In a sealed folder: words of names are in memory only, once they are asked for.
    names: RefCell<Option<BTreeSet<Vec<u8>>>>,
}

/// Up to where an index follows the journal.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Mark {
    pub upto: Position,
    /// What the event behind it goes on from.
    pub last: Last,
}

impl Index {
    /// The index in this folder, if it can be trusted; `None` if it must be built.
    pub fn open(folder: &Path, state: &Path, vault: &Vault) -> Option<Index> {
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
        Index::start(folder, state, vault, false).filter(|index| index.has(&keys::META.key(&[WHOLE])))
    }

    /// An empty index. What was there is put aside, or removed if that is not possible.
    pub fn create(folder: &Path, state: &Path, vault: &Vault) -> std::io::Result<Index> {
        let _ = fs::remove_file(state);
        if folder.exists() {
            let aside = folder.with_extension("aside");
            let _ = fs::remove_dir_all(&aside);
            fs::rename(folder, &aside).or_else(|_| fs::remove_dir_all(folder))?;
        }
        files::make_folder(folder)?;
        Index::start(folder, state, vault, true).ok_or_else(|| std::io::Error::other("sled did not open"))
    }

    /// An empty index in a folder of the system's for what is temporary; gone when it is closed.
    pub fn elsewhere(vault: &Vault) -> std::io::Result<Index> {
        let scratch = tempfile::tempdir()?;
        let state = scratch.path().join("state");
        let index = Index::start(&scratch.path().join("index"), &state, vault, true);
        let mut index = index.ok_or_else(|| std::io::Error::other("sled did not open"))?;
        index.scratch = Some(scratch);
        Ok(index)
    }

    /// Opens sled away from this thread: it may panic, or never come back.
    fn start(folder: &Path, state: &Path, vault: &Vault, building: bool) -> Option<Index> {
        let (send, receive) = mpsc::channel();
        let cache = if building { BUILDING } else { CACHE };
        let path = folder.to_owned();
        std::thread::spawn(move || {
            let quiet = std::panic::take_hook();
            std::panic::set_hook(Box::new(|_| {}));
            let opened = catch_unwind(AssertUnwindSafe(|| {
                sled::Config::new().path(path).cache_capacity(cache).flush_every_ms(FLUSH_MS).open()
            }));
            std::panic::set_hook(quiet);
            let _ = send.send(opened);
        });
        let db = receive.recv_timeout(PATIENCE).ok()?.ok()?.ok()?;
        if !building {
            files::write_whole(state, open_now().as_bytes()).ok()?;
        }
        let (state, vault) = (state.to_owned(), vault.clone());
        Some(Index { db, building, state, scratch: None, vault, names: RefCell::default() })
    }

    /// Up to where it follows the journal.
    pub fn watermark(&self) -> Option<Mark> {
        let bytes = self.get(&keys::META.key(&[b"watermark"])).ok()??;
        record::decode(Holds::Watermark, &bytes).ok()
    }

    /// Puts the changes in, all or none.
    pub fn apply(&self, changes: Changes, upto: Mark) -> Result<(), ReadError> {
        let mut entries = changes.entries;
        for (stage, more) in changes.stages.into_iter().filter(|(_, more)| *more != 0) {
            let count = i64::try_from(self.at_stage(stage)?).unwrap_or(0) + more;
            entries.insert(keys::COUNTS.key(&[stage.id().as_bytes()]), Some(count.max(0).to_be_bytes().to_vec()));
        }
        entries.insert(keys::META.key(&[b"watermark"]), Some(encode(Holds::Watermark, &upto)?));
        let mut batch = sled::Batch::default();
        for (key, value) in entries {
            let Some(place) = hidden::entry(&self.vault, &key) else {
                self.name(key, value.is_some());
                continue;
            };
            let value = value.map(|value| self.vault.seal(VALUE, &place, &value).map(Cow::into_owned)).transpose()?;
            match (value, self.building) {
                (Some(value), true) => drop(self.db.insert(place.as_ref(), value)?),
                (None, true) => drop(self.db.remove(place.as_ref())?),
                (Some(value), false) => batch.insert(place.as_ref(), value),
                (None, false) => batch.remove(place.as_ref()),
            }
        }
        Ok(self.db.apply_batch(batch)?)
    }

    /// Keeps the words of names that are in memory as they should be.
    fn name(&self, key: Vec<u8>, there: bool) {
        if let Some(names) = self.names.borrow_mut().as_mut() {
            if there {
                names.insert(key)
            } else {
                names.remove(&key)
            };
        }
    }

    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(place) = hidden::entry(&self.vault, key) else { return Ok(None) };
        let found = self.db.get(&place)?;
        found.map(|bytes| self.opened(&place, &bytes).map(Cow::into_owned)).transpose()
    }

    fn opened<'a>(&self, place: &[u8], bytes: &'a [u8]) -> Result<Cow<'a, [u8]>, ReadError> {
        self.vault.open(VALUE, place, bytes).ok_or(ReadError::Unreadable(record::Unreadable::Damaged))
    }

    /// Reads every case once for the words of its names: in a sealed folder they are not on the disk.
    fn with_names<T>(&self, work: impl FnOnce(&BTreeSet<Vec<u8>>) -> T) -> Result<T, ReadError> {
        let mut names = self.names.borrow_mut();
        if names.is_none() {
            let mut found = BTreeSet::new();
            for entry in self.db.scan_prefix(keys::CASES.prefix()) {
                let (place, bytes) = entry?;
                let case: Case = record::decode(Holds::Case, &self.opened(&place, &bytes)?)?;
                found.extend(keys::entries(&case).into_iter().filter(|key| keys::is_name(key)));
            }
            *names = Some(found);
        }
        Ok(work(names.get_or_insert_default()))
    }

    /// It follows the whole journal now, and may be trusted.
    ///
    /// While it was built, its entries went in one by one. What sled may lose of its log it loses
    /// from the end, so the mark that comes last vouches for all that came before.
    pub fn is_built(&mut self) -> std::io::Result<()> {
        let place = keys::META.key(&[WHOLE]);
        let nothing = self.vault.seal(VALUE, &place, &[])?;
        self.db.insert(&place, nothing.as_ref()).map_err(std::io::Error::other)?;
        self.building = false;
        files::write_whole(&self.state, open_now().as_bytes())
    }

    /// Marks the index as whole, when the desk is closed in order.
    pub fn close(self) {
        let flushed = self.db.flush().is_ok();
        let (state, scratch) = (self.state.clone(), self.scratch);
        drop(self.db);
        if flushed {
            let _ = files::write_whole(&state, closed().as_bytes());
        }
        drop(scratch);
    }

    pub fn case(&self, id: CaseId) -> Result<Option<Case>, ReadError> {
        let bytes = self.get(&keys::case(id))?;
        bytes.map(|bytes| record::decode(Holds::Case, &bytes)).transpose().map_err(ReadError::from)
    }

    /// The events of a case, first to last.
    pub fn history(&self, id: CaseId) -> Result<Vec<Sealed>, ReadError> {
        self.sealed(&keys::history_of(id))
    }

    /// The events that belong to no case, first to last.
    pub fn desk_events(&self) -> Result<Vec<Sealed>, ReadError> {
        self.sealed(&keys::DESK_EVENTS.prefix())
    }

    fn sealed(&self, prefix: &[u8]) -> Result<Vec<Sealed>, ReadError> {
        let events = self.db.scan_prefix(prefix);
        events
            .map(|entry| {
                let (place, bytes) = entry?;
                let stored: Stored = record::decode(Holds::Act, &self.opened(&place, &bytes)?)?;
                Ok(record::unseal(&stored)?.0)
            })
            .collect()
    }

    pub fn operator(&self, sign_in: &str) -> Result<Option<Operator>, ReadError> {
        let bytes = self.get(&keys::OPERATORS.key(&[sign_in.as_bytes()]))?;
        bytes.map(|bytes| record::decode(Holds::Operator, &bytes)).transpose().map_err(ReadError::from)
    }

    /// Ids of the cases whose entries start so, in the order of the entries, at most `limit`.
    pub fn find(&self, prefix: &[u8], limit: usize) -> Result<Vec<CaseId>, ReadError> {
        let mut found: Vec<CaseId> = Vec::new();
        let mut take = |key: &[u8]| {
            let id = keys::case_of(key).filter(|id| !found.contains(id));
            found.extend(id);
            found.len() < limit
        };
        let Some(place) = hidden::prefix(&self.vault, prefix) else {
            self.with_names(|names| {
                let starting = names.range(prefix.to_vec()..).take_while(|key| key.starts_with(prefix));
                let _ = starting.map(|key| take(key)).take_while(|more| *more).count();
            })?;
            return Ok(found);
        };
        for key in self.db.scan_prefix(place).keys() {
            if !take(&key?) {
                break;
            }
        }
        Ok(found)
    }

    /// How many cases are at this stage.
    pub fn at_stage(&self, stage: Stage) -> Result<usize, ReadError> {
        let bytes = self.get(&keys::COUNTS.key(&[stage.id().as_bytes()]))?;
        let count = bytes.and_then(|bytes| Some(i64::from_be_bytes(bytes.try_into().ok()?)));
        Ok(count.map_or(0, |count| usize::try_from(count).unwrap_or(0)))
    }

    /// The cases to which something happened behind this number.
    pub fn cases_since(&self, sequence: u64) -> Result<BTreeSet<CaseId>, ReadError> {
        let from = keys::BY_NUMBER.key(&[&(sequence + 1).to_be_bytes()]);
        let entries = self.db.range(from..).keys();
        let mut found = BTreeSet::new();
        for key in entries {
            let key = key?;
            if !keys::is_of(&key, keys::BY_NUMBER) {
                break;
            }
            found.extend(keys::case_of(&key));
        }
        Ok(found)
    }

    /// Whether this entry is there.
    pub fn has(&self, key: &[u8]) -> bool {
        match hidden::entry(&self.vault, key) {
            Some(place) => self.db.contains_key(place).unwrap_or(false),
            None => self.with_names(|names| names.contains(key)).unwrap_or(false),
        }
    }

    /// All entries under which cases are found.
    pub fn count_entries(&self) -> usize {
        let on_disk: usize = keys::FINDS.iter().map(|table| self.count(&table.prefix())).sum();
        let in_memory = if self.vault.is_sealed() { self.with_names(BTreeSet::len).unwrap_or(0) } else { 0 };
        on_disk + in_memory
    }

    pub fn count(&self, prefix: &[u8]) -> usize {
        self.db.scan_prefix(prefix).keys().count()
    }
}

/// Reads events from another thread than the desk's.
pub struct Reader {
    db: sled::Db,
    vault: Vault,
}

impl Index {
    pub fn reader(&self) -> Reader {
        Reader { db: self.db.clone(), vault: self.vault.clone() }
    }
}

impl Reader {
    /// Whether this event is there as it was stored; `version` is its number in its case.
    pub fn has(&self, envelope: &Envelope, version: Option<u32>, stored: &Stored) -> Result<bool, ReadError> {
        let key = match (envelope.case, version) {
            (Some(id), Some(version)) => keys::history(id, version),
            _ => keys::DESK_EVENTS.key(&[&envelope.sequence.to_be_bytes()]),
        };
        let Some(bytes) = self.db.get(&key)? else { return Ok(false) };
        let found = self.vault.open(VALUE, &key, &bytes).and_then(|bytes| record::decode(Holds::Act, &bytes).ok());
        Ok(found.as_ref() == Some(stored))
    }
}

pub(super) fn encode<T: serde::Serialize>(holds: Holds, value: &T) -> Result<Vec<u8>, ReadError> {
    record::encode(holds, value).map_err(|error| ReadError::Index(error.to_string()))
}

/// The state of an index that was closed in order.
fn closed() -> String {
    format!("closed {FORMAT}")
}

/// The state of an index that is in use: to be trusted until the machine starts again.
fn open_now() -> String {
    machine_start().map_or("open".to_owned(), |now| format!("open {now} {FORMAT}"))
}

/// Tells one start of the machine from another, where the system says.
///
/// What a killed program wrote is still in the machine's memory; what a power cut left is not.
fn machine_start() -> Option<String> {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").ok().map(|id| id.trim().to_owned())
}

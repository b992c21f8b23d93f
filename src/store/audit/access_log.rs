//! The access log: who looked at what, a stream of its own, chained like the journal, flushed when the desk is idle.
//!
//! An entry is not worth a flush of the disk, and not worth stopping the desk for: what a power cut
//! takes of the last seconds is gone, and a stream that is damaged is put aside and begun again,
//! which the day's signature then shows.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::audit::AccessEntry;
use crate::domain::lineage::AccessHead;
use crate::record::kept::{decode, encode};
use crate::store::disk::{UnsyncedDisk, files};
use crate::store::error::OpenError;
use crate::store::journal::segment::Sum;
use crate::store::journal::{self, Journal, Position, tip};
use crate::store::layout::ACCESS_LOG;
use crate::store::vault::Vault;

pub struct AccessLog {
    journal: Option<Journal>,
    folder: PathBuf,
    unflushed: bool,
}

impl AccessLog {
    pub fn open(folder: &Path, vault: &Vault) -> AccessLog {
        let folder = folder.join(ACCESS_LOG);
        // Nothing here is flushed as it is written: a tip that reached the disk before what it
        // vouches for would accuse a power cut of having changed something.
        let _ = fs::remove_file(tip::path(&folder));
        let own = vault.of_access_log();
        let opened = || Journal::open(Arc::new(UnsyncedDisk), &folder, &own, None, &mut |_, _, _| Ok(()));
        let journal = match folder.exists().then(opened) {
            Some(Ok((journal, _))) => Some(journal),
            Some(Err(_)) => {
                let aside = (1..).map(|at| folder.with_extension(format!("{at}"))).find(|aside| !aside.exists());
                aside.and_then(|aside| fs::rename(&folder, aside).ok());
                create(&folder, vault)
            }
            None => create(&folder, vault),
        };
        AccessLog { journal, folder, unflushed: false }
    }

    /// Keeps an entry. It never stops the desk.
    pub fn note(&mut self, entry: &AccessEntry) {
        let Some(journal) = &mut self.journal else { return };
        if let Ok(bytes) = encode(entry) {
            self.unflushed |= journal.append(&bytes).is_ok();
        }
    }

    pub fn head(&self) -> AccessHead {
        self.journal.as_ref().map(|journal| journal.end()).map_or_else(AccessHead::default, |end| (end.number, end.sum))
    }

    pub fn flush_waiting(&mut self) -> io::Result<()> {
        let Some(journal) = self.journal.as_mut().filter(|_| std::mem::take(&mut self.unflushed)) else {
            return Ok(());
        };
        journal.flush_waiting()?;
        fs::File::open(journal::path(&self.folder, journal.end().segment))?.sync_data()
    }
}

fn create(folder: &Path, vault: &Vault) -> Option<Journal> {
    Journal::create(Arc::new(UnsyncedDisk), folder, vault.of_access_log()).ok()
}

/// The whole stream once more, encrypted with another key.
pub fn copy(from: (&Path, &Vault), to: (&Path, &Vault)) -> Result<(), OpenError> {
    let folder = to.0.join(ACCESS_LOG);
    let making = |error| OpenError::Io { doing: "copying the access log", error };
    let mut journal = Journal::create(Arc::new(UnsyncedDisk), &folder, to.1.of_access_log()).map_err(making)?;
    let mut failed = None;
    scan(from.0, from.1, &mut |_, payload| failed = failed.take().or(journal.append(payload).err()))?;
    match failed {
        Some(error) => Err(making(io::Error::other(error))),
        None => journal.flush_waiting().and_then(|()| files::sync_all_in(&folder)).map_err(making),
    }
}

/// Every entry of a folder's access log, in order.
///
/// # Errors
/// As reading a journal.
pub fn read(folder: &Path, vault: &Vault, each: &mut dyn FnMut(AccessEntry)) -> Result<(), OpenError> {
    scan(folder, vault, &mut |_, payload| {
        if let Ok(entry) = decode(payload) {
            each(entry);
        }
    })
}

/// The checksum of each entry, by its number.
pub fn sums(folder: &Path, vault: &Vault) -> Result<BTreeMap<u64, Sum>, OpenError> {
    let mut found = BTreeMap::new();
    scan(folder, vault, &mut |at, _| {
        found.insert(at.number, at.sum);
    })?;
    Ok(found)
}

fn scan(folder: &Path, vault: &Vault, each: &mut dyn FnMut(Position, &[u8])) -> Result<(), OpenError> {
    let folder = folder.join(ACCESS_LOG);
    if !folder.exists() {
        return Ok(());
    }
    Journal::scan(&folder, &vault.of_access_log(), None, &mut |at, payload, _| {
        each(at, payload);
        Ok(())
    })
    .map(|_| ())
}

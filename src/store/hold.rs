//! A data folder held by one program alone: its lock, and the newest file of its journal.
//!
//! The lock is a file that a hand can remove; the journal is not removed so lightly, and whoever has its newest
//! file locked writes alone, with or without a lock beside it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::disk::files;
use super::disk::watched::{FileId, Watched};
use super::error::OpenError;
use super::journal;
use super::layout::{JOURNAL, LOCK};

/// Held until it is dropped.
pub struct Hold {
    folder: PathBuf,
    _lock: File,
    lock_at: Option<Watched>,
    segment: Option<File>,
}

impl Hold {
    /// Takes the lock of a folder, which is there already.
    ///
    /// # Errors
    /// [`OpenError::InUse`] if another program has it, [`OpenError::NotWritable`] if the disk takes no lock.
    pub fn take(folder: &Path) -> Result<Hold, OpenError> {
        let path = folder.join(LOCK);
        let lock = files::open_private(&path, false).map_err(not_writable(folder))?;
        held(folder, files::lock(&lock))?;
        let lock_at = FileId::open(&lock).ok().map(|id| Watched::new(&path, id));
        let mut hold = Hold { folder: folder.to_owned(), _lock: lock, lock_at, segment: None };
        hold.take_journal()?;
        Ok(hold)
    }

    /// Takes the newest file of the journal, if there is one: after the folder was held, and when it was made anew.
    pub fn take_journal(&mut self) -> Result<(), OpenError> {
        // The one before is let go first: it may be the same.
        self.segment = None;
        let journals = self.folder.join(JOURNAL);
        let Some(newest) = journal::list(&journals).ok().and_then(|list| list.last().copied()) else { return Ok(()) };
        self.segment = held(&self.folder, journal::locked(&journal::path(&journals, newest)))?;
        Ok(())
    }

    /// The lock, to be looked after while the folder is written to.
    pub fn lock_at(&self) -> Option<Watched> {
        self.lock_at.clone()
    }

    /// Takes part in a folder that can only be read: others may look at the same time, nobody may write.
    ///
    /// # Errors
    /// [`OpenError::InUse`] if another program writes to it.
    pub fn look(folder: &Path) -> Result<Option<File>, OpenError> {
        // No lock was ever taken there, or it cannot even be read.
        let Ok(lock) = File::open(folder.join(LOCK)) else { return Ok(None) };
        match lock.try_lock_shared() {
            Err(fs::TryLockError::WouldBlock) => Err(OpenError::InUse { path: folder.to_owned() }),
            _ => Ok(Some(lock)),
        }
    }
}

fn not_writable(folder: &Path) -> impl Fn(io::Error) -> OpenError {
    move |error| OpenError::NotWritable { path: folder.to_owned(), error }
}

fn held<T>(folder: &Path, locked: Result<T, fs::TryLockError>) -> Result<T, OpenError> {
    locked.map_err(|error| match error {
        fs::TryLockError::WouldBlock => OpenError::InUse { path: folder.to_owned() },
        fs::TryLockError::Error(error) => not_writable(folder)(error),
    })
}

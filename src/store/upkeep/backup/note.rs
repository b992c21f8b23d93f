//! What a folder remembers of its backups: when the last one was made, and where to each day goes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::BackupError;
use crate::record::files::{LastBackup, of_text, text};
use crate::store::disk::files;
use crate::store::layout::BACKUP_NOTE;

fn noted(folder: &Path) -> Result<LastBackup, BackupError> {
    let path = folder.join(BACKUP_NOTE);
    let read = match fs::read_to_string(&path) {
        Ok(text) => of_text(&text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(LastBackup::default()),
        Err(error) => Err(error),
    };
    read.map_err(|error| BackupError::Io { path, error })
}

fn note(folder: &Path, noted: &LastBackup) -> io::Result<()> {
    files::write_whole(&folder.join(BACKUP_NOTE), text(noted)?.as_bytes())
}

/// When the last backup of this folder was made; `None` if there never was one.
///
/// # Errors
/// [`BackupError::Io`] if what is remembered of it cannot be read.
pub fn last(folder: &Path) -> Result<Option<i64>, BackupError> {
    Ok(noted(folder)?.made_ms)
}

/// Where a day is backed up to when it is closed; `None` if no place is set.
///
/// # Errors
/// [`BackupError::Io`] if what is remembered of it cannot be read.
pub fn target(folder: &Path) -> Result<Option<PathBuf>, BackupError> {
    Ok(noted(folder)?.target)
}

/// From now on each day goes there when it is closed. A note that cannot be read is written anew.
pub fn set_target(folder: &Path, target: &Path) -> io::Result<()> {
    let known = noted(folder).unwrap_or_default();
    note(folder, &LastBackup { target: Some(std::path::absolute(target)?), ..known })
}

/// A backup was made. It stands whether or not this can be noted.
pub fn made(folder: &Path, now_ms: i64) {
    // The place of the next backups is not lost with a note that cannot be read just now.
    if let Ok(known) = noted(folder) {
        let _ = note(folder, &LastBackup { made_ms: Some(now_ms), ..known });
    }
}

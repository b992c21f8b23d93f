//! Where a backup may go, and what is said of a place that helps less than it seems.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::{BackupError, at};
use super::plain;
use crate::store::disk::mounts;

/// What is said of a place that a backup went to all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caution {
    /// It lies on the file system of the data folder, and is gone with it.
    SameDisk,
    /// It is gone when the machine is turned off.
    InMemory,
    /// It is a FAT that writes its tables later: what is said to be proved is flushed, what comes after need not be.
    Unflushed,
    /// A backup lies there that this one does not go on from: it was not touched.
    KeptOther,
}

impl Caution {
    /// The id of its message, and the code that scripts see.
    pub fn code(self) -> &'static str {
        match self {
            Caution::SameDisk => "backup-same-disk",
            Caution::InMemory => "backup-in-memory",
            Caution::Unflushed => "backup-unflushed",
            Caution::KeptOther => "kept-other-generation",
        }
    }

    pub(super) fn of(folder: &Path, target: &Path) -> Vec<Caution> {
        let same = mounts::is_same_file_system(folder, target).then_some(Caution::SameDisk);
        let in_memory = mounts::is_in_memory(target).then_some(Caution::InMemory);
        same.into_iter()
            .chain(in_memory)
            .chain(mounts::is_unflushed_fat(target).then_some(Caution::Unflushed))
            .collect()
    }
}

/// Whether `inner` is `outer`, or lies in it, by whatever links and mounts they were come to.
fn lies_in(inner: &Path, outer: &Path) -> bool {
    let (Ok(inner), Some(outer_itself)) = (fs::canonicalize(inner), mounts::itself(outer)) else {
        let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        return real(inner).starts_with(real(outer));
    };
    inner.ancestors().any(|folder| mounts::itself(folder) == Some(outer_itself))
}

/// Whether a folder may be backed up to below this path. It changes nothing.
///
/// # Errors
/// [`BackupError::NoTarget`] if neither it nor the folder above it is there, [`BackupError::Inside`] if it lies in
/// the data folder, [`BackupError::Io`] if it is no folder.
pub fn may_be_target(folder: &Path, target: &Path) -> Result<(), BackupError> {
    let missing = || BackupError::NoTarget { path: target.to_owned() };
    let full = std::path::absolute(target).map_err(at(target))?;
    let there = match fs::metadata(&full) {
        Ok(meta) if meta.is_dir() => full.as_path(),
        Ok(_) => return Err(at(target)(io::ErrorKind::NotADirectory.into())),
        // A link that leads nowhere is a stick that is not there.
        Err(error) if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(&full).is_err() => {
            full.parent().filter(|above| above.is_dir()).ok_or_else(missing)?
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(missing()),
        Err(error) => return Err(at(target)(error)),
    };
    if lies_in(there, folder) { Err(BackupError::Inside { path: target.to_owned() }) } else { Ok(()) }
}

/// The folder in which the backups of a data folder lie below this target; the two are made, and no folder above them.
pub fn place(folder: &Path, target: &Path, name: &str) -> Result<PathBuf, BackupError> {
    may_be_target(folder, target)?;
    let full = std::path::absolute(target).map_err(at(target))?;
    if !full.is_dir() {
        plain::make_new_folder(&full)?;
    }
    let place = full.join(name);
    if plain::has_folder(&place)? && lies_in(folder, &place) {
        return Err(BackupError::Inside { path: place });
    }
    plain::make_folder(&place)?;
    Ok(place)
}

//! The files of a journal, and places in them.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::segment::Sum;
use crate::store::disk::files;

/// Behind which record something stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Position {
    pub segment: u64,
    pub offset: u64,
    /// The number of the record before this place.
    pub number: u64,
    /// Its checksum.
    pub sum: Sum,
}

pub fn path(folder: &Path, segment: u64) -> PathBuf {
    folder.join(name(segment))
}

pub fn name(segment: u64) -> String {
    format!("{segment:08}.journal")
}

/// The number of a segment, by its name: spelled as the journal spells it, and no other way.
pub fn number(file: &str) -> Option<u64> {
    let number = file.strip_suffix(".journal")?.parse().ok()?;
    (number > 0 && file == name(number)).then_some(number)
}

/// The numbers of the segments that are there, ascending.
pub fn list(folder: &Path) -> io::Result<Vec<u64>> {
    let mut found: Vec<u64> =
        fs::read_dir(folder)?.filter_map(|entry| number(entry.ok()?.file_name().to_str()?)).collect();
    found.sort_unstable();
    Ok(found)
}

/// A file of the journal, locked; `None` where a lock would keep others from reading it.
///
/// # Errors
/// As locking a file.
pub fn locked(path: &Path) -> Result<Option<File>, TryLockError> {
    if cfg!(not(unix)) {
        return Ok(None);
    }
    let file = File::open(path).map_err(TryLockError::Error)?;
    files::lock(&file).map(|()| Some(file))
}

//! Plain files and folders in a place where strangers' may lie: no link is followed, nothing is written over.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::Path;

use super::error::{BackupError, Oddity, at};
use crate::store::disk::files;

fn odd(path: &Path, oddity: Oddity) -> BackupError {
    BackupError::Odd { path: path.to_owned(), oddity }
}

/// What is said of this path itself, wherever a link may lead; `None` if nothing is there.
fn said(path: &Path) -> Result<Option<Metadata>, BackupError> {
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_symlink() => Err(odd(path, Oddity::Link)),
        Ok(meta) => Ok(Some(meta)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(at(path)(error)),
    }
}

#[cfg(unix)]
fn names(meta: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(meta)
}

#[cfg(not(unix))]
fn names(_: &Metadata) -> u64 {
    1
}

fn is_plain(path: &Path, meta: &Metadata) -> Result<(), BackupError> {
    if !meta.is_file() {
        return Err(odd(path, Oddity::NotPlain));
    }
    if names(meta) > 1 { Err(odd(path, Oddity::HardLink)) } else { Ok(()) }
}

/// Whether a folder is there.
///
/// # Errors
/// [`BackupError::Odd`] if it is something else.
pub fn has_folder(path: &Path) -> Result<bool, BackupError> {
    match said(path)? {
        Some(meta) if !meta.is_dir() => Err(odd(path, Oddity::NotPlain)),
        found => Ok(found.is_some()),
    }
}

/// Whether a file is there.
///
/// # Errors
/// [`BackupError::Odd`] if it is something else, or has a second name.
pub fn has_file(path: &Path) -> Result<bool, BackupError> {
    let Some(meta) = said(path)? else { return Ok(false) };
    is_plain(path, &meta).map(|()| true)
}

fn opened(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        // A pipe without a writer is no reason to wait, and what was looked at is what is opened.
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        let flags = i32::try_from(flags.bits()).map_err(io::Error::other)?;
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags);
    }
    options.open(path)
}

/// At most so many bytes from the start of a plain file, from the device where the system allows it.
pub fn start_of(path: &Path, bytes: u64) -> Result<Vec<u8>, BackupError> {
    if !has_file(path)? {
        return Err(at(path)(io::ErrorKind::NotFound.into()));
    }
    let file = opened(path).map_err(at(path))?;
    is_plain(path, &file.metadata().map_err(at(path))?)?;
    files::read_from_device(&file);
    let mut found = Vec::new();
    file.take(bytes).read_to_end(&mut found).map_err(at(path))?;
    Ok(found)
}

/// A folder that only its owner can enter; one that is there is taken.
pub fn make_folder(path: &Path) -> Result<(), BackupError> {
    if has_folder(path)? { Ok(()) } else { make_new_folder(path) }
}

/// The same, where nothing may be.
pub fn make_new_folder(path: &Path) -> Result<(), BackupError> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(at(path))
}

/// A new file with these bytes, on the disk as far as a file alone can be.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), BackupError> {
    let written = files::open_private(path, true).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(at(path))
}

/// Takes a plain file away; whatever else has its name stays.
pub fn remove(path: &Path) {
    if has_file(path).is_ok_and(|there| there) {
        let _ = fs::remove_file(path);
    }
}

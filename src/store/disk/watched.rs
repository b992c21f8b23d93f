//! Whether a file that was opened is still the one that lies under its name.
//!
//! A program that brings files back, or a hand that removes one, changes nothing for whoever has it open: all
//! that is written from then on goes into a file that nobody finds again.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// What tells one file from another on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileId {
    device: u64,
    inode: u64,
}

/// A file as it was when it was opened.
#[derive(Debug, Clone)]
pub struct Watched {
    path: PathBuf,
    id: FileId,
}

impl FileId {
    #[cfg(unix)]
    fn of(found: &fs::Metadata) -> FileId {
        use std::os::unix::fs::MetadataExt;
        FileId { device: found.dev(), inode: found.ino() }
    }

    /// There a file has no number that can be asked for: that something lies under the name is all that is known.
    #[cfg(not(unix))]
    fn of(_: &fs::Metadata) -> FileId {
        FileId { device: 0, inode: 0 }
    }

    /// Of a file that is open.
    pub fn open(file: &File) -> io::Result<FileId> {
        Ok(FileId::of(&file.metadata()?))
    }

    /// Of what lies under this name, not followed.
    fn under(path: &Path) -> io::Result<FileId> {
        #[cfg(target_os = "linux")]
        if let Ok(found) = numbers(path) {
            return Ok(found);
        }
        Ok(FileId::of(&fs::symlink_metadata(path)?))
    }
}

/// Its number alone. Whoever asks for the times of a file as well makes the next write of it note the exact one, and
/// a flush then takes half as long again.
#[cfg(target_os = "linux")]
fn numbers(path: &Path) -> io::Result<FileId> {
    use rustix::fs::{AtFlags, CWD, StatxFlags, makedev, statx};
    let found = statx(CWD, path, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::INO)?;
    Ok(FileId { device: makedev(found.stx_dev_major, found.stx_dev_minor), inode: found.stx_ino })
}

impl Watched {
    pub fn new(path: &Path, id: FileId) -> Watched {
        Watched { path: path.to_owned(), id }
    }

    /// What it is called in its folder.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Whether its name still leads to it: it was not removed, and nothing was put in its place.
    pub fn is_there(&self) -> bool {
        FileId::under(&self.path).is_ok_and(|found| found == self.id)
    }
}

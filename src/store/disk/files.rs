//! Small files that are there whole or not at all, readable by their owner only.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Writes a whole file: beside its place, flushed, then renamed over it, the folder flushed.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Makes a folder that only its owner can enter.
pub fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// A file to be written to, readable by its owner only.
pub fn open_private(path: &Path, create_new: bool) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true);
    if create_new {
        options.create_new(true)
    } else {
        options.create(true)
    };
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Takes the lock of a file. One that is held is tried for a moment longer: the program that
/// held it may be just going, or just starting another one, which has it until that one runs.
pub fn lock(file: &File) -> Result<(), fs::TryLockError> {
    for _ in 0..20 {
        match file.try_lock() {
            Err(fs::TryLockError::WouldBlock) => std::thread::sleep(std::time::Duration::from_millis(20)),
            other => return other,
        }
    }
    file.try_lock()
}

/// Flushes every file of a folder, and the folder.
pub fn sync_all_in(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        File::open(entry.path())?.sync_all()?;
    }
    sync_folder(folder)
}

/// Makes what was created in or taken from this folder survive a power cut.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(path)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Brings everything to the device that was written to the file system of this folder, its own tables too: a file that
/// was flushed alone is not yet one that is found again.
pub fn flush_all(folder: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(File::open(folder)?)?;
    #[cfg(not(target_os = "linux"))]
    for entry in fs::read_dir(folder)?.flatten() {
        match entry.file_type()? {
            kind if kind.is_dir() => flush_all(&entry.path())?,
            kind if kind.is_file() => File::open(entry.path())?.sync_all()?,
            _ => {}
        }
    }
    sync_folder(folder)
}

/// What is read of this file comes from the device and not from memory, where the system allows it.
pub fn read_from_device(file: &File) {
    #[cfg(target_os = "linux")]
    let _ = rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed);
    #[cfg(not(target_os = "linux"))]
    let _ = file;
}

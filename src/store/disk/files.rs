//! Small files that are there whole or not at all, readable by their owner only.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

/// What the name of a half-written file begins with; six letters and digits of chance follow.
const HALF: &str = ".tmp";
const CHANCE: usize = 6;

/// Writes a whole file: beside its place, flushed, then renamed over it, the folder flushed.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let written = match write_beside(folder, path, bytes) {
        // A desk that was just opened took the half-written file for a leftover.
        Err(error) if error.kind() == io::ErrorKind::NotFound => write_beside(folder, path, bytes),
        other => other,
    };
    written?;
    sync_folder(folder)
}

fn write_beside(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(HALF).rand_bytes(CHANCE).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Removes the half-written files that a program which was killed left in this folder.
///
/// Only names that [`write_whole`] gives, and only files. What cannot be removed stays and harms nobody.
pub fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let chance = name.to_str().and_then(|name| name.strip_prefix(HALF)).unwrap_or_default();
        let ours = chance.len() == CHANCE && chance.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if ours && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Removes a folder with everything in it, for good when this returns; one that is not there is no error.
pub fn remove_folder(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(()) => path.parent().map_or(Ok(()), sync_folder),
    }
}

/// Removes a file, for good when this returns; one that is not there is no error.
pub fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(()) => path.parent().map_or(Ok(()), sync_folder),
    }
}

/// Makes a folder that only its owner can enter.
pub fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// A small file that somebody named, and whether others than its owner may read it.
///
/// # Errors
/// If it cannot be read, is no plain file (a pipe never ends, a device has no end) or is longer than `most`.
pub fn read_small(path: &Path, most: u64) -> io::Result<(Vec<u8>, bool)> {
    let refused = |why: &str| Err(io::Error::new(io::ErrorKind::InvalidInput, why.to_owned()));
    if !fs::metadata(path)?.is_file() {
        return refused("it is no plain file");
    }
    let file = File::open(path)?;
    let meta = file.metadata()?;
    #[cfg(unix)]
    let by_others = std::os::unix::fs::MetadataExt::mode(&meta) & 0o077 != 0;
    #[cfg(not(unix))]
    let by_others = false;
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes)?;
    if !meta.is_file() || bytes.len() as u64 > most {
        return refused("it is too long");
    }
    Ok((bytes, by_others))
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

/// The same of a small file that whoever may write to the folder could have put something else in the place of.
///
/// # Errors
/// [`io::ErrorKind::InvalidInput`] if it is a link, a pipe, a folder or a device; it is not waited for.
pub fn open_private_plain(path: &Path) -> io::Result<File> {
    let odd = || io::Error::from(io::ErrorKind::InvalidInput);
    match fs::symlink_metadata(path) {
        Ok(meta) if !meta.is_file() => return Err(odd()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.mode(0o600).custom_flags(i32::try_from(flags.bits()).unwrap_or(0));
    }
    let file = options.open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(odd()) }
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

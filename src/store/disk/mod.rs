//! The disk, as far as the journal needs it: so that a test can let it fail.

pub mod files;
pub mod mounts;
pub mod random;
pub mod space;
pub mod watched;

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::OnceLock;

use self::watched::FileId;

/// A file that is written to at its end and flushed.
pub trait Medium: Send {
    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<()>;
    /// What was written is on the disk when this returns.
    fn sync(&mut self) -> io::Result<()>;
    /// Takes the file to this length, on the disk when this returns.
    fn set_len(&mut self, length: u64) -> io::Result<()>;
    /// Takes room from the disk ahead of writing.
    fn take_room(&mut self, from: u64, to: u64) -> io::Result<()>;
    fn length(&self) -> io::Result<u64>;
    /// Whether these bytes are what the file holds there now.
    fn holds(&self, at: u64, bytes: &[u8]) -> io::Result<bool>;
    /// Which file it is; `None` where that cannot be asked.
    fn id(&self) -> Option<FileId> {
        None
    }
}

/// Where the files are.
pub trait Disk: Send + Sync {
    /// A file to be written to, readable by its owner only.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Medium>>;
    /// Writes a whole file, there whole or not at all.
    fn write_whole(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Bytes that this program may still write there; `None` where the system does not say.
    fn free(&self, folder: &Path) -> Option<u64>;
    /// What was created in or taken from this folder survives a power cut when this returns.
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        files::sync_folder(folder)
    }
}

/// The machine's own.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

struct RealFile(File);

impl Disk for RealDisk {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Medium>> {
        Ok(Box::new(RealFile(files::open_private(path, false)?)))
    }

    fn write_whole(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        files::write_whole(path, bytes)
    }

    #[cfg(unix)]
    fn free(&self, folder: &Path) -> Option<u64> {
        let found = rustix::fs::statvfs(folder).ok()?;
        Some(found.f_bavail.saturating_mul(found.f_frsize))
    }

    #[cfg(not(unix))]
    fn free(&self, _: &Path) -> Option<u64> {
        None
    }
}

impl Medium for RealFile {
    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.0.seek(SeekFrom::Start(at))?;
        self.0.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn set_len(&mut self, length: u64) -> io::Result<()> {
        self.0.set_len(length)?;
        self.0.sync_all()
    }

    #[cfg(target_os = "linux")]
    fn take_room(&mut self, from: u64, to: u64) -> io::Result<()> {
        use rustix::fs::{FallocateFlags, fallocate};
        use rustix::io::Errno;
        match fallocate(&self.0, FallocateFlags::empty(), from, to - from) {
            Err(Errno::OPNOTSUPP | Errno::NOSYS) => self.0.set_len(to),
            other => other.map_err(io::Error::from),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn take_room(&mut self, _from: u64, to: u64) -> io::Result<()> {
        self.0.set_len(to)
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    #[cfg(unix)]
    fn holds(&self, at: u64, bytes: &[u8]) -> io::Result<bool> {
        let mut found = vec![0; bytes.len()];
        match std::os::unix::fs::FileExt::read_exact_at(&self.0, &mut found, at) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
            other => other.map(|()| found == bytes),
        }
    }

    #[cfg(not(unix))]
    fn holds(&self, at: u64, bytes: &[u8]) -> io::Result<bool> {
        Ok(self.length()? >= at + bytes.len() as u64)
    }

    fn id(&self) -> Option<FileId> {
        FileId::open(&self.0).ok()
    }
}

/// Tells one start of the machine from another, where the system says.
///
/// What a killed program wrote is still in the machine's memory; what a power cut left is not.
pub fn machine_start() -> Option<String> {
    // It stays as long as the machine runs, and is asked for with every act.
    static START: OnceLock<Option<String>> = OnceLock::new();
    let read = || std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok().map(|id| id.trim().to_owned());
    START.get_or_init(read).clone()
}

/// A disk on which single writes need not last: whoever uses it flushes all of them later.
pub struct UnsyncedDisk;

struct UnsyncedFile(Box<dyn Medium>);

impl Disk for UnsyncedDisk {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Medium>> {
        Ok(Box::new(UnsyncedFile(RealDisk.open(path)?)))
    }

    fn write_whole(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        RealDisk.write_whole(path, bytes)
    }

    fn free(&self, folder: &Path) -> Option<u64> {
        RealDisk.free(folder)
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }
}

impl Medium for UnsyncedFile {
    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.0.write_at(at, bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn set_len(&mut self, length: u64) -> io::Result<()> {
        self.0.set_len(length)
    }

    fn take_room(&mut self, from: u64, to: u64) -> io::Result<()> {
        self.0.take_room(from, to)
    }

    fn length(&self) -> io::Result<u64> {
        self.0.length()
    }

    fn holds(&self, at: u64, bytes: &[u8]) -> io::Result<bool> {
        self.0.holds(at, bytes)
    }

    fn id(&self) -> Option<FileId> {
        self.0.id()
    }
}

/// A file that is only looked at.
pub struct LookedAt;

fn read_only() -> io::Error {
    io::ErrorKind::ReadOnlyFilesystem.into()
}

impl Medium for LookedAt {
    fn write_at(&mut self, _: u64, _: &[u8]) -> io::Result<()> {
        Err(read_only())
    }

    fn sync(&mut self) -> io::Result<()> {
        Err(read_only())
    }

    fn set_len(&mut self, _: u64) -> io::Result<()> {
        Err(read_only())
    }

    fn take_room(&mut self, _: u64, _: u64) -> io::Result<()> {
        Err(read_only())
    }

    fn holds(&self, _: u64, _: &[u8]) -> io::Result<bool> {
        Err(read_only())
    }

    fn length(&self) -> io::Result<u64> {
        Err(read_only())
    }
}

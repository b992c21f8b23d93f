//! A disk that fails at one of its operations.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use pishkhan::store::disk::watched::FileId;
use pishkhan::store::disk::{Disk, Medium, RealDisk};

/// How it fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// One operation fails, and then all is well.
    Once,
    /// From there on nothing works.
    Forever,
    /// Half of what is written arrives.
    Short,
    /// There is no room.
    Full,
    /// What was written may or may not be there.
    Flush,
}

pub struct Failing {
    pub way: Way,
    /// Operations until the failure.
    pub left: Arc<AtomicI64>,
}

struct FailingFile {
    real: Box<dyn Medium>,
    way: Way,
    left: Arc<AtomicI64>,
}

fn error(way: Way) -> io::Error {
    match way {
        Way::Full => ErrorKind::StorageFull.into(),
        _ => io::Error::other("the disk failed"),
    }
}

impl FailingFile {
    fn fails(&self) -> bool {
        let left = self.left.fetch_sub(1, Ordering::SeqCst);
        left == 0 || left < 0 && self.way == Way::Forever
    }
}

impl Disk for Failing {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Medium>> {
        Ok(Box::new(FailingFile { real: RealDisk.open(path)?, way: self.way, left: Arc::clone(&self.left) }))
    }

    fn write_whole(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        RealDisk.write_whole(path, bytes)
    }

    fn free(&self, folder: &Path) -> Option<u64> {
        RealDisk.free(folder)
    }
}

impl Medium for FailingFile {
    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        if !self.fails() {
            return self.real.write_at(at, bytes);
        }
        match self.way {
            Way::Short => self.real.write_at(at, &bytes[..bytes.len() / 2])?,
            Way::Flush => self.real.write_at(at, bytes)?,
            _ => {}
        }
        Err(error(self.way))
    }

    fn sync(&mut self) -> io::Result<()> {
        if self.fails() { Err(error(self.way)) } else { self.real.sync() }
    }

    fn set_len(&mut self, length: u64) -> io::Result<()> {
        if self.fails() { Err(error(self.way)) } else { self.real.set_len(length) }
    }

    fn take_room(&mut self, from: u64, to: u64) -> io::Result<()> {
        if self.fails() { Err(error(self.way)) } else { self.real.take_room(from, to) }
    }

    fn length(&self) -> io::Result<u64> {
        self.real.length()
    }

    fn holds(&self, at: u64, bytes: &[u8]) -> io::Result<bool> {
        self.real.holds(at, bytes)
    }

    fn id(&self) -> Option<FileId> {
        self.real.id()
    }
}

/// A disk that is pulled out after so many whole files, the last of which may still arrive.
pub struct CutsOff {
    left: AtomicI64,
    arrives: bool,
}

impl CutsOff {
    pub fn after(files: i64, arrives: bool) -> CutsOff {
        CutsOff { left: AtomicI64::new(files), arrives }
    }
}

impl Disk for CutsOff {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Medium>> {
        RealDisk.open(path)
    }

    fn write_whole(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let left = self.left.fetch_sub(1, Ordering::SeqCst);
        if left > 0 || left == 0 && self.arrives {
            RealDisk.write_whole(path, bytes)?;
        } else if left == 0 {
            // As a write leaves it that was not ended.
            std::fs::write(path.with_file_name(".tmpAb12Cd"), &bytes[..bytes.len() / 2])?;
        }
        if left > 0 { Ok(()) } else { Err(error(Way::Forever)) }
    }

    fn free(&self, folder: &Path) -> Option<u64> {
        RealDisk.free(folder)
    }
}

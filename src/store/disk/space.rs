//! Room on the disk: warned of early, held in reserve, given up to finish the day.
//!
//! A full disk is worse than a slow one: sled does not even open there. So a file of some size
//! is kept that holds nothing. When the disk is full it is removed, the act goes through, and
//! the operator is told to make room.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Disk;
use crate::store::layout;

/// Thousands of acts fit into it.
const BALLAST: u64 = 16 * 1024 * 1024;
/// With less than this left, the operator is warned.
const LOW: u64 = 256 * 1024 * 1024;
/// With less than this left, nothing is written: a write that fails half-way costs more.
const LEAST: u64 = 1024 * 1024;

pub struct Space {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    ballast: PathBuf,
}

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    Enough,
    /// So many bytes are left.
    Low(u64),
    /// The reserve has been given up.
    Reserve(u64),
    None,
}

impl Space {
    /// Puts the reserve aside if it is not there and there is plenty of room for it.
    pub fn open(disk: &Arc<dyn Disk>, folder: &Path) -> Space {
        let space = Space { disk: Arc::clone(disk), folder: folder.to_owned(), ballast: folder.join(layout::BALLAST) };
        let plenty = space.disk.free(folder).is_some_and(|free| free > LOW + BALLAST);
        if plenty && fs::metadata(&space.ballast).map_or(0, |meta| meta.len()) < BALLAST {
            let filled = space.disk.open(&space.ballast).and_then(|mut file| file.take_room(0, BALLAST));
            if filled.is_err() {
                let _ = fs::remove_file(&space.ballast);
            }
        }
        space
    }

    pub fn room(&self) -> Room {
        let Some(free) = self.disk.free(&self.folder) else { return Room::Enough };
        match (free, self.ballast.exists()) {
            (0..LEAST, false) => Room::None,
            (0..LOW, true) => Room::Low(free),
            (0..LOW, false) => Room::Reserve(free),
            _ => Room::Enough,
        }
    }

    /// Looks for room before a write, and gives the reserve up if there is none.
    pub fn make_room(&self) -> io::Result<()> {
        if self.disk.free(&self.folder).is_none_or(|free| free >= LEAST) || self.give_up() {
            return Ok(());
        }
        Err(io::ErrorKind::StorageFull.into())
    }

    /// Gives the reserve up; false if there is none.
    pub fn give_up(&self) -> bool {
        fs::remove_file(&self.ballast).is_ok()
    }
}

//! Where a data folder is, and what opens it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::{Disk, RealDisk};
use super::vault::Unlock;

#[derive(Clone)]
pub struct Place {
    pub disk: Arc<dyn Disk>,
    pub folder: PathBuf,
    /// For a folder that is encrypted.
    pub unlock: Option<Unlock>,
}

impl From<&Path> for Place {
    /// A folder on the machine's own disk.
    fn from(folder: &Path) -> Place {
        Place { disk: Arc::new(RealDisk), folder: folder.to_owned(), unlock: None }
    }
}

impl Place {
    /// The same on a disk that may be another than the machine's.
    pub fn on(self, disk: Arc<dyn Disk>) -> Place {
        Place { disk, ..self }
    }

    pub fn unlocked_by(self, unlock: Option<Unlock>) -> Place {
        Place { unlock, ..self }
    }
}

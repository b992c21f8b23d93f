//! Why there is no backup, or nothing was restored.

use std::io;
use std::path::{Path, PathBuf};

use crate::store::error::OpenError;

/// What lies where a backup has a plain file or folder of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    Link,
    /// The file has another name somewhere else.
    HardLink,
    /// A pipe, a device, a folder for a file, a file for a folder.
    NotPlain,
}

/// Why there is no backup, or nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error(transparent)]
    Folder(#[from] OpenError),
    #[error("{path}: {error}")]
    Io { path: PathBuf, error: io::Error },
    #[error("{path} holds no backup")]
    NoManifest { path: PathBuf },
    #[error("{file} is not what the manifest says")]
    Differs { file: String },
    #[error("{path} is not empty")]
    NotEmpty { path: PathBuf },
    /// It would be made on the disk of the desk itself.
    #[error("{path} is not there")]
    NoTarget { path: PathBuf },
    #[error("{path} lies in the data folder, or the data folder in it")]
    Inside { path: PathBuf },
    #[error("{path} is no plain file or folder: {oddity:?}")]
    Odd { path: PathBuf, oddity: Oddity },
    #[error("the manifest names {file}, which no backup makes")]
    Foreign { file: String },
    #[error("the manifest {path} cannot be read")]
    Unreadable { path: PathBuf },
    #[error("the manifest {path} is not the one that this desk wrote")]
    Forged { path: PathBuf },
}

/// Names the file at which the disk failed.
pub fn at(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_owned();
    move |error| BackupError::Io { path, error }
}

impl BackupError {
    /// The id of its message, and the code that scripts see.
    pub fn code(&self) -> &'static str {
        match self {
            BackupError::Folder(error) => error.code(),
            BackupError::Io { .. } => "backup-disk",
            BackupError::NoManifest { .. } => "backup-none",
            BackupError::Differs { .. } => "backup-differs",
            BackupError::NotEmpty { .. } => "restore-not-empty",
            BackupError::NoTarget { .. } => "backup-no-target",
            BackupError::Inside { .. } => "backup-inside",
            BackupError::Odd { oddity: Oddity::Link, .. } => "backup-link",
            BackupError::Odd { oddity: Oddity::HardLink, .. } => "backup-hard-link",
            BackupError::Odd { oddity: Oddity::NotPlain, .. } => "backup-not-plain",
            BackupError::Foreign { .. } => "restore-foreign",
            BackupError::Unreadable { .. } => "backup-manifest-unreadable",
            BackupError::Forged { .. } => "backup-forged",
        }
    }

    /// What its message tells.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        let path = |path: &Path| ("path", path.display().to_string());
        match self {
            BackupError::Folder(error) => error.args(),
            BackupError::Io { path: at, error } => vec![path(at), ("error", error.to_string())],
            BackupError::NoManifest { path: at }
            | BackupError::NotEmpty { path: at }
            | BackupError::NoTarget { path: at }
            | BackupError::Inside { path: at }
            | BackupError::Odd { path: at, .. }
            | BackupError::Unreadable { path: at }
            | BackupError::Forged { path: at } => vec![path(at)],
            BackupError::Differs { file } | BackupError::Foreign { file } => vec![("file", file.clone())],
        }
    }
}

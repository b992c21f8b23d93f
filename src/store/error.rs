//! What can go wrong with the data folder, named by what was attempted.

use std::io;
use std::path::PathBuf;

use super::disk::random::NoRandom;

/// Why a data folder could not be opened. Nothing in it was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("{path} holds files that are not of this program")]
    NotOurs { path: PathBuf },
    #[error("another program has {path} open")]
    InUse { path: PathBuf },
    #[error("{path} cannot be written: {error}")]
    NotWritable { path: PathBuf, error: io::Error },
    #[error("{file} was written by a newer version of this program")]
    Newer { file: String },
    #[error("{file} is damaged at byte {at}; {safe} records before it are safe")]
    Damaged { file: String, at: u64, safe: u64 },
    #[error("{file} is missing")]
    Missing { file: String },
    #[error("{doing}: {error}")]
    Io { doing: &'static str, error: io::Error },
    #[error("the index could not be built: {0}")]
    Index(ReadError),
    #[error("the records could not be read: {0}")]
    Unreadable(ReadError),
    #[error("the folder is sealed: it takes a passphrase or the recovery code")]
    Locked,
    #[error("neither a passphrase nor the recovery code of this folder")]
    WrongKey,
    /// Wrong ones were tried just before.
    #[error("too many wrong ones; to be tried again in {seconds} seconds")]
    TooManyTries { seconds: u64 },
    #[error("the folder is sealed already")]
    AlreadyEncrypted,
    #[error("a change of the folder was cut off, and {file} is not what was proved")]
    Unfinished { file: String },
    #[error("a backup is being put into {path}, and is not whole yet")]
    Restoring { path: PathBuf },
    /// A link, a pipe or a folder in the place of a file: what has to be counted there could not be.
    #[error("{file} is no plain file")]
    NotPlain { file: String },
    #[error("opening was broken off")]
    Cancelled,
}

/// Why an act was not kept. It was not acknowledged, and nothing of it stays.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    #[error("the disk is full")]
    DiskFull,
    #[error("the disk refused to write: {0}")]
    Disk(io::Error),
    /// Ids, salts and nonces are random.
    #[error("{0}")]
    NoRandom(io::Error),
    #[error("the journal is closed for writing since an earlier failure")]
    ReadOnly,
    #[error("{file} was removed or replaced while the desk was open")]
    Gone { file: String },
    #[error("too large to be kept")]
    TooLarge,
}

/// Why a look could not be noted: what it is about is then not shown.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotNoted(pub String);

/// A record that could not be read back.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Nothing is read without a trace.
    #[error("the look could not be noted: {0}")]
    NotNoted(#[from] NotNoted),
    #[error("the index did not answer: {0}")]
    Index(String),
    #[error(transparent)]
    Unreadable(#[from] crate::record::Unreadable),
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl From<sled::Error> for ReadError {
    fn from(error: sled::Error) -> ReadError {
        ReadError::Index(error.to_string())
    }
}

impl From<io::Error> for AppendError {
    fn from(error: io::Error) -> AppendError {
        if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
            AppendError::DiskFull
        } else if NoRandom::is_in(&error) {
            AppendError::NoRandom(error)
        } else {
            AppendError::Disk(error)
        }
    }
}

/// The system lets this program open no more files.
#[cfg(unix)]
fn no_more_files(error: &io::Error) -> bool {
    use rustix::io::Errno;
    [Errno::MFILE, Errno::NFILE].iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

#[cfg(not(unix))]
fn no_more_files(_: &io::Error) -> bool {
    false
}

/// Named values of a message.
type Args = Vec<(&'static str, String)>;

impl ReadError {
    /// The id of its message, and the code that scripts see.
    pub fn code(&self) -> &'static str {
        match self {
            ReadError::NotNoted(_) => "access-not-noted",
            ReadError::Index(_) | ReadError::Unreadable(_) | ReadError::Io(_) => "unreadable",
        }
    }

    /// What its message tells.
    pub fn args(&self) -> Args {
        match self {
            ReadError::NotNoted(NotNoted(why)) => vec![("error", why.clone())],
            ReadError::Index(_) | ReadError::Unreadable(_) | ReadError::Io(_) => vec![("error", self.to_string())],
        }
    }
}

impl OpenError {
    /// The id of its message, and the code that scripts see.
    pub fn code(&self) -> &'static str {
        match self {
            OpenError::NotWritable { error, .. } | OpenError::Io { error, .. } if NoRandom::is_in(error) => "no-random",
            OpenError::NotWritable { error, .. } | OpenError::Io { error, .. } if no_more_files(error) => {
                "too-many-files"
            }
            OpenError::NotOurs { .. } => "not-ours",
            OpenError::InUse { .. } => "in-use",
            OpenError::NotWritable { .. } => "not-writable",
            OpenError::Newer { .. } => "newer",
            OpenError::Damaged { .. } => "damaged",
            OpenError::Missing { .. } => "missing",
            OpenError::Io { .. } => "disk",
            OpenError::Index(_) => "index-not-built",
            OpenError::Unreadable(error) => error.code(),
            OpenError::Locked => "locked",
            OpenError::WrongKey => "wrong-key",
            OpenError::TooManyTries { .. } => "too-many-tries",
            OpenError::AlreadyEncrypted => "already-sealed",
            OpenError::Unfinished { .. } => "unfinished",
            OpenError::Restoring { .. } => "restore-under-way",
            OpenError::NotPlain { .. } => "not-plain",
            OpenError::Cancelled => "cancelled",
        }
    }

    /// What its message tells.
    pub fn args(&self) -> Args {
        match self {
            OpenError::NotOurs { path } | OpenError::InUse { path } | OpenError::Restoring { path } => {
                vec![("path", path.display().to_string())]
            }
            OpenError::NotWritable { path, error } => {
                vec![("path", path.display().to_string()), ("error", error.to_string())]
            }
            OpenError::Newer { file }
            | OpenError::Missing { file }
            | OpenError::Unfinished { file }
            | OpenError::NotPlain { file } => {
                vec![("file", file.clone())]
            }
            OpenError::Damaged { file, at, safe } => {
                vec![("file", file.clone()), ("at", at.to_string()), ("safe", safe.to_string())]
            }
            OpenError::TooManyTries { seconds } => vec![("seconds", seconds.to_string())],
            OpenError::Io { error, .. } => vec![("error", error.to_string())],
            OpenError::Index(error) => vec![("error", error.to_string())],
            OpenError::Unreadable(error) => error.args(),
            OpenError::Locked | OpenError::WrongKey | OpenError::AlreadyEncrypted | OpenError::Cancelled => Vec::new(),
        }
    }
}

impl AppendError {
    /// The id of its message, and the code that scripts see.
    pub fn code(&self) -> &'static str {
        match self {
            AppendError::DiskFull => "disk-full",
            AppendError::Disk(_) => "disk",
            AppendError::NoRandom(_) => "no-random",
            AppendError::ReadOnly => "read-only",
            AppendError::Gone { .. } => "pulled-away",
            AppendError::TooLarge => "too-large",
        }
    }

    /// What its message tells.
    pub fn args(&self) -> Args {
        match self {
            AppendError::Disk(error) | AppendError::NoRandom(error) => vec![("error", error.to_string())],
            AppendError::Gone { file } => vec![("file", file.clone())],
            AppendError::DiskFull | AppendError::ReadOnly | AppendError::TooLarge => Vec::new(),
        }
    }
}

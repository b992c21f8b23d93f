//! The access log: who looked at what, a stream of its own, chained and kept like the journal.
//!
//! An entry is on the disk before what it tells of is shown. A desk that is open and commands that read beside it
//! write to one stream: whoever writes holds its lock, and first reads on to where the others came. A stream that
//! is damaged is put aside and begun anew, which the heads in the envelopes of the journal then show; one that is
//! not a folder of plain files is written to by nobody.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::audit::AccessEntry;
use crate::domain::lineage::AccessHead;
use crate::record::kept::{decode, encode};
use crate::store::disk::{Disk, RealDisk, UnsyncedDisk, files};
use crate::store::error::{NotNoted, OpenError};
use crate::store::journal::segment::Sum;
use crate::store::journal::{self, Journal, Position};
use crate::store::layout::ACCESS_LOG;
use crate::store::vault::Vault;

/// Held by whoever writes.
const LOCK: &str = "lock";

pub struct AccessLog {
    folder: PathBuf,
    vault: Vault,
    /// Missing as long as it cannot be opened, which is tried again with each entry.
    open: Option<Journal>,
}

impl AccessLog {
    /// The log of a data folder. What keeps it from being written is told when something is to be noted.
    pub fn open(folder: &Path, vault: &Vault) -> AccessLog {
        let mut log = AccessLog { folder: folder.join(ACCESS_LOG), vault: vault.of_access_log(), open: None };
        if let Ok(_held) = log.hold() {
            let _ = log.catch_up();
        }
        log
    }

    /// Keeps an entry, whose texts are cut to what is noted of them. It is on the disk when this returns.
    ///
    /// # Errors
    /// [`NotNoted`]; what it is about must not be shown.
    pub fn note(&mut self, entry: &AccessEntry) -> Result<(), NotNoted> {
        let bytes = encode(&entry.clone().cut()).map_err(|error| NotNoted(error.to_string()))?;
        let _held = self.hold()?;
        let journal = self.catch_up()?;
        journal.append(&bytes).map(|_| ()).map_err(|error| NotNoted(error.to_string()))
    }

    /// How far the log reaches, all of it on the disk.
    pub fn head(&self) -> AccessHead {
        let end = self.open.as_ref().map(Journal::end);
        end.map_or_else(AccessHead::default, |end| (end.number, end.sum))
    }

    pub fn flush_waiting(&mut self) -> io::Result<()> {
        self.open.as_mut().map_or(Ok(()), Journal::flush_waiting)
    }

    /// The lock of the folder, which is made if it is not there.
    fn hold(&self) -> Result<File, NotNoted> {
        let told = |error: io::Error| NotNoted(error.to_string());
        refuse_links(&self.folder).map_err(told)?;
        files::make_folder(&self.folder).map_err(told)?;
        let lock = files::open_private(&self.folder.join(LOCK), false).map_err(told)?;
        files::lock(&lock).map_err(|error| NotNoted(error.to_string()))?;
        Ok(lock)
    }

    /// The stream, read on to where others came with it. The lock is held.
    fn catch_up(&mut self) -> Result<&mut Journal, NotNoted> {
        let journal = match self.open.take().filter(|journal| is_current(journal, &self.folder)) {
            Some(journal) => journal,
            None => opened(&self.folder, &self.vault)?,
        };
        Ok(self.open.insert(journal))
    }
}

/// Nobody wrote more, and what is written goes to the file that is found here.
fn is_current(journal: &Journal, folder: &Path) -> bool {
    let end = journal.end();
    let path = journal::path(folder, end.segment);
    let more = journal::path(folder, end.segment + 1).exists() || is_written(&path, end.offset).unwrap_or(true);
    !more && !journal.is_read_only() && journal.is_there()
}

/// Whether anything stands at this place of a file.
fn is_written(path: &Path, at: u64) -> io::Result<bool> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(at))?;
    let mut next = [0];
    Ok(file.read(&mut next)? > 0 && next != [0])
}

/// The stream as it lies there; one that is damaged is put aside. The lock is held.
fn opened(folder: &Path, vault: &Vault) -> Result<Journal, NotNoted> {
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let told = |error: io::Error| NotNoted(error.to_string());
    let create = || Journal::create(Arc::clone(&disk), folder, vault.clone()).map_err(told);
    if journal::list(folder).map_err(told)?.is_empty() {
        return create();
    }
    match Journal::open(Arc::clone(&disk), folder, vault, None, &mut |_, _, _| Ok(())) {
        Ok((journal, _)) => Ok(journal),
        Err(OpenError::Damaged { .. } | OpenError::Missing { .. }) => {
            let aside = (1..).map(|at| folder.with_extension(format!("{at}"))).find(|aside| !aside.exists());
            aside.map_or(Ok(()), |aside| fs::rename(folder, aside)).map_err(told)?;
            create()
        }
        Err(error) => Err(NotNoted(error.to_string())),
    }
}

/// The first of the log's folder and files that is no plain folder or file: a link or a pipe leads elsewhere.
pub fn not_plain(folder: &Path) -> Option<String> {
    refuse_links(&folder.join(ACCESS_LOG)).err().map(|error| error.to_string())
}

fn refuse_links(log: &Path) -> io::Result<()> {
    let refused = |name: String| Err(io::Error::new(io::ErrorKind::InvalidInput, name));
    match fs::symlink_metadata(log) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Ok(meta) if meta.is_dir() => {}
        Ok(_) => return refused(ACCESS_LOG.to_owned()),
        Err(error) => return Err(error),
    }
    for entry in fs::read_dir(log)? {
        let entry = entry?;
        if !entry.file_type()?.is_file() {
            return refused(named(&entry.file_name().to_string_lossy()));
        }
    }
    Ok(())
}

/// What a file of the log is called in the data folder.
fn named(file: &str) -> String {
    format!("{ACCESS_LOG}/{file}")
}

/// Streams that were damaged and put aside, the first one first.
pub fn put_aside(folder: &Path) -> Vec<String> {
    let aside = (1..).map(|at| format!("{ACCESS_LOG}.{at}"));
    aside.take_while(|name| folder.join(name).exists()).collect()
}

/// The whole stream once more, encrypted with another key.
pub fn copy(from: (&Path, &Vault), to: (&Path, &Vault)) -> Result<(), OpenError> {
    let folder = to.0.join(ACCESS_LOG);
    let making = |error| OpenError::Io { doing: "copying the access log", error };
    let mut journal = Journal::create(Arc::new(UnsyncedDisk), &folder, to.1.of_access_log()).map_err(making)?;
    let mut failed = None;
    scan(from.0, from.1, &mut |_, payload| failed = failed.take().or(journal.append(payload).err()))?;
    match failed {
        Some(error) => Err(making(io::Error::other(error))),
        None => journal.flush_waiting().and_then(|()| files::sync_all_in(&folder)).map_err(making),
    }
}

/// Every entry of a folder's access log, in order.
///
/// # Errors
/// As reading a journal; a file is named as it is called in the data folder.
pub fn read(folder: &Path, vault: &Vault, each: &mut dyn FnMut(AccessEntry)) -> Result<(), OpenError> {
    scan(folder, vault, &mut |_, payload| {
        if let Ok(entry) = decode(payload) {
            each(entry);
        }
    })
}

/// The checksum of each entry, by its number.
///
/// # Errors
/// As [`read`].
pub fn sums(folder: &Path, vault: &Vault) -> Result<BTreeMap<u64, Sum>, OpenError> {
    let mut found = BTreeMap::new();
    scan(folder, vault, &mut |at, _| {
        found.insert(at.number, at.sum);
    })?;
    Ok(found)
}

fn scan(folder: &Path, vault: &Vault, each: &mut dyn FnMut(Position, &[u8])) -> Result<(), OpenError> {
    let folder = folder.join(ACCESS_LOG);
    if !folder.exists() {
        return Ok(());
    }
    let scanned = Journal::scan(&folder, &vault.of_access_log(), None, &mut |at, payload, _| {
        each(at, payload);
        Ok(())
    });
    scanned.map(|_| ()).map_err(|mut error| {
        if let OpenError::Damaged { file, .. } | OpenError::Missing { file } | OpenError::Newer { file } = &mut error {
            *file = named(file);
        }
        error
    })
}

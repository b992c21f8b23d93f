//! Whose folder it is, and what opens it.

use std::fs;
use std::io;
use std::path::Path;

use uuid::Uuid;

use super::disk::files;
use super::disk::random::random;
use super::error::OpenError;
use super::journal::{self, segment};
use super::layout::{self, IDENTITY, JOURNAL, hex};
use super::place::Place;
use super::tries::{Tries, Who, can_count};
use super::upkeep::swap;
use super::vault::{Scheme, Vault};

/// The line of a folder that lies there as it is written, and of one that is encrypted.
const OPEN: &str = "pishkhan store 1 ";
const ENCRYPTED: &str = "pishkhan store 2 ";
/// Of one that is encrypted with a key for each use.
const ENCRYPTED_BY_USE: &str = "pishkhan store 3 ";

/// What the identity of a folder says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    pub store: [u8; 16],
    pub kept: Keeping,
}

/// How the files of a folder lie there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    Open,
    /// Encrypted, everything with the one key of the folder.
    OneKey,
    /// Encrypted, each sort of place with a key of its own that is derived from the folder's.
    KeyByUse,
}

impl Keeping {
    const ALL: [Keeping; 3] = [Keeping::Open, Keeping::OneKey, Keeping::KeyByUse];

    /// How the line of the folder begins.
    fn begins(self) -> &'static str {
        match self {
            Keeping::Open => OPEN,
            Keeping::OneKey => ENCRYPTED,
            Keeping::KeyByUse => ENCRYPTED_BY_USE,
        }
    }
}

impl Identity {
    /// What opens the folder.
    pub fn vault(self, place: &Place) -> Result<Vault, OpenError> {
        match self.kept {
            Keeping::Open => Ok(Vault::clear(self.store)),
            Keeping::OneKey | Keeping::KeyByUse => self.unlock(place),
        }
    }

    /// Whoever guesses waits, whichever program it is that asks.
    fn unlock(self, place: &Place) -> Result<Vault, OpenError> {
        let scheme = if self.kept == Keeping::OneKey { Scheme::OneKey } else { Scheme::KeyByUse };
        let tries = Tries::of(&place.folder, self.store);
        if place.unlock.is_some() {
            can_count(&place.folder)?;
            tries.begin_by_disk(Who::Folder).map_err(|seconds| OpenError::TooManyTries { seconds })?;
        }
        let opened = Vault::unlock(&place.folder, self.store, scheme, place.unlock.as_ref());
        // What is wrong with the file of the keys is no guess.
        if place.unlock.is_some() && !matches!(opened, Err(OpenError::WrongKey)) {
            tries.right(Who::Folder);
        }
        opened
    }

    /// An encrypted folder's id is part of what opens it: a wrong one would be taken for a wrong passphrase.
    fn line(self) -> String {
        let (begins, id) = (self.kept.begins(), Uuid::from_bytes(self.store));
        match self.kept {
            Keeping::Open => format!("{begins}{id}\n"),
            Keeping::OneKey | Keeping::KeyByUse => {
                format!("{begins}{id} {}\n", hex(&blake3::hash(&self.store).as_bytes()[..4]))
            }
        }
    }

    fn read(text: &str) -> Option<Identity> {
        let kept = Keeping::ALL.into_iter().find(|kept| text.starts_with(kept.begins()))?;
        let rest = text.strip_prefix(kept.begins())?.trim();
        let store = *Uuid::parse_str(rest.split(' ').next()?).ok()?.as_bytes();
        let found = Identity { store, kept };
        (found.line().trim() == text.trim()).then_some(found)
    }

    pub fn write(self, folder: &Path) -> io::Result<()> {
        files::write_whole(&folder.join(IDENTITY), self.line().as_bytes())
    }
}

/// What a folder that is ours says of itself; `None` for an empty folder.
///
/// # Errors
/// [`OpenError::Restoring`] as long as a backup is being put into it, whatever it holds by then.
pub fn read_identity(folder: &Path) -> Result<Option<Identity>, OpenError> {
    if fs::symlink_metadata(folder.join(layout::RESTORING)).is_ok() {
        return Err(OpenError::Restoring { path: folder.to_owned() });
    }
    let not_writable = |error| OpenError::NotWritable { path: folder.to_owned(), error };
    match fs::read_to_string(folder.join(IDENTITY)) {
        Ok(text) => {
            let known = Keeping::ALL.iter().any(|kept| text.starts_with(kept.begins()));
            match Identity::read(&text) {
                Some(found) => Ok(Some(found)),
                None if text.starts_with("pishkhan store ") && !known => {
                    Err(OpenError::Newer { file: IDENTITY.into() })
                }
                None => Err(OpenError::NotOurs { path: folder.to_owned() }),
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut others = fs::read_dir(folder).map_err(not_writable)?.flatten();
            if journal::path(&folder.join(JOURNAL), 1).exists() && is_finished_journal(folder) {
                return Err(OpenError::Missing { file: IDENTITY.into() });
            }
            // What a first start that was cut off may have left behind does not count.
            if others.all(|entry| layout::is_ours(&entry.file_name().to_string_lossy())) {
                Ok(None)
            } else {
                Err(OpenError::NotOurs { path: folder.to_owned() })
            }
        }
        Err(error) => Err(not_writable(error)),
    }
}

/// The journal holds at least one record: its folder was in use once.
fn is_finished_journal(folder: &Path) -> bool {
    fs::read(journal::path(&folder.join(JOURNAL), 1))
        .is_ok_and(|bytes| segment::read(&bytes, segment::HEADER).is_some())
}

/// The id of a new store.
pub fn new_id() -> io::Result<[u8; 16]> {
    Ok(*uuid::Builder::from_random_bytes(random()?).into_uuid().as_bytes())
}

/// What opens the folder that is there, by what its place brings along.
///
/// # Errors
/// As opening the folder.
pub fn vault_at(place: &Place) -> Result<Vault, OpenError> {
    let missing = || OpenError::Missing { file: IDENTITY.into() };
    // What is read next are the files of before a change, or those of after it, and never some of both.
    swap::settled(&place.folder)?;
    read_identity(&place.folder)?.ok_or_else(missing)?.vault(place)
}

/// Whether the files of this folder take a passphrase or the recovery code to be read.
pub fn is_encrypted(folder: &Path) -> bool {
    let _ = swap::settled(folder);
    read_identity(folder).is_ok_and(|identity| identity.is_some_and(|identity| identity.kept != Keeping::Open))
}

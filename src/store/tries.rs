//! Wrong secrets in a row, counted on the disk for every program that asks for one: whoever guesses waits.
//!
//! A try is counted before the secret is looked at, and taken back when it was right: who ends the program in
//! between has tried all the same. What cannot be written is counted in memory for as long as the program runs, and
//! so is what was known of a file that is gone: of file and memory the greater counts.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::disk::files::open_private_plain;
use super::error::OpenError;
use super::layout::{TRIES, hex};
use crate::record::files::{Tried, TriesFile, of_text, text};

/// Nobody waits longer than this, in seconds: else one person's guesses would keep another one out.
const LONGEST: u64 = 60;

/// Whose secret is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who<'a> {
    Account(&'a str),
    /// Of a name that nobody has; all of these wait together, and for each other only.
    Nobody,
    /// Of the encrypted folder, which opens before there is a name.
    Folder,
}

/// The counts of one data folder.
pub struct Tries {
    path: PathBuf,
    store: [u8; 16],
    /// What was known last.
    memory: RefCell<Memory>,
}

#[derive(Default)]
struct Memory {
    known: TriesFile,
    /// It is not in the file.
    unwritten: bool,
}

/// Where nothing can be counted because something else lies in the place of the file, nobody signs in.
///
/// # Errors
/// [`OpenError::NotPlain`].
pub fn can_count(folder: &Path) -> Result<(), OpenError> {
    match std::fs::symlink_metadata(folder.join(TRIES)) {
        Ok(meta) if !meta.is_file() => Err(OpenError::NotPlain { file: TRIES.to_owned() }),
        _ => Ok(()),
    }
}

/// Seconds to be waited after so many wrong ones in a row: from the third on, each time twice as long.
pub fn patience(wrong: u32) -> u64 {
    wrong.checked_sub(3).map_or(0, |more| (5 << more.min(7)).min(LONGEST))
}

impl Tries {
    pub fn of(folder: &Path, store: [u8; 16]) -> Tries {
        Tries { path: folder.join(TRIES), store, memory: RefCell::default() }
    }

    /// Counts one more try, unless it is too soon after wrong ones: then so many seconds are to be waited.
    pub fn begin(&self, who: Who, now_ms: i64) -> Result<(), u64> {
        self.change(|file| self.counted(file, who, now_ms))
    }

    /// The same by the clock of the disk, where there is no other. A disk that takes nothing has none: on it nothing
    /// could be counted either.
    pub fn begin_by_disk(&self, who: Who) -> Result<(), u64> {
        self.now_by_disk().map_or(Ok(()), |now_ms| self.begin(who, now_ms))
    }

    fn now_by_disk(&self) -> Option<i64> {
        let mut file = open_private_plain(&self.path).ok()?;
        file.lock().ok()?;
        let known = read(&mut file).unwrap_or_default();
        write(&mut file, &known).ok()?;
        let since = file.metadata().and_then(|told| told.modified()).ok()?.duration_since(UNIX_EPOCH).ok()?;
        i64::try_from(since.as_millis()).ok()
    }

    /// It was the right one: nothing is left of the wrong ones before it.
    pub fn right(&self, who: Who) {
        let whose = self.whose(who);
        self.change(|file| file.tried.retain(|tried| tried.whose != whose));
    }

    fn counted(&self, file: &mut TriesFile, who: Who, now_ms: i64) -> Result<(), u64> {
        let whose = self.whose(who);
        let at = file.tried.iter().position(|tried| tried.whose == whose).unwrap_or_else(|| {
            file.tried.push(Tried { whose, wrong: 0, last_ms: now_ms });
            file.tried.len() - 1
        });
        let tried = &mut file.tried[at];
        // A clock that was set back must not make anybody wait until it is there again.
        tried.last_ms = tried.last_ms.min(now_ms);
        let passed = u64::try_from(now_ms - tried.last_ms).unwrap_or(0);
        let needed = patience(tried.wrong) * 1000;
        if passed < needed {
            return Err((needed - passed).div_ceil(1000));
        }
        (tried.wrong, tried.last_ms) = (tried.wrong.saturating_add(1), now_ms);
        Ok(())
    }

    /// Changes the counts; nobody else does so meanwhile.
    fn change<T>(&self, change: impl FnOnce(&mut TriesFile) -> T) -> T {
        let mut memory = self.memory.borrow_mut();
        let mut held = open_private_plain(&self.path).ok().filter(|file| file.lock().is_ok());
        if let Some(known) = held.as_mut().and_then(|file| read(file).ok()) {
            // An empty one was just made: somebody took the one before away.
            let is_new = held.as_ref().and_then(|file| file.metadata().ok()).is_some_and(|meta| meta.len() == 0);
            let before = std::mem::replace(&mut memory.known, known);
            if is_new || memory.unwritten {
                merge(&mut memory.known, before);
            }
        }
        let changed = change(&mut memory.known);
        memory.unwritten = held.is_none_or(|mut file| write(&mut file, &memory.known).is_err());
        changed
    }

    /// Not the name itself: in an encrypted folder no names lie open.
    fn whose(&self, who: Who) -> String {
        let name = match who {
            Who::Account(name) => format!("account {name}"),
            Who::Nobody => "nobody".to_owned(),
            Who::Folder => "folder".to_owned(),
        };
        let key = blake3::derive_key("pishkhan tries 1", &self.store);
        hex(&blake3::keyed_hash(&key, name.as_bytes()).as_bytes()[..8])
    }
}

/// Of each the greater count.
fn merge(known: &mut TriesFile, other: TriesFile) {
    for tried in other.tried {
        match known.tried.iter_mut().find(|one| one.whose == tried.whose) {
            Some(one) => {
                (one.wrong, one.last_ms) = (one.wrong.max(tried.wrong), one.last_ms.max(tried.last_ms));
            }
            None => known.tried.push(tried),
        }
    }
}

fn read(file: &mut File) -> io::Result<TriesFile> {
    let mut known = String::new();
    file.rewind()?;
    file.read_to_string(&mut known)?;
    of_text(&known)
}

fn write(file: &mut File, tries: &TriesFile) -> io::Result<()> {
    let bytes = text(tries)?;
    file.rewind()?;
    file.write_all(bytes.as_bytes())?;
    file.set_len(bytes.len() as u64)?;
    file.sync_data()
}

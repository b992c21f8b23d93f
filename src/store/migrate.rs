//! Moving a folder to another way of being kept: from files that lie open to sealed ones, or to a journal
//! without what a court ordered to be erased.
//!
//! ```text
//! sealed/         the new folder, made whole and proved while the old one stays as it is
//! migration.toml  written when it is proved: from here on there is no way back, only on
//! before/         the old files, until the new ones have been opened once
//! ```
//! Cut off before `migration.toml`, nothing has happened; cut off after it, the next start goes on
//! with what is left to be moved. Every move is a rename that can be told to have been done.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::check::check;
use super::disk::Unhurried;
use super::drafts::Drafts;
use super::error::{OpenError, ReadError};
use super::journal::Journal;
use super::load::Identity;
use super::place::Place;
use super::vault::{self, Unlock, Vault};
use super::{DRAFTS, EachStep, IDENTITY, INDEX, INDEX_STATE, JOURNAL, Progress, SLIPS, Store, audit, files, views};
use crate::domain::event::{CaseId, Event};
use crate::record::{self, Holds, StoredAct};

const NOTE: &str = "migration.toml";
/// What the note says when only the journal changes places.
const ERASES: &str = "step = \"swap\"\nkind = \"erase\"\n";
const NEW: &str = "sealed";
const OLD: &str = "before";
/// In the order in which they change places; the identity last.
const MOVED: [&str; 6] = [JOURNAL, DRAFTS, views::FOLDER, audit::KEY, vault::NAME, IDENTITY];

/// Seals a folder, which is made if it is not there. `show` gets the recovery code before the
/// folder can no longer be opened without it.
///
/// # Errors
/// [`OpenError`]; the folder is then as it was.
pub fn seal(folder: &Path, show: &mut dyn FnMut(&str) -> io::Result<()>, progress: EachStep) -> Result<(), OpenError> {
    let place = Place::from(folder);
    // It must be whole, and nobody else's for as long as this takes.
    let (store, _) = Store::open(&place, progress).map_err(|error| match error {
        OpenError::Locked => OpenError::AlreadySealed,
        other => other,
    })?;
    let failed = |doing| move |error| OpenError::Io { doing, error };
    let new = folder.join(NEW);
    let made = make(&store, &new, progress).inspect_err(|_| {
        let _ = fs::remove_dir_all(&new);
    });
    let code = made?;
    let before = check(folder, store.vault())?;
    let again = Place { folder: new.clone(), ..place }.unlocked_by(Some(Unlock::new(&vault::spelled(&code))));
    let after = check(&new, &Vault::at(&again)?)?;
    if (before.digest, before.head, before.drafts) != (after.digest, after.head, after.drafts) {
        return Err(OpenError::Io { doing: "proving the new files", error: io::ErrorKind::InvalidData.into() });
    }
    show(&vault::spelled(&code)).map_err(failed("showing the recovery code"))?;
    files::write_whole(&folder.join(NOTE), b"step = \"swap\"\n").map_err(failed("noting the step"))?;
    store.close();
    finish(folder).map_err(failed("changing the files"))?;
    // The old files go when the new ones have been opened once; that is now.
    let opened = Store::open(&Place { folder: folder.to_owned(), ..again }, progress)?;
    opened.0.close();
    Ok(())
}

/// Erases what was ordered to be erased: the bodies of those cases' events. The envelopes stay, and with
/// them the chain and every head that was written down. Returns how many cases that were.
///
/// # Errors
/// [`OpenError`]; the folder is then as it was.
pub fn erase(place: &Place, progress: EachStep) -> Result<u64, OpenError> {
    let failed = |error| OpenError::Io { doing: "erasing", error };
    let (store, _) = Store::open(place, progress)?;
    let folder = place.folder.as_path();
    let unreadable = |error: ReadError| OpenError::Index(error.to_string());
    let (mut cases, mut slips) = (BTreeSet::new(), Vec::new());
    for sealed in store.desk_events().map_err(unreadable)? {
        let Event::ErasureOrdered { case: id, .. } = sealed.event else { continue };
        if let Some(case) = store.case(id).map_err(unreadable)? {
            slips.push(case.tracking.to_string());
            cases.insert(id);
        }
    }
    if cases.is_empty() {
        store.close();
        return Ok(0);
    }
    let new = folder.join(NEW);
    let _ = fs::remove_dir_all(&new);
    let journals = new.join(JOURNAL);
    files::make_folder(&new).map_err(failed)?;
    rewrite(&store, &journals, store.vault(), &mut |payload| without(payload, &cases), progress)?;
    // The second copy of the keys lies beside the records.
    let keys = Path::new(JOURNAL).join(vault::NAME);
    if folder.join(&keys).exists() {
        fs::copy(folder.join(&keys), new.join(&keys)).map_err(failed)?;
    }
    files::sync_all_in(&journals).map_err(failed)?;
    let (before, after) = (check(folder, store.vault())?, check(&new, store.vault())?);
    let fewer = before.cases - cases.len() as u64;
    if (before.head, before.events, fewer) != (after.head, after.events, after.cases) {
        return Err(failed(io::ErrorKind::InvalidData.into()));
    }
    files::write_whole(&folder.join(NOTE), ERASES.as_bytes()).map_err(failed)?;
    store.close();
    finish(folder).map_err(failed)?;
    for entry in fs::read_dir(folder.join(SLIPS)).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if slips.iter().any(|slip| name.starts_with(slip.as_str())) {
            fs::remove_file(entry.path()).map_err(failed)?;
        }
    }
    Store::open(place, progress)?.0.close();
    Ok(cases.len() as u64)
}

/// The whole journal once more in another folder, each record as `change` makes it, sealed by `vault`.
fn rewrite(
    store: &Store,
    journals: &Path,
    vault: &Vault,
    change: &mut dyn FnMut(&[u8]) -> io::Result<Vec<u8>>,
    progress: EachStep,
) -> Result<(), OpenError> {
    let failed = |error| OpenError::Io { doing: "writing the journal anew", error };
    let mut journal = Journal::create(Arc::new(Unhurried), journals, vault.clone()).map_err(failed)?;
    let mut done = 0;
    Journal::scan(&store.folder.join(JOURNAL), store.vault(), None, &mut |_, payload, total| {
        let bytes = change(payload).map_err(failed)?;
        journal.append(&bytes).map_err(|error| failed(io::Error::other(error)))?;
        done += payload.len() as u64;
        match progress(Progress { done, total }).is_break() {
            true => Err(OpenError::Cancelled),
            false => Ok(()),
        }
    })?;
    journal.settle().map_err(failed)
}

/// A record without the bodies of these cases' events.
fn without(payload: &[u8], cases: &BTreeSet<CaseId>) -> io::Result<Vec<u8>> {
    let mut act: StoredAct = record::decode(Holds::Act, payload).map_err(io::Error::other)?;
    let mut kept = Vec::new();
    for stored in act.events {
        let (sealed, _) = record::unseal(&stored).map_err(io::Error::other)?;
        let erased = sealed.envelope.case.is_some_and(|case| cases.contains(&case));
        kept.push(if erased { stored.erased() } else { stored });
    }
    act.events = kept;
    record::encode(Holds::Act, &act).map_err(io::Error::other)
}

/// The whole folder once more, sealed.
fn make(store: &Store, new: &Path, progress: EachStep) -> Result<Zeroizing<String>, OpenError> {
    let failed = |error| OpenError::Io { doing: "making the new files", error };
    let id = store.vault().store;
    if new.exists() {
        fs::remove_dir_all(new).map_err(failed)?;
    }
    files::make_folder(new).map_err(failed)?;
    let journals = new.join(JOURNAL);
    let (vault, code) = Vault::make(new, id).map_err(failed)?;
    rewrite(store, &journals, &vault, &mut |payload| Ok(payload.to_vec()), progress)?;
    let drafts = new.join(DRAFTS);
    let sealed = Drafts::open(&drafts, vault.clone()).map_err(failed)?;
    store.drafts().read().0.iter().try_for_each(|draft| sealed.keep(draft)).map_err(failed)?;
    let (from, to) = ((store.folder.as_path(), store.vault()), (new, &vault));
    views::copy(from, to)?;
    audit::copy_key(from, to).map_err(failed)?;
    files::sync_all_in(&journals).map_err(failed)?;
    Identity { store: id, sealed: true }.write(new).map_err(failed)?;
    [new, journals.as_path(), drafts.as_path()].into_iter().try_for_each(files::sync_folder).map_err(failed)?;
    Ok(code)
}

/// Whether a move was begun and not ended.
pub(super) fn is_pending(folder: &Path) -> bool {
    folder.join(NOTE).exists() && folder.join(NEW).exists()
}

/// Puts the new files in the place of the old ones, from wherever it was cut off.
pub(super) fn finish(folder: &Path) -> io::Result<()> {
    let (new, old) = (folder.join(NEW), folder.join(OLD));
    files::make_folder(&old)?;
    for name in MOVED {
        let (from, to, aside): (PathBuf, PathBuf, PathBuf) = (new.join(name), folder.join(name), old.join(name));
        if !from.exists() {
            continue;
        }
        if to.exists() {
            fs::rename(&to, &aside)?;
            files::sync_folder(&old)?;
        }
        fs::rename(&from, &to)?;
        files::sync_folder(folder)?;
    }
    // What can be made again, and lies open. Of an erasure, the slips of others stay.
    let erases = fs::read_to_string(folder.join(NOTE)).is_ok_and(|note| note == ERASES);
    for gone in [folder.join(INDEX), folder.join(INDEX).with_extension("aside")] {
        let _ = fs::remove_dir_all(gone);
    }
    if !erases {
        let _ = fs::remove_dir_all(folder.join(SLIPS));
    }
    let _ = fs::remove_file(folder.join(INDEX_STATE));
    fs::remove_dir_all(&new)?;
    files::sync_folder(folder)
}

/// Drops the old files, once the new ones have been opened.
pub(super) fn forget_old(folder: &Path) {
    if folder.join(NOTE).exists() && fs::remove_dir_all(folder.join(OLD)).is_ok() {
        let _ = fs::remove_file(folder.join(NOTE));
    }
}

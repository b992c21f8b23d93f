//! Putting a folder that was made anew in the place of the old one.
//!
//! ```text
//! sealed/         the new folder, made whole and proved while the old one stays as it is
//! migration.toml  names what was proved, with its sum; it is there as long as the move is under way, and no longer
//! before/         the old files, until the new ones have been opened once
//! ```
//! Cut off before `migration.toml`, nothing has happened, and what lies in `sealed/` is dropped; cut off
//! after it, whoever comes next goes on with what is left to be moved ([`settled`], [`settle`]). Every move is a
//! rename that can be told to have been done.
//!
//! ## Decisions
//! - The note vouches for bytes and not for a folder of some name: where what lies there is not what it names, it is
//!   not acted on. As long as nothing was moved, it is dropped then, and the old files go on.
//! - The note goes before what it is about: a note that stays behind would vouch for the next `sealed/`.
//! - A note of before there were sums is believed only where the journal is on its way already, or where what is new
//!   was whole enough to get its identity, which is written last.

use std::fs;
use std::io;
use std::path::Path;

use crate::record::files::{Proved, SwapNote, of_text, text};
use crate::store::disk::files;
use crate::store::error::OpenError;
use crate::store::hold::Hold;
use crate::store::layout::{
    IDENTITY, INDEX, INDEX_ASIDE, INDEX_STATE, JOURNAL, MIGRATION as NOTE, NEW, OLD, SLIPS, hex, moved,
};

const SWAP: &str = "swap";
const ERASE: &str = "erase";

/// What becomes of the papers that were handed out.
pub enum Papers<'a> {
    /// They lie open and go, all of them.
    Gone,
    /// Those whose names begin so go, the others stay.
    GoneOf(&'a [String]),
}

/// From here on there is no way back, only on: all that is in the new folder was proved and is on the disk.
pub fn note(folder: &Path, papers: &Papers) -> io::Result<()> {
    let new = folder.join(NEW);
    let there = moved().filter(|name| new.join(name).exists());
    let new = there.map(|name| Ok(Proved { name: name.to_owned(), sum: sum(&new.join(name))? }));
    let new = new.collect::<io::Result<Vec<Proved>>>()?;
    let (kind, slips) = match papers {
        Papers::Gone => (None, Vec::new()),
        Papers::GoneOf(slips) => (Some(ERASE.to_owned()), slips.to_vec()),
    };
    let note = SwapNote { step: SWAP.to_owned(), kind, slips, new };
    files::write_whole(&folder.join(NOTE), text(&note)?.as_bytes())
}

/// Makes room for a new folder: what an earlier one left is dropped, a note first of all.
pub fn clear(folder: &Path) -> io::Result<()> {
    files::remove_file(&folder.join(NOTE))?;
    files::remove_folder(&folder.join(NEW))?;
    files::remove_folder(&folder.join(OLD))
}

/// Whether a note of a move is there.
pub fn is_noted(folder: &Path) -> bool {
    fs::symlink_metadata(folder.join(NOTE)).is_ok()
}

/// Before a folder is read by a program that does not hold it: a move that was cut off is finished or undone.
///
/// # Errors
/// [`OpenError::InUse`] if another program is at it just now; [`OpenError::NotWritable`] if this one cannot.
pub fn settled(folder: &Path) -> Result<(), OpenError> {
    if !is_noted(folder) {
        return Ok(());
    }
    match Hold::take(folder) {
        Ok(_hold) => settle(folder),
        // It was just done by whoever had it.
        Err(OpenError::InUse { .. }) if !is_noted(folder) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The same for whoever holds the folder.
///
/// # Errors
/// [`OpenError::Unfinished`] if some was moved and the rest is not what was proved; nothing was changed then.
pub fn settle(folder: &Path) -> Result<(), OpenError> {
    let doing = |doing| move |error| OpenError::Io { doing, error };
    if !is_noted(folder) {
        return Ok(());
    }
    // A note that cannot be read vouches for nothing.
    let note: SwapNote = fs::read_to_string(folder.join(NOTE)).and_then(|text| of_text(&text)).unwrap_or_default();
    match what_lies_there(folder, &note) {
        Ok(()) => finish(folder, &note).map_err(doing("changing the files")),
        // The old files are where they were, and go on.
        Err(_) if !has_begun(folder) && folder.join(JOURNAL).exists() => {
            let dropped = files::remove_file(&folder.join(NOTE)).and_then(|()| files::remove_folder(&folder.join(NEW)));
            dropped.map_err(doing("dropping a change that was cut off"))
        }
        Err(file) => Err(OpenError::Unfinished { file }),
    }
}

/// The old journal is out of the way: it is what is moved first.
fn has_begun(folder: &Path) -> bool {
    let (old, here, new) = (folder.join(OLD), folder, folder.join(NEW));
    old.join(JOURNAL).exists() && !(here.join(JOURNAL).exists() && new.join(JOURNAL).exists())
}

/// Whether all that the note names is there as it was proved, still to be moved or moved already; else what is not.
fn what_lies_there(folder: &Path, note: &SwapNote) -> Result<(), String> {
    if note.new.is_empty() {
        // What is sealed got its identity last; a folder that is sealed already is not sealed again.
        let is_sealing = note.kind.is_none() && folder.join(NEW).join(IDENTITY).exists();
        let is_believed = note.step == SWAP && (is_sealing || has_begun(folder));
        return if is_believed { Ok(()) } else { Err(NOTE.to_owned()) };
    }
    let is_proved = |proved: &&Proved| {
        let (new, here) = (folder.join(NEW).join(&proved.name), folder.join(&proved.name));
        let place = if new.exists() { new } else { here };
        moved().any(|name| name == proved.name) && sum(&place).is_ok_and(|sum| sum == proved.sum)
    };
    match note.new.iter().find(|proved| !is_proved(proved)) {
        Some(proved) => Err(proved.name.clone()),
        None => Ok(()),
    }
}

/// A sum of a file, or of a folder with everything in it.
fn sum(path: &Path) -> io::Result<String> {
    fn take(path: &Path, sum: &mut blake3::Hasher) -> io::Result<()> {
        if !path.is_dir() {
            let bytes = fs::read(path)?;
            sum.update(&(bytes.len() as u64).to_le_bytes()).update(&bytes);
            return Ok(());
        }
        let mut names: Vec<_> = fs::read_dir(path)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<_>>()?;
        names.sort();
        for name in names {
            sum.update(name.as_encoded_bytes()).update(&[0]);
            take(&path.join(name), sum)?;
        }
        Ok(())
    }
    let mut hasher = blake3::Hasher::new();
    take(path, &mut hasher)?;
    Ok(hex(hasher.finalize().as_bytes()))
}

/// Puts the new files in the place of the old ones, from wherever it was cut off.
fn finish(folder: &Path, note: &SwapNote) -> io::Result<()> {
    let (new, old) = (folder.join(NEW), folder.join(OLD));
    files::make_folder(&old)?;
    files::sync_folder(folder)?;
    for name in moved() {
        let (from, to, aside) = (new.join(name), folder.join(name), old.join(name));
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
    // What can be made again, and tells what is to be gone.
    for gone in [INDEX, INDEX_ASIDE] {
        files::remove_folder(&folder.join(gone))?;
    }
    files::remove_file(&folder.join(INDEX_STATE))?;
    if note.kind.as_deref() == Some(ERASE) {
        forget_papers(&folder.join(SLIPS), &note.slips)?;
    } else {
        files::remove_folder(&folder.join(SLIPS))?;
    }
    // First: from here on nothing speaks for what lies in these folders.
    files::remove_file(&folder.join(NOTE))?;
    files::remove_folder(&new)
}

fn forget_papers(slips: &Path, of: &[String]) -> io::Result<()> {
    for entry in fs::read_dir(slips).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if of.iter().any(|slip| name.starts_with(slip.as_str())) {
            fs::remove_file(entry.path())?;
        }
    }
    if slips.exists() { files::sync_folder(slips) } else { Ok(()) }
}

/// Drops the old files, and what was never noted, once what is there has been opened.
pub fn forget_old(folder: &Path) {
    if !is_noted(folder) {
        let _ = files::remove_folder(&folder.join(NEW));
        let _ = files::remove_folder(&folder.join(OLD));
    }
}

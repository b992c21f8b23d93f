//! Putting a folder that was made anew in the place of the old one.
//!
//! ```text
//! sealed/         the new folder, made whole and proved while the old one stays as it is
//! migration.toml  written when it is proved: from here on there is no way back, only on
//! before/         the old files, until the new ones have been opened once
//! ```
//! Cut off before `migration.toml`, nothing has happened; cut off after it, the next start goes on
//! with what is left to be moved. Every move is a rename that can be told to have been done.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::store::disk::files;
use crate::store::layout::{INDEX, INDEX_ASIDE, INDEX_STATE, MIGRATION as NOTE, NEW, OLD, SLIPS, moved};

/// What the note says when everything changes places, and when only the journal does.
const SWAPS: &str = "step = \"swap\"\n";
const ERASES: &str = "step = \"swap\"\nkind = \"erase\"\n";

/// From here on there is no way back, only on.
pub fn note(folder: &Path, erases: bool) -> io::Result<()> {
    let text = if erases { ERASES } else { SWAPS };
    files::write_whole(&folder.join(NOTE), text.as_bytes())
}

/// Whether a move was begun and not ended.
pub fn is_pending(folder: &Path) -> bool {
    folder.join(NOTE).exists() && folder.join(NEW).exists()
}

/// Puts the new files in the place of the old ones, from wherever it was cut off.
pub fn finish(folder: &Path) -> io::Result<()> {
    let (new, old) = (folder.join(NEW), folder.join(OLD));
    files::make_folder(&old)?;
    for name in moved() {
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
    for gone in [folder.join(INDEX), folder.join(INDEX_ASIDE)] {
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
pub fn forget_old(folder: &Path) {
    if folder.join(NOTE).exists() && fs::remove_dir_all(folder.join(OLD)).is_ok() {
        let _ = fs::remove_file(folder.join(NOTE));
    }
}

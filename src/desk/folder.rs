//! A data folder as a whole, without a desk at work in it: made, looked over, copied, encrypted, saved.

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

pub use crate::store::audit::{Broken, Verified};
pub use crate::store::error::OpenError;
pub use crate::store::identity::is_encrypted;
pub use crate::store::layout::hex;
pub use crate::store::place::Place;
pub use crate::store::terminals;
pub use crate::store::upkeep::backup::{BackupError, Caution, Made, Manifest, Restored};
pub use crate::store::upkeep::check::{Checked, IndexCheck};
pub use crate::store::upkeep::salvage::{Salvaged, as_json};
pub use crate::store::vault::Unlock;

use zeroize::Zeroizing;

use super::clock::{Clock, SystemClock};
use crate::catalog::{self, BadAsset};
use crate::domain::audit::Written;
use crate::domain::replay::Replay;
use crate::domain::rulebook::Rulebook;
use crate::store::audit;
use crate::store::disk::files;
use crate::store::identity::vault_at;
use crate::store::upkeep::{backup, check, migrate};
use crate::store::{Progress, Store};
use crate::text::normalize::search_key;

/// Where nobody watches, opening is not broken off.
fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Makes a data folder where there is none; one that is there is opened and left as it is.
///
/// # Errors
/// As opening a desk.
pub fn make(folder: &Path) -> Result<(), OpenError> {
    let (store, _) = Store::open(&Place::from(folder), &mut go_on)?;
    store.close();
    Ok(())
}

/// Reads the whole journal and compares every entry of the index with it.
///
/// # Errors
/// Only if the journal cannot be read; the first damage is named.
pub fn check(place: &Place) -> Result<(Checked, IndexCheck), OpenError> {
    check::check_all(&place.folder, &vault_at(place)?)
}

/// Copies the folder below `target` and proves the copy by reading it back; the desk may stay open.
pub fn back_up(place: &Place, target: &Path) -> Result<Made, BackupError> {
    backup::backup(&place.folder, &vault_at(place)?, target, SystemClock::default().wall_ms())
}

/// From now on each day goes to `target` when it is closed.
pub fn back_up_at_close(place: &Place, target: &Path) -> Result<(), BackupError> {
    let failed = |error| BackupError::Io { path: place.folder.clone(), error };
    backup::set_target(&place.folder, target).map_err(failed)
}

/// The folder with the keys of the backup that lies in or right below `from`; `from` itself if there is none.
pub fn backup_in(from: &Path) -> PathBuf {
    backup::found_in(from)
}

/// Puts a backup into an empty data folder; the index is built at the first start.
pub fn restore(from: &Path, to: &Place) -> Result<Restored, BackupError> {
    backup::restore(from, to)
}

/// Follows the whole chain and holds it against its signatures, what was written down, and the rules.
///
/// # Errors
/// [`Broken`], the first thing that does not hold.
pub fn verify(place: &Place, written: &Written) -> Result<Verified, Broken> {
    audit::verify(&place.folder, &vault_at(place)?, written, replay())
}

/// What an inspection holds the acts of a journal against: the rules that are on record in it.
pub(super) fn replay() -> Replay {
    Replay::new(None, |files| catalog::rulebook(files).ok(), search_key)
}

/// The rules that a desk with these assets would work by.
///
/// # Errors
/// [`BadAsset`], the first thing that is wrong with them.
pub fn rules(assets: Option<&Path>) -> Result<Rulebook, BadAsset> {
    catalog::load(assets)
}

/// A small file that somebody named on the command line, and whether others may read it.
///
/// # Errors
/// If it cannot be read, or is no small plain file.
pub fn secret_file(path: &Path) -> io::Result<(Zeroizing<String>, bool)> {
    const MOST: u64 = 64 * 1024;
    let (bytes, by_others) = files::read_small(path, MOST)?;
    let text = String::from_utf8(bytes).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
    Ok((Zeroizing::new(text), by_others))
}

/// Erases the particulars of cases of which a court's order was recorded, and in which nothing was done since.
///
/// # Errors
/// [`OpenError`]; the folder is then as it was.
pub fn erase(place: &Place) -> Result<migrate::Carried, OpenError> {
    migrate::erase(place, &mut go_on)
}

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
pub use crate::store::upkeep::backup::{BackupError, Made, Manifest};
pub use crate::store::upkeep::check::{Checked, IndexCheck};
pub use crate::store::upkeep::salvage::{Salvaged, as_json};
pub use crate::store::vault::Unlock;

use super::clock::{Clock, SystemClock};
use crate::domain::audit::{AuditQuery, Trace, WrittenHead};
use crate::domain::event::Recorded;
use crate::store::audit;
use crate::store::identity::vault_at;
use crate::store::upkeep::{backup, check, migrate, salvage};
use crate::store::vault::Vault;
use crate::store::{Progress, Store};

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

/// Copies the folder below `target` and proves the copy by restoring it; the desk may stay open.
pub fn back_up(place: &Place, target: &Path) -> Result<Made, BackupError> {
    backup::backup(&place.folder, &vault_at(place)?, target, SystemClock::default().wall_ms())
}

/// From now on each day goes to `target` when it is closed.
pub fn back_up_at_close(place: &Place, target: &Path) -> Result<(), BackupError> {
    let failed = |error| BackupError::Io { path: place.folder.clone(), error };
    backup::set_target(&place.folder, target).map_err(failed)
}

/// The folder of the backup that lies in or right below `from`; `from` itself if there is none.
pub fn backup_in(from: &Path) -> PathBuf {
    backup::manifest(from).map_or_else(|_| from.to_owned(), |(place, _)| place)
}

/// Puts a backup into an empty data folder; the index is built at the first start.
pub fn restore(from: &Path, to: &Place) -> Result<Manifest, BackupError> {
    backup::restore(from, to)
}

/// Follows the whole chain and holds it against its signatures and the heads that were written down.
///
/// # Errors
/// [`Broken`], the first thing that does not hold.
pub fn verify(place: &Place, written: &[WrittenHead]) -> Result<Verified, Broken> {
    audit::verify(&place.folder, &vault_at(place)?, written)
}

/// Every act that is asked for, in order, then every entry of the access log.
///
/// # Errors
/// As reading a journal.
pub fn trail(place: &Place, query: &AuditQuery, each: &mut dyn FnMut(Trace)) -> Result<(), OpenError> {
    audit::trail::follow(&place.folder, &vault_at(place)?, query, each)
}

/// Erases the particulars of cases of which a court's order was recorded; returns how many those were.
///
/// # Errors
/// [`OpenError`]; the folder is then as it was.
pub fn erase(place: &Place) -> Result<u64, OpenError> {
    migrate::erase(place, &mut go_on)
}

/// Why nothing more could be saved from a damaged folder.
#[derive(Debug, thiserror::Error)]
pub enum SalvageError {
    #[error(transparent)]
    Folder(#[from] OpenError),
    /// The folder could not be listed, or what was found could not be written.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// Gives every whole event of a damaged folder to `each`, with the number of its record.
pub fn salvage(
    place: &Place,
    each: &mut dyn FnMut(u64, &Recorded) -> io::Result<()>,
) -> Result<Salvaged, SalvageError> {
    let vault = match vault_at(place) {
        // The identity may be what is damaged; what is not encrypted can be read without it.
        Err(OpenError::Missing { .. } | OpenError::NotOurs { .. } | OpenError::Newer { .. }) => Vault::clear([0; 16]),
        other => other?,
    };
    Ok(salvage::salvage(&place.folder, &vault, each)?)
}

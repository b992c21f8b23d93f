//! Up to where the chain reached when the folder was sealed last.
//!
//! The access log is written once more then, with other sums: what was said of it up to here holds no longer. That it
//! was sealed is an event, which comes once the new files are in place; cut off before it, this says that it is due.
//! It takes the folder's key, so that nobody else can say so.

use std::io;
use std::path::Path;

use crate::store::disk::files;
use crate::store::layout::SEALING;
use crate::store::vault::Vault;

/// The kind of place that it is for the encryption.
const PLACE: &str = "sealing";
/// Longer than it ever is.
const LONGEST: u64 = 1024;

/// Notes in a folder that is being sealed that the last event has this number.
pub fn note(folder: &Path, vault: &Vault, last: u64) -> io::Result<()> {
    files::write_whole(&folder.join(SEALING), &vault.encrypt(PLACE, &[], &last.to_le_bytes())?)
}

/// The number of the last event before the folder was sealed last; 0 where nothing tells, as in those of before.
pub fn behind(folder: &Path, vault: &Vault) -> u64 {
    let noted = || {
        let (bytes, _) = files::read_small(&folder.join(SEALING), LONGEST).ok()?;
        Some(u64::from_le_bytes(vault.decrypt(PLACE, &[], &bytes)?.as_ref().try_into().ok()?))
    };
    if vault.is_encrypted() { noted().unwrap_or(0) } else { 0 }
}

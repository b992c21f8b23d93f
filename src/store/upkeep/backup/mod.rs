//! Backup and restore: the journal's own files, a manifest that vouches for them.
//!
//! ```text
//! TARGET/pishkhan-<start of the store's id>/
//!     pishkhan.store  journal/*.journal  drafts/*  manifest.toml    the first generation
//!     00000001/  the same                                           the next, which takes what has not changed
//!                                                                   from where an earlier one put it
//! ```
//! A generation is written under names that were not there, flushed with its whole file system, and read back from the
//! device; only then is its manifest written, and only when that is on the device too does what is older go. So
//! whenever the target is pulled out, a generation that was proved is there whole. What a generation is going to
//! hold is written before it (`making.toml`): of one that was cut off, nothing else is taken away.
//!
//! ## Decisions
//! - Nothing of a stranger is touched: no link is followed below the target, nothing is written over, and nothing is
//!   taken away that a manifest of ours does not name and no backup makes.
//! - The proof reads and copies nothing elsewhere, and folds no case: the chain over the envelopes, each with the digest
//!   of its body, is as strong as the cases that come of it, and takes no more room for more of them.
//! - In a folder that is not sealed the manifest is signed with the desk's key, which lies in the backup too: that finds
//!   what was changed, and not who has the backup and means to.

mod error;
mod generations;
mod make;
mod names;
mod note;
mod plain;
mod proof;
mod restore;
mod target;
mod vouch;

pub use self::error::{BackupError, Oddity};
pub use self::make::{Made, at_close, backup};
pub use self::note::{last, set_target, target};
pub use self::restore::{Restored, found_in, restore};
pub use self::target::{Caution, may_be_target};
pub use crate::record::files::Manifest;

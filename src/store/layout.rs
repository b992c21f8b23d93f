//! The files of a data folder, listed once: opening, backup, restore, migration, erasure and check read it here.
//!
//! ```text
//! pishkhan.store   whose folder it is, and whether it is encrypted
//! lock             held by the program that has it open
//! journal/         every act, in segments; the tip; the second copy of the keys
//! views/           the access log, kept like the journal
//! drafts/          answers that are not finished
//! keys.toml        wrapped keys, where the folder is encrypted
//! desk.key         the desk's own keys
//! sealing          up to which event the folder was sealed last
//! lineage.toml     in which lineage it goes on, and on which machine
//! tries.toml       wrong secrets in a row, of whom
//! index/           sled: made again from the journal at any time
//! start.toml       since which event the machine runs without a restart
//! slips/           texts of papers that were handed out
//! restore.toml     a backup is being put into the folder: it is not whole before this is gone
//! ```

/// Whose folder it is. Written last when a folder is made: what has it is whole.
pub const IDENTITY: &str = "pishkhan.store";
pub const LOCK: &str = "lock";
pub const JOURNAL: &str = "journal";
pub const INDEX: &str = "index";
/// The index that an unclean end left, put aside while another is built.
pub const INDEX_ASIDE: &str = "index.aside";
pub const INDEX_STATE: &str = "index.state";
pub const DRAFTS: &str = "drafts";
pub const SLIPS: &str = "slips";
/// The access log.
pub const ACCESS_LOG: &str = "views";
/// The wrapped keys of an encrypted folder; once more in [`JOURNAL`].
pub const KEYS: &str = "keys.toml";
/// The desk's own keys.
pub const DESK_KEY: &str = "desk.key";
/// Up to which event the folder was sealed last.
pub const SEALING: &str = "sealing";
/// In which lineage the folder goes on. It is of this folder alone, and never copied into a backup.
pub const LINEAGE: &str = "lineage.toml";
/// When the folder was backed up last, and where to.
pub const BACKUP_NOTE: &str = "backup.toml";
/// A backup is being put into the folder.
pub const RESTORING: &str = "restore.toml";
/// Wrong secrets in a row.
pub const TRIES: &str = "tries.toml";
/// How each terminal reads best.
pub const TERMINALS: &str = "terminals.toml";
/// Since which event this start of the machine runs, so that its counter can be held against the clock.
pub const MACHINE_START: &str = "start.toml";
/// Room on the disk that is held in reserve.
pub const BALLAST: &str = "ballast";
/// A folder that is being made anew, the old one while its successor is tried, and the note between them.
pub const NEW: &str = "sealed";
pub const OLD: &str = "before";
pub const MIGRATION: &str = "migration.toml";

/// What is done with a file or folder when the whole folder is moved, copied or looked over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// It cannot be made again: it goes into a backup, and changes places when a folder is made anew.
    Fact,
    /// A fact that is only whole with its neighbours; it changes places and is not copied file by file.
    Segments,
    /// Made again, or of this machine only.
    Local,
}

/// Every file and folder that may stand in a data folder, the identity last.
pub const ALL: [(&str, Keeping); 22] = [
    (JOURNAL, Keeping::Segments),
    (DRAFTS, Keeping::Segments),
    (ACCESS_LOG, Keeping::Segments),
    (DESK_KEY, Keeping::Fact),
    (KEYS, Keeping::Fact),
    (SEALING, Keeping::Fact),
    (LOCK, Keeping::Local),
    (INDEX, Keeping::Local),
    (INDEX_ASIDE, Keeping::Local),
    (INDEX_STATE, Keeping::Local),
    (SLIPS, Keeping::Local),
    (LINEAGE, Keeping::Local),
    (BACKUP_NOTE, Keeping::Local),
    (RESTORING, Keeping::Local),
    (TRIES, Keeping::Local),
    (TERMINALS, Keeping::Local),
    (MACHINE_START, Keeping::Local),
    (BALLAST, Keeping::Local),
    (NEW, Keeping::Local),
    (OLD, Keeping::Local),
    (MIGRATION, Keeping::Local),
    (IDENTITY, Keeping::Fact),
];

/// What changes places when a folder is made anew, in this order; the identity last.
pub fn moved() -> impl Iterator<Item = &'static str> {
    ALL.iter().filter(|(_, keeping)| *keeping != Keeping::Local).map(|(name, _)| *name)
}

/// Single files that belong into a backup, the identity last.
pub fn single_facts() -> impl Iterator<Item = &'static str> {
    ALL.iter().filter(|(_, keeping)| *keeping == Keeping::Fact).map(|(name, _)| *name)
}

/// Whether a file of this name is one of ours, half-written ones included.
pub fn is_ours(name: &str) -> bool {
    name.starts_with(".tmp") || ALL.iter().any(|(ours, _)| *ours == name)
}

/// Bytes as a person compares them.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of such a text.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

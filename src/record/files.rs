//! The small text files of a data folder and of a backup, as they lie on the disk.
//!
//! ```text
//! keys.toml        the wrapped keys of an encrypted folder
//! lineage.toml     in which lineage the folder goes on, and on which machine
//! tries.toml       wrong secrets in a row, of whom
//! terminals.toml   how each terminal reads best
//! backup.toml      when the folder was backed up last, and where to
//! start.toml       since which event the machine runs without a restart
//! migration.toml   which new files are put in the place of the old ones, each with its sum
//! manifest.toml    what a backup holds, in the backup
//! making.toml      in a backup that is being made: which names it will have
//! restore.toml     in a folder into which a backup is being put: what it will hold
//! ```
//! They are TOML and have no version: a line is added, with a default for files that lack it, and none is
//! renamed or taken out.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What lies in a file of its own as text.
pub trait TextFile: Serialize + DeserializeOwned {}

impl TextFile for KeyFile {}
impl TextFile for LineageFile {}
impl TextFile for TriesFile {}
impl TextFile for Terminals {}
impl TextFile for LastBackup {}
impl TextFile for Manifest {}
impl TextFile for MachineStart {}
impl TextFile for SwapNote {}
impl TextFile for Making {}
impl TextFile for Restoring {}

/// The text of a file.
///
/// # Errors
/// If something in it has no text: a path that is not Unicode, a number above `i64::MAX`.
pub fn text<T: TextFile>(file: &T) -> io::Result<String> {
    toml::to_string(file).map_err(io::Error::other)
}

/// What a text says.
///
/// # Errors
/// If it is no such file, with the line and what is wrong there.
pub fn of_text<T: TextFile>(text: &str) -> io::Result<T> {
    toml::from_str(text).map_err(io::Error::other)
}

/// `keys.toml`: the wrapped keys.
#[derive(Serialize, Deserialize)]
pub struct KeyFile {
    /// Over everything else in it, as hex: a damaged file is not taken for a wrong passphrase.
    pub sum: String,
    /// What a slow hash costs in the slots that are added: memory in KiB, passes, lanes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<[u32; 3]>,
    pub slot: Vec<KeySlot>,
}

/// One wrapped key. The salt is empty where the key that opens it takes no slow hash; all but the label are hex.
#[derive(Clone, Serialize, Deserialize)]
pub struct KeySlot {
    /// Whose it is, so that a new passphrase takes the place of the old one. Not the name itself.
    pub label: String,
    pub salt: String,
    /// What the slow hash of this one cost, as above; not told by slots of before, which all cost the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<[u32; 3]>,
    pub nonce: String,
    pub wrapped: String,
}

/// `lineage.toml`: in which lineage the folder goes on.
#[derive(Serialize, Deserialize)]
pub struct LineageFile {
    pub lineage: Uuid,
    /// The id of why it was begun; nothing for the first one of the folder.
    #[serde(default)]
    pub why: Option<String>,
    /// A keyed digest of the machine's own id, where the system has one.
    #[serde(default)]
    pub machine: Option<String>,
}

/// `tries.toml`: wrong secrets in a row.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct TriesFile {
    #[serde(default)]
    pub tried: Vec<Tried>,
}

/// Of one account, or of those that nobody has.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tried {
    /// Not the name itself.
    pub whose: String,
    pub wrong: u32,
    /// When the last one was, in milliseconds since 1970.
    pub last_ms: i64,
}

/// `terminals.toml`: answers of the terminal self-check.
#[derive(Default, Serialize, Deserialize)]
pub struct Terminals {
    /// By the terminal's name: true where it puts Persian in order by itself and cannot be told not to.
    #[serde(default)]
    pub terminal_reorders: BTreeMap<String, bool>,
}

/// `backup.toml`: the last backup, as the desk remembers it.
#[derive(Default, Serialize, Deserialize)]
pub struct LastBackup {
    /// In milliseconds since 1970, by the desk's clock.
    pub made_ms: Option<i64>,
    /// Where each day goes when it is closed.
    pub target: Option<PathBuf>,
}

/// `start.toml`: since which event the machine runs without a restart.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MachineStart {
    /// What the system calls this start of the machine.
    pub start: String,
    /// The events of this number and later ones were written since then.
    pub from: u64,
}

/// `migration.toml`: which new files are put in the place of the old ones.
#[derive(Default, Serialize, Deserialize)]
pub struct SwapNote {
    pub step: String,
    /// `erase` if papers that were handed out stay, but for those in `slips`.
    #[serde(default)]
    pub kind: Option<String>,
    /// Papers that go too, by how their names begin.
    #[serde(default)]
    pub slips: Vec<String>,
    /// Every new file or folder; none in notes of before there were sums.
    #[serde(default)]
    pub new: Vec<Proved>,
}

/// A file or folder that was proved, with the sum of what it holds.
#[derive(Serialize, Deserialize)]
pub struct Proved {
    pub name: String,
    pub sum: String,
}

/// `manifest.toml`: what a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// What vouches for every byte that comes after this line; nothing in one of before manifests were vouched for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voucher: Option<String>,
    pub store: String,
    /// When it was made, in milliseconds since 1970, by the desk's clock.
    pub made_ms: i64,
    pub records: u64,
    pub events: u64,
    pub cases: u64,
    pub head: String,
    /// One sum over all cases, in one of before the proof was the chain alone; empty since.
    #[serde(default)]
    pub digest: String,
    #[serde(default)]
    pub files: Vec<Part>,
    /// Files that lie where an earlier generation put them, by name, and in which; all others lie beside the manifest.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub earlier: BTreeMap<String, u32>,
}

/// One file of a backup: so many bytes from its start have this sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    pub bytes: u64,
    pub sum: String,
}

/// `making.toml`: what a generation of a backup is going to hold, written before anything of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Making {
    #[serde(default)]
    pub names: Vec<String>,
}

/// `restore.toml`: what is being put into this folder, written before anything of it and gone when it is whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restoring {
    #[serde(default)]
    pub files: Vec<Part>,
}

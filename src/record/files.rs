//! The small text files of a data folder and of a backup, as they lie on the disk.
//!
//! ```text
//! keys.toml        the wrapped keys of an encrypted folder
//! lineage.toml     in which lineage the folder goes on, and on which machine
//! tries.toml       wrong secrets in a row, of whom
//! terminals.toml   how each terminal reads best
//! backup.toml      when the folder was backed up last, and where to
//! manifest.toml    what a backup holds, in the backup
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

/// `manifest.toml`: what a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub store: String,
    /// When it was made, in milliseconds since 1970, by the desk's clock.
    pub made_ms: i64,
    pub records: u64,
    pub events: u64,
    pub cases: u64,
    pub head: String,
    pub digest: String,
    #[serde(default)]
    pub files: Vec<Part>,
}

/// One file of a backup: so many bytes from its start have this sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    pub bytes: u64,
    pub sum: String,
}

//! The names that a backup makes; nothing else is taken out of one, and nothing else is taken away in one.

use std::fs;
use std::path::Path;

use uuid::Uuid;

use super::error::{BackupError, at};
use crate::store::journal;
use crate::store::layout::{self, ACCESS_LOG, DRAFTS, JOURNAL, KEYS};

pub const MANIFEST: &str = "manifest.toml";
/// What a generation is going to hold.
pub const MAKING: &str = "making.toml";
/// The folders of a generation.
pub const FOLDERS: [&str; 3] = [JOURNAL, DRAFTS, ACCESS_LOG];

/// The number of a segment, by its name in this folder.
pub fn segment(folder: &str, name: &str) -> Option<u64> {
    journal::number(name.strip_prefix(folder)?.strip_prefix('/')?)
}

fn is_draft(name: &str) -> bool {
    let id = name.strip_prefix(DRAFTS).and_then(|rest| rest.strip_prefix('/')?.strip_suffix(".draft"));
    id.is_some_and(|id| Uuid::parse_str(id).is_ok_and(|read| read.to_string() == id))
}

/// Whether a backup makes a file of this name.
pub fn is_made(name: &str) -> bool {
    let keys_again = name.strip_prefix(JOURNAL).and_then(|rest| rest.strip_prefix('/')) == Some(KEYS);
    let is_segment = [JOURNAL, ACCESS_LOG].iter().any(|folder| segment(folder, name).is_some());
    is_segment || keys_again || is_draft(name) || layout::single_facts().any(|fact| fact == name)
}

/// Whether this is a file that never came under its own name: it was being written when the program ended.
pub fn is_unfinished(name: &str) -> bool {
    name.strip_prefix(".tmp")
        .is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// The files that belong into a backup of a folder, the identity last: what has it is whole.
pub fn of_folder(folder: &Path) -> Result<Vec<String>, BackupError> {
    let journals = folder.join(JOURNAL);
    let segments = journal::list(&journals).map_err(at(&journals))?;
    let mut names: Vec<String> =
        segments.iter().map(|number| format!("{JOURNAL}/{}", journal::name(*number))).collect();
    let drafts = fs::read_dir(folder.join(DRAFTS)).into_iter().flatten().flatten();
    let drafts = drafts.filter_map(|entry| entry.file_name().into_string().ok());
    names.extend(drafts.map(|name| format!("{DRAFTS}/{name}")).filter(|name| is_draft(name)));
    let access_log = folder.join(ACCESS_LOG);
    if access_log.exists() {
        let segments = journal::list(&access_log).map_err(at(&access_log))?;
        names.extend(segments.iter().map(|number| format!("{ACCESS_LOG}/{}", journal::name(*number))));
    }
    for name in layout::single_facts().filter(|name| folder.join(name).exists()) {
        if name == KEYS {
            // Twice, as in the folder itself.
            names.push(format!("{JOURNAL}/{KEYS}"));
        }
        names.push(name.to_owned());
    }
    Ok(names)
}

//! Backup and restore: the journal's own files, a manifest that vouches for them.
//!
//! ```text
//! TARGET/pishkhan-<start of the store's id>/
//!     pishkhan.store  journal/*.journal  drafts/*  manifest.toml
//! ```
//! Segments only ever grow at their end, so the manifest names for each how many of its bytes
//! count and their sum. It is written last: whenever the target is pulled out, the manifest
//! that is there still fits the files that are there. Segments that are there already are not
//! copied again. A backup counts only after it was restored into a scratch folder and came out
//! with the same digest.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::check::{Checked, check};
pub use crate::record::files::Manifest;
use crate::record::files::{LastBackup, Part, of_text, text};
use crate::store::disk::files;
use crate::store::error::OpenError;
use crate::store::identity::vault_at;
use crate::store::journal::{self, segment};
use crate::store::layout::{self, ACCESS_LOG, BACKUP_NOTE, DRAFTS, JOURNAL, KEYS, hex};
use crate::store::life;
use crate::store::place::Place;
use crate::store::vault::Vault;

const MANIFEST: &str = "manifest.toml";

/// Why there is no backup, or nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error(transparent)]
    Folder(#[from] OpenError),
    #[error("{path}: {error}")]
    Io { path: PathBuf, error: io::Error },
    #[error("{path} holds no backup")]
    NoManifest { path: PathBuf },
    #[error("{file} is not what the manifest says")]
    Differs { file: String },
    #[error("{path} is not empty")]
    NotEmpty { path: PathBuf },
}

fn noted(folder: &Path) -> Result<LastBackup, BackupError> {
    let path = folder.join(BACKUP_NOTE);
    let read = match fs::read_to_string(&path) {
        Ok(text) => of_text(&text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(LastBackup::default()),
        Err(error) => Err(error),
    };
    read.map_err(|error| BackupError::Io { path, error })
}

fn note(folder: &Path, noted: &LastBackup) -> io::Result<()> {
    files::write_whole(&folder.join(BACKUP_NOTE), text(noted)?.as_bytes())
}

/// When the last backup of this folder was made; `None` if there never was one.
///
/// # Errors
/// [`BackupError::Io`] if what is remembered of it cannot be read.
pub fn last(folder: &Path) -> Result<Option<i64>, BackupError> {
    Ok(noted(folder)?.made_ms)
}

/// Where a day is backed up to when it is closed; `None` if no place is set.
///
/// # Errors
/// [`BackupError::Io`] if what is remembered of it cannot be read.
pub fn target(folder: &Path) -> Result<Option<PathBuf>, BackupError> {
    Ok(noted(folder)?.target)
}

/// From now on each day goes there when it is closed. A note that cannot be read is written anew.
pub fn set_target(folder: &Path, target: &Path) -> io::Result<()> {
    let known = noted(folder).unwrap_or_default();
    note(folder, &LastBackup { target: Some(std::path::absolute(target)?), ..known })
}

/// What a backup did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub place: PathBuf,
    pub manifest: Manifest,
    /// Files that were copied; the others were there.
    pub copied: u64,
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_owned();
    move |error| BackupError::Io { path, error }
}

fn start_of(path: &Path, bytes: u64) -> Result<Vec<u8>, BackupError> {
    let mut found = Vec::new();
    fs::File::open(path).and_then(|file| file.take(bytes).read_to_end(&mut found)).map_err(at(path))?;
    Ok(found)
}

/// Whether a file begins with these bytes, by their sum.
fn holds(folder: &Path, part: &Part) -> bool {
    start_of(&folder.join(&part.name), part.bytes)
        .is_ok_and(|bytes| bytes.len() as u64 == part.bytes && hex(blake3::hash(&bytes).as_bytes()) == part.sum)
}

/// Copies a data folder into a folder of its own below `target`. The desk may stay open.
pub fn backup(folder: &Path, vault: &Vault, target: &Path, now_ms: i64) -> Result<Made, BackupError> {
    let before = check(folder, vault)?;
    let place = target.join(format!("pishkhan-{}", &Uuid::from_bytes(vault.store).to_string()[..8]));
    for path in [&place, &place.join(JOURNAL), &place.join(DRAFTS), &place.join(ACCESS_LOG)] {
        files::make_folder(path).map_err(at(path))?;
    }
    let (mut copied, mut parts) = (0, Vec::new());
    for name in names(folder)? {
        let path = folder.join(&name);
        let bytes = fs::read(&path).map_err(at(&path))?;
        // Behind the last record there is room, not content. The record itself may end with a zero.
        let used = if name.ends_with(".journal") { segment::used(&bytes) } else { bytes.len() };
        let part = Part { name, bytes: used as u64, sum: hex(blake3::hash(&bytes[..used]).as_bytes()) };
        if !holds(&place, &part) {
            let target = place.join(&part.name);
            files::write_whole(&target, &bytes[..used]).map_err(at(&target))?;
            copied += 1;
        }
        parts.push(part);
    }
    let manifest = verified(&place, vault, now_ms, parts)?;
    if manifest.records < before.records {
        return Err(BackupError::Differs { file: JOURNAL.into() });
    }
    let path = place.join(MANIFEST);
    text(&manifest).and_then(|text| files::write_whole(&path, text.as_bytes())).map_err(at(&path))?;
    drop_old_drafts(&place, &manifest);
    // The backup stands whether or not its day can be noted here.
    // The place of the next backups is not lost with a note that cannot be read just now.
    if let Ok(known) = noted(folder) {
        let _ = note(folder, &LastBackup { made_ms: Some(now_ms), ..known });
    }
    Ok(Made { place, manifest, copied })
}

/// Restores the parts into a scratch folder and describes what came out.
fn verified(place: &Path, vault: &Vault, made_ms: i64, files: Vec<Part>) -> Result<Manifest, BackupError> {
    let scratch = tempfile::tempdir().map_err(at(Path::new("the scratch folder")))?;
    proved(place, &files)?;
    copy(place, scratch.path(), &files)?;
    let Checked { records, events, cases, head, digest, .. } = check(scratch.path(), vault)?;
    let store = Uuid::from_bytes(vault.store).to_string();
    Ok(Manifest { store, made_ms, records, events, cases, head: hex(&head), digest: hex(&digest), files })
}

/// The files that belong into a backup, the identity last: what has it is whole.
fn names(folder: &Path) -> Result<Vec<String>, BackupError> {
    let journals = folder.join(JOURNAL);
    let segments = journal::list(&journals).map_err(at(&journals))?;
    let mut names: Vec<String> =
        segments.iter().map(|number| format!("{JOURNAL}/{}", journal::name(*number))).collect();
    let drafts = fs::read_dir(folder.join(DRAFTS)).into_iter().flatten().flatten();
    let drafts = drafts.filter_map(|entry| entry.file_name().into_string().ok());
    names.extend(drafts.filter(|name| name.ends_with(".draft")).map(|name| format!("{DRAFTS}/{name}")));
    let access_log = folder.join(ACCESS_LOG);
    if access_log.exists() {
        let segments = journal::list(&access_log).map_err(at(&access_log))?;
        names.extend(segments.iter().map(|number| format!("{ACCESS_LOG}/{}", journal::name(*number))));
    }
    for name in layout::single_facts().filter(|name| folder.join(name).exists()) {
        names.push(name.to_owned());
        if name == KEYS {
            // Twice, as in the folder itself.
            names.push(format!("{JOURNAL}/{KEYS}"));
        }
    }
    Ok(names)
}

/// Drafts come and go; those that the manifest does not name are of an earlier backup.
fn drop_old_drafts(place: &Path, manifest: &Manifest) {
    for entry in fs::read_dir(place.join(DRAFTS)).into_iter().flatten().flatten() {
        let name = format!("{DRAFTS}/{}", entry.file_name().to_string_lossy());
        if manifest.files.iter().all(|part| part.name != name) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether the files are what the manifest says of them.
fn proved(from: &Path, parts: &[Part]) -> Result<(), BackupError> {
    let safe =
        |part: &Part| Path::new(&part.name).components().all(|part| matches!(part, std::path::Component::Normal(_)));
    match parts.iter().find(|part| !safe(part) || !holds(from, part)) {
        Some(part) => Err(BackupError::Differs { file: part.name.clone() }),
        None => Ok(()),
    }
}

fn copy(from: &Path, to: &Path, parts: &[Part]) -> Result<(), BackupError> {
    for folder in [to.to_owned(), to.join(JOURNAL), to.join(DRAFTS), to.join(ACCESS_LOG)] {
        files::make_folder(&folder).map_err(at(&folder))?;
    }
    for part in parts {
        let (source, target) = (from.join(&part.name), to.join(&part.name));
        files::write_whole(&target, &start_of(&source, part.bytes)?).map_err(at(&target))?;
    }
    Ok(())
}

/// What the backup in this folder says of itself. The folder may be the one above it, if it has one backup.
pub fn manifest(place: &Path) -> Result<(PathBuf, Manifest), BackupError> {
    let none = || BackupError::NoManifest { path: place.to_owned() };
    let place = if place.join(MANIFEST).exists() {
        place.to_owned()
    } else {
        let below = fs::read_dir(place).map_err(at(place))?.flatten().map(|entry| entry.path());
        let mut found: Vec<PathBuf> = below.filter(|path| path.join(MANIFEST).exists()).collect();
        if found.len() == 1 { found.remove(0) } else { return Err(none()) }
    };
    let text = fs::read_to_string(place.join(MANIFEST)).map_err(at(&place))?;
    let manifest = of_text(&text).map_err(|_| none())?;
    Ok((place, manifest))
}

/// Puts a backup into an empty data folder. The index is built at the first start.
/// An encrypted one takes what opens it, since it is proved by being read.
pub fn restore(from: &Path, to: &Place) -> Result<Manifest, BackupError> {
    let folder = &to.folder;
    let (place, manifest) = manifest(from)?;
    if fs::read_dir(folder).is_ok_and(|mut list| list.next().is_some()) {
        return Err(BackupError::NotEmpty { path: folder.to_owned() });
    }
    proved(&place, &manifest.files)?;
    // Before anything is copied: a folder that is there but cannot be opened helps nobody.
    let vault = vault_at(&Place { folder: place.clone(), ..to.clone() })?;
    copy(&place, folder, &manifest.files)?;
    let found = check(folder, &vault)?;
    if hex(&found.digest) != manifest.digest || hex(&found.head) != manifest.head {
        return Err(BackupError::Differs { file: MANIFEST.into() });
    }
    life::restored(folder, vault.origin()).map_err(at(folder))?;
    Ok(manifest)
}

impl BackupError {
    /// The id of its message, and the code that scripts see.
    pub fn code(&self) -> &'static str {
        match self {
            BackupError::Folder(error) => error.code(),
            BackupError::Io { .. } => "backup-disk",
            BackupError::NoManifest { .. } => "backup-none",
            BackupError::Differs { .. } => "backup-differs",
            BackupError::NotEmpty { .. } => "restore-not-empty",
        }
    }

    /// What its message tells.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        let path = |path: &Path| ("path", path.display().to_string());
        match self {
            BackupError::Folder(error) => error.args(),
            BackupError::Io { path: at, error } => vec![path(at), ("error", error.to_string())],
            BackupError::NoManifest { path: at } | BackupError::NotEmpty { path: at } => vec![path(at)],
            BackupError::Differs { file } => vec![("file", file.clone())],
        }
    }
}

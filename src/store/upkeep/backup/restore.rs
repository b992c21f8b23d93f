//! Putting a backup into an empty folder, from wherever it was cut off before.
//!
//! What is being put there is written down first and taken away last: a folder in between is told by every command, and
//! restoring once more goes on over what this has left, and over nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::{BackupError, at};
use super::generations::{self, Generation, read_part};
use super::names::{FOLDERS, MANIFEST, is_made, is_unfinished};
use super::plain;
use super::proof::Proof;
use super::vouch::{Vouched, holds};
use crate::record::files::{Manifest, Part, Restoring, of_text, text};
use crate::store::disk::files;
use crate::store::identity::vault_at;
use crate::store::layout::{LINEAGE, LOCK, RESTORING, hex};
use crate::store::life;
use crate::store::place::Place;
use crate::store::upkeep::check::check;
use crate::store::vault::Vault;

/// Longer than any note of what is being restored.
const LONGEST_NOTE: u64 = 64 << 20;

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    pub manifest: Manifest,
    /// Nothing vouches for its manifest: it was made before manifests were signed, or by a desk without keys.
    pub is_unvouched: bool,
    /// A newer generation lies beside it that is not whole.
    pub passed_over: bool,
}

/// The generation of a backup that counts: the newest that is whole.
struct Chosen {
    place: PathBuf,
    generation: Generation,
    manifest: Manifest,
    text: String,
    passed_over: bool,
}

impl Chosen {
    fn path(&self, name: &str) -> PathBuf {
        self.generation.path(&self.place, &self.manifest, name)
    }
}

fn chosen(from: &Path) -> Result<Chosen, BackupError> {
    let (place, only) = generations::place_in(from)?;
    let mut first_wrong = None;
    for generation in generations::all(&place)?.into_iter().filter(|found| only.is_none_or(|only| found.number == only))
    {
        let Some((manifest, text)) = generation.manifest.clone() else {
            if generation.is_damaged() {
                let path = generation.folder.join(MANIFEST);
                first_wrong = first_wrong.or(Some(BackupError::Unreadable { path }));
            }
            continue;
        };
        generations::only_ours(&manifest.files)?;
        let passed_over = first_wrong.is_some();
        let found = Chosen { place: place.clone(), generation, manifest, text, passed_over };
        let whole = found.manifest.files.iter().try_for_each(|part| read_part(&found.path(&part.name), part).map(drop));
        match whole {
            Ok(()) => return Ok(found),
            Err(error @ BackupError::Odd { .. }) => return Err(error),
            Err(error) => first_wrong = first_wrong.or(Some(error)),
        }
    }
    Err(first_wrong.unwrap_or(BackupError::NoManifest { path: from.to_owned() }))
}

/// The folder with the keys and the identity of the backup in `from`; `from` itself if there is none.
pub fn found_in(from: &Path) -> PathBuf {
    chosen(from).map_or_else(|_| from.to_owned(), |found| found.generation.folder)
}

/// Puts a backup into an empty data folder. The index is built at the first start.
/// An encrypted one takes what opens it, since it is proved by being read.
///
/// # Errors
/// [`BackupError`]. Before anything was copied the folder is as it was; cut off later, it says so, and can be
/// restored into again.
pub fn restore(from: &Path, to: &Place) -> Result<Restored, BackupError> {
    let folder = &to.folder;
    let found = chosen(from)?;
    let remains = remains(folder)?;
    // Before anything is copied: a folder that is there but cannot be opened helps nobody.
    let vault = vault_at(&Place { folder: found.generation.folder.clone(), ..to.clone() })?;
    let is_unvouched = proved(&found, &vault)?;
    begin(to, &found.manifest.files, &remains)?;
    for part in &found.manifest.files {
        let target = folder.join(&part.name);
        if read_part(&target, part).is_err() {
            to.disk.write_whole(&target, &read_part(&found.path(&part.name), part)?).map_err(at(&target))?;
        }
    }
    files::flush_all(folder).map_err(at(folder))?;
    let Proof { chain, .. } =
        generations::proved(&found.manifest.files, &|name| folder.join(name), &vault, &BTreeSet::new())?;
    let Manifest { head, digest, .. } = &found.manifest;
    if hex(&chain.last.hash) != *head || !digest.is_empty() && hex(&check(folder, &vault)?.digest) != *digest {
        return Err(BackupError::Differs { file: MANIFEST.into() });
    }
    life::restored(folder, vault.origin()).map_err(at(folder))?;
    let note = folder.join(RESTORING);
    fs::remove_file(&note).and_then(|()| files::flush_all(folder)).map_err(at(&note))?;
    Ok(Restored { manifest: found.manifest, is_unvouched, passed_over: found.passed_over })
}

/// Reads the backup as it lies there; whether nothing vouches for its manifest.
fn proved(found: &Chosen, vault: &Vault) -> Result<bool, BackupError> {
    let Manifest { store, head, records, events, cases, digest, .. } = &found.manifest;
    let proof = generations::proved(&found.manifest.files, &|name| found.path(name), vault, &BTreeSet::new())?;
    let vouched = holds(vault, &proof.chain, &found.text, &found.manifest);
    if vouched == Vouched::Broken {
        return Err(BackupError::Forged { path: found.generation.folder.join(MANIFEST) });
    }
    let is_it = *store == uuid::Uuid::from_bytes(vault.store).to_string() && *head == hex(&proof.chain.last.hash);
    // Of one with a sum over the cases that sum counts, once it is copied.
    let counts = !digest.is_empty() || (proof.records, proof.events, proof.cases) == (*records, *events, *cases);
    if is_it && counts { Ok(vouched == Vouched::Not) } else { Err(BackupError::Differs { file: MANIFEST.into() }) }
}

/// What an earlier restore has left in this folder, if there is nothing else in it.
fn remains(folder: &Path) -> Result<Vec<Part>, BackupError> {
    let not_empty = || BackupError::NotEmpty { path: folder.to_owned() };
    let note = folder.join(RESTORING);
    let list = |folder: &Path| -> Result<Vec<String>, BackupError> {
        match fs::read_dir(folder) {
            Ok(list) => Ok(list.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(at(folder)(error)),
        }
    };
    let mut there = list(folder)?;
    if !plain::has_file(&note)? {
        return if there.is_empty() { Ok(Vec::new()) } else { Err(not_empty()) };
    }
    for below in FOLDERS {
        if plain::has_folder(&folder.join(below))? {
            there.extend(list(&folder.join(below))?.into_iter().map(|name| format!("{below}/{name}")));
            there.retain(|name| name != below);
        }
    }
    // A note that was cut off itself is one of which nothing was copied yet.
    let bytes = plain::start_of(&note, LONGEST_NOTE)?;
    let noted: Restoring = of_text(&String::from_utf8_lossy(&bytes)).unwrap_or_default();
    generations::only_ours(&noted.files)?;
    let left = |name: &String| {
        let part = noted.files.iter().find(|part| part.name == *name);
        let is_part = part.is_some_and(|part| read_part(&folder.join(name), part).is_ok());
        let last = name.rsplit('/').next().unwrap_or(name);
        is_part || [RESTORING, LINEAGE, LOCK].contains(&name.as_str()) || is_unfinished(last)
    };
    if there.iter().all(left) { Ok(noted.files) } else { Err(not_empty()) }
}

/// Says in the folder that a backup is being put into it, and which; takes away what an earlier one has left.
fn begin(to: &Place, files: &[Part], remains: &[Part]) -> Result<(), BackupError> {
    let folder = &to.folder;
    files::make_folder(folder).map_err(at(folder))?;
    let note = folder.join(RESTORING);
    if !plain::has_file(&note)? {
        // That it is there says enough, also while it is empty.
        plain::write_new(&note, b"")?;
        files::flush_all(folder).map_err(at(folder))?;
    }
    for below in FOLDERS.iter().map(|below| folder.join(below)).chain([folder.clone()]) {
        for name in fs::read_dir(&below).into_iter().flatten().flatten().map(|entry| entry.file_name()) {
            if is_unfinished(&name.to_string_lossy()) {
                plain::remove(&below.join(name));
            }
        }
    }
    for part in remains.iter().filter(|part| is_made(&part.name) && !files.contains(part)) {
        plain::remove(&folder.join(&part.name));
    }
    plain::remove(&folder.join(LINEAGE));
    files::flush_all(folder).map_err(at(folder))?;
    let list = text(&Restoring { files: files.to_vec() }).map_err(at(&note))?;
    to.disk.write_whole(&note, list.as_bytes()).map_err(at(&note))?;
    FOLDERS.iter().try_for_each(|below| plain::make_folder(&folder.join(below)))
}

//! The generations that lie in one place of backups, and the files of each.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::{BackupError, Oddity, at};
use super::names::{FOLDERS, MAKING, MANIFEST, is_made, is_unfinished, segment};
use super::plain;
use super::proof::{Proof, of_segments};
use crate::record::files::{Making, Manifest, Part, of_text};
use crate::store::error::OpenError;
use crate::store::layout::{self, JOURNAL, hex};
use crate::store::vault::Vault;

/// Longer than any manifest.
const LONGEST_MANIFEST: u64 = 64 << 20;
/// Longer than any file of a backup: a segment and its last record.
const LONGEST_PART: u64 = 256 << 20;

/// How the generation is named that lies in the place itself.
const FIRST: &str = "00000000";

/// A generation, by its number; 0 lies in the place itself, as all did that were ever made there before there were others.
#[derive(Debug, Clone)]
pub struct Generation {
    pub number: u32,
    pub folder: PathBuf,
    /// What it says of itself, and the text in which it does; none of one that was cut off.
    pub manifest: Option<(Manifest, String)>,
    /// The names that it was going to have, where it was not ended.
    pub making: Option<Making>,
}

pub fn folder_of(place: &Path, number: u32) -> PathBuf {
    if number == 0 { place.to_owned() } else { place.join(format!("{number:08}")) }
}

/// The number of a generation, by the name of its folder.
pub fn number(name: &str) -> Option<u32> {
    let number = name.parse().ok()?;
    (number > 0 && name == format!("{number:08}")).then_some(number)
}

fn entries(folder: &Path) -> Result<Vec<String>, BackupError> {
    if !plain::has_folder(folder)? {
        return Ok(Vec::new());
    }
    let list = fs::read_dir(folder).map_err(at(folder))?.flatten();
    Ok(list.filter_map(|entry| entry.file_name().into_string().ok()).collect())
}

/// Whatever has the name of something that a backup makes is a plain file or folder.
fn look_over(folder: &Path) -> Result<bool, BackupError> {
    let mut any = false;
    for below in FOLDERS {
        any |= plain::has_folder(&folder.join(below))?;
        for name in entries(&folder.join(below))?.into_iter().filter(|name| is_made(&format!("{below}/{name}"))) {
            plain::has_file(&folder.join(below).join(name))?;
        }
    }
    for name in layout::single_facts().chain([MANIFEST, MAKING]) {
        any |= plain::has_file(&folder.join(name))?;
    }
    Ok(any)
}

impl Generation {
    fn read(place: &Path, number: u32) -> Result<Generation, BackupError> {
        let folder = folder_of(place, number);
        let text = |name: &str| -> Result<Option<String>, BackupError> {
            let path = folder.join(name);
            if !plain::has_file(&path)? {
                return Ok(None);
            }
            let bytes = plain::start_of(&path, LONGEST_MANIFEST)?;
            // What is no text is damaged, and read as nothing.
            Ok(Some(String::from_utf8(bytes).unwrap_or_default()))
        };
        let manifest = text(MANIFEST)?.and_then(|text| Some((of_text(&text).ok()?, text)));
        let making = text(MAKING)?.and_then(|text| of_text(&text).ok());
        Ok(Generation { number, folder, manifest, making })
    }

    /// Where a file of it lies.
    pub fn path(&self, place: &Path, manifest: &Manifest, name: &str) -> PathBuf {
        match manifest.earlier.get(name) {
            Some(number) => folder_of(place, *number).join(name),
            None => self.folder.join(name),
        }
    }

    /// A manifest is there and cannot be read.
    pub fn is_damaged(&self) -> bool {
        self.manifest.is_none() && fs::symlink_metadata(self.folder.join(MANIFEST)).is_ok()
    }
}

/// Every generation that lies in a place, the newest first.
///
/// # Errors
/// [`BackupError::Odd`] if something that is no plain file or folder has the name of one of theirs.
pub fn all(place: &Path) -> Result<Vec<Generation>, BackupError> {
    let mut numbers: Vec<u32> = entries(place)?.iter().filter_map(|name| number(name)).collect();
    numbers.sort_unstable_by(|one, other| other.cmp(one));
    let mut found = Vec::new();
    for number in numbers {
        plain::has_folder(&folder_of(place, number))?;
        look_over(&folder_of(place, number))?;
        found.push(Generation::read(place, number)?);
    }
    if look_over(place)? {
        found.push(Generation::read(place, 0)?);
    }
    Ok(found)
}

/// The bytes of a file, if they are what is said of them.
pub fn read_part(path: &Path, part: &Part) -> Result<Vec<u8>, BackupError> {
    let differs = || BackupError::Differs { file: part.name.clone() };
    if part.bytes > LONGEST_PART {
        return Err(differs());
    }
    let bytes = match plain::start_of(path, part.bytes) {
        Err(BackupError::Io { error, .. }) if error.kind() == io::ErrorKind::NotFound => return Err(differs()),
        read => read?,
    };
    let same = bytes.len() as u64 == part.bytes && hex(blake3::hash(&bytes).as_bytes()) == part.sum;
    if same { Ok(bytes) } else { Err(differs()) }
}

/// Names that a backup makes, each once.
pub fn only_ours(parts: &[Part]) -> Result<(), BackupError> {
    let mut seen = BTreeSet::new();
    match parts.iter().find(|part| !is_made(&part.name) || !seen.insert(&part.name)) {
        Some(part) => Err(BackupError::Foreign { file: part.name.clone() }),
        None => Ok(()),
    }
}

/// Reads every file once, from the device where the system allows it, and follows the chain of the journal among them.
/// `asked` are the numbers of the events whose hashes are wanted.
///
/// # Errors
/// The first file that is not what is said of it, or what is wrong with the journal.
pub fn proved(
    parts: &[Part],
    path: &dyn Fn(&str) -> PathBuf,
    vault: &Vault,
    asked: &BTreeSet<u64>,
) -> Result<Proof, BackupError> {
    let in_journal = |part: &&Part| segment(JOURNAL, &part.name);
    for part in parts.iter().filter(|part| in_journal(part).is_none()) {
        read_part(&path(&part.name), part)?;
    }
    let mut numbers: Vec<u64> = parts.iter().filter_map(|part| in_journal(&part)).collect();
    numbers.sort_unstable();
    let total = parts.iter().map(|part| part.bytes).sum();
    // What is wrong with a file is told by its name, and not as a disk that cannot be read.
    let wrong = RefCell::new(None);
    let read = |number: u64| {
        let part = parts.iter().find(|part| in_journal(part) == Some(number)).ok_or(io::ErrorKind::NotFound)?;
        read_part(&path(&part.name), part).map_err(|error| {
            let told = io::Error::other(error.to_string());
            wrong.replace(Some(error));
            told
        })
    };
    let found = of_segments((&numbers, total), &read, vault, asked);
    match wrong.into_inner() {
        Some(error) => Err(error),
        None => found.map_err(|error: OpenError| error.into()),
    }
}

/// Takes away what manifests and lists of ours name in this generation and `keep` does not.
pub fn forget(place: &Path, generation: &Generation, keep: &dyn Fn(&Path) -> bool) {
    let mut gone: Vec<PathBuf> = Vec::new();
    if let Some((manifest, _)) = &generation.manifest {
        gone.extend(
            manifest
                .files
                .iter()
                .filter(|part| is_made(&part.name))
                .map(|part| generation.path(place, manifest, &part.name)),
        );
    }
    let names = generation.making.iter().flat_map(|making| &making.names);
    gone.extend(names.filter(|name| is_made(name)).map(|name| generation.folder.join(name)));
    gone.iter().filter(|path| !keep(path)).for_each(|path| plain::remove(path));
    // After what they name: as long as something of it is there, something says so.
    if generation.manifest.is_some() || generation.making.is_some() {
        [MANIFEST, MAKING].iter().for_each(|name| plain::remove(&generation.folder.join(name)));
    }
}

/// Takes folders of generations away in which nothing is left.
pub fn forget_empty(place: &Path) {
    let numbers: Vec<u32> = entries(place).unwrap_or_default().iter().filter_map(|name| number(name)).collect();
    for number in numbers.into_iter().chain([0]) {
        let folder = folder_of(place, number);
        if number == 0 || plain::has_folder(&folder).is_ok_and(|there| there) {
            for below in FOLDERS {
                let below = folder.join(below);
                if plain::has_folder(&below).is_ok_and(|there| there) {
                    let _ = fs::remove_dir(&below);
                }
            }
            let _ = if number > 0 { fs::remove_dir(&folder) } else { Ok(()) };
        }
    }
}

/// Takes away what was being written when an earlier program ended.
pub fn sweep(place: &Path) {
    for folder in FOLDERS.iter().map(|below| place.join(below)).chain([place.to_owned()]) {
        for name in entries(&folder).unwrap_or_default().iter().filter(|name| is_unfinished(name)) {
            plain::remove(&folder.join(name));
        }
    }
}

/// The place of backups that lies in this folder, or is it; and the one generation of it that is meant, where one is.
pub fn place_in(from: &Path) -> Result<(PathBuf, Option<u32>), BackupError> {
    let has_manifest = |folder: &Path| fs::symlink_metadata(folder.join(MANIFEST)).is_ok();
    let is_place = |folder: &Path| -> Result<bool, BackupError> {
        let numbers = entries(folder)?.iter().filter_map(|name| number(name)).collect::<Vec<_>>();
        Ok(has_manifest(folder) || numbers.iter().any(|number| has_manifest(&folder_of(folder, *number))))
    };
    // The first generation has no folder of its own: it is named as if it had.
    let first = from.parent().filter(|_| from.ends_with(FIRST) && fs::symlink_metadata(from).is_err());
    if let Some(place) = first.filter(|place| has_manifest(place)) {
        return Ok((fs::canonicalize(place).map_err(at(place))?, Some(0)));
    }
    let from = fs::canonicalize(from).map_err(at(from))?;
    let of_generation = from.file_name().and_then(|name| number(name.to_str()?)).filter(|_| has_manifest(&from));
    if let (Some(number), Some(place)) = (of_generation, from.parent()) {
        return Ok((place.to_owned(), Some(number)));
    }
    if is_place(&from)? {
        return Ok((from, None));
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(&from).map_err(at(&from))?.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        match fs::symlink_metadata(&path) {
            Ok(meta) if meta.is_dir() && is_place(&path)? => found.push(path),
            // Whoever put it there wants it followed.
            Ok(meta) if meta.is_symlink() && name.to_string_lossy().starts_with("pishkhan-") => {
                return Err(BackupError::Odd { path, oddity: Oddity::Link });
            }
            _ => {}
        }
    }
    if found.len() == 1 { Ok((found.remove(0), None)) } else { Err(BackupError::NoManifest { path: from }) }
}

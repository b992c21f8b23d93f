//! Making a backup: a generation beside those that are there, proved before any of them goes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::error::{BackupError, at};
use super::generations::{self, Generation, folder_of};
use super::names::{FOLDERS, MAKING, MANIFEST, of_folder, segment};
use super::proof::Proof;
use super::target::{self, Caution, may_be_target};
use super::vouch::vouched;
use super::{note, plain};
use crate::record::files::{Making, Manifest, Part, text};
use crate::store::disk::files;
use crate::store::hold::Hold;
use crate::store::index::Index;
use crate::store::journal::segment::used;
use crate::store::journal::{Journal, Position};
use crate::store::layout::{ACCESS_LOG, INDEX, INDEX_STATE, JOURNAL, hex};
use crate::store::vault::Vault;

/// What a backup did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub place: PathBuf,
    pub manifest: Manifest,
    /// Files with something in them that was not there before.
    pub copied: u64,
    pub cautions: Vec<Caution>,
}

/// What one generation is made of.
struct Attempt<'a> {
    folder: &'a Path,
    place: &'a Path,
    home: PathBuf,
    number: u32,
    last: Option<&'a Generation>,
    /// The numbers of the events that older generations end with.
    asked: BTreeSet<u64>,
}

/// What a generation holds, once everything is written.
struct Copied {
    files: Vec<Part>,
    /// Those that an earlier generation has, and which.
    earlier: BTreeMap<String, u32>,
    /// How many hold something new.
    copied: u64,
}

/// A generation that was proved.
struct New {
    manifest: Manifest,
    text: String,
    copied: u64,
    /// The hashes of the events that were asked for, by their numbers.
    heads: BTreeMap<u64, [u8; 32]>,
}

/// Copies a data folder into a folder of its own below `target`. The desk may stay open.
///
/// # Errors
/// [`BackupError`]; what was backed up before is there as it was.
pub fn backup(folder: &Path, vault: &Vault, target: &Path, now_ms: i64) -> Result<Made, BackupError> {
    may_be_target(folder, target)?;
    made(folder, vault, target, (indexed_to(folder, vault), now_ms))
}

/// How far the index follows the journal, where it can be asked.
fn indexed_to(folder: &Path, vault: &Vault) -> Option<Position> {
    let _hold = Hold::take(folder).ok()?;
    let index = Index::to_compare(&folder.join(INDEX), &folder.join(INDEX_STATE), vault)?;
    let mark = index.watermark();
    index.close();
    mark.map(|mark| mark.upto)
}

fn made(
    folder: &Path,
    vault: &Vault,
    target: &Path,
    (known, now_ms): (Option<Position>, i64),
) -> Result<Made, BackupError> {
    // Whole, and as far as was acknowledged; the copy has neither a tip nor an index beside it.
    let (end, _) = Journal::scan(&folder.join(JOURNAL), vault, known, &mut |_, _, _| Ok(()))?;
    let store = Uuid::from_bytes(vault.store).to_string();
    let place = target::place(folder, target, &format!("pishkhan-{}", &store[..8]))?;
    let mut cautions = Caution::of(folder, &place);
    let there = generations::all(&place)?;
    generations::sweep(&place);
    // Of what was cut off nothing was ever said to be proved. Its room may be needed.
    let is_cut_off = |generation: &&Generation| generation.manifest.is_none() && generation.making.is_some();
    for generation in there.iter().filter(is_cut_off) {
        let named: BTreeSet<PathBuf> = there.iter().flat_map(|other| paths(&place, other)).collect();
        generations::forget(&place, generation, &|path| named.contains(path));
    }
    generations::forget_empty(&place);
    let there = generations::all(&place)?;
    let last = there.iter().find(|found| found.manifest.as_ref().is_some_and(|(found, _)| found.store == store));
    let next = there.first().map_or(0, |newest| newest.number.saturating_add(1));
    let asked = there.iter().filter_map(|older| Some(older.manifest.as_ref()?.0.events)).collect();
    let making = Attempt { folder, place: &place, home: folder_of(&place, next), number: next, last, asked };
    let New { manifest, text, copied, heads } = making.make(vault, (end, store), now_ms)?;
    let goes_on_from = |older: &Manifest| {
        older.store == manifest.store && heads.get(&older.events).is_some_and(|hash| hex(hash) == older.head)
    };
    // Of one whose manifest is damaged nobody can say what it holds.
    let is_other = |generation: &&Generation| match &generation.manifest {
        Some((older, _)) => !goes_on_from(older),
        None => generation.is_damaged(),
    };
    let (others, older): (Vec<&Generation>, Vec<&Generation>) = there.iter().partition(is_other);
    cautions.extend((!others.is_empty()).then_some(Caution::KeptOther));
    making.close(&manifest, &text, (&older, &others))?;
    note::made(folder, now_ms);
    Ok(Made { place, manifest, copied, cautions })
}

/// The same at the close of a day, when nobody looks: the target is there, or it is told.
///
/// # Errors
/// As [`backup`]; no target is made.
pub fn at_close(folder: &Path, vault: &Vault, target: &Path, now_ms: i64) -> Result<Made, BackupError> {
    if fs::symlink_metadata(target).is_err() {
        return Err(BackupError::NoTarget { path: target.to_owned() });
    }
    may_be_target(folder, target)?;
    // The desk that closes the day has the index, and its journal was looked at when the close was written.
    made(folder, vault, target, (None, now_ms))
}

/// The files of a generation, wherever they lie.
fn paths<'a>(place: &'a Path, generation: &'a Generation) -> impl Iterator<Item = PathBuf> + 'a {
    let manifest = generation.manifest.as_ref().map(|(manifest, _)| manifest);
    manifest
        .into_iter()
        .flat_map(move |manifest| manifest.files.iter().map(move |part| generation.path(place, manifest, &part.name)))
}

/// A file of the data folder; `None` of a draft that was finished just now.
fn source(path: &Path) -> Result<Option<Vec<u8>>, BackupError> {
    match fs::metadata(path) {
        Ok(meta) if meta.is_file() => {}
        Ok(_) => return Err(at(path)(io::ErrorKind::InvalidInput.into())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(at(path)(error)),
    }
    let mut bytes = Vec::new();
    fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(at(path))?;
    Ok(Some(bytes))
}

impl Attempt<'_> {
    /// Writes, flushes, proves, and then says so.
    fn make(&self, vault: &Vault, (end, store): (Position, String), made_ms: i64) -> Result<New, BackupError> {
        let names = of_folder(self.folder)?;
        if self.number > 0 {
            plain::make_new_folder(&self.home)?;
        }
        let making = self.home.join(MAKING);
        let list = text(&Making { names: names.clone() }).map_err(at(&making))?;
        plain::write_new(&making, list.as_bytes())?;
        FOLDERS.iter().try_for_each(|below| plain::make_folder(&self.home.join(below)))?;
        files::flush_all(&self.home).map_err(at(&self.home))?;
        let Copied { files, earlier, copied } = self.copy(&names)?;
        // What restoring would not take is not said to be proved.
        generations::only_ours(&files)?;
        files::flush_all(&self.home).map_err(at(&self.home))?;
        let path = |name: &str| folder_of(self.place, earlier.get(name).copied().unwrap_or(self.number)).join(name);
        let Proof { records, events, cases, heads, chain } = generations::proved(&files, &path, vault, &self.asked)?;
        if records < end.number {
            return Err(BackupError::Differs { file: JOURNAL.into() });
        }
        let (head, digest) = (hex(&chain.last.hash), String::new());
        let manifest = Manifest { voucher: None, store, made_ms, records, events, cases, head, digest, files, earlier };
        let path = self.home.join(MANIFEST);
        let text = vouched(self.folder, vault, &chain, &manifest).map_err(at(&path))?;
        plain::write_new(&path, text.as_bytes())?;
        files::flush_all(&self.home).map_err(at(&self.home))?;
        if plain::start_of(&path, u64::MAX)? != text.as_bytes() {
            return Err(BackupError::Differs { file: MANIFEST.into() });
        }
        Ok(New { manifest, text, copied, heads })
    }

    /// Writes what is not there yet.
    fn copy(&self, names: &[String]) -> Result<Copied, BackupError> {
        let (mut files, mut earlier, mut copied) = (Vec::new(), BTreeMap::new(), 0);
        for name in names {
            let Some(mut bytes) = source(&self.folder.join(name))? else { continue };
            // Behind the last record there is room, not content. The record itself may end with a zero.
            let is_segment = [JOURNAL, ACCESS_LOG].iter().any(|below| segment(below, name).is_some());
            bytes.truncate(if is_segment { used(&bytes) } else { bytes.len() });
            let part =
                Part { name: name.clone(), bytes: bytes.len() as u64, sum: hex(blake3::hash(&bytes).as_bytes()) };
            let known = self.known(&part);
            copied += u64::from(known.is_none());
            match known.filter(|_| is_segment) {
                Some(number) => drop(earlier.insert(name.clone(), number)),
                None => plain::write_new(&self.home.join(name), &bytes)?,
            }
            files.push(part);
        }
        Ok(Copied { files, earlier, copied })
    }

    /// In which generation this very file lies already, whole.
    fn known(&self, part: &Part) -> Option<u32> {
        let (last, (manifest, _)) = self.last.and_then(|last| Some((last, last.manifest.as_ref()?)))?;
        manifest.files.iter().find(|known| *known == part)?;
        let path = last.path(self.place, manifest, &part.name);
        // Not longer either: it is proved as it lies there.
        let same = generations::read_part(&path, part).is_ok()
            && fs::symlink_metadata(&path).is_ok_and(|meta| meta.len() == part.bytes);
        same.then(|| manifest.earlier.get(&part.name).copied().unwrap_or(last.number))
    }

    /// Drops the older ones that the new one goes on from, now that it is on the device: nothing of them is lost. What
    /// other ones hold may lie nowhere else.
    fn close(
        &self,
        manifest: &Manifest,
        text: &str,
        (older, others): (&[&Generation], &[&Generation]),
    ) -> Result<(), BackupError> {
        let new = Generation {
            number: self.number,
            folder: self.home.clone(),
            manifest: Some((manifest.clone(), text.to_owned())),
            making: None,
        };
        plain::remove(&self.home.join(MAKING));
        let staying = others.iter().copied().chain([&new]);
        let kept: BTreeSet<PathBuf> = staying.flat_map(|generation| paths(self.place, generation)).collect();
        for generation in older {
            generations::forget(self.place, generation, &|path| kept.contains(path));
        }
        generations::forget_empty(self.place);
        files::flush_all(self.place).map_err(at(self.place))
    }
}

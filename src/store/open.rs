//! Opening a folder: is it ours, is the journal whole, does the index follow it.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use uuid::Uuid;

use super::changes::Changes;
use super::disk::Disk;
use super::error::{OpenError, ReadError};
use super::index::{Index, Mark};
use super::journal::Journal;
use super::place::Place;
use super::vault::Vault;
use super::{
    DRAFTS, EachStep, IDENTITY, INDEX, INDEX_STATE, JOURNAL, LOCK, Last, Progress, Report, SLIPS, audit, chain, files,
    hex, segment, vault, views,
};

/// The line of a folder that lies there as it is written, and of one that is sealed.
const OPEN: &str = "pishkhan store 1 ";
const SEALED: &str = "pishkhan store 2 ";

/// What the identity of a folder says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity {
    pub store: [u8; 16],
    pub sealed: bool,
}

impl Identity {
    /// What opens the folder.
    pub fn vault(self, place: &Place) -> Result<Vault, OpenError> {
        match self.sealed {
            true => Vault::unlock(&place.folder, self.store, place.unlock.as_ref()),
            false => Ok(Vault::clear(self.store)),
        }
    }

    /// A sealed folder's id is part of what opens it: a wrong one would be taken for a wrong passphrase.
    fn line(self) -> String {
        let id = Uuid::from_bytes(self.store);
        match self.sealed {
            false => format!("{OPEN}{id}\n"),
            true => format!("{SEALED}{id} {}\n", hex(&blake3::hash(&self.store).as_bytes()[..4])),
        }
    }

    fn read(text: &str) -> Option<Identity> {
        let sealed = text.starts_with(SEALED);
        let rest = text.strip_prefix(if sealed { SEALED } else { OPEN })?.trim();
        let store = *Uuid::parse_str(rest.split(' ').next()?).ok()?.as_bytes();
        let found = Identity { store, sealed };
        (found.line().trim() == text.trim()).then_some(found)
    }

    pub fn write(self, folder: &Path) -> io::Result<()> {
        files::write_whole(&folder.join(IDENTITY), self.line().as_bytes())
    }
}

/// Fresh random bytes from the system.
pub(crate) fn random<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes)
}

/// What a folder that is ours says of itself; `None` for an empty folder.
pub(super) fn read_identity(folder: &Path) -> Result<Option<Identity>, OpenError> {
    let not_writable = |error| OpenError::NotWritable { path: folder.to_owned(), error };
    match fs::read_to_string(folder.join(IDENTITY)) {
        Ok(text) => {
            let known = [OPEN, SEALED].iter().any(|line| text.starts_with(line));
            match Identity::read(&text) {
                Some(found) => Ok(Some(found)),
                None if text.starts_with("pishkhan store ") && !known => {
                    Err(OpenError::Newer { file: IDENTITY.into() })
                }
                None => Err(OpenError::NotOurs { path: folder.to_owned() }),
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut others = fs::read_dir(folder).map_err(not_writable)?.flatten();
            if folder.join(JOURNAL).join("00000001.journal").exists() && is_finished_journal(folder) {
                return Err(OpenError::Missing { file: IDENTITY.into() });
            }
            // What a first start that was cut off may have left behind does not count.
            let ours = [
                LOCK,
                JOURNAL,
                INDEX,
                INDEX_STATE,
                DRAFTS,
                SLIPS,
                "terminals.toml",
                "backup.toml",
                "ballast",
                vault::NAME,
                "sealed",
                views::FOLDER,
                audit::KEY,
            ];
            match others.all(|entry| {
                let name = entry.file_name();
                let name = name.to_string_lossy();
                ours.contains(&&*name) || name.starts_with(".tmp")
            }) {
                true => Ok(None),
                false => Err(OpenError::NotOurs { path: folder.to_owned() }),
            }
        }
        Err(error) => Err(not_writable(error)),
    }
}

/// The journal holds at least one record: its folder was in use once.
fn is_finished_journal(folder: &Path) -> bool {
    fs::read(folder.join(JOURNAL).join("00000001.journal"))
        .is_ok_and(|bytes| segment::read(&bytes, segment::HEADER).is_some())
}

/// The id of a new store.
pub(super) fn new_id() -> io::Result<[u8; 16]> {
    Ok(*uuid::Builder::from_random_bytes(random()?).into_uuid().as_bytes())
}

pub(super) fn create(disk: &Arc<dyn Disk>, folder: &Path) -> io::Result<(Journal, Index, Last, Vault)> {
    let vault = Vault::clear(new_id()?);
    let _ = fs::remove_dir_all(folder.join(JOURNAL));
    let journal = Journal::create(Arc::clone(disk), &folder.join(JOURNAL), vault.clone())?;
    let mut index = Index::create(&folder.join(INDEX), &folder.join(INDEX_STATE), &vault)?;
    index.is_built()?;
    // Last, so that a folder with an identity always has its journal.
    Identity { store: vault.store, sealed: false }.write(folder)?;
    Ok((journal, index, Last::default(), vault))
}

/// Opens the journal and brings the index up to its end, or builds it anew.
pub(super) fn load(
    disk: &Arc<dyn Disk>,
    folder: &Path,
    vault: &Vault,
    report: &mut Report,
    progress: EachStep,
) -> Result<(Journal, Index, Last), OpenError> {
    let (index_folder, state) = (folder.join(INDEX), folder.join(INDEX_STATE));
    let known = Index::open(&index_folder, &state, vault).and_then(|index| {
        let mark = index.watermark()?;
        Some((index, mark))
    });
    if let Some((index, mark)) = known {
        match catch_up(disk, (folder, vault), &index, Some(mark), report, progress) {
            Ok((journal, last)) => return Ok((journal, index, last)),
            Err(OpenError::Index(_)) => {}
            Err(error) => return Err(error),
        }
    }
    report.rebuilt = true;
    let making = |error| OpenError::Io { doing: "making the index", error };
    let mut build = |made: io::Result<Index>| {
        let mut index = made.map_err(making)?;
        let (journal, last) = catch_up(disk, (folder, vault), &index, None, report, progress)?;
        index.is_built().map_err(making)?;
        Ok((journal, index, last))
    };
    let mut built = build(Index::create(&index_folder, &state, vault));
    let no_room = matches!(built, Err(OpenError::Io { .. } | OpenError::Index(_)));
    if no_room {
        // Most likely. Everything can still be looked at.
        built = build(Index::elsewhere(vault));
    }
    let (journal, index, last) = built?;
    report.index_elsewhere = no_room;
    let _ = fs::remove_dir_all(index_folder.with_extension("aside"));
    Ok((journal, index, last))
}

fn catch_up(
    disk: &Arc<dyn Disk>,
    (folder, vault): (&Path, &Vault),
    index: &Index,
    from: Option<Mark>,
    report: &mut Report,
    progress: EachStep,
) -> Result<(Journal, Last), OpenError> {
    let failed = |error: ReadError| OpenError::Index(error.to_string());
    let mut changes = Changes::default();
    let Mark { mut upto, mut last } = from.unwrap_or_default();
    let mut done = 0;
    let start = from.map(|mark| mark.upto);
    let (journal, opened) =
        Journal::open(Arc::clone(disk), &folder.join(JOURNAL), vault, start, &mut |at, payload, total| {
            chain::follow(&mut last, at, payload, |sealed, stored| changes.add(index, &sealed, stored))?;
            upto = at;
            done += u64::try_from(payload.len()).unwrap_or(0);
            if changes.is_full() {
                index.apply(std::mem::take(&mut changes), Mark { upto, last }).map_err(failed)?;
                if progress(Progress { done, total }).is_break() {
                    return Err(OpenError::Cancelled);
                }
            }
            Ok(())
        })?;
    // Of a journal without a record too, which has an end but gave nothing to `each`.
    index.apply(changes, Mark { upto: journal.end(), last }).map_err(failed)?;
    report.torn = opened.torn;
    Ok((journal, last))
}

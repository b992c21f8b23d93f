//! Opening a folder: is it ours, is the journal whole, does the index follow it.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use uuid::Uuid;

use super::disk::Disk;
use super::error::{OpenError, ReadError};
use super::index::{Changes, Index, Mark};
use super::journal::Journal;
use super::{
    DRAFTS, IDENTITY, INDEX, INDEX_STATE, JOURNAL, LOCK, Last, Progress, Report, SLIPS, chain, files, segment,
};

const IDENTITY_LINE: &str = "pishkhan store 1 ";

/// The store id of a folder that is ours; `None` for an empty folder.
pub(super) fn read_identity(folder: &Path) -> Result<Option<[u8; 16]>, OpenError> {
    let not_writable = |error| OpenError::NotWritable { path: folder.to_owned(), error };
    match fs::read_to_string(folder.join(IDENTITY)) {
        Ok(text) => {
            let id = text.strip_prefix(IDENTITY_LINE).and_then(|id| Uuid::parse_str(id.trim()).ok());
            match id {
                Some(id) => Ok(Some(*id.as_bytes())),
                None if text.starts_with("pishkhan store ") => Err(OpenError::Newer { file: IDENTITY.into() }),
                None => Err(OpenError::NotOurs { path: folder.to_owned() }),
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut others = fs::read_dir(folder).map_err(not_writable)?.flatten();
            if folder.join(JOURNAL).join("00000001.journal").exists() && is_finished_journal(folder) {
                return Err(OpenError::Missing { file: IDENTITY.into() });
            }
            // What a first start that was cut off may have left behind does not count.
            let ours = [LOCK, JOURNAL, INDEX, INDEX_STATE, DRAFTS, SLIPS, "terminals.toml", "backup.toml", "ballast"];
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

pub(super) fn create(disk: &Arc<dyn Disk>, folder: &Path) -> io::Result<(Journal, Index, Last)> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    let id = uuid::Builder::from_random_bytes(random).into_uuid();
    let _ = fs::remove_dir_all(folder.join(JOURNAL));
    let journal = Journal::create(Arc::clone(disk), &folder.join(JOURNAL), *id.as_bytes())?;
    let mut index = Index::create(&folder.join(INDEX), &folder.join(INDEX_STATE))?;
    index.is_built()?;
    // Last, so that a folder with an identity always has its journal.
    files::write_whole(&folder.join(IDENTITY), format!("{IDENTITY_LINE}{id}\n").as_bytes())?;
    Ok((journal, index, Last::default()))
}

/// Opens the journal and brings the index up to its end, or builds it anew.
pub(super) fn load(
    disk: &Arc<dyn Disk>,
    folder: &Path,
    store: [u8; 16],
    report: &mut Report,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Journal, Index, Last), OpenError> {
    let (index_folder, state) = (folder.join(INDEX), folder.join(INDEX_STATE));
    let known = Index::open(&index_folder, &state).and_then(|index| {
        let mark = index.watermark()?;
        Some((index, mark))
    });
    if let Some((index, mark)) = known {
        match catch_up(disk, (folder, store), &index, Some(mark), report, progress) {
            Ok((journal, last)) => return Ok((journal, index, last)),
            Err(OpenError::Index(_)) => {}
            Err(error) => return Err(error),
        }
    }
    report.rebuilt = true;
    let making = |error| OpenError::Io { doing: "making the index", error };
    let mut build = |made: io::Result<Index>| {
        let mut index = made.map_err(making)?;
        let (journal, last) = catch_up(disk, (folder, store), &index, None, report, progress)?;
        index.is_built().map_err(making)?;
        Ok((journal, index, last))
    };
    let mut built = build(Index::create(&index_folder, &state));
    let no_room = matches!(built, Err(OpenError::Io { .. } | OpenError::Index(_)));
    if no_room {
        // Most likely. Everything can still be looked at.
        built = build(Index::elsewhere());
    }
    let (journal, index, last) = built?;
    report.index_elsewhere = no_room;
    let _ = fs::remove_dir_all(index_folder.with_extension("aside"));
    Ok((journal, index, last))
}

fn catch_up(
    disk: &Arc<dyn Disk>,
    (folder, store): (&Path, [u8; 16]),
    index: &Index,
    from: Option<Mark>,
    report: &mut Report,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Journal, Last), OpenError> {
    let failed = |error: ReadError| OpenError::Index(error.to_string());
    let mut changes = Changes::default();
    let Mark { mut upto, mut last } = from.unwrap_or_default();
    let mut done = 0;
    let start = from.map(|mark| mark.upto);
    let (journal, opened) =
        Journal::open(Arc::clone(disk), &folder.join(JOURNAL), store, start, &mut |at, payload, total| {
            chain::follow(&mut last, at, payload, |sealed, stored| changes.add(index, &sealed, stored))?;
            upto = at;
            done += u64::try_from(payload.len()).unwrap_or(0);
            if changes.is_full() {
                index.apply(std::mem::take(&mut changes), Mark { upto, last }).map_err(failed)?;
                progress(Progress { done, total });
            }
            Ok(())
        })?;
    index.apply(changes, Mark { upto, last }).map_err(failed)?;
    report.torn = opened.torn;
    Ok((journal, last))
}

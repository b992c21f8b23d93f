//! Opening a folder: is the journal whole, does the index follow it.

use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use super::disk::Disk;
use super::error::OpenError;
use super::identity::{Identity, Keeping, new_id};
use super::index::update::Update;
use super::index::{Index, Mark};
use super::journal::chain::Chain;
use super::journal::{Journal, Position};
use super::layout::{INDEX, INDEX_ASIDE, INDEX_STATE, JOURNAL};
use super::life::Life;
use super::vault::Vault;
use crate::domain::lineage::LineageReason;

/// What opening brought to light, to be told to the operator.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    pub created: bool,
    pub rebuilt: bool,
    /// Bytes of an unfinished write that were cut off.
    pub torn: u64,
    /// The index had no room on the disk and lies elsewhere for this session.
    pub index_elsewhere: bool,
    /// The folder goes on in a lineage of its own from the next act on, and why.
    pub begins: Option<LineageReason>,
}

/// How far opening has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub done: u64,
    pub total: u64,
}

/// Told how far opening has come; may break it off, which costs nothing but the time so far.
pub type EachStep<'a> = &'a mut dyn FnMut(Progress) -> ControlFlow<()>;

pub(super) fn create(disk: &Arc<dyn Disk>, folder: &Path) -> io::Result<(Journal, Index, Chain, Vault)> {
    let vault = Vault::clear(new_id()?);
    let _ = fs::remove_dir_all(folder.join(JOURNAL));
    let journal = Journal::create(Arc::clone(disk), &folder.join(JOURNAL), vault.clone())?;
    let mut index = Index::create(&folder.join(INDEX), &folder.join(INDEX_STATE), &vault)?;
    index.is_built()?;
    Life::first(vault.origin()).write(folder, vault.origin())?;
    // Last, so that a folder with an identity always has its journal.
    Identity { store: vault.store, kept: Keeping::Open }.write(folder)?;
    Ok((journal, index, Chain::new(vault.origin()), vault))
}

/// Opens the journal and brings the index up to its end, or builds it anew.
pub(super) fn load(
    disk: &Arc<dyn Disk>,
    folder: &Path,
    vault: &Vault,
    report: &mut Report,
    progress: EachStep,
) -> Result<(Journal, Index, Chain), OpenError> {
    let (index_folder, state) = (folder.join(INDEX), folder.join(INDEX_STATE));
    let known = Index::open(&index_folder, &state, vault).and_then(|index| {
        let mark = index.watermark()?;
        Some((index, mark))
    });
    if let Some((index, mark)) = known {
        match catch_up(disk, (folder, vault), &index, Some(mark), report, progress) {
            Ok((journal, chain)) => return Ok((journal, index, chain)),
            Err(OpenError::Index(_)) => {}
            Err(error) => return Err(error),
        }
    }
    report.rebuilt = true;
    let making = |error| OpenError::Io { doing: "making the index", error };
    let mut build = |made: io::Result<Index>| {
        let mut index = made.map_err(making)?;
        let (journal, chain) = catch_up(disk, (folder, vault), &index, None, report, progress)?;
        index.is_built().map_err(making)?;
        Ok((journal, index, chain))
    };
    let mut built = build(Index::create(&index_folder, &state, vault));
    let no_room = matches!(built, Err(OpenError::Io { .. } | OpenError::Index(_)));
    if no_room {
        // Most likely. Everything can still be looked at.
        built = build(Index::elsewhere(vault));
    }
    let (journal, index, chain) = built?;
    report.index_elsewhere = no_room;
    let _ = fs::remove_dir_all(folder.join(INDEX_ASIDE));
    Ok((journal, index, chain))
}

fn catch_up(
    disk: &Arc<dyn Disk>,
    (folder, vault): (&Path, &Vault),
    index: &Index,
    from: Option<Mark>,
    report: &mut Report,
    progress: EachStep,
) -> Result<(Journal, Chain), OpenError> {
    let mut update = Update::default();
    let start = from.as_ref().map(|mark| mark.upto);
    let mut mark = from.unwrap_or_else(|| Mark { upto: Position::default(), chain: Chain::new(vault.origin()) });
    let mut done = 0;
    let (journal, opened) =
        Journal::open(Arc::clone(disk), &folder.join(JOURNAL), vault, start, &mut |at, payload, total| {
            mark.chain.follow(at, payload, |recorded, stored| {
                update.add(index, &recorded, stored).map_err(OpenError::Index)
            })?;
            mark.upto = at;
            done += u64::try_from(payload.len()).unwrap_or(0);
            if update.is_full() {
                index.apply(std::mem::take(&mut update).batch, &mark).map_err(OpenError::Index)?;
                if progress(Progress { done, total }).is_break() {
                    return Err(OpenError::Cancelled);
                }
            }
            Ok(())
        })?;
    // Of a journal without a record too, which has an end but gave nothing to `each`.
    mark.upto = journal.end();
    index.apply(update.batch, &mark).map_err(OpenError::Index)?;
    report.torn = opened.torn;
    Ok((journal, mark.chain))
}

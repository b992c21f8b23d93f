//! Opening a folder: is the journal whole, does the index follow it.

use std::cell::RefCell;
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use super::audit::access_log::AccessLog;
use super::disk::space::Space;
use super::disk::{Disk, files};
use super::drafts::Drafts;
use super::error::{OpenError, ReadError};
use super::hold::Hold;
use super::identity::{Identity, Keeping, new_id, read_identity};
use super::index::update::Update;
use super::index::{Index, Mark};
use super::journal::chain::Chain;
use super::journal::{EachRecord, Journal, Opened, Position};
use super::layout::{ACCESS_LOG, DRAFTS, INDEX, INDEX_ASIDE, INDEX_STATE, JOURNAL, MIGRATION, SLIPS};
use super::life::Life;
use super::own_line::OwnLine;
use super::place::Place;
use super::started::Started;
use super::upkeep::swap;
use super::vault::Vault;
use super::{Held, Store};
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
    /// The folder cannot be written to, and is only looked at.
    pub read_only: bool,
    /// There were records and no tip beside them: that the last acts are there is vouched for by the index alone, or by
    /// nothing where that was made anew.
    pub tip_lost: bool,
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

impl Store {
    /// Opens the data folder, making it first where there is none. One that cannot be written to is looked at.
    ///
    /// # Errors
    /// [`OpenError`] says what is the matter; the folder is then as it was.
    pub fn open(place: &Place, progress: EachStep) -> Result<(Store, Report), OpenError> {
        let folder = &place.folder;
        files::make_folder(folder).map_err(not_writable(folder))?;
        // Before anything is made in it: it may be somebody else's.
        if !swap::is_noted(folder) {
            read_identity(folder)?;
        }
        match Hold::take(folder) {
            Ok(hold) => Store::open_held(place, hold, progress),
            Err(OpenError::NotWritable { error, .. }) if for_reading(&error) => Store::look(place, error, progress),
            Err(error) => Err(error),
        }
    }

    /// The same of a folder that is held already.
    pub(super) fn open_held(place: &Place, mut hold: Hold, progress: EachStep) -> Result<(Store, Report), OpenError> {
        let Place { disk, folder, .. } = place;
        swap::settle(folder)?;
        hold.take_journal()?;
        let identity = read_identity(folder)?;
        files::make_folder(&folder.join(SLIPS)).map_err(not_writable(folder))?;
        let mut report = Report { created: identity.is_none(), ..Report::default() };
        let (mut journal, index, followed, vault) = match identity {
            Some(identity) => {
                let vault = identity.vault(place)?;
                let (journal, index, followed) = load(disk, folder, &vault, &mut report, progress)?;
                swap::forget_old(folder);
                (journal, index, followed, vault)
            }
            None => create(disk, folder).map_err(not_writable(folder))?,
        };
        hold.take_journal()?;
        journal.held_by(hold.lock_at());
        let halves = [JOURNAL, DRAFTS, ACCESS_LOG, SLIPS].map(|name| folder.join(name));
        halves.iter().chain([folder]).for_each(|folder| files::sweep(folder));
        let drafts = Drafts::open(&folder.join(DRAFTS), vault.clone()).map_err(not_writable(folder))?;
        Store::of(place, (journal, index, followed), vault, drafts, Held::Alone(hold), report)
    }

    /// A folder that cannot be written to: everything can be read, and nothing of it is changed.
    fn look(place: &Place, error: io::Error, progress: EachStep) -> Result<(Store, Report), OpenError> {
        let Place { disk, folder, .. } = place;
        if swap::is_noted(folder) {
            return Err(OpenError::Unfinished { file: MIGRATION.into() });
        }
        let Some(identity) = read_identity(folder)? else { return Err(not_writable(folder)(error)) };
        let lock = Hold::look(folder)?;
        let vault = identity.vault(place)?;
        let mut report = Report { rebuilt: true, index_elsewhere: true, read_only: true, ..Report::default() };
        let making = |error| OpenError::Io { doing: "making the index", error };
        let mut index = Index::elsewhere(&vault).map_err(making)?;
        let (journal, followed) = catch_up(
            &index,
            None,
            &mut report,
            progress,
            &mut |_, each| Journal::look(Arc::clone(disk), &folder.join(JOURNAL), &vault, each),
            &vault,
        )?;
        index.is_built().map_err(making)?;
        let drafts = Drafts::at(&folder.join(DRAFTS), vault.clone());
        Store::of(place, (journal, index, followed), vault, drafts, Held::Looking { _lock: lock }, report)
    }

    fn of(
        place: &Place,
        (journal, index, followed): (Journal, Index, Followed),
        vault: Vault,
        drafts: Drafts,
        hold: Held,
        mut report: Report,
    ) -> Result<(Store, Report), OpenError> {
        let (folder, space) = (place.folder.clone(), Space::open(&place.disk, &place.folder));
        let access_log = RefCell::new(AccessLog::open(&folder, &vault));
        let Followed { chain, own_line } = followed;
        let life = Life::of(&folder, &chain).map_err(|error| OpenError::Io { doing: "finding the lineage", error })?;
        report.begins = life.begins.map(|begins| begins.why);
        let (index, started) = (Some(index), Started::read(&folder));
        let store =
            Store { folder, journal, index, drafts, space, vault, access_log, chain, own_line, life, started, hold };
        Ok((store, report))
    }
}

fn not_writable(folder: &Path) -> impl Fn(io::Error) -> OpenError {
    move |error| OpenError::NotWritable { path: folder.to_owned(), error }
}

/// What the system says of a folder that may be read all the same.
fn for_reading(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied)
}

fn create(disk: &Arc<dyn Disk>, folder: &Path) -> io::Result<(Journal, Index, Followed, Vault)> {
    let vault = Vault::clear(new_id()?);
    let _ = fs::remove_dir_all(folder.join(JOURNAL));
    let journal = Journal::create(Arc::clone(disk), &folder.join(JOURNAL), vault.clone())?;
    let mut index = Index::create(&folder.join(INDEX), &folder.join(INDEX_STATE), &vault)?;
    index.is_built()?;
    Life::first(vault.origin()).write(folder, vault.origin())?;
    // Last, so that a folder with an identity always has its journal.
    Identity { store: vault.store, kept: Keeping::Open }.write(folder)?;
    Ok((journal, index, Followed::new(&vault), vault))
}

/// Opens the journal and brings the index up to its end, or builds it anew.
fn load(
    disk: &Arc<dyn Disk>,
    folder: &Path,
    vault: &Vault,
    report: &mut Report,
    progress: EachStep,
) -> Result<(Journal, Index, Followed), OpenError> {
    let mut open = |known, each: EachRecord| Journal::open(Arc::clone(disk), &folder.join(JOURNAL), vault, known, each);
    let (index_folder, state) = (folder.join(INDEX), folder.join(INDEX_STATE));
    let known = Index::open(&index_folder, &state, vault).and_then(|index| {
        let mark = index.watermark()?;
        Some((index, mark))
    });
    if let Some((index, mark)) = known {
        match catch_up(&index, Some(mark), report, progress, &mut open, vault) {
            Ok((journal, followed)) => return Ok((journal, index, followed)),
            Err(OpenError::Index(_)) => {}
            Err(error) => return Err(error),
        }
    }
    report.rebuilt = true;
    let making = |error| OpenError::Io { doing: "making the index", error };
    let mut build = |made: io::Result<Index>| {
        let mut index = made.map_err(making)?;
        let (journal, followed) = catch_up(&index, None, report, progress, &mut open, vault)?;
        index.is_built().map_err(making)?;
        Ok((journal, index, followed))
    };
    let mut built = build(Index::create(&index_folder, &state, vault));
    let no_room = matches!(built, Err(OpenError::Io { .. } | OpenError::Index(_)));
    if no_room {
        // Most likely. Everything can still be looked at.
        built = build(Index::elsewhere(vault));
    }
    let (journal, index, followed) = built?;
    report.index_elsewhere = no_room;
    let _ = fs::remove_dir_all(folder.join(INDEX_ASIDE));
    Ok((journal, index, followed))
}

/// What the whole journal says beside its cases.
struct Followed {
    chain: Chain,
    own_line: OwnLine,
}

impl Followed {
    fn new(vault: &Vault) -> Followed {
        Followed { chain: Chain::new(vault.origin()), own_line: OwnLine::default() }
    }
}

/// Opens a journal in which a record ends at this place, and gives each record.
type OpenJournal<'a> = &'a mut dyn FnMut(Option<Position>, EachRecord) -> Result<(Journal, Opened), OpenError>;

/// Follows the whole journal, and brings the index from its mark to the end. Of the mark only the place is believed.
fn catch_up(
    index: &Index,
    from: Option<Mark>,
    report: &mut Report,
    progress: EachStep,
    open: OpenJournal,
    vault: &Vault,
) -> Result<(Journal, Followed), OpenError> {
    let (mut update, mut done) = (Update::default(), 0);
    let known = from.as_ref().map_or(0, |mark| mark.upto.number);
    let Followed { mut chain, mut own_line } = Followed::new(vault);
    let (journal, opened) = open(from.as_ref().map(|mark| mark.upto), &mut |at, payload, total| {
        if at.number <= known {
            chain.pass(at, payload, |own| own_line.take(&own))?;
            let is_other = from.as_ref().is_some_and(|mark| at.number == known && mark.chain != chain);
            return if is_other {
                Err(OpenError::Index(ReadError::Index("of another journal".into())))
            } else {
                Ok(())
            };
        }
        chain.follow(at, payload, |own, stored| {
            own_line.take(&own);
            update.add(index, &own, stored).map_err(OpenError::Index)
        })?;
        done += u64::try_from(payload.len()).unwrap_or(0);
        if update.is_full() {
            let mark = Mark { upto: at, chain: chain.clone() };
            index.apply(std::mem::take(&mut update).batch, &mark).map_err(OpenError::Index)?;
            if progress(Progress { done, total }).is_break() {
                return Err(OpenError::Cancelled);
            }
        }
        Ok(())
    })?;
    // Of a journal without a record too, which has an end but gave nothing.
    let mark = Mark { upto: journal.end(), chain };
    index.apply(update.batch, &mark).map_err(OpenError::Index)?;
    (report.torn, report.tip_lost) = (opened.torn, opened.tip_lost);
    Ok((journal, Followed { chain: mark.chain, own_line }))
}

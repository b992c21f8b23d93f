//! What this desk remembers: the journal is the truth, sled is the index of it.
//!
//! An act is in the journal and on the disk before [`Store::append`] returns. If sled
//! then fails, the act is still kept, and the index is built again at the next start.

pub mod audit;
pub mod backup;
mod chain;
mod changes;
pub mod check;
pub mod disk;
mod drafts;
pub mod error;
pub mod files;
mod hidden;
mod index;
pub mod journal;
mod keys;
mod load;
pub mod migrate;
pub mod place;
pub mod salvage;
pub mod scrub;
pub mod segment;
mod shelf;
pub mod space;
pub mod trail;
pub mod vault;
pub mod views;
pub mod witness;

use std::cell::RefCell;
use std::fs::{self, File};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use self::changes::Changes;
use self::drafts::Drafts;
use self::error::{AppendError, OpenError, ReadError};
use self::index::{Index, Mark};
use self::journal::{Journal, Position};
pub(crate) use self::load::random;
use self::load::{create, load, read_identity};
use self::place::Place;
use self::space::{Room, Space};
use self::vault::Vault;
use self::views::{View, Views};
use crate::domain::account::Account;
use crate::domain::case::Case;
use crate::domain::event::{CaseId, Envelope, Event, Moment, Sealed};
use crate::domain::fees::Payment;
use crate::domain::stage::Stage;
use crate::record::{self, Holds, Stored, StoredAct};
use crate::text::collate::Alphabet;
use crate::text::normalize::{search_key, search_words};

const IDENTITY: &str = "pishkhan.store";
const LOCK: &str = "lock";
const JOURNAL: &str = "journal";
const INDEX: &str = "index";
const INDEX_STATE: &str = "index.state";
const DRAFTS: &str = "drafts";
pub const SLIPS: &str = "slips";

pub struct Store {
    folder: PathBuf,
    journal: Journal,
    /// Missing after sled failed; the journal goes on without it until the next start.
    index: Option<Index>,
    /// It was found not to follow the journal.
    index_is_wrong: bool,
    drafts: Drafts,
    space: Space,
    vault: Vault,
    views: RefCell<Views>,
    last: Last,
    /// Held as long as the store is open.
    _lock: File,
}

/// Whether the files of this folder take a passphrase or the recovery code to be read.
pub fn is_sealed(folder: &Path) -> bool {
    read_identity(folder).is_ok_and(|identity| identity.is_some_and(|identity| identity.sealed))
}

/// Bytes as a person compares them.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What the next event goes on from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Last {
    pub sequence: u64,
    /// The hash of the last envelope: the head of the chain.
    pub hash: [u8; 32],
    pub wall_ms: i64,
    pub boot: u32,
    pub mono_ms: u64,
}

impl Last {
    /// What goes on from an event with this hash.
    fn after(envelope: &Envelope, hash: [u8; 32]) -> Last {
        let Moment { wall_ms, boot, mono_ms } = envelope.moment;
        Last { sequence: envelope.sequence, hash, wall_ms, boot, mono_ms }
    }
}

/// What opening brought to light, to be told to the operator.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    pub created: bool,
    pub rebuilt: bool,
    /// Bytes of an unfinished write that were cut off.
    pub torn: u64,
    /// The index had no room on the disk and lies elsewhere for this session.
    pub index_elsewhere: bool,
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
    /// Opens the data folder, making it first where there is none.
    ///
    /// # Errors
    /// [`OpenError`] says what is the matter; the folder is then as it was.
    pub fn open(place: &Place, progress: EachStep) -> Result<(Store, Report), OpenError> {
        let Place { disk, folder, .. } = place;
        let not_writable = |error| OpenError::NotWritable { path: folder.to_owned(), error };
        files::make_folder(folder).map_err(not_writable)?;
        let unfinished = migrate::is_pending(folder);
        let mut identity = if unfinished { None } else { read_identity(folder)? };
        let lock = files::open_private(&folder.join(LOCK), false).map_err(not_writable)?;
        match files::lock(&lock) {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Err(OpenError::InUse { path: folder.to_owned() }),
            Err(fs::TryLockError::Error(error)) => return Err(not_writable(error)),
        }
        if unfinished {
            migrate::finish(folder).map_err(not_writable)?;
            identity = read_identity(folder)?;
        }
        files::make_folder(&folder.join(SLIPS)).map_err(not_writable)?;
        let mut report = Report { created: identity.is_none(), ..Report::default() };
        let (journal, index, last, vault) = match identity {
            Some(identity) => {
                let vault = identity.vault(place)?;
                let (journal, index, last) = load(disk, folder, &vault, &mut report, progress)?;
                migrate::forget_old(folder);
                (journal, index, last, vault)
            }
            None => create(disk, folder).map_err(not_writable)?,
        };
        let drafts = Drafts::open(&folder.join(DRAFTS), vault.clone()).map_err(not_writable)?;
        let (folder, space) = (folder.clone(), Space::open(disk, folder));
        let index = Some(index);
        let views = RefCell::new(Views::open(&folder, &vault));
        let index_is_wrong = false;
        let store = Store { folder, journal, index, index_is_wrong, drafts, space, vault, views, last, _lock: lock };
        Ok((store, report))
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn last(&self) -> Last {
        self.last
    }

    pub fn is_read_only(&self) -> bool {
        self.journal.is_read_only()
    }

    /// How much room there is for more.
    pub fn room(&self) -> Room {
        self.space.room()
    }

    /// What seals and opens this folder's files.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    pub fn drafts(&self) -> &Drafts {
        &self.drafts
    }

    /// Keeps the events of one act, all or none. They are on the disk when this returns.
    ///
    /// `envelopes` come without sequence, digest and previous hash; these are filled in here.
    pub fn append(
        &mut self,
        acts: Vec<(Envelope, Event)>,
        salt: &mut dyn FnMut() -> [u8; 16],
    ) -> Result<Vec<Sealed>, AppendError> {
        let too_large = |_| AppendError::TooLarge;
        let mut last = self.last;
        let (mut sealed, mut stored) = (Vec::new(), Vec::new());
        for (mut envelope, event) in acts {
            envelope.sequence = last.sequence + 1;
            let (event, bytes, hash) = record::seal(envelope, event, salt(), last.hash).map_err(too_large)?;
            last = Last::after(&event.envelope, hash);
            sealed.push(event);
            stored.push(bytes);
        }
        let act = StoredAct { events: stored };
        let bytes = record::encode(Holds::Act, &act).map_err(too_large)?;
        self.space.make_room()?;
        let end = match self.journal.append(&bytes) {
            // The system's count of free room may be wrong, or a quota may apply.
            Err(AppendError::DiskFull) if self.space.give_up() => self.journal.append(&bytes)?,
            other => other?,
        };
        self.last = last;
        self.follow(&sealed, &act.events, end);
        Ok(sealed)
    }

    /// Brings the index up to what was just kept. The act stands whether or not sled takes it.
    fn follow(&mut self, sealed: &[Sealed], stored: &[Stored], end: Position) {
        let Some(index) = &self.index else { return };
        let mut changes = Changes::default();
        let added = sealed.iter().zip(stored).try_for_each(|(sealed, stored)| changes.add(index, sealed, stored));
        if added.and_then(|()| index.apply(changes, Mark { upto: end, last: self.last })).is_err() {
            self.give_up_index();
        }
    }

    /// The index is built again at the next start.
    pub fn distrust_index(&mut self) {
        let _ = fs::remove_file(self.folder.join(INDEX_STATE));
        self.index_is_wrong = true;
    }

    fn index(&self) -> Result<&Index, ReadError> {
        self.index.as_ref().ok_or_else(|| ReadError::Index("closed after a failure; start the desk again".into()))
    }

    pub fn case(&self, id: CaseId) -> Result<Option<Case>, ReadError> {
        self.index()?.case(id)
    }

    /// The events of a case, first to last.
    pub fn history(&self, id: CaseId) -> Result<Vec<Sealed>, ReadError> {
        self.index()?.history(id)
    }

    /// The events that belong to no case, first to last.
    pub fn desk_events(&self) -> Result<Vec<Sealed>, ReadError> {
        self.index()?.desk_events()
    }

    pub fn account(&self, sign_in: &str) -> Result<Option<Account>, ReadError> {
        self.index()?.account(sign_in)
    }

    pub fn accounts(&self) -> Result<Vec<Account>, ReadError> {
        self.index()?.accounts()
    }

    fn cases(&self, ids: Vec<CaseId>) -> Result<Vec<Case>, ReadError> {
        let index = self.index()?;
        ids.into_iter().filter_map(|id| index.case(id).transpose()).collect()
    }

    /// Cases at this stage, the last touched first, at most `limit`.
    pub fn at_stage(&self, stage: Stage, limit: usize) -> Result<Vec<Case>, ReadError> {
        self.cases(self.index()?.find(&keys::stage(stage), limit)?)
    }

    /// How many cases are at this stage.
    pub fn count(&self, stage: Stage) -> Result<usize, ReadError> {
        self.index()?.at_stage(stage)
    }

    /// The events of cases behind this number, in order.
    pub fn since(&self, sequence: u64) -> Result<Vec<Sealed>, ReadError> {
        let index = self.index()?;
        let mut found = Vec::new();
        for case in index.cases_since(sequence)? {
            found.extend(index.history(case)?.into_iter().filter(|sealed| sealed.envelope.sequence > sequence));
        }
        found.sort_by_key(|sealed| sealed.envelope.sequence);
        Ok(found)
    }

    /// Cases that wait for a second look, newest first.
    pub fn own_work(&self, limit: usize) -> Result<Vec<Case>, ReadError> {
        self.cases(self.index()?.find(&keys::own_work(), limit)?)
    }

    pub fn by_tracking(&self, digits: &str) -> Result<Vec<Case>, ReadError> {
        self.cases(self.index()?.find(&keys::tracking(digits), 1)?)
    }

    pub fn by_person(&self, digits: &str, limit: usize) -> Result<Vec<Case>, ReadError> {
        self.cases(self.index()?.find(&keys::person(digits), limit)?)
    }

    pub fn by_certificate(&self, number: &str, limit: usize) -> Result<Vec<Case>, ReadError> {
        self.cases(self.index()?.find(&keys::certificate(number), limit)?)
    }

    /// Cases in whose applicant's names every word of the query starts a word, spellings folded.
    pub fn by_name(&self, query: &str, limit: usize) -> Result<Vec<Case>, ReadError> {
        let (mut words, whole) = (search_words(query), search_key(query));
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let Some(longest) = words.first() else { return Ok(Vec::new()) };
        let index = self.index()?;
        let wanted = |value: &[u8]| keys::is_named(value, &words, &whole);
        let mut ids = index.find_where(&keys::name_starting(longest), limit, wanted)?;
        if words.len() > 1 {
            // «علی رضا» and «علی‌رضا» are one name: compare without the blank too.
            ids.extend(index.find_where(&keys::name_starting(&whole), limit, wanted)?);
        }
        ids.sort();
        ids.dedup();
        let mut found = self.cases(ids)?;
        let name = |case: &Case| format!("{} {}", case.intake.applicant.family_name, case.intake.applicant.given_name);
        found.sort_by_cached_key(|case| std::cmp::Reverse(case.touched.wall_ms));
        let alphabet = Alphabet::default();
        found.sort_by(|one, other| alphabet.compare(&name(one), &name(other)));
        found.truncate(limit);
        Ok(found)
    }

    /// Cases in which this payment is already confirmed.
    pub fn by_payment(&self, payment: &Payment) -> Result<Vec<Case>, ReadError> {
        let index = self.index()?;
        let mut ids = Vec::new();
        for key in keys::payments(payment) {
            ids.extend(index.find(&key, 2)?);
        }
        self.cases(ids)
    }

    /// Keeps a look.
    pub fn note_view(&self, view: &View) {
        self.views.borrow_mut().note(view);
    }

    /// The head of the chain as it is now, signed by the desk, as an event to be kept.
    pub fn sign_head(&mut self) -> std::io::Result<Event> {
        self.views.borrow_mut().settle()?;
        let head = self.views.borrow().head();
        audit::sign(&self.folder, &self.vault, self.last, head)
    }

    /// What looks this folder over while the desk goes on.
    pub fn scrub(&mut self) -> scrub::Scrub {
        self.settle();
        let index = self.index.as_ref().map(Index::reader);
        scrub::Scrub { folder: self.folder.clone(), vault: self.vault.clone(), index, upto: self.last.sequence }
    }

    /// Does what can wait until nobody waits.
    pub fn settle(&mut self) {
        let _ = self.journal.settle();
        let _ = self.views.borrow_mut().settle();
        if self.index.as_ref().is_some_and(|index| index.settle().is_err()) {
            self.give_up_index();
        }
    }

    /// After sled failed: the journal goes on without it until the next start, which builds it again.
    fn give_up_index(&mut self) {
        self.index = None;
        let _ = fs::remove_file(self.folder.join(INDEX_STATE));
    }

    /// Closes in order, so that the next start need not doubt the index.
    pub fn close(mut self) {
        let _ = self.journal.settle();
        let _ = self.views.borrow_mut().settle();
        if let Some(index) = self.index.take() {
            index.close();
        }
        if self.index_is_wrong {
            let _ = fs::remove_file(self.folder.join(INDEX_STATE));
        }
    }
}

//! What this desk remembers: the journal is the truth, sled is the index of it.
//!
//! An act is in the journal and on the disk before [`Store::append`] returns. If sled
//! then fails, the act is still kept, and the index is built again at the next start.
//!
//! ## Decisions
//! - The truth is a file format of our own and not sled: measured, sled's flush does not reach the disk, and after a
//!   power cut acknowledged acts were gone. A journal that is only appended to can be synced, proved, copied and salvaged.
//! - One act is one record, so an act is there whole or not at all, and no repair has to guess.
//! - The chain runs over envelopes, which hold the digest of a body and not the body: what a court orders erased can go,
//!   and every head that was signed or written down still holds.
//! - The file of the tip is flushed later than the journal: synced beside every act it would cost as much as the act,
//!   and all that it adds is to vouch for the last record.
//! - Who works here comes from the journal at every opening, which costs reading all of it: the index may be written to
//!   by whoever may write to the folder, and `pishkhan check` is not run before every sign-in.
//! - The index may lag behind and be thrown away at any time; what it cannot answer is an error, never an empty list.
//! - An encrypted folder has no names in its index on disk, since hashes of short words can be guessed.

mod append;
pub mod audit;
pub mod disk;
mod drafts;
pub mod error;
mod hold;
pub mod identity;
mod index;
pub mod journal;
pub mod layout;
mod life;
mod open;
mod own_line;
pub mod place;
mod started;
pub mod terminals;
pub mod tries;
pub mod upkeep;
pub mod vault;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

pub use self::append::{About, Heading};
use self::audit::access_log::AccessLog;
use self::audit::keys::Setting;
use self::disk::space::{Room, Space};
use self::drafts::Drafts;
use self::error::{NotNoted, ReadError};
use self::hold::Hold;
pub use self::index::keys::receipt_spelling;
use self::index::{Index, keys};
use self::journal::Journal;
use self::journal::chain::{Chain, Last};
use self::layout::INDEX_STATE;
use self::life::Life;
pub use self::open::{EachStep, Progress, Report};
use self::own_line::OwnLine;
use self::started::Started;
use self::upkeep::scrub;
use self::vault::Vault;
use crate::domain::account::Account;
use crate::domain::audit::AccessEntry;
use crate::domain::case::Case;
use crate::domain::event::{CaseId, Event, Recorded};
use crate::domain::lineage::LineageReason;
use crate::domain::own::Own;
use crate::domain::stage::Stage;
use crate::text::collate::Alphabet;
use crate::text::normalize::{search_key, search_words};

pub struct Store {
    folder: PathBuf,
    journal: Journal,
    /// Missing after sled failed; the journal goes on without it until the next start.
    index: Option<Index>,
    drafts: Drafts,
    space: Space,
    vault: Vault,
    access_log: RefCell<AccessLog>,
    chain: Chain,
    own_line: OwnLine,
    life: Life,
    started: Started,
    /// Held as long as the store is open.
    hold: Held,
}

/// What keeps others out.
enum Held {
    Alone(Hold),
    /// The folder cannot be written to; others may look as well.
    Looking {
        _lock: Option<File>,
    },
}

impl Store {
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn last(&self) -> Last {
        self.chain.last
    }

    /// The key that signs for the desk, as the chain tells it.
    pub fn signing_key(&self) -> Option<[u8; 32]> {
        self.chain.signing.key
    }

    /// The number that the first event of the next act gets, behind those of [`Store::preface`].
    pub fn next_number(&self) -> u64 {
        let keys = u64::from(self.keys_due().is_some());
        self.chain.last.number + 1 + u64::from(self.life.begins.is_some()) + keys
    }

    /// From where tracking codes are counted on: the code of a case has this and the number of its opening.
    pub fn tracking_from(&self) -> u64 {
        self.life.begins.map_or(self.chain.tracking_from, |begins| begins.tracking_from)
    }

    /// What the folder has to say before the next act: that it goes on in a lineage of its own, and with which
    /// keys. The keys are on the disk when this returns.
    ///
    /// # Errors
    /// If the disk or the system's randomness fails; nothing was kept.
    pub fn preface(&self) -> std::io::Result<Vec<Event>> {
        let keys = self.keys_due().map(|why| self.set_keys(why)).transpose()?;
        Ok(self.life.event(&self.chain).into_iter().chain(keys).collect())
    }

    /// Whether keys are set with the next act.
    pub fn sets_keys(&self) -> bool {
        self.keys_due().is_some()
    }

    /// Why keys are set with the next act, if they are.
    fn keys_due(&self) -> Option<Setting> {
        match self.life.begins.map(|begins| begins.why) {
            Some(LineageReason::Restored | LineageReason::Moved | LineageReason::Unknown) => Some(Setting::New),
            Some(LineageReason::Upgraded) | None => self.chain.signing.next.is_none().then_some(Setting::Completed),
        }
    }

    fn set_keys(&self, why: Setting) -> std::io::Result<Event> {
        audit::keys::set(&self.folder, &self.vault, &self.chain, self.life.lineage, why)
    }

    /// The event with which the promised signing key takes the place of the one in force.
    ///
    /// # Errors
    /// As [`Store::preface`].
    pub fn rotate_keys(&self) -> std::io::Result<Event> {
        self.set_keys(Setting::Rotated)
    }

    /// Whether the last event was written since the machine was started as it is now.
    pub fn same_start(&self, start: &str) -> bool {
        self.started.covers(start, self.chain.last.number)
    }

    /// What is written from now on is written in this run of the machine. Where that cannot be noted, the
    /// machine's counter tells nothing at the next start.
    pub fn note_start(&mut self, start: &str) {
        let _ = self.started.note(&self.folder, start, self.chain.last.number + 1);
    }

    pub fn is_read_only(&self) -> bool {
        self.journal.is_read_only()
    }

    /// How much room there is for more.
    pub fn room(&self) -> Room {
        self.space.room()
    }

    /// What encrypts and decrypts the files of this folder.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    pub fn drafts(&self) -> &Drafts {
        &self.drafts
    }

    /// Whether the event with this number tells that the folder was sealed as it is now.
    pub fn is_behind_sealing(&self, number: u64) -> bool {
        number > audit::sealing::behind(&self.folder, &self.vault)
    }

    /// The index is built again at the next start.
    pub fn distrust_index(&self) {
        if let Some(index) = &self.index {
            index.distrust();
        }
    }

    fn index(&self) -> Result<&Index, ReadError> {
        self.index.as_ref().ok_or_else(|| ReadError::Index("closed after a failure; start the desk again".into()))
    }

    pub fn case(&self, id: CaseId) -> Result<Option<Case>, ReadError> {
        self.index()?.case(id)
    }

    /// The events of a case, first to last.
    pub fn history(&self, id: CaseId) -> Result<Vec<Recorded>, ReadError> {
        self.index()?.history(id)
    }

    /// The events that belong to no case, first to last; once the desk has begun, without those that it counted then.
    pub fn desk_events(&self) -> &[Own] {
        self.own_line.events()
    }

    /// All events that belong to no case, once, for a desk that begins to work.
    pub fn begin(&mut self) -> Vec<Own> {
        self.own_line.begin()
    }

    pub fn account(&self, sign_in: &str) -> Option<Account> {
        self.own_line.accounts().get(sign_in).cloned()
    }

    /// Everybody who was ever admitted, by sign-in name.
    pub fn accounts(&self) -> &BTreeMap<String, Account> {
        self.own_line.accounts()
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

    /// How many cases are here whose opening only a newer program can read.
    pub fn unread_cases(&self) -> Result<usize, ReadError> {
        self.index()?.unread_cases()
    }

    /// What was done here on cases behind this number, in order.
    pub fn since(&self, number: u64) -> Result<Vec<Own>, ReadError> {
        let index = self.index()?;
        let mut found = Vec::new();
        for case in index.cases_since(number, &self.chain.descent)? {
            let own = index.history(case)?.into_iter().filter_map(|event| Own::of(&self.chain.descent, event));
            found.extend(own.filter(|own| own.envelope.number > number));
        }
        found.sort_by_key(|recorded| recorded.envelope.number);
        Ok(found)
    }

    /// Cases that wait for a second look, newest first.
    pub fn four_eyes_override(&self, limit: usize) -> Result<Vec<Case>, ReadError> {
        self.cases(self.index()?.find(&keys::four_eyes_override(), limit)?)
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

    /// Cases in which a receipt with this number was shown or given, whatever became of it; at most `limit`.
    pub fn by_receipt(&self, number: &str, limit: usize) -> Result<Vec<Case>, ReadError> {
        self.cases(self.index()?.find(&keys::receipt(number), limit)?)
    }

    /// Cases in which the person with this number was doubted, at most `limit`.
    pub fn by_doubted(&self, digits: &str, limit: usize) -> Result<Vec<Case>, ReadError> {
        self.cases(self.index()?.find(&keys::doubted(digits), limit)?)
    }

    /// Keeps an entry of the access log. It is on the disk when this returns.
    ///
    /// # Errors
    /// [`NotNoted`]; what it is about must not be shown.
    pub fn log_access(&self, entry: &AccessEntry) -> Result<(), NotNoted> {
        self.access_log.borrow_mut().note(entry)
    }

    /// The head of the chain as it is now, signed by the desk, as an event to be kept.
    pub fn sign_head(&mut self) -> std::io::Result<Event> {
        let head = self.access_log.borrow().head();
        audit::sign(&self.folder, &self.vault, &self.chain, head)
    }

    /// The background integrity check of this folder, to be run while the desk goes on.
    pub fn scrub(&mut self) -> scrub::Scrub {
        self.flush_waiting();
        let index = self.index.as_ref().map(Index::reader);
        scrub::Scrub { folder: self.folder.clone(), vault: self.vault.clone(), index, upto: self.chain.last.number }
    }

    /// Flushes what waits: the tip file, the access log, the entries of the index that are kept back in memory.
    pub fn flush_waiting(&mut self) {
        let _ = self.journal.flush_waiting();
        let _ = self.access_log.borrow_mut().flush_waiting();
        if self.index.as_ref().is_some_and(|index| index.flush_waiting().is_err()) {
            self.give_up_index();
        }
    }

    /// After sled failed: the journal goes on without it until the next start, which builds it again.
    fn give_up_index(&mut self) {
        self.index = None;
        let _ = fs::remove_file(self.folder.join(INDEX_STATE));
    }

    /// Closes in order, so that the next start need not doubt the index.
    pub fn close(self) {
        drop(self.let_go());
    }

    /// The same, but the folder stays held; `None` if it was only looked at.
    fn let_go(mut self) -> Option<Hold> {
        let _ = self.journal.flush_waiting();
        let _ = self.access_log.borrow_mut().flush_waiting();
        if let Some(index) = self.index.take() {
            index.close();
        }
        match self.hold {
            Held::Alone(hold) => Some(hold),
            Held::Looking { .. } => None,
        }
    }
}

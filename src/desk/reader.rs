//! Somebody who reads from the command line: they sign in, and the look is on the disk before anything is shown.
//!
//! A desk may be open meanwhile, so its index is not asked: who may sign in is folded from the journal.

use std::collections::BTreeMap;
use std::io;

use zeroize::Zeroizing;

use super::clock::{Clock, SystemClock};
use super::command::Reply;
use super::folder::{Broken, OpenError, Place, Salvaged};
use super::tried::{Failed, tried};
use super::{Desk, passphrase};
use crate::domain::account::{self, Account};
use crate::domain::audit::{AccessEntry, Accessed, AuditQuery, Trace};
use crate::domain::event::{Event, Recorded};
use crate::domain::lineage::Descent;
use crate::domain::operator::Role;
use crate::domain::own::Own;
use crate::domain::refusal::Refusal;
use crate::store::audit::access_log::AccessLog;
use crate::store::audit::{self, trail};
use crate::store::error::NotNoted;
use crate::store::identity::vault_at;
use crate::store::tries::{Tries, can_count};
use crate::store::upkeep::salvage;
use crate::store::vault::Vault;

/// What somebody signs in with.
pub struct SignIn {
    pub name: String,
    pub passphrase: Zeroizing<String>,
}

/// Why nothing was read.
#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    #[error(transparent)]
    Folder(#[from] OpenError),
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// What was done and looked at is for an inspector or a supervisor.
    #[error("not for this role")]
    NotAnInspector,
    #[error(transparent)]
    NotNoted(#[from] NotNoted),
    /// Everything was given, and this does not hold.
    #[error(transparent)]
    Broken(Broken),
    /// What was found could not be written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Who may sign in, as far as the journal tells.
#[derive(Default)]
struct People {
    is_founded: bool,
    accounts: BTreeMap<String, Account>,
}

impl People {
    fn take(&mut self, recorded: &Own) {
        self.is_founded |= matches!(recorded.event, Event::DeskFounded { .. });
        Account::fold_into(&mut self.accounts, recorded);
    }
}

/// Who signs in where nobody was named: whoever opened an encrypted folder by passphrase.
fn opener<'a>(mut names: impl Iterator<Item = &'a String>, vault: &Vault, place: &Place) -> Option<SignIn> {
    let name = names.find(|name| vault.was_opened_by(name))?.clone();
    Some(SignIn { name, passphrase: Zeroizing::new(place.unlock.as_ref()?.secret().to_owned()) })
}

/// Somebody who reads, and where their looks go.
struct Reader {
    log: AccessLog,
    account: Option<Account>,
}

impl Reader {
    /// # Errors
    /// [`ReaderError::Refused`] if nobody is named who may sign in.
    fn of(
        place: &Place,
        vault: &Vault,
        people: &People,
        who: Option<SignIn>,
        ask: impl FnOnce() -> Option<SignIn>,
    ) -> Result<Reader, ReaderError> {
        let log = AccessLog::open(&place.folder, vault);
        let mut reader = Reader { log, account: None };
        let who = who.or_else(|| opener(people.accounts.keys(), vault, place)).or_else(ask);
        let SignIn { name, passphrase } = who.ok_or(ReaderError::Refused(Refusal::NotSignedIn))?;
        let name = name.to_lowercase();
        can_count(&place.folder)?;
        let (account, tries) = (people.accounts.get(&name), Tries::of(&place.folder, vault.store));
        let tried = tried(
            (&tries, SystemClock::default().wall_ms()),
            &name,
            account,
            passphrase::fits(&passphrase),
            Refusal::WrongPassphrase,
        );
        match tried {
            Ok(account) => reader.account = Some(account.clone()),
            Err(Failed { refusal, noted }) => {
                if let Some(sign_in) = noted {
                    // It shows nothing, so that it fails whether or not it can be noted.
                    let _ = reader.note(Accessed::SignInFailed { sign_in });
                }
                return Err(ReaderError::Refused(refusal));
            }
        }
        Ok(reader)
    }

    /// What whoever reads may do as; an account that nobody stands behind yet may do what a clerk may.
    fn role(&self) -> Option<Role> {
        let account = self.account.as_ref()?;
        Some(account.need_confirmed().map_or(Role::Clerk, |()| account.operator.role))
    }

    fn note(&mut self, what: Accessed) -> Result<(), NotNoted> {
        let operator = self.account.as_ref().map(|account| account.operator.sign_in.clone()).unwrap_or_default();
        self.log.note(&AccessEntry { operator, wall_ms: SystemClock::default().wall_ms(), what })
    }

    /// That somebody asked for what is not theirs to see.
    fn refuse(&mut self, act: &str, code: &str) {
        let _ = self.note(Accessed::Refused { act: act.to_owned(), code: code.to_owned(), case: None });
    }
}

/// Every act that is asked for, in order, then every entry of the access log.
///
/// # Errors
/// [`ReaderError`]; of a broken access log once everything was given.
pub fn trail(
    place: &Place,
    query: &AuditQuery,
    who: Option<SignIn>,
    ask: impl FnOnce() -> Option<SignIn>,
    each: &mut dyn FnMut(Trace),
) -> Result<(), ReaderError> {
    let (vault, mut people) = (vault_at(place)?, People::default());
    audit::desk_events(&place.folder, &vault, &mut |recorded| people.take(recorded))?;
    if people.is_founded {
        let mut reader = Reader::of(place, &vault, &people, who, ask)?;
        if !matches!(reader.role(), Some(Role::Supervisor | Role::Inspector)) {
            reader.refuse("audit", "not-for-role");
            return Err(ReaderError::NotAnInspector);
        }
        reader.note(Accessed::Inspected)?;
    }
    trail::follow(&place.folder, &vault, query, each).map_err(|broken| {
        if let Broken::Folder(error) = broken { ReaderError::Folder(error) } else { ReaderError::Broken(broken) }
    })
}

/// What is salvaged, and whether persons' numbers may be shown in full.
pub struct Salvage {
    pub found: Salvaged,
    /// No supervisor could be read any more: nobody signed in, and nothing was shown in full.
    pub is_anonymous: bool,
}

/// Gives every whole event of a damaged folder to `each`, with the number of its record and whether it may be
/// shown in full: to a supervisor, for a reason that is kept.
///
/// # Errors
/// [`ReaderError`]
pub fn salvage(
    place: &Place,
    reason: Option<String>,
    who: Option<SignIn>,
    ask: impl FnOnce() -> Option<SignIn>,
    each: &mut dyn FnMut(u64, &Recorded, bool) -> io::Result<()>,
) -> Result<Salvage, ReaderError> {
    let vault = match vault_at(place) {
        // The identity may be what is damaged; what is not encrypted can be read without it.
        Err(OpenError::Missing { .. } | OpenError::NotOurs { .. } | OpenError::Newer { .. }) => {
            Vault::clear(salvage::store_of(&place.folder).unwrap_or_default())
        }
        other => other?,
    };
    let (mut people, full) = (People::default(), reason.is_some());
    // No chain can be followed through what is damaged: what lies in the folder's journal is taken for its own.
    let mut descent = Descent::default();
    let before = salvage::salvage(&place.folder, &vault, &mut |_, recorded| {
        let at = recorded.envelope.key();
        if descent.current() != Some(at.lineage) {
            descent.begin(at.lineage, at.number);
        }
        if let Some(own) = Own::of(&descent, recorded.clone()) {
            people.take(&own);
        }
        Ok(())
    })?;
    let is_anonymous = account::supervisors(&people.accounts).next().is_none();
    if is_anonymous {
        if full {
            return Err(ReaderError::Refused(Refusal::NotASupervisor));
        }
        // Whoever it is cannot be asked; that it was done is noted as far as that can be written.
        let mut nobody = Reader { log: AccessLog::open(&place.folder, &vault), account: None };
        let noted = nobody.note(Accessed::Salvaged { reason });
        if people.is_founded || before.events > 0 { drop(noted) } else { noted? }
    } else {
        let mut reader = Reader::of(place, &vault, &people, who, ask)?;
        if reader.role() != Some(Role::Supervisor) {
            reader.refuse("salvage", Refusal::NotASupervisor.code());
            return Err(ReaderError::Refused(Refusal::NotASupervisor));
        }
        reader.note(Accessed::Salvaged { reason })?;
    }
    let found = salvage::salvage(&place.folder, &vault, &mut |record, recorded| each(record, recorded, full))?;
    Ok(Salvage { found, is_anonymous })
}

impl Desk {
    /// Signs in whoever reads at a desk that was opened for it; a desk that is not founded has nobody yet.
    ///
    /// # Errors
    /// What the desk answered instead; [`Refusal::NotSignedIn`] if nobody is named.
    pub fn sign_in_reader(
        &mut self,
        place: &Place,
        who: Option<SignIn>,
        ask: impl FnOnce() -> Option<SignIn>,
    ) -> Result<(), Reply> {
        if self.office.is_none() {
            return Ok(());
        }
        let names = self.store.accounts().keys();
        let who = who.or_else(|| opener(names, self.store.vault(), place)).or_else(ask);
        let SignIn { name, passphrase } = who.ok_or(Refusal::NotSignedIn)?;
        self.sign_in_as(&name, &passphrase)
    }
}

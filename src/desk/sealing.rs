//! A folder is sealed, or sealed anew with another key and another code: by a supervisor, whom it admits in the
//! same step. A folder in which nobody works yet is sealed by whoever made it.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use zeroize::Zeroizing;

use super::clock::SystemClock;
use super::command::Reply;
use super::folder::{OpenError, Place, Unlock};
use super::{Desk, Progress, StartError, passphrase};
use crate::domain::account::Account;
use crate::domain::event::Event;
use crate::domain::lineage::PersonRef;
use crate::domain::refusal::Refusal;
use crate::store::tries::Who;
use crate::store::upkeep::backup;
use crate::store::upkeep::migrate::{self, Sealing};
use crate::store::upkeep::swap::is_noted as is_under_way;

/// Who orders it. Without a name it is the supervisor whose passphrase this is.
pub struct Supervisor {
    pub sign_in: Option<String>,
    pub passphrase: Zeroizing<String>,
    /// Who signs too, by name and passphrase.
    pub second: Option<(String, Zeroizing<String>)>,
}

/// Why a folder was not sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    #[error(transparent)]
    Start(#[from] StartError),
    /// Somebody works here, and no supervisor ordered it.
    #[error("no supervisor ordered it")]
    NoSupervisor,
    /// There is another supervisor, and none signed beside the first.
    #[error("no second supervisor signed")]
    NoSecond,
    /// It was sealed with the code that was shown, and that it was could not be kept: the next act does it.
    #[error("sealed, and not noted")]
    NotNoted,
    /// The desk said no to whoever ordered it.
    #[error("the desk did not take it")]
    Desk(Box<Reply>),
}

impl From<OpenError> for SealError {
    fn from(error: OpenError) -> SealError {
        SealError::Start(error.into())
    }
}

fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Seals the folder of this place, which is made if it is not there, or seals it anew. `show` gets the recovery code
/// before the folder can no longer be opened without it. Returns where a copy of it lies that the keys of before
/// still open, as far as the desk knows.
///
/// # Errors
/// [`SealError`]; but for [`SealError::NotNoted`], the folder is then as it was.
pub fn seal(
    place: Place,
    assets: Option<&Path>,
    again: bool,
    supervisor: Option<&Supervisor>,
    show: &mut dyn FnMut(&str) -> io::Result<()>,
) -> Result<Option<std::path::PathBuf>, SealError> {
    let open = |place: &Place| Desk::open(place.clone(), assets, Box::new(SystemClock::default()), &mut go_on);
    let locked_already = |error| {
        let is_locked = !again && matches!(error, StartError::Store(OpenError::Locked));
        if is_locked { OpenError::AlreadyEncrypted.into() } else { error }
    };
    let mut desk = open(&place).map_err(locked_already)?;
    if !again && desk.store.vault().is_encrypted() {
        desk.close();
        return Err(OpenError::AlreadyEncrypted.into());
    }
    let ordered = match (desk.office().is_some(), supervisor) {
        (false, _) => Ok(None),
        (true, None) => Err(SealError::NoSupervisor),
        (true, Some(supervisor)) => {
            desk.ordered_by(supervisor).map(|(sign_in, second)| Some((sign_in, supervisor, second)))
        }
    };
    desk.close();
    let by = ordered?;
    let admits = by.as_ref().map(|(sign_in, supervisor, _)| (sign_in.as_str(), supervisor.passphrase.as_str()));
    // Once that is noted there is no way back: whoever comes next finishes it.
    let not_noted = |error| if is_under_way(&place.folder) { SealError::NotNoted } else { SealError::from(error) };
    migrate::encrypt_as(&place, &Sealing { admits, ..Sealing::default() }, show, &mut go_on).map_err(not_noted)?;
    if let Some((sign_in, supervisor, second)) = by {
        let mut desk = open(&place.clone().unlocked_by(Some(Unlock::new(&supervisor.passphrase))))
            .map_err(|_| SealError::NotNoted)?;
        let noted = desk.note_sealed(&sign_in, &supervisor.passphrase, second);
        desk.close();
        noted.map_err(|_| SealError::NotNoted)?;
    }
    Ok(backup::target(&place.folder).ok().flatten())
}

impl Desk {
    /// The sign-in name of whoever orders something, who may, and who signs beside them.
    fn ordered_by(&mut self, supervisor: &Supervisor) -> Result<(String, Option<PersonRef>), SealError> {
        let refused = |reply: Reply| SealError::Desk(Box::new(reply));
        let sign_in = match &supervisor.sign_in {
            Some(sign_in) => sign_in.to_lowercase(),
            None => self.whose(&supervisor.passphrase).map_err(refused)?,
        };
        self.signed(&sign_in, &supervisor.passphrase)?;
        self.need_supervisor().map_err(|refusal| refused(refusal.into()))?;
        if self.other_supervisors() == 0 {
            return Ok((sign_in, None));
        }
        let (name, passphrase) = supervisor.second.as_ref().ok_or(SealError::NoSecond)?;
        let second = self.look_up(name, passphrase).map_err(refused)?;
        if second.operator.sign_in == sign_in {
            return Err(refused(Refusal::SamePerson.into()));
        }
        if !second.is_supervisor() {
            return Err(refused(Refusal::NotASupervisor.into()));
        }
        Ok((sign_in, Some(self.reference(&second))))
    }

    /// The supervisor whose passphrase this is.
    fn whose(&self, secret: &str) -> Result<String, Reply> {
        let now = self.now_ms();
        self.tries.begin(Who::Folder, now).map_err(|seconds| Refusal::TooManyTries { seconds })?;
        let is_theirs = |account: &&Account| passphrase::matches(secret, Some(&account.operator.passphrase));
        let found = self.supervisors().find(is_theirs).ok_or(Refusal::WrongPassphrase)?;
        self.tries.right(Who::Folder);
        Ok(found.operator.sign_in.clone())
    }

    fn signed(&mut self, sign_in: &str, passphrase: &str) -> Result<(), SealError> {
        self.sign_in_as(sign_in, passphrase).map_err(|reply| SealError::Desk(Box::new(reply)))
    }

    /// That the folder was sealed from here on, by whom: what was signed of the access log before holds no longer.
    fn note_sealed(&mut self, sign_in: &str, passphrase: &str, second: Option<PersonRef>) -> Result<(), SealError> {
        self.signed(sign_in, passphrase)?;
        self.encryption_recorded = true;
        let kept = self.commit(None, 0, vec![Event::FolderEncrypted], second);
        kept.map(|_| ()).map_err(|reply| SealError::Desk(Box::new(reply)))
    }
}

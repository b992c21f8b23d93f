//! The sealed envelope: a code by which whoever forgot the passphrase chooses a new one, once.
//!
//! A desk in a far town may have one supervisor; without this, a forgotten passphrase would end its work.

use super::command::Reply;
use super::people::{hashed, new_passphrase};
use super::{Desk, passphrase};
use crate::domain::account::Account;
use crate::domain::audit::Accessed;
use crate::domain::event::{Event, Hash};
use crate::domain::refusal::Refusal;
use crate::form::{Answers, people, sign_in};
use crate::store::error::AppendError;
use crate::store::vault::code;

/// Groups of a code: four random digits and a check digit each.
const GROUPS: usize = 5;

impl Desk {
    /// A new code for an operator, by a supervisor. It is told once and kept only as a hash; one that was
    /// made before holds no longer.
    pub(super) fn issue_recovery(&mut self, answers: Answers) -> Result<Reply, Reply> {
        self.need_supervisor()?;
        let sign_in = self.check(&people::RECOVERY, answers)?.get("sign-in").to_lowercase();
        self.store.account(&sign_in).ok_or(Refusal::NoSuchOperator)?;
        let code = code::new_code(GROUPS).map_err(AppendError::from)?;
        let event = Event::RecoveryIssued { sign_in, code: Hash(hashed(&code)?) };
        let mut reply = self.commit(None, 0, vec![event], None)?;
        if let Reply::Done(done) = &mut reply {
            done.code = Some(code::spelled(&code));
        }
        Ok(reply)
    }

    /// There is one supervisor, without a code: nobody could let them in again. The sample desk has no need of one.
    pub fn hangs_on_one_passphrase(&self) -> bool {
        let mut supervisors = self.supervisors();
        let alone = match (supervisors.next(), supervisors.next()) {
            (Some(only), None) => only.recovery.is_none(),
            _ => false,
        };
        alone && self.office.as_ref().is_some_and(|office| !office.sample)
    }

    /// The envelope was opened: another passphrase, and its owner is signed in.
    pub(super) fn recover(&mut self, answers: Answers) -> Result<Reply, Reply> {
        // As with a sign-in that fails.
        self.session = None;
        let form = self.check(&sign_in::RECOVER, answers)?;
        let (sign_in, typed) = (form.get("sign-in").to_lowercase(), form.get("recovery-code"));
        if let Some(group) = code::mistyped_group(typed, GROUPS) {
            return Err(Refusal::RecoveryGroup { group }.into());
        }
        let code = code::code_digits(typed, GROUPS).ok_or(Refusal::WrongRecoveryCode)?;
        let fits = |account: Option<&Account>| {
            passphrase::matches(&code, account.and_then(|account| account.recovery.as_deref()))
        };
        let account = self.guarded(&sign_in, fits, Refusal::WrongRecoveryCode)?;
        let passphrase = Hash(new_passphrase(form.get("passphrase"), &sign_in, &account.operator.name)?);
        // It is the operator's own act: whoever holds the code signs in with it.
        self.session = Some(account);
        let event = Event::RecoveryUsed { sign_in: sign_in.clone(), passphrase };
        let reply = self.commit_without_slot(&sign_in, event).inspect_err(|_| self.session = None)?;
        // What fails here is made good at the next sign-in.
        let _ = self.store.vault().admit(self.store.folder(), &sign_in, form.get("passphrase"));
        self.session = self.store.account(&sign_in);
        let _ = self.log_access(Accessed::SignedIn);
        Ok(reply)
    }
}

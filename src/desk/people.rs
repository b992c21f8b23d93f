//! Setting the desk up, admitting operators, signing in.

use super::command::{Command, Failure, Reply};
use super::tries::Tries;
use super::{Desk, passphrase};
use crate::domain::account::Account;
use crate::domain::acts::kind::ActKind;
use crate::domain::audit::Accessed;
use crate::domain::event::{Event, Hash};
use crate::domain::flaw::FieldError;
use crate::domain::operator::{Operator, Role};
use crate::domain::refusal::Refusal;
use crate::form::{Answers, BoundForm, Finding, Spec, people, setup, sign_in};
use crate::store::error::{AppendError, ReadError};

impl Desk {
    /// First start: the office and the first supervisor, who is then signed in.
    pub(super) fn found(&mut self, answers: Answers, sample: bool) -> Result<Reply, Reply> {
        if self.office.is_some() {
            return Err(Refusal::AlreadyFounded.into());
        }
        let form = self.check(&setup::SETUP, answers)?;
        let office = setup::office(&form, sample).ok_or(Refusal::NotFounded)?;
        let operator = self.new_operator(&form, Role::Supervisor)?;
        self.office = Some(office.clone());
        let rules = self.rules.first(self.today());
        let events = vec![rules, Event::DeskFounded { office }, Event::OperatorEnrolled { operator: operator.clone() }];
        let reply = self.commit(None, 0, events, None);
        match &reply {
            Ok(_) => {
                self.admit(&operator.sign_in, form.get("passphrase"));
                self.session = self.store.account(&operator.sign_in)?;
            }
            Err(_) => self.office = None,
        }
        reply
    }

    /// Another operator, admitted by the supervisor who is signed in.
    pub(super) fn enrol(&mut self, answers: Answers) -> Result<Reply, Reply> {
        self.need_supervisor()?;
        let form = self.check(&people::ENROL, answers)?;
        let operator = self.new_operator(&form, form.choice("role").unwrap_or(Role::Clerk))?;
        let sign_in = operator.sign_in.clone();
        let reply = self.commit(None, 0, vec![Event::OperatorEnrolled { operator }], None)?;
        self.admit(&sign_in, form.get("passphrase"));
        Ok(reply)
    }

    /// Lets the passphrase open the encrypted folder. What fails here is made good when the operator signs in.
    pub(super) fn admit(&self, sign_in: &str, passphrase: &str) {
        let (vault, folder) = (self.store.vault(), self.store.folder());
        if !vault.admits(folder, sign_in) {
            let _ = vault.admit(folder, sign_in, passphrase);
        }
    }

    fn new_operator(&self, form: &BoundForm, role: Role) -> Result<Operator, Reply> {
        let sign_in = form.get("sign-in").to_lowercase();
        if self.store.account(&sign_in)?.is_some() {
            return Err(vec![Finding::flaw("sign-in", FieldError::SignInTaken)].into());
        }
        let passphrase = hashed(form.get("passphrase"))?;
        Ok(Operator { sign_in, name: form.get("operator-name").to_owned(), role, passphrase })
    }

    pub(super) fn sign_in(&mut self, answers: Answers) -> Result<Reply, Reply> {
        if self.office.is_none() {
            return Err(Refusal::NotFounded.into());
        }
        let form = self.check(&sign_in::SIGN_IN_FORM, answers)?;
        let account = self.verify(&form)?;
        self.admit(&account.operator.sign_in, form.get("passphrase"));
        let before = self.session.replace(account);
        if let Err(error) = self.log_access(Accessed::SignedIn) {
            self.session = before;
            return Err(error.into());
        }
        Ok(Reply::Done(Box::default()))
    }

    /// The operator whose sign-in name and passphrase are in this form.
    pub(super) fn verify(&self, form: &BoundForm) -> Result<Account, Reply> {
        self.look_up(form.get("sign-in"), form.get("passphrase"))
    }

    /// Lets a secret be tried, unless it is too soon after wrong ones.
    pub(super) fn guarded<T>(&self, sign_in: &str, find: impl FnOnce() -> Result<T, Reply>) -> Result<T, Reply> {
        let now = self.clock.mono_ms();
        if let Some(seconds) = self.tries.borrow().wait(now) {
            return Err(Refusal::TooManyTries { seconds }.into());
        }
        let found = find();
        match &found {
            Ok(_) => self.tries.replace(Tries::default()),
            Err(_) => {
                // It shows nothing, so that it fails whether or not it can be noted.
                let _ = self.log_access(Accessed::SignInFailed { sign_in: sign_in.to_owned() });
                self.tries.replace_with(|tries| tries.failed(now))
            }
        };
        found
    }

    /// The operator of this sign-in name, whose passphrase it is. Whoever guesses waits, wherever one is asked for.
    fn look_up(&self, sign_in: &str, passphrase: &str) -> Result<Account, Reply> {
        self.guarded(sign_in, || {
            let account = self.store.account(&sign_in.to_lowercase())?;
            let account = account
                .filter(|account| passphrase::matches(passphrase, &account.operator.passphrase))
                .ok_or(Refusal::WrongPassphrase)?;
            if account.suspended { Err(Refusal::Suspended.into()) } else { Ok(account) }
        })
    }

    /// Suspended, let in again, another role, another passphrase: by a supervisor.
    pub(super) fn change_operator(&mut self, form: &'static Spec, answers: Answers) -> Result<Reply, Reply> {
        self.need_supervisor()?;
        let form = self.check(form, answers)?;
        let sign_in = form.get("sign-in").to_lowercase();
        let account = self.store.account(&sign_in)?.ok_or(Refusal::NoSuchOperator)?;
        let reason = form.get("reason").to_owned();
        let event = match form.spec().id {
            "suspend" => Event::OperatorSuspended { sign_in: sign_in.clone(), reason },
            "restore" => Event::OperatorRestored { sign_in: sign_in.clone() },
            "change-role" => {
                let role = form.choice("role").unwrap_or(Role::Clerk);
                Event::RoleChanged { sign_in: sign_in.clone(), role }
            }
            _ => Event::PassphraseReset { sign_in: sign_in.clone(), passphrase: Hash(hashed(form.get("passphrase"))?) },
        };
        let supervisors = self.store.accounts()?.into_iter().filter(Account::is_supervisor).count();
        account.may_change(&event, supervisors)?;
        let (suspends, resets) =
            (matches!(event, Event::OperatorSuspended { .. }), matches!(event, Event::PassphraseReset { .. }));
        let reply = self.commit(None, 0, vec![event], None)?;
        let (vault, folder) = (self.store.vault(), self.store.folder());
        if suspends {
            let _ = vault.dismiss(folder, &sign_in);
        } else if resets {
            let _ = vault.admit(folder, &sign_in, form.get("passphrase"));
        }
        if let Some(session) = self.session.take().filter(|session| session.operator.sign_in != sign_in) {
            self.session = Some(session);
        } else {
            self.session = self.store.account(&sign_in)?.filter(|account| !account.suspended);
        }
        Ok(reply)
    }

    /// Who decides for the centre is who signed in: the passphrase once more.
    pub(super) fn sign_again(&self, form: &BoundForm) -> Result<(), Reply> {
        self.look_up(self.signed_in(), form.get("passphrase")).map(|_| ())
    }

    /// Of whoever is signed in; nobody may do more than look.
    pub fn role(&self) -> Role {
        self.operator().map_or(Role::Inspector, |operator| operator.role)
    }

    /// Whether whoever is signed in may do this at all.
    ///
    /// # Errors
    /// [`Refusal::NotForRole`]
    pub fn allows(&self, act: ActKind) -> Result<(), Refusal> {
        let role = self.role();
        if act.is_for(role) { Ok(()) } else { Err(Refusal::NotForRole { role, act }) }
    }

    pub(super) fn need_supervisor(&self) -> Result<(), Refusal> {
        if self.role() == Role::Supervisor { Ok(()) } else { Err(Refusal::NotASupervisor) }
    }

    /// The desk signs with the key that it promised, from here on: by a supervisor.
    pub(super) fn rotate_keys(&mut self, answers: Answers) -> Result<Reply, Reply> {
        self.need_supervisor()?;
        self.sign_again(&self.check(&sign_in::SIGN, answers)?)?;
        if self.store.sets_keys() {
            // What these keys are is told first; what comes after them is promised with that.
            self.commit(None, 0, Vec::new(), None)?;
        }
        let event = self.store.rotate_keys().map_err(AppendError::from)?;
        self.commit(None, 0, vec![event], None)
    }

    /// Everybody who was ever admitted.
    pub fn accounts(&self) -> Result<Vec<Account>, ReadError> {
        self.store.accounts()
    }

    /// Who only reads, only reads.
    pub(super) fn may(&self, command: &Command) -> Result<(), Refusal> {
        let inspects = self.operator().is_some_and(|operator| operator.role == Role::Inspector);
        let changes = !matches!(command, Command::SignIn { .. } | Command::Recover { .. } | Command::SignOut);
        if inspects && changes { Err(Refusal::OnlyReads) } else { Ok(()) }
    }
}

pub(super) fn hashed(secret: &str) -> Result<String, Reply> {
    passphrase::hash(secret).map_err(|error| Reply::Failed(Failure::NotHashed(error.to_string())))
}
